//! Contract for keeping recordings and exporting films.

use super::{KeptFile, Result};
use crate::domain::{
    Timestamp,
    hearing::{EndedBefore, Export, Keeping},
    ids::{AgencyId, ExportId, HearingId, RecordingId},
};
use async_trait::async_trait;

/// What becomes of recordings: how long they are kept, and films made of them.
#[async_trait]
pub trait KeepingRecords: Send {
    /// As decided, or as the hearing's kind says; `None` if there is no such hearing.
    async fn keeping(&mut self, hearing: HearingId) -> Result<Option<Keeping>>;
    /// Hearings of a host that ended before their class's time and have recordings that are there, neither sealed nor
    /// kept for ever, the oldest first; at most `limit`.
    async fn recorded_before(
        &mut self,
        host: AgencyId,
        before: EndedBefore,
        limit: u32,
    ) -> Result<Vec<HearingId>>;
    /// Whole recordings of which something is there and that were not destroyed, in the order of ids from behind `after`
    /// on; at most `limit`.
    async fn kept_recordings(&mut self, after: RecordingId, limit: u32)
    -> Result<Vec<(HearingId, KeptFile)>>;
    /// Of a hearing, the newest first.
    async fn exports(&mut self, hearing: HearingId) -> Result<Vec<Export>>;
    async fn export(&mut self, id: ExportId) -> Result<Option<Export>>;
    /// Those waiting or being mixed, the oldest first.
    async fn open_exports(&mut self) -> Result<Vec<Export>>;
    /// Those that were over before `before`.
    async fn exports_over(&mut self, before: Timestamp) -> Result<Vec<Export>>;
}

/// Class, seal and destruction of recordings, and films on their way.
#[async_trait]
pub trait KeepingWrites: Send {
    async fn put_keeping(&mut self, hearing: HearingId, keeping: &Keeping) -> Result<()>;
    async fn add_export(&mut self, export: &Export) -> Result<()>;
    /// Its state.
    async fn save_export(&mut self, export: &Export) -> Result<()>;
    async fn remove_export(&mut self, id: ExportId) -> Result<()>;
}
