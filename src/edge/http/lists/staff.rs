//! `GET /api/staff`: all staff that can be given a seat or a petition.

use crate::edge::{AppState, extract::Json, problem::Problem, views::StaffView};
use axum::{extract::State, http::StatusCode};

/// All staff that can be given a seat or a petition.
///
/// Codes: unauthenticated.
#[utoipa::path(
    get,
    path = "/staff",
    operation_id = "list_staff",
    tag = "lists",
    responses((status = OK, body = Vec<StaffView>), Problem),
)]
pub async fn staff(State(_app): State<AppState>) -> Result<Json<Vec<StaffView>>, Problem> {
    Err(Problem::Unavailable)
}
