//! `POST /api/hearings/{id}/seats`, `PUT …/seats/{seat}` and `POST …/seats/{seat}/withdraw`: the table changes after
//! it was laid.

use super::{detail, facts::Facts};
use crate::{
    domain::{
        event::Actor,
        hearing::{OnRecord, PaperKind, Reseat, reseat},
        ids::{HearingId, SeatId},
        rights::{self, HearingAction},
    },
    edge::{
        AppState,
        etag::IfMatch,
        extract::{Json, Path},
        problem::Problem,
        session::SignedIn,
        views::{HearingDetail, LanguageText, NewSeat, OccupantView, ReasonRequest},
    },
    rooms::Command,
    storage::{Records, StoreError},
};
use axum::{extract::State, http::StatusCode};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Who takes the place; role and duty to attend stay with it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReplaceRequest {
    occupant: OccupantView,
    /// What an interpreter speaks besides Mandarin.
    #[serde(default)]
    languages: Vec<LanguageText>,
    reason: String,
}

/// One more seat at the table, until its minutes are read back. `If-Match` names the `tag` of the hearing that was
/// read. Who is seated is told.
///
/// Codes: unauthenticated, not_found, not_yours, precondition_required, outdated, clash, refused with field, refusals of
/// the room.
#[utoipa::path(
    post,
    path = "/hearings/{id}/seats",
    operation_id = "hearing_seat_add",
    tag = "hearings",
    params(("id" = Uuid, Path), IfMatch),
    request_body = NewSeat,
    responses((status = CREATED, body = HearingDetail), Problem),
)]
pub async fn add(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
    read: IfMatch,
    Json(asked): Json<NewSeat>,
) -> Result<(StatusCode, Json<HearingDetail>), Problem> {
    let changed = changed(&app, &me, HearingId(id), &read, Reseat::Add(asked.wish())).await?;
    Ok((StatusCode::CREATED, Json(changed)))
}

/// Somebody else takes the place of a seat, with a seat of their own: link, device, identity and receipts of who sat
/// there end, what was said stays with who said it. `If-Match` names the `tag` of the hearing that was read. Both are
/// told.
///
/// Codes: unauthenticated, not_found, not_yours, precondition_required, outdated, clash, refused with field, refusals of
/// the room.
#[utoipa::path(
    put,
    path = "/hearings/{id}/seats/{seat}",
    operation_id = "hearing_seat_replace",
    tag = "hearings",
    params(("id" = Uuid, Path), ("seat" = Uuid, Path), IfMatch),
    request_body = ReplaceRequest,
    responses((status = OK, body = HearingDetail), Problem),
)]
pub async fn replace(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path((id, seat)): Path<(Uuid, Uuid)>,
    read: IfMatch,
    Json(asked): Json<ReplaceRequest>,
) -> Result<Json<HearingDetail>, Problem> {
    let reseat = Reseat::Replace {
        seat: SeatId(seat),
        occupant: asked.occupant.occupant(),
        languages: asked.languages.into_iter().map(|language| language.0).collect(),
        reason: asked.reason,
    };
    changed(&app, &me, HearingId(id), &read, reseat).await.map(Json)
}

/// Gives up a seat that left nothing on record. `If-Match` names the `tag` of the hearing that was read. Who sat there
/// is told.
///
/// Codes: unauthenticated, not_found, not_yours, precondition_required, outdated, refused with field, refusals of the room.
#[utoipa::path(
    post,
    path = "/hearings/{id}/seats/{seat}/withdraw",
    operation_id = "hearing_seat_withdraw",
    tag = "hearings",
    params(("id" = Uuid, Path), ("seat" = Uuid, Path), IfMatch),
    request_body = ReasonRequest,
    responses((status = OK, body = HearingDetail), Problem),
)]
pub async fn withdraw(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path((id, seat)): Path<(Uuid, Uuid)>,
    read: IfMatch,
    Json(asked): Json<ReasonRequest>,
) -> Result<Json<HearingDetail>, Problem> {
    let reseat = Reseat::Withdraw { seat: SeatId(seat), reason: asked.reason };
    changed(&app, &me, HearingId(id), &read, reseat).await.map(Json)
}

/// Decided here by what the store knows; the room looks again at what may have changed meanwhile.
async fn changed(
    app: &AppState,
    me: &rights::Official,
    id: HearingId,
    read: &IfMatch,
    asked: Reseat,
) -> Result<HearingDetail, Problem> {
    let seen = detail::to_change(app, me, id, HearingAction::Reseat, read).await?;
    let mut records = app.store.read().await?;
    let facts = Facts::read(records.as_mut(), &seen.petition).await?;
    let host = records.agency(seen.hearing.host).await?.ok_or(Problem::NotFound)?;
    let book = facts.book(&seen.petition, &host, (&app.config.local_rules.representatives, app.world.now()));
    let on_record = match asked.leaving() {
        Some(seat) => on_record(records.as_mut(), id, seat).await?,
        None => None,
    };
    let joining = SeatId(app.world.new_id());
    let reseating = reseat(&asked, &seen.hearing, &book, on_record, joining)?;
    drop(records); // the room writes by itself
    let command = Command::Reseat(Box::new(reseating));
    app.rooms.command(id, Actor::from(me), command).await.map_err(|refused| facts.why(refused))?;
    detail::of(app, me, id).await
}

/// What the record has of a seat, the weightiest first.
async fn on_record(
    records: &mut dyn Records,
    hearing: HearingId,
    seat: SeatId,
) -> Result<Option<OnRecord>, StoreError> {
    for paper in [PaperKind::Minutes, PaperKind::Agreement] {
        let record = records.signing_record(hearing, paper).await?;
        if record.signatures.iter().any(|signature| signature.seat == seat) {
            return Ok(Some(OnRecord::Signed));
        }
    }
    if records.minutes(hearing).await?.iter().any(|entry| entry.speaker == Some(seat)) {
        return Ok(Some(OnRecord::Spoke));
    }
    let exhibits = records.hearing_exhibits(hearing).await?;
    let brought = exhibits.iter().any(|exhibit| exhibit.brought_by == Some(seat));
    Ok(brought.then_some(OnRecord::Exhibits))
}
