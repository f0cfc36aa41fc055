//! `POST /api/hearings/{id}/cancel`: cancels a hearing that has not begun.

use super::detail;
use crate::{
    domain::{ids::HearingId, rights::HearingAction},
    edge::{
        AppState,
        etag::IfMatch,
        extract::{Json, Path},
        problem::Problem,
        session::SignedIn,
        views::{HearingDetail, ReasonRequest},
    },
    rooms::Command,
};
use axum::extract::State;
use uuid::Uuid;

/// Cancels a hearing that has not begun. `If-Match` names the `tag` of the hearing that was read.
///
/// Codes: unauthenticated, not_found, precondition_required, outdated, refusals of the room.
#[utoipa::path(
    post,
    path = "/hearings/{id}/cancel",
    operation_id = "hearing_cancel",
    tag = "hearings",
    params(("id" = Uuid, Path), IfMatch),
    request_body = ReasonRequest,
    responses((status = OK, body = HearingDetail), Problem),
)]
pub async fn cancel(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
    read: IfMatch,
    Json(asked): Json<ReasonRequest>,
) -> Result<Json<HearingDetail>, Problem> {
    let command = Command::Cancel { reason: asked.reason };
    detail::command(&app, &me, HearingId(id), HearingAction::Cancel, &read, command).await.map(Json)
}
