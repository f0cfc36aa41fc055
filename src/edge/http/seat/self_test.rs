//! `POST /api/seat/self-test` and `POST /api/seat/trial`: what a page measured, kept for the clerk. The first is of
//! the device that holds the seat, the second of a link that is not used up by it: days before, by its test link.

use crate::{
    domain::{
        event::Actor,
        hearing::{CheckInNote, Hearing, Seat},
    },
    edge::{
        AppState,
        caller::Caller,
        checking_in,
        extract::Json,
        lockout,
        problem::Problem,
        session::{self, Seated},
        views::{Measured, TestView},
    },
};
use axum::extract::State;
use serde::Deserialize;
use std::net::IpAddr;
use utoipa::ToSchema;

/// What a page measured, kept for the clerk.
///
/// Codes: unauthenticated, hearing_over.
#[utoipa::path(
    post,
    path = "/seat/self-test",
    operation_id = "seat_self_test",
    tag = "seat",
    request_body = Measured,
    responses((status = OK, body = TestView), Problem),
)]
pub async fn self_test(
    State(app): State<AppState>,
    holder: Seated,
    Json(measured): Json<Measured>,
) -> Result<Json<TestView>, Problem> {
    keep(&app, &holder.hearing, &holder.seat, &measured).await.map(Json)
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TrialResult {
    /// The part of the link after `#`.
    secret: String,
    measured: Measured,
}

/// What a page measured before the door opens; the link is not used up.
///
/// Codes: no_such_link, hearing_over.
#[utoipa::path(
    post,
    path = "/seat/trial",
    operation_id = "seat_trial",
    tag = "seat",
    request_body = TrialResult,
    responses((status = OK, body = TestView), Problem),
)]
pub async fn trial(
    State(app): State<AppState>,
    Caller(address): Caller,
    Json(asked): Json<TrialResult>,
) -> Result<Json<TestView>, Problem> {
    let (hearing, seat) = by_link(&app, address, &asked.secret).await?;
    keep(&app, &hearing, &seat, &asked.measured).await.map(Json)
}

/// The seat of a link, without using it up.
pub async fn by_link(app: &AppState, address: IpAddr, secret: &str) -> Result<(Hearing, Seat), Problem> {
    let now = app.world.now();
    let tries = format!("link:{}", lockout::network_of(address));
    app.throttle.take(&tries, now).map_err(|retry_after_s| Problem::TooMany { retry_after_s })?;
    let mut records = app.store.read().await?;
    let key = records.seat_key(&session::token_hash(secret)).await?.ok_or(Problem::NoSuchLink)?;
    app.throttle.give_back(&tries);
    let hearing = records.hearing(key.hearing).await?.ok_or(Problem::NoSuchLink)?;
    let seat = hearing.seat(key.seat).filter(|seat| seat.removed.is_none()).cloned();
    Ok((hearing, seat.ok_or(Problem::NoSuchLink)?))
}

async fn keep(
    app: &AppState,
    hearing: &Hearing,
    seat: &Seat,
    measured: &Measured,
) -> Result<TestView, Problem> {
    checking_in::must_be_open(hearing)?;
    let test = measured.test(app.world.now());
    let tx = app.store.begin().await?;
    let actor = Actor::Seat(seat.id);
    checking_in::note(app, tx, hearing, seat.id, CheckInNote::Tested(test), actor).await?;
    Ok(TestView::of(&test))
}
