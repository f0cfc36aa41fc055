//! Contract for issued documents and templates.

use super::Result;
use crate::domain::{
    Timestamp,
    document::{Document, Owed, Templates},
    ids::{AgencyId, DocumentId, PetitionId},
};
use async_trait::async_trait;
use uuid::Uuid;

/// A file that must be on the disk beside the records, and what its row says of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptFile {
    pub id: Uuid,
    /// Bytes.
    pub size: u64,
    pub sha256: [u8; 32],
}

/// Issued documents and what they are made by.
#[async_trait]
pub trait DocumentRecords: Send {
    /// Oldest first.
    async fn documents(&mut self, petition: PetitionId) -> Result<Vec<Document>>;
    /// Those that its steps owe and nobody made yet, by their day. Kept where events are appended.
    async fn papers_owed(&mut self, petition: PetitionId) -> Result<Vec<Owed>>;
    async fn document(&mut self, id: DocumentId) -> Result<Option<Document>>;
    async fn document_by_hash(&mut self, sha256: &[u8; 32]) -> Result<Option<Document>>;
    async fn document_by_code(&mut self, code: &str) -> Result<Option<Document>>;
    /// `None`: the agency has written none.
    async fn templates(&mut self, agency: AgencyId) -> Result<Option<Templates>>;
    /// Whatever must be on the disk beside these records (attachments, photos, documents), in the order of ids from behind
    /// `after` on; at most `limit`.
    async fn kept_files(&mut self, after: Uuid, limit: u32) -> Result<Vec<KeptFile>>;
    /// The last number drawn from a running sequence; 0 before the first.
    async fn last_in_sequence(&mut self, name: &str) -> Result<u32>;
}

/// Documents are only ever added.
#[async_trait]
pub trait DocumentWrites: Send {
    async fn add_document(&mut self, document: &Document) -> Result<()>;
    /// Nothing is owed here any more of steps before `before`: of a history that is brought in whole, whatever was told to
    /// people was told where it happened.
    async fn settle_papers(&mut self, before: Timestamp) -> Result<()>;
    /// `templates.version` is the one read (0: none was written), stored as `version + 1`.
    async fn save_templates(&mut self, templates: &Templates) -> Result<()>;
}
