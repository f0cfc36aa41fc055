//! `POST /api/grid/reports/{id}/photos` and `GET /api/grid/photos/{photo}`: pictures taken on the spot.

use super::view::GridPhotoView;
use crate::{
    domain::{
        grid::{GridPhoto, MAX_PHOTOS},
        ids::{AttachmentId, GridReportId},
    },
    edge::{
        AppState,
        extract::{Json, Multipart, Path},
        files,
        http::petitions::attach::FileForm,
        problem::Problem,
        session::SignedIn,
        streaming::{self, Shown},
    },
};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use uuid::Uuid;

/// Adds a photo (multipart, field `file`): whoever reported it, or has it in hands.
///
/// Codes: unauthenticated, not_found, not_yours, too_large, no_space, bad_file_type, too_many_files.
#[utoipa::path(
    post,
    path = "/grid/reports/{id}/photos",
    operation_id = "grid_photo_attach",
    tag = "grid",
    params(("id" = Uuid, Path)),
    request_body(content = FileForm, content_type = "multipart/form-data"),
    responses((status = CREATED, body = GridPhotoView), Problem),
)]
pub async fn add(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
    Multipart(mut form): Multipart,
) -> Result<(StatusCode, Json<GridPhotoView>), Problem> {
    let report = super::seen(app.store.read().await?.as_mut(), &me, GridReportId(id)).await?;
    let near = report.reporter == me.staff.id || report.state.agency() == Some(me.agency.id);
    if !near || report.state.petition().is_some() {
        return Err(Problem::NotAllowed);
    }
    let file = files::only_file(&mut form).await?;
    let id = AttachmentId(app.world.new_id());
    let stored = files::store(&app.config.files, app.config.keep_free.staff, id, file).await?;
    let photo = GridPhoto {
        id,
        report: report.id,
        name: stored.name,
        media_type: stored.media_type.to_owned(),
        size: stored.size,
        sha256: stored.sha256,
        added_at: app.world.now(),
    };
    files::recorded(&app.config.files, id, record(&app, &photo)).await?;
    Ok((StatusCode::CREATED, Json(GridPhotoView::of(photo))))
}

async fn record(app: &AppState, photo: &GridPhoto) -> Result<(), Problem> {
    if !photo.media_type.starts_with("image/") {
        return Err(Problem::BadFileType);
    }
    let mut tx = app.store.begin().await?;
    if tx.grid_photos(photo.report).await?.len() >= MAX_PHOTOS {
        return Err(Problem::TooManyFiles { allowed: MAX_PHOTOS as u32 });
    }
    tx.add_grid_photo(photo).await?;
    tx.commit().await?;
    Ok(())
}

/// The bytes of a photo, to be saved.
///
/// Codes: unauthenticated, not_found.
#[utoipa::path(
    get,
    path = "/grid/photos/{photo}",
    operation_id = "grid_photo",
    tag = "grid",
    params(("photo" = Uuid, Path)),
    responses((status = OK, body = Vec<u8>, content_type = "application/octet-stream"), Problem),
)]
pub async fn photo(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Response, Problem> {
    let mut records = app.store.read().await?;
    let photo = records.grid_photo(AttachmentId(id)).await?.ok_or(Problem::NotFound)?;
    super::seen(records.as_mut(), &me, photo.report).await?;
    drop(records);
    let path = files::path_of(&app.config.files, photo.id);
    let bytes = tokio::fs::read(path).await.map_err(Problem::internal)?;
    Ok((streaming::headers(photo.media_type, Shown::Saved, &photo.name), bytes).into_response())
}
