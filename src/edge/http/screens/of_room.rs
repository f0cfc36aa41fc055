//! `GET /api/rooms/{id}/screens`: the screens of a reception room.

use super::mine;
use crate::{
    domain::{ids::RoomId, jurisdiction::RoomScreen},
    edge::{
        AppState,
        extract::{Json, Path},
        names::Names,
        problem::Problem,
        session::SignedIn,
        views::{RoomScreens, ScreenRow},
    },
    storage::{Records, StoreError},
};
use axum::extract::State;
use uuid::Uuid;

/// The screens that are or were paired with a reception room I look after, newest first.
///
/// Codes: unauthenticated, not_found.
#[utoipa::path(
    get,
    path = "/rooms/{id}/screens",
    operation_id = "room_screens",
    tag = "screens",
    params(("id" = Uuid, Path)),
    responses((status = OK, body = RoomScreens), Problem),
)]
pub async fn screens(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Json<RoomScreens>, Problem> {
    let mut records = app.store.read().await?;
    let (room, agency) = mine(records.as_mut(), &me, RoomId(id)).await?;
    let (mut names, mut screens) = (Names::default(), Vec::new());
    for screen in records.screens_of(room.id).await? {
        screens.push(row(records.as_mut(), &mut names, screen).await?);
    }
    Ok(Json(RoomScreens { room_name: room.name, agency_name: agency.name, screens }))
}

pub async fn row(
    records: &mut dyn Records,
    names: &mut Names,
    screen: RoomScreen,
) -> Result<ScreenRow, StoreError> {
    let paired_by = names.staff(records, screen.paired_by).await?;
    let revoked_by = match &screen.revoked {
        Some(revoked) => names.staff(records, revoked.by).await?,
        None => String::new(),
    };
    Ok(ScreenRow::of(screen, paired_by, revoked_by))
}
