//! `POST /api/query/withdraw`: the petitioner withdraws.

use super::act;
use crate::edge::{AppState, caller::Caller, extract::Json, problem::Problem, views::PetitionStatus};
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawRequest {
    number: String,
    code: String,
    reason: String,
}

/// The petitioner withdraws: of a matter that other households are in, for their own alone. It ends when all have.
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
pub async fn withdraw(
    State(app): State<AppState>,
    caller: Caller,
    Json(asked): Json<WithdrawRequest>,
) -> Result<Json<PetitionStatus>, Problem> {
    let opened = act::open(&app, caller, &asked.number, &asked.code).await?;
    let tx = app.store.begin().await?;
    act::withdraw(&app, tx, opened, asked.reason).await.map(Json)
}
