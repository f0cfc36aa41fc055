//! `POST /api/hearings/{id}/postpone`: postpones a hearing, to new times or to none yet.

use crate::edge::{AppState, extract::Json, problem::Problem, views::HearingDetail};
use axum::{extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PostponeRequest {
    reason: String,
    /// Both or neither.
    #[serde(default)]
    starts_at: Option<i64>,
    #[serde(default)]
    ends_at: Option<i64>,
}

/// Postpones a hearing, to new times or to none yet.
///
/// Codes: unauthenticated, not_found, refusals of the room.
#[utoipa::path(
    post,
    path = "/hearings/{id}/postpone",
    operation_id = "hearing_postpone",
    tag = "hearings",
    params(("id" = Uuid, Path)),
    request_body = PostponeRequest,
    responses((status = OK, body = HearingDetail), Problem),
)]
pub async fn postpone(State(_app): State<AppState>) -> Result<Json<HearingDetail>, Problem> {
    Err(Problem::Unavailable)
}
