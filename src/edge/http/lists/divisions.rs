//! `GET /api/divisions`: all divisions.

use crate::edge::{AppState, extract::Json, problem::Problem, views::DivisionView};
use axum::{extract::State, http::StatusCode};

/// All divisions.
#[utoipa::path(
    get,
    path = "/divisions",
    operation_id = "list_divisions",
    tag = "lists",
    responses((status = OK, body = Vec<DivisionView>), Problem),
)]
pub async fn divisions(State(_app): State<AppState>) -> Result<Json<Vec<DivisionView>>, Problem> {
    Err(Problem::Unavailable)
}
