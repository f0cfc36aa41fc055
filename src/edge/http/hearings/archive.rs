//! `POST /api/hearings/{id}/archive`: closes the file of a hearing (归档, H17).

use super::detail;
use crate::{
    domain::{
        event::Actor,
        given_reason,
        hearing::{Package, package_name},
        ids::HearingId,
        rights::{self, HearingAction},
    },
    edge::{
        AppState,
        access::{self, SeenHearing},
        extract::{Json, Path},
        files,
        hearing_file::{self, Packed},
        problem::Problem,
        session::SignedIn,
        views::HearingDetail,
    },
    rooms::Command,
    storage::Records,
};
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ArchiveRequest {
    /// 5 to 500 characters; needed where there is no outcome.
    #[serde(default)]
    reason: Option<String>,
}

/// Closes the file of a hearing that is over (归档): it is packed, kept, and its hash put on record; from then on the
/// package is these bytes, and no signature, seal or outcome is added. Publishing and delivering go on. Putting the outcome
/// right (`hearing_correct_outcome`) opens it, to be closed anew.
///
/// Codes: unauthenticated, not_found, not_yours, archived, recording_unfinished, reason_needed, refusals of the room.
#[utoipa::path(
    post,
    path = "/hearings/{id}/archive",
    operation_id = "hearing_archive",
    tag = "hearings",
    params(("id" = Uuid, Path)),
    request_body = ArchiveRequest,
    responses((status = OK, body = HearingDetail), Problem),
)]
pub async fn archive(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
    Json(asked): Json<ArchiveRequest>,
) -> Result<Json<HearingDetail>, Problem> {
    let (id, by) = (HearingId(id), Actor::from(&me));
    let seen = closable(&app, &me, id).await?;
    let said = asked.reason.filter(|reason| !reason.trim().is_empty());
    let reason = said.as_deref().map(given_reason).transpose()?;
    let outcome = hearing_file::outcome(app.store.read().await?.as_mut(), seen.petition.id, id).await?;
    app.rooms.command(id, by, Command::SealLate(outcome.map(Box::new))).await?;
    let Packed { bytes, sha256, seals } = hearing_file::pack(&app, &seen).await?;
    let package = Package { sha256, bytes: bytes.len() as u64, seals };
    let name = package_name(id, &package.sha256);
    files::keep(&app.config.packages, &name, bytes).await?;
    let recording = async {
        let closed = app.rooms.command(id, by, Command::Archive { package, reason }).await;
        // Read again: what was asked may be on record although nobody said so.
        let archived = app.store.read().await?.hearing(id).await?.and_then(|hearing| hearing.archived);
        if archived.is_none_or(|archived| archived.sha256 != package.sha256) {
            closed?;
        }
        Ok::<(), Problem>(())
    };
    Box::pin(files::recorded(&app.config.packages, &name, recording)).await?;
    detail::of(&app, &me, id).await.map(Json)
}

/// The hearing, where its file may be closed now.
async fn closable(app: &AppState, me: &rights::Official, id: HearingId) -> Result<SeenHearing, Problem> {
    let mut records = app.store.read().await?;
    let seen = access::hearing(records.as_mut(), me, id).await?;
    if seen.rights.may(HearingAction::TakePackage) {
        seen.hearing.must_be_open()?;
    }
    seen.must(HearingAction::Archive)?;
    recordings_are_whole(records.as_mut(), id).await?;
    Ok(seen)
}

/// What goes on record with all recordings of a hearing waits until the last of them is whole.
pub async fn recordings_are_whole(records: &mut dyn Records, id: HearingId) -> Result<(), Problem> {
    if records.recordings(id).await?.iter().all(|recording| recording.whole.is_some()) {
        return Ok(());
    }
    let sentence =
        "A recording of it is still being made whole: nothing is closed or taken along without it (H17)";
    Err(Problem::refused("recording_unfinished", sentence))
}
