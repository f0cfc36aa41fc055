//! `POST /api/petitions/{id}/hearings`: schedules a hearing.

use crate::edge::{
    AppState,
    extract::Json,
    problem::Problem,
    views::{HearingDetail, NewHearing},
};
use axum::{extract::State, http::StatusCode};

/// Schedules a hearing.
///
/// Codes: unauthenticated, not_found, clash, refused with field.
#[utoipa::path(
    post,
    path = "/petitions/{id}/hearings",
    operation_id = "hearing_schedule",
    tag = "hearings",
    params(("id" = Uuid, Path)),
    request_body = NewHearing,
    responses((status = CREATED, body = HearingDetail), Problem),
)]
pub async fn schedule(State(_app): State<AppState>) -> Result<(StatusCode, Json<HearingDetail>), Problem> {
    Err(Problem::Unavailable)
}
