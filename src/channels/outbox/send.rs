//! Sends each delivery that is due, once.

use super::{
    codes, colleagues,
    notice::{about, notice},
    pictures,
    post::{Failure, Post, Untold},
    seats,
    stuck::Stuck,
    wechat,
};
use crate::{
    channels::signature,
    domain::{
        MINUTE_MS, Timestamp,
        channels::{Attempt, Delivery, DeliveryState, Dismissal, Receiver, neutral_text, retry_after},
        ids::WebhookId,
    },
    storage::{Queue, SharedStore, StoreError, Tx},
    world::SharedWorld,
};
use futures_util::future::join_all;
use serde_json::json;
use std::time::Duration;

/// Tries at once.
const AT_ONCE: u32 = 8;
/// Longer than a try can take. If its sender dies meanwhile, another makes it again: at least once is the promise,
/// and the event's id tells a receiver what it has had.
const LEASE_MS: i64 = MINUTE_MS;
pub(super) const LEASE: Duration = Duration::from_millis(LEASE_MS.unsigned_abs());

/// Number of tries made.
pub(super) async fn try_due(
    store: &SharedStore,
    world: &SharedWorld,
    post: &Post,
    (queue, stuck): (Queue, &Stuck),
) -> Result<usize, StoreError> {
    let now = world.now();
    let due = store.read().await?.deliveries_due(queue, now, stuck.beyond(AT_ONCE)).await?;
    let sound = stuck.sound(due, AT_ONCE, now).into_iter();
    let tries = sound.map(|delivery| try_one(store, world, (post, stuck), delivery));
    let tried: Result<Vec<bool>, StoreError> = join_all(tries).await.into_iter().collect();
    Ok(tried?.into_iter().filter(|made| *made).count())
}

async fn try_one(
    store: &SharedStore,
    world: &SharedWorld,
    (post, stuck): (&Post, &Stuck),
    delivery: Delivery,
) -> Result<bool, StoreError> {
    let mut tx = store.begin().await?;
    if !tx.lease_delivery(&delivery, world.now().plus_millis(LEASE_MS)).await? {
        return Ok(false);
    }
    tx.commit().await?;
    let told = tell(store, world, post, &delivery).await;
    let now = world.now();
    let ended = match told {
        Ok(()) => Ok(()),
        Err(Untold::Failed(failure)) => Err(failure),
        // No try of it is spent: it may be mended, or read by a later version.
        Err(Untold::Store(error @ StoreError::Corrupt { .. })) => {
            stuck.put(delivery.id.0, &format!("to {}", delivery.receiver), &error, now);
            return Ok(true);
        }
        Err(Untold::Store(error)) => return Err(error), // it is due again after its lease
    };
    let attempt = Attempt { at: now, failure: ended.as_ref().err().map(ToString::to_string) };
    if let Err(failure) = &ended {
        tracing::info!(delivery.id = %delivery.id, receiver = %delivery.receiver, %failure, "A notice was not taken");
    }
    let after = settled(delivery, &ended, now);
    metrics::counter!("notices_tried_total", "receiver" => after.receiver.as_str(), "taken" => if ended.is_ok() { "yes" } else { "no" }).increment(1);
    let mut tx = store.begin().await?;
    match tx.save_delivery(&after, &attempt).await {
        Err(StoreError::Stale { .. }) => Ok(true), // another sender settled it after our lease
        Err(error) => Err(error),
        Ok(()) if after.state != DeliveryState::Waiting => {
            settle(tx.as_mut(), world, &after, ended.as_ref().err()).await?;
            tx.commit().await.map(|()| true)
        }
        Ok(()) => tx.commit().await.map(|()| true),
    }
}

/// What is left to do when there is no next try.
async fn settle(
    tx: &mut dyn Tx,
    world: &SharedWorld,
    delivery: &Delivery,
    failure: Option<&Failure>,
) -> Result<(), StoreError> {
    match delivery.receiver {
        Receiver::Picture if delivery.state == DeliveryState::Failed => {
            pictures::lost(tx, world, delivery, failure).await
        }
        Receiver::Code => tx.blank_code_message(delivery.petition, delivery.event).await,
        _ => Ok(()),
    }
}

/// The delivery after a try that ended so.
fn settled(delivery: Delivery, ended: &Result<(), Failure>, now: Timestamp) -> Delivery {
    let attempts = delivery.attempts + 1;
    let (state, due) = match ended {
        Ok(()) => (DeliveryState::Delivered, now),
        Err(failure) if failure.is_final() => (DeliveryState::Failed, now),
        Err(_) => match retry_after(attempts) {
            Some(wait) => (DeliveryState::Waiting, delivery.receiver.told_at(now.plus_millis(wait))),
            None => (DeliveryState::Failed, now),
        },
    };
    let outcome = ended.as_ref().err().map(ToString::to_string);
    let settled_at = (state != DeliveryState::Waiting).then_some(now);
    // A person who tried it again would come to the same end.
    let dismissed = matches!(ended, Err(Failure::Gone)).then_some(Dismissal::Nobody { at: now });
    Delivery { attempts, state, due, outcome, settled_at, dismissed, ..delivery }
}

async fn tell(
    store: &SharedStore,
    world: &SharedWorld,
    post: &Post,
    delivery: &Delivery,
) -> Result<(), Untold> {
    match delivery.receiver {
        Receiver::Webhook => webhook(store, world, post, delivery).await,
        Receiver::Sms => sms(store, post, delivery).await,
        Receiver::Seat => seats::sms(store, post, delivery).await,
        Receiver::Staff => colleagues::sms(store, post, delivery, world.now()).await,
        Receiver::Wechat => wechat::tell(store, post, delivery, world.now()).await,
        Receiver::Code if codes::is_query_code(delivery.kind) => {
            codes::query_code(store, post, delivery).await
        }
        Receiver::Code => codes::sms(store, world, post, delivery).await,
        Receiver::Picture => pictures::fetch(store, world, post, delivery).await,
    }
}

async fn webhook(
    store: &SharedStore,
    world: &SharedWorld,
    post: &Post,
    delivery: &Delivery,
) -> Result<(), Untold> {
    let id = WebhookId(delivery.target);
    let mut records = store.read().await?;
    let webhook = records.webhook(id).await?;
    let webhook = webhook.filter(|webhook| webhook.stopped_at.is_none()).ok_or(Failure::Gone)?;
    let client = records.api_client(webhook.client).await?;
    client.filter(|client| client.revoked_at.is_none()).ok_or(Failure::Gone)?;
    let secret = records.webhook_secret(id).await?.ok_or(Failure::Gone)?;
    let body = notice(records.as_mut(), webhook.client, delivery).await?;
    drop(records);
    let body = json!(body.ok_or(Failure::Gone)?).to_string().into_bytes();
    let (timestamp, sequence) = (world.now().0.to_string(), delivery.sequence.to_string());
    let signature = signature::sign(&secret, &timestamp, &sequence, &body);
    let headers = [
        ("x-lianjie-webhook", id.to_string()),
        ("x-lianjie-timestamp", timestamp),
        ("x-lianjie-sequence", sequence),
        ("x-lianjie-signature", signature),
    ];
    Ok(post.json(&webhook.url, body, &headers).await?)
}

async fn sms(store: &SharedStore, post: &Post, delivery: &Delivery) -> Result<(), Untold> {
    let mut records = store.read().await?;
    let household = about(records.as_mut(), delivery).await?;
    let parties = records.parties(delivery.petition).await?;
    drop(records);
    // The petitioner by the petition's id, who speaks for all by their own.
    let meant = if delivery.target == delivery.petition.0 {
        parties.first()
    } else {
        parties.iter().find(|party| party.id.0 == delivery.target)
    };
    let phone = meant.and_then(|party| party.phone.as_deref()).ok_or(Failure::Gone)?;
    let number = household.ok_or(Failure::Gone)?.own.number;
    Ok(post.text(phone, &number, &neutral_text(&number, delivery.kind)).await?)
}
