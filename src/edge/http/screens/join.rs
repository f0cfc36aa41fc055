//! `POST /api/screen/join`: the screen's one button.

use super::Paired;
use crate::{
    domain::{event::Actor, ids::HearingId},
    edge::{
        AppState, access,
        extract::Json,
        http::hearings::link::{self, SeatLink},
        problem::Problem,
        session,
    },
};
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ScreenJoin {
    hearing: Uuid,
}

/// A fresh link of the room's own seat in a hearing that is open. The link before and its device stop working.
///
/// Codes: unauthenticated, not_found (the room has no seat in it), too_early, hearing_over, too_many.
#[utoipa::path(
    post,
    path = "/screen/join",
    operation_id = "screen_join",
    tag = "screens",
    request_body = ScreenJoin,
    responses((status = OK, body = SeatLink), Problem),
)]
pub async fn join(
    State(app): State<AppState>,
    Paired(screen): Paired,
    Json(asked): Json<ScreenJoin>,
) -> Result<Json<SeatLink>, Problem> {
    let mut tx = app.store.begin().await?;
    let hearing = tx.hearing(HearingId(asked.hearing)).await?.ok_or(Problem::NotFound)?;
    let seat = hearing.seat_of_room(screen.room).ok_or(Problem::NotFound)?.id;
    let now = app.world.now();
    access::check_open(&hearing, now)?;
    // Each writes a line into the petition's log, and throws out who sits there.
    app.throttle.take(&format!("screen-join:{}", screen.id), now)?;
    let petition = tx.petition(hearing.petition).await?.ok_or(Problem::NotFound)?;
    let (about, actor) = ((&petition, &hearing), Actor::Seat(seat));
    let issued = link::issued(seat).with("screen", screen.id);
    let secret = link::renew(&app, tx.as_mut(), about, (seat, actor), issued).await?;
    if !tx.put_screen_key(screen.id, &session::token_hash(&secret)).await? {
        return Err(Problem::Unauthenticated); // revoked meanwhile
    }
    tx.commit().await?;
    link::end_before(&app, hearing.id, (seat, actor)).await;
    Ok(Json(SeatLink::to(&app, &secret)))
}
