//! `POST /api/query/withdraw`: the petitioner withdraws.

use crate::edge::{AppState, extract::Json, problem::Problem, views::PetitionStatus};
use axum::{extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawRequest {
    number: String,
    code: String,
    reason: String,
}

/// The petitioner withdraws.
///
/// Codes: no_match, too_many, refused with article.
#[utoipa::path(
    post,
    path = "/query/withdraw",
    operation_id = "query_withdraw",
    tag = "query",
    request_body = WithdrawRequest,
    responses((status = OK, body = PetitionStatus), Problem),
)]
pub async fn withdraw(State(_app): State<AppState>) -> Result<Json<PetitionStatus>, Problem> {
    Err(Problem::Unavailable)
}
