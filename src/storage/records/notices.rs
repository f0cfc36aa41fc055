//! Contract for notices to the seats of a hearing.

use super::Result;
use crate::domain::{
    Timestamp,
    hearing::{HearingNotice, NoticeKind},
    ids::{HearingId, HearingNoticeId},
};
use async_trait::async_trait;

/// What seats were told of their hearings.
#[async_trait]
pub trait NoticeRecords: Send {
    async fn hearing_notice(&mut self, id: HearingNoticeId) -> Result<Option<HearingNotice>>;
    /// Oldest first, then in the order of the table.
    async fn hearing_notices(&mut self, hearing: HearingId) -> Result<Vec<HearingNotice>>;
}

/// Each seat is told of an event once, and reminded once of each kind.
#[async_trait]
pub trait NoticeWrites: Send {
    /// `Exists`: this seat was told of this event.
    async fn add_hearing_notice(&mut self, notice: &HearingNotice) -> Result<()>;
    /// The receipt.
    async fn save_hearing_notice(&mut self, notice: &HearingNotice) -> Result<()>;
    /// `false`: it was given before.
    async fn add_hearing_reminder(
        &mut self,
        hearing: HearingId,
        kind: NoticeKind,
        starts_at: Timestamp,
        at: Timestamp,
    ) -> Result<bool>;
}
