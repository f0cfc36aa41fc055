//! `POST /api/seat/self-test` and `POST /api/seat/trial`: what a page measured, kept for the clerk. The first is of
//! the device that holds the seat, the second of a link that is not used up by it: days before, by its test link.

use super::link;
use crate::{
    domain::{
        event::Actor,
        hearing::{CheckInNote, Hearing},
        ids::SeatId,
    },
    edge::{
        AppState,
        caller::Caller,
        checking_in,
        extract::Json,
        problem::Problem,
        session::Seated,
        views::{Measured, TestView},
    },
};
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;

/// What a page measured, kept for the clerk.
///
/// Codes: unauthenticated, hearing_over, too_many.
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
    keep(&app, &holder.hearing, holder.seat.id, &measured, Actor::Seat(holder.seat.id)).await.map(Json)
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
/// Codes: no_such_link, hearing_over, too_many.
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
    let (hearing, seat) = link::open(&app, address, &asked.secret).await?;
    keep(&app, &hearing, seat.id, &asked.measured, Actor::Seat(seat.id)).await.map(Json)
}

/// What a test of this seat came to, by whose word.
pub async fn keep(
    app: &AppState,
    hearing: &Hearing,
    seat: SeatId,
    measured: &Measured,
    by: Actor,
) -> Result<TestView, Problem> {
    checking_in::must_not_be_over(hearing)?;
    let test = measured.test(app.world.now());
    let tx = app.store.begin().await?;
    checking_in::note(app, tx, hearing, seat, CheckInNote::Tested(test), by).await?;
    Ok(TestView::of(&test))
}
