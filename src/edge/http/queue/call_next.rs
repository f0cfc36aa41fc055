//! `POST /api/reception/days/{id}/queue/next`: calls whose turn it is.

use super::show;
use crate::{
    domain::reception::queue::{self, QueueRefusal, TicketStep},
    edge::{
        AppState,
        extract::{Json, Path},
        problem::Problem,
        session::SignedIn,
        views::QueueView,
    },
};
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CallNext {
    /// Window or room, 1 to 20 characters.
    window: String,
}

/// Calls whose turn it is: the frail first, after three of them in a row who waits longest.
///
/// Codes: unauthenticated, not_found, stale, not_today, nobody_waits, bad_window.
#[utoipa::path(
    post,
    path = "/reception/days/{id}/queue/next",
    operation_id = "queue_next",
    tag = "queue",
    params(("id" = Uuid, Path)),
    request_body = CallNext,
    responses((status = OK, body = QueueView), Problem),
)]
pub async fn call_next(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
    Json(asked): Json<CallNext>,
) -> Result<Json<QueueView>, Problem> {
    let now = app.world.now();
    let mut tx = app.store.begin().await?;
    let day = show::worked(tx.as_mut(), &me, id).await?;
    if !queue::is_open(&day, now) {
        return Err(QueueRefusal::NotToday.into());
    }
    let tickets = tx.queue(day.id).await?;
    let next = queue::next(&tickets).cloned().ok_or(QueueRefusal::NobodyWaits)?;
    tx.save_queue_ticket(&next.step(TicketStep::Call { window: asked.window }, now)?).await?;
    let view = show::view(tx.as_mut(), day, now).await?;
    tx.commit().await?;
    Ok(Json(view))
}
