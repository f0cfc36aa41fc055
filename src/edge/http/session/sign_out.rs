//! `DELETE /api/session`: ends the session; without one, too, it is done.

use crate::edge::{AppState, extract::Json, problem::Problem};
use axum::{extract::State, http::StatusCode};

/// Ends the session; without one, too, it is done.
#[utoipa::path(
    delete,
    path = "/session",
    operation_id = "sign_out",
    tag = "session",
    responses((status = NO_CONTENT), Problem),
)]
pub async fn sign_out(State(_app): State<AppState>) -> Result<StatusCode, Problem> {
    Err(Problem::Unavailable)
}
