//! JSON of delegations (委托代办).

use super::{RoleText, staff::texts};
use crate::domain::{Timestamp, people::Delegation};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Somebody's posts in somebody else's hands for a while (委托代办).
#[derive(Debug, Serialize, ToSchema)]
pub struct DelegationView {
    pub id: Uuid,
    pub principal: Uuid,
    pub principal_name: String,
    pub deputy: Uuid,
    pub deputy_name: String,
    pub agency_name: String,
    pub roles: Vec<RoleText>,
    pub starts_at: i64,
    /// Not included.
    pub ends_at: i64,
    pub reason: String,
    /// Before its time.
    pub ended_at: Option<i64>,
    pub ended_by_name: Option<String>,
    /// Now. It opens only those of the posts that the principal still has.
    pub holds: bool,
    /// I may end it before its time.
    pub may_end: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct DelegationList {
    pub rows: Vec<DelegationView>,
    /// Give it back as `after`.
    pub next: Option<String>,
}

/// Names that go with a delegation.
#[derive(Debug, Default)]
pub struct DelegationNames {
    pub principal: String,
    pub deputy: String,
    pub agency: String,
    pub ended_by: Option<String>,
}

impl DelegationView {
    pub fn of(delegation: &Delegation, names: DelegationNames, now: Timestamp, may_end: bool) -> Self {
        Self {
            id: delegation.id.0,
            principal: delegation.principal.0,
            principal_name: names.principal,
            deputy: delegation.deputy.0,
            deputy_name: names.deputy,
            agency_name: names.agency,
            roles: texts(&delegation.roles),
            starts_at: delegation.starts_at.0,
            ends_at: delegation.ends_at.0,
            reason: delegation.reason.clone(),
            ended_at: delegation.ended.map(|end| end.at.0),
            ended_by_name: names.ended_by,
            holds: delegation.holds_at(now),
            may_end: may_end && !delegation.is_over_at(now),
        }
    }
}
