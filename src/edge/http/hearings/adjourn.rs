//! `POST /api/hearings/{id}/adjourn`: breaks a hearing off from the desk, where nobody in the room does.

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

/// Breaks a hearing off that has begun, for who presides and the head of the bureau that holds it: nobody in the room
/// ends it. Another session may go on with it. `If-Match` names the `tag` of the hearing that was read.
///
/// Codes: unauthenticated, not_found, not_yours, precondition_required, outdated, refusals of the room.
#[utoipa::path(
    post,
    path = "/hearings/{id}/adjourn",
    operation_id = "hearing_adjourn",
    tag = "hearings",
    params(("id" = Uuid, Path), IfMatch),
    request_body = ReasonRequest,
    responses((status = OK, body = HearingDetail), Problem),
)]
pub async fn adjourn(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
    read: IfMatch,
    Json(asked): Json<ReasonRequest>,
) -> Result<Json<HearingDetail>, Problem> {
    let command = Command::Adjourn { reason: asked.reason };
    detail::command(&app, &me, HearingId(id), HearingAction::Adjourn, &read, command).await.map(Json)
}
