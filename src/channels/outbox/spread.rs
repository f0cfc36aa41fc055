//! From an event to those who are told of it.

use super::{codes, post::Post, seats};
use crate::{
    domain::{
        Timestamp,
        channels::{ApiClient, Delivery, DeliveryState, Receiver, Webhook, hears},
        ids::{DeliveryId, PersonId, SeatId},
        petition::Petition,
        rights::query_code_tells,
    },
    storage::{SharedStore, StoreError, Told, Tx},
    world::SharedWorld,
};
use uuid::Uuid;

/// Events of one transaction.
const AT_ONCE: u32 = 100;

/// Number of events done.
pub async fn spread(store: &SharedStore, world: &SharedWorld, post: &Post) -> Result<usize, StoreError> {
    let told = store.read().await?.outbox(AT_ONCE).await?;
    if told.is_empty() {
        return Ok(0);
    }
    let mut tx = store.begin().await?;
    let webhooks = listening(tx.as_mut()).await?;
    for event in &told {
        if tx.take_from_outbox(event.event).await? {
            match one(tx.as_mut(), world, event, &webhooks, post).await {
                Err(StoreError::Exists { .. }) => return Ok(0), // another node is at it: what it leaves is found again
                done => done?,
            }
        }
    }
    tx.commit().await?;
    Ok(told.len())
}

async fn listening(tx: &mut dyn Tx) -> Result<Vec<(Webhook, ApiClient)>, StoreError> {
    let mut listening = Vec::new();
    for webhook in tx.webhooks().await?.into_iter().filter(|webhook| webhook.stopped_at.is_none()) {
        if let Some(client) = tx.api_client(webhook.client).await? {
            listening.push((webhook, client));
        }
    }
    Ok(listening)
}

async fn one(
    tx: &mut dyn Tx,
    world: &SharedWorld,
    told: &Told,
    webhooks: &[(Webhook, ApiClient)],
    post: &Post,
) -> Result<(), StoreError> {
    let Some(petition) = tx.petition(told.petition).await? else { return Ok(()) };
    if petition.is_sealed() {
        return Ok(()); // article 30: nothing of it goes out, not even that there is news
    }
    let phones = seats::notify(tx, world, told, &petition).await?;
    let mut targets = if query_code_tells(told.kind) {
        outside(tx, &petition, told, webhooks, post, &phones).await?
    } else {
        Vec::new()
    };
    if post.has_sms() {
        targets.extend(phones.iter().map(|(seat, _)| (Receiver::Seat, seat.0)));
        targets.extend(codes::seat_of(tx, told).await?.map(|seat| (Receiver::Code, seat.0)));
    }
    let now = world.now();
    for (receiver, target) in targets {
        let id = DeliveryId(world.new_id());
        tx.add_delivery(&delivery(id, receiver, target, told, now)).await?;
    }
    Ok(())
}

/// Webhooks, the petitioner's phone unless it is told as that of a seat, and the follower who brought it.
async fn outside(
    tx: &mut dyn Tx,
    petition: &Petition,
    told: &Told,
    webhooks: &[(Webhook, ApiClient)],
    post: &Post,
    phones: &[(SeatId, Option<PersonId>)],
) -> Result<Vec<(Receiver, Uuid)>, StoreError> {
    let item = tx.intake_item_of(petition.id).await?;
    let brought_by = item.as_ref().map(|item| item.source);
    let mut targets: Vec<_> = webhooks
        .iter()
        .filter(|(webhook, client)| webhook.made_at.0 <= told.at.0 && hears(client, petition, brought_by))
        .map(|(webhook, _)| (Receiver::Webhook, webhook.id.0))
        .collect();
    let petitioner = tx.parties(petition.id).await?.into_iter().next().filter(|party| party.phone.is_some());
    if post.has_sms()
        && petitioner.is_some_and(|party| phones.iter().all(|(_, person)| *person != Some(party.id)))
    {
        targets.push((Receiver::Sms, petition.id.0));
    }
    if let Some(account) = post.wechat()
        && account.tells(tx, item.as_ref(), told.kind).await?
    {
        targets.push((Receiver::Wechat, petition.id.0));
    }
    Ok(targets)
}

fn delivery(id: DeliveryId, receiver: Receiver, target: Uuid, told: &Told, now: Timestamp) -> Delivery {
    Delivery {
        id,
        receiver,
        target,
        sequence: 0, // the store gives it its place in line
        petition: told.petition,
        event: told.event,
        kind: told.kind,
        at: told.at,
        state: DeliveryState::Waiting,
        attempts: 0,
        due: now,
        lease_until: Timestamp(0),
        outcome: None,
        settled_at: None,
    }
}
