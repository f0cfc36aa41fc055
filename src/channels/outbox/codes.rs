//! A one-time code for a seat that confirms a paper, to the phone of who sits there.

use super::{
    post::{Failure, Post},
    seats::addressed,
};
use crate::{
    domain::{
        channels::Delivery,
        event::{ChainedEvent, EventKind},
        hearing::on_the_phone,
        ids::{EventId, SeatId},
    },
    storage::{SharedStore, StoreError, Told, Tx},
    world::SharedWorld,
};
use uuid::Uuid;

/// Whose phone is told of this event, if it is about a code.
pub(super) async fn seat_of(tx: &mut dyn Tx, told: &Told) -> Result<Option<SeatId>, StoreError> {
    if told.kind != EventKind::HearingSigningCodeSent {
        return Ok(None);
    }
    let seat = detail(&tx.timeline(told.petition).await?, told.event, "seat");
    Ok(seat.map(SeatId))
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
    let codes = records.signing_codes(hearing.id).await.map_err(|_| Failure::Record)?;
    let parties = records.parties(delivery.petition).await.map_err(|_| Failure::Record)?;
    let timeline = records.timeline(delivery.petition).await.map_err(|_| Failure::Record)?;
    drop(records);
    let standing = codes.into_iter().find(|code| code.seat == seat.id && world.now() < code.good_until());
    // The delivery of a code that was replaced would tell the next one a second time.
    let sent = detail(&timeline, delivery.event, "code");
    let code = standing.filter(|code| sent == Some(code.id.0)).ok_or(Failure::Gone)?;
    let (_, phone) = on_the_phone(&seat, &parties).ok_or(Failure::Gone)?;
    post.text(phone, &hearing.number, &code.text(&hearing.number)).await
}

/// What an event of the timeline says of this.
fn detail(timeline: &[ChainedEvent], event: EventId, name: &str) -> Option<Uuid> {
    let event = timeline.iter().map(|chained| &chained.event).find(|known| known.id == event)?;
    let (_, value) = event.details.iter().find(|(known, _)| known == name)?;
    value.parse().ok()
}
