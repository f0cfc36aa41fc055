//! `POST /api/hearings/{id}/cancel`: cancels a hearing that has not begun.

use super::detail;
use crate::{
    domain::{event::Actor, ids::HearingId, rights::HearingAction},
    edge::{
        AppState,
        etag::IfMatch,
        extract::{Json, Path},
        problem::Problem,
        session::SignedIn,
        views::HearingDetail,
    },
    rooms::Command,
};
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CancelRequest {
    reason: String,
}

/// Cancels a hearing that has not begun. `If-Match` names the `tag` of the hearing that was read.
///
/// Codes: unauthenticated, not_found, precondition_required, outdated, refusals of the room.
#[utoipa::path(
    post,
    path = "/hearings/{id}/cancel",
    operation_id = "hearing_cancel",
    tag = "hearings",
    params(("id" = Uuid, Path), IfMatch),
    request_body = CancelRequest,
    responses((status = OK, body = HearingDetail), Problem),
)]
pub async fn cancel(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
    read: IfMatch,
    Json(asked): Json<CancelRequest>,
) -> Result<Json<HearingDetail>, Problem> {
    let id = HearingId(id);
    detail::to_change(&app, &me, id, HearingAction::Cancel, &read).await?;
    let actor = Actor::from(&me);
    app.rooms.command(id, actor, Command::Cancel { reason: asked.reason }).await?;
    detail::of(&app, &me, id).await.map(Json)
}
