//! Contract for staff notifications.

use super::{Cursor, Page, Result};
use crate::domain::{
    Timestamp,
    ids::{AgencyId, PetitionId, StaffId},
    petition::{Calendar, Petition, WarnDays},
    staff_notice::{StaffNotice, Topic},
};
use async_trait::async_trait;
use time::Date;
use uuid::Uuid;

/// Whose a pause of a clock is, until when it is expected to last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PauseOwner {
    pub since: Timestamp,
    pub staff: Option<StaffId>,
    pub agency: Option<AgencyId>,
    pub reason: String,
    pub expected_until: Date,
}

/// What waits for somebody of the house. The notices of events are written where these are appended.
#[async_trait]
pub trait StaffNoticeRecords: Send {
    /// Newest first.
    async fn staff_notices(
        &mut self,
        staff: StaffId,
        unread_only: bool,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<Page<StaffNotice>>;
    /// How many are unread, counted up to `most`.
    async fn unread_staff_notices(&mut self, staff: StaffId, most: u32) -> Result<u32>;
    /// Petitions with a clock that is somebody's duty, ends from `from` to before `until` and was not warned of in
    /// this way; first due first, behind `after`. Of what ends soon, the end before it moved over a holiday is before `until`.
    async fn unwarned(
        &mut self,
        topic: Topic,
        due: (Timestamp, Timestamp),
        after: Option<(Timestamp, PetitionId)>,
        limit: u32,
    ) -> Result<Vec<(Timestamp, PetitionId)>>;
    /// Of the last pause of its clock.
    async fn pause_owner(&mut self, petition: PetitionId) -> Result<Option<PauseOwner>>;
    /// Whose pause was expected to end before `today`, and nobody was told.
    async fn long_pauses(&mut self, today: Date, limit: u32) -> Result<Vec<PetitionId>>;
    /// What went out before `before`, has no receipt on record, and nobody was told of that; first sent first, behind `after`.
    async fn unreceived(
        &mut self,
        before: Timestamp,
        after: Option<(Timestamp, PetitionId)>,
        limit: u32,
    ) -> Result<Vec<(Timestamp, PetitionId)>>;
    /// With papers that a step from before `before` owes, or whose day was over before it, of which nobody was told in this
    /// way; first due first, behind `after`.
    async fn paperless(
        &mut self,
        topic: Topic,
        before: Timestamp,
        after: Option<(Timestamp, PetitionId)>,
        limit: u32,
    ) -> Result<Vec<(Timestamp, PetitionId)>>;
    /// What is urgent since `before` or longer, waits to be confirmed above, and nobody was told of after `before`; first
    /// marked first, behind `after`.
    async fn unseen(
        &mut self,
        before: Timestamp,
        after: Option<(Timestamp, PetitionId)>,
        limit: u32,
    ) -> Result<Vec<(Timestamp, PetitionId)>>;
    /// With a request for a hearing from before `before` that nobody has decided and of which nobody was told so; first asked
    /// first, behind `after`.
    async fn undecided(
        &mut self,
        topic: Topic,
        before: Timestamp,
        after: Option<(Timestamp, PetitionId)>,
        limit: u32,
    ) -> Result<Vec<(Timestamp, PetitionId)>>;
}

/// Notices are made of the log as it grows; here they are read, dropped and swept, and clocks, which have no
/// event, tell of themselves.
#[async_trait]
pub trait StaffNoticeWrites: Send {
    /// Reading once is reading.
    async fn read_staff_notice(&mut self, staff: StaffId, source: Uuid, at: Timestamp) -> Result<()>;
    /// All up to and with `until`.
    async fn read_staff_notices(&mut self, staff: StaffId, until: Timestamp, at: Timestamp) -> Result<()>;
    /// It is nothing to this person any more.
    async fn drop_staff_notice(&mut self, staff: StaffId, source: Uuid) -> Result<()>;
    /// Forgets all from before `before`: what they told of is in the log.
    async fn sweep_staff_notices(&mut self, before: Timestamp) -> Result<()>;
    /// Warns those whose duty it is of each clock that presses and was not warned of yet; how many.
    async fn warn_of_clock(&mut self, petition: &Petition, now: Timestamp, days: WarnDays) -> Result<usize>;
    /// Warns those whose duty it is, and then their head, of papers that are owed; how many. Nobody twice.
    async fn warn_of_papers(&mut self, petition: &Petition, now: Timestamp) -> Result<usize>;
    /// Tells once that the pause runs longer than expected; how many. Without notices where it is paused no more.
    async fn tell_of_pause(&mut self, petition: &Petition, now: Timestamp) -> Result<usize>;
    /// Tells that its receipt is not on record; how many. Nobody twice, and nobody where it is.
    async fn tell_of_receipt(&mut self, petition: &Petition, now: Timestamp) -> Result<usize>;
    /// Tells the organ above again that something urgent waits for it; how many. Nobody twice a day.
    async fn tell_of_unseen(&mut self, petition: &Petition, now: Timestamp) -> Result<usize>;
    /// Warns whoever examines it that the two days of its request for a hearing end; how many. Nobody twice.
    async fn warn_of_request(
        &mut self,
        petition: &Petition,
        calendar: &Calendar,
        now: Timestamp,
    ) -> Result<usize>;
}
