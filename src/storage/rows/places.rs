//! Rows of divisions, agencies, reception rooms and their televisions.

use crate::{
    domain::{
        Timestamp,
        ids::{AgencyId, RoomId, ScreenId, StaffId},
        jurisdiction::{Agency, Division, ReceptionRoom, Revoked, RoomScreen},
    },
    storage::{
        StoreError,
        values::{needed, parse},
    },
};
use uuid::Uuid;

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct DivisionRecord {
    code: String,
    name: String,
}

impl TryFrom<DivisionRecord> for Division {
    type Error = StoreError;
    fn try_from(row: DivisionRecord) -> Result<Self, StoreError> {
        Ok(Self { code: parse("division code", &row.code)?, name: row.name })
    }
}

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct AgencyRecord {
    id: Uuid,
    name: String,
    kind: String,
    division: String,
}

impl TryFrom<AgencyRecord> for Agency {
    type Error = StoreError;
    fn try_from(row: AgencyRecord) -> Result<Self, StoreError> {
        Ok(Self {
            id: AgencyId(row.id),
            name: row.name,
            kind: parse("kind of agency", &row.kind)?,
            division: parse("division code", &row.division)?,
        })
    }
}

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct RoomRecord {
    id: Uuid,
    agency: Uuid,
    name: String,
    closed_at: Option<i64>,
}

impl From<RoomRecord> for ReceptionRoom {
    fn from(row: RoomRecord) -> Self {
        Self {
            id: RoomId(row.id),
            agency: AgencyId(row.agency),
            name: row.name,
            closed_at: row.closed_at.map(Timestamp),
        }
    }
}

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct ScreenRecord {
    id: Uuid,
    room: Uuid,
    name: String,
    paired_at: i64,
    paired_by: Uuid,
    last_seen_at: i64,
    revoked_at: Option<i64>,
    revoked_by: Option<Uuid>,
    revoked_for: Option<String>,
}

impl TryFrom<ScreenRecord> for RoomScreen {
    type Error = StoreError;
    fn try_from(row: ScreenRecord) -> Result<Self, StoreError> {
        let revoked = match row.revoked_at {
            None => None,
            Some(at) => Some(Revoked {
                at: Timestamp(at),
                by: StaffId(needed("who revoked a screen", row.revoked_by)?),
                reason: needed("why a screen was revoked", row.revoked_for)?,
            }),
        };
        Ok(Self {
            id: ScreenId(row.id),
            room: RoomId(row.room),
            name: row.name,
            paired_at: Timestamp(row.paired_at),
            paired_by: StaffId(row.paired_by),
            last_seen_at: Timestamp(row.last_seen_at),
            revoked,
        })
    }
}
