//! SQL of the outbox: webhooks, deliveries, each attempt, and how far each queue has followed the event log.

use super::Session;
use crate::{
    domain::{
        Timestamp,
        channels::{Attempt, Delivery, Picture, Webhook},
        event::{Event, EventKind},
        hearing::goes_at_once,
        ids::{DeliveryId, EventId, PetitionId, StaffId, WebhookId},
    },
    storage::{
        CodeMessage, Cursor, OutboxRecords, OutboxWrites, Page, Queue, Queued, StoreError, Told,
        error::{or_exists, or_stale},
        rows::channels::{AttemptRecord, DeliveryRecord, ToldRecord, WebhookRecord},
        statements::statements,
        values::stored,
    },
};
use async_trait::async_trait;
use sqlx::{query, query_as, query_scalar};
use uuid::Uuid;

type Result<T> = std::result::Result<T, StoreError>;

macro_rules! delivery {
    ($rest:literal) => {
        concat!(
            "select d.id, d.receiver, d.target, d.sequence, d.petition, d.event, d.kind, d.at, d.state, d.attempts,
                d.due, d.lease_until, d.outcome, d.settled_at, d.dismissed_at, d.dismissed_by, d.dismissed_why
            from deliveries d ",
            $rest
        )
    };
}

statements! {
    TELL = "insert into outbox (event, petition, kind, at, rank) values ($1, $2, $3, $4, $5)";
    OUTBOX = "select event, petition, kind, at from outbox order by rank, at, event limit $1";
    /// A registration whose query code goes out: what has a better rank keeps it.
    HASTEN = "update outbox set rank = $2 where event = $1 and rank > $2";
    TAKE_FROM_OUTBOX = "delete from outbox where event = $1";
    WEBHOOKS = "select id, client, url, made_at, stopped_at from webhooks order by made_at, id";
    WEBHOOK = "select id, client, url, made_at, stopped_at from webhooks where id = $1";
    WEBHOOK_SECRET = "select secret from webhooks where id = $1";
    ADD_WEBHOOK = "insert into webhooks (id, client, url, secret, made_at) values ($1, $2, $3, $4, $5)";
    STOP_WEBHOOK = "update webhooks set stopped_at = $2 where id = $1 and stopped_at is null";

    DELIVERY = delivery!("where d.id = $1");
    AT_ONCE_DUE = delivery!(
        "where d.state = 'waiting' and d.receiver in ('code', 'seat', 'staff') and d.due <= $1 and d.lease_until <= $1
        order by case d.receiver when 'code' then 0 else 1 end, d.due, d.id limit $2"
    );
    /// Webhooks are told in the order of their numbers; of people and gateways each message goes when it can, and so does
    /// what was given up on and is tried again by hand: it is late, and holds nothing back.
    DELIVERIES_DUE = delivery!(
        "where d.state = 'waiting' and d.receiver = $3 and d.due <= $1 and d.lease_until <= $1
            and (d.receiver <> 'webhook' or d.retried_at is not null
                or not exists (select 1 from deliveries e where e.receiver = d.receiver and e.target = d.target
                    and e.state = 'waiting' and e.retried_at is null and e.sequence < d.sequence))
        order by d.due, d.id limit $2"
    );
    DELIVERIES_OF = delivery!("where d.petition = $1 order by d.at, d.id");
    DELIVERIES_OF_KIND = delivery!("where d.petition = $1 and d.kind = $2 order by d.at, d.id");
    DELIVERIES_BACK = delivery!(
        "where d.petition = $1 and (d.at, d.id) < ($2, $3) order by d.at desc, d.id desc limit $4"
    );
    DELIVERIES_FAILED = delivery!(
        "where ((d.state = 'failed' and d.dismissed_at is null) or (d.state = 'waiting' and d.attempts >= 3))
            and (d.due, d.id) < ($1, $2)
        order by d.due desc, d.id desc limit $3"
    );
    DELIVERIES_TO = delivery!(
        "where d.receiver = 'webhook' and d.target = $1 and d.sequence > $2 order by d.sequence limit $3"
    );
    ADD_DELIVERY = "insert into deliveries (id, receiver, target, sequence, petition, event, kind, at, state,
            attempts, due, lease_until)
        values ($1, $2, $3,
            (select coalesce(max(last), 0) + 1 from (
                select max(sequence) as last from deliveries where receiver = $2 and target = $3
                union all select sequence_floor from webhooks where id = $3) as taken),
            $4, $5, $6, $7, $8, 0, $9, 0)";
    LEASE_DELIVERY = "update deliveries set lease_until = $3
        where id = $1 and lease_until = $2 and state = 'waiting'";
    SAVE_DELIVERY = "update deliveries set state = $2, attempts = $3, due = $4, lease_until = 0, outcome = $5,
            settled_at = $6, dismissed_at = $7
        where id = $1 and state = 'waiting'";
    RETRY_DELIVERY = "update deliveries set state = 'waiting', attempts = 0, due = $2, settled_at = null,
            retried_at = $2
        where id = $1 and state = 'failed' and dismissed_at is null";
    DISMISS_DELIVERY = "update deliveries set dismissed_by = $2, dismissed_why = $3, dismissed_at = $4
        where id = $1 and state = 'failed' and dismissed_at is null";
    ADD_ATTEMPT = "insert into delivery_attempts (delivery, number, at, failure)
        values ($1, (select count(*) + 1 from delivery_attempts where delivery = $1), $2, $3)";
    PICTURE = "select petition, url from pictures where id = $1";
    ADD_PICTURE = "insert into pictures (id, petition, url, asked_at) values ($1, $2, $3, $4)";
    CODE_MESSAGE = "select event, sealed, sent_at from query_code_messages where petition = $1";
    PUT_CODE_MESSAGE = "insert into query_code_messages (petition, event, sealed, sent_at) values ($1, $2, $3, $4)
        on conflict (petition) do update set event = excluded.event, sealed = excluded.sealed,
            sent_at = excluded.sent_at";
    BLANK_CODE_MESSAGE = "update query_code_messages set sealed = null where petition = $1 and event = $2";
    ATTEMPTS = "select at, failure from delivery_attempts where delivery = $1 order by number";
}

/// Events that somebody waits for at the phone come first, however many other events wait: codes and calls, then
/// registrations that send a query code. The order of a petition's own events stays: its registration is the first.
const AT_THE_PHONE: i64 = 0;
const WITH_A_CODE: i64 = 1;
const NEWS: i64 = 2;

const fn rank(kind: EventKind) -> i64 {
    if goes_at_once(kind) || matches!(kind, EventKind::PetitionQueryCodeSent) { AT_THE_PHONE } else { NEWS }
}

/// Called where events are appended, and nowhere else.
pub(super) async fn tell(session: &mut Session, event: &Event) -> Result<()> {
    query(TELL)
        .bind(event.id.0)
        .bind(event.petition.0)
        .bind(event.kind.as_str())
        .bind(event.at.0)
        .bind(rank(event.kind))
        .execute(session.conn())
        .await?;
    Ok(())
}

fn deliveries(rows: Vec<DeliveryRecord>) -> Result<Vec<Delivery>> {
    rows.into_iter().map(Delivery::try_from).collect()
}

#[async_trait]
impl OutboxRecords for Session {
    async fn outbox(&mut self, limit: u32) -> Result<Vec<Queued<Told>>> {
        let rows: Vec<ToldRecord> = query_as(OUTBOX).bind(i64::from(limit)).fetch_all(self.conn()).await?;
        Ok(rows.into_iter().map(Queued::from).collect())
    }

    async fn webhooks(&mut self) -> Result<Vec<Webhook>> {
        let rows: Vec<WebhookRecord> = query_as(WEBHOOKS).fetch_all(self.conn()).await?;
        Ok(rows.into_iter().map(Webhook::from).collect())
    }

    async fn webhook(&mut self, id: WebhookId) -> Result<Option<Webhook>> {
        let row: Option<WebhookRecord> = query_as(WEBHOOK).bind(id.0).fetch_optional(self.conn()).await?;
        Ok(row.map(Webhook::from))
    }

    async fn webhook_secret(&mut self, id: WebhookId) -> Result<Option<String>> {
        let sealed: Option<Vec<u8>> =
            query_scalar(WEBHOOK_SECRET).bind(id.0).fetch_optional(self.conn()).await?;
        sealed.map(|sealed| self.vault().open_text("webhook secret", id.0, &sealed)).transpose()
    }

    async fn delivery(&mut self, id: DeliveryId) -> Result<Option<Delivery>> {
        let row: Option<DeliveryRecord> = query_as(DELIVERY).bind(id.0).fetch_optional(self.conn()).await?;
        row.map(Delivery::try_from).transpose()
    }

    async fn deliveries_due(
        &mut self,
        queue: Queue,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<Queued<Delivery>>> {
        let list = match queue {
            Queue::AtOnce => query_as(AT_ONCE_DUE).bind(now.0).bind(i64::from(limit)),
            // What was due in the evening, when nobody could send it, waits for the morning too.
            Queue::Of(receiver) if receiver.told_at(now) > now => return Ok(Vec::new()),
            Queue::Of(receiver) => {
                query_as(DELIVERIES_DUE).bind(now.0).bind(i64::from(limit)).bind(receiver.as_str())
            }
        };
        let rows: Vec<DeliveryRecord> = list.fetch_all(self.conn()).await?;
        Ok(rows.into_iter().map(Queued::from).collect())
    }

    async fn deliveries_of(&mut self, petition: PetitionId) -> Result<Vec<Delivery>> {
        deliveries(query_as(DELIVERIES_OF).bind(petition.0).fetch_all(self.conn()).await?)
    }

    async fn deliveries_of_kind(&mut self, petition: PetitionId, kind: EventKind) -> Result<Vec<Delivery>> {
        let list = query_as(DELIVERIES_OF_KIND).bind(petition.0).bind(kind.as_str());
        deliveries(list.fetch_all(self.conn()).await?)
    }

    async fn deliveries_back(
        &mut self,
        petition: PetitionId,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<Page<Delivery>> {
        let Cursor(at, id) = after.unwrap_or(Cursor::HIGHEST);
        let list = query_as(DELIVERIES_BACK).bind(petition.0).bind(at).bind(id).bind(i64::from(limit) + 1);
        let sent = deliveries(list.fetch_all(self.conn()).await?)?;
        Ok(Page::cut(sent, limit, |delivery| Cursor(delivery.at.0, delivery.id.0)))
    }

    async fn deliveries_failed(&mut self, after: Option<Cursor>, limit: u32) -> Result<Page<Delivery>> {
        let Cursor(due, id) = after.unwrap_or(Cursor::HIGHEST);
        let list = query_as(DELIVERIES_FAILED).bind(due).bind(id).bind(i64::from(limit) + 1);
        let failed = deliveries(list.fetch_all(self.conn()).await?)?;
        Ok(Page::cut(failed, limit, |delivery| Cursor(delivery.due.0, delivery.id.0)))
    }

    async fn deliveries_to(&mut self, webhook: WebhookId, after: u64, limit: u32) -> Result<Vec<Delivery>> {
        let after = stored("number of a delivery", after)?;
        let rows = query_as(DELIVERIES_TO).bind(webhook.0).bind(after).bind(i64::from(limit));
        deliveries(rows.fetch_all(self.conn()).await?)
    }

    async fn picture(&mut self, id: Uuid) -> Result<Option<Picture>> {
        let row: Option<(Uuid, String)> = query_as(PICTURE).bind(id).fetch_optional(self.conn()).await?;
        Ok(row.map(|(petition, url)| Picture { id, petition: PetitionId(petition), url }))
    }

    async fn code_message(&mut self, petition: PetitionId) -> Result<Option<CodeMessage>> {
        let row: Option<(Uuid, Option<Vec<u8>>, i64)> =
            query_as(CODE_MESSAGE).bind(petition.0).fetch_optional(self.conn()).await?;
        let Some((event, sealed, at)) = row else { return Ok(None) };
        let open = |sealed: Vec<u8>| self.vault().open_text("query code", event, &sealed);
        let code = sealed.map(open).transpose()?;
        Ok(Some(CodeMessage { petition, event: EventId(event), code, sent_at: Timestamp(at) }))
    }

    async fn attempts(&mut self, id: DeliveryId) -> Result<Vec<Attempt>> {
        let rows: Vec<AttemptRecord> = query_as(ATTEMPTS).bind(id.0).fetch_all(self.conn()).await?;
        Ok(rows.into_iter().map(Attempt::from).collect())
    }
}

#[async_trait]
impl OutboxWrites for Session {
    async fn add_webhook(&mut self, webhook: &Webhook, secret: &str) -> Result<()> {
        let sealed = self.vault().seal_text("webhook secret", webhook.id.0, secret)?;
        query(ADD_WEBHOOK)
            .bind(webhook.id.0)
            .bind(webhook.client.0)
            .bind(&webhook.url)
            .bind(sealed)
            .bind(webhook.made_at.0)
            .execute(self.conn())
            .await
            .map_err(or_exists("webhook"))?;
        Ok(())
    }

    async fn stop_webhook(&mut self, id: WebhookId, at: Timestamp) -> Result<bool> {
        let done = query(STOP_WEBHOOK).bind(id.0).bind(at.0).execute(self.conn()).await?;
        Ok(done.rows_affected() == 1)
    }

    async fn take_from_outbox(&mut self, event: EventId) -> Result<bool> {
        let done = query(TAKE_FROM_OUTBOX).bind(event.0).execute(self.conn()).await?;
        Ok(done.rows_affected() == 1)
    }

    async fn add_delivery(&mut self, delivery: &Delivery) -> Result<()> {
        query(ADD_DELIVERY)
            .bind(delivery.id.0)
            .bind(delivery.receiver.as_str())
            .bind(delivery.target)
            .bind(delivery.petition.0)
            .bind(delivery.event.0)
            .bind(delivery.kind.as_str())
            .bind(delivery.at.0)
            .bind(delivery.state.as_str())
            .bind(delivery.due.0)
            .execute(self.conn())
            .await
            .map_err(or_exists("delivery"))?;
        Ok(())
    }

    async fn lease_delivery(&mut self, delivery: &Delivery, until: Timestamp) -> Result<bool> {
        let lease = query(LEASE_DELIVERY).bind(delivery.id.0).bind(delivery.lease_until.0).bind(until.0);
        Ok(lease.execute(self.conn()).await?.rows_affected() == 1)
    }

    async fn save_delivery(&mut self, delivery: &Delivery, attempt: &Attempt) -> Result<()> {
        let done = query(SAVE_DELIVERY)
            .bind(delivery.id.0)
            .bind(delivery.state.as_str())
            .bind(i64::from(delivery.attempts))
            .bind(delivery.due.0)
            .bind(delivery.outcome.as_deref())
            .bind(delivery.settled_at.map(|at| at.0))
            .bind(delivery.dismissed.as_ref().map(|dismissed| dismissed.at().0))
            .execute(self.conn())
            .await?;
        or_stale("delivery", done.rows_affected())?;
        let tried = query(ADD_ATTEMPT).bind(delivery.id.0).bind(attempt.at.0);
        tried.bind(attempt.failure.as_deref()).execute(self.conn()).await?;
        Ok(())
    }

    async fn add_picture(&mut self, picture: &Picture, at: Timestamp) -> Result<()> {
        let added =
            query(ADD_PICTURE).bind(picture.id).bind(picture.petition.0).bind(&picture.url).bind(at.0);
        added.execute(self.conn()).await?;
        Ok(())
    }

    async fn put_code_message(&mut self, message: &CodeMessage) -> Result<()> {
        let seal = |code: &String| self.vault().seal_text("query code", message.event.0, code);
        let sealed = message.code.as_ref().map(seal).transpose()?;
        query(PUT_CODE_MESSAGE)
            .bind(message.petition.0)
            .bind(message.event.0)
            .bind(sealed)
            .bind(message.sent_at.0)
            .execute(self.conn())
            .await?;
        if message.code.is_some() {
            query(HASTEN).bind(message.event.0).bind(WITH_A_CODE).execute(self.conn()).await?;
        }
        Ok(())
    }

    async fn blank_code_message(&mut self, petition: PetitionId, event: EventId) -> Result<()> {
        query(BLANK_CODE_MESSAGE).bind(petition.0).bind(event.0).execute(self.conn()).await?;
        Ok(())
    }

    async fn dismiss_delivery(
        &mut self,
        id: DeliveryId,
        by: StaffId,
        reason: &str,
        at: Timestamp,
    ) -> Result<bool> {
        let done = query(DISMISS_DELIVERY).bind(id.0).bind(by.0).bind(reason).bind(at.0);
        Ok(done.execute(self.conn()).await?.rows_affected() == 1)
    }

    async fn retry_delivery(&mut self, id: DeliveryId, now: Timestamp) -> Result<bool> {
        let done = query(RETRY_DELIVERY).bind(id.0).bind(now.0).execute(self.conn()).await?;
        Ok(done.rows_affected() == 1)
    }
}
