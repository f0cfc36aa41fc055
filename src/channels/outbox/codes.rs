//! What goes to the phone of who sits in a seat at once: a code for confirming a paper or for the door, a call.

use super::{
    post::{Failure, Post, Untold},
    seats::addressed,
};
use crate::{
    channels::calls::phone_of,
    domain::{
        Timestamp,
        channels::Delivery,
        event::{Event, EventKind},
        hearing::{CALL_PAUSE, Hearing, Seat, call_text, goes_at_once, query_page},
        ids::{OpId, SeatId},
        petition::{Petition, QueryCode},
    },
    storage::{Records, SharedStore, StoreError, Told, Tx},
    world::SharedWorld,
};
use uuid::Uuid;

/// Whose phone is told of this event at once, if one is.
pub(super) async fn seat_of(tx: &mut dyn Tx, told: &Told) -> Result<Option<SeatId>, StoreError> {
    if !goes_at_once(told.kind) {
        return Ok(None);
    }
    let event = tx.event(told.event).await?;
    Ok(event.and_then(|event| named(&event, "seat")).map(SeatId))
}

/// Only what stands: a code that was replaced, a code or a call that is too old helps nobody.
pub(super) async fn sms(
    store: &SharedStore,
    world: &SharedWorld,
    post: &Post,
    delivery: &Delivery,
) -> Result<(), Untold> {
    let mut records = store.read().await?;
    let (hearing, seat) = addressed(records.as_mut(), delivery).await?;
    let text = if delivery.kind == EventKind::HearingSeatCalled {
        call(records.as_mut(), (&hearing, &seat), delivery, (post.pages(), world.now())).await?
    } else {
        code(records.as_mut(), &hearing, seat.id, delivery, world.now()).await?
    };
    let parties = records.parties(delivery.petition).await?;
    let phone = phone_of(records.as_mut(), &seat, &parties).await?;
    drop(records);
    let phone = phone.ok_or(Failure::Gone)?;
    let text = text.ok_or(Failure::Gone)?;
    Ok(post.text(phone.as_str(), &hearing.number, &text).await?)
}

/// Whether a message of this event says a query code.
pub(super) fn is_query_code(kind: EventKind) -> bool {
    matches!(kind, EventKind::PetitionRegistered | EventKind::PetitionQueryCodeSent)
}

/// Whether a query code goes out with this event.
pub(super) async fn goes_out(tx: &mut dyn Tx, told: &Told) -> Result<bool, StoreError> {
    if !is_query_code(told.kind) {
        return Ok(false);
    }
    let message = tx.code_message(told.petition).await?;
    Ok(message.is_some_and(|message| message.event == told.event && message.code.is_some()))
}

/// A query code, to the phone on record and no other. One that was replaced opens nothing.
pub(super) async fn query_code(store: &SharedStore, post: &Post, delivery: &Delivery) -> Result<(), Untold> {
    let mut records = store.read().await?;
    let message = records.code_message(delivery.petition).await?;
    let petition = records.petition(delivery.petition).await?;
    let number = petition.filter(|petition| !petition.is_sealed()).ok_or(Failure::Gone)?.number;
    let standing = records.petition_by_number(&number).await?;
    let parties = records.parties(delivery.petition).await?;
    drop(records);
    let message = message.filter(|message| message.event == delivery.event).ok_or(Failure::Gone)?;
    let code = message.code.ok_or(Failure::Gone)?;
    // Read out and printed anew meanwhile: this one opens nothing.
    standing.filter(|(_, hash)| *hash == QueryCode::hash_of(&code)).ok_or(Failure::Gone)?;
    let phone = parties.first().and_then(|party| party.phone.as_deref()).ok_or(Failure::Gone)?;
    let page = query_page(post.pages(), &number);
    let text = if delivery.kind == EventKind::PetitionRegistered {
        format!("您的信访事项已登记，编号 {number}，查询码：{code}。请打开 {page} 查询和评价。请勿告诉他人。")
    } else {
        format!("信访件{number}的新查询码：{code}。请打开 {page} 查询，原查询码已失效。请勿告诉他人。")
    };
    Ok(post.text(phone, &number, &text).await?)
}

/// What the phone is told of a call, as long as the hearing waits.
async fn call(
    records: &mut dyn Records,
    (hearing, seat): (&Hearing, &Seat),
    delivery: &Delivery,
    (pages, now): (&str, Timestamp),
) -> Result<Option<String>, StoreError> {
    let petition = records.petition(hearing.petition).await?.filter(|petition| !petition.is_sealed());
    let waits = !hearing.stage.name().is_vacant() && now < delivery.at.plus_millis(CALL_PAUSE);
    let office = records.agency_phone(hearing.host).await?;
    let text = |petition: Petition| {
        call_text(hearing, seat, &query_page(pages, &petition.number), office.as_deref())
    };
    Ok(petition.filter(|_| waits).map(text))
}

/// What the phone is told of a code. The delivery of one that was replaced would tell the next a second time.
async fn code(
    records: &mut dyn Records,
    hearing: &Hearing,
    seat: SeatId,
    delivery: &Delivery,
    now: Timestamp,
) -> Result<Option<String>, StoreError> {
    let sent = records.event(delivery.event).await?.and_then(|event| named(&event, "code"));
    let standing = standing(records, hearing, seat, delivery.kind, now).await?;
    Ok(standing.filter(|(id, _)| sent == Some(id.0)).map(|(_, text)| text))
}

/// The seat's code that is good now, and what the phone is told of it.
async fn standing(
    records: &mut dyn Records,
    hearing: &Hearing,
    seat: SeatId,
    kind: EventKind,
    now: Timestamp,
) -> Result<Option<(OpId, String)>, StoreError> {
    let number = &hearing.number;
    if kind == EventKind::HearingCodeSent {
        let code = records.phone_code(seat).await?.filter(|code| now < code.good_until());
        return Ok(code.map(|code| (code.id, code.text(number))));
    }
    let codes = records.signing_codes(hearing.id).await?;
    let code = codes.into_iter().find(|code| code.seat == seat && now < code.good_until());
    Ok(code.map(|code| (code.id, code.text(number))))
}

/// What the event names so.
fn named(event: &Event, name: &str) -> Option<Uuid> {
    event.detail(name)?.parse().ok()
}
