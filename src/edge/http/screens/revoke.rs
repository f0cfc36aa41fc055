//! `POST /api/rooms/{id}/screens/{screen}/revoke`: a screen opens nothing any more.

use super::{mine, of_room::row};
use crate::{
    administration::By,
    domain::{
        administration::DeedKind,
        event::Actor,
        given_reason,
        ids::{HearingId, RoomId, SeatId},
        jurisdiction::{Revoked, RoomScreen},
    },
    edge::{
        AppState,
        extract::{Json, Path},
        http::hearings::link,
        names::Names,
        problem::Problem,
        session::SignedIn,
        views::ScreenRow,
    },
    storage::Tx,
};
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RevokeScreen {
    /// 5 to 500 characters.
    reason: String,
}

/// Takes a screen's token away for good, with a reason. If it sits in a hearing by its own link it leaves it.
///
/// Codes: unauthenticated, not_found, reason_needed, conflict (revoked before).
#[utoipa::path(
    post,
    path = "/rooms/{id}/screens/{screen}/revoke",
    operation_id = "room_screen_revoke",
    tag = "screens",
    params(("id" = Uuid, Path), ("screen" = Uuid, Path)),
    request_body = RevokeScreen,
    responses((status = OK, body = ScreenRow), Problem),
)]
pub async fn revoke(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path((id, screen)): Path<(Uuid, Uuid)>,
    Json(asked): Json<RevokeScreen>,
) -> Result<Json<ScreenRow>, Problem> {
    let mut tx = app.store.begin().await?;
    let (room, agency) = mine(tx.as_mut(), &me, RoomId(id)).await?;
    let screen = tx.screens_of(room.id).await?.into_iter().find(|one| one.id.0 == screen);
    let screen = screen.ok_or(Problem::NotFound)?;
    let reason = given_reason(&asked.reason)?;
    let revoked = Revoked { at: app.world.now(), by: me.staff.id, reason };
    if !tx.revoke_screen(screen.id, &revoked).await? {
        return Err(Problem::Conflict);
    }
    let about = format!("{} · {} ({}): {}", screen.name, room.name, agency.name, revoked.reason);
    By::Staff(&me).record(tx.as_mut(), &*app.world, DeedKind::ScreenRevoked, about).await?;
    let actor = Actor::from(&me);
    let left = leave(&app, tx.as_mut(), &screen, actor).await?;
    let screen = RoomScreen { revoked: Some(revoked), ..screen };
    let view = row(tx.as_mut(), &mut Names::default(), screen).await?;
    tx.commit().await?;
    if let Some((hearing, seat)) = left {
        link::end_before(&app, hearing, (seat, actor)).await;
    }
    Ok(Json(view))
}

/// The seat whose link the screen was given last gets another one, if that link is still the seat's: of a hearing that
/// is over nobody comes in by it anyway.
async fn leave(
    app: &AppState,
    tx: &mut dyn Tx,
    screen: &RoomScreen,
    actor: Actor,
) -> Result<Option<(HearingId, SeatId)>, Problem> {
    let Some(given) = tx.screen_key(screen.id).await? else { return Ok(None) };
    let Some(key) = tx.seat_key(&given).await? else { return Ok(None) };
    let Some(hearing) = tx.hearing(key.hearing).await? else { return Ok(None) };
    if hearing.stage.name().is_over() {
        return Ok(None);
    }
    let petition = tx.petition(hearing.petition).await?.ok_or(Problem::NotFound)?;
    let (about, issued) = ((&petition, &hearing), link::issued(key.seat).with("screen", screen.id));
    // Nobody is told this one.
    link::renew(app, tx, about, (key.seat, actor), issued).await?;
    Ok(Some((key.hearing, key.seat)))
}
