//! Rows of queue tickets.

use crate::{
    domain::{
        Timestamp,
        ids::{PetitionId, QueueTicketId, ReceptionDayId},
        reception::queue::{Ticket, TicketState, TicketStateName},
    },
    storage::{
        StoreError,
        values::{count, needed, parse},
    },
};
use uuid::Uuid;

type Result<T> = std::result::Result<T, StoreError>;

const WHAT: &str = "state of a queue ticket";

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct TicketRecord {
    id: Uuid,
    day: Uuid,
    number: i64,
    priority: String,
    coming: String,
    persons: i64,
    petition: Option<Uuid>,
    taken_at: i64,
    called_at: Option<i64>,
    #[sqlx(flatten)]
    state: TicketStateRecord,
    version: i64,
}

/// A ticket's state in columns; which of them are filled depends on it.
#[derive(sqlx::FromRow)]
pub(in crate::storage) struct TicketStateRecord {
    pub(in crate::storage) state: String,
    pub(in crate::storage) state_at: Option<i64>,
    pub(in crate::storage) place: Option<String>,
    pub(in crate::storage) times: Option<i64>,
}

impl From<&TicketState> for TicketStateRecord {
    fn from(state: &TicketState) -> Self {
        let (state_at, place, times) = match state {
            TicketState::Waiting => (None, None, None),
            TicketState::Called { at, window, times } => {
                (Some(at.0), Some(window.clone()), Some(i64::from(*times)))
            }
            TicketState::Serving { since, window } => (Some(since.0), Some(window.clone()), None),
            TicketState::Served { at } | TicketState::NoShow { at } | TicketState::Left { at } => {
                (Some(at.0), None, None)
            }
        };
        Self { state: state.name().to_string(), state_at, place, times }
    }
}

impl TryFrom<TicketStateRecord> for TicketState {
    type Error = StoreError;
    fn try_from(row: TicketStateRecord) -> Result<Self> {
        let at = needed(WHAT, row.state_at).map(Timestamp);
        let window = needed(WHAT, row.place);
        Ok(match parse(WHAT, &row.state)? {
            TicketStateName::Waiting => Self::Waiting,
            TicketStateName::Called => {
                Self::Called { at: at?, window: window?, times: count(WHAT, needed(WHAT, row.times)?)? }
            }
            TicketStateName::Serving => Self::Serving { since: at?, window: window? },
            TicketStateName::Served => Self::Served { at: at? },
            TicketStateName::NoShow => Self::NoShow { at: at? },
            TicketStateName::Left => Self::Left { at: at? },
        })
    }
}

impl TryFrom<TicketRecord> for Ticket {
    type Error = StoreError;
    fn try_from(row: TicketRecord) -> Result<Self> {
        Ok(Self {
            id: QueueTicketId(row.id),
            day: ReceptionDayId(row.day),
            number: count("number of a queue ticket", row.number)?,
            priority: parse("priority of a queue ticket", &row.priority)?,
            coming: parse("coming of a queue ticket", &row.coming)?,
            persons: count("persons of a queue ticket", row.persons)?,
            petition: row.petition.map(PetitionId),
            taken_at: Timestamp(row.taken_at),
            called_at: row.called_at.map(Timestamp),
            state: row.state.try_into()?,
            version: count("version", row.version)?,
        })
    }
}
