//! SQL of the event log: appending to a chain, reading its head and slices.

use super::{Asked, Session, dialect, facts, outbox, papers_owed, staff_notices};
use crate::{
    domain::{
        chain,
        event::{ChainedEvent, Event, EventKind},
        hearing::{goes_at_once, notices_of},
        ids::EventId,
        jurisdiction::DivisionCode,
        rights::query_code_tells,
    },
    storage::{
        LogRecords, LogWrites, StoreError,
        error::{or_exists, or_stale},
        rows::event::{ActorRecord, EventRecord},
        statements::statements,
        values::{count, hash, parse, stored},
    },
};
use async_trait::async_trait;
use sqlx::{query, query_as, query_scalar};

type Result<T> = std::result::Result<T, StoreError>;

statements! {
    CHAIN_HEADS = "select chain, number from chain_heads order by chain";
    /// A chain whose head or whose events are gone is named too.
    CHAINS = "select chain from chain_heads union select chain from events order by chain";
    CHAIN_SLICE = "select chain, number, id, at, petition, hearing, actor, actor_id, actor_agency, kind, reason,
        due_before, due_after, details, previous, hash from events
        where chain = $1 and number >= $2 order by number limit $3";
    EVENT = "select chain, number, id, at, petition, hearing, actor, actor_id, actor_agency, kind, reason,
        due_before, due_after, details, previous, hash from events where id = $1";
    CHAIN_HEAD = "select number, hash from chain_heads where chain = $1";
    LOCK_HEAD = dialect::LOCK_HEAD;
    /// Two who begin a chain at once: the second waits here for the first.
    BEGIN_CHAIN = "insert into chain_heads (chain, number, hash) values ($1, 0, $2) on conflict (chain) do nothing";
    MOVE_HEAD = "update chain_heads set number = $2, hash = $3 where chain = $1 and number = $2 - 1";
    SET_HEAD = "update chain_heads set number = $2, hash = $3 where chain = $1";
    ADD_EVENT = "insert into events (chain, number, id, at, petition, hearing, actor, actor_id, actor_agency, kind,
            reason, due_before, due_after, details, previous, hash)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)";
}

#[async_trait]
impl LogRecords for Session {
    async fn chains(&mut self) -> Result<Vec<DivisionCode>> {
        let codes: Vec<String> = query_scalar(CHAINS).fetch_all(self.conn()).await?;
        codes.iter().map(|code| parse("chain", code)).collect()
    }

    async fn chain_heads(&mut self) -> Result<Vec<(DivisionCode, u64)>> {
        let rows: Vec<(String, i64)> = query_as(CHAIN_HEADS).fetch_all(self.conn()).await?;
        let head = |(chain, number): &(String, i64)| {
            Ok((parse("chain", chain)?, count("number of an event", *number)?))
        };
        rows.iter().map(head).collect()
    }

    async fn chain_slice(
        &mut self,
        chain: &DivisionCode,
        from: u64,
        limit: u32,
    ) -> Result<Vec<ChainedEvent>> {
        let rows: Vec<EventRecord> = query_as(CHAIN_SLICE)
            .bind(chain.as_str())
            .bind(stored("number of an event", from)?)
            .bind(i64::from(limit))
            .fetch_all(self.conn())
            .await?;
        rows.into_iter().map(ChainedEvent::try_from).collect()
    }

    async fn event(&mut self, id: EventId) -> Result<Option<Event>> {
        let row: Option<EventRecord> = query_as(EVENT).bind(id.0).fetch_optional(self.conn()).await?;
        row.map(|row| ChainedEvent::try_from(row).map(|chained| chained.event)).transpose()
    }

    async fn chain_head(&mut self, chain: &DivisionCode) -> Result<Option<(u64, [u8; 32])>> {
        let head: Option<(i64, Vec<u8>)> =
            query_as(CHAIN_HEAD).bind(chain.as_str()).fetch_optional(self.conn()).await?;
        head.map(read_head).transpose()
    }
}

#[async_trait]
impl LogWrites for Session {
    async fn append(&mut self, event: &Event) -> Result<ChainedEvent> {
        let (last, previous) = lock_head(self, &event.chain).await?;
        let appended = link((last, previous), event);
        let number = appended.number;
        bind_event(query(ADD_EVENT), &appended)?.execute(self.conn()).await.map_err(or_exists("event"))?;
        if goes_at_once(event.kind)
            || query_code_tells(event.kind)
            || event.kind == EventKind::PetitionQueryCodeSent
            || !notices_of(event.kind, &event.details).is_empty()
        {
            outbox::tell(self, event).await?;
        }
        staff_notices::tell(self, event).await?;
        papers_owed::follow(self, event).await?;
        let done = query(MOVE_HEAD)
            .bind(event.chain.as_str())
            .bind(stored("number of an event", number)?)
            .bind(appended.hash.as_slice())
            .execute(self.conn())
            .await?;
        or_stale("chain", done.rows_affected())?;
        facts::follow(self, &appended).await?;
        Ok(appended)
    }
}

/// The event that comes next in a chain that ends with this number and hash.
pub(super) fn link((last, previous): (u64, [u8; 32]), event: &Event) -> ChainedEvent {
    let number = last + 1;
    ChainedEvent { number, hash: chain::hash(&previous, number, event), event: event.clone(), previous }
}

/// The chain's last number and hash, held by this transaction until it ends.
pub(super) async fn lock_head(session: &mut Session, chain: &DivisionCode) -> Result<(u64, [u8; 32])> {
    for _ in 0..2 {
        let head: Option<(i64, Vec<u8>)> =
            query_as(LOCK_HEAD).bind(chain.as_str()).fetch_optional(session.conn()).await?;
        if let Some(head) = head {
            return read_head(head);
        }
        query(BEGIN_CHAIN)
            .bind(chain.as_str())
            .bind(chain::GENESIS.as_slice())
            .execute(session.conn())
            .await?;
    }
    Err(StoreError::corrupt("chain head", "it was made and is not there"))
}

fn read_head((number, bytes): (i64, Vec<u8>)) -> Result<(u64, [u8; 32])> {
    Ok((count("number of an event", number)?, hash("hash of an event", &bytes)?))
}

/// For [`ADD_EVENT`].
pub(super) fn bind_event<'q>(asked: Asked<'q>, appended: &'q ChainedEvent) -> Result<Asked<'q>> {
    let event = &appended.event;
    let actor = ActorRecord::from(event.actor);
    let details = serde_json::to_string(&event.details)
        .map_err(|why| StoreError::corrupt("details of an event", why))?;
    Ok(asked
        .bind(event.chain.as_str())
        .bind(stored("number of an event", appended.number)?)
        .bind(event.id.0)
        .bind(event.at.0)
        .bind(event.petition.0)
        .bind(event.hearing.map(|hearing| hearing.0))
        .bind(actor.actor)
        .bind(actor.actor_id)
        .bind(actor.actor_agency)
        .bind(event.kind.as_str())
        .bind(event.reason.as_deref())
        .bind(event.due_before.map(|due| due.0))
        .bind(event.due_after.map(|due| due.0))
        .bind(details)
        .bind(appended.previous.as_slice())
        .bind(appended.hash.as_slice()))
}
