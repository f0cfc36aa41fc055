//! `GET /api/agencies`: all agencies.

use crate::edge::{AppState, extract::Json, problem::Problem, views::AgencyView};
use axum::{extract::State, http::StatusCode};

/// All agencies.
///
/// Codes: unauthenticated.
#[utoipa::path(
    get,
    path = "/agencies",
    operation_id = "list_agencies",
    tag = "lists",
    responses((status = OK, body = Vec<AgencyView>), Problem),
)]
pub async fn agencies(State(_app): State<AppState>) -> Result<Json<Vec<AgencyView>>, Problem> {
    Err(Problem::Unavailable)
}
