//! JSON of staff: who is signed in, what the desk offers them, and lists of colleagues.

use super::{AdminActionText, AgencyKindText, FoundByText, LevelText, RoleText};
use crate::domain::{
    jurisdiction::{Agency, Division, ReceptionRoom},
    people::{Role, Staff},
    petition::WarnDays,
    rights::{self, Official},
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Who is signed in.
#[derive(Debug, Serialize, ToSchema)]
pub struct Me {
    pub id: Uuid,
    pub username: String,
    pub name: String,
    pub roles: Vec<RoleText>,
    pub agency: MyAgency,
    pub desk: Desk,
    /// What this person administers, in their agency's division.
    pub administers: Vec<AdminActionText>,
    /// For whom they act now (委托代办).
    pub acting: Vec<ActingView>,
    /// Posts of their own that they may hand on.
    pub delegable: Vec<RoleText>,
    /// How many days before its end a clock presses here (`[petitions] warn_days`).
    pub warn_days: u8,
}

/// Somebody whose posts one acts in.
#[derive(Debug, Serialize, ToSchema)]
pub struct ActingView {
    pub principal_name: String,
    pub roles: Vec<RoleText>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct MyAgency {
    pub id: Uuid,
    pub name: String,
    pub kind: AgencyKindText,
    pub division: String,
    pub division_name: String,
    pub level: LevelText,
}

/// Which parts of the desk this person has.
#[derive(Debug, Serialize, ToSchema)]
pub struct Desk {
    pub lists: bool,
    pub register: bool,
    pub schedule: bool,
    pub sealed: bool,
    pub statistics: bool,
    /// Disputes about competence that are theirs to rule on (art. 24).
    pub rulings: bool,
    /// The officer's board of all sessions.
    pub board: bool,
    pub templates: bool,
    pub interfaces: bool,
    /// The big screens of their own house's reception rooms.
    pub screens: bool,
    /// By what the list is searched: `words` of the matter; `names`, a person's whole name, too; `people`, a whole phone or
    /// ID number, too.
    pub finds: FoundByText,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct DivisionView {
    pub code: String,
    pub name: String,
    pub level: LevelText,
    pub parent: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct AgencyView {
    pub id: Uuid,
    pub name: String,
    pub kind: AgencyKindText,
    pub division: String,
    pub division_name: String,
}

/// Agencies for a form.
#[derive(Debug, Serialize, ToSchema)]
pub struct AgencyList {
    pub rows: Vec<AgencyView>,
    /// Give it back as `after`.
    pub next: Option<String>,
}

/// Reception rooms for a form.
#[derive(Debug, Serialize, ToSchema)]
pub struct RoomList {
    pub rows: Vec<RoomView>,
    /// Give it back as `after`.
    pub next: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct RoomView {
    pub id: Uuid,
    pub name: String,
    pub agency: Uuid,
    pub agency_name: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct StaffView {
    pub id: Uuid,
    pub name: String,
    pub roles: Vec<RoleText>,
    pub agency: Uuid,
    pub agency_name: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct StaffList {
    pub rows: Vec<StaffView>,
    /// Give it back as `after`.
    pub next: Option<String>,
}

impl Me {
    pub fn of(actor: &Official, division_name: String, acting: Vec<ActingView>, warn_days: WarnDays) -> Self {
        let desk = rights::desk(actor);
        Self {
            id: actor.staff.id.0,
            username: actor.staff.username.clone(),
            name: actor.staff.name.clone(),
            roles: texts(&actor.staff.roles),
            agency: MyAgency {
                id: actor.agency.id.0,
                name: actor.agency.name.clone(),
                kind: actor.agency.kind.into(),
                division: actor.agency.division.to_string(),
                division_name,
                level: actor.agency.division.level().into(),
            },
            desk: Desk {
                lists: desk.lists,
                register: desk.register,
                schedule: desk.schedule,
                sealed: desk.sealed,
                statistics: desk.statistics,
                rulings: desk.rulings,
                board: desk.board,
                templates: desk.templates,
                interfaces: desk.interfaces,
                screens: desk.screens,
                finds: desk.finds.into(),
            },
            administers: rights::administers(actor).into_iter().map(AdminActionText).collect(),
            acting,
            delegable: texts(&rights::delegable(actor)),
            warn_days: warn_days.0,
        }
    }
}

pub(super) fn texts(roles: &[Role]) -> Vec<RoleText> {
    roles.iter().map(|role| RoleText(*role)).collect()
}

impl DivisionView {
    pub fn of(division: Division) -> Self {
        Self {
            level: division.code.level().into(),
            parent: division.code.parent().map(|code| code.to_string()),
            code: division.code.to_string(),
            name: division.name,
        }
    }
}

impl AgencyView {
    pub fn of(agency: Agency, division_name: String) -> Self {
        Self {
            id: agency.id.0,
            name: agency.name,
            kind: agency.kind.into(),
            division: agency.division.to_string(),
            division_name,
        }
    }
}

impl RoomView {
    pub fn of(room: ReceptionRoom, agency_name: String) -> Self {
        Self { id: room.id.0, name: room.name, agency: room.agency.0, agency_name }
    }
}

impl StaffView {
    pub fn of(staff: Staff, agency_name: String) -> Self {
        Self {
            id: staff.id.0,
            name: staff.name,
            roles: texts(&staff.roles),
            agency: staff.agency.0,
            agency_name,
        }
    }
}
