//! `POST /api/seat/code` and `/confirm`: a one-time code to the phone of the seat's person, and back.

use super::check_in::own;
use crate::{
    domain::{
        Timestamp,
        channels::{Delivery, DeliveryState, Receiver},
        event::{Actor, Change, EventKind},
        hearing::{CheckInNote, Occupant},
        ids::{DeliveryId, EventId},
    },
    edge::{AppState, checking_in, extract::Json, problem::Problem, session::Seated, views::OwnCheckIn},
    storage::{IdentityCode, Records},
};
use axum::{extract::State, http::StatusCode};
use serde::Deserialize;
use utoipa::ToSchema;

/// A code is good for so long. Milliseconds.
const CODE_LIVES_MS: i64 = 10 * 60 * 1000;
/// Between two codes. Milliseconds.
const NEXT_CODE_MS: i64 = 60 * 1000;
/// Of a million codes, five guesses.
const MOST_TRIES: u32 = 5;

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
    if let Some(wait) = tx.identity_code(seat).await?.and_then(|code| wait_for_next(&code, now)) {
        return Err(Problem::TooMany { retry_after_s: wait });
    }
    let code = IdentityCode { code: six_digits(&app), until: now.plus_millis(CODE_LIVES_MS), tries: 0 };
    tx.put_identity_code(seat, &code).await?;
    let petition = tx.petition(holder.hearing.petition).await?.ok_or(Problem::NotFound)?;
    let event = EventId(app.world.new_id());
    let delivery = Delivery {
        id: DeliveryId(app.world.new_id()),
        receiver: Receiver::Sms,
        target: seat.0, // a line of its own: nothing waits before it
        sequence: 0,    // the store gives it its place in line
        petition: petition.id,
        event,
        kind: EventKind::HearingCodeSent,
        at: now,
        state: DeliveryState::Waiting,
        attempts: 0,
        due: now,
        lease_until: Timestamp(0),
        outcome: None,
        settled_at: None,
    };
    tx.add_delivery(&delivery).await?;
    let change = Change::new(EventKind::HearingCodeSent).with("seat", seat);
    tx.append(&change.hearing_event(event, now, Actor::Seat(seat), &petition, holder.hearing.id)).await?;
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
    let code = tx.identity_code(seat).await?.filter(|code| now < code.until && code.tries < MOST_TRIES);
    let code = code.ok_or_else(wrong_code)?;
    if code.code != back.code.trim() {
        tx.put_identity_code(seat, &IdentityCode { tries: code.tries + 1, ..code }).await?;
        tx.commit().await?;
        return Err(wrong_code());
    }
    tx.drop_identity_code(seat).await?;
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
    let Occupant::Party { person } = holder.seat.occupant else { return Ok(None) };
    let petition = records.petition(holder.hearing.petition).await?.ok_or(Problem::NotFound)?;
    if app.config.notices.sms.is_none() || petition.is_sealed() {
        return Ok(None);
    }
    let parties = records.parties(petition.id).await?;
    Ok(parties.into_iter().find(|party| party.id == person).and_then(|party| party.phone))
}

/// Seconds until another may be sent.
fn wait_for_next(code: &IdentityCode, now: Timestamp) -> Option<u64> {
    let from = code.until.0 - CODE_LIVES_MS + NEXT_CODE_MS;
    u64::try_from(from - now.0).ok().filter(|left| *left > 0).map(|left| left.div_ceil(1000))
}

fn six_digits(app: &AppState) -> String {
    let mut bytes = [0; 8];
    app.world.fill(&mut bytes);
    format!("{:06}", u64::from_le_bytes(bytes) % 1_000_000)
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
