use crate::{
    domain::{
        Timestamp,
        ids::{AgencyId, RoomId},
        jurisdiction::{Agency, Division, ReceptionRoom},
    },
    storage::{StoreError, values::parse},
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
