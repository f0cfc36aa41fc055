//! `POST /api/queue-tickets/{id}/steps`: calls a number again, says what became of it.

use super::show;
use crate::{
    domain::{ids::QueueTicketId, reception::queue::TicketStep},
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
pub struct TicketStepRequest {
    /// Of the ticket as it was read.
    version: u32,
    step: TicketStepBody,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum TicketStepBody {
    Call { window: String },
    Serve {},
    Done {},
    NoShow {},
    Return {},
    Leave {},
}

/// Calls a number again, or says what became of it.
///
/// Codes: unauthenticated, not_found, stale, wrong_ticket_state, bad_window.
#[utoipa::path(
    post,
    path = "/queue-tickets/{id}/steps",
    operation_id = "queue_step",
    tag = "queue",
    params(("id" = Uuid, Path)),
    request_body = TicketStepRequest,
    responses((status = OK, body = QueueView), Problem),
)]
pub async fn step(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
    Json(asked): Json<TicketStepRequest>,
) -> Result<Json<QueueView>, Problem> {
    let now = app.world.now();
    let mut tx = app.store.begin().await?;
    let ticket = tx.queue_ticket(QueueTicketId(id)).await?.ok_or(Problem::NotFound)?;
    let day = show::worked(tx.as_mut(), &me, ticket.day.0).await?;
    if ticket.version != asked.version {
        return Err(Problem::Stale);
    }
    tx.save_queue_ticket(&ticket.step(asked.step.into(), now)?).await?;
    let view = show::view(tx.as_mut(), day, now).await?;
    tx.commit().await?;
    Ok(Json(view))
}

impl From<TicketStepBody> for TicketStep {
    fn from(body: TicketStepBody) -> Self {
        match body {
            TicketStepBody::Call { window } => Self::Call { window },
            TicketStepBody::Serve {} => Self::Serve,
            TicketStepBody::Done {} => Self::Done,
            TicketStepBody::NoShow {} => Self::NoShow,
            TicketStepBody::Return {} => Self::Return,
            TicketStepBody::Leave {} => Self::Leave,
        }
    }
}
