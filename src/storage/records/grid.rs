//! Contract for grid reports.

use super::{Cursor, Page, Result};
use crate::domain::{
    Timestamp,
    grid::{GridLine, GridPhoto, GridReport},
    ids::{AgencyId, AttachmentId, GridReportId, StaffId},
    jurisdiction::DivisionCode,
};
use async_trait::async_trait;

/// Whose reports a list shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GridBox {
    /// Reported by this person.
    Mine(StaffId),
    /// Handled, in a grid that this person has a post in.
    ToLookAt(StaffId),
    /// Taken up by nobody yet, in this division.
    Open(DivisionCode),
    /// Taken up by this agency, done or not.
    Taken(AgencyId),
}

/// What grid workers reported.
#[async_trait]
pub trait GridRecords: Send {
    async fn grid_report(&mut self, id: GridReportId) -> Result<Option<GridReport>>;
    /// Those nobody took up and those to be looked at oldest first, the others newest first.
    async fn grid_reports(
        &mut self,
        of: &GridBox,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<Page<GridReport>>;
    /// Oldest first.
    async fn grid_lines(&mut self, id: GridReportId) -> Result<Vec<GridLine>>;
    /// Oldest first.
    async fn grid_photos(&mut self, id: GridReportId) -> Result<Vec<GridPhoto>>;
    /// How many wait in this list, and how many of them stand so since before `before`.
    async fn count_grid_reports(&mut self, of: &GridBox, before: Timestamp) -> Result<(u32, u32)>;
    /// Taken up by nobody since before `before`, and nobody was told so: since when, the longest first, behind `after`.
    async fn grid_unclaimed(
        &mut self,
        before: Timestamp,
        after: Option<(Timestamp, GridReportId)>,
        limit: u32,
    ) -> Result<Vec<(Timestamp, GridReportId)>>;
    async fn grid_photo(&mut self, id: AttachmentId) -> Result<Option<GridPhoto>>;
}

/// Changes of them. Whose turn it is after a step is told with it.
#[async_trait]
pub trait GridWrites: Send {
    async fn add_grid_report(&mut self, report: &GridReport, line: &GridLine) -> Result<()>;
    /// State, and a line of its history; `report.version` is the one read, stored as `version + 1`.
    async fn move_grid_report(&mut self, report: &GridReport, line: &GridLine) -> Result<()>;
    /// Tells the organs nearby that it should have been taken up by `due`; how many.
    async fn tell_of_unclaimed(
        &mut self,
        report: &GridReport,
        due: Timestamp,
        now: Timestamp,
    ) -> Result<usize>;
    async fn add_grid_photo(&mut self, photo: &GridPhoto) -> Result<()>;
}
