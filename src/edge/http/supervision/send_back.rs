//! `POST /api/demands/{id}/return`: a completion report is to be made anew.

use super::lift::{Held, changed};
use crate::{
    domain::{ids::DemandId, rights::may_lift},
    edge::{
        AppState,
        etag::IfMatch,
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
/// `If-Match` names the `tag` of the demand as it was read.
///
/// Codes: unauthenticated, not_found, not_yours, precondition_required, outdated, stale, refused with article.
#[utoipa::path(
    post,
    path = "/demands/{id}/return",
    operation_id = "supervision_return",
    tag = "supervision",
    params(("id" = Uuid, Path), IfMatch),
    request_body = ReasonRequest,
    responses((status = OK, body = DemandView), Problem),
)]
pub async fn send_back(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
    read: IfMatch,
    Json(asked): Json<ReasonRequest>,
) -> Result<Json<DemandView>, Problem> {
    let (now, held) = (app.world.now(), Held { id: DemandId(id), read });
    changed(&app, &me, held, may_lift, |demand, _| demand.send_back(&asked.reason, now)).await.map(Json)
}
