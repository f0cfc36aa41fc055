//! `GET /api/hearings`: hearings of a day that concern me.

use crate::edge::{
    AppState,
    extract::Json,
    problem::Problem,
    views::{Day, HearingRow},
};
use axum::{extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct DayQuery {
    /// In China; today if left out.
    day: Option<Day>,
}

/// Hearings of a day that concern me.
///
/// Codes: unauthenticated.
#[utoipa::path(
    get,
    path = "/hearings",
    operation_id = "hearing_list",
    tag = "hearings",
    params(DayQuery),
    responses((status = OK, body = Vec<HearingRow>), Problem),
)]
pub async fn list(State(_app): State<AppState>) -> Result<Json<Vec<HearingRow>>, Problem> {
    Err(Problem::Unavailable)
}
