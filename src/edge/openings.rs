//! Records who opens what of a petition and who looks for a person, before the first byte goes out and once for each
//! continuous reading: papers in the chain of events, pages and searches beside it (ADR 79).

use super::{AppState, problem::Problem};
use crate::{
    domain::{
        MINUTE_MS, Timestamp,
        event::{Actor, Event},
        ids::{EventId, OpeningId, PetitionId, StaffId},
        opening::Opened,
        petition::Petition,
        rights,
    },
    storage::{Looked, Opening, StoreError},
};
use sha2::{Digest, Sha256};
use std::{
    collections::HashMap,
    sync::{Arc, PoisonError},
};
use tokio::sync::Mutex;

/// Whoever asks for nothing for so long has stopped; the next piece is another time. Milliseconds.
const PAUSE: i64 = 15 * MINUTE_MS;

/// What somebody has open, or asks for again and again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Open {
    Paper(Opened),
    Page(PetitionId),
    /// By the hash of what was typed: it is not kept, not even here.
    Person([u8; 32]),
}

/// What is written of it.
enum Entry<'a> {
    Event(Box<Event>),
    Opening(Opening<'a>),
}

/// When somebody asked last for what they have open; locked while its opening is put on record, so that a player
/// that opens all files at once is one playing.
type Going = Arc<Mutex<Option<Timestamp>>>;

/// What is open. Each person and thing has a lock of its own: nobody waits for another's opening.
#[derive(Debug, Clone, Default)]
pub struct Openings(Arc<std::sync::Mutex<HashMap<(StaffId, Open), Going>>>);

impl Openings {
    fn of(&self, staff: StaffId, what: Open, now: Timestamp) -> Going {
        // A map is as good after a panic as before.
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        open.retain(|_, going| Arc::strong_count(going) > 1 || is_on(going, now));
        open.entry((staff, what)).or_default().clone()
    }
}

fn is_on(going: &Going, now: Timestamp) -> bool {
    going.try_lock().is_ok_and(|last| goes_on(*last, now))
}

/// Whether somebody who asked last then is still at it.
fn goes_on(last: Option<Timestamp>, now: Timestamp) -> bool {
    last.is_some_and(|last| now.0 - last.0 < PAUSE)
}

/// Puts on record that `me` opens `paper` of `petition`.
pub async fn note(
    app: &AppState,
    me: &rights::Official,
    petition: &Petition,
    paper: Opened,
) -> Result<(), Problem> {
    let (now, actor) = (app.world.now(), Actor::from(me));
    let mut event = paper.change().event(EventId(app.world.new_id()), now, actor, petition);
    event.hearing = paper.hearing();
    once(app, me.staff.id, Open::Paper(paper), now, Entry::Event(Box::new(event))).await
}

/// Puts on record, for the auditor, what `me` looks at or whom `me` looks for.
pub async fn look(app: &AppState, me: &rights::Official, what: Looked<'_>) -> Result<(), Problem> {
    let open = match what {
        Looked::Page(id) => Open::Page(id),
        Looked::Person(words) => Open::Person(Sha256::digest(words).into()),
    };
    let (id, now) = (OpeningId(app.world.new_id()), app.world.now());
    let opening = Opening { id, at: now, by: me.staff.id, division: &me.agency.division, what };
    once(app, me.staff.id, open, now, Entry::Opening(opening)).await
}

/// Writes `entry`, unless `staff` is still at it.
async fn once(
    app: &AppState,
    staff: StaffId,
    open: Open,
    now: Timestamp,
    entry: Entry<'_>,
) -> Result<(), Problem> {
    let going = app.openings.of(staff, open, now);
    let mut last = going.lock().await;
    if !goes_on(*last, now) {
        write(app, entry).await?;
    }
    *last = Some(now);
    Ok(())
}

async fn write(app: &AppState, entry: Entry<'_>) -> Result<(), StoreError> {
    let mut tx = app.store.begin().await?;
    match entry {
        Entry::Event(event) => {
            tx.append(&event).await?;
        }
        Entry::Opening(opening) => tx.add_opening(opening).await?,
    }
    tx.commit().await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::HearingId;
    use uuid::Uuid;

    #[tokio::test]
    async fn what_nobody_goes_on_with_is_forgotten() {
        let (openings, staff) = (Openings::default(), StaffId(Uuid::nil()));
        let paper = |n| Open::Paper(Opened::Package(HearingId(Uuid::from_u128(n))));
        let open = |at| {
            openings.of(staff, paper(9), Timestamp(at));
            openings.0.lock().unwrap().len()
        };
        *openings.of(staff, paper(1), Timestamp(0)).lock().await = Some(Timestamp(0));
        let waits = openings.of(staff, paper(2), Timestamp(0));
        assert_eq!(open(PAUSE - 1), 3, "one on, one that somebody holds, the one asked for");
        drop(waits);
        assert_eq!(open(PAUSE - 1), 2);
        assert_eq!(open(PAUSE), 1);
    }
}
