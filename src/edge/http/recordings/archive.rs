//! Everything recorded of a hearing, as it was recorded, for whoever is handed its evidence package.

use super::{super::hearings::archive::recordings_are_whole, keeping};
use crate::{
    domain::{
        event::Actor,
        given_reason,
        hearing::{Export, Recording},
        ids::HearingId,
        rights::HearingAction,
    },
    edge::{
        AppState, access,
        extract::{Path, Query},
        hearing_log,
        problem::Problem,
        session::SignedIn,
        streaming::{self, Shown},
        zipped::{Zipped, zipped},
    },
    reels::Reels,
};
use axum::{
    body::Body,
    extract::State,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use std::io::{self, Read};
use utoipa::IntoParams;
use uuid::Uuid;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct TakenFor {
    /// For what they are taken along: 5 to 500 characters.
    #[serde(default)]
    reason: String,
}

/// All recordings of a hearing in one ZIP, in the clear and called as its evidence package calls them: unpacked beside it,
/// `lianjie verify --recordings` checks them. Who takes them along is put on record before the first byte goes out.
///
/// Codes: unauthenticated, not_found (nothing is there), not_yours, reason_needed, recording_gone, recording_sealed,
/// recording_unfinished.
#[utoipa::path(
    get,
    path = "/hearings/{id}/recordings/archive",
    operation_id = "recordings_archive",
    tag = "hearings",
    params(("id" = Uuid, Path), TakenFor),
    responses((status = OK, body = Vec<u8>, content_type = "application/zip"), Problem),
)]
pub async fn archive(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
    Query(asked): Query<TakenFor>,
) -> Result<Response, Problem> {
    let mut tx = app.store.begin().await?;
    let seen = access::hearing(tx.as_mut(), &me, HearingId(id)).await?;
    seen.must(HearingAction::KeepRecording)?;
    let reason = given_reason(&asked.reason)?;
    keeping::of(tx.as_mut(), &seen).await?.may_play()?;
    recordings_are_whole(tx.as_mut(), seen.hearing.id).await?;
    let recordings = tx.recordings(seen.hearing.id).await?;
    if recordings.is_empty() {
        return Err(Problem::NotFound);
    }
    let taken = Export::files_taken(&reason, recordings.len());
    hearing_log::record(&app, tx.as_mut(), seen.matter(), taken, Actor::from(&me)).await?;
    tx.commit().await?;
    let reels = app.config.reels.clone();
    let files = zipped(recordings.into_iter().map(move |recording| unlocked(&reels, &recording)));
    let name = format!("{}-recordings.zip", seen.hearing.number);
    Ok((streaming::headers("application/zip", Shown::Saved, &name), Body::from_stream(files)).into_response())
}

/// A recording in the clear, whether it is locked or not. Of one that a crash left nothing of there may be no file.
fn unlocked(reels: &Reels, recording: &Recording) -> io::Result<Zipped<Box<dyn Read>>> {
    let bytes = recording.whole.as_ref().map_or(0, |whole| whole.bytes);
    let source: Box<dyn Read> = match reels.finished(recording.hearing.0, recording.id.0) {
        Err(error) if error.kind() == io::ErrorKind::NotFound && bytes == 0 => Box::new(io::empty()),
        found => Box::new(found?),
    };
    Ok(Zipped { name: format!("{}.webm", recording.id), bytes, source })
}
