//! `GET /api/queue-screens/{id}`: what the screen in the waiting room shows.

use crate::{
    domain::{
        ids::ReceptionDayId,
        reception::{ReceptionStateName, queue::TicketState},
    },
    edge::{
        AppState,
        extract::{Json, Path},
        names::Names,
        problem::Problem,
        views::{CalledNumber, QueueScreen},
    },
};
use axum::extract::State;
use uuid::Uuid;

/// What the screen in the waiting room of a published reception day shows: numbers, nothing else.
///
/// Codes: not_found.
#[utoipa::path(
    get,
    path = "/queue-screens/{id}",
    operation_id = "queue_screen",
    tag = "queue",
    params(("id" = Uuid, Path)),
    responses((status = OK, body = QueueScreen), Problem),
)]
pub async fn screen(State(app): State<AppState>, Path(id): Path<Uuid>) -> Result<Json<QueueScreen>, Problem> {
    let mut records = app.store.read().await?;
    let day = records.reception_day(ReceptionDayId(id)).await?.ok_or(Problem::NotFound)?;
    if !matches!(day.state.name(), ReceptionStateName::Published | ReceptionStateName::Held) {
        return Err(Problem::NotFound);
    }
    let (mut called, mut waiting) = (Vec::new(), Vec::new());
    for ticket in records.queue(day.id).await? {
        let number = ticket.number;
        match ticket.state {
            TicketState::Waiting => waiting.push(number),
            TicketState::Called { at, window, .. } => {
                called.push(CalledNumber { number, window, at: at.0, serving: false });
            }
            TicketState::Serving { since, window } => {
                called.push(CalledNumber { number, window, at: since.0, serving: true });
            }
            TicketState::Served { .. } | TicketState::NoShow { .. } | TicketState::Left { .. } => {}
        }
    }
    called.sort_by_key(|called| (called.serving, std::cmp::Reverse(called.at)));
    let agency_name = Names::default().agency(records.as_mut(), day.agency).await?;
    Ok(Json(QueueScreen {
        agency_name,
        place: day.place,
        starts_at: day.starts_at.0,
        ends_at: day.ends_at.0,
        called,
        waiting,
        as_of: app.world.now().0,
    }))
}
