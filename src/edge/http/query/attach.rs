//! `POST /api/query/attachments`: adds a file (multipart, fields `number`, `code`, `file`).

use super::{act, door};
use crate::{
    domain::event::Actor,
    edge::{
        AppState, attaching,
        caller::Caller,
        extract::{Json, Multipart},
        files,
        problem::Problem,
    },
};
use axum::{
    extract::{State, multipart},
    http::StatusCode,
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Longer than any number or code, bytes.
const MOST_TEXT: usize = 200;

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
/// Codes: no_match, too_many, upload_under_way, too_large, no_space, bad_file_type, too_many_files, refused with article.
#[utoipa::path(
    post,
    path = "/query/attachments",
    operation_id = "query_attach",
    tag = "query",
    request_body(content = QueryFileForm, content_type = "multipart/form-data"),
    responses((status = CREATED, body = AttachedFile), Problem),
)]
pub async fn attach(
    State(app): State<AppState>,
    caller: Caller,
    Multipart(mut form): Multipart,
) -> Result<(StatusCode, Json<AttachedFile>), Problem> {
    let number = files::text("number", next(&mut form, "number").await?, MOST_TEXT).await?;
    let code = files::text("code", next(&mut form, "code").await?, MOST_TEXT).await?;
    let mut records = app.store.read().await?;
    let opened = door::open(&app, records.as_mut(), caller, &number, &code).await?;
    drop(records);
    act::must_be_in(&opened)?;
    let _upload = app.uploads.begin(opened.own.id.0)?;
    let file = next(&mut form, "file").await?;
    let attachment = attaching::attach(&app, opened.own.id, (Actor::Petitioner, None), file).await?;
    let attached = AttachedFile { id: attachment.id.0, name: attachment.name, size: attachment.size };
    Ok((StatusCode::CREATED, Json(attached)))
}

/// The next field, which must be `name`: a file is read only once number and code have opened the petition.
async fn next<'a>(
    form: &'a mut multipart::Multipart,
    name: &'static str,
) -> Result<multipart::Field<'a>, Problem> {
    let field = form.next_field().await.map_err(files::unreadable)?;
    let missing = || Problem::field(name, "The form has number, code and file, in this order");
    field.filter(|field| field.name() == Some(name)).ok_or_else(missing)
}
