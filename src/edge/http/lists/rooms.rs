//! `GET /api/rooms`: all reception rooms.

use crate::edge::{
    AppState, extract::Json, names::Names, problem::Problem, session::SignedIn, views::RoomView,
};
use axum::extract::State;

/// All reception rooms.
///
/// Codes: unauthenticated.
#[utoipa::path(
    get,
    path = "/rooms",
    operation_id = "list_rooms",
    tag = "lists",
    responses((status = OK, body = Vec<RoomView>), Problem),
)]
pub async fn rooms(State(app): State<AppState>, _: SignedIn) -> Result<Json<Vec<RoomView>>, Problem> {
    let mut records = app.store.read().await?;
    let (mut names, mut views) = (Names::default(), Vec::new());
    for room in records.reception_rooms().await? {
        let agency = names.agency(records.as_mut(), room.agency).await?;
        views.push(RoomView::of(room, agency));
    }
    Ok(Json(views))
}
