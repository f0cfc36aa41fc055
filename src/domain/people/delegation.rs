//! 委托代办: who acts for whom, in which posts, from when to when. Who may hand on what is
//! `domain::rights`' to say.

use super::Role;
use crate::domain::{
    Timestamp,
    ids::{DelegationId, StaffId},
};

/// A head's posts in somebody else's hands for a while.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delegation {
    pub id: DelegationId,
    /// 委托人: whose posts they are and stay.
    pub principal: StaffId,
    /// 代办人
    pub deputy: StaffId,
    pub roles: Vec<Role>,
    pub starts_at: Timestamp,
    /// Not included.
    pub ends_at: Timestamp,
    pub reason: String,
    pub made_at: Timestamp,
    pub ended: Option<EarlyEnd>,
}

/// It was ended before its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EarlyEnd {
    pub at: Timestamp,
    pub by: StaffId,
}

impl Delegation {
    #[must_use]
    pub fn holds_at(&self, now: Timestamp) -> bool {
        !self.is_over_at(now) && self.starts_at <= now
    }

    #[must_use]
    pub fn is_over_at(&self, now: Timestamp) -> bool {
        self.ended.is_some() || self.ends_at <= now
    }

    /// Whether one post would be in two hands at once.
    #[must_use]
    pub fn collides(&self, other: &Self) -> bool {
        self.ended.is_none()
            && other.ended.is_none()
            && self.principal == other.principal
            && self.starts_at < other.ends_at
            && other.starts_at < self.ends_at
            && self.roles.iter().any(|role| other.roles.contains(role))
    }
}
