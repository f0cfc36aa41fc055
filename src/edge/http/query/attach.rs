//! `POST /api/query/attachments`: adds a file (multipart, fields `number`, `code`, `file`).

use crate::edge::{AppState, extract::Json, problem::Problem};
use axum::{extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

#[derive(ToSchema)]
#[expect(dead_code, reason = "documents the form; the fields are read as they stream in")]
pub struct QueryFileForm {
    number: String,
    code: String,
    /// After `number` and `code`. At most 10 MiB: pdf jpg png webp heic doc docx xls xlsx txt mp4 mp3 m4a.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct AttachedFile {
    id: Uuid,
    name: String,
    size: u64,
}

/// Adds a file (multipart, fields `number`, `code`, `file`).
///
/// Codes: no_match, too_many, too_large, bad_file_type, too_many_files.
#[utoipa::path(
    post,
    path = "/query/attachments",
    operation_id = "query_attach",
    tag = "query",
    request_body(content = QueryFileForm, content_type = "multipart/form-data"),
    responses((status = CREATED, body = AttachedFile), Problem),
)]
pub async fn attach(State(_app): State<AppState>) -> Result<(StatusCode, Json<AttachedFile>), Problem> {
    Err(Problem::Unavailable)
}
