//! Calls who is away, by a message to their phone (ADR 49).

use super::moving;
use crate::{
    domain::{
        event::{Actor, ChainedEvent},
        hearing::{Seat, call_pause, called, on_the_phone},
        ids::{EventId, SeatId},
        people::Party,
        rights,
    },
    edge::{
        AppState,
        access::{self, SeenHearing},
        phone_codes,
        problem::Problem,
    },
};

/// The message goes out by the outbox, with the event of the call.
pub async fn call(
    app: &AppState,
    me: &rights::Official,
    seen: &SeenHearing,
    seat: SeatId,
) -> Result<(), Problem> {
    let (now, hearing) = (app.world.now(), &seen.hearing);
    let seat = hearing.seat(seat).filter(|seat| seat.stands()).ok_or(Problem::NotFound)?;
    access::check_open(hearing, now)?;
    if moving::is_connected(app, hearing.id, seat.id).await {
        return Err(Problem::refused("is_here", "Somebody is connected on this seat: ring on their page"));
    }
    if !sends_messages(app, seen) {
        return Err(Problem::refused("no_sms", "No messages are sent from here, or not of this matter"));
    }
    let actor = Actor::from(me);
    let id = EventId(app.world.new_id());
    let called = called(seat.id).in_phase(hearing.stage.phase());
    let event = called.hearing_event(id, now, actor, &seen.petition, hearing.id);
    let mut tx = app.store.begin().await?;
    tx.hold_chain(&event.chain).await?; // two officers at once are one call
    if !has_phone(seat, &tx.parties(seen.petition.id).await?) {
        return Err(phone_codes::no_phone());
    }
    let log = tx.timeline(seen.petition.id).await?;
    let events = log.iter().map(|ChainedEvent { event, .. }| event);
    if let Some(wait) = call_pause(events, hearing.id, seat.id, now) {
        return Err(Problem::TooMany { retry_after_s: u64::try_from(wait).unwrap_or(0).div_ceil(1000) });
    }
    tx.append(&event).await?;
    tx.commit().await?;
    Ok(())
}

/// Article 30: of a report nothing goes out.
pub fn sends_messages(app: &AppState, seen: &SeenHearing) -> bool {
    app.config.notices.sms.is_some() && !seen.petition.is_sealed()
}

/// Whether there is a number to reach who sits there.
pub fn has_phone(seat: &Seat, people: &[Party]) -> bool {
    on_the_phone(seat, people).is_some()
}
