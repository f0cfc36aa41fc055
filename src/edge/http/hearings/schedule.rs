//! `POST /api/petitions/{id}/hearings`: schedules a hearing.

use super::{detail, facts::Facts};
use crate::{
    domain::{
        event::Actor,
        hearing::{self, HearingNumber, Scheduling},
        ids::{EventId, HearingId, PetitionId, SeatId},
        rights::PetitionAction,
    },
    edge::{
        AppState, access,
        extract::{Json, Path},
        problem::Problem,
        session::SignedIn,
        views::{HearingDetail, NewHearing},
    },
};
use axum::{extract::State, http::StatusCode};
use uuid::Uuid;

/// Schedules a hearing.
///
/// Codes: unauthenticated, not_found, clash, refused with field.
#[utoipa::path(
    post,
    path = "/petitions/{id}/hearings",
    operation_id = "hearing_schedule",
    tag = "hearings",
    params(("id" = Uuid, Path)),
    request_body = NewHearing,
    responses((status = CREATED, body = HearingDetail), Problem),
)]
pub async fn schedule(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
    Json(asked): Json<NewHearing>,
) -> Result<(StatusCode, Json<HearingDetail>), Problem> {
    let (now, new_id, new) = (app.world.now(), || app.world.new_id(), asked.wish()?);
    let mut tx = app.store.begin().await?;
    let seen = access::petition(tx.as_mut(), &me, PetitionId(id)).await?;
    seen.must(PetitionAction::ScheduleHearing)?;
    let facts = Facts::read(tx.as_mut(), &seen.petition).await?;
    let book = facts.book(&seen.petition, &me.agency, now);
    if let Some(fault) = hearing::faults(&new, &book).into_iter().next() {
        return Err(fault.into());
    }
    let clashes = facts.clashes(tx.as_mut(), &new).await?;
    if !clashes.is_empty() {
        return Err(Problem::Clash(clashes));
    }
    let (host, day) = (&me.agency.division, new.starts_at.local_date());
    let sequence = tx.next_in_sequence(&HearingNumber::sequence_name(host, day)).await?;
    let given = Scheduling { id: HearingId(new_id()), number: HearingNumber::new(host, day, sequence) };
    let (hearing, change) = hearing::schedule(&new, &book, given, || SeatId(new_id()))
        .map_err(|faults| faults.into_iter().next().map_or(Problem::Conflict, Problem::from))?;
    let actor = Actor::Staff { staff: me.staff.id, agency: me.agency.id };
    tx.add_hearing(&hearing).await?;
    tx.append(&change.hearing_event(EventId(new_id()), now, actor, &seen.petition, hearing.id)).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(detail::of(&app, &me, hearing.id).await?)))
}
