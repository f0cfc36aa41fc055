//! `GET /api/rooms`: all reception rooms.

use crate::edge::{AppState, extract::Json, problem::Problem, views::RoomView};
use axum::{extract::State, http::StatusCode};

/// All reception rooms.
///
/// Codes: unauthenticated.
#[utoipa::path(
    get,
    path = "/rooms",
    operation_id = "list_rooms",
    tag = "lists",
    responses((status = OK, body = Vec<RoomView>), Problem),
)]
pub async fn rooms(State(_app): State<AppState>) -> Result<Json<Vec<RoomView>>, Problem> {
    Err(Problem::Unavailable)
}
