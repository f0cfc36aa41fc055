//! Records who opens which paper of a petition, before the first byte goes out and once for each continuous reading.

use super::{AppState, problem::Problem};
use crate::domain::{
    MINUTE_MS, Timestamp,
    event::Actor,
    ids::{EventId, StaffId},
    opening::Opened,
    petition::Petition,
    rights,
};
use std::{
    collections::HashMap,
    sync::{Arc, PoisonError},
};
use tokio::sync::Mutex;

/// Whoever asks for nothing for so long has stopped; the next piece is another time. Milliseconds.
const PAUSE: i64 = 15 * MINUTE_MS;

/// When somebody asked last for a paper they have open; locked while its opening is put on record, so that a player
/// that opens all files at once is one playing.
type Going = Arc<Mutex<Option<Timestamp>>>;

/// What is open. Each person and paper has a lock of its own: nobody waits for another's opening.
#[derive(Debug, Clone, Default)]
pub struct Openings(Arc<std::sync::Mutex<HashMap<(StaffId, Opened), Going>>>);

impl Openings {
    fn of(&self, staff: StaffId, paper: Opened, now: Timestamp) -> Going {
        // A map is as good after a panic as before.
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        open.retain(|_, going| Arc::strong_count(going) > 1 || is_on(going, now));
        open.entry((staff, paper)).or_default().clone()
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
    let now = app.world.now();
    let going = app.openings.of(me.staff.id, paper, now);
    let mut last = going.lock().await;
    if !goes_on(*last, now) {
        let actor = Actor::from(me);
        let mut event = paper.change().event(EventId(app.world.new_id()), now, actor, petition);
        event.hearing = paper.hearing();
        let mut tx = app.store.begin().await?;
        tx.append(&event).await?;
        tx.commit().await?;
    }
    *last = Some(now);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::HearingId;
    use uuid::Uuid;

    #[tokio::test]
    async fn what_nobody_goes_on_with_is_forgotten() {
        let (openings, staff) = (Openings::default(), StaffId(Uuid::nil()));
        let paper = |n| Opened::Package(HearingId(Uuid::from_u128(n)));
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
