//! `POST /api/petitions/{id}/documents/preview`: what a document would say. Nothing is kept.

use super::making::{DocumentRequest, Record};
use crate::{
    documents::missing_glyphs,
    domain::{ids::PetitionId, rights::PetitionAction},
    edge::{
        AppState, access,
        extract::{Json, Path},
        problem::Problem,
        session::SignedIn,
        views::DocumentPreview,
    },
};
use axum::extract::State;
use uuid::Uuid;

/// What a document would say. Nothing is kept.
///
/// Codes: unauthenticated, not_found, not_yours, document_not_yet, document_other_organ, document_no_petitioner,
/// document_text_needed, document_needed.
#[utoipa::path(
    post,
    path = "/petitions/{id}/documents/preview",
    operation_id = "document_preview",
    tag = "documents",
    params(("id" = Uuid, Path)),
    request_body = DocumentRequest,
    responses((status = OK, body = DocumentPreview), Problem),
)]
pub async fn preview(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
    Json(asked): Json<DocumentRequest>,
) -> Result<Json<DocumentPreview>, Problem> {
    let (now, kind) = (app.world.now(), asked.kind.0);
    let mut records = app.store.read().await?;
    let seen = access::petition(records.as_mut(), &me, PetitionId(id)).await?;
    seen.must(PetitionAction::IssueDocument)?;
    let wish = asked.wish()?;
    let record = Record::read(records.as_mut(), &me, &seen.petition, wish.hearing).await?;
    let sequence = record.templates.sequence_name(kind, now.local_date().year());
    let n = records.last_in_sequence(&sequence).await? + 1;
    drop(records);
    let paper = record.paper(&app, (&seen.petition, &me), (kind, &wish), (n, now))?;
    let missing = missing_glyphs(&paper, &app.config.fonts);
    Ok(Json(DocumentPreview::of(paper, &missing)))
}
