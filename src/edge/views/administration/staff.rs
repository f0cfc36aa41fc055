//! Accounts: who has which posts, and lists of new ones.

use super::LineFaultView;
use crate::{
    domain::people::{Role, Staff, Wanted},
    edge::{
        etag,
        views::{RoleText, staff::texts},
    },
};
use serde::Serialize;
use std::collections::BTreeSet;
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Debug, Serialize, ToSchema)]
pub struct AdminStaff {
    pub id: Uuid,
    pub username: String,
    pub name: String,
    pub agency: Uuid,
    pub agency_name: String,
    pub roles: Vec<RoleText>,
    /// Posts that a list of accounts asked for, to be given by the security administrator.
    pub wished: Vec<RoleText>,
    pub disabled: bool,
    /// Whether they gave a phone for urgent notices; which is theirs alone to see.
    pub has_phone: bool,
    /// Whether they sign in by two steps.
    pub has_factor: bool,
    /// Of the posts: `If-Match` of other posts.
    pub tag: String,
}

impl AdminStaff {
    pub fn of(staff: Staff, agency_name: String) -> Self {
        Self {
            id: staff.id.0,
            tag: posts_tag(&staff),
            roles: texts(&staff.roles),
            wished: Vec::new(),
            username: staff.username,
            name: staff.name,
            agency: staff.agency.0,
            agency_name,
            disabled: staff.disabled,
            has_phone: false,
            has_factor: false,
        }
    }

    #[must_use]
    pub fn reached(self, has_phone: bool) -> Self {
        Self { has_phone, ..self }
    }

    #[must_use]
    pub fn guarded(self, has_factor: bool) -> Self {
        Self { has_factor, ..self }
    }

    #[must_use]
    pub fn wishing(self, roles: &[Role]) -> Self {
        Self { wished: texts(roles), ..self }
    }
}

/// The tag of somebody's posts, in whatever order they were given.
#[must_use]
pub fn posts_tag(staff: &Staff) -> String {
    let posts: BTreeSet<&str> = staff.roles.iter().map(|role| role.as_str()).collect();
    etag::of_parts(posts)
}

#[derive(Debug, Serialize, ToSchema)]
pub struct AdminStaffList {
    pub rows: Vec<AdminStaff>,
    /// Give it back as `after`.
    pub next: Option<String>,
}

/// What a list of accounts asks for. Made are either all of them or none.
#[derive(Serialize, ToSchema)]
pub struct StaffImport {
    pub rows: Vec<StaffImportRow>,
    /// Every line that cannot be taken; with any, nothing is made.
    pub faults: Vec<LineFaultView>,
    /// With their codes, shown once; empty of a dry run.
    pub made: Vec<OneTimeCode>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct StaffImportRow {
    pub line: usize,
    pub name: String,
    pub username: String,
    pub agency_name: String,
    /// Asked for.
    pub roles: Vec<RoleText>,
}

impl StaffImportRow {
    pub fn of(wanted: &Wanted) -> Self {
        Self {
            line: wanted.line,
            name: wanted.name.clone(),
            username: wanted.username.clone(),
            agency_name: wanted.agency_name.clone(),
            roles: texts(&wanted.roles),
        }
    }
}

/// A code that sets one new password. Shown once.
#[derive(Serialize, ToSchema)]
pub struct OneTimeCode {
    pub staff: AdminStaff,
    pub code: String,
    pub expires_at: i64,
}
