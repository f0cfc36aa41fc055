//! Exhibits of a hearing: brought, listed, fetched; and what was written beside them.

pub mod bring;
pub mod chat;
pub mod file;
pub mod filed;
pub mod list;

use crate::{
    domain::{
        event::Actor,
        hearing::{self, Hearing, MAX_EXHIBIT_BYTES, MAX_EXHIBITS, Seat},
        ids::{HearingId, PetitionId, SeatId},
        rights::{self, HearingAction},
    },
    edge::{
        AppState,
        access::{self, SeenHearing},
        problem::Problem,
        session::{Seated, SignedIn},
    },
    storage::Records,
};

/// Who lays an exhibit before a hearing.
struct Bringer {
    petition: PetitionId,
    actor: Actor,
    /// Where they sit.
    at: SeatId,
    /// A party's own seat; none of who keeps the minutes, and may bring for others.
    seat: Option<SeatId>,
}

/// A device that holds a seat of this hearing, or somebody signed in who sits there.
async fn bringer(
    app: &AppState,
    id: HearingId,
    held: Option<Seated>,
    me: Option<SignedIn>,
) -> Result<Bringer, Problem> {
    if let Some(Seated { hearing, seat }) = held.filter(|held| held.hearing.id == id) {
        may_bring(&seat, &hearing)?;
        return Ok(Bringer {
            petition: hearing.petition,
            actor: Actor::Seat(seat.id),
            at: seat.id,
            seat: Some(seat.id).filter(|_| !seat.keeps_minutes()),
        });
    }
    let SignedIn(me) = me.ok_or(Problem::Unauthenticated)?;
    let mut records = app.store.read().await?;
    let seen = access::hearing(records.as_mut(), &me, id).await?;
    drop(records);
    let mine = access::my_seats(&me, &seen.hearing);
    let seat = mine.iter().find(|seat| seat.keeps_minutes()).or(mine.first()).ok_or(Problem::NotAllowed)?;
    may_bring(seat, &seen.hearing)?;
    Ok(Bringer {
        petition: seen.petition.id,
        actor: Actor::from(&me),
        at: seat.id,
        seat: Some(seat.id).filter(|_| !seat.keeps_minutes()),
    })
}

/// Whether an exhibit of so many bytes finds room beside the others. The room counts again.
async fn must_fit(records: &mut dyn Records, hearing: HearingId, bytes: u64) -> Result<(), Problem> {
    let others = records.hearing_exhibits(hearing).await?;
    if others.len() >= MAX_EXHIBITS {
        return Err(Problem::TooManyFiles { allowed: MAX_EXHIBITS as u32 });
    }
    let full = |_| Problem::TooLarge { limit: MAX_EXHIBIT_BYTES };
    hearing::takes_more(&others, bytes).map_err(full)
}

/// Whether `me` reads all that was laid before a hearing: with its minutes, or to keep them.
fn reads(me: &rights::Official, seen: &SeenHearing) -> bool {
    let keeps = access::my_seats(me, &seen.hearing).into_iter().any(Seat::keeps_minutes);
    keeps || seen.rights.may(HearingAction::ReadMinutes)
}

/// The room decides; this is so that no file is left behind by who could not have brought it.
fn may_bring(seat: &Seat, hearing: &Hearing) -> Result<(), Problem> {
    let may = rights::may_bring_exhibit(seat, hearing.stage.name());
    if may { Ok(()) } else { Err(Problem::NotAllowed) }
}
