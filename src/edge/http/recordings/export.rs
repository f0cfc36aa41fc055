//! Films of a hearing: asked for, made in the background (`crate::mixing`), taken along.

use super::{super::hearings::archive::recordings_are_whole, keeping};
use crate::{
    domain::{
        event::Actor,
        given_reason,
        hearing::{Export, ExportState},
        ids::{EventId, ExportId, HearingId},
        rights::HearingAction,
    },
    edge::{
        AppState, access, etag,
        extract::{Json, Path},
        hearing_log,
        problem::Problem,
        session::SignedIn,
        streaming::{self, Shown, pieces},
        views::HearingRecordings,
    },
    mixing,
};
use axum::{
    body::Body,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExportRequest {
    /// For what it is taken along: 5 to 500 characters.
    pub reason: String,
}

/// Asks for one film of everything that was recorded of a hearing; it is mixed in the background.
///
/// Codes: unauthenticated, not_found, not_yours, reason_needed, recording_gone, recording_sealed,
/// recording_unfinished, conflict (one is being made).
#[utoipa::path(
    post,
    path = "/hearings/{id}/recordings/exports",
    operation_id = "export_recordings",
    tag = "hearings",
    params(("id" = Uuid, Path)),
    request_body = ExportRequest,
    responses((status = ACCEPTED, body = HearingRecordings), Problem),
)]
pub async fn ask(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
    Json(asked): Json<ExportRequest>,
) -> Result<(StatusCode, Json<HearingRecordings>), Problem> {
    let now = app.world.now();
    let mut tx = app.store.begin().await?;
    let seen = access::hearing(tx.as_mut(), &me, HearingId(id)).await?;
    seen.must(HearingAction::KeepRecording)?;
    let reason = given_reason(&asked.reason)?;
    tx.hold(&format!("recordings {id}")).await?; // against a second film, and their destruction
    keeping::of(tx.as_mut(), &seen).await?.may_play()?;
    recordings_are_whole(tx.as_mut(), seen.hearing.id).await?;
    if tx.exports(seen.hearing.id).await?.iter().any(Export::is_open) {
        return Err(Problem::Conflict);
    }
    let export = Export {
        id: ExportId(app.world.new_id()),
        hearing: seen.hearing.id,
        asked_by: me.staff.id,
        agency: me.agency.id,
        asked_at: now,
        reason,
        state: ExportState::Waiting,
    };
    tx.add_export(&export).await?;
    let actor = Actor::from(&me);
    let event = EventId(app.world.new_id());
    tx.append(&export.asked().hearing_event(event, now, actor, &seen.petition, seen.hearing.id)).await?;
    let listed = super::list::of(&app, tx.as_mut(), &me, &seen).await?;
    tx.commit().await?;
    Ok((StatusCode::ACCEPTED, Json(listed)))
}

/// The bytes of a film that is done. Who takes it along is put on record before the first byte goes out.
///
/// Codes: unauthenticated, not_found (not done, or a week old), not_yours, recording_gone, recording_sealed.
#[utoipa::path(
    get,
    path = "/hearings/{id}/recordings/exports/{export}",
    operation_id = "recording_export",
    tag = "hearings",
    params(("id" = Uuid, Path), ("export" = Uuid, Path)),
    responses((status = OK, body = Vec<u8>, content_type = "video/mp4"), Problem),
)]
pub async fn take(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path((id, export)): Path<(Uuid, Uuid)>,
) -> Result<Response, Problem> {
    let mut tx = app.store.begin().await?;
    let seen = access::hearing(tx.as_mut(), &me, HearingId(id)).await?;
    seen.must(HearingAction::KeepRecording)?;
    keeping::of(tx.as_mut(), &seen).await?.may_play()?;
    let found = tx.export(ExportId(export)).await?.filter(|found| found.hearing == seen.hearing.id);
    let found = found.ok_or(Problem::NotFound)?;
    let ExportState::Done { bytes, sha256, .. } = found.state else { return Err(Problem::NotFound) };
    let film = std::fs::File::open(mixing::film_path(&app.config.films, found.id));
    let film = film.map_err(Problem::internal)?;
    let sha256 = hex::encode(sha256);
    let taken = found.taken(&sha256);
    hearing_log::record(&app, tx.as_mut(), seen.matter(), taken, Actor::from(&me)).await?;
    tx.commit().await?;
    let name = format!("{}.mp4", seen.hearing.number);
    let same = [(header::CONTENT_LENGTH, bytes.to_string()), (header::ETAG, etag::quoted(sha256))];
    Ok((streaming::headers("video/mp4", Shown::Saved, &name), same, Body::from_stream(pieces(film, bytes)))
        .into_response())
}
