//! Rows of the event log, with the actor of each event.

use crate::{
    domain::{
        Timestamp,
        event::{Actor, ChainedEvent, Event},
        ids::{AgencyId, EventId, HearingId, PetitionId, SeatId, StaffId},
    },
    storage::{
        StoreError,
        values::{count, hash, needed, parse},
    },
};
use uuid::Uuid;

type Result<T> = std::result::Result<T, StoreError>;

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct EventRecord {
    chain: String,
    number: i64,
    id: Uuid,
    at: i64,
    petition: Uuid,
    hearing: Option<Uuid>,
    #[sqlx(flatten)]
    actor: ActorRecord,
    kind: String,
    reason: Option<String>,
    due_before: Option<i64>,
    due_after: Option<i64>,
    details: String,
    previous: Vec<u8>,
    hash: Vec<u8>,
}

impl TryFrom<EventRecord> for ChainedEvent {
    type Error = StoreError;
    fn try_from(row: EventRecord) -> Result<Self> {
        let event = Event {
            id: EventId(row.id),
            at: Timestamp(row.at),
            chain: parse("chain of an event", &row.chain)?,
            petition: PetitionId(row.petition),
            hearing: row.hearing.map(HearingId),
            actor: row.actor.try_into()?,
            kind: parse("kind of event", &row.kind)?,
            reason: row.reason,
            due_before: row.due_before.map(Timestamp),
            due_after: row.due_after.map(Timestamp),
            details: serde_json::from_str(&row.details)
                .map_err(|why| StoreError::corrupt("details of an event", why))?,
        };
        Ok(Self {
            number: count("number of an event", row.number)?,
            event,
            previous: hash("hash of an event", &row.previous)?,
            hash: hash("hash of an event", &row.hash)?,
        })
    }
}

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct ActorRecord {
    pub(in crate::storage) actor: String,
    pub(in crate::storage) actor_id: Option<Uuid>,
    pub(in crate::storage) actor_agency: Option<Uuid>,
}

impl From<Actor> for ActorRecord {
    fn from(actor: Actor) -> Self {
        let (actor, actor_id, actor_agency) = match actor {
            Actor::Staff { staff, agency } => ("staff", Some(staff.0), Some(agency.0)),
            Actor::Seat(seat) => ("seat", Some(seat.0), None),
            Actor::Petitioner => ("petitioner", None, None),
            Actor::System => ("system", None, None),
        };
        Self { actor: actor.to_owned(), actor_id, actor_agency }
    }
}

impl TryFrom<ActorRecord> for Actor {
    type Error = StoreError;
    fn try_from(row: ActorRecord) -> Result<Self> {
        const WHAT: &str = "actor of an event";
        Ok(match row.actor.as_str() {
            "staff" => Self::Staff {
                staff: StaffId(needed(WHAT, row.actor_id)?),
                agency: AgencyId(needed(WHAT, row.actor_agency)?),
            },
            "seat" => Self::Seat(SeatId(needed(WHAT, row.actor_id)?)),
            "petitioner" => Self::Petitioner,
            "system" => Self::System,
            other => return Err(StoreError::corrupt(WHAT, format_args!("`{other}` is no kind of it"))),
        })
    }
}
