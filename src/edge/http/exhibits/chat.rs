//! `GET /api/hearings/{id}/chat`: what was written in a hearing.

use crate::{
    domain::{ids::HearingId, rights::HearingAction},
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

/// What was written in a hearing; for who may listen to what was recorded of it.
///
/// Codes: unauthenticated, not_found, not_yours.
#[utoipa::path(
    get,
    path = "/hearings/{id}/chat",
    operation_id = "hearing_chat",
    tag = "exhibits",
    params(("id" = Uuid, Path)),
    responses((status = OK, body = Vec<ChatRow>), Problem),
)]
pub async fn chat(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Json<Vec<ChatRow>>, Problem> {
    let mut records = app.store.read().await?;
    let seen = access::hearing(records.as_mut(), &me, HearingId(id)).await?;
    seen.must(HearingAction::PlayRecording)?;
    let messages = records.chat_messages(seen.hearing.id).await?;
    let seats = seen.shown(&me).seats;
    Ok(Json(messages.into_iter().map(|message| ChatRow::of(message, &seats)).collect()))
}
