//! `GET /api/hearings/{id}/talks`: who was in which private talk, and when.

use crate::{
    domain::{hearing::TalkRecord, ids::HearingId},
    edge::{
        AppState, access,
        extract::{Json, Path},
        problem::Problem,
        session::SignedIn,
        views::Talk,
    },
};
use axum::extract::State;
use uuid::Uuid;

/// Who was in which private talk, and when.
///
/// As the log has it; nothing that was said is anywhere. Codes: unauthenticated, not_found.
#[utoipa::path(
    get,
    path = "/hearings/{id}/talks",
    operation_id = "hearing_talks",
    tag = "hearings",
    params(("id" = Uuid, Path)),
    responses((status = OK, body = Vec<Talk>), Problem),
)]
pub async fn talks(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Json<Vec<Talk>>, Problem> {
    let mut records = app.store.read().await?;
    let seen = access::hearing(records.as_mut(), &me, HearingId(id)).await?;
    let timeline = records.timeline(seen.petition.id).await?;
    let talks = TalkRecord::of(seen.hearing.id, timeline.iter().map(|chained| &chained.event));
    let hearing = seen.shown(&me);
    Ok(Json(talks.iter().map(|talk| Talk::of(talk, &hearing)).collect()))
}
