//! Rows of grid reports, their history and photos.

use crate::{
    domain::{
        Timestamp,
        grid::{GridLine, GridPhoto, GridState, GridStateName},
        ids::{AgencyId, AttachmentId, GridReportId, PetitionId, StaffId},
    },
    storage::{
        StoreError,
        values::{count, hash, parse},
    },
};
use uuid::Uuid;

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct GridReportRecord {
    pub id: Uuid,
    pub place: String,
    pub spot: String,
    pub class: String,
    pub text: String,
    pub reporter: Uuid,
    pub reported_at: i64,
    pub resident: Option<Vec<u8>>,
    state: String,
    agency: Option<Uuid>,
    petition: Option<Uuid>,
    pub state_at: Option<i64>,
    pub version: i64,
}

impl GridReportRecord {
    pub fn state(&self) -> Result<GridState, StoreError> {
        let missing = |what: &'static str| StoreError::corrupt("grid report", format!("it has no {what}"));
        let by = || self.agency.map(AgencyId).ok_or_else(|| missing("agency"));
        Ok(match parse("state of a grid report", &self.state)? {
            GridStateName::Reported => GridState::Reported,
            GridStateName::Claimed => GridState::Claimed { by: by()? },
            GridStateName::Handled => GridState::Handled { by: by()? },
            GridStateName::FedBack => GridState::FedBack { by: by()? },
            GridStateName::Petition => {
                let petition = self.petition.map(PetitionId).ok_or_else(|| missing("petition"))?;
                GridState::Petition { by: by()?, petition }
            }
        })
    }
}

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct GridLineRecord {
    report: Uuid,
    number: i64,
    step: String,
    text: String,
    staff: Uuid,
    agency: Uuid,
    at: i64,
}

impl TryFrom<GridLineRecord> for GridLine {
    type Error = StoreError;
    fn try_from(row: GridLineRecord) -> Result<Self, StoreError> {
        Ok(Self {
            report: GridReportId(row.report),
            number: count("number of a line", row.number)?,
            step: parse("step of a grid report", &row.step)?,
            text: row.text,
            by: StaffId(row.staff),
            agency: AgencyId(row.agency),
            at: Timestamp(row.at),
        })
    }
}

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct GridPhotoRecord {
    id: Uuid,
    report: Uuid,
    name: String,
    media_type: String,
    size: i64,
    sha256: Vec<u8>,
    added_at: i64,
}

impl TryFrom<GridPhotoRecord> for GridPhoto {
    type Error = StoreError;
    fn try_from(row: GridPhotoRecord) -> Result<Self, StoreError> {
        Ok(Self {
            id: AttachmentId(row.id),
            report: GridReportId(row.report),
            name: row.name,
            media_type: row.media_type,
            size: count("size of a photo", row.size)?,
            sha256: hash("hash of a photo", &row.sha256)?,
            added_at: Timestamp(row.added_at),
        })
    }
}
