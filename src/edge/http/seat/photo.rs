//! `POST /api/seat/photo`: a photo of the holder's paper, for the clerk's eyes only (multipart, field `file`).

use super::check_in::own;
use crate::{
    domain::{hearing::IdentityRule, rights},
    edge::{
        AppState, checking_in,
        extract::{Json, Multipart},
        files,
        http::petitions::attach::FileForm,
        problem::Problem,
        session::Seated,
        views::OwnCheckIn,
    },
    rooms::Arrived,
    storage::IdentityPhoto,
};
use axum::extract::State;

/// A phone's picture scaled down by the page is a tenth of it. Bytes.
const MAX_PHOTO_BYTES: usize = 3 * 1024 * 1024;

/// A photo of the holder's paper, for the clerk's eyes only. It is gone once the identity is confirmed, and none is
/// taken after; nor does one take the place of a photo that an order keeps.
///
/// Codes: unauthenticated, too_large, bad_file_type, hearing_over, not_yours, identified, photo_kept, too_many.
#[utoipa::path(
    post,
    path = "/seat/photo",
    operation_id = "seat_photo",
    tag = "seat",
    request_body(content = FileForm, content_type = "multipart/form-data"),
    responses((status = OK, body = OwnCheckIn), Problem),
)]
pub async fn photo(
    State(app): State<AppState>,
    holder: Seated,
    Multipart(mut form): Multipart,
) -> Result<Json<OwnCheckIn>, Problem> {
    checking_in::must_not_be_over(&holder.hearing)?;
    if !holder.seat.is_identified_at_check_in() {
        return Err(Problem::NotAllowed);
    }
    checking_in::count(&app, holder.seat.id)?;
    let file = files::only_file(&mut form).await?;
    let name = file.file_name().unwrap_or_default().to_owned();
    let bytes = file.bytes().await.map_err(files::unreadable)?;
    if bytes.len() > MAX_PHOTO_BYTES {
        return Err(Problem::TooLarge { limit: MAX_PHOTO_BYTES as u64 });
    }
    let picture = files::media_type(&name, &bytes).filter(|kind| kind.starts_with("image/"));
    let media_type = picture.ok_or(Problem::BadFileType)?.to_owned();
    let photo = IdentityPhoto { media_type, bytes: bytes.into(), taken_at: app.world.now(), kept: None };
    let seat = holder.seat.id;
    let mut tx = app.store.begin().await?;
    // A phone takes its time to send it: the hearing may have ended, and with it what was kept of papers.
    checking_in::must_not_be_over(&tx.hearing(holder.hearing.id).await?.ok_or(Problem::NotFound)?)?;
    let known = tx.check_ins(holder.hearing.id).await?.into_iter().find(|one| one.seat == seat);
    if !rights::lacks_identity(&holder.seat, known.as_ref(), IdentityRule::Demanded) {
        return Err(Problem::refused(
            "identified",
            "Who sits there was confirmed: no photo is needed any more",
        ));
    }
    if tx.identity_photo(seat).await?.is_some_and(|standing| standing.kept.is_some()) {
        return Err(Problem::refused("photo_kept", "An order keeps the photo that was sent before"));
    }
    tx.put_identity_photo(seat, &photo).await?;
    tx.commit().await?;
    app.rooms.arrived(holder.hearing.id, seat, Arrived::Photo(true)).await;
    own(&app, &holder).await.map(Json)
}
