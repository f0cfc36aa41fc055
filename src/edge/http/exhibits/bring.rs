//! `POST /api/hearings/{id}/exhibits`: lays a file before a hearing (multipart, fields `title`, `brought_by`, `file`).

use super::{Bringer, bringer, must_fit};
use crate::{
    domain::{
        hearing::MAX_TITLE,
        ids::{ExhibitId, HearingId, PetitionId, SeatId},
        petition::MAX_FILES,
    },
    edge::{
        AppState, attaching,
        extract::{Json, Multipart, Path},
        files,
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
/// Codes: unauthenticated, not_found, too_large, no_space, bad_file_type, too_many_files, upload_under_way, refusals of the room.
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
    let Bringer { petition, actor, at, seat } = bringer(&app, hearing, held, me).await?;
    let _upload = app.uploads.begin(at.0)?;
    must_have_room(&app, petition, hearing, 1).await?; // before a film of 100 MB comes in for nothing
    let fit = |[title, brought_by]: [String; 2], file: &str| {
        let told = (checked(&title)?, seat_named(&brought_by)?);
        if can_be_shown(file) { Ok(told) } else { Err(Problem::BadFileType) }
    };
    let form = (form, ["title", "brought_by"], MOST_TEXT);
    let ((title, named), file) = attaching::store_last(&app, petition, actor, form, fit).await?;
    let (exhibit, by_keeper, stored, size) =
        (ExhibitId(app.world.new_id()), seat.is_none(), file.id, file.size);
    let brought = Brought { id: exhibit, file, title, brought_by: seat.or(named), by_keeper, filed: false };
    // On its own, as every file is recorded: who hangs up now loses none, and what the room refuses leaves none.
    let laying = tokio::spawn(async move {
        let laid = async {
            must_have_room(&app, petition, hearing, size).await?;
            let command = Command::BringExhibit(brought);
            app.rooms.command(hearing, actor, command).await.map_err(Problem::from)
        };
        Box::pin(files::recorded(&app.config.files, stored, laid)).await
    });
    laying.await.map_err(Problem::internal)??;
    Ok((StatusCode::CREATED, Json(NewExhibitId::of(exhibit))))
}

/// In the hearing and in the petition. The room counts again.
async fn must_have_room(
    app: &AppState,
    petition: PetitionId,
    hearing: HearingId,
    bytes: u64,
) -> Result<(), Problem> {
    let mut records = app.store.read().await?;
    must_fit(records.as_mut(), hearing, bytes).await?;
    if records.attachments(petition).await?.len() >= MAX_FILES {
        return Err(Problem::TooManyFiles { allowed: MAX_FILES as u32 });
    }
    Ok(())
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
