//! Administration in three separated hands (MLPS level 3): the system administrator keeps calendar, places
//! and accounts, the security administrator says who may do what, the auditor reads what both did. None of
//! them works on petitions, and nobody is two of them.

use super::Official;
use crate::domain::{
    jurisdiction::DivisionCode,
    named,
    people::{Role, Staff},
};

named!(
    /// What administrators do: system, security and audit are three posts that nobody holds together (MLPS).
    pub enum AdminAction {
        LoadCalendar = "load_calendar",
        ImportDivisions = "import_divisions",
        /// Agencies and their reception rooms.
        ManageAgencies = "manage_agencies",
        /// Make, disable and enable accounts, issue codes for a new password.
        ManageStaff = "manage_staff",
        /// Say who has which post.
        GrantRoles = "grant_roles",
        ReadLog = "read_log",
    }
);

/// What `actor` administers, in the division of their agency and below.
#[must_use]
pub fn administers(actor: &Official) -> Vec<AdminAction> {
    let holds = |action: &AdminAction| actor.has_any(&[keeper(*action)]);
    AdminAction::ALL.iter().copied().filter(holds).collect()
}

/// Whose post it is.
const fn keeper(action: AdminAction) -> Role {
    match action {
        AdminAction::LoadCalendar
        | AdminAction::ImportDivisions
        | AdminAction::ManageAgencies
        | AdminAction::ManageStaff => Role::SystemAdmin,
        AdminAction::GrantRoles => Role::SecurityAdmin,
        AdminAction::ReadLog => Role::Auditor,
    }
}

/// Whether `actor` may do it to what is in `division`.
#[must_use]
pub fn may_administer(actor: &Official, action: AdminAction, division: &DivisionCode) -> bool {
    administers(actor).contains(&action) && actor.agency.division.contains(division)
}

/// Whether `actor` may replace the holiday calendar, which every due date of the house is computed by: a system administrator
/// with none above them. `others`: the divisions of the house that have one.
#[must_use]
pub fn may_load_calendar(actor: &Official, others: &[DivisionCode]) -> bool {
    let own = &actor.agency.division;
    let is_above = |division: &DivisionCode| division != own && division.contains(own);
    administers(actor).contains(&AdminAction::LoadCalendar) && !others.iter().any(is_above)
}

/// Roles that go with no other.
const SEPARATED: &[Role] = &[Role::SystemAdmin, Role::SecurityAdmin, Role::Auditor];

/// Why roles are not granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotGranted {
    #[error("Administration, security and audit are apart, and none of them works on petitions")]
    Separated,
    #[error("Nobody says what they may do themselves")]
    OwnRoles,
}

impl NotGranted {
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Separated => "roles_separated",
            Self::OwnRoles => "own_roles",
        }
    }
}

/// Whether `actor` may give `to` all of `roles`.
///
/// # Errors
/// [`NotGranted`].
pub fn may_be_granted(actor: &Official, to: &Staff, roles: &[Role]) -> Result<(), NotGranted> {
    if actor.staff.id == to.id {
        return Err(NotGranted::OwnRoles);
    }
    if go_together(roles) { Ok(()) } else { Err(NotGranted::Separated) }
}

/// Whether one person may have all of `roles`, whoever grants them.
#[must_use]
pub fn go_together(roles: &[Role]) -> bool {
    let separated = roles.iter().any(|role| SEPARATED.contains(role));
    !separated || roles.iter().all(|role| *role == roles[0])
}

/// Whether `staff` administers, secures or audits. Their passwords are set on the command line alone: who
/// could reset them at the desk could take another hand's part.
#[must_use]
pub fn is_separated(staff: &Staff) -> bool {
    staff.roles.iter().any(|role| SEPARATED.contains(role))
}
