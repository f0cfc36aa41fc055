//! `POST /api/demands/{id}/answer`: the organ's written answer.

use super::lift::changed;
use crate::{
    domain::{ids::DemandId, rights::may_answer},
    edge::{
        AppState,
        extract::{Json, Path},
        problem::Problem,
        session::SignedIn,
        views::DemandView,
    },
};
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerRequest {
    /// 5 to 2,000 characters.
    text: String,
    /// Of a recommendation: whether it is adopted.
    #[serde(default)]
    adopted: Option<bool>,
}

/// The organ's written answer to a demand.
///
/// Codes: unauthenticated, not_found, not_yours, stale, refused with article.
#[utoipa::path(
    post,
    path = "/demands/{id}/answer",
    operation_id = "supervision_answer",
    tag = "supervision",
    params(("id" = Uuid, Path)),
    request_body = AnswerRequest,
    responses((status = OK, body = DemandView), Problem),
)]
pub async fn answer(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
    Json(asked): Json<AnswerRequest>,
) -> Result<Json<DemandView>, Problem> {
    let (now, staff) = (app.world.now(), me.staff.id);
    changed(&app, &me, DemandId(id), may_answer, |demand, _| {
        demand.answer(&asked.text, asked.adopted, staff, now)
    })
    .await
    .map(Json)
}
