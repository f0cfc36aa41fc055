//! Rows of staff notifications.

use crate::{
    domain::{
        Timestamp,
        ids::{AgencyId, GridReportId, HearingId, IntakeId, PetitionId, ReceptionDayId, StaffId},
        staff_notice::{About, StaffNotice},
    },
    storage::{
        Cursor, PauseOwner, StoreError,
        values::{day, parse},
    },
};
use uuid::Uuid;

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct StaffNoticeRecord {
    staff: Uuid,
    source: Uuid,
    topic: String,
    petition: Option<Uuid>,
    item: Option<Uuid>,
    day: Option<Uuid>,
    grid: Option<Uuid>,
    hearing: Option<Uuid>,
    agency: Uuid,
    due: Option<i64>,
    at: i64,
    read_at: Option<i64>,
}

impl StaffNoticeRecord {
    pub(in crate::storage) fn place(&self) -> Cursor {
        Cursor(self.at, self.source)
    }
}

impl TryFrom<StaffNoticeRecord> for StaffNotice {
    type Error = StoreError;
    fn try_from(row: StaffNoticeRecord) -> Result<Self, StoreError> {
        let about = match (row.petition, row.item, row.day, row.grid) {
            (Some(petition), None, None, None) => About::Petition(PetitionId(petition)),
            (None, Some(item), None, None) => About::Item(IntakeId(item)),
            (None, None, Some(day), None) => About::Day(ReceptionDayId(day)),
            (None, None, None, Some(grid)) => About::Grid(GridReportId(grid)),
            _ => return Err(StoreError::corrupt("staff notice", "it is about one thing")),
        };
        Ok(Self {
            staff: StaffId(row.staff),
            source: row.source,
            topic: parse("topic of a notice", &row.topic)?,
            about,
            hearing: row.hearing.map(HearingId),
            agency: AgencyId(row.agency),
            due: row.due.map(Timestamp),
            at: Timestamp(row.at),
            read_at: row.read_at.map(Timestamp),
        })
    }
}

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct PauseRecord {
    since: i64,
    staff: Option<Uuid>,
    agency: Option<Uuid>,
    reason: String,
    expected_until: String,
}

impl TryFrom<PauseRecord> for PauseOwner {
    type Error = StoreError;
    fn try_from(row: PauseRecord) -> Result<Self, StoreError> {
        Ok(Self {
            since: Timestamp(row.since),
            staff: row.staff.map(StaffId),
            agency: row.agency.map(AgencyId),
            reason: row.reason,
            expected_until: day("expected end of a pause", &row.expected_until)?,
        })
    }
}
