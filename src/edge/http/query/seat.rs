//! `POST /api/query/seat` and `/confirm`: from number and query code into the hearing, by a one-time code to the phone
//! of who sits there.

use super::{
    act,
    door::{self, Tries},
};
use crate::{
    domain::{
        event::Actor,
        hearing::{CheckInNote, Hearing, WayIn, way_in},
        ids::SeatId,
        petition::Household,
    },
    edge::{
        AppState,
        caller::Caller,
        checking_in,
        extract::Json,
        http::hearings::link::{self, SeatLink},
        phone_codes,
        problem::Problem,
    },
    rooms::Arrived,
};
use axum::{extract::State, http::StatusCode};
use serde::Deserialize;
use utoipa::ToSchema;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QuerySeat {
    number: String,
    code: String,
    /// Number of the hearing.
    hearing: String,
    /// The last four digits of the phone, where several of the petition's people have a seat and a phone.
    #[serde(default)]
    ending: Option<String>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QuerySeatCode {
    number: String,
    code: String,
    /// Number of the hearing.
    hearing: String,
    /// As it was asked with.
    #[serde(default)]
    ending: Option<String>,
    /// The six digits that came to the phone.
    digits: String,
}

/// Sends a one-time code to the phone of who sits there.
///
/// Codes: no_match, too_many, not_found, hearing_over, no_sms, no_phone, which_phone.
#[utoipa::path(
    post,
    path = "/query/seat",
    operation_id = "query_seat",
    tag = "query",
    request_body = QuerySeat,
    responses((status = NO_CONTENT), Problem),
)]
pub async fn ask(
    State(app): State<AppState>,
    caller: Caller,
    Json(asked): Json<QuerySeat>,
) -> Result<StatusCode, Problem> {
    let door = Door { caller, number: &asked.number, code: &asked.code };
    let found = door.seat(&app, &asked.hearing, asked.ending.as_deref()).await?;
    let tx = app.store.begin().await?;
    let about = (&found.opened.matter, &found.hearing);
    phone_codes::send(&app, tx, about, found.seat, Actor::Petitioner).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Brings the code back: a fresh link for that seat. The link before and its device stop working.
///
/// Codes: no_match, too_many, not_found, hearing_over, no_sms, no_phone, which_phone, wrong_code.
#[utoipa::path(
    post,
    path = "/query/seat/confirm",
    operation_id = "query_seat_confirm",
    tag = "query",
    request_body = QuerySeatCode,
    responses((status = OK, body = SeatLink), Problem),
)]
pub async fn confirm(
    State(app): State<AppState>,
    caller: Caller,
    Json(back): Json<QuerySeatCode>,
) -> Result<Json<SeatLink>, Problem> {
    let door = Door { caller, number: &back.number, code: &back.code };
    let Found { opened, hearing, seat } = door.seat(&app, &back.hearing, back.ending.as_deref()).await?;
    let tries = Tries::of_digits(&app, &opened.own.number)?;
    let mut tx = phone_codes::take(&app, app.store.begin().await?, seat, &back.digits).await?;
    tries.give_back(&app);
    let (actor, note) = (Actor::Petitioner, CheckInNote::PhoneConfirmed(app.world.now()));
    let about = (&opened.matter, &hearing);
    checking_in::write(&app, tx.as_mut(), about, seat, note, actor).await?;
    let secret = link::renewed(&app, tx, about, seat, actor).await?;
    app.rooms.arrived(hearing.id, seat, Arrived::Noted(note)).await;
    Ok(Json(SeatLink::to(&app, &secret)))
}

/// Who comes, and with what.
struct Door<'a> {
    caller: Caller,
    number: &'a str,
    code: &'a str,
}

/// Whose phone is meant.
struct Found {
    opened: Household,
    hearing: Hearing,
    seat: SeatId,
}

impl Door<'_> {
    async fn seat(&self, app: &AppState, number: &str, ending: Option<&str>) -> Result<Found, Problem> {
        let opened = act::open(app, self.caller, self.number, self.code).await?;
        let mut records = app.store.read().await?;
        let hearings = records.hearings_of(opened.matter.id).await?;
        let theirs = |hearing: &Hearing| hearing.number == number && opened.may_know_of(hearing);
        let hearing = hearings.into_iter().find(theirs).ok_or(Problem::NotFound)?;
        let people = door::people(records.as_mut(), &opened).await?;
        drop(records);
        checking_in::must_not_be_over(&hearing)?;
        if app.config.notices.sms.is_none() {
            return Err(Problem::refused(
                "no_sms",
                "No messages are sent from here: ask the office for a link",
            ));
        }
        let tries = Tries::of_digits(app, &opened.own.number)?;
        let way = way_in(&hearing, &people, ending);
        if ending.is_none() || way != Some(WayIn::ByEnding) {
            tries.give_back(app);
        }
        let seat = match way {
            Some(WayIn::Code(seat)) => seat,
            Some(WayIn::ByEnding) => return Err(which_phone()),
            Some(WayIn::Office) | None => return Err(phone_codes::no_phone()),
        };
        Ok(Found { opened, hearing, seat })
    }
}

fn which_phone() -> Problem {
    Problem::Refused {
        code: "which_phone".into(),
        field: Some("ending".into()),
        detail: "The last four digits of the phone of who sits there are needed".into(),
        article: None,
    }
}
