//! Contract for staff's own phone numbers.

use super::Result;
use crate::domain::{
    Timestamp,
    ids::{HearingId, StaffId},
    staff_notice::{StaffNotice, StaffPhone},
};
use async_trait::async_trait;
use std::collections::BTreeSet;
use uuid::Uuid;

/// Phones of the house's own people, sealed under the master key, and what waits to go there.
#[async_trait]
pub trait StaffPhoneRecords: Send {
    async fn staff_phone(&mut self, staff: StaffId) -> Result<Option<StaffPhone>>;
    /// Whether there is one, without opening it.
    async fn has_staff_phone(&mut self, staff: StaffId) -> Result<bool>;
    /// Officials with seats in a hearing whom a message reaches: they work here, and want messages on a phone of theirs. No number
    /// is opened.
    async fn seated_by_phone(&mut self, hearing: HearingId) -> Result<BTreeSet<StaffId>>;
    /// Notices that press, of people who want them on their phone; oldest first.
    async fn notices_for_phones(&mut self, limit: u32) -> Result<Vec<StaffNotice>>;
    async fn staff_notice(&mut self, staff: StaffId, source: Uuid) -> Result<Option<StaffNotice>>;
}

/// A colleague's own number, and which node sends there.
#[async_trait]
pub trait StaffPhoneWrites: Send {
    /// None: forgotten.
    async fn set_staff_phone(
        &mut self,
        staff: StaffId,
        phone: Option<&StaffPhone>,
        at: Timestamp,
    ) -> Result<()>;
    /// `false`: another node has it.
    async fn take_for_phone(&mut self, staff: StaffId, source: Uuid) -> Result<bool>;
}
