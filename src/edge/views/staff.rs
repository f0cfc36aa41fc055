use super::{AgencyKindText, LevelText, RoleText};
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
