//! Calls who is away, by a message to their phone (ADR 49).

use super::moving;
use crate::{
    channels::calls,
    domain::{
        event::{Actor, ChainedEvent, EventKind},
        hearing::{call_pause, called, on_the_phone},
        ids::{EventId, SeatId},
        rights::{self, PetitionField, Shown},
    },
    edge::{
        AppState,
        access::{self, SeenHearing},
        phone_codes,
        problem::Problem,
        views::{BoardSeat, SeatCall},
    },
    storage::Records,
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
    let people = tx.parties(seen.petition.id).await?;
    let phone = calls::phone_of(tx.as_mut(), seat, &people).await?;
    phone.ok_or_else(phone_codes::no_phone)?;
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
fn sends_messages(app: &AppState, seen: &SeenHearing) -> bool {
    app.config.notices.sms.is_some() && !seen.petition.is_sealed()
}

/// Who of a session is away: whether a message or a voice reaches them, and what became of the last call. `seats` are those
/// that stand, in their order. Boards ask every few seconds: as many statements for a full table as for one seat.
pub async fn reach(
    app: &AppState,
    records: &mut dyn Records,
    me: &rights::Official,
    seen: &SeenHearing,
    seats: &mut [BoardSeat],
) -> Result<(), Problem> {
    if !seats.iter().any(|row| row.is.is_away()) {
        return Ok(());
    }
    let people = records.parties(seen.petition.id).await?;
    let colleagues = records.seated_by_phone(seen.hearing.id).await?;
    let sent = records.deliveries_of_kind(seen.petition.id, EventKind::HearingSeatCalled).await?;
    let reads = seen.fields(me).shown(PetitionField::Phone) == Shown::Full;
    let rows = seats.iter_mut().zip(seen.hearing.standing());
    for (row, seat) in rows.filter(|(row, _)| row.is.is_away()) {
        let rings = calls::has_phone(seat, &people, &colleagues);
        row.no_phone = !rings;
        row.may_call = rings && sends_messages(app, seen);
        row.may_phone = reads && on_the_phone(seat, &people).is_some();
        row.called = sent.iter().rfind(|delivery| delivery.target == seat.id.0).map(SeatCall::of);
    }
    Ok(())
}
