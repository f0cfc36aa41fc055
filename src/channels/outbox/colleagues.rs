//! Sends urgent staff notifications to the phones of staff who want them.

use super::{
    post::{Failure, Post, Untold},
    spread::{Letter, delivery},
};
use crate::{
    domain::{
        Timestamp,
        channels::{Delivery, Receiver},
        event::EventKind,
        ids::{DeliveryId, EventId, StaffId},
        staff_notice::{About, is_still_news, phone_text},
    },
    storage::{SharedStore, StoreError, Told},
    world::SharedWorld,
};

/// Notices of one transaction.
const AT_ONCE: u32 = 100;

/// Number of notices put on their way.
pub(super) async fn spread(
    store: &SharedStore,
    world: &SharedWorld,
    post: &Post,
) -> Result<usize, StoreError> {
    let waiting = store.read().await?.notices_for_phones(AT_ONCE).await?;
    if waiting.is_empty() {
        return Ok(0);
    }
    let (now, mut tx) = (world.now(), store.begin().await?);
    for notice in &waiting {
        let About::Petition(petition) = notice.about else { continue }; // nothing of an item presses
        if tx.take_for_phone(notice.staff, notice.source).await? && post.has_sms() {
            let id = DeliveryId(world.new_id());
            let letter = Letter { receiver: Receiver::Staff, target: notice.staff.0, petition };
            let (event, kind) = (EventId(notice.source), EventKind::StaffReminded);
            let told = Told { event, petition, kind, at: notice.at };
            match tx.add_delivery(&delivery(id, letter, &told, now)).await {
                Err(StoreError::Exists { .. }) => return Ok(0), // another node is at it: what it leaves is found again
                added => added?,
            }
        }
    }
    tx.commit().await?;
    Ok(waiting.len())
}

/// By what stands now: who works here no more, switched it off, read it at the desk or must keep away (art. 28, 30) is not
/// rung up.
pub(super) async fn sms(
    store: &SharedStore,
    post: &Post,
    delivery: &Delivery,
    now: Timestamp,
) -> Result<(), Untold> {
    let staff = StaffId(delivery.target);
    let mut records = store.read().await?;
    let notice = records.staff_notice(staff, delivery.event.0).await?;
    let petition = records.petition(delivery.petition).await?;
    let phone = records.staff_phone(staff).await?;
    let works = records.staff(staff).await?.is_some_and(|one| !one.disabled);
    drop(records);
    if !works {
        return Err(Failure::Gone.into());
    }
    let unread = notice.filter(|notice| notice.read_at.is_none() && is_still_news(notice.at, now));
    let (notice, petition) = (unread.ok_or(Failure::Gone)?, petition.ok_or(Failure::Gone)?);
    let phone = phone.filter(|phone| phone.wanted && !petition.keeps_away(staff)).ok_or(Failure::Gone)?;
    let names_it = notice.topic.is_of_one() && !petition.is_sealed();
    let number = names_it.then_some(petition.number.as_str());
    let text = phone_text(notice.topic, number);
    Ok(post.text(phone.phone.as_str(), number.unwrap_or_default(), &text).await?)
}
