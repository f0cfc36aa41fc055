//! Rows of documents and templates.

use crate::{
    domain::{
        Timestamp,
        document::{Document, Owed, Template, Templates},
        ids::{AgencyId, DocumentId, HearingId, PetitionId, StaffId},
    },
    storage::{
        StoreError,
        values::{count, hash, parse},
    },
};
use uuid::Uuid;

type Result<T> = std::result::Result<T, StoreError>;

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct DocumentRecord {
    id: Uuid,
    petition: Uuid,
    kind: String,
    number: String,
    agency: Uuid,
    maker: Uuid,
    issued_at: i64,
    size: i64,
    sha256: Vec<u8>,
    code: String,
    corrects: Option<Uuid>,
    hearing: Option<Uuid>,
}

impl TryFrom<DocumentRecord> for Document {
    type Error = StoreError;
    fn try_from(row: DocumentRecord) -> Result<Self> {
        Ok(Self {
            id: DocumentId(row.id),
            petition: PetitionId(row.petition),
            kind: parse("kind of document", &row.kind)?,
            number: row.number,
            agency: AgencyId(row.agency),
            maker: StaffId(row.maker),
            issued_at: Timestamp(row.issued_at),
            size: count("size of a document", row.size)?,
            sha256: hash("hash of a document", &row.sha256)?,
            code: row.code,
            corrects: row.corrects.map(DocumentId),
            hearing: row.hearing.map(HearingId),
        })
    }
}

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct OwedRecord {
    kind: String,
    organ: Uuid,
    since: i64,
    due: i64,
    asked_at: Option<i64>,
    late_at: Option<i64>,
}

impl TryFrom<OwedRecord> for Owed {
    type Error = StoreError;
    fn try_from(row: OwedRecord) -> Result<Self> {
        Ok(Self {
            kind: parse("kind of document", &row.kind)?,
            organ: AgencyId(row.organ),
            since: Timestamp(row.since),
            due: Timestamp(row.due),
            asked_at: row.asked_at.map(Timestamp),
            late_at: row.late_at.map(Timestamp),
        })
    }
}

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct TemplatesRecord {
    agency: Uuid,
    heading: String,
    prefix: String,
    kinds: String,
    version: i64,
}

impl TryFrom<TemplatesRecord> for Templates {
    type Error = StoreError;
    fn try_from(row: TemplatesRecord) -> Result<Self> {
        let kinds: Vec<(String, String, String)> = serde_json::from_str(&row.kinds)
            .map_err(|why| StoreError::corrupt("templates of documents", why))?;
        let kinds = kinds.into_iter().map(|(kind, pattern, closing)| {
            Ok((parse("kind of document", &kind)?, Template { pattern, closing }))
        });
        Ok(Self {
            agency: AgencyId(row.agency),
            heading: row.heading,
            prefix: row.prefix,
            kinds: kinds.collect::<Result<_>>()?,
            version: count("version of templates", row.version)?,
        })
    }
}

/// The column `kinds`.
pub(in crate::storage) fn kinds_text(templates: &Templates) -> Result<String> {
    let kinds: Vec<_> =
        templates.kinds.iter().map(|(kind, own)| (kind.as_str(), &own.pattern, &own.closing)).collect();
    serde_json::to_string(&kinds).map_err(|why| StoreError::corrupt("templates of documents", why))
}
