//! `POST /api/seat/code` and `/confirm`: a one-time code to the phone of the seat's person, and back.

use super::check_in::own;
use crate::{
    domain::{
        event::Actor,
        hearing::{CheckInNote, Digits, PhoneCode, on_the_phone},
        ids::{EventId, OpId},
    },
    edge::{AppState, checking_in, extract::Json, problem::Problem, session::Seated, views::OwnCheckIn},
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
    checking_in::must_be_open(&holder.hearing)?;
    let (now, seat) = (app.world.now(), holder.seat.id);
    let mut tx = app.store.begin().await?;
    phone_of(&app, tx.as_mut(), &holder).await?.ok_or_else(no_phone)?;
    if let Some(wait) = tx.phone_code(seat).await?.and_then(|code| code.pause(now)) {
        return Err(Problem::TooMany { retry_after_s: u64::try_from(wait).unwrap_or(0).div_ceil(1000) });
    }
    let mut chance = [0; 8];
    app.world.fill(&mut chance);
    let id = OpId(app.world.new_id());
    let code = PhoneCode { id, seat, digits: Digits::of(chance), sent_at: now, wrong: 0 };
    tx.put_phone_code(&code).await?;
    let petition = tx.petition(holder.hearing.petition).await?.ok_or(Problem::NotFound)?;
    let (event, actor) = (EventId(app.world.new_id()), Actor::Seat(seat));
    tx.append(&code.change().hearing_event(event, now, actor, &petition, holder.hearing.id)).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CodeBack {
    code: String,
}

/// Brings a code back: whoever holds this seat holds the phone too.
///
/// Codes: unauthenticated, wrong_code, hearing_over.
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
    checking_in::must_be_open(&holder.hearing)?;
    let (now, seat) = (app.world.now(), holder.seat.id);
    let mut tx = app.store.begin().await?;
    let code = tx.phone_code(seat).await?.filter(|code| code.is_good(now)).ok_or_else(wrong_code)?;
    if code.digits.as_str() != back.code.trim() {
        tx.put_phone_code(&PhoneCode { wrong: code.wrong + 1, ..code }).await?;
        tx.commit().await?;
        return Err(wrong_code());
    }
    tx.drop_phone_code(seat).await?;
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
    Ok(on_the_phone(&holder.seat, &parties).map(|(_, phone)| phone.to_owned()))
}

fn no_phone() -> Problem {
    refused("no_phone", "No message can be sent to this person")
}

fn wrong_code() -> Problem {
    refused("wrong_code", "The code is wrong, too old, or was tried too often")
}

fn refused(code: &'static str, detail: &str) -> Problem {
    Problem::Refused { code: code.into(), field: None, detail: detail.to_owned(), article: None }
}
