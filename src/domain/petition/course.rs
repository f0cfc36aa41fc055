//! The course of a petition: what it keeps across states, such as objections, extensions and findings.

use super::{Category, Finding, Hop, Urgent};
use crate::domain::{
    Timestamp,
    ids::{AgencyId, StaffId},
};

/// Hops, objections, recusals, extension, approvals, reviews, rework.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Course {
    /// Its way from bureau to bureau, oldest first.
    pub hops: Vec<Hop>,
    /// Objections to competence so far (art. 23).
    pub objections: u32,
    /// A common superior ruled who is competent (art. 24): that is final.
    pub ruled: bool,
    /// Who must keep away (art. 28).
    pub recused: Vec<StaffId>,
    /// Days added to the sixty, once (art. 34).
    pub extended_by: Option<u16>,
    /// Who handled it last.
    pub handler: Option<StaffId>,
    /// Who gave the first of two approvals to the draft at hand.
    pub first_approval: Option<StaffId>,
    /// 复查, of the opinion at hand or of the one it revoked.
    pub review: Option<Review>,
    /// 复核.
    pub rereview: Option<Review>,
    /// Whose review revoked the opinion, while the unit handles it anew (责令重新办理).
    pub redone_by: Option<AgencyId>,
    /// Times it was reopened, ordered anew by a review, or begun again after a wrong end.
    pub reworks: u32,
    /// Its own household has withdrawn; what others are in with it goes on for them (ADR 43).
    pub left_at: Option<Timestamp>,
    /// Somebody says that it was sealed by mistake; another person decides (art. 30).
    pub unsealing: Option<Unsealing>,
    /// When its wall was taken down last: it had been sealed by mistake (ADR 59).
    pub opened_at: Option<Timestamp>,
    /// 紧急: it was reported upwards at once (art. 25). Written by its own steps, never by a transition.
    pub urgent: Option<Urgent>,
}

/// 提请解除密封.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsealing {
    /// What it is.
    pub category: Category,
    pub reason: String,
    pub by: StaffId,
    pub since: Timestamp,
}

/// An opinion of review or re-review (art. 35, 36).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    pub organ: AgencyId,
    pub finding: Finding,
    pub text: String,
}

impl Course {
    #[must_use]
    pub fn is_recused(&self, staff: StaffId) -> bool {
        self.recused.contains(&staff)
    }
}
