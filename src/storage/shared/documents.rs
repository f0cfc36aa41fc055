//! SQL of issued documents and of templates.

use super::{Session, papers_owed};
use crate::{
    domain::{
        Timestamp,
        document::{Document, Owed, Templates},
        ids::{AgencyId, DocumentId, PetitionId},
    },
    storage::{
        DocumentRecords, DocumentWrites, KeptFile, StoreError,
        error::{or_exists, or_stale},
        rows::document::{DocumentRecord, TemplatesRecord, kinds_text},
        statements::statements,
        values::{count, hash, stored},
    },
};
use async_trait::async_trait;
use sqlx::{query, query_as, query_scalar};
use uuid::Uuid;

type Result<T> = std::result::Result<T, StoreError>;

statements! {
    DOCUMENTS = "select id, petition, kind, number, agency, maker, issued_at, size, sha256, code, corrects,
            hearing
        from documents where petition = $1 order by issued_at, id";
    DOCUMENT = "select id, petition, kind, number, agency, maker, issued_at, size, sha256, code, corrects,
            hearing
        from documents where id = $1";
    DOCUMENT_BY_HASH = "select id, petition, kind, number, agency, maker, issued_at, size, sha256, code, corrects,
            hearing
        from documents where sha256 = $1";
    DOCUMENT_BY_CODE = "select id, petition, kind, number, agency, maker, issued_at, size, sha256, code, corrects,
            hearing
        from documents where code = $1";
    ADD_DOCUMENT = "insert into documents
            (id, petition, kind, number, agency, maker, issued_at, size, sha256, code, corrects, hearing)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    TEMPLATES = "select agency, heading, prefix, kinds, version from document_templates where agency = $1";
    ADD_TEMPLATES = "insert into document_templates (agency, heading, prefix, kinds, version)
        values ($1, $2, $3, $4, 1)";
    SAVE_TEMPLATES = "update document_templates set heading = $2, prefix = $3, kinds = $4, version = version + 1
        where agency = $1 and version = $5";
    KEPT_FILES = "select id, size, sha256 from attachments where id > $1
        union all select id, size, sha256 from grid_photos where id > $1
        union all select id, size, sha256 from documents where id > $1
        order by id limit $2";
    LAST_IN_SEQUENCE = "select coalesce((select last from sequences where name = $1),
        (select max(last) from sequence_floors where $1 like pattern), 0)";
}

pub(super) fn kept(id: Uuid, size: i64, sha256: &[u8]) -> Result<KeptFile> {
    Ok(KeptFile { id, size: count("size of a file", size)?, sha256: hash("hash of a file", sha256)? })
}

#[async_trait]
impl DocumentRecords for Session {
    async fn documents(&mut self, petition: PetitionId) -> Result<Vec<Document>> {
        let rows: Vec<DocumentRecord> = query_as(DOCUMENTS).bind(petition.0).fetch_all(self.conn()).await?;
        rows.into_iter().map(Document::try_from).collect()
    }

    async fn papers_owed(&mut self, petition: PetitionId) -> Result<Vec<Owed>> {
        papers_owed::of(self, petition).await
    }

    async fn document(&mut self, id: DocumentId) -> Result<Option<Document>> {
        let row: Option<DocumentRecord> = query_as(DOCUMENT).bind(id.0).fetch_optional(self.conn()).await?;
        row.map(Document::try_from).transpose()
    }

    async fn document_by_hash(&mut self, sha256: &[u8; 32]) -> Result<Option<Document>> {
        let row: Option<DocumentRecord> =
            query_as(DOCUMENT_BY_HASH).bind(sha256.as_slice()).fetch_optional(self.conn()).await?;
        row.map(Document::try_from).transpose()
    }

    async fn document_by_code(&mut self, code: &str) -> Result<Option<Document>> {
        let row: Option<DocumentRecord> =
            query_as(DOCUMENT_BY_CODE).bind(code).fetch_optional(self.conn()).await?;
        row.map(Document::try_from).transpose()
    }

    async fn templates(&mut self, agency: AgencyId) -> Result<Option<Templates>> {
        let row: Option<TemplatesRecord> =
            query_as(TEMPLATES).bind(agency.0).fetch_optional(self.conn()).await?;
        row.map(Templates::try_from).transpose()
    }

    async fn kept_files(&mut self, after: Uuid, limit: u32) -> Result<Vec<KeptFile>> {
        let rows: Vec<(Uuid, i64, Vec<u8>)> =
            query_as(KEPT_FILES).bind(after).bind(i64::from(limit)).fetch_all(self.conn()).await?;
        rows.into_iter().map(|(id, size, sha256)| kept(id, size, &sha256)).collect()
    }

    async fn last_in_sequence(&mut self, name: &str) -> Result<u32> {
        let last: i64 = query_scalar(LAST_IN_SEQUENCE).bind(name).fetch_one(self.conn()).await?;
        count("sequence", last)
    }
}

#[async_trait]
impl DocumentWrites for Session {
    async fn settle_papers(&mut self, before: Timestamp) -> Result<()> {
        papers_owed::settle(self, before).await
    }

    async fn add_document(&mut self, document: &Document) -> Result<()> {
        query(ADD_DOCUMENT)
            .bind(document.id.0)
            .bind(document.petition.0)
            .bind(document.kind.as_str())
            .bind(&document.number)
            .bind(document.agency.0)
            .bind(document.maker.0)
            .bind(document.issued_at.0)
            .bind(stored("size of a document", document.size)?)
            .bind(document.sha256.as_slice())
            .bind(&document.code)
            .bind(document.corrects.map(|corrected| corrected.0))
            .bind(document.hearing.map(|hearing| hearing.0))
            .execute(self.conn())
            .await
            .map_err(or_exists("document"))?;
        Ok(())
    }

    async fn save_templates(&mut self, templates: &Templates) -> Result<()> {
        let statement = if templates.version == 0 { ADD_TEMPLATES } else { SAVE_TEMPLATES };
        let mut save = query(statement)
            .bind(templates.agency.0)
            .bind(&templates.heading)
            .bind(&templates.prefix)
            .bind(kinds_text(templates)?);
        if templates.version > 0 {
            save = save.bind(i64::from(templates.version));
        }
        // Two first writers: to the second the templates are not as it read them.
        let done = save.execute(self.conn()).await.map_err(|error| match or_exists("templates")(error) {
            StoreError::Exists { what } => StoreError::Stale { what },
            other => other,
        })?;
        or_stale("templates", done.rows_affected())
    }
}
