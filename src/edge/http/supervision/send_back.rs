//! `POST /api/demands/{id}/return`: a completion report is to be made anew.

use super::lift::changed;
use crate::{
    domain::{ids::DemandId, rights::may_lift},
    edge::{
        AppState,
        extract::{Json, Path},
        problem::Problem,
        session::SignedIn,
        views::{DemandView, ReasonRequest},
    },
};
use axum::extract::State;
use uuid::Uuid;

/// Sends a completion report (办结报告) back, with a reason: it is made anew.
///
/// Codes: unauthenticated, not_found, not_yours, stale, refused with article.
#[utoipa::path(
    post,
    path = "/demands/{id}/return",
    operation_id = "supervision_return",
    tag = "supervision",
    params(("id" = Uuid, Path)),
    request_body = ReasonRequest,
    responses((status = OK, body = DemandView), Problem),
)]
pub async fn send_back(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
    Json(asked): Json<ReasonRequest>,
) -> Result<Json<DemandView>, Problem> {
    let now = app.world.now();
    changed(&app, &me, DemandId(id), may_lift, |demand, _| demand.send_back(&asked.reason, now))
        .await
        .map(Json)
}
