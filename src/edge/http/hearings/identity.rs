//! `POST /api/hearings/{id}/seats/{seat}/identity` and `GET …/photo`: who sits there, and the photo of their paper.

use super::check_in;
use crate::{
    domain::{
        event::Actor,
        hearing::{CheckInNote, Identity, IdentityWay},
        ids::{HearingId, SeatId},
        rights::HearingAction,
    },
    edge::{
        AppState, access, checking_in,
        extract::{Json, Path},
        problem::Problem,
        session::SignedIn,
        streaming::{self, Shown},
        views::{IdentityWayText, SeatCheckIn},
    },
    rooms::Arrived,
    storage::IdentityPhoto,
};
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IdentityRequest {
    way: IdentityWayText,
    /// By which order the photo is kept; without one it is deleted now.
    #[serde(default)]
    keep_photo: Option<String>,
}

/// Confirms who sits there. The photo of their paper is gone with that, unless an order says to keep it. By `paper` alone also
/// at a counter of another organ at the table (`see_paper`), where its holder stands.
///
/// Codes: unauthenticated, not_found, not_yours, unprocessable, no_photo.
#[utoipa::path(
    post,
    path = "/hearings/{id}/seats/{seat}/identity",
    operation_id = "hearing_identity",
    tag = "hearings",
    params(("id" = Uuid, Path), ("seat" = Uuid, Path)),
    request_body = IdentityRequest,
    responses((status = OK, body = Vec<SeatCheckIn>), Problem),
)]
pub async fn confirm(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path((id, seat)): Path<(Uuid, Uuid)>,
    Json(asked): Json<IdentityRequest>,
) -> Result<Json<Vec<SeatCheckIn>>, Problem> {
    let (seat, IdentityWayText(way)) = (SeatId(seat), asked.way);
    let order = asked.keep_photo.map(|order| order.trim().to_owned());
    if order.as_ref().is_some_and(|order| !(2..=200).contains(&order.chars().count())) {
        return Err(Problem::field("keep_photo", "Name the order by which it is kept, 2 to 200 characters"));
    }
    let mut tx = app.store.begin().await?;
    let seen = access::hearing(tx.as_mut(), &me, HearingId(id)).await?;
    let at_a_counter = way == IdentityWay::Paper && order.is_none();
    seen.must(if at_a_counter { HearingAction::SeePaper } else { HearingAction::CheckIn })?;
    check_in::identified(&seen, seat)?;
    let photo = tx.identity_photo(seat).await?;
    if way == IdentityWay::Photo && photo.is_none() {
        return Err(no_photo());
    }
    let kept = match (photo, order) {
        // Kept by an order of before: that stands, whoever confirms the person again.
        (Some(IdentityPhoto { kept: Some(_), .. }), _) => true,
        (Some(photo), order @ Some(_)) => {
            tx.put_identity_photo(seat, &IdentityPhoto { kept: order, ..photo }).await?;
            true
        }
        (Some(_), None) => {
            tx.drop_identity_photo(seat).await?;
            false
        }
        (None, _) => false,
    };
    let note = CheckInNote::Identified(Identity { way, by: me.staff.id, at: app.world.now() });
    let actor = Actor::from(&me);
    checking_in::note(&app, tx, &seen.hearing, seat, note, actor).await?;
    app.rooms.arrived(seen.hearing.id, seat, Arrived::Photo(kept)).await;
    check_in::of(app.store.read().await?.as_mut(), &me, &seen).await.map(Json)
}

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

fn no_photo() -> Problem {
    let detail = "There is no photo to know them by".to_owned();
    Problem::Refused { code: "no_photo".into(), field: None, detail, article: None }
}
