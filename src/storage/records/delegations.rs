//! Contract for delegations.

use super::{Cursor, Page, Result};
use crate::domain::{
    Timestamp,
    ids::{DelegationId, StaffId},
    jurisdiction::DivisionCode,
    people::{Delegation, EarlyEnd},
};
use async_trait::async_trait;

/// 委托代办: who acts for whom.
#[async_trait]
pub trait DelegationRecords: Send {
    async fn delegation(&mut self, id: DelegationId) -> Result<Option<Delegation>>;
    /// By which `deputy` acts for others at `now`, oldest first.
    async fn delegations_held(&mut self, deputy: StaffId, now: Timestamp) -> Result<Vec<Delegation>>;
    /// Given by `principal` and not over at `now`, newest first.
    async fn delegations_given(&mut self, principal: StaffId, now: Timestamp) -> Result<Vec<Delegation>>;
    /// Given or held by `staff`, over or not, newest first.
    async fn delegations_of(
        &mut self,
        staff: StaffId,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<Page<Delegation>>;
    /// Of principals who work in `division`, not over at `now`, newest first.
    async fn delegations_in(
        &mut self,
        division: &DivisionCode,
        now: Timestamp,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<Page<Delegation>>;
}

/// The same, written.
#[async_trait]
pub trait DelegationWrites: Send {
    async fn add_delegation(&mut self, delegation: &Delegation) -> Result<()>;
    /// `false`: it was ended before.
    async fn end_delegation(&mut self, id: DelegationId, end: EarlyEnd) -> Result<bool>;
}
