//! `GET /api/schedules/mine.ics`, `GET /api/hearings/{id}/calendar.ics`, `POST /api/query/calendar` and
//! `POST /api/seat/calendar`: hearings as calendar files.

use crate::{
    documents::{Appointment, calendar_file},
    domain::{
        DAY_MS, Timestamp,
        hearing::{Hearing, Seat, StageName, rooms_of},
        ids::HearingId,
    },
    edge::{
        AppState, access,
        caller::Caller,
        extract::{Json, Path},
        http::{query::door, seat::link},
        problem::Problem,
        session::SignedIn,
        streaming::{self, Shown},
    },
    storage::{Records, StoreError},
};
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// How much of the past and of what comes my own calendar holds.
const MINE_MS: (i64, i64) = (30 * DAY_MS, 180 * DAY_MS);

/// The hearings in which I hold a seat, a month back and half a year ahead, as a calendar file.
///
/// Codes: unauthenticated.
#[utoipa::path(
    get,
    path = "/schedules/mine.ics",
    operation_id = "schedules_mine",
    tag = "schedules",
    responses((status = OK, body = String, content_type = "text/calendar"), Problem),
)]
pub async fn mine(State(app): State<AppState>, SignedIn(me): SignedIn) -> Result<Response, Problem> {
    let now = app.world.now();
    let mut records = app.store.read().await?;
    let mut appointments = Vec::new();
    for hearing in records.hearings_between(now.plus_millis(-MINE_MS.0), now.plus_millis(MINE_MS.1)).await? {
        if let Some(seat) = access::my_seats(&me, &hearing).first() {
            let place = place(records.as_mut(), &hearing, seat).await?;
            appointments.push(appointment(&app, &hearing, place));
        }
    }
    Ok(answer("lianjie", &calendar_file("我的接访", &appointments, now)))
}

/// One hearing as a calendar file.
///
/// Codes: unauthenticated, not_found.
#[utoipa::path(
    get,
    path = "/hearings/{id}/calendar.ics",
    operation_id = "hearing_calendar",
    tag = "hearings",
    params(("id" = Uuid, Path)),
    responses((status = OK, body = String, content_type = "text/calendar"), Problem),
)]
pub async fn of_hearing(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Response, Problem> {
    let mut records = app.store.read().await?;
    let hearing = access::hearing(records.as_mut(), &me, HearingId(id)).await?.hearing;
    let place = match access::my_seats(&me, &hearing).first() {
        Some(seat) => place(records.as_mut(), &hearing, seat).await?,
        None => String::new(),
    };
    let appointment = appointment(&app, &hearing, place);
    Ok(answer(&hearing.number, &calendar_file(&hearing.number, &[appointment], app.world.now())))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QueryCalendar {
    number: String,
    code: String,
    /// Number of the hearing.
    hearing: String,
}

/// The petitioner's appointment as a calendar file.
///
/// Codes: no_match, too_many, not_found.
#[utoipa::path(
    post,
    path = "/query/calendar",
    operation_id = "query_calendar",
    tag = "query",
    request_body = QueryCalendar,
    responses((status = OK, body = String, content_type = "text/calendar"), Problem),
)]
pub async fn by_code(
    State(app): State<AppState>,
    caller: Caller,
    Json(asked): Json<QueryCalendar>,
) -> Result<Response, Problem> {
    let mut records = app.store.read().await?;
    let opened = door::open(&app, records.as_mut(), caller, &asked.number, &asked.code).await?;
    let hearings = records.hearings_of(opened.matter.id).await?;
    let theirs = |hearing: &Hearing| {
        hearing.number == asked.hearing && opened.is_told(hearing.starts_at) && opened.may_know_of(hearing)
    };
    let hearing = hearings.into_iter().find(theirs).ok_or(Problem::NotFound)?;
    let appointment = appointment(&app, &hearing, String::new());
    Ok(answer(&hearing.number, &calendar_file(&hearing.number, &[appointment], app.world.now())))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SeatCalendar {
    /// The part of the link after `#`.
    secret: String,
}

/// The appointment of who has a link as a calendar file; the link is not used up.
///
/// Codes: no_such_link, too_many.
#[utoipa::path(
    post,
    path = "/seat/calendar",
    operation_id = "seat_calendar",
    tag = "seat",
    request_body = SeatCalendar,
    responses((status = OK, body = String, content_type = "text/calendar"), Problem),
)]
pub async fn by_link(
    State(app): State<AppState>,
    Caller(address): Caller,
    Json(asked): Json<SeatCalendar>,
) -> Result<Response, Problem> {
    let (hearing, _) = link::open(&app, address, &asked.secret).await?;
    let appointment = appointment(&app, &hearing, String::new());
    Ok(answer(&hearing.number, &calendar_file(&hearing.number, &[appointment], app.world.now())))
}

/// The room of a seat, if it has one.
async fn place(records: &mut dyn Records, hearing: &Hearing, seat: &Seat) -> Result<String, StoreError> {
    let of_seat = rooms_of(std::iter::once(&seat.occupant));
    let of_hearing = rooms_of(hearing.standing().map(|seat| &seat.occupant));
    let Some(room) = of_seat.first().or(of_hearing.first()).copied() else { return Ok(String::new()) };
    Ok(records.reception_room(room).await?.map(|room| room.name).unwrap_or_default())
}

/// The number, not the title: the title may say what it is about.
fn appointment(app: &AppState, hearing: &Hearing, place: String) -> Appointment {
    let check_in: Timestamp = hearing.check_in_opens_at();
    let (opens, pages) = (check_in.local(), &app.config.public_url);
    Appointment {
        uid: hearing.id.to_string(),
        sequence: hearing.version,
        title: format!("接访 {}", hearing.number),
        description: format!(
            "{:02}:{:02} 起可签到。权利义务和接访须知：{pages}/rights",
            opens.hour(),
            opens.minute()
        ),
        place,
        starts_at: hearing.starts_at,
        ends_at: hearing.ends_at,
        cancelled: matches!(hearing.stage.name(), StageName::Cancelled | StageName::Postponed),
    }
}

fn answer(name: &str, file: &str) -> Response {
    let name = format!("{name}.ics");
    (streaming::headers("text/calendar; charset=utf-8", Shown::Saved, &name), file.to_owned()).into_response()
}
