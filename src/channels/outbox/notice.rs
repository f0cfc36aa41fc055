//! The text of a webhook's notice.

use crate::{
    domain::{
        channels::Delivery,
        ids::{ClientId, EventId},
        petition::Household,
    },
    storage::{Records, StoreError},
};
use serde::Serialize;
use uuid::Uuid;

/// The petition it is news of, and what that goes on in. `None` of one that was sealed meanwhile: screening may find out
/// that it is a report (article 30).
pub(super) async fn about(
    records: &mut dyn Records,
    delivery: &Delivery,
) -> Result<Option<Household>, StoreError> {
    let Some(own) = records.petition(delivery.petition).await? else { return Ok(None) };
    let household = records.household(own).await?;
    Ok((!household.is_sealed()).then_some(household))
}

/// Whether it is news of a hearing that stays behind the wall: no other system can see that, nor who joined the matter since
/// (ADR 64).
async fn is_kept(
    records: &mut dyn Records,
    event: EventId,
    household: &Household,
) -> Result<bool, StoreError> {
    let Some(hearing) = records.event(event).await?.and_then(|event| event.hearing) else { return Ok(false) };
    let hearing = records.hearing(hearing).await?;
    let Household { own, matter } = household;
    Ok(hearing
        .is_some_and(|one| one.stays_behind_the_wall(if one.petition == own.id { own } else { matter })))
}

/// What a client's webhook is told: which petition, what happened, when. No text, no name, no phone.
#[derive(Debug, Serialize)]
pub struct Notice {
    pub sequence: u64,
    pub event: Uuid,
    pub kind: &'static str,
    pub at: i64,
    pub petition: Noticed,
}

/// The petition a notice is about, by the names its receiver knows it by.
#[derive(Debug, Serialize)]
pub struct Noticed {
    pub id: Uuid,
    pub number: String,
    /// The client's own, of what it brought.
    pub external_number: Option<String>,
}

/// Of a delivery; `None` of what is not told any more.
///
/// # Errors
/// The store's.
pub async fn notice(
    records: &mut dyn Records,
    client: ClientId,
    delivery: &Delivery,
) -> Result<Option<Notice>, StoreError> {
    let Some(household) = about(records, delivery).await? else { return Ok(None) };
    if is_kept(records, delivery.event, &household).await? {
        return Ok(None);
    }
    let own = household.own;
    let brought = records.intake_item_of(delivery.petition).await?;
    let external = brought.filter(|item| item.source == client.0).map(|item| item.external);
    Ok(Some(Notice {
        sequence: delivery.sequence,
        event: delivery.event.0,
        kind: delivery.kind.as_str(),
        at: delivery.at.0,
        petition: Noticed { id: delivery.petition.0, number: own.number, external_number: external },
    }))
}
