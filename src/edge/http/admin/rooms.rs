//! `GET` and `POST /api/admin/rooms`: the reception rooms (接访室) of my division's agencies; a new one.

use super::{agencies::checked_name, must};
use crate::{
    administration::By,
    domain::{
        administration::DeedKind,
        ids::{AgencyId, RoomId},
        jurisdiction::ReceptionRoom,
        rights::AdminAction,
    },
    edge::{
        AppState,
        extract::{Json, Query},
        paging::SearchQuery,
        problem::Problem,
        session::SignedIn,
        views::{AdminRoom, AdminRoomList},
    },
    storage::Tx,
};
use axum::{extract::State, http::StatusCode};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// The reception rooms in use, of the agencies of my division, newest first; found by their names or their agencies'.
///
/// Codes: unauthenticated, not_found, bad_request.
#[utoipa::path(
    get,
    path = "/admin/rooms",
    operation_id = "admin_rooms",
    tag = "administration",
    params(SearchQuery),
    responses((status = OK, body = AdminRoomList), Problem),
)]
pub async fn rooms(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Query(asked): Query<SearchQuery>,
) -> Result<Json<AdminRoomList>, Problem> {
    must(&me, &[AdminAction::ManageAgencies])?;
    let (after, limit) = asked.page()?;
    let mut records = app.store.read().await?;
    let page = records.rooms_sought(&asked.within(&me.agency.division), after, limit).await?;
    let rows = page.rows.into_iter().map(|(room, agency)| AdminRoom::of(room, agency)).collect();
    Ok(Json(AdminRoomList { rows, next: page.next }))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRoom {
    agency: Uuid,
    /// 2 to 60 characters, unlike those of the agency's other rooms.
    name: String,
}

/// A new reception room of an agency in my division.
///
/// Codes: unauthenticated, not_found, unprocessable, room_name_taken.
#[utoipa::path(
    post,
    path = "/admin/rooms",
    operation_id = "admin_room_make",
    tag = "administration",
    request_body = NewRoom,
    responses((status = CREATED, body = AdminRoom), Problem),
)]
pub async fn make(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Json(asked): Json<NewRoom>,
) -> Result<(StatusCode, Json<AdminRoom>), Problem> {
    must(&me, &[AdminAction::ManageAgencies])?;
    let mut tx = app.store.begin().await?;
    let agency = AgencyId(asked.agency);
    let agency = super::known_agency(tx.as_mut(), &me, AdminAction::ManageAgencies, agency).await?;
    let none = || Problem::field("agency", "There is no such agency in your division");
    let agency = agency.ok_or_else(none)?;
    if tx.closure(agency.id).await?.is_some() {
        return Err(Problem::field("agency", "This agency is closed"));
    }
    let room = ReceptionRoom::open(RoomId(app.world.new_id()), agency.id, checked_name(&asked.name)?);
    check_told_apart(tx.as_mut(), &room).await?;
    tx.put_reception_room(&room).await?;
    let about = format!("{} ({})", room.name, agency.name);
    By::Staff(&me).record(tx.as_mut(), &*app.world, DeedKind::RoomMade, about).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(AdminRoom::of(room, agency.name))))
}

/// No other room of the agency may have its name: not one that is given it at the same time either.
pub(super) async fn check_told_apart(tx: &mut dyn Tx, room: &ReceptionRoom) -> Result<(), Problem> {
    tx.hold(&format!("rooms of {}", room.agency.0)).await?;
    let others = tx.reception_rooms().await?;
    if room.is_told_apart(&others) {
        return Ok(());
    }
    Err(Problem::refused("room_name_taken", "The agency has a reception room of this name"))
}
