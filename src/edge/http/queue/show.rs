//! `GET /api/reception/days/{id}/queue`: the queue of a reception day, for those who work it.

use crate::{
    domain::{
        Timestamp,
        ids::ReceptionDayId,
        reception::{ReceptionDay, queue},
        rights::{Official, may_work_queue},
    },
    edge::{
        AppState,
        extract::{Json, Path},
        names::Names,
        problem::Problem,
        session::SignedIn,
        views::{QueueView, TicketView},
    },
    storage::Records,
};
use axum::extract::State;
use uuid::Uuid;

/// The queue of a reception day.
///
/// Codes: unauthenticated, not_found.
#[utoipa::path(
    get,
    path = "/reception/days/{id}/queue",
    operation_id = "queue_show",
    tag = "queue",
    params(("id" = Uuid, Path)),
    responses((status = OK, body = QueueView), Problem),
)]
pub async fn show(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Json<QueueView>, Problem> {
    let mut records = app.store.read().await?;
    let day = worked(records.as_mut(), &me, id).await?;
    view(records.as_mut(), day, app.world.now()).await.map(Json)
}

/// A day whose queue is mine to work.
pub(super) async fn worked(
    records: &mut dyn Records,
    me: &Official,
    id: Uuid,
) -> Result<ReceptionDay, Problem> {
    let day = records.reception_day(ReceptionDayId(id)).await?.ok_or(Problem::NotFound)?;
    let agency = records.agency(day.agency).await?.ok_or(Problem::NotFound)?;
    if may_work_queue(me, &day, &agency.division) { Ok(day) } else { Err(Problem::NotFound) }
}

pub(super) async fn view(
    records: &mut dyn Records,
    day: ReceptionDay,
    now: Timestamp,
) -> Result<QueueView, Problem> {
    let tickets = records.queue(day.id).await?;
    let next = queue::next(&tickets).map(|ticket| ticket.number);
    let mut views = Vec::new();
    for ticket in tickets {
        let petition = match ticket.petition {
            Some(id) => records.petition(id).await?.filter(|petition| !petition.is_sealed()),
            None => None,
        };
        views.push(TicketView::of(ticket, petition.map(|petition| petition.number)));
    }
    let leader_name = Names::default().staff(records, day.leader).await?;
    Ok(QueueView {
        day: day.id.0,
        starts_at: day.starts_at.0,
        ends_at: day.ends_at.0,
        leader_name,
        open: queue::is_open(&day, now),
        place: day.place,
        tickets: views,
        next,
    })
}
