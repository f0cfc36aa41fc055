//! `GET /api/petitions/{id}/timeline`: what happened to it, oldest first.

use crate::edge::{AppState, extract::Json, problem::Problem, views::TimelineEvent};
use axum::{extract::State, http::StatusCode};

/// What happened to it, oldest first.
///
/// Codes: unauthenticated, not_found.
#[utoipa::path(
    get,
    path = "/petitions/{id}/timeline",
    operation_id = "petition_timeline",
    tag = "petitions",
    params(("id" = Uuid, Path)),
    responses((status = OK, body = Vec<TimelineEvent>), Problem),
)]
pub async fn timeline(State(_app): State<AppState>) -> Result<Json<Vec<TimelineEvent>>, Problem> {
    Err(Problem::Unavailable)
}
