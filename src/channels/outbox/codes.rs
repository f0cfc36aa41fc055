//! One-time codes to the phone of who sits in a seat: for confirming a paper, and at the door.

use super::{
    post::{Failure, Post},
    seats::addressed,
};
use crate::{
    domain::{
        Timestamp,
        channels::Delivery,
        event::{Event, EventKind},
        hearing::{Hearing, on_the_phone, sends_code},
        ids::{OpId, SeatId},
    },
    storage::{Records, SharedStore, StoreError, Told, Tx},
    world::SharedWorld,
};
use uuid::Uuid;

/// Whose phone is told of this event, if it is about a code.
pub(super) async fn seat_of(tx: &mut dyn Tx, told: &Told) -> Result<Option<SeatId>, StoreError> {
    if !sends_code(told.kind) {
        return Ok(None);
    }
    let event = tx.event(told.event).await?;
    Ok(event.and_then(|event| named(&event, "seat")).map(SeatId))
}

/// Only the code that stands: one that was replaced or is too old helps nobody.
pub(super) async fn sms(
    store: &SharedStore,
    world: &SharedWorld,
    post: &Post,
    delivery: &Delivery,
) -> Result<(), Failure> {
    let mut records = store.read().await.map_err(|_| Failure::Record)?;
    let (hearing, seat) = addressed(records.as_mut(), delivery).await?;
    let standing = standing(records.as_mut(), &hearing, seat.id, delivery.kind, world.now()).await;
    let parties = records.parties(delivery.petition).await.map_err(|_| Failure::Record)?;
    let event = records.event(delivery.event).await.map_err(|_| Failure::Record)?;
    drop(records);
    // The delivery of a code that was replaced would tell the next one a second time.
    let sent = event.and_then(|event| named(&event, "code"));
    let standing = standing.map_err(|_| Failure::Record)?;
    let (_, text) = standing.filter(|(id, _)| sent == Some(id.0)).ok_or(Failure::Gone)?;
    let (_, phone) = on_the_phone(&seat, &parties).ok_or(Failure::Gone)?;
    post.text(phone, &hearing.number, &text).await
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
