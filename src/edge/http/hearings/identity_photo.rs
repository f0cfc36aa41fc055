//! `GET /api/hearings/{id}/seats/{seat}/photo` and `POST …/photo/refuse`: the photo of somebody's paper.

use super::check_in;
use crate::{
    domain::{
        event::{Actor, Change, EventKind},
        given_reason,
        ids::{HearingId, SeatId},
    },
    edge::{
        AppState,
        extract::{Json, Path},
        hearing_log,
        problem::Problem,
        session::SignedIn,
        streaming::{self, Shown},
        views::{ReasonRequest, SeatCheckIn},
    },
    rooms::Arrived,
};
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use uuid::Uuid;

/// The photo of somebody's paper. Never kept by a browser.
///
/// Codes: unauthenticated, not_found, not_yours, no_photo.
#[utoipa::path(
    get,
    path = "/hearings/{id}/seats/{seat}/photo",
    operation_id = "hearing_identity_photo",
    tag = "hearings",
    params(("id" = Uuid, Path), ("seat" = Uuid, Path)),
    responses((status = OK, description = "The picture", content_type = "image/*"), Problem),
)]
pub async fn photo(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path((id, seat)): Path<(Uuid, Uuid)>,
) -> Result<Response, Problem> {
    let mut records = app.store.read().await?;
    let seen = check_in::asked(records.as_mut(), &me, HearingId(id)).await?;
    let seat = seen.hearing.seat(SeatId(seat)).ok_or(Problem::NotFound)?;
    let photo = records.identity_photo(seat.id).await?.ok_or_else(no_photo)?;
    Ok((streaming::headers(photo.media_type, Shown::Inline, ""), photo.bytes).into_response())
}

/// Refuses a photo by which nobody is to be known, with a reason that its sender reads: it is gone, and another may be sent.
///
/// Codes: unauthenticated, not_found, not_yours, reason_needed, no_photo, photo_kept.
#[utoipa::path(
    post,
    path = "/hearings/{id}/seats/{seat}/photo/refuse",
    operation_id = "hearing_identity_photo_refuse",
    tag = "hearings",
    params(("id" = Uuid, Path), ("seat" = Uuid, Path)),
    request_body = ReasonRequest,
    responses((status = OK, body = Vec<SeatCheckIn>), Problem),
)]
pub async fn refuse(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path((id, seat)): Path<(Uuid, Uuid)>,
    Json(asked): Json<ReasonRequest>,
) -> Result<Json<Vec<SeatCheckIn>>, Problem> {
    let mut tx = app.store.begin().await?;
    let seen = check_in::asked(tx.as_mut(), &me, HearingId(id)).await?;
    let seat = check_in::identified(&seen, SeatId(seat))?.id;
    let reason = given_reason(&asked.reason)?;
    let photo = tx.identity_photo(seat).await?.ok_or_else(no_photo)?;
    if photo.kept.is_some() {
        return Err(Problem::refused("photo_kept", "An order keeps this photo"));
    }
    tx.refuse_identity_photo(seat, &reason).await?;
    let change = Change::new(EventKind::HearingPhotoRefused).with("seat", seat).because(reason);
    hearing_log::record_in_phase(&app, tx.as_mut(), seen.matter(), change, Actor::from(&me)).await?;
    tx.commit().await?;
    app.rooms.arrived(seen.hearing.id, seat, Arrived::Photo(false)).await;
    check_in::of(app.store.read().await?.as_mut(), &me, &seen).await.map(Json)
}

pub(super) fn no_photo() -> Problem {
    let detail = "There is no photo to know them by".to_owned();
    Problem::Refused { code: "no_photo".into(), field: None, detail, article: None }
}
