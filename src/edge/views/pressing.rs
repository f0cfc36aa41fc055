//! JSON of paused clocks and urgent marks.

use super::{CategoryText, ClockKindText, Day};
use serde::Serialize;
use utoipa::ToSchema;

/// A pause is somebody's, and is expected to end.
#[derive(Debug, Serialize, ToSchema)]
pub struct PausedView {
    pub kind: ClockKindText,
    pub since: i64,
    pub by_name: Option<String>,
    pub agency_name: Option<String>,
    /// None of a pause from before this was asked.
    pub expected_until: Option<Day>,
    /// Longer than expected.
    pub over: bool,
}

/// The mark, and what became of the report upwards.
#[derive(Debug, Serialize, ToSchema)]
pub struct UrgentView {
    pub since: i64,
    pub by_name: String,
    /// Null for whom the house's own words are not.
    pub reason: Option<String>,
    /// Null: there is no organ above in this system.
    pub reported_to_name: Option<String>,
    pub seen_at: Option<i64>,
    pub seen_by_name: Option<String>,
}

/// A proposal to take down the wall of art. 30.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnsealingView {
    /// What it is.
    pub category: CategoryText,
    /// Null for whom the house's own words are not.
    pub reason: Option<String>,
    pub by_name: String,
    pub since: i64,
}
