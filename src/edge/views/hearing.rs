use super::{
    ActionItemStateText, AgendaPhaseText, Day, HearingKindText, LevelText, OutcomeStandardText,
    ParticipantRoleText, SideText, StageText,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A line of a day's list.
#[derive(Debug, Serialize, ToSchema)]
pub struct HearingRow {
    pub id: Uuid,
    pub number: String,
    pub kind: HearingKindText,
    pub title: String,
    pub petition: Uuid,
    pub petition_number: String,
    pub host_name: String,
    pub starts_at: i64,
    pub ends_at: i64,
    pub stage: StageText,
    pub my_seat: Option<Uuid>,
    pub seats_total: u32,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct HearingDetail {
    pub id: Uuid,
    pub number: String,
    pub kind: HearingKindText,
    pub title: String,
    pub petition: Uuid,
    pub petition_number: String,
    pub petition_title: String,
    pub host_name: String,
    pub starts_at: i64,
    pub ends_at: i64,
    pub agenda: Vec<AgendaPhaseText>,
    pub stage: HearingStage,
    pub my_seat: Option<Uuid>,
    pub seats: Vec<HearingSeat>,
    pub outcome: Option<OutcomeDetail>,
    /// What I may do now.
    pub may: Vec<HearingAction>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct HearingStage {
    pub stage: StageText,
    pub reason: Option<String>,
    pub since: Option<i64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum HearingAction {
    IssueLinks,
    IssueOutcome,
    Publish,
    Cancel,
    Postpone,
    Enter,
    ReadMinutes,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct HearingSeat {
    pub id: Uuid,
    pub role: ParticipantRoleText,
    pub side: SideText,
    pub label: String,
    pub name: String,
    pub level: Option<LevelText>,
    pub mandatory: bool,
    pub occupant: OccupantView,
    pub agency: Option<Uuid>,
    pub removed: Option<String>,
    pub link: LinkState,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LinkState {
    None,
    Issued,
    Used,
}

/// Who takes a seat; the same in a schedule asked for and in one that stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum OccupantView {
    Official {
        staff: Uuid,
        #[serde(default)]
        room: Option<Uuid>,
    },
    Room {
        room: Uuid,
    },
    Party {
        person: Uuid,
    },
    External {
        organisation: String,
        name: String,
    },
}

#[derive(Debug, Serialize, ToSchema)]
pub struct OutcomeDetail {
    pub conclusion: String,
    pub standards: Vec<OutcomeStandardText>,
    pub items: Vec<OutcomeItem>,
    pub issued_at: i64,
    pub published_at: Option<i64>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct OutcomeItem {
    pub agency: Uuid,
    pub agency_name: String,
    pub content: String,
    pub deadline: Day,
    pub state: ActionItemStateText,
    pub entry: Uuid,
}

/// A hearing as asked for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewHearing {
    pub kind: HearingKindText,
    pub title: String,
    pub starts_at: i64,
    pub ends_at: i64,
    pub agenda: Vec<AgendaPhaseText>,
    pub seats: Vec<NewSeat>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSeat {
    pub role: ParticipantRoleText,
    pub occupant: OccupantView,
    /// Left out: as the role is by rule.
    #[serde(default)]
    pub mandatory: Option<bool>,
}

/// A room or a person that is taken at that time.
#[derive(Debug, Serialize, ToSchema)]
pub struct Clash {
    pub what: ClashKind,
    pub id: Uuid,
    pub name: String,
    /// Number of the hearing that has it.
    pub number: String,
    pub starts_at: i64,
    pub ends_at: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ClashKind {
    Room,
    Staff,
}

/// An entry of the minutes, as on the wire.
#[derive(Debug, Serialize, ToSchema)]
pub struct MinutesEntry {
    pub id: Uuid,
    pub number: u32,
    pub revision: u32,
    pub phase: AgendaPhaseText,
    pub speaker: Option<Uuid>,
    pub text: String,
    pub at: i64,
}
