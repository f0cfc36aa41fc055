//! `GET /api/screen`: what this television shows.

use super::Television;
use crate::{
    domain::{
        Timestamp,
        hearing::{Entrance, Hearing, on_screen},
        ids::RoomId,
        jurisdiction::RoomScreen,
    },
    edge::{
        AppState, extract::Json, names::Names, problem::Problem, session::TOUCH_EVERY_MS, views::ScreenView,
    },
    storage::{Records, StoreError},
};
use axum::extract::State;

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
) -> Result<Json<ScreenView>, Problem> {
    let now = app.world.now();
    if let Some(waiting) = app.pairings.of(&token, now) {
        let (code, good_until) = (waiting.code.as_str().to_owned(), waiting.until.0);
        return Ok(Json(ScreenView::Pairing { code, good_until }));
    }
    let mut records = app.store.read().await?;
    let screen = records.screen_by_token(&token).await?.ok_or(Problem::Unauthenticated)?;
    let room = records.reception_room(screen.room).await?.filter(|room| room.closed_at.is_none());
    let Some(room) = room.filter(|_| screen.revoked.is_none()) else {
        return Ok(Json(ScreenView::Revoked));
    };
    let agency_name = Names::default().agency(records.as_mut(), room.agency).await?;
    let hearings = placed(records.as_mut(), room.id, now).await?;
    drop(records);
    seen(&app, &screen, now).await?;
    let shown = on_screen(&hearings, room.id, now);
    Ok(Json(ScreenView::paired((room.name, agency_name), &shown, now.0)))
}

/// The hearings of a room up to the next one that has yet to open.
async fn placed(records: &mut dyn Records, room: RoomId, now: Timestamp) -> Result<Vec<Hearing>, StoreError> {
    let mut placed = Vec::new();
    for ahead in records.hearings_ahead_in(room).await? {
        placed.extend(records.hearing(ahead.hearing).await?);
        let shown = on_screen(&placed, room, now);
        let waits = |next: &Hearing| next.entrance(now) == Entrance::Early;
        if shown.next.is_some_and(waits) {
            break;
        }
    }
    Ok(placed)
}

/// Not with every question: a television asks every few seconds.
async fn seen(app: &AppState, screen: &RoomScreen, now: Timestamp) -> Result<(), StoreError> {
    if now.0 - screen.last_seen_at.0 < TOUCH_EVERY_MS {
        return Ok(());
    }
    let mut tx = app.store.begin().await?;
    tx.touch_screen(screen.id, now).await?;
    tx.commit().await
}
