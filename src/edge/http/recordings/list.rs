//! `GET /api/hearings/{id}/recordings`: what was recorded, and where one may begin to listen.

use super::keeping;
use crate::{
    domain::{
        ids::HearingId,
        rights::{HearingAction, Official},
    },
    edge::{
        AppState,
        access::{self, SeenHearing},
        extract::{Json, Path},
        problem::Problem,
        session::SignedIn,
        views::{HearingRecordings, KeepingView},
    },
    storage::Records,
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
    if !seen.rights.may(HearingAction::KeepRecording) {
        seen.must(HearingAction::PlayRecording)?;
    }
    Ok(Json(of(&app, records.as_mut(), &me, &seen).await?))
}

/// Everything there is to say of a hearing's recordings.
pub async fn of(
    app: &AppState,
    records: &mut dyn Records,
    me: &Official,
    seen: &SeenHearing,
) -> Result<HearingRecordings, Problem> {
    let id = seen.hearing.id;
    let recordings = (records.recordings(id).await?, records.recording_index(id).await?);
    let timeline = records.timeline(seen.petition.id).await?;
    let keeping = keeping::of(records, seen).await?;
    let until = keeping::ended(seen).and_then(|ended| keeping.until(ended, app.config.keep));
    let keeping = KeepingView::of(&keeping, until, &seen.rights);
    let exports = records.exports(id).await?;
    Ok(HearingRecordings::of(&seen.shown(me), (recordings.0, &recordings.1), &timeline, keeping, exports))
}
