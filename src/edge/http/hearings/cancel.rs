//! `POST /api/hearings/{id}/cancel`: cancels a hearing that has not begun.

use crate::edge::{AppState, extract::Json, problem::Problem, views::HearingDetail};
use axum::{extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CancelRequest {
    reason: String,
}

/// Cancels a hearing that has not begun.
///
/// Codes: unauthenticated, not_found, refusals of the room.
#[utoipa::path(
    post,
    path = "/hearings/{id}/cancel",
    operation_id = "hearing_cancel",
    tag = "hearings",
    params(("id" = Uuid, Path)),
    request_body = CancelRequest,
    responses((status = OK, body = HearingDetail), Problem),
)]
pub async fn cancel(State(_app): State<AppState>) -> Result<Json<HearingDetail>, Problem> {
    Err(Problem::Unavailable)
}
