//! `GET /api/board`: every session of today that I may look after, and every one left open, the most urgent first, and the alarms.

use super::{calling, moving};
use crate::{
    domain::{
        Timestamp,
        duty::{self, Alarm, LEFT_OPEN_AFTER, Urgency},
        hearing::StageName,
        ids::{HearingId, SeatId},
        rights::{HearingAction, Official, desk},
    },
    edge::{
        AppState,
        access::{self, SeenHearing},
        etag,
        names::Names,
        problem::Problem,
        session::SignedIn,
        views::{AlarmView, Board, BoardSession},
    },
    storage::Records,
};
use axum::{
    Json,
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// Every session of today that I may look after and every one left open, the most urgent first, and the alarms. Ask again with the entity
/// tag: 304 as long as nothing changed.
///
/// Codes: unauthenticated.
#[utoipa::path(
    get,
    path = "/board",
    operation_id = "duty_board",
    tag = "duty",
    responses((status = OK, body = Board), (status = NOT_MODIFIED), Problem),
)]
pub async fn board(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let mut records = app.store.read().await?;
    let day = Day::read(records.as_mut(), &me, app.world.now()).await?;
    let (mut names, mut sessions, mut alarms) = (Names::default(), Vec::new(), Vec::new());
    for alarm in &day.alarms {
        let by_name = names.staff_if(records.as_mut(), alarm.handled.map(|(staff, _)| staff)).await?;
        alarms.push(AlarmView::of(alarm, by_name));
    }
    let mut urgencies = duty::urgencies(&day.alarms);
    let now = app.world.now();
    let takes = |seen: &&SeenHearing| {
        seen.rights.may(HearingAction::Assist) && access::check_open(&seen.hearing, now).is_ok()
    };
    let doors: Vec<&SeenHearing> = day.sessions.iter().filter(takes).collect();
    for seen in &day.sessions {
        let id = seen.hearing.id;
        let host = names.agency(records.as_mut(), seen.hearing.host).await?;
        let check_ins = records.check_ins(id).await?;
        let live = app.rooms.overview(id).await;
        let urgency = urgencies.remove(&id).unwrap_or(Urgency::Calm);
        let mut session = BoardSession::of(seen, &me, host, &check_ins, live, urgency);
        for (row, seat) in session.seats.iter_mut().zip(seen.hearing.standing()) {
            let leads = doors.iter().filter(|there| moving::goal(there, seen, seat).is_some());
            row.unanswered = day.unanswered.get(&seat.id).copied().unwrap_or(0);
            row.may_move_to = leads.map(|there| there.hearing.id.0).collect();
        }
        if takes(&seen) {
            calling::reach(&app, records.as_mut(), &me, seen, &mut session.seats).await?;
        }
        sessions.push(session);
    }
    sessions.sort_by_key(|session| (session.urgency, session.starts_at));
    Ok(tagged(&Board { sessions, alarms }, &headers))
}

/// Today's sessions with what called for an officer since midnight.
pub struct Day {
    pub sessions: Vec<SeenHearing>,
    pub alarms: Vec<Alarm>,
    /// What seats wrote to the desk and nobody answered.
    unanswered: HashMap<SeatId, u32>,
}

impl Day {
    pub async fn read(records: &mut dyn Records, me: &Official, now: Timestamp) -> Result<Self, Problem> {
        let today = now.local_date();
        let (morning, midnight) = Timestamp::span(today, today);
        let mut sessions = Vec::new();
        let mut held = records.hearings_between(morning, midnight).await?;
        // Of an earlier day, and live still.
        let past = records.live_past(now.plus_millis(-LEFT_OPEN_AFTER)).await?;
        held.extend(past.into_iter().filter(|hearing| hearing.ends_at <= morning));
        for hearing in held {
            let seen = if desk(me).board { access::seen(records, me, hearing).await? } else { None };
            if let Some(seen) = seen.filter(is_on_board) {
                sessions.push(seen);
            }
        }
        let known: HashMap<HearingId, &SeenHearing> =
            sessions.iter().map(|seen| (seen.hearing.id, seen)).collect();
        let mut events = records.alarm_events(morning).await?;
        events.retain(|event| event.hearing.is_some_and(|id| known.contains_key(&id)));
        let mut alarms = duty::alarms(&events, |hearing, seat| known.get(&hearing)?.hearing.seat(seat));
        alarms.extend(sessions.iter().filter_map(|seen| Alarm::left_open(&seen.hearing, now)));
        alarms.sort_by_key(|alarm| alarm.at);
        let unanswered = duty::unanswered(&events);
        Ok(Self { sessions, alarms, unanswered })
    }
}

/// Not what was called off.
fn is_on_board(seen: &SeenHearing) -> bool {
    !matches!(seen.hearing.stage.name(), StageName::Requested | StageName::Cancelled | StageName::Postponed)
}

/// Alarms outlive their sessions: who looks after the house's sessions may still mark them.
pub fn may_handle(seen: &SeenHearing) -> bool {
    seen.rights.may(HearingAction::Assist) || seen.hearing.stage.name().is_over()
}

fn tagged(board: &Board, headers: &HeaderMap) -> Response {
    let text = serde_json::to_vec(board).unwrap_or_default();
    let tag = etag::quoted(hex::encode(&Sha256::digest(&text)[..8]));
    let known = etag::is_known(headers, &tag);
    let mut response =
        if known { StatusCode::NOT_MODIFIED.into_response() } else { Json(board).into_response() };
    response.headers_mut().extend(HeaderValue::try_from(tag).map(|tag| (header::ETAG, tag)));
    response
}
