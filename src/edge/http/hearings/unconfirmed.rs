//! `GET /api/hearings/unconfirmed`: who has not said that they come, and to which hearing.

use super::row;
use crate::{
    domain::{
        DAY_MS,
        hearing::{Said, Unconfirmed, on_the_phone, unconfirmed},
        rights::{HearingAction, SeatRelation},
    },
    edge::{
        AppState, access,
        extract::Json,
        names::Names,
        problem::Problem,
        session::SignedIn,
        views::{HearingRow, NoticeAnswerView, ParticipantRoleText},
    },
};
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// As far ahead as one looks. Milliseconds.
const AHEAD: i64 = 14 * DAY_MS;

#[derive(Debug, Serialize, ToSchema)]
pub struct UnconfirmedHearing {
    hearing: HearingRow,
    /// In the order of the table.
    seats: Vec<UnconfirmedSeat>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct UnconfirmedSeat {
    seat: Uuid,
    role: ParticipantRoleText,
    label: String,
    name: String,
    /// Last.
    told_at: i64,
    read_at: Option<i64>,
    /// That it cannot come: it is not reminded.
    answer: Option<NoticeAnswerView>,
    /// There is a phone to send a message to; else a reminder stands on their page alone.
    has_phone: bool,
}

/// Hearings of the next fourteen days whose links I hand out, with the seats that have not confirmed their times; the
/// soonest first.
///
/// Codes: unauthenticated.
#[utoipa::path(
    get,
    path = "/hearings/unconfirmed",
    operation_id = "hearing_unconfirmed",
    tag = "hearings",
    responses((status = OK, body = Vec<UnconfirmedHearing>), Problem),
)]
pub async fn list(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
) -> Result<Json<Vec<UnconfirmedHearing>>, Problem> {
    let now = app.world.now();
    let mut records = app.store.read().await?;
    let (mut names, mut all) = (Names::default(), Vec::new());
    for hearing in records.hearings_between(now, now.plus_millis(AHEAD)).await? {
        // Before its petition is read: nobody else hands out its links.
        let near =
            hearing.host == me.agency.id || SeatRelation::of(&me, &hearing.seats) != SeatRelation::None;
        if !hearing.asks_who_comes(now) || !near {
            continue;
        }
        let Some(seen) = access::seen(records.as_mut(), &me, hearing).await? else { continue };
        if !seen.rights.may(HearingAction::IssueLinks) {
            continue;
        }
        let notices = records.hearing_notices(seen.hearing.id).await?;
        let shown = seen.shown(&me);
        let left = unconfirmed(&shown, &notices, now);
        if left.is_empty() {
            continue;
        }
        let parties = records.parties(seen.petition.id).await?;
        let phone = |one: &Unconfirmed<'_>| {
            seen.hearing.seat(one.seat.id).is_some_and(|seat| on_the_phone(seat, &parties).is_some())
        };
        let seats = left.iter().map(|one| UnconfirmedSeat::of(one, phone(one))).collect();
        let hearing = row::of(records.as_mut(), &mut names, &me, &seen).await?;
        all.push(UnconfirmedHearing { hearing, seats });
    }
    Ok(Json(all))
}

impl UnconfirmedSeat {
    fn of(Unconfirmed { seat, said, told_at, read_at }: &Unconfirmed<'_>, has_phone: bool) -> Self {
        Self {
            seat: seat.id.0,
            role: seat.role.into(),
            label: seat.label.clone(),
            name: seat.name.clone(),
            told_at: told_at.0,
            read_at: read_at.map(|at| at.0),
            answer: said.map(|Said { answer, .. }| NoticeAnswerView::of(answer)),
            has_phone,
        }
    }
}
