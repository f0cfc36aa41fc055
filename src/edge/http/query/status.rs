//! `POST /api/query`: where a petition stands, by number and query code.

use super::{door, view};
use crate::edge::{AppState, caller::Caller, extract::Json, problem::Problem, views::PetitionStatus};
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QueryRequest {
    pub(super) number: String,
    pub(super) code: String,
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
pub async fn status(
    State(app): State<AppState>,
    caller: Caller,
    Json(asked): Json<QueryRequest>,
) -> Result<Json<PetitionStatus>, Problem> {
    let mut records = app.store.read().await?;
    let opened = door::open(&app, records.as_mut(), caller, &asked.number, &asked.code).await?;
    view::of(&app, records.as_mut(), &opened).await.map(Json)
}
