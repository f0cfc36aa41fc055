//! `GET /api/hearings/{id}/recordings`: what was recorded, and where one may begin to listen.

use crate::{
    domain::{ids::HearingId, rights::HearingAction},
    edge::{
        AppState, access,
        extract::{Json, Path},
        problem::Problem,
        session::SignedIn,
        views::HearingRecordings,
    },
};
use axum::extract::State;
use uuid::Uuid;

/// What was recorded of a hearing.
///
/// Codes: unauthenticated, not_found, not_yours.
#[utoipa::path(
    get,
    path = "/hearings/{id}/recordings",
    operation_id = "hearing_recordings",
    tag = "hearings",
    params(("id" = Uuid, Path)),
    responses((status = OK, body = HearingRecordings), Problem),
)]
pub async fn list(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Json<HearingRecordings>, Problem> {
    let mut records = app.store.read().await?;
    let seen = access::hearing(records.as_mut(), &me, HearingId(id)).await?;
    seen.must(HearingAction::PlayRecording)?;
    let recordings = records.recordings(seen.hearing.id).await?;
    let timeline = records.timeline(seen.petition.id).await?;
    Ok(Json(HearingRecordings::of(&seen.hearing, recordings, &timeline)))
}
