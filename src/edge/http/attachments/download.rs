//! `GET /api/attachments/{id}`: the bytes of a file.

use crate::{
    domain::{ids::AttachmentId, opening::Opened},
    edge::{
        AppState, access,
        extract::Path,
        files, openings,
        problem::Problem,
        session::SignedIn,
        streaming::{self, Shown},
    },
};
use axum::{extract::State, http::HeaderMap, response::Response};
use uuid::Uuid;

/// The bytes of a file; takes one `Range`. Who opens it is put on record.
///
/// Codes: unauthenticated, not_found, not_yours.
#[utoipa::path(
    get,
    path = "/attachments/{id}",
    operation_id = "attachment_download",
    tag = "attachments",
    params(("id" = Uuid, Path)),
    responses(
        (status = OK, body = Vec<u8>, content_type = "application/octet-stream"),
        (status = PARTIAL_CONTENT, body = Vec<u8>, content_type = "application/octet-stream"),
        Problem
    ),
)]
pub async fn download(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let mut records = app.store.read().await?;
    let attachment = records.attachment(AttachmentId(id)).await?.ok_or(Problem::NotFound)?;
    let seen = access::petition(records.as_mut(), &me, attachment.petition).await?;
    seen.must_read_papers(&me)?;
    if access::kept_files(records.as_mut(), &me, &seen.petition).await?.contains(&attachment.id) {
        return Err(Problem::NotFound);
    }
    drop(records);
    openings::note(&app, &me, &seen.petition, Opened::Attachment(attachment.id)).await?;
    let saved = streaming::headers(attachment.media_type, Shown::Saved, &attachment.name);
    let path = files::path_of(&app.config.files, attachment.id);
    streaming::file(path, saved, &headers).await.map_err(Problem::internal)
}
