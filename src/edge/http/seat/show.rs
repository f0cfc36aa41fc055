//! `GET /api/seat`: the seat this device holds.

use crate::edge::{extract::Json, problem::Problem, session::Seated, views::SeatPass};

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
pub async fn show(holder: Seated) -> Json<SeatPass> {
    Json(SeatPass::of(&holder.hearing, &holder.seat))
}
