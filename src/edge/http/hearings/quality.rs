//! `GET /api/hearings/{id}/quality`: how the lines of a hearing fared.

use crate::{
    domain::ids::HearingId,
    edge::{
        AppState, access,
        extract::{Json, Path},
        problem::Problem,
        session::SignedIn,
        views::QualityReport,
    },
};
use axum::extract::State;
use uuid::Uuid;

/// How the lines of a hearing fared.
///
/// Codes: unauthenticated, not_found.
#[utoipa::path(
    get,
    path = "/hearings/{id}/quality",
    operation_id = "hearing_quality",
    tag = "hearings",
    params(("id" = Uuid, Path)),
    responses((status = OK, body = QualityReport), Problem),
)]
pub async fn quality(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Json<QualityReport>, Problem> {
    let mut records = app.store.read().await?;
    let seen = access::hearing(records.as_mut(), &me, HearingId(id)).await?;
    let reports = records.line_reports(seen.hearing.id).await?;
    Ok(Json(QualityReport::of(&seen.shown(&me), reports)))
}
