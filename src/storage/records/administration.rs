//! Contract for holiday calendars, closed agencies, grid posts and the administration log.

use super::{Cursor, Page, Result};
use crate::domain::{
    Timestamp,
    administration::Deed,
    ids::{AgencyId, DeedId, PetitionId, StaffId},
    jurisdiction::{Agency, AgencyKind, Closure, Division, DivisionCode, GridPost, ReceptionRoom},
    people::{Role, Staff},
    petition::{Calendar, Clock},
};
use async_trait::async_trait;

/// A holiday calendar as it was loaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarVersion {
    pub calendar: Calendar,
    pub loaded_at: Timestamp,
    /// None: on the command line.
    pub loaded_by: Option<StaffId>,
    /// The notice it is from, as told.
    pub source: String,
    /// None while clocks may still stand by the version before.
    pub recomputed_at: Option<Timestamp>,
}

/// The code that sets a new password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ResetCode {
    pub code_hash: [u8; 32],
    pub expires_at: Timestamp,
}

/// What was raised and ended after a restore.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Raised {
    /// Running numbers that were begun.
    pub sequences: u64,
    pub webhooks: u64,
    /// Sign-ins that ended.
    pub sign_ins: u64,
}

/// Whom or what a form or an administrator looks for; what is left out is any.
#[derive(Debug, Clone, Default)]
pub struct Sought {
    /// Of agencies in this division.
    pub place: Option<DivisionCode>,
    /// And of those of the divisions it lies in.
    pub above: bool,
    /// Characters of the names.
    pub search: Option<String>,
    /// Disabled accounts, closed organs and rooms too.
    pub ended: bool,
    /// Of this agency, or itself.
    pub agency: Option<AgencyId>,
    /// Of agencies of this kind.
    pub kind: Option<AgencyKind>,
    /// People with this post.
    pub role: Option<Role>,
}

/// Calendars, closed organs, posts in grids, and what administrators did.
#[async_trait]
pub trait AdministrationRecords: Send {
    /// The newest version loaded, 0 with none. A transaction that asks holds it: no newer one comes before
    /// it ends, so that whatever it computes is found by the recomputing that follows a newer one.
    async fn calendar_number(&mut self) -> Result<u32>;
    /// Those that were loaded, newest first.
    async fn calendars(&mut self) -> Result<Vec<CalendarVersion>>;
    async fn calendar_version(&mut self, number: u32) -> Result<Option<CalendarVersion>>;
    /// Clocks that run and whose last day, before rolling, is within `from..=to`; of one that is damaged why it cannot be
    /// read.
    async fn running_clocks(
        &mut self,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<Vec<(PetitionId, Result<Clock>)>>;
    /// Deeds of `division` and below and of the command line, or who came and went there; newest first, older than
    /// `before` if that is given.
    async fn deeds(
        &mut self,
        division: &str,
        sessions: bool,
        before: Option<DeedId>,
        limit: u32,
    ) -> Result<Vec<Deed>>;
    async fn closures(&mut self) -> Result<Vec<Closure>>;
    async fn closure(&mut self, agency: AgencyId) -> Result<Option<Closure>>;
    /// Open petitions whose organ is `agency`, that it registered, has or reviews, by id.
    async fn petitions_of_agency(&mut self, agency: AgencyId) -> Result<Vec<PetitionId>>;
    async fn reset_code(&mut self, staff: StaffId) -> Result<Option<ResetCode>>;
    /// Of one grid, or of all in a division.
    async fn grid_posts(&mut self, division: &DivisionCode) -> Result<Vec<GridPost>>;
    async fn grid_posts_of(&mut self, staff: StaffId) -> Result<Vec<GridPost>>;
    /// Each with the posts a list asked for; newest accounts first. Found by user name, name or agency.
    async fn staff_sought(
        &mut self,
        wanted: &Sought,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<Page<(Staff, Vec<Role>)>>;
    /// Each with its closure; newest first. Found by its name or its division's.
    async fn agencies_sought(
        &mut self,
        wanted: &Sought,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<Page<(Agency, Option<Closure>)>>;
    /// Each with its agency's name; newest first. Found by either name.
    async fn rooms_sought(
        &mut self,
        wanted: &Sought,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<Page<(ReceptionRoom, String)>>;
    /// Posts that a list asked for; `None`: none, or they were given.
    async fn wished_roles(&mut self, staff: StaffId) -> Result<Option<Vec<Role>>>;
    /// Below `division`, itself not among them.
    async fn divisions_below(&mut self, division: &DivisionCode) -> Result<Vec<Division>>;
}

/// The same, written.
#[async_trait]
pub trait AdministrationWrites: Send {
    /// Until this transaction ends nobody else holds `what`: for what is read, compared with what somebody read before,
    /// and replaced.
    async fn hold(&mut self, what: &str) -> Result<()>;
    /// Waits for those that compute dates by the version before.
    async fn add_calendar(&mut self, version: &CalendarVersion) -> Result<()>;
    async fn calendar_recomputed(&mut self, number: u32, at: Timestamp) -> Result<()>;
    async fn add_deed(&mut self, deed: &Deed) -> Result<()>;
    /// The organ is closed: its people, rooms, seats to come and orders not done are its successor's, and so
    /// is what it is accused of. Its petitions are handed over one by one, each with its event.
    async fn close_agency(&mut self, closure: &Closure) -> Result<()>;
    /// What came in and waits at `from` waits at `to`, a bureau: elsewhere nobody would find it.
    async fn move_waiting(&mut self, from: AgencyId, to: AgencyId) -> Result<()>;
    /// What `agency` demands of itself is demanded by `above`: two that were merged do not watch over themselves.
    async fn raise_own_demands(&mut self, agency: AgencyId, above: AgencyId) -> Result<()>;
    /// The petition's organ or registrar is `to` where it was `from`; `version` is the one read.
    async fn hand_over(
        &mut self,
        petition: PetitionId,
        version: u32,
        from: AgencyId,
        to: AgencyId,
    ) -> Result<()>;
    /// In place of those asked for before; none takes the wish away.
    async fn wish_roles(&mut self, staff: StaffId, roles: &[Role]) -> Result<()>;
    async fn set_reset_code(&mut self, staff: StaffId, code: &ResetCode) -> Result<()>;
    async fn end_reset_code(&mut self, staff: StaffId) -> Result<()>;
    /// In place of those the grid had.
    async fn set_grid_posts(&mut self, division: &DivisionCode, posts: &[GridPost]) -> Result<()>;
    /// After a restore: running numbers of these names (`_` is any character, `%` any text), begun or not, and those of
    /// webhooks' notices go on above what may have been given out since the backup. Every sign-in of the house, every
    /// session of a seat and every one-time code ends.
    async fn raise_after_restore(&mut self, sequences: &[String]) -> Result<Raised>;
}
