//! Finds for each event who is to be told of it outside.

use super::{codes, post::Post, seats, stuck::Stuck};
use crate::{
    domain::{
        Timestamp,
        channels::{ApiClient, Delivery, DeliveryState, Receiver, Webhook, hears, is_written_of},
        event::Event,
        ids::{DeliveryId, PersonId, PetitionId, SeatId},
        people::{Party, PartyKind, line},
        petition::Petition,
        rights::query_code_tells,
    },
    storage::{SharedStore, StoreError, Told, Tx},
    world::SharedWorld,
};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Events of one transaction.
const AT_ONCE: u32 = 100;

/// Number of events done.
pub async fn spread(
    store: &SharedStore,
    world: &SharedWorld,
    post: &Post,
    stuck: &Stuck,
) -> Result<usize, StoreError> {
    let now = world.now();
    let waiting = store.read().await?.outbox(stuck.beyond(AT_ONCE)).await?;
    let told = stuck.sound(waiting, AT_ONCE, now);
    if told.is_empty() {
        return Ok(0);
    }
    let mut tx = store.begin().await?;
    let webhooks = listening(tx.as_mut()).await?;
    for event in &told {
        if tx.take_from_outbox(event.event).await? {
            match one(tx.as_mut(), world, event, &webhooks, post).await {
                Err(StoreError::Exists { .. }) => return Ok(0), // another node is at it: what it leaves is found again
                // Nothing of this turn is kept; the next goes without it.
                Err(error @ StoreError::Corrupt { .. }) => {
                    stuck.put(event.event.0, event.kind.as_str(), &error, now);
                    return Ok(1);
                }
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
    let with_code = codes::goes_out(tx, told).await?;
    if with_code && (petition.is_sealed() || !post.has_sms()) {
        tx.blank_code_message(told.petition, told.event).await?; // it goes nowhere: nothing keeps it
    }
    if petition.is_sealed() {
        return Ok(()); // article 30: nothing of it goes out, not even that there is news
    }
    let seated = seats::notify(tx, world, told, &petition).await?;
    let mut letters = Vec::new();
    if query_code_tells(told.kind)
        && let Some(event) = tx.event(told.event).await?
    {
        letters = outside(tx, &petition, (&event, with_code), webhooks, post, &seated).await?;
    }
    if post.has_sms() {
        let to = |receiver, seat: SeatId| Letter { receiver, target: seat.0, petition: told.petition };
        letters.extend(seated.iter().map(|(seat, _)| to(Receiver::Seat, *seat)));
        if with_code {
            let target = told.petition.0;
            letters.push(Letter { receiver: Receiver::Code, target, petition: told.petition });
        }
        letters.extend(codes::seat_of(tx, told).await?.map(|seat| to(Receiver::Code, seat)));
    }
    let now = world.now();
    for letter in letters {
        let id = DeliveryId(world.new_id());
        tx.add_delivery(&delivery(id, letter, told, now)).await?;
    }
    Ok(())
}

/// Whom an event is told to, and as news of which petition.
pub(super) struct Letter {
    pub(super) receiver: Receiver,
    pub(super) target: Uuid,
    pub(super) petition: PetitionId,
}

/// Whoever is told of the petition and of those that go on in it, each as news of its own: other systems, and phones. A
/// phone is told once, and not again what it was told as that of a seat.
async fn outside(
    tx: &mut dyn Tx,
    lead: &Petition,
    (event, with_code): (&Event, bool),
    webhooks: &[(Webhook, ApiClient)],
    post: &Post,
    seated: &[(SeatId, Option<PersonId>)],
) -> Result<Vec<Letter>, StoreError> {
    let people = tx.parties(lead.id).await?;
    let at_a_seat = people.iter().filter(|party| seated.iter().any(|(_, person)| *person == Some(party.id)));
    let rings = |party: &Party| party.phone.as_deref().map(line);
    let mut reached: BTreeSet<String> = at_a_seat.filter_map(rings).collect();
    // Told the number with the code: what says the number alone would only follow it.
    reached.extend(people.first().filter(|_| with_code).and_then(rings));
    let (mut letters, mut phones) = (Vec::new(), Vec::new());
    let mut left: Vec<Party> = Vec::new();
    // Who joined since was not there, and does not learn of it (ADR 64).
    let kept = match event.hearing {
        Some(hearing) => tx.hearing(hearing).await?.is_some_and(|one| one.stays_behind_the_wall(lead)),
        None => false,
    };
    let joined = tx.merged_into(lead.id).await?.into_iter().filter(|own| !kept && !own.is_sealed());
    for own in std::iter::once(lead.clone()).chain(joined) {
        channels(tx, &own, lead, (event, webhooks, post), &mut letters).await?;
        let petitioner = tx.parties(own.id).await?.into_iter().next();
        if own.course.left_at.is_some() {
            left.extend(petitioner); // who withdrew is told nothing more
            continue;
        }
        phones.push((own.id.0, own.id, petitioner.as_ref().and_then(rings)));
    }
    // In the matter who was elected has a second place in the record: it is known by name and phone.
    let has_left =
        |party: &Party| left.iter().any(|gone| gone.name == party.name && rings(gone) == rings(party));
    let elected =
        people.into_iter().filter(|party| party.kind == PartyKind::Representative && !has_left(party));
    phones.extend(elected.map(|party| (party.id.0, lead.id, rings(&party))));
    if post.has_sms() && is_written_of(event.kind) {
        phones.retain(|(.., line)| line.as_ref().is_some_and(|line| reached.insert(line.clone())));
        let sms = |(target, petition, _)| Letter { receiver: Receiver::Sms, target, petition };
        letters.extend(phones.into_iter().map(sms));
    }
    Ok(letters)
}

/// Who brought it by another system: its webhooks, and the follower of an official account. Of a petition that was
/// merged those of organs that are near are told by the one it goes on in.
async fn channels(
    tx: &mut dyn Tx,
    own: &Petition,
    lead: &Petition,
    (event, webhooks, post): (&Event, &[(Webhook, ApiClient)], &Post),
    letters: &mut Vec<Letter>,
) -> Result<(), StoreError> {
    let item = tx.intake_item_of(own.id).await?;
    let brought_by = item.as_ref().map(|item| item.source);
    for (webhook, client) in webhooks {
        let near = own.id == lead.id || brought_by == Some(client.id.0);
        if near && webhook.made_at.0 <= event.at.0 && hears(client, own, event, brought_by) {
            letters.push(Letter { receiver: Receiver::Webhook, target: webhook.id.0, petition: own.id });
        }
    }
    if let Some(account) = post.wechat()
        && is_written_of(event.kind)
        && own.course.left_at.is_none() // the follower withdrew; other systems keep their record of it
        && account.tells(tx, item.as_ref(), event.kind).await?
    {
        letters.push(Letter { receiver: Receiver::Wechat, target: own.id.0, petition: own.id });
    }
    Ok(())
}

pub(super) fn delivery(id: DeliveryId, letter: Letter, told: &Told, now: Timestamp) -> Delivery {
    let Letter { receiver, target, petition } = letter;
    Delivery {
        id,
        receiver,
        target,
        sequence: 0, // the store gives it its place in line
        petition,
        event: told.event,
        kind: told.kind,
        at: told.at,
        state: DeliveryState::Waiting,
        attempts: 0,
        due: receiver.told_at(now),
        lease_until: Timestamp(0),
        outcome: None,
        settled_at: None,
        dismissed: None,
    }
}
