//! `POST /api/hearings/{id}/in-person`: has a hearing face to face instead (转现场), decided at the desk.

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

/// Has a hearing face to face instead: before check-in opens for whoever may postpone it, later for who presides and the
/// head of the bureau that holds it. What was done online stays valid, and each seat is told. `If-Match` names the `tag` of the
/// hearing that was read.
///
/// Codes: unauthenticated, not_found, not_yours, precondition_required, outdated, refusals of the room.
#[utoipa::path(
    post,
    path = "/hearings/{id}/in-person",
    operation_id = "hearing_convert_in_person",
    tag = "hearings",
    params(("id" = Uuid, Path), IfMatch),
    request_body = ReasonRequest,
    responses((status = OK, body = HearingDetail), Problem),
)]
pub async fn convert(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
    read: IfMatch,
    Json(asked): Json<ReasonRequest>,
) -> Result<Json<HearingDetail>, Problem> {
    let command = Command::ConvertInPerson { reason: asked.reason };
    detail::command(&app, &me, HearingId(id), HearingAction::ConvertInPerson, &read, command).await.map(Json)
}
