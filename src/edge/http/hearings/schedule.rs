//! `POST /api/petitions/{id}/hearings`: schedules a hearing.

use super::{detail, facts::Facts};
use crate::{
    domain::{
        event::Actor,
        hearing::{self, CheckInNote, HearingNumber, Scheduling},
        ids::{EventId, HearingId, HearingRequestId, PetitionId, SeatId},
        petition::Petition,
        request::{HearingRequest, RequestStepKind},
        rights::{self, PetitionAction},
    },
    edge::{
        AppState, access,
        extract::{Json, Path},
        problem::Problem,
        session::SignedIn,
        views::{HearingDetail, NewHearing},
    },
    storage::Records,
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
    let request = asked.request;
    let (now, new_id, new) = (app.world.now(), || app.world.new_id(), asked.wish());
    let mut tx = app.store.begin().await?;
    tx.hold(&format!("table {id}")).await?; // against a step that makes it a report meanwhile
    let seen = access::petition(tx.as_mut(), &me, PetitionId(id)).await?;
    seen.must(PetitionAction::ScheduleHearing)?;
    let facts = Facts::read(tx.as_mut(), &seen.petition).await?;
    let book = facts.book(&seen.petition, &me.agency, (&app.config.local_rules.representatives, now));
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
    let answered = match request {
        Some(id) => Some(approved(tx.as_mut(), &me, &seen.petition, id).await?.scheduled(hearing.id, now)?),
        None => None,
    };
    let change = answered.iter().fold(change, |change, request| change.with("request", request.id));
    let change = change.on_behalf_of(seen.principal(&me, PetitionAction::ScheduleHearing));
    let actor = Actor::from(&me);
    tx.add_hearing(&hearing).await?;
    if let Some(earlier) = facts.hearings.iter().find(|earlier| hearing.continues == Some(earlier.id)) {
        let check_ins = tx.check_ins(earlier.id).await?;
        for (helper, of) in hearing::helpers(earlier, &check_ins, &hearing) {
            tx.note_check_in(hearing.id, helper, &CheckInNote::Helps { of }).await?;
        }
    }
    if let Some(request) = &answered {
        tx.save_hearing_request(request).await?;
    }
    tx.append(&change.hearing_event(EventId(new_id()), now, actor, &seen.petition, hearing.id)).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(detail::of(&app, &me, hearing.id).await?)))
}

/// The request that the hearing answers.
async fn approved(
    records: &mut dyn Records,
    me: &rights::Official,
    petition: &Petition,
    id: Uuid,
) -> Result<HearingRequest, Problem> {
    let request = records.hearing_request(HearingRequestId(id)).await?;
    let request = request.filter(|request| request.petition == petition.id);
    let request =
        request.ok_or_else(|| Problem::field("request", "No request for a hearing of this petition"))?;
    let mine = rights::request_steps(me, &request, petition).contains(&RequestStepKind::Schedule);
    if mine { Ok(request) } else { Err(Problem::field("request", "It is not approved, or another bureau's")) }
}
