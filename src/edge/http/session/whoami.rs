//! `GET /api/session`: who is signed in.

use crate::edge::{AppState, extract::Json, problem::Problem, views::Me};
use axum::{extract::State, http::StatusCode};

/// Who is signed in.
///
/// Codes: unauthenticated.
#[utoipa::path(
    get,
    path = "/session",
    operation_id = "whoami",
    tag = "session",
    responses((status = OK, body = Me), Problem),
)]
pub async fn whoami(State(_app): State<AppState>) -> Result<Json<Me>, Problem> {
    Err(Problem::Unavailable)
}
