//! `POST /api/demands/{id}/answer`: the organ's written answer.

use super::{
    lift::{Held, changed},
    papers,
};
use crate::{
    domain::{ids::DemandId, rights::may_answer, supervision::NewAnswer},
    edge::{
        AppState,
        etag::IfMatch,
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
    /// Files that go with it, at most 20: brought for it, or of the petition where one reads its papers.
    #[serde(default)]
    files: Vec<Uuid>,
}

/// The organ's written answer to a demand.
///
/// `If-Match` names the `tag` of the demand as it was read.
///
/// Codes: unauthenticated, not_found, not_yours, precondition_required, outdated, stale, unprocessable, refused with article.
#[utoipa::path(
    post,
    path = "/demands/{id}/answer",
    operation_id = "supervision_answer",
    tag = "supervision",
    params(("id" = Uuid, Path), IfMatch),
    request_body = AnswerRequest,
    responses((status = OK, body = DemandView), Problem),
)]
pub async fn answer(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
    read: IfMatch,
    Json(asked): Json<AnswerRequest>,
) -> Result<Json<DemandView>, Problem> {
    let (now, staff, id) = (app.world.now(), me.staff.id, DemandId(id));
    let files = papers::chosen_for_demand(&app, &me, id, &asked.files).await?;
    let answer = NewAnswer { text: asked.text, adopted: asked.adopted, files };
    let held = Held { id, read };
    changed(&app, &me, held, may_answer, |demand, _| demand.answer(&answer, staff, now)).await.map(Json)
}
