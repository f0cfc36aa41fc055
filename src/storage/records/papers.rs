//! Contract for papers beside the minutes, phrases and templates.

use super::{Cursor, Page, Result};
use crate::domain::{
    hearing::{Archived, EntryProposal, HandedOver, HearingKind, ItemProposal, SavedTemplate},
    ids::{AgencyId, HearingId},
};
use async_trait::async_trait;

/// What is put to people in a hearing, and what its clerks have at hand.
#[async_trait]
pub trait PaperRecords: Send {
    /// In the order they came.
    async fn item_proposals(&mut self, id: HearingId) -> Result<Vec<ItemProposal>>;
    /// In the order they came.
    async fn entry_proposals(&mut self, id: HearingId) -> Result<Vec<EntryProposal>>;
    /// Formal hearings whose conclusion is not with its parties, the next last day first, with their place in that order.
    async fn undelivered(&mut self, after: Option<Cursor>, limit: u32) -> Result<Vec<(Cursor, HearingId)>>;
    async fn handed_over(&mut self, id: HearingId) -> Result<Option<HandedOver>>;
    /// Hearings of a host that have a file which is not closed, by their end.
    async fn unarchived(
        &mut self,
        host: AgencyId,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<Page<HearingId>>;
    /// Closed files, by the time they were closed.
    async fn archived(&mut self) -> Result<Vec<(HearingId, Archived)>>;
    /// `None`: the agency has written none for this kind.
    async fn phrases(&mut self, agency: AgencyId, kind: HearingKind) -> Result<Option<String>>;
    /// Every version that the agency has saved for this kind, in their order.
    async fn minutes_templates(&mut self, agency: AgencyId, kind: HearingKind) -> Result<Vec<SavedTemplate>>;
}

/// Changes of them.
#[async_trait]
pub trait PaperWrites: Send {
    /// Adds it, or keeps its answer.
    async fn put_item_proposal(&mut self, proposal: &ItemProposal) -> Result<()>;
    /// Adds it, or keeps that it was returned.
    async fn put_entry_proposal(&mut self, proposal: &EntryProposal) -> Result<()>;
    /// Once for each hearing.
    async fn hand_over_conclusion(&mut self, handed: &HandedOver) -> Result<()>;
    /// One a line.
    async fn save_phrases(&mut self, agency: AgencyId, kind: HearingKind, phrases: &str) -> Result<()>;
    /// Its next version.
    async fn add_minutes_template(
        &mut self,
        agency: AgencyId,
        kind: HearingKind,
        saved: &SavedTemplate,
    ) -> Result<()>;
}
