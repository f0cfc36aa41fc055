//! `GET /api/seat`: the seat this device holds.

use crate::edge::{AppState, extract::Json, problem::Problem, views::SeatPass};
use axum::{extract::State, http::StatusCode};

/// The seat this device holds.
///
/// Codes: unauthenticated.
#[utoipa::path(
    get,
    path = "/seat",
    operation_id = "seat_show",
    tag = "seat",
    responses((status = OK, body = SeatPass), Problem),
)]
pub async fn show(State(_app): State<AppState>) -> Result<Json<SeatPass>, Problem> {
    Err(Problem::Unavailable)
}
