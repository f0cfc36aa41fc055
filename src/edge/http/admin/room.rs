//! `POST /api/admin/rooms/{id}/rename` and `/close`: another name for a reception room, and its end.

use super::{agencies::checked_name, rooms::check_told_apart};
use crate::{
    administration::By,
    domain::{
        administration::DeedKind,
        ids::RoomId,
        jurisdiction::{Agency, ReceptionRoom},
        rights::{AdminAction, Official},
    },
    edge::{
        AppState,
        etag::{self, IfMatch},
        extract::{Json, Path},
        problem::Problem,
        session::SignedIn,
        views::{AdminRoom, Clash, ClashKind},
    },
    storage::{BookingClash, Records},
};
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A room in use that `me` looks after, and whose it is.
async fn mine(
    records: &mut dyn Records,
    me: &Official,
    id: RoomId,
) -> Result<(ReceptionRoom, Agency), Problem> {
    let room = records.reception_room(id).await?.ok_or(Problem::NotFound)?;
    let agency = super::agency(records, me, AdminAction::ManageAgencies, room.agency).await?;
    if room.closed_at.is_some() { Err(Problem::Conflict) } else { Ok((room, agency)) }
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RenameRoom {
    name: String,
}

/// Another name for a reception room. Hearings that were held there show it too.
///
/// `If-Match` names the `tag` of the room as it was read.
///
/// Codes: unauthenticated, not_found, precondition_required, outdated, unprocessable, room_name_taken, conflict
/// (closed).
#[utoipa::path(
    post,
    path = "/admin/rooms/{id}/rename",
    operation_id = "admin_room_rename",
    tag = "administration",
    params(("id" = Uuid, Path), IfMatch),
    request_body = RenameRoom,
    responses((status = OK, body = AdminRoom), Problem),
)]
pub async fn rename(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
    read: IfMatch,
    Json(asked): Json<RenameRoom>,
) -> Result<Json<AdminRoom>, Problem> {
    let mut tx = app.store.begin().await?;
    tx.hold(&format!("reception room {id}")).await?;
    let (before, agency) = mine(tx.as_mut(), &me, RoomId(id)).await?;
    read.check(&etag::of_parts([&before.name]))?;
    let room = ReceptionRoom { name: checked_name(&asked.name)?, ..before.clone() };
    check_told_apart(tx.as_mut(), &room).await?;
    tx.put_reception_room(&room).await?;
    let about = format!("{} → {} ({})", before.name, room.name, agency.name);
    By::Staff(&me).record(tx.as_mut(), &*app.world, DeedKind::RoomRenamed, about).await?;
    tx.commit().await?;
    Ok(Json(AdminRoom::of(room, agency.name)))
}

/// A reception room is closed: nothing is scheduled there any more. Not while hearings are ahead in it; the refusal
/// lists them.
///
/// Codes: unauthenticated, not_found, conflict (closed already), clash.
#[utoipa::path(
    post,
    path = "/admin/rooms/{id}/close",
    operation_id = "admin_room_close",
    tag = "administration",
    params(("id" = Uuid, Path)),
    responses((status = OK, body = AdminRoom), Problem),
)]
pub async fn close(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Json<AdminRoom>, Problem> {
    let mut tx = app.store.begin().await?;
    tx.hold(&format!("reception room {id}")).await?;
    let (room, agency) = mine(tx.as_mut(), &me, RoomId(id)).await?;
    let room = ReceptionRoom { closed_at: Some(app.world.now()), ..room };
    // Written first: whoever schedules meanwhile waits for this row, and then finds the room closed.
    tx.put_reception_room(&room).await?;
    let ahead = tx.hearings_ahead_in(room.id).await?;
    if !ahead.is_empty() {
        return Err(Problem::Clash(ahead.into_iter().map(|hearing| clash(&room, hearing)).collect()));
    }
    let about = format!("{} ({})", room.name, agency.name);
    By::Staff(&me).record(tx.as_mut(), &*app.world, DeedKind::RoomClosed, about).await?;
    tx.commit().await?;
    Ok(Json(AdminRoom::of(room, agency.name)))
}

fn clash(room: &ReceptionRoom, hearing: BookingClash) -> Clash {
    Clash {
        what: ClashKind::Room,
        id: room.id.0,
        name: room.name.clone(),
        number: hearing.number,
        starts_at: hearing.starts_at.0,
        ends_at: hearing.ends_at.0,
    }
}
