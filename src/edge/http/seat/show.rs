//! `GET /api/seat`: the seat this device holds.

use crate::edge::{
    AppState, caller::Caller, extract::Json, problem::Problem, session::Seated, views::SeatPass,
};
use axum::extract::State;

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
pub async fn show(
    State(app): State<AppState>,
    Caller(address): Caller,
    Seated { hearing, seat, .. }: Seated,
) -> Json<SeatPass> {
    let ice = app.rooms.ice_servers(hearing.id, seat.id, Some(address));
    Json(SeatPass::of(&hearing, &seat, ice, app.config.recording_years(hearing.kind)))
}
