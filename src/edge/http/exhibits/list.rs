//! `GET /api/hearings/{id}/exhibits`: what was laid before a hearing.

use super::reads;
use crate::{
    domain::ids::HearingId,
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

/// What was laid before a hearing, in the order it came.
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
    if !reads(&me, &seen) {
        return Err(Problem::NotAllowed);
    }
    let exhibits = records.hearing_exhibits(seen.hearing.id).await?;
    let viewers = records.exhibit_viewers(seen.hearing.id).await?;
    let seats = seen.shown(&me).seats;
    let rows = exhibits.into_iter().map(|exhibit| ExhibitRow::of(exhibit, &viewers, &seats));
    Ok(Json(rows.collect()))
}
