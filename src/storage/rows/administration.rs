//! Rows of administration: calendars, running clocks, deeds, reset codes, closures and grid posts.

use crate::{
    domain::{
        Timestamp,
        administration::Deed,
        ids::{AgencyId, DeedId, PetitionId, StaffId},
        jurisdiction::{Closure, GridPost},
        petition::{Calendar, Clock},
    },
    storage::{
        CalendarVersion, ResetCode, StoreError,
        rows::petition::pauses,
        values::{count, hash, parse},
    },
};
use uuid::Uuid;

type Result<T> = std::result::Result<T, StoreError>;

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct CalendarRecord {
    number: i64,
    loaded_at: i64,
    loaded_by: Option<Uuid>,
    source: String,
    text: String,
    recomputed_at: Option<i64>,
}

impl TryFrom<CalendarRecord> for CalendarVersion {
    type Error = StoreError;
    fn try_from(row: CalendarRecord) -> Result<Self> {
        let calendar =
            Calendar::parse(&row.text).map_err(|why| StoreError::corrupt("holiday calendar", why))?;
        Ok(Self {
            calendar: calendar.numbered(count("number of a calendar", row.number)?),
            loaded_at: Timestamp(row.loaded_at),
            loaded_by: row.loaded_by.map(StaffId),
            source: row.source,
            recomputed_at: row.recomputed_at.map(Timestamp),
        })
    }
}

/// A clock that runs, with its petition.
#[derive(sqlx::FromRow)]
pub(in crate::storage) struct RunningRecord {
    petition: Uuid,
    kind: String,
    anchor: i64,
    extended_by: i64,
    pauses: String,
    raw_due: i64,
    due: i64,
}

impl RunningRecord {
    pub(in crate::storage) const fn petition(&self) -> PetitionId {
        PetitionId(self.petition)
    }
}

impl TryFrom<RunningRecord> for Clock {
    type Error = StoreError;
    fn try_from(row: RunningRecord) -> Result<Self> {
        Ok(Self {
            kind: parse("kind of clock", &row.kind)?,
            anchor: Timestamp(row.anchor),
            extended_by: count("days of an extension", row.extended_by)?,
            pauses: pauses(&row.pauses)?,
            raw_due: Timestamp(row.raw_due),
            due: Timestamp(row.due),
            stopped_at: None,
        })
    }
}

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct DeedRecord {
    id: Uuid,
    at: i64,
    staff: Option<Uuid>,
    division: String,
    deed: String,
    about: String,
}

impl TryFrom<DeedRecord> for Deed {
    type Error = StoreError;
    fn try_from(row: DeedRecord) -> Result<Self> {
        Ok(Self {
            id: DeedId(row.id),
            at: Timestamp(row.at),
            by: row.staff.map(StaffId),
            division: row.division,
            kind: parse("deed of an administrator", &row.deed)?,
            about: row.about,
        })
    }
}

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct ResetRecord {
    code_hash: Vec<u8>,
    expires_at: i64,
}

impl TryFrom<ResetRecord> for ResetCode {
    type Error = StoreError;
    fn try_from(row: ResetRecord) -> Result<Self> {
        Ok(Self {
            code_hash: hash("hash of a reset code", &row.code_hash)?,
            expires_at: Timestamp(row.expires_at),
        })
    }
}

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct ClosureRecord {
    agency: Uuid,
    successor: Uuid,
    closed_at: i64,
    reason: String,
}

impl From<ClosureRecord> for Closure {
    fn from(row: ClosureRecord) -> Self {
        Self {
            agency: AgencyId(row.agency),
            successor: AgencyId(row.successor),
            at: Timestamp(row.closed_at),
            reason: row.reason,
        }
    }
}

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct GridPostRecord {
    division: String,
    staff: Uuid,
    post: String,
}

impl TryFrom<GridPostRecord> for GridPost {
    type Error = StoreError;
    fn try_from(row: GridPostRecord) -> Result<Self> {
        Ok(Self {
            division: parse("division code", &row.division)?,
            staff: StaffId(row.staff),
            duty: parse("post in a grid", &row.post)?,
        })
    }
}
