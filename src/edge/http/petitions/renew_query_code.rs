//! `POST /api/petitions/{id}/query-code`: a new query code; the old one opens nothing any more.

use crate::edge::{AppState, extract::Json, problem::Problem};
use axum::{extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Shown once.
#[derive(Serialize, ToSchema)]
pub struct QueryCode {
    query_code: String,
}

/// A new query code; the old one opens nothing any more.
///
/// Codes: unauthenticated, not_found.
#[utoipa::path(
    post,
    path = "/petitions/{id}/query-code",
    operation_id = "petition_renew_query_code",
    tag = "petitions",
    params(("id" = Uuid, Path)),
    responses((status = OK, body = QueryCode), Problem),
)]
pub async fn renew_query_code(State(_app): State<AppState>) -> Result<Json<QueryCode>, Problem> {
    Err(Problem::Unavailable)
}
