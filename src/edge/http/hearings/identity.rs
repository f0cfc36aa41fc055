//! `POST /api/hearings/{id}/seats/{seat}/identity` and `…/identity/take-back`: who sits there.

use super::{check_in, identity_photo::no_photo};
use crate::{
    domain::{
        event::Actor,
        given_reason,
        hearing::{CheckInNote, Identity, IdentityWay},
        ids::{HearingId, SeatId},
        rights::HearingAction,
    },
    edge::{
        AppState, access, checking_in,
        extract::{Json, Path},
        hearing_log,
        problem::Problem,
        session::SignedIn,
        views::{IdentityWayText, ReasonRequest, SeatCheckIn},
    },
    rooms::Arrived,
    storage::IdentityPhoto,
};
use axum::extract::State;
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
/// at a counter of another organ at the table (`see_paper`), where its holder stands; never over the word of somebody else.
///
/// Codes: unauthenticated, not_found, not_yours, unprocessable, no_photo, identity_stands.
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
    tx.hold(&format!("identity {seat}")).await?; // read here, and replaced
    let known = tx.check_ins(seen.hearing.id).await?.into_iter().find(|one| one.seat == seat);
    let confirms = seen.rights.may(HearingAction::CheckIn);
    if known.and_then(|known| known.identity).is_some_and(|one| !one.gives_way(me.staff.id, confirms)) {
        let sentence = "Somebody has confirmed who sits there: their word stands";
        return Err(Problem::refused("identity_stands", sentence));
    }
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

/// Takes back that somebody was confirmed, with a reason: it was the wrong seat. Who was let in stays; nothing happens where
/// nobody was confirmed. Whoever pressed it may, and who confirms identities.
///
/// Codes: unauthenticated, not_found, not_yours, reason_needed.
#[utoipa::path(
    post,
    path = "/hearings/{id}/seats/{seat}/identity/take-back",
    operation_id = "hearing_identity_take_back",
    tag = "hearings",
    params(("id" = Uuid, Path), ("seat" = Uuid, Path)),
    request_body = ReasonRequest,
    responses((status = OK, body = Vec<SeatCheckIn>), Problem),
)]
pub async fn take_back(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path((id, seat)): Path<(Uuid, Uuid)>,
    Json(asked): Json<ReasonRequest>,
) -> Result<Json<Vec<SeatCheckIn>>, Problem> {
    let mut tx = app.store.begin().await?;
    let seen = access::hearing(tx.as_mut(), &me, HearingId(id)).await?;
    seen.must(HearingAction::SeePaper)?;
    let seat = check_in::identified(&seen, SeatId(seat))?.id;
    let known = tx.check_ins(seen.hearing.id).await?.into_iter().find(|one| one.seat == seat);
    if let Some(identity) = known.and_then(|known| known.identity) {
        if identity.by != me.staff.id {
            seen.must(HearingAction::CheckIn)?;
        }
        let (note, reason) = (CheckInNote::IdentityTakenBack, given_reason(&asked.reason)?);
        tx.note_check_in(seen.hearing.id, seat, &note).await?;
        let change = note.change(seat).because(reason);
        hearing_log::record_in_phase(&app, tx.as_mut(), seen.matter(), change, Actor::from(&me)).await?;
        tx.commit().await?;
        app.rooms.arrived(seen.hearing.id, seat, Arrived::Noted(note)).await;
    }
    check_in::of(app.store.read().await?.as_mut(), &me, &seen).await.map(Json)
}
