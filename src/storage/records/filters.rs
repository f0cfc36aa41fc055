//! Contract for saved filters.

use super::Result;
use crate::domain::{Timestamp, ids::StaffId};
use async_trait::async_trait;
use uuid::Uuid;

/// A filter of the work list that somebody keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedFilter {
    pub id: Uuid,
    pub staff: StaffId,
    pub name: String,
    /// What stands behind the `?` of the page's address.
    pub query: String,
    pub added_at: Timestamp,
}

/// Questions to the list of petitions that somebody asks again.
#[async_trait]
pub trait FilterRecords: Send {
    /// Oldest first.
    async fn saved_filters(&mut self, staff: StaffId) -> Result<Vec<SavedFilter>>;
}

/// One's own only: a filter opens nothing.
#[async_trait]
pub trait FilterWrites: Send {
    /// Replaces the person's earlier one of the same name.
    async fn save_filter(&mut self, filter: &SavedFilter) -> Result<()>;
    /// `false`: the person has none of that id.
    async fn drop_filter(&mut self, staff: StaffId, id: Uuid) -> Result<bool>;
}
