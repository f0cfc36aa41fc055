//! `POST /api/rooms/{id}/screens`: the television that shows this code hangs in this room.

use super::{mine, of_room::row};
use crate::{
    administration::By,
    domain::{
        administration::DeedKind,
        ids::{RoomId, ScreenId},
        jurisdiction::{PairingCode, RoomScreen, place_name},
    },
    edge::{
        AppState,
        extract::{Json, Path},
        names::Names,
        problem::Problem,
        session::SignedIn,
        views::ScreenRow,
    },
};
use axum::{extract::State, http::StatusCode};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PairScreen {
    /// The eight digits it shows; spaces and dashes are not looked at.
    code: String,
    /// What people of the house call it, 2 to 60 characters.
    name: String,
}

/// Pairs the television that shows this code with a reception room I look after. It opens the room's own seat from then
/// on, and nothing else.
///
/// Codes: unauthenticated, not_found, conflict (the room is closed), unprocessable, no_such_code, too_many.
#[utoipa::path(
    post,
    path = "/rooms/{id}/screens",
    operation_id = "room_screen_pair",
    tag = "screens",
    params(("id" = Uuid, Path)),
    request_body = PairScreen,
    responses((status = CREATED, body = ScreenRow), Problem),
)]
pub async fn pair(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
    Json(asked): Json<PairScreen>,
) -> Result<(StatusCode, Json<ScreenRow>), Problem> {
    let now = app.world.now();
    let mut tx = app.store.begin().await?;
    let (room, agency) = mine(tx.as_mut(), &me, RoomId(id)).await?;
    if room.closed_at.is_some() {
        return Err(Problem::Conflict);
    }
    let name =
        place_name(&asked.name).ok_or_else(|| Problem::field("name", "Between 2 and 60 characters"))?;
    // Codes on other people's walls are guessed no faster than query codes.
    let tries = format!("pair:{}", me.staff.id);
    app.throttle.take(&tries, now)?;
    let token_hash = PairingCode::read(&asked.code).and_then(|code| app.pairings.find(&code, now));
    let token_hash = token_hash.ok_or_else(no_such_code)?;
    app.throttle.give_back(&tries);
    let screen = RoomScreen {
        id: ScreenId(app.world.new_id()),
        room: room.id,
        name,
        paired_at: now,
        paired_by: me.staff.id,
        last_seen_at: now,
        revoked: None,
    };
    tx.add_screen(&screen, &token_hash).await?;
    let about = format!("{} · {} ({})", screen.name, room.name, agency.name);
    By::Staff(&me).record(tx.as_mut(), &*app.world, DeedKind::ScreenPaired, about).await?;
    let view = row(tx.as_mut(), &mut Names::default(), screen).await?;
    tx.commit().await?;
    app.pairings.done(&token_hash);
    Ok((StatusCode::CREATED, Json(view)))
}

fn no_such_code() -> Problem {
    Problem::Refused {
        code: "no_such_code".into(),
        field: Some("code".into()),
        detail: "No screen shows this code now: read it off the screen again".into(),
        article: None,
    }
}
