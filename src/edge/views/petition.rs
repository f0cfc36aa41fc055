use super::{
    ActionItemStateText, CategoryText, ChannelText, ClockKindText, ContentClassText, Day, HearingRow,
    OpinionView, PartyKindText, PurposeText, StateText,
};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;
use uuid::Uuid;

/// A line of the work list.
#[derive(Debug, Serialize, ToSchema)]
pub struct PetitionRow {
    pub id: Uuid,
    pub number: String,
    pub title: String,
    pub state: StateText,
    pub category: CategoryText,
    pub content_class: ContentClassText,
    pub channel: ChannelText,
    pub place: String,
    pub place_name: String,
    pub unit_name: Option<String>,
    pub registered_at: i64,
    pub next_due: Option<NextDue>,
    pub overdue: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct NextDue {
    pub kind: ClockKindText,
    /// Judge by this one.
    pub due: i64,
    /// Before rolling over holidays: warn by this one.
    pub raw_due: i64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct PetitionList {
    pub rows: Vec<PetitionRow>,
    /// Give it back as `after`.
    pub next: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct PetitionDetail {
    #[serde(flatten)]
    pub row: PetitionRow,
    pub text: String,
    pub purpose: PurposeText,
    pub respondent: Option<String>,
    pub persons_concerned: u32,
    pub registered_by_name: String,
    pub version: u32,
    pub opinion: Option<OpinionView>,
    pub parties: Vec<PartyView>,
    pub attachments: Vec<AttachmentView>,
    pub hearings: Vec<HearingRow>,
    pub action_items: Vec<ActionItemView>,
    /// What I may do now: kinds of transition, `schedule_hearing`, `add_attachment`, `renew_query_code`.
    pub may: Vec<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct PartyView {
    pub id: Uuid,
    pub kind: PartyKindText,
    pub name: String,
    pub phone: Option<String>,
    /// All but the last four characters masked.
    pub id_number: Option<String>,
    pub address: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct AttachmentView {
    pub id: Uuid,
    pub name: String,
    pub media_type: String,
    pub size: u64,
    pub added_at: i64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ActionItemView {
    pub id: Uuid,
    pub hearing: Uuid,
    pub agency: Uuid,
    pub agency_name: String,
    pub content: String,
    pub deadline: Day,
    pub state: ActionItemStateText,
    /// The entry of the minutes it comes from.
    pub entry: Uuid,
}

/// An event of the log.
#[derive(Debug, Serialize, ToSchema)]
pub struct TimelineEvent {
    /// In its chain.
    pub number: u64,
    pub at: i64,
    pub kind: String,
    pub actor: ActorView,
    pub reason: Option<String>,
    pub due_before: Option<i64>,
    pub due_after: Option<i64>,
    pub hearing: Option<Uuid>,
    pub details: BTreeMap<String, String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ActorView {
    pub is: ActorKind,
    pub name: Option<String>,
    pub agency_name: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ActorKind {
    Staff,
    Seat,
    Petitioner,
    System,
}
