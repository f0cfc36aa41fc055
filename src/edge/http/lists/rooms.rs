//! `GET /api/rooms`: reception rooms for forms, page by page.

use crate::{
    domain::{
        ids::{AgencyId, RoomId},
        jurisdiction::ReceptionRoom,
    },
    edge::{
        AppState,
        extract::{Json, Query},
        names::Names,
        paging,
        problem::Problem,
        session::SignedIn,
        views::{RoomList, RoomView},
    },
    storage::{Page, Records, Sought},
};
use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct RoomsQuery {
    /// Part of its name, or of its agency's.
    search: Option<String>,
    /// Only those of this agency.
    agency: Option<Uuid>,
    /// Only these, with commas between; 100 at most.
    ids: Option<String>,
    /// `next` of the page before.
    after: Option<String>,
    /// 1 to 100; 50 if left out.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// Reception rooms in use, newest first.
///
/// Codes: unauthenticated, bad_request, unprocessable.
#[utoipa::path(
    get,
    path = "/rooms",
    operation_id = "list_rooms",
    tag = "lists",
    params(RoomsQuery),
    responses((status = OK, body = RoomList), Problem),
)]
pub async fn rooms(
    State(app): State<AppState>,
    _: SignedIn,
    Query(asked): Query<RoomsQuery>,
) -> Result<Json<RoomList>, Problem> {
    let mut records = app.store.read().await?;
    let (after, limit) = paging::asked(asked.after.as_deref(), asked.limit, 50)?;
    let wanted = Sought {
        agency: asked.agency.map(AgencyId),
        search: paging::words(asked.search.as_deref()).map(str::to_owned),
        ..Sought::default()
    };
    let page = match asked.ids.as_deref() {
        Some(ids) => Page { rows: named(records.as_mut(), ids).await?, next: None },
        None => records.rooms_sought(&wanted, after, limit).await?,
    };
    let rows = page.rows.into_iter().map(|(room, agency)| RoomView::of(room, agency)).collect();
    Ok(Json(RoomList { rows, next: page.next }))
}

/// Those of these ids that are still in use.
async fn named(records: &mut dyn Records, ids: &str) -> Result<Vec<(ReceptionRoom, String)>, Problem> {
    let (mut names, mut rooms) = (Names::default(), Vec::new());
    for id in paging::ids(ids)? {
        let room = records.reception_room(RoomId(id)).await?;
        if let Some(room) = room.filter(|room| room.closed_at.is_none()) {
            let agency = names.agency(records, room.agency).await?;
            rooms.push((room, agency));
        }
    }
    Ok(rooms)
}
