//! `POST /api/hearings/{id}/seats/{seat}/helper`: a seat for somebody who helps a petitioner, with the clerk's leave.

use super::check_in;
use crate::{
    domain::{
        event::Actor,
        hearing::{CheckInNote, MAX_SEATS, Occupant, ParticipantRole, Seat},
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

/// Who helps.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    GridWorker,
    Relative,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HelperRequest {
    relation: Relation,
    name: String,
}

/// A seat for somebody who helps a petitioner: it attends, and speaks with the floor. Its link is made like
/// another's.
///
/// Codes: unauthenticated, not_found, not_yours, unprocessable, refusals of the room.
#[utoipa::path(
    post,
    path = "/hearings/{id}/seats/{seat}/helper",
    operation_id = "hearing_helper",
    tag = "hearings",
    params(("id" = Uuid, Path), ("seat" = Uuid, Path)),
    request_body = HelperRequest,
    responses((status = OK, body = Vec<SeatCheckIn>), Problem),
)]
pub async fn helper(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path((id, of)): Path<(Uuid, Uuid)>,
    Json(asked): Json<HelperRequest>,
) -> Result<Json<Vec<SeatCheckIn>>, Problem> {
    let name = asked.name.trim().to_owned();
    if !(1..=50).contains(&name.chars().count()) {
        return Err(Problem::field("name", "Say who helps, 1 to 50 characters"));
    }
    let mut records = app.store.read().await?;
    let seen = check_in::asked(records.as_mut(), &me, HearingId(id)).await?;
    drop(records);
    let of = check_in::identified(&seen, SeatId(of))?.id;
    if seen.hearing.standing().count() >= MAX_SEATS {
        return Err(Problem::field("name", "The table has no more seats"));
    }
    let seat = seat(SeatId(app.world.new_id()), asked.relation, name);
    let command = Command::AddSeat(Box::new(seat), CheckInNote::Helps { of });
    app.rooms.command(seen.hearing.id, Actor::from(&me), command).await?;
    check_in::anew(&app, &me, seen.hearing.id).await
}

fn seat(id: SeatId, relation: Relation, name: String) -> Seat {
    let (role, label) = match relation {
        Relation::GridWorker => (ParticipantRole::GridWorker, "网格员"),
        Relation::Relative => (ParticipantRole::Observer, "陪同亲属"),
    };
    Seat::new(id, role, Occupant::External { organisation: label.to_owned(), name, phone: None })
}
