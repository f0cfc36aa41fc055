//! `GET /api/hearings/{id}/lines`: how the lines of a hearing fare now.

use crate::{
    domain::ids::HearingId,
    edge::{
        AppState, access,
        extract::{Json, Path},
        problem::Problem,
        session::SignedIn,
        views::HearingLines,
    },
};
use axum::extract::State;
use uuid::Uuid;

/// How the lines of a hearing fare now.
///
/// Codes: unauthenticated, not_found.
#[utoipa::path(
    get,
    path = "/hearings/{id}/lines",
    operation_id = "hearing_lines",
    tag = "hearings",
    params(("id" = Uuid, Path)),
    responses((status = OK, body = HearingLines), Problem),
)]
pub async fn lines(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Json<HearingLines>, Problem> {
    let mut records = app.store.read().await?;
    let seen = access::hearing(records.as_mut(), &me, HearingId(id)).await?;
    drop(records); // the room answers in its own time
    let lines = app.rooms.lines(seen.hearing.id).await;
    Ok(Json(HearingLines::of(&seen.shown(&me), lines)))
}
