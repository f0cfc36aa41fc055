//! `GET /api/petitions/{id}/documents/{document}`: the bytes of an issued document.

use super::making::is_kept_from;
use crate::{
    domain::{
        document::Document,
        ids::{DocumentId, PetitionId},
        opening::Opened,
    },
    edge::{
        AppState, access,
        extract::Path,
        files, openings,
        problem::Problem,
        session::SignedIn,
        streaming::{self, Shown},
    },
};
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use uuid::Uuid;

/// The bytes of an issued document, as they were on the day. Who opens it is put on record.
///
/// Codes: unauthenticated, not_found, not_yours.
#[utoipa::path(
    get,
    path = "/petitions/{id}/documents/{document}",
    operation_id = "document_download",
    tag = "documents",
    params(("id" = Uuid, Path), ("document" = Uuid, Path)),
    responses((status = OK, body = Vec<u8>, content_type = "application/pdf"), Problem),
)]
pub async fn download(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path((id, document)): Path<(Uuid, Uuid)>,
) -> Result<Response, Problem> {
    let mut records = app.store.read().await?;
    let seen = access::petition(records.as_mut(), &me, PetitionId(id)).await?;
    seen.must_read_papers(&me)?;
    let document = records.document(DocumentId(document)).await?;
    let document = document.filter(|found| found.petition == seen.petition.id).ok_or(Problem::NotFound)?;
    if is_kept_from(records.as_mut(), &me, &document, &seen.petition).await? {
        return Err(Problem::NotFound);
    }
    drop(records);
    openings::note(&app, &me, &seen.petition, Opened::Document(document.id)).await?;
    pdf(&app, &document).await
}

/// Shown inline: these are bytes of our own making, and people print from there.
pub async fn pdf(app: &AppState, document: &Document) -> Result<Response, Problem> {
    let path = files::path_of(&app.config.files, document.id);
    let bytes = tokio::fs::read(path).await.map_err(Problem::internal)?;
    let name = format!("{}.pdf", document.number);
    Ok((streaming::headers("application/pdf", Shown::Inline, &name), bytes).into_response())
}
