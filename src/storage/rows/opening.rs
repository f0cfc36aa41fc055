//! Rows of who opened a petition's page, or looked for a person.

use crate::{
    domain::{
        Timestamp,
        ids::{OpeningId, PetitionId, StaffId},
    },
    storage::{
        Cursor, OpeningRow, StoreError,
        values::{needed, parse},
    },
};
use uuid::Uuid;

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct OpeningRecord {
    id: Uuid,
    at: i64,
    staff: Uuid,
    petition: Option<Uuid>,
    number: Option<String>,
    sought: Option<String>,
    digest: Option<Vec<u8>>,
}

impl OpeningRecord {
    pub(in crate::storage) const fn place(&self) -> Cursor {
        Cursor(self.at, self.id)
    }
}

impl TryFrom<OpeningRecord> for OpeningRow {
    type Error = StoreError;
    fn try_from(row: OpeningRecord) -> Result<Self, StoreError> {
        let sought = |by: String| -> Result<_, StoreError> {
            let digest = needed("digest of a search", row.digest)?;
            let digest: [u8; 16] =
                digest.try_into().map_err(|_| StoreError::corrupt("digest of a search", "its length"))?;
            Ok((parse("how a person was looked for", &by)?, digest))
        };
        Ok(Self {
            id: OpeningId(row.id),
            at: Timestamp(row.at),
            by: StaffId(row.staff),
            petition: row.petition.map(PetitionId).zip(row.number),
            sought: row.sought.map(sought).transpose()?,
        })
    }
}
