//! `POST /api/petitions/{id}/attachments`: adds a file (multipart, field `file`).

use crate::edge::{AppState, extract::Json, problem::Problem, views::AttachmentView};
use axum::{extract::State, http::StatusCode};
use utoipa::{IntoParams, ToSchema};

#[derive(ToSchema)]
#[expect(dead_code, reason = "documents the form; the fields are read as they stream in")]
pub struct FileForm {
    /// At most 10 MiB: pdf jpg png webp heic doc docx xls xlsx txt mp4 mp3 m4a.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// Adds a file (multipart, field `file`).
///
/// Codes: unauthenticated, not_found, too_large, bad_file_type, too_many_files.
#[utoipa::path(
    post,
    path = "/petitions/{id}/attachments",
    operation_id = "petition_attach",
    tag = "petitions",
    params(("id" = Uuid, Path)),
    request_body(content = FileForm, content_type = "multipart/form-data"),
    responses((status = CREATED, body = AttachmentView), Problem),
)]
pub async fn attach(State(_app): State<AppState>) -> Result<(StatusCode, Json<AttachmentView>), Problem> {
    Err(Problem::Unavailable)
}
