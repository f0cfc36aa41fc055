//! `GET /api/hearings/{id}/package`: the evidence package of a hearing that is over.

use crate::{
    domain::{ids::HearingId, opening::Opened, rights::HearingAction},
    edge::{
        AppState, access,
        extract::Path,
        hearing_file, openings,
        problem::Problem,
        session::SignedIn,
        streaming::{self, Shown, pieces},
    },
};
use axum::{
    body::Body,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use uuid::Uuid;

/// The evidence package of a hearing that is over: a ZIP that `lianjie verify` checks offline. Once its file is closed
/// (归档), these bytes and no others; until then as the record is now. Who takes it along is put on record.
///
/// Codes: unauthenticated, not_found, not_yours.
#[utoipa::path(
    get,
    path = "/hearings/{id}/package",
    operation_id = "hearing_package",
    tag = "hearings",
    params(("id" = Uuid, Path)),
    responses((status = OK, body = Vec<u8>, content_type = "application/zip"), Problem),
)]
pub async fn package(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Response, Problem> {
    let mut records = app.store.read().await?;
    let seen = access::hearing(records.as_mut(), &me, HearingId(id)).await?;
    seen.must(HearingAction::TakePackage)?;
    drop(records);
    let (bytes, body) = match &seen.hearing.archived {
        Some(archived) => {
            let (file, bytes) = hearing_file::kept(&app, seen.hearing.id, archived).await?;
            (bytes, Body::from_stream(pieces(file, bytes)))
        }
        None => {
            let packed = hearing_file::pack(&app, &seen).await?.bytes;
            (packed.len() as u64, Body::from(packed))
        }
    };
    openings::note(&app, &me, &seen.petition, Opened::Package(seen.hearing.id)).await?;
    let shown = streaming::headers("application/zip", Shown::Saved, &format!("{}.zip", seen.hearing.number));
    Ok((shown, [(header::CONTENT_LENGTH, bytes.to_string())], body).into_response())
}
