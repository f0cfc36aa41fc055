//! `POST /api/hearings/{id}/exhibits`: lays a file before a hearing (multipart, fields `title`, `brought_by`, `file`).

use super::{Bringer, bringer};
use crate::{
    domain::{
        hearing::{ExhibitKind, MAX_TITLE},
        ids::{ExhibitId, HearingId, SeatId},
    },
    edge::{
        AppState, attaching,
        extract::{Json, Multipart, Path},
        problem::Problem,
        session::{Seated, SignedIn},
    },
    rooms::{Brought, Command},
};
use axum::{extract::State, http::StatusCode};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Longer than any title, bytes.
const MOST_TEXT: usize = 1000;

#[derive(ToSchema)]
#[expect(dead_code, reason = "documents the form; the fields are read as they stream in")]
pub struct ExhibitForm {
    /// 1 to 60 characters.
    title: String,
    /// Whose it is, where who keeps the minutes brings it.
    brought_by: Option<Uuid>,
    /// Last. At most 10 MiB: pdf jpg png webp mp3 m4a; at most 100 MiB: mp4 mov.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct NewExhibitId {
    id: Uuid,
}

impl NewExhibitId {
    pub(super) const fn of(id: ExhibitId) -> Self {
        Self { id: id.0 }
    }
}

/// Lays a file before a hearing, from one's seat (multipart, fields `title`, `brought_by`, `file`). Of a party it
/// waits for the clerk; of who keeps the minutes it is taken at once.
///
/// Codes: unauthenticated, not_found, too_large, bad_file_type, too_many_files, refusals of the room.
#[utoipa::path(
    post,
    path = "/hearings/{id}/exhibits",
    operation_id = "exhibit_bring",
    tag = "exhibits",
    params(("id" = Uuid, Path)),
    request_body(content = ExhibitForm, content_type = "multipart/form-data"),
    responses((status = CREATED, body = NewExhibitId), Problem),
)]
pub async fn bring(
    State(app): State<AppState>,
    held: Option<Seated>,
    me: Option<SignedIn>,
    Path(id): Path<Uuid>,
    Multipart(form): Multipart,
) -> Result<(StatusCode, Json<NewExhibitId>), Problem> {
    let hearing = HearingId(id);
    let Bringer { petition, actor, seat } = bringer(&app, hearing, held, me).await?;
    let fit = |[title, brought_by]: [String; 2], file: &str| {
        let told = (checked(&title)?, seat_named(&brought_by)?);
        if can_be_shown(file) { Ok(told) } else { Err(Problem::BadFileType) }
    };
    let form = (form, ["title", "brought_by"], MOST_TEXT);
    let ((title, named), file) = attaching::attach_last(&app, petition, actor, form, fit).await?;
    if ExhibitKind::of(&file.media_type).is_none() {
        return Err(Problem::BadFileType);
    }
    let (exhibit, by_keeper) = (ExhibitId(app.world.new_id()), seat.is_none());
    let brought = Brought { id: exhibit, file, title, brought_by: seat.or(named), by_keeper };
    app.rooms.command(hearing, actor, Command::BringExhibit(brought)).await?;
    Ok((StatusCode::CREATED, Json(NewExhibitId::of(exhibit))))
}

/// By its ending alone, before it is stored; its bytes are looked at after.
fn can_be_shown(name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    let shown = ["pdf", "jpg", "jpeg", "png", "webp", "mp4", "mov", "mp3", "m4a"];
    ending.is_some_and(|ending| shown.contains(&ending.as_str()))
}

pub(super) fn checked(title: &str) -> Result<String, Problem> {
    let title = title.trim();
    if (1..=MAX_TITLE).contains(&title.chars().count()) {
        Ok(title.to_owned())
    } else {
        Err(Problem::field("title", format!("A title has 1 to {MAX_TITLE} characters")))
    }
}

fn seat_named(text: &str) -> Result<Option<SeatId>, Problem> {
    if text.is_empty() {
        return Ok(None);
    }
    let id = Uuid::parse_str(text).map_err(|_| Problem::field("brought_by", "Not a seat"))?;
    Ok(Some(SeatId(id)))
}
