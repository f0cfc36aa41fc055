//! `PUT /api/hearings/{id}/seats/{seat}/beside`: who takes part by the camera and microphone of another seat (同席).

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
pub struct BesideRequest {
    /// The reception room's or an official's seat; null: by themselves again.
    #[serde(default)]
    carrier: Option<Uuid>,
}

/// Somebody of the petitioners' side sits before the camera of this seat, and needs no device of their own; or does no
/// longer. They are there while that seat is, and are let in, heard with the floor and signed for as themselves.
///
/// Codes: unauthenticated, not_found, not_yours, cannot_sit_beside, somebody_beside, no_such_seat, wrong_stage, refusals of
/// the room.
#[utoipa::path(
    put,
    path = "/hearings/{id}/seats/{seat}/beside",
    operation_id = "hearing_beside",
    tag = "hearings",
    params(("id" = Uuid, Path), ("seat" = Uuid, Path)),
    request_body = BesideRequest,
    responses((status = OK, body = Vec<SeatCheckIn>), Problem),
)]
pub async fn beside(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path((id, seat)): Path<(Uuid, Uuid)>,
    Json(asked): Json<BesideRequest>,
) -> Result<Json<Vec<SeatCheckIn>>, Problem> {
    let mut records = app.store.read().await?;
    let seen = check_in::asked(records.as_mut(), &me, HearingId(id)).await?;
    drop(records);
    let seat = check_in::identified(&seen, SeatId(seat))?.id;
    let carrier = asked.carrier.map(SeatId);
    if let Err(refusal) = seen.hearing.put_beside(seat, carrier) {
        return Err(Problem::refused(refusal.code.as_str(), refusal.sentence));
    }
    app.rooms.command(seen.hearing.id, Actor::from(&me), Command::SitBeside { seat, carrier }).await?;
    check_in::anew(&app, &me, seen.hearing.id).await
}
