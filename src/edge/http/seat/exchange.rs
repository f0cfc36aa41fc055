//! `POST /api/seat/exchange`: exchanges the secret of a seat's link, once, for the `lj_seat` cookie.

use crate::edge::{AppState, extract::Json, problem::Problem, views::SeatPass};
use axum::{extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// The part of the link after `#`.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Exchange {
    secret: String,
}

/// Exchanges the secret of a seat's link, once, for the `lj_seat` cookie.
///
/// Codes: no_such_link, link_used, hearing_over, too_early.
#[utoipa::path(
    post,
    path = "/seat/exchange",
    operation_id = "seat_exchange",
    tag = "seat",
    request_body = Exchange,
    responses((status = OK, body = SeatPass), Problem),
)]
pub async fn exchange(State(_app): State<AppState>) -> Result<Json<SeatPass>, Problem> {
    Err(Problem::Unavailable)
}
