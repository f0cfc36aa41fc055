//! `GET /api/hearings/{id}/exhibits`: what was laid before a hearing.

use super::reads;
use crate::{
    domain::ids::{HearingId, SeatId},
    edge::{
        AppState, access,
        extract::{Json, Path},
        problem::Problem,
        session::SignedIn,
        views::ExhibitRow,
    },
};
use axum::extract::State;
use uuid::Uuid;

/// What was laid before a hearing, in the order it came. Who has a seat and may not read all of it: what they brought themselves.
///
/// Codes: unauthenticated, not_found, not_yours.
#[utoipa::path(
    get,
    path = "/hearings/{id}/exhibits",
    operation_id = "exhibit_list",
    tag = "exhibits",
    params(("id" = Uuid, Path)),
    responses((status = OK, body = Vec<ExhibitRow>), Problem),
)]
pub async fn list(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Json<Vec<ExhibitRow>>, Problem> {
    let mut records = app.store.read().await?;
    let seen = access::hearing(records.as_mut(), &me, HearingId(id)).await?;
    let (whole, mine) = (reads(&me, &seen), access::my_seats(&me, &seen.hearing));
    if !whole && mine.is_empty() {
        return Err(Problem::NotAllowed);
    }
    let mine: Vec<SeatId> = mine.into_iter().map(|seat| seat.id).collect();
    let mut exhibits = records.hearing_exhibits(seen.hearing.id).await?;
    exhibits.retain(|exhibit| whole || exhibit.brought_by.is_some_and(|seat| mine.contains(&seat)));
    let viewers = if whole { records.exhibit_viewers(seen.hearing.id).await? } else { Vec::new() };
    let seats = seen.shown(&me).seats;
    let rows = exhibits.into_iter().map(|exhibit| ExhibitRow::of(exhibit, &viewers, &seats));
    Ok(Json(rows.collect()))
}
