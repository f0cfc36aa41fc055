//! `POST /api/petitions/{id}/attachments`: adds a file (multipart, field `file`).

use crate::{
    domain::{event::Actor, ids::PetitionId, rights::PetitionAction},
    edge::{
        AppState, access, attaching,
        extract::{Json, Multipart, Path},
        files,
        problem::Problem,
        session::SignedIn,
        views::AttachmentView,
    },
};
use axum::{extract::State, http::StatusCode};
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(ToSchema)]
#[expect(dead_code, reason = "documents the form; the fields are read as they stream in")]
pub struct FileForm {
    /// At most 10 MiB: pdf jpg png webp heic doc docx xls xlsx txt mp4 mp3 m4a.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// Adds a file (multipart, field `file`).
///
/// Codes: unauthenticated, not_found, too_large, no_space, bad_file_type, too_many_files.
#[utoipa::path(
    post,
    path = "/petitions/{id}/attachments",
    operation_id = "petition_attach",
    tag = "petitions",
    params(("id" = Uuid, Path)),
    request_body(content = FileForm, content_type = "multipart/form-data"),
    responses((status = CREATED, body = AttachmentView), Problem),
)]
pub async fn attach(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
    Multipart(mut form): Multipart,
) -> Result<(StatusCode, Json<AttachmentView>), Problem> {
    let mut records = app.store.read().await?;
    let seen = access::petition(records.as_mut(), &me, PetitionId(id)).await?;
    drop(records);
    seen.must(PetitionAction::AddAttachment)?;
    let file = files::only_file(&mut form).await?;
    let principal = seen.principal(&me, PetitionAction::AddAttachment);
    let actor = Actor::from(&me);
    let attachment = attaching::attach(&app, seen.petition.id, (actor, principal), file).await?;
    Ok((StatusCode::CREATED, Json(AttachmentView::of(attachment))))
}
