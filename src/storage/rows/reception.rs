//! Rows of reception days, swaps and cases in charge.

use crate::{
    domain::{
        Timestamp,
        ids::{AgencyId, PetitionId, ReceptionDayId, StaffId},
        reception::{
            Contract, HeldCorrection, Leader, ReceptionDay, ReceptionState, ReceptionStateName, Served, Swap,
        },
    },
    storage::{
        StoreError,
        values::{count, day, needed, parse},
    },
};
use uuid::Uuid;

type Result<T> = std::result::Result<T, StoreError>;

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct LeaderRecord {
    staff: Uuid,
    title: String,
    rank: String,
    field: String,
    mailbox: bool,
    since: Option<String>,
}

impl TryFrom<LeaderRecord> for Leader {
    type Error = StoreError;
    fn try_from(row: LeaderRecord) -> Result<Self> {
        Ok(Self {
            staff: StaffId(row.staff),
            title: row.title,
            rank: parse("rank of a leader", &row.rank)?,
            field: row.field,
            mailbox: row.mailbox,
            since: row.since.map(|text| day("day of an appointment", &text)).transpose()?,
        })
    }
}

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct ServedRecord {
    #[sqlx(flatten)]
    leader: LeaderRecord,
    left_at: Option<i64>,
}

impl TryFrom<ServedRecord> for Served {
    type Error = StoreError;
    fn try_from(row: ServedRecord) -> Result<Self> {
        Ok(Self { leader: row.leader.try_into()?, until: row.left_at.map(Timestamp) })
    }
}

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct DayRecord {
    id: Uuid,
    agency: Uuid,
    leader: Uuid,
    kind: String,
    starts_at: i64,
    ends_at: i64,
    place: String,
    field: String,
    published_at: Option<i64>,
    #[sqlx(flatten)]
    state: DayStateRecord,
    version: i64,
}

/// A day's state in columns; which of them are filled depends on it.
#[derive(sqlx::FromRow)]
pub(in crate::storage) struct DayStateRecord {
    pub(in crate::storage) state: String,
    pub(in crate::storage) held_cases: Option<i64>,
    pub(in crate::storage) held_persons: Option<i64>,
    pub(in crate::storage) reason: Option<String>,
}

impl From<&ReceptionState> for DayStateRecord {
    fn from(state: &ReceptionState) -> Self {
        let (held_cases, held_persons, reason) = match state {
            ReceptionState::Planned | ReceptionState::Published { .. } => (None, None, None),
            ReceptionState::Held { cases, persons } => {
                (Some(i64::from(*cases)), Some(i64::from(*persons)), None)
            }
            ReceptionState::Cancelled { reason } => (None, None, Some(reason.clone())),
        };
        Self { state: state.name().to_string(), held_cases, held_persons, reason }
    }
}

impl TryFrom<DayRecord> for ReceptionDay {
    type Error = StoreError;
    fn try_from(row: DayRecord) -> Result<Self> {
        const WHAT: &str = "state of a reception day";
        let number = |stored: Option<i64>| count(WHAT, needed(WHAT, stored)?);
        let state = match parse(WHAT, &row.state.state)? {
            ReceptionStateName::Planned => ReceptionState::Planned,
            ReceptionStateName::Published => {
                ReceptionState::Published { at: Timestamp(needed(WHAT, row.published_at)?) }
            }
            ReceptionStateName::Held => ReceptionState::Held {
                cases: number(row.state.held_cases)?,
                persons: number(row.state.held_persons)?,
            },
            ReceptionStateName::Cancelled => {
                ReceptionState::Cancelled { reason: needed(WHAT, row.state.reason)? }
            }
        };
        Ok(Self {
            id: ReceptionDayId(row.id),
            agency: AgencyId(row.agency),
            leader: StaffId(row.leader),
            kind: parse("kind of a reception day", &row.kind)?,
            starts_at: Timestamp(row.starts_at),
            ends_at: Timestamp(row.ends_at),
            place: row.place,
            field: row.field,
            published_at: row.published_at.map(Timestamp),
            state,
            version: count("version", row.version)?,
        })
    }
}

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct SwapRecord {
    day: Uuid,
    at: i64,
    leader_before: Uuid,
    leader_after: Uuid,
    reason: String,
    swapped_by: Uuid,
}

impl From<SwapRecord> for Swap {
    fn from(row: SwapRecord) -> Self {
        Self {
            day: ReceptionDayId(row.day),
            at: Timestamp(row.at),
            before: StaffId(row.leader_before),
            after: StaffId(row.leader_after),
            reason: row.reason,
            by: StaffId(row.swapped_by),
        }
    }
}

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct CorrectionRecord {
    day: Uuid,
    at: i64,
    cases_before: i64,
    persons_before: i64,
    reason: String,
    corrected_by: Uuid,
}

impl TryFrom<CorrectionRecord> for HeldCorrection {
    type Error = StoreError;
    fn try_from(row: CorrectionRecord) -> Result<Self> {
        const WHAT: &str = "correction of a reception day";
        Ok(Self {
            day: ReceptionDayId(row.day),
            at: Timestamp(row.at),
            cases_before: count(WHAT, row.cases_before)?,
            persons_before: count(WHAT, row.persons_before)?,
            reason: row.reason,
            by: StaffId(row.corrected_by),
        })
    }
}

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct ContractRecord {
    petition: Uuid,
    leader: Uuid,
    taken_at: i64,
    ended_at: Option<i64>,
}

impl From<ContractRecord> for Contract {
    fn from(row: ContractRecord) -> Self {
        Self {
            petition: PetitionId(row.petition),
            leader: StaffId(row.leader),
            taken_at: Timestamp(row.taken_at),
            ended_at: row.ended_at.map(Timestamp),
        }
    }
}
