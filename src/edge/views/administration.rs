//! What administrators see.

use super::{
    AgencyKindText, Day, DayKindText, DeedKindText, GridDutyText, LevelText, RoleText, staff::texts,
};
use crate::{
    administration::calendar::Preview,
    domain::{
        Timestamp,
        administration::Deed,
        jurisdiction::{Agency, GridPost, Import, LineFault, ReceptionRoom},
        people::{Role, Staff, Wanted},
        petition::{Calendar, DayChange},
    },
    edge::etag,
    storage::CalendarVersion,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;
use uuid::Uuid;

/// Faults told of at once: with more, the file is another one than it should be.
const FAULTS_SHOWN: usize = 100;

/// The holiday calendar in force and those that were.
#[derive(Debug, Serialize, ToSchema)]
pub struct CalendarView {
    /// 0: as the program brings it along.
    pub number: u32,
    /// As events name it.
    pub version: String,
    /// Years with a notice; in all others the days by law are off.
    pub years: Vec<i32>,
    /// A year whose notice should be loaded by now and is not.
    pub missing: Option<i32>,
    pub days: Vec<CalendarDay>,
    /// Newest first.
    pub versions: Vec<CalendarVersionView>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct CalendarDay {
    pub day: Day,
    pub kind: DayKindText,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct CalendarVersionView {
    pub number: u32,
    pub version: String,
    pub loaded_at: i64,
    /// None: on the command line.
    pub loaded_by_name: Option<String>,
    pub source: String,
    /// Open clocks stand by it.
    pub recomputed: bool,
}

/// What loading it would change.
#[derive(Debug, Serialize, ToSchema)]
pub struct CalendarPreview {
    /// Give it back when loading.
    pub base: u32,
    pub source: Option<String>,
    pub days: Vec<CalendarChange>,
    /// With at least one due time that moves.
    pub petitions: usize,
    pub clocks_later: usize,
    pub clocks_earlier: usize,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct CalendarChange {
    pub day: Day,
    pub before: DayKindText,
    pub after: DayKindText,
}

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
pub struct LineFaultView {
    pub line: usize,
    pub why: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct AdminAgency {
    pub id: Uuid,
    pub name: String,
    pub kind: AgencyKindText,
    pub division: String,
    pub division_name: String,
    pub closed: Option<AgencyClosed>,
    /// Of its name: `If-Match` of another name.
    pub tag: String,
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
    /// Of the posts: `If-Match` of other posts.
    pub tag: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct AdminAgencyList {
    pub rows: Vec<AdminAgency>,
    /// Give it back as `after`.
    pub next: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct AdminRoomList {
    pub rows: Vec<AdminRoom>,
    /// Give it back as `after`.
    pub next: Option<String>,
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

/// A code that sets one new password. Shown once.
#[derive(Serialize, ToSchema)]
pub struct OneTimeCode {
    pub staff: AdminStaff,
    pub code: String,
    pub expires_at: i64,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
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

#[derive(Debug, Serialize, ToSchema)]
pub struct GridPostNamed {
    pub staff: Uuid,
    pub name: String,
    pub agency_name: String,
    pub duty: GridDutyText,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct DeedView {
    pub id: Uuid,
    pub at: i64,
    /// None: on the command line; of who was refused it is not known.
    pub by_name: Option<String>,
    pub kind: DeedKindText,
    pub about: String,
}

impl CalendarView {
    pub fn of(calendar: &Calendar, versions: Vec<CalendarVersionView>, now: Timestamp) -> Self {
        let day = |(day, kind)| CalendarDay { day: Day(day), kind: DayKindText(kind) };
        Self {
            number: calendar.number(),
            version: calendar.version(),
            years: calendar.years().collect(),
            missing: calendar.misses(now.local_date()),
            days: calendar.days().into_iter().map(day).collect(),
            versions,
        }
    }
}

impl CalendarVersionView {
    pub fn of(version: CalendarVersion, loaded_by_name: Option<String>) -> Self {
        Self {
            number: version.calendar.number(),
            version: version.calendar.version(),
            loaded_at: version.loaded_at.0,
            loaded_by_name,
            source: version.source,
            recomputed: version.recomputed_at.is_some(),
        }
    }
}

impl CalendarPreview {
    pub fn of(preview: Preview) -> Self {
        let later = preview.clocks.iter().filter(|(_, before, after)| after.due > before.due).count();
        let change = |change: DayChange| CalendarChange {
            day: Day(change.day),
            before: change.before.into(),
            after: change.after.into(),
        };
        Self {
            base: preview.calendar.number() - 1,
            source: preview.source,
            days: preview.days.into_iter().map(change).collect(),
            petitions: preview.clocks.iter().map(|(id, ..)| id).collect::<BTreeSet<_>>().len(),
            clocks_later: later,
            clocks_earlier: preview.clocks.len() - later,
        }
    }
}

impl From<LineFault> for LineFaultView {
    fn from(fault: LineFault) -> Self {
        Self { line: fault.line, why: fault.why }
    }
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

impl AdminAgency {
    pub fn of(agency: Agency, division_name: String, closed: Option<AgencyClosed>) -> Self {
        Self {
            id: agency.id.0,
            tag: etag::of_parts([&agency.name]),
            name: agency.name,
            kind: agency.kind.into(),
            division: agency.division.to_string(),
            division_name,
            closed,
        }
    }
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
        }
    }

    #[must_use]
    pub fn reached(self, has_phone: bool) -> Self {
        Self { has_phone, ..self }
    }

    #[must_use]
    pub fn wishing(self, roles: &[Role]) -> Self {
        Self { wished: texts(roles), ..self }
    }
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

/// The tag of somebody's posts, in whatever order they were given.
#[must_use]
pub fn posts_tag(staff: &Staff) -> String {
    let posts: BTreeSet<&str> = staff.roles.iter().map(|role| role.as_str()).collect();
    etag::of_parts(posts)
}

/// The tag of who looks after a grid.
#[must_use]
pub fn grid_tag(posts: &[GridPost]) -> String {
    let posts: BTreeSet<String> = posts.iter().map(|post| format!("{} {}", post.staff, post.duty)).collect();
    etag::of_parts(posts)
}

impl GridPostNamed {
    pub fn of(post: &GridPost, name: String, agency_name: String) -> Self {
        Self { staff: post.staff.0, name, agency_name, duty: post.duty.into() }
    }
}

impl DeedView {
    pub fn of(deed: Deed, by_name: Option<String>) -> Self {
        Self { id: deed.id.0, at: deed.at.0, by_name, kind: deed.kind.into(), about: deed.about }
    }
}
