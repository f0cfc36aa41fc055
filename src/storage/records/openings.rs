//! Contract for who opened a petition's page, and who looked for a person: read by auditors alone (ADR 79).

use super::{Cursor, Page, Result};
use crate::domain::{
    Timestamp,
    ids::{OpeningId, PetitionId, StaffId},
    jurisdiction::DivisionCode,
    opening::SoughtBy,
};
use async_trait::async_trait;

/// What somebody looked at, or for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Looked<'a> {
    Page(PetitionId),
    /// By these words. They are not kept: a keyed digest is.
    Person(&'a str),
}

#[derive(Debug, Clone, Copy)]
pub struct Opening<'a> {
    pub id: OpeningId,
    pub at: Timestamp,
    pub by: StaffId,
    /// Where they work now.
    pub division: &'a DivisionCode,
    pub what: Looked<'a>,
}

/// As it is read back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpeningRow {
    pub id: OpeningId,
    pub at: Timestamp,
    pub by: StaffId,
    /// With its number.
    pub petition: Option<(PetitionId, String)>,
    /// With the digest of what was typed: the same for the same person.
    pub sought: Option<(SoughtBy, [u8; 16])>,
}

/// Whose openings, and when.
#[derive(Debug, Clone)]
pub struct OpeningsWanted {
    /// Where they work, or below.
    pub division: DivisionCode,
    pub by: Option<StaffId>,
    pub from: Timestamp,
    /// Before this.
    pub until: Timestamp,
}

#[async_trait]
pub trait OpeningRecords: Send {
    /// Newest first.
    async fn openings(
        &mut self,
        wanted: &OpeningsWanted,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<Page<OpeningRow>>;
}

#[async_trait]
pub trait OpeningWrites: Send {
    /// Nothing, if nobody could be found by what was typed.
    async fn add_opening(&mut self, opening: Opening<'_>) -> Result<()>;
}
