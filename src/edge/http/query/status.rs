//! `POST /api/query`: where a petition stands, by number and query code.

use crate::edge::{AppState, extract::Json, problem::Problem, views::PetitionStatus};
use axum::{extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QueryRequest {
    number: String,
    code: String,
}

/// Where a petition stands, by number and query code.
///
/// Codes: no_match, too_many.
#[utoipa::path(
    post,
    path = "/query",
    operation_id = "query_status",
    tag = "query",
    request_body = QueryRequest,
    responses((status = OK, body = PetitionStatus), Problem),
)]
pub async fn status(State(_app): State<AppState>) -> Result<Json<PetitionStatus>, Problem> {
    Err(Problem::Unavailable)
}
