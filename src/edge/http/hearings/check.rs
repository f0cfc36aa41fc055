//! `POST /api/petitions/{id}/hearings/check`: what speaks against a schedule, without making it.

use crate::edge::{
    AppState,
    extract::Json,
    problem::Problem,
    views::{Clash, NewHearing},
};
use axum::{extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

#[derive(Debug, Serialize, ToSchema)]
pub struct ScheduleCheck {
    clashes: Vec<Clash>,
    refusals: Vec<ScheduleRefusal>,
    representatives_allowed: u32,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ScheduleRefusal {
    field: Option<String>,
    code: String,
    detail: String,
}

/// What speaks against a schedule, without making it.
///
/// Codes: unauthenticated, not_found.
#[utoipa::path(
    post,
    path = "/petitions/{id}/hearings/check",
    operation_id = "hearing_check",
    tag = "hearings",
    params(("id" = Uuid, Path)),
    request_body = NewHearing,
    responses((status = OK, body = ScheduleCheck), Problem),
)]
pub async fn check(State(_app): State<AppState>) -> Result<Json<ScheduleCheck>, Problem> {
    Err(Problem::Unavailable)
}
