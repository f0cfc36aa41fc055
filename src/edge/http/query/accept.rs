//! `POST /api/query/accept`: the petitioner accepts the reply.

use super::act;
use crate::{
    domain::petition::Transition,
    edge::{
        AppState, caller::Caller, extract::Json, http::query::status::QueryRequest, problem::Problem,
        views::PetitionStatus,
    },
};
use axum::extract::State;

/// On record as the reason of closing.
const ACCEPTED: &str = "信访人接受处理结果，不再请求复查、复核";

/// The petitioner accepts the reply, or the opinion of review: the petition is closed.
///
/// Codes: no_match, too_many, refused with article.
#[utoipa::path(
    post,
    path = "/query/accept",
    operation_id = "query_accept",
    tag = "query",
    request_body = QueryRequest,
    responses((status = OK, body = PetitionStatus), Problem),
)]
pub async fn accept(
    State(app): State<AppState>,
    caller: Caller,
    Json(asked): Json<QueryRequest>,
) -> Result<Json<PetitionStatus>, Problem> {
    let petition = act::open(&app, caller, &asked.number, &asked.code).await?;
    let tx = app.store.begin().await?;
    let close = Transition::Close { reason: ACCEPTED.to_owned() };
    act::take(&app, tx, &petition, close).await.map(Json)
}
