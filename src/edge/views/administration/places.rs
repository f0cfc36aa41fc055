//! Divisions, the organs and rooms in them, and who looks after a grid.

use super::LineFaultView;
use crate::{
    domain::jurisdiction::{Agency, GridPost, Import, LineFault, ReceptionRoom},
    edge::{
        etag,
        views::{AgencyKindText, GridDutyText, LevelText},
    },
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;
use uuid::Uuid;

/// Faults told of at once: with more, the file is another one than it should be.
const FAULTS_SHOWN: usize = 100;

/// What a list of divisions changes, or would.
#[derive(Debug, Serialize, ToSchema)]
pub struct DivisionImport {
    pub added: usize,
    pub added_by_level: Vec<LevelCount>,
    pub renamed: Vec<Renamed>,
    pub unchanged: usize,
    /// The first hundred; with any, nothing is taken over.
    pub faults: Vec<LineFaultView>,
    pub faults_total: usize,
}

impl DivisionImport {
    pub fn of(import: Import) -> Self {
        let levels = import.added_by_level().into_iter();
        let fault = |fault: &LineFault| LineFaultView::from(fault.clone());
        Self {
            added: import.added.len(),
            added_by_level: levels.map(|(level, count)| LevelCount { level: level.into(), count }).collect(),
            renamed: import
                .renamed
                .into_iter()
                .map(|(division, before)| Renamed {
                    code: division.code.to_string(),
                    before,
                    after: division.name,
                })
                .collect(),
            unchanged: import.unchanged,
            faults: import.faults.iter().take(FAULTS_SHOWN).map(fault).collect(),
            faults_total: import.faults.len(),
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub struct LevelCount {
    pub level: LevelText,
    pub count: usize,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Renamed {
    pub code: String,
    pub before: String,
    pub after: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct AdminAgency {
    pub id: Uuid,
    pub name: String,
    pub kind: AgencyKindText,
    pub division: String,
    pub division_name: String,
    /// Where it is phoned by who cannot get into its hearing.
    pub phone: Option<String>,
    pub closed: Option<AgencyClosed>,
    /// Of its name and phone: `If-Match` of others.
    pub tag: String,
}

impl AdminAgency {
    pub fn of(
        agency: Agency,
        division_name: String,
        phone: Option<String>,
        closed: Option<AgencyClosed>,
    ) -> Self {
        Self {
            id: agency.id.0,
            tag: agency_tag(&agency.name, phone.as_deref()),
            name: agency.name,
            kind: agency.kind.into(),
            division: agency.division.to_string(),
            division_name,
            phone,
            closed,
        }
    }
}

/// The tag of what is changed of an agency.
#[must_use]
pub fn agency_tag(name: &str, phone: Option<&str>) -> String {
    etag::of_parts([name, phone.unwrap_or_default()])
}

#[derive(Debug, Serialize, ToSchema)]
pub struct AgencyClosed {
    pub at: i64,
    pub successor: Uuid,
    pub successor_name: String,
    pub reason: String,
    /// Petitions that went over; only in the answer to closing it.
    pub petitions: Option<usize>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct AdminAgencyList {
    pub rows: Vec<AdminAgency>,
    /// Give it back as `after`.
    pub next: Option<String>,
}

/// A reception room in use.
#[derive(Debug, Serialize, ToSchema)]
pub struct AdminRoom {
    pub id: Uuid,
    pub name: String,
    pub agency: Uuid,
    pub agency_name: String,
    /// Of its name: `If-Match` of another name.
    pub tag: String,
}

impl AdminRoom {
    pub fn of(room: ReceptionRoom, agency_name: String) -> Self {
        Self {
            id: room.id.0,
            tag: etag::of_parts([&room.name]),
            name: room.name,
            agency: room.agency.0,
            agency_name,
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub struct AdminRoomList {
    pub rows: Vec<AdminRoom>,
    /// Give it back as `after`.
    pub next: Option<String>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GridPostView {
    pub staff: Uuid,
    pub duty: GridDutyText,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct GridView {
    pub code: String,
    pub name: String,
    pub posts: Vec<GridPostNamed>,
    /// Of the posts: `If-Match` of other posts.
    pub tag: String,
}

/// The tag of who looks after a grid.
#[must_use]
pub fn grid_tag(posts: &[GridPost]) -> String {
    let posts: BTreeSet<String> = posts.iter().map(|post| format!("{} {}", post.staff, post.duty)).collect();
    etag::of_parts(posts)
}

#[derive(Debug, Serialize, ToSchema)]
pub struct GridPostNamed {
    pub staff: Uuid,
    pub name: String,
    pub agency_name: String,
    pub duty: GridDutyText,
}

impl GridPostNamed {
    pub fn of(post: &GridPost, name: String, agency_name: String) -> Self {
        Self { staff: post.staff.0, name, agency_name, duty: post.duty.into() }
    }
}
