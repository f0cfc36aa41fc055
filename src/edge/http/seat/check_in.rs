//! `GET` and `POST /api/seat/check-in`: how far this seat has come; promising not to record, and in which language.

use crate::{
    domain::{
        Timestamp,
        event::Actor,
        hearing::{Arrival, CheckInNote, IdentityRule, Needs, needs_of},
        rights,
    },
    edge::{
        AppState, checking_in,
        extract::Json,
        problem::Problem,
        session::Seated,
        views::{self, LanguageText, OwnCheckIn, TestView},
    },
};
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;

/// How far this seat has come.
///
/// Codes: unauthenticated.
#[utoipa::path(
    get,
    path = "/seat/check-in",
    operation_id = "seat_check_in_show",
    tag = "seat",
    responses((status = OK, body = OwnCheckIn), Problem),
)]
pub async fn show(State(app): State<AppState>, holder: Seated) -> Result<Json<OwnCheckIn>, Problem> {
    own(&app, &holder).await.map(Json)
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ArrivalRequest {
    /// Neither sound nor picture will be recorded here; `true` or nothing is noted.
    no_recording: bool,
    /// The day for which it is promised, as the page knows it; of another day nothing is noted.
    starts_at: Option<i64>,
    /// None: Mandarin.
    language: Option<LanguageText>,
    /// An interpreter is wished.
    interpreter: bool,
}

/// Promises not to record, and says in which language.
///
/// Codes: unauthenticated, unprocessable, hearing_over, put_off, too_many.
#[utoipa::path(
    post,
    path = "/seat/check-in",
    operation_id = "seat_check_in",
    tag = "seat",
    request_body = ArrivalRequest,
    responses((status = OK, body = OwnCheckIn), Problem),
)]
pub async fn check_in(
    State(app): State<AppState>,
    holder: Seated,
    Json(asked): Json<ArrivalRequest>,
) -> Result<Json<OwnCheckIn>, Problem> {
    if !asked.no_recording {
        return Err(Problem::field("no_recording", "Nobody takes part who has not promised not to record"));
    }
    let mut tx = app.store.begin().await?;
    let petition = tx.petition(holder.hearing.petition).await?.ok_or(Problem::NotFound)?;
    tx.hold_chain(&petition.chain()).await?; // it is not put off between the look and the note
    let hearing = tx.hearing(holder.hearing.id).await?.ok_or(Problem::NotFound)?;
    checking_in::must_not_be_over(&hearing)?;
    hearing.is_held_on(asked.starts_at.map(Timestamp))?;
    let arrival = Arrival {
        declared_at: app.world.now(),
        language: asked.language.map(|language| language.0),
        interpreter: asked.interpreter,
    };
    let (note, actor) = (CheckInNote::Arrived(arrival), Actor::Seat(holder.seat.id));
    checking_in::note(&app, tx, &hearing, holder.seat.id, note, actor).await?;
    own(&app, &holder).await.map(Json)
}

pub async fn own(app: &AppState, holder: &Seated) -> Result<OwnCheckIn, Problem> {
    let (seat, mut records) = (&holder.seat, app.store.read().await?);
    let known = records.check_ins(holder.hearing.id).await?.into_iter().find(|one| one.seat == seat.id);
    let photo = records.photographed(holder.hearing.id).await?.contains(&seat.id);
    let photo_refused = records.photo_refusal(seat.id).await?;
    let phone = super::code::phone_of(app, records.as_mut(), holder).await?;
    let known = known.as_ref();
    let arrival = known.and_then(|known| known.arrival);
    // What was said with the answer to a notice need not be said again.
    let needs = match arrival {
        Some(Arrival { language, interpreter, .. }) => Needs { language, interpreter },
        None => needs_of(&records.hearing_notices(holder.hearing.id).await?, seat.id),
    };
    Ok(OwnCheckIn {
        starts_at: holder.hearing.held_at().map(|at| at.0),
        state: views::state_of(known),
        declared: arrival.is_some(),
        language: needs.language.map(Into::into),
        interpreter: needs.interpreter,
        needs_identity: rights::lacks_identity(seat, known, IdentityRule::Demanded),
        photo,
        photo_refused,
        phone: phone.map(|phone| phone.chars().skip(phone.chars().count().saturating_sub(4)).collect()),
        phone_confirmed: known.is_some_and(|known| known.phone_at.is_some()),
        test: known.and_then(|known| known.test.as_ref()).map(TestView::of),
    })
}
