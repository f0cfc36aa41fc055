//! `POST /api/hearings/{id}/publish`: makes the outcome readable by query code.

use crate::edge::{AppState, extract::Json, problem::Problem, views::HearingDetail};
use axum::{extract::State, http::StatusCode};

/// Makes the outcome readable by query code.
///
/// Codes: unauthenticated, not_found, refused.
#[utoipa::path(
    post,
    path = "/hearings/{id}/publish",
    operation_id = "hearing_publish",
    tag = "hearings",
    params(("id" = Uuid, Path)),
    responses((status = OK, body = HearingDetail), Problem),
)]
pub async fn publish(State(_app): State<AppState>) -> Result<Json<HearingDetail>, Problem> {
    Err(Problem::Unavailable)
}
