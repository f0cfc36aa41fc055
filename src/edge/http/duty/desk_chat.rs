//! `GET /api/hearings/{id}/desk-chat`: what seats wrote to the desk, for the officer on duty.

use crate::{
    domain::{hearing::ChatChannel, ids::HearingId, rights::HearingAction},
    edge::{
        AppState, access,
        extract::{Json, Path},
        problem::Problem,
        session::SignedIn,
        views::ChatRow,
    },
};
use axum::extract::State;
use uuid::Uuid;

/// What seats wrote to the officer on duty, and what they were answered; for who looks after the hearing. Nothing of
/// the other channels.
///
/// Codes: unauthenticated, not_found, not_yours.
#[utoipa::path(
    get,
    path = "/hearings/{id}/desk-chat",
    operation_id = "desk_chat",
    tag = "duty",
    params(("id" = Uuid, Path)),
    responses((status = OK, body = Vec<ChatRow>), Problem),
)]
pub async fn desk_chat(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Json<Vec<ChatRow>>, Problem> {
    let mut records = app.store.read().await?;
    let seen = access::hearing(records.as_mut(), &me, HearingId(id)).await?;
    seen.must(HearingAction::Assist)?;
    let mut messages = records.chat_messages(seen.hearing.id).await?;
    messages.retain(|message| matches!(message.channel, ChatChannel::Desk { .. }));
    let seats = seen.shown(&me).seats;
    Ok(Json(messages.into_iter().map(|message| ChatRow::of(message, &seats)).collect()))
}
