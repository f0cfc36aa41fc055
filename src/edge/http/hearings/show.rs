//! `GET /api/hearings/{id}`: one hearing.

use crate::edge::{AppState, extract::Json, problem::Problem, views::HearingDetail};
use axum::{extract::State, http::StatusCode};

/// One hearing.
///
/// Codes: unauthenticated, not_found.
#[utoipa::path(
    get,
    path = "/hearings/{id}",
    operation_id = "hearing_show",
    tag = "hearings",
    params(("id" = Uuid, Path)),
    responses((status = OK, body = HearingDetail), Problem),
)]
pub async fn show(State(_app): State<AppState>) -> Result<Json<HearingDetail>, Problem> {
    Err(Problem::Unavailable)
}
