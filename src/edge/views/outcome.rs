//! JSON of what a hearing decided, and what that said before it was put right.

use super::{AcceptedView, ActionItemStateText, Day, OutcomeStandardText};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Debug, Serialize, ToSchema)]
pub struct OutcomeDetail {
    pub conclusion: String,
    pub standards: Vec<OutcomeStandardText>,
    pub items: Vec<OutcomeItem>,
    pub issued_at: i64,
    pub published_at: Option<i64>,
    /// It was readable by query code until then, and is not now.
    pub withdrawn_at: Option<i64>,
    /// From 1; one more with each correction.
    pub version: u32,
    /// What it said before it was put right, oldest first: for those who may read the minutes.
    pub earlier: Vec<OutcomeBeforeView>,
    /// The hearing where the matter goes on.
    pub next: Option<Uuid>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct OutcomeBeforeView {
    pub version: u32,
    pub conclusion: String,
    pub standards: Vec<OutcomeStandardText>,
    /// Readable by query code from then until it was put right.
    pub published_at: Option<i64>,
    pub corrected_at: i64,
    pub by_name: String,
    /// Why it was put right.
    pub reason: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct OutcomeItem {
    pub agency: Uuid,
    pub agency_name: String,
    pub content: String,
    pub deadline: Day,
    pub state: ActionItemStateText,
    pub entry: Uuid,
    /// By the agency's own seat, in the room.
    pub accepted: Option<AcceptedView>,
}
