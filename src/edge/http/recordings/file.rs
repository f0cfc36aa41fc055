//! `GET /api/hearings/{id}/recordings/{recording}`: the bytes of a whole file, in ranges (RFC 9110 §14). Who plays
//! it is put on record before the first byte goes out.

use super::keeping;
use crate::{
    domain::{
        hearing::{Recording, WholeRecording},
        ids::{HearingId, RecordingId},
        opening::Opened,
        rights::HearingAction,
    },
    edge::{
        AppState, access, etag,
        extract::Path,
        openings,
        problem::Problem,
        session::SignedIn,
        streaming::{Part, RANGES},
    },
};
use axum::{
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use std::io::{self, Seek, SeekFrom};
use uuid::Uuid;

/// The bytes of a recording; takes `Range`, `If-Range` and `If-None-Match`.
///
/// Codes: unauthenticated, not_found, not_yours.
#[utoipa::path(
    get,
    path = "/hearings/{id}/recordings/{recording}",
    operation_id = "hearing_recording",
    tag = "hearings",
    params(("id" = Uuid, Path), ("recording" = Uuid, Path)),
    responses(
        (status = OK, body = Vec<u8>, content_type = "video/webm"),
        (status = PARTIAL_CONTENT, body = Vec<u8>, content_type = "video/webm"),
        (status = NOT_MODIFIED, description = "The `ETag` that was asked for still holds"),
        Problem
    ),
)]
pub async fn file(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path((id, recording)): Path<(Uuid, Uuid)>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let mut records = app.store.read().await?;
    let seen = access::hearing(records.as_mut(), &me, HearingId(id)).await?;
    seen.must(HearingAction::PlayRecording)?;
    keeping::of(records.as_mut(), &seen).await?.may_play()?;
    let found = records.recording(RecordingId(recording)).await?;
    drop(records);
    let found = found.filter(|found| found.hearing == seen.hearing.id).ok_or(Problem::NotFound)?;
    let whole = found.whole.clone().ok_or(Problem::NotFound)?;
    openings::note(&app, &me, &seen.petition, Opened::Recordings(seen.hearing.id)).await?;
    send(&app, &found, &whole, &headers).await
}

async fn send(
    app: &AppState,
    found: &Recording,
    whole: &WholeRecording,
    headers: &HeaderMap,
) -> Result<Response, Problem> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let tag = etag::quoted(hex::encode(whole.sha256));
    let media_type = if found.source == crate::domain::hearing::SourceKind::Microphone {
        "audio/webm"
    } else {
        "video/webm"
    };
    let common = [(header::ETAG, tag.clone()), (header::CONTENT_TYPE, media_type.to_owned())];
    if etag::is_known(headers, &tag) {
        return Ok((StatusCode::NOT_MODIFIED, common, RANGES).into_response());
    }
    let same = text(header::IF_RANGE).is_none_or(|wanted| wanted == tag);
    let part = Part::of(whole.bytes, text(header::RANGE).filter(|_| same));
    let (reels, hearing, id) = (app.config.reels.clone(), found.hearing.0, found.id.0);
    let opened = tokio::task::spawn_blocking(move || {
        let mut reel = reels.finished(hearing, id)?;
        reel.seek(SeekFrom::Start(part.begins()))?;
        Ok::<_, io::Error>(reel)
    });
    let reel = opened.await.map_err(Problem::internal)?.map_err(Problem::internal)?;
    Ok(part.answer(common, reel))
}
