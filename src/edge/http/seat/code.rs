//! `POST /api/seat/code` and `/confirm`: a one-time code to the phone of the seat's person, and back.

use super::check_in::own;
use crate::{
    domain::{
        event::Actor,
        hearing::{CheckInNote, on_the_phone},
    },
    edge::{
        AppState, checking_in, extract::Json, phone_codes, problem::Problem, session::Seated,
        views::OwnCheckIn,
    },
    storage::Records,
};
use axum::{extract::State, http::StatusCode};
use serde::Deserialize;
use utoipa::ToSchema;

/// Sends a one-time code to the phone of the seat's person.
///
/// Codes: unauthenticated, no_phone, too_many.
#[utoipa::path(
    post,
    path = "/seat/code",
    operation_id = "seat_code",
    tag = "seat",
    responses((status = NO_CONTENT), Problem),
)]
pub async fn send(State(app): State<AppState>, holder: Seated) -> Result<StatusCode, Problem> {
    checking_in::must_not_be_over(&holder.hearing)?;
    let mut tx = app.store.begin().await?;
    phone_of(&app, tx.as_mut(), &holder).await?.ok_or_else(phone_codes::no_phone)?;
    let petition = tx.petition(holder.hearing.petition).await?.ok_or(Problem::NotFound)?;
    let seat = holder.seat.id;
    phone_codes::send(&app, tx, (&petition, &holder.hearing), seat, Actor::Seat(seat)).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CodeBack {
    code: String,
}

/// Brings a code back: whoever holds this seat holds the phone too.
///
/// Codes: unauthenticated, wrong_code, hearing_over, too_many.
#[utoipa::path(
    post,
    path = "/seat/code/confirm",
    operation_id = "seat_code_confirm",
    tag = "seat",
    request_body = CodeBack,
    responses((status = OK, body = OwnCheckIn), Problem),
)]
pub async fn confirm(
    State(app): State<AppState>,
    holder: Seated,
    Json(back): Json<CodeBack>,
) -> Result<Json<OwnCheckIn>, Problem> {
    checking_in::must_not_be_over(&holder.hearing)?;
    let (now, seat) = (app.world.now(), holder.seat.id);
    let tx = phone_codes::take(&app, app.store.begin().await?, seat, &back.code).await?;
    let note = CheckInNote::PhoneConfirmed(now);
    checking_in::note(&app, tx, &holder.hearing, seat, note, Actor::Seat(seat)).await?;
    own(&app, &holder).await.map(Json)
}

/// The phone of the seat's person; none where the house sends no messages or the petition is behind the wall.
pub async fn phone_of(
    app: &AppState,
    records: &mut dyn Records,
    holder: &Seated,
) -> Result<Option<String>, Problem> {
    let petition = records.petition(holder.hearing.petition).await?.ok_or(Problem::NotFound)?;
    if app.config.notices.sms.is_none() || petition.is_sealed() {
        return Ok(None);
    }
    let parties = records.parties(petition.id).await?;
    Ok(on_the_phone(&holder.seat, &parties).map(str::to_owned))
}
