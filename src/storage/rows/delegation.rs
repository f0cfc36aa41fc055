//! Rows of delegations.

use crate::{
    domain::{
        Timestamp,
        ids::{DelegationId, StaffId},
        people::{Delegation, EarlyEnd},
    },
    storage::{
        StoreError,
        values::{needed, split},
    },
};
use uuid::Uuid;

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct DelegationRecord {
    id: Uuid,
    principal: Uuid,
    deputy: Uuid,
    roles: String,
    starts_at: i64,
    ends_at: i64,
    reason: String,
    made_at: i64,
    ended_at: Option<i64>,
    ended_by: Option<Uuid>,
}

impl TryFrom<DelegationRecord> for Delegation {
    type Error = StoreError;
    fn try_from(row: DelegationRecord) -> Result<Self, StoreError> {
        let ended = match row.ended_at {
            None => None,
            Some(at) => {
                let by = needed("early end of a delegation", row.ended_by)?;
                Some(EarlyEnd { at: Timestamp(at), by: StaffId(by) })
            }
        };
        Ok(Self {
            id: DelegationId(row.id),
            principal: StaffId(row.principal),
            deputy: StaffId(row.deputy),
            roles: split("roles of a delegation", &row.roles)?,
            starts_at: Timestamp(row.starts_at),
            ends_at: Timestamp(row.ends_at),
            reason: row.reason,
            made_at: Timestamp(row.made_at),
            ended,
        })
    }
}
