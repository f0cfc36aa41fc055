//! `POST /api/reception/days/{id}/queue`: gives out a number.

use super::show;
use crate::{
    domain::{
        ids::QueueTicketId,
        reception::queue::{NewTicket, Ticket},
    },
    edge::{
        AppState, access,
        extract::{Json, Path},
        problem::Problem,
        session::SignedIn,
        views::{ComingText, PriorityText, TicketView},
    },
};
use axum::{extract::State, http::StatusCode};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TakeNumber {
    priority: PriorityText,
    coming: ComingText,
    persons: u32,
    /// Number of their petition, if it is registered and known.
    #[serde(default)]
    petition_number: Option<String>,
}

/// Gives out the next number of the day. No name is asked for.
///
/// Codes: unauthenticated, not_found, conflict, not_today, bad_persons, unprocessable.
#[utoipa::path(
    post,
    path = "/reception/days/{id}/queue",
    operation_id = "queue_take",
    tag = "queue",
    params(("id" = Uuid, Path)),
    request_body = TakeNumber,
    responses((status = CREATED, body = TicketView), Problem),
)]
pub async fn take(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
    Json(asked): Json<TakeNumber>,
) -> Result<(StatusCode, Json<TicketView>), Problem> {
    let now = app.world.now();
    let mut tx = app.store.begin().await?;
    tx.hold(&format!("queue of {id}")).await?; // against who writes the day down meanwhile
    let day = show::worked(tx.as_mut(), &me, id).await?;
    let number = asked.petition_number.filter(|number| !number.trim().is_empty());
    let petition = match number {
        None => None,
        Some(number) => {
            let found = tx.petition_by_number(number.trim()).await?.map(|(petition, _)| petition.id);
            let unknown = || Problem::field("petition_number", "No petition of this number");
            let found = found.ok_or_else(unknown)?;
            match access::petition(tx.as_mut(), &me, found).await {
                Ok(seen) => Some(seen.petition),
                Err(Problem::NotFound) => return Err(unknown()),
                Err(problem) => return Err(problem),
            }
        }
    };
    let new = NewTicket {
        priority: asked.priority.0,
        coming: asked.coming.0,
        persons: asked.persons,
        petition: petition.as_ref().map(|petition| petition.id),
    };
    let ticket = new.take(QueueTicketId(app.world.new_id()), &day, now)?;
    let number = tx.add_queue_ticket(&ticket).await?;
    tx.commit().await?;
    let view = TicketView::of(Ticket { number, ..ticket }, petition.map(|petition| petition.number));
    Ok((StatusCode::CREATED, Json(view)))
}
