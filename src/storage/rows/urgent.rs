//! Rows of urgent marks.

use crate::{
    domain::{
        Timestamp,
        ids::{AgencyId, StaffId},
        petition::Urgent,
    },
    storage::{StoreError, values::needed},
};
use uuid::Uuid;

/// The mark of what may do serious harm.
#[derive(sqlx::FromRow)]
pub(in crate::storage) struct UrgentRecord {
    urgent_since: Option<i64>,
    urgent_by: Option<Uuid>,
    urgent_reason: Option<String>,
    urgent_to: Option<Uuid>,
    urgent_seen_by: Option<Uuid>,
    urgent_seen_at: Option<i64>,
}

impl TryFrom<UrgentRecord> for Option<Urgent> {
    type Error = StoreError;
    fn try_from(row: UrgentRecord) -> Result<Self, StoreError> {
        const WHAT: &str = "urgent mark";
        let Some(since) = row.urgent_since else { return Ok(None) };
        let seen = row.urgent_seen_by.map(StaffId).zip(row.urgent_seen_at.map(Timestamp));
        Ok(Some(Urgent {
            reason: needed(WHAT, row.urgent_reason)?,
            by: StaffId(needed(WHAT, row.urgent_by)?),
            since: Timestamp(since),
            reported_to: row.urgent_to.map(AgencyId),
            seen,
        }))
    }
}
