//! `POST /api/query/accept`: the petitioner accepts the reply.

use super::{act, door::people};
use crate::{
    domain::petition::{Transition, accepts_for_all},
    edge::{
        AppState, caller::Caller, extract::Json, http::query::status::QueryRequest, problem::Problem,
        views::PetitionStatus,
    },
};
use axum::extract::State;

/// On record as the reason of closing.
const ACCEPTED: &str = "信访人接受处理结果，不再请求复查、复核";

/// The petitioner accepts the reply, or the opinion of review: the petition is closed. Of petitions that were merged the
/// leading petitioner or an elected representative accepts for all.
///
/// Codes: no_match, too_many, not_yours, refused with article.
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
    let opened = act::open(&app, caller, &asked.number, &asked.code).await?;
    let mut tx = app.store.begin().await?;
    accepts_for_all(people(tx.as_mut(), &opened).await?.first())?;
    let close = Transition::Close { reason: ACCEPTED.to_owned(), accepted: None };
    act::take(&app, tx, opened, close).await.map(Json)
}
