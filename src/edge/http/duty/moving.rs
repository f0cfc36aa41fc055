//! Sends a leg to where it belongs: the seat that the same person, room or outsider has in another session.
//!
//! Who sits at which table is for who presides; the officer only brings people to the right door (ADR 35).

use crate::{
    domain::{
        event::Actor,
        hearing::{Occupant, Seat},
        ids::{HearingId, SeatId},
        rights::{self, HearingAction},
    },
    edge::{
        AppState,
        access::{self, SeenHearing},
        http::hearings::link,
        problem::Problem,
    },
    rooms::{OfficerAct, is_here},
};

/// Everything is looked at before a link is renewed: what is refused changes nothing.
pub async fn ordered(
    app: &AppState,
    me: &rights::Official,
    from: &SeenHearing,
    seat: SeatId,
    to: HearingId,
) -> Result<OfficerAct, Problem> {
    let seat = from.hearing.seat(seat).ok_or(Problem::NotFound)?;
    if !is_connected(app, from.hearing.id, seat.id).await {
        return Err(Problem::refused("not_here", "Nobody is connected on this seat"));
    }
    let mut tx = app.store.begin().await?;
    let there = access::hearing(tx.as_mut(), me, to).await?;
    there.must(HearingAction::Assist)?;
    let goal = goal(&there, from, seat).ok_or_else(no_seat_there)?.id;
    access::check_open(&there.hearing, app.world.now())?;
    let actor = Actor::from(me);
    let secret = match seat.occupant {
        Occupant::Official { .. } => None,
        Occupant::Room { .. } | Occupant::Party { .. } | Occupant::External { .. } => {
            Some(link::renewed(app, tx, (&there.petition, &there.hearing), goal, actor).await?)
        }
    };
    Ok(OfficerAct::Move { seat: seat.id, to, secret })
}

/// Where `seat` would go in `there`.
pub fn goal<'a>(there: &'a SeenHearing, from: &SeenHearing, seat: &Seat) -> Option<&'a Seat> {
    if there.hearing.id == from.hearing.id { None } else { there.hearing.seat_of_same(seat) }
}

/// Whether somebody is there now.
pub async fn is_connected(app: &AppState, hearing: HearingId, seat: SeatId) -> bool {
    let views = app.rooms.overview(hearing).await.map(|now| now.seats).unwrap_or_default();
    views.iter().any(|view| SeatId::from(view.id) == seat && is_here(&view.presence))
}

fn no_seat_there() -> Problem {
    Problem::refused("no_seat_there", "They have no seat in that session")
}
