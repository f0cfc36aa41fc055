//! `/api/hearings/{id}/own-seat/…`: what who signed in does for their own seat, as the holder of a link does for theirs: the
//! promise not to record, and a trial of devices and line.

use crate::{
    domain::{
        Timestamp,
        event::Actor,
        hearing::{Arrival, CheckInNote, Hearing},
        ids::{HearingId, SeatId},
        rights::Official,
    },
    edge::{
        AppState, access,
        caller::Caller,
        checking_in,
        extract::{Json, Path},
        http::seat::{
            self_test,
            trial_line::{self, TrialAnswer},
        },
        problem::Problem,
        session::SignedIn,
        views::{Measured, MediaOffer, MediaWay, TestView},
    },
};
use axum::{extract::State, http::StatusCode};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// The hearing, as long as it is not over, and the seat I may take in it.
async fn own(app: &AppState, me: &Official, id: Uuid) -> Result<(Hearing, SeatId), Problem> {
    let mut records = app.store.read().await?;
    let seen = access::hearing(records.as_mut(), me, HearingId(id)).await?;
    let seat = access::my_seats(me, &seen.hearing).first().map(|seat| seat.id).ok_or(Problem::NotAllowed)?;
    checking_in::must_not_be_over(&seen.hearing)?;
    Ok((seen.hearing, seat))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PromiseRequest {
    /// The day for which it is promised, as the page knows it; of another day nothing is noted.
    #[serde(default)]
    starts_at: Option<i64>,
}

/// Promises for my seat not to record and to keep the rules of the room. The first promise stands.
///
/// Codes: unauthenticated, not_found, not_yours, hearing_over, put_off.
#[utoipa::path(
    post,
    path = "/hearings/{id}/own-seat/promise",
    operation_id = "hearing_own_promise",
    tag = "hearings",
    params(("id" = Uuid, Path)),
    request_body = PromiseRequest,
    responses((status = NO_CONTENT), Problem),
)]
pub async fn promise(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
    Json(asked): Json<PromiseRequest>,
) -> Result<StatusCode, Problem> {
    let (hearing, seat) = own(&app, &me, id).await?;
    let mut tx = app.store.begin().await?;
    let petition = tx.petition(hearing.petition).await?.ok_or(Problem::NotFound)?;
    tx.hold_chain(&petition.chain()).await?; // two at once are one promise, and none is of a day before
    let hearing = tx.hearing(hearing.id).await?.ok_or(Problem::NotFound)?;
    checking_in::must_not_be_over(&hearing)?;
    hearing.is_held_on(asked.starts_at.map(Timestamp))?;
    let known = tx.check_ins(hearing.id).await?;
    if known.iter().any(|one| one.seat == seat && one.arrival.is_some()) {
        return Ok(StatusCode::NO_CONTENT);
    }
    let arrival = Arrival { declared_at: app.world.now(), language: None, interpreter: false };
    let note = CheckInNote::Arrived(arrival);
    checking_in::note(&app, tx, &hearing, seat, note, Actor::from(&me)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ways round a firewall for a trial of my seat.
///
/// Codes: unauthenticated, not_found, not_yours, hearing_over.
#[utoipa::path(
    post,
    path = "/hearings/{id}/own-seat/trial/ways",
    operation_id = "hearing_own_trial_ways",
    tag = "hearings",
    params(("id" = Uuid, Path)),
    responses((status = OK, body = Vec<MediaWay>), Problem),
)]
pub async fn ways(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Caller(address): Caller,
    Path(id): Path<Uuid>,
) -> Result<Json<Vec<MediaWay>>, Problem> {
    let (_, seat) = own(&app, &me, id).await?;
    Ok(Json(app.rooms.trial_ice(seat, Some(address)).into_iter().map(Into::into).collect()))
}

/// Answers the offer of a trial of my seat: what is sent comes back. It ends by itself.
///
/// Codes: unauthenticated, not_found, not_yours, hearing_over, too_many, unprocessable, unavailable.
#[utoipa::path(
    post,
    path = "/hearings/{id}/own-seat/trial/offer",
    operation_id = "hearing_own_trial_offer",
    tag = "hearings",
    params(("id" = Uuid, Path)),
    request_body = MediaOffer,
    responses((status = OK, body = TrialAnswer), Problem),
)]
pub async fn offer(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Caller(address): Caller,
    Path(id): Path<Uuid>,
    Json(offer): Json<MediaOffer>,
) -> Result<Json<TrialAnswer>, Problem> {
    let (_, seat) = own(&app, &me, id).await?;
    trial_line::answer(&app, seat, offer.from(address)).await.map(Json)
}

/// What the trial of my seat measured, kept for the clerk.
///
/// Codes: unauthenticated, not_found, not_yours, hearing_over, too_many.
#[utoipa::path(
    post,
    path = "/hearings/{id}/own-seat/trial",
    operation_id = "hearing_own_trial",
    tag = "hearings",
    params(("id" = Uuid, Path)),
    request_body = Measured,
    responses((status = OK, body = TestView), Problem),
)]
pub async fn trial(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
    Json(measured): Json<Measured>,
) -> Result<Json<TestView>, Problem> {
    let (hearing, seat) = own(&app, &me, id).await?;
    checking_in::count(&app, seat)?;
    self_test::keep(&app, &hearing, seat, &measured, Actor::from(&me)).await.map(Json)
}
