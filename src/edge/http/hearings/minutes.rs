//! `GET /api/hearings/{id}/minutes`: the minutes as they stand.

use crate::edge::{AppState, extract::Json, problem::Problem, views::MinutesEntry};
use axum::{extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

#[derive(Debug, Serialize, ToSchema)]
pub struct Minutes {
    entries: Vec<MinutesEntry>,
    seats: Vec<MinutesSeat>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct MinutesSeat {
    id: Uuid,
    label: String,
    name: String,
}

/// The minutes as they stand.
///
/// Codes: unauthenticated, not_found.
#[utoipa::path(
    get,
    path = "/hearings/{id}/minutes",
    operation_id = "hearing_minutes",
    tag = "hearings",
    params(("id" = Uuid, Path)),
    responses((status = OK, body = Minutes), Problem),
)]
pub async fn minutes(State(_app): State<AppState>) -> Result<Json<Minutes>, Problem> {
    Err(Problem::Unavailable)
}
