//! `PUT /api/hearings/{id}/seats/{seat}/mask`: hides a citizen's name behind their plate, or shows it again.

use super::check_in;
use crate::{
    domain::{
        event::Actor,
        ids::{HearingId, SeatId},
    },
    edge::{
        AppState,
        extract::{Json, Path},
        problem::Problem,
        session::SignedIn,
        views::SeatCheckIn,
    },
    rooms::Command,
};
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MaskRequest {
    masked: bool,
}

/// Hides a citizen's name behind their plate (信访人甲), or shows it again. What was said by a name stays said.
///
/// Codes: unauthenticated, not_found, not_yours, refusals of the room.
#[utoipa::path(
    put,
    path = "/hearings/{id}/seats/{seat}/mask",
    operation_id = "hearing_mask",
    tag = "hearings",
    params(("id" = Uuid, Path), ("seat" = Uuid, Path)),
    request_body = MaskRequest,
    responses((status = OK, body = Vec<SeatCheckIn>), Problem),
)]
pub async fn mask(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path((id, seat)): Path<(Uuid, Uuid)>,
    Json(asked): Json<MaskRequest>,
) -> Result<Json<Vec<SeatCheckIn>>, Problem> {
    let mut records = app.store.read().await?;
    let seen = check_in::asked(records.as_mut(), &me, HearingId(id)).await?;
    let seat = check_in::identified(&seen, SeatId(seat))?;
    let name = check_in::name_of(seat, &records.parties(seen.petition.id).await?);
    drop(records);
    if seat.is_masked() != asked.masked {
        let actor = Actor::from(&me);
        let command = Command::Mask { seat: seat.id, shown: (!asked.masked).then_some(name) };
        app.rooms.command(seen.hearing.id, actor, command).await?;
    }
    check_in::anew(&app, &me, seen.hearing.id).await
}
