//! `GET /api/screen`: what this television shows.

use super::Television;
use crate::{
    domain::{
        Timestamp,
        hearing::{Entrance, Hearing, OnScreen, ends_shown, on_screen},
        ids::{HearingId, RoomId},
        jurisdiction::RoomScreen,
    },
    edge::{
        AppState,
        extract::Json,
        names::Names,
        problem::Problem,
        session::{self, SCREEN_COOKIE, SCREEN_COOKIE_MS, TOUCH_EVERY_MS},
        views::ScreenView,
    },
    storage::{Records, StoreError},
};
use axum::{
    extract::State,
    http::{HeaderMap, HeaderName, HeaderValue, header},
};

/// What it shows, now and then with its cookie for another while.
type Shown = (Option<[(HeaderName, HeaderValue); 1]>, Json<ScreenView>);

/// What this television shows: the code to pair it by, or its room and the hearings there, by number and time alone.
///
/// Codes: unauthenticated (it has no token, or waited too long to be paired).
#[utoipa::path(
    get,
    path = "/screen",
    operation_id = "screen_show",
    tag = "screens",
    responses((status = OK, body = ScreenView), Problem),
)]
pub async fn show(
    State(app): State<AppState>,
    Television(token): Television,
    headers: HeaderMap,
) -> Result<Shown, Problem> {
    let now = app.world.now();
    if let Some(waiting) = app.pairings.of(&token, now) {
        let (code, good_until) = (waiting.code.as_str().to_owned(), waiting.until.0);
        return Ok((None, Json(ScreenView::Pairing { code, good_until })));
    }
    let mut records = app.store.read().await?;
    let screen = records.screen_by_token(&token).await?.ok_or(Problem::Unauthenticated)?;
    let room = records.reception_room(screen.room).await?.filter(|room| room.closed_at.is_none());
    let Some(room) = room.filter(|_| screen.revoked.is_none()) else {
        return Ok((None, Json(ScreenView::Revoked)));
    };
    let agency_name = Names::default().agency(records.as_mut(), room.agency).await?;
    let hearings = placed(records.as_mut(), room.id, now).await?;
    let shown = on_screen(&hearings, room.id, now);
    let taken = taken(records.as_mut(), &screen, &shown).await?;
    drop(records);
    let view = ScreenView::paired((room.name, agency_name), &shown, &taken, now.0);
    // Browsers forget a cookie in the end, however often it is sent to us: only what we send counts.
    let until = now.plus_millis(SCREEN_COOKIE_MS);
    let cookie = if seen(&app, &screen, now).await? {
        session::renewed_cookie(&headers, SCREEN_COOKIE, until, now, &app.config)
    } else {
        None
    };
    Ok((cookie.map(|cookie| [(header::SET_COOKIE, cookie)]), Json(view)))
}

/// Those of the open ones in whose seat of the room somebody is by another link than this screen was given last.
async fn taken(
    records: &mut dyn Records,
    screen: &RoomScreen,
    shown: &OnScreen<'_>,
) -> Result<Vec<HearingId>, StoreError> {
    let mut taken = Vec::new();
    if shown.open.is_empty() {
        return Ok(taken);
    }
    let given = records.screen_key(screen.id).await?;
    let own = match given {
        Some(given) => records.seat_key(&given).await?.map(|key| key.seat),
        None => None,
    };
    for hearing in &shown.open {
        let Some(seat) = hearing.seat_of_room(screen.room).map(|seat| seat.id) else { continue };
        let keys = records.seat_keys(hearing.id).await?;
        if own != Some(seat) && keys.iter().any(|key| key.seat == seat && key.used_at.is_some()) {
            taken.push(hearing.id);
        }
    }
    Ok(taken)
}

/// The hearings of a room up to the next one that has yet to open.
async fn placed(records: &mut dyn Records, room: RoomId, now: Timestamp) -> Result<Vec<Hearing>, StoreError> {
    let mut placed = Vec::new();
    let (from, to) = ends_shown(now);
    for near in records.hearings_near(room, from, to).await? {
        placed.extend(records.hearing(near).await?);
        let shown = on_screen(&placed, room, now);
        let waits = |next: &Hearing| next.entrance(now) == Entrance::Early;
        if shown.next.is_some_and(waits) {
            break;
        }
    }
    Ok(placed)
}

/// Not with every question: a television asks every few seconds. Whether it was written.
async fn seen(app: &AppState, screen: &RoomScreen, now: Timestamp) -> Result<bool, StoreError> {
    if now.0 - screen.last_seen_at.0 < TOUCH_EVERY_MS {
        return Ok(false);
    }
    let mut tx = app.store.begin().await?;
    tx.touch_screen(screen.id, now).await?;
    tx.commit().await?;
    Ok(true)
}
