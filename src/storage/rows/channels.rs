//! Rows of channels: API clients, filings, incoming items, webhooks and deliveries.

use crate::{
    domain::{
        Timestamp,
        channels::{ApiClient, Attempt, Delivery, Dismissal, IntakeItem, IntakeStep, Webhook},
        ids::{AgencyId, ClientId, DeliveryId, EventId, IntakeId, PetitionId, StaffId, WebhookId},
        petition::Filing,
    },
    storage::{
        Queued, StoreError, Told,
        values::{count, hash, parse, split},
    },
};
use uuid::Uuid;

type Result<T> = std::result::Result<T, StoreError>;

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct ClientRecord {
    id: Uuid,
    agency: Uuid,
    name: String,
    scopes: String,
    made_by: Uuid,
    made_at: i64,
    last_used_at: Option<i64>,
    revoked_at: Option<i64>,
    agency_closed_at: Option<i64>,
}

impl TryFrom<ClientRecord> for ApiClient {
    type Error = StoreError;
    fn try_from(row: ClientRecord) -> Result<Self> {
        Ok(Self {
            id: ClientId(row.id),
            agency: AgencyId(row.agency),
            name: row.name,
            scopes: split("scopes of a client", &row.scopes)?,
            made_by: StaffId(row.made_by),
            made_at: Timestamp(row.made_at),
            last_used_at: row.last_used_at.map(Timestamp),
            revoked_at: row.revoked_at.map(Timestamp),
            agency_closed_at: row.agency_closed_at.map(Timestamp),
        })
    }
}

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct FilingRecord {
    key_hash: Vec<u8>,
    salt: Vec<u8>,
    body_hash: Vec<u8>,
    petition: Uuid,
}

impl TryFrom<FilingRecord> for Filing {
    type Error = StoreError;
    fn try_from(row: FilingRecord) -> Result<Self> {
        Ok(Self {
            key_hash: hash("key of a filing", &row.key_hash)?,
            salt: hash("salt of a filing", &row.salt)?,
            body_hash: hash("body of a filing", &row.body_hash)?,
            petition: PetitionId(row.petition),
        })
    }
}

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct IntakeRecord {
    id: Uuid,
    adapter: String,
    source: Uuid,
    external: String,
    body_hash: Vec<u8>,
    bureau: Uuid,
    received_at: i64,
    state: String,
    petition: Option<Uuid>,
    field: Option<String>,
    reason: Option<String>,
}

impl TryFrom<IntakeRecord> for IntakeItem {
    type Error = StoreError;
    fn try_from(row: IntakeRecord) -> Result<Self> {
        Ok(Self {
            id: IntakeId(row.id),
            adapter: parse("adapter", &row.adapter)?,
            source: row.source,
            external: row.external,
            body_hash: hash("hash of an item", &row.body_hash)?,
            bureau: AgencyId(row.bureau),
            received_at: Timestamp(row.received_at),
            state: parse("state of an item", &row.state)?,
            petition: row.petition.map(PetitionId),
            field: row.field,
            reason: row.reason,
        })
    }
}

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct IntakeStepRecord {
    kind: String,
    done_by: Uuid,
    at: i64,
    reason: String,
}

impl TryFrom<IntakeStepRecord> for IntakeStep {
    type Error = StoreError;
    fn try_from(row: IntakeStepRecord) -> Result<Self> {
        Ok(Self {
            kind: parse("step of an item", &row.kind)?,
            by: StaffId(row.done_by),
            at: Timestamp(row.at),
            reason: row.reason,
        })
    }
}

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct ToldRecord {
    pub event: Uuid,
    petition: Uuid,
    kind: String,
    at: i64,
}

impl From<ToldRecord> for Queued<Told> {
    fn from(row: ToldRecord) -> Self {
        let what = format!("event {} of petition {}", row.kind, row.petition);
        Self { id: row.event, what, read: Told::try_from(row) }
    }
}

impl TryFrom<ToldRecord> for Told {
    type Error = StoreError;
    fn try_from(row: ToldRecord) -> Result<Self> {
        Ok(Self {
            event: EventId(row.event),
            petition: PetitionId(row.petition),
            kind: parse("kind of event", &row.kind)?,
            at: Timestamp(row.at),
        })
    }
}

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct WebhookRecord {
    id: Uuid,
    client: Uuid,
    url: String,
    made_at: i64,
    stopped_at: Option<i64>,
}

impl From<WebhookRecord> for Webhook {
    fn from(row: WebhookRecord) -> Self {
        Self {
            id: WebhookId(row.id),
            client: ClientId(row.client),
            url: row.url,
            made_at: Timestamp(row.made_at),
            stopped_at: row.stopped_at.map(Timestamp),
        }
    }
}

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct DeliveryRecord {
    pub id: Uuid,
    receiver: String,
    target: Uuid,
    sequence: i64,
    petition: Uuid,
    event: Uuid,
    kind: String,
    at: i64,
    state: String,
    attempts: i64,
    due: i64,
    lease_until: i64,
    outcome: Option<String>,
    settled_at: Option<i64>,
    dismissed_at: Option<i64>,
    dismissed_by: Option<Uuid>,
    dismissed_why: Option<String>,
}

impl DeliveryRecord {
    fn dismissed(&mut self) -> Option<Dismissal> {
        let at = Timestamp(self.dismissed_at?);
        Some(match (self.dismissed_by, self.dismissed_why.take()) {
            (Some(by), Some(reason)) => Dismissal::ByHand { by: StaffId(by), reason, at },
            _ => Dismissal::Nobody { at },
        })
    }
}

impl From<DeliveryRecord> for Queued<Delivery> {
    fn from(row: DeliveryRecord) -> Self {
        let what = format!("{} to {} {}", row.kind, row.receiver, row.target);
        Self { id: row.id, what, read: Delivery::try_from(row) }
    }
}

impl TryFrom<DeliveryRecord> for Delivery {
    type Error = StoreError;
    fn try_from(mut row: DeliveryRecord) -> Result<Self> {
        let dismissed = row.dismissed();
        Ok(Self {
            id: DeliveryId(row.id),
            receiver: parse("receiver", &row.receiver)?,
            target: row.target,
            sequence: count("number of a delivery", row.sequence)?,
            petition: PetitionId(row.petition),
            event: EventId(row.event),
            kind: parse("kind of event", &row.kind)?,
            at: Timestamp(row.at),
            state: parse("state of a delivery", &row.state)?,
            attempts: count("attempts", row.attempts)?,
            due: Timestamp(row.due),
            lease_until: Timestamp(row.lease_until),
            outcome: row.outcome,
            settled_at: row.settled_at.map(Timestamp),
            dismissed,
        })
    }
}

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct AttemptRecord {
    at: i64,
    failure: Option<String>,
}

impl From<AttemptRecord> for Attempt {
    fn from(row: AttemptRecord) -> Self {
        Self { at: Timestamp(row.at), failure: row.failure }
    }
}
