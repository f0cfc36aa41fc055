//! `POST /api/hearings/{id}/exhibits/filed`: lays a file of the petition before a hearing.

use super::{
    Bringer,
    bring::{NewExhibitId, checked},
    bringer, must_fit,
};
use crate::{
    domain::{
        hearing::ExhibitKind,
        ids::{AgencyId, AttachmentId, ExhibitId, HearingId, SeatId},
        petition::Attachment,
    },
    edge::{
        AppState, access,
        extract::{Json, Path},
        problem::Problem,
        session::SignedIn,
    },
    rooms::{Brought, Command},
    storage::Records,
};
use axum::{extract::State, http::StatusCode};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FiledExhibit {
    attachment: Uuid,
    /// 1 to 60 characters.
    title: String,
    /// Whose it is, if it is somebody's at the table.
    #[serde(default)]
    brought_by: Option<Uuid>,
}

/// Lays a file of the petition before a hearing; for who keeps its minutes. `too_large`, `too_many_files`: beside the others.
///
/// Codes: unauthenticated, not_found, bad_file_type, file_behind_the_wall (it came with a hearing held, or an answer asked for,
/// while the matter was sealed), refusals of the room.
#[utoipa::path(
    post,
    path = "/hearings/{id}/exhibits/filed",
    operation_id = "exhibit_from_file",
    tag = "exhibits",
    params(("id" = Uuid, Path)),
    request_body = FiledExhibit,
    responses((status = CREATED, body = NewExhibitId), Problem),
)]
pub async fn filed(
    State(app): State<AppState>,
    me: SignedIn,
    Path(id): Path<Uuid>,
    Json(asked): Json<FiledExhibit>,
) -> Result<(StatusCode, Json<NewExhibitId>), Problem> {
    let hearing = HearingId(id);
    let Bringer { petition, actor, seat, .. } = bringer(&app, hearing, None, Some(me)).await?;
    if seat.is_some() {
        return Err(Problem::NotAllowed);
    }
    let title = checked(&asked.title)?;
    let mut records = app.store.read().await?;
    let file = records.attachment(AttachmentId(asked.attachment)).await?;
    let file = file.filter(|file| file.petition == petition);
    let file = file.ok_or_else(|| Problem::field("attachment", "The petition has no such file"))?;
    if comes_from_behind_the_wall(records.as_mut(), &file, hearing).await? {
        let sentence = "It came with what stays behind the wall, and is laid before no hearing outside";
        return Err(Problem::refused("file_behind_the_wall", sentence));
    }
    drop(records);
    if ExhibitKind::of(&file.media_type).is_none() {
        return Err(Problem::BadFileType);
    }
    must_fit(app.store.read().await?.as_mut(), hearing, file.size).await?;
    let exhibit = ExhibitId(app.world.new_id());
    let brought_by = asked.brought_by.map(SeatId);
    let brought = Brought { id: exhibit, file, title, brought_by, by_keeper: true, filed: true };
    app.rooms.command(hearing, actor, Command::BringExhibit(brought)).await?;
    Ok((StatusCode::CREATED, Json(NewExhibitId::of(exhibit))))
}

/// Whoever lays it there was in that hearing, perhaps, or wrote that answer; those who are shown it now did not (ADR 64).
async fn comes_from_behind_the_wall(
    records: &mut dyn Records,
    file: &Attachment,
    before: HearingId,
) -> Result<bool, Problem> {
    let petition = records.petition(file.petition).await?.ok_or(Problem::NotFound)?;
    if petition.course.opened_at.is_none() {
        return Ok(false); // as of nearly all
    }
    let mut others = records.hearings_of(petition.id).await?;
    others.retain(|hearing| hearing.id != before && hearing.stays_behind_the_wall(&petition));
    if access::files_of(records, &others).await?.contains(&file.id) {
        return Ok(true);
    }
    let nobody = |_: AgencyId| false;
    let answered = access::answered_behind_the_wall(records, &petition, &others, nobody).await?;
    Ok(answered.contains(&file.id))
}
