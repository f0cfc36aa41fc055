//! `GET /api/attachments/{id}`: the bytes of a file.

use crate::edge::{AppState, extract::Json, problem::Problem};
use axum::{extract::State, http::StatusCode};

/// The bytes of a file.
///
/// Codes: unauthenticated, not_found.
#[utoipa::path(
    get,
    path = "/attachments/{id}",
    operation_id = "attachment_download",
    tag = "attachments",
    params(("id" = Uuid, Path)),
    responses((status = OK, body = Vec<u8>, content_type = "application/octet-stream"), Problem),
)]
pub async fn download(State(_app): State<AppState>) -> Result<axum::response::Response, Problem> {
    Err(Problem::Unavailable)
}
