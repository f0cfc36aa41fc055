//! JSON of the status page that number and query code open.

use super::{
    ActionItemStateText, CameView, CategoryText, ClockKindText, Day, EvaluationTargetText, EvaluationView,
    HearingKindText, HearingRequestStatus, LanguageText, NoticeAnswerView, NoticeKindText, NoticeStatus,
    OpinionResultText, OutcomeStandardText, ReviewView, StageText, StateText,
};
use crate::domain::{hearing::WayIn, petition::Opinion};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// What number and query code show: never a person, never a sealed matter (docs/rules.md 3.5, 12).
#[derive(Debug, Serialize, ToSchema)]
pub struct PetitionStatus {
    pub number: String,
    pub title: String,
    pub state: StateText,
    pub category: CategoryText,
    pub registered_at: i64,
    pub place_name: String,
    pub unit_name: Option<String>,
    /// The petition bureau that has it, or sent it to the unit.
    pub desk_name: String,
    /// How it came to that bureau; null: it was registered there.
    pub came: Option<CameView>,
    pub next_due: Option<DueStatus>,
    pub can_withdraw: bool,
    /// Who acts for the petitioner, while that can be ended; the petitioner knows who they are.
    pub agents: Vec<AgentStatus>,
    /// The matter is still worked on: what is handed in is read. A merged household hands in to its own petition.
    pub can_add_files: bool,
    /// Whom the petitioner may still evaluate.
    pub can_evaluate: Vec<EvaluationTargetText>,
    pub evaluations: Vec<EvaluationView>,
    /// Review (复查) after the reply, re-review (复核) after review.
    pub can_request_review: bool,
    /// Accept the reply, which closes the petition.
    pub can_accept: bool,
    /// It goes on together with another one, whose progress this is.
    pub merged: bool,
    pub steps: Vec<StepStatus>,
    /// Once delivered.
    pub opinion: Option<OpinionView>,
    /// Of review, once delivered.
    pub review: Option<ReviewView>,
    /// Of re-review, once delivered; of what is no longer accepted, the one that ended the same person's matter before.
    pub rereview: Option<ReviewView>,
    pub hearings: Vec<HearingStatus>,
    /// Whether the petitioner may ask for a hearing.
    pub can_request_hearing: bool,
    /// Oldest first.
    pub hearing_requests: Vec<HearingRequestStatus>,
    /// Addressed to the petitioner, oldest first.
    pub documents: Vec<NoticeStatus>,
}

/// 代理人, without a name: the code may be in other hands.
#[derive(Debug, Serialize, ToSchema)]
pub struct AgentStatus {
    pub id: Uuid,
    pub since: i64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct DueStatus {
    pub kind: ClockKindText,
    pub due: i64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct StepStatus {
    /// Kind of event, e.g. `petition.accepted`.
    pub kind: String,
    pub at: i64,
    pub agency_name: Option<String>,
    /// The bureau it went to, from one bureau to another.
    pub to_name: Option<String>,
    pub due_after: Option<i64>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct OpinionView {
    pub result: OpinionResultText,
    pub text: String,
    /// What it rests on; empty of one from before this was a field of its own.
    pub basis: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct HearingStatus {
    pub number: String,
    pub kind: HearingKindText,
    pub title: String,
    pub starts_at: i64,
    pub ends_at: i64,
    pub stage: StageText,
    /// What the petitioner was told last, if they have a seat.
    pub notice: Option<HearingNoticeStatus>,
    /// How its people come in from here, while there is something to come to and one of them has a seat.
    pub way_in: Option<WayInText>,
    /// Once published.
    pub outcome: Option<OutcomeStatus>,
    /// It was published, and is being put right.
    pub outcome_withdrawn: bool,
}

/// How the people of a petition come into its hearing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = WayIn)]
pub enum WayInText {
    /// By a one-time code to their phone.
    Code,
    /// By one too; the last four digits of a phone say to which of several.
    ByEnding,
    /// By a link from the office: no message can be sent.
    Office,
}

impl From<WayIn> for WayInText {
    fn from(way: WayIn) -> Self {
        match way {
            WayIn::Code(_) => Self::Code,
            WayIn::ByEnding => Self::ByEnding,
            WayIn::Office => Self::Office,
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub struct HearingNoticeStatus {
    pub kind: NoticeKindText,
    pub at: i64,
    pub read_at: Option<i64>,
    /// What they said last of these times, and when.
    pub answer: Option<NoticeAnswerView>,
    pub answered_at: Option<i64>,
    /// What they said last that they need. None: Mandarin.
    pub language: Option<LanguageText>,
    pub interpreter: bool,
    /// It is ahead: they may still say that they cannot come.
    pub can_decline: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct OutcomeStatus {
    pub conclusion: String,
    pub standards: Vec<OutcomeStandardText>,
    pub items: Vec<ActionItemStatus>,
    pub published_at: Option<i64>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ActionItemStatus {
    pub agency_name: String,
    pub content: String,
    pub deadline: Day,
    pub state: ActionItemStateText,
    /// Of one that is done: the media type of each file that shows it. The files stay with the bureau.
    pub proof: Vec<String>,
}

impl OpinionView {
    pub fn of(opinion: Opinion) -> Self {
        Self { result: opinion.result.into(), text: opinion.text, basis: opinion.basis }
    }
}
