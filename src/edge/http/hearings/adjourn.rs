//! `POST /api/hearings/{id}/adjourn`: breaks a hearing off from the desk, where nobody in the room does.

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
pub struct AdjournRequest {
    /// 5 to 500 characters.
    reason: String,
}

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
    request_body = AdjournRequest,
    responses((status = OK, body = HearingDetail), Problem),
)]
pub async fn adjourn(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
    read: IfMatch,
    Json(asked): Json<AdjournRequest>,
) -> Result<Json<HearingDetail>, Problem> {
    let id = HearingId(id);
    detail::to_change(&app, &me, id, HearingAction::Adjourn, &read).await?;
    let actor = Actor::from(&me);
    app.rooms.command(id, actor, Command::Adjourn { reason: asked.reason }).await?;
    detail::of(&app, &me, id).await.map(Json)
}
