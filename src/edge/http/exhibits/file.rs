//! `GET /api/hearings/{id}/exhibits/{exhibit}`: the bytes of an exhibit, for who was shown it or may read the
//! petition's files; there is none for anybody else.

use super::reads;
use crate::{
    domain::{
        hearing::{Exhibit, ExhibitKind, Seat},
        ids::{ExhibitId, HearingId},
        opening::Opened,
    },
    edge::{
        AppState, access,
        extract::Path,
        files, openings,
        problem::Problem,
        session::{Seated, SignedIn},
        streaming::{self, Shown},
    },
};
use axum::{extract::State, http::HeaderMap, response::Response};
use uuid::Uuid;

/// The bytes of an exhibit; takes one `Range`, which players of sound and video ask for. Who opens
/// it by their sign-in is put on record.
///
/// Codes: unauthenticated, not_found.
#[utoipa::path(
    get,
    path = "/hearings/{id}/exhibits/{exhibit}",
    operation_id = "exhibit_file",
    tag = "exhibits",
    params(("id" = Uuid, Path), ("exhibit" = Uuid, Path)),
    responses(
        (status = OK, body = Vec<u8>, content_type = "application/octet-stream"),
        (status = PARTIAL_CONTENT, body = Vec<u8>, content_type = "application/octet-stream"),
        Problem
    ),
)]
pub async fn file(
    State(app): State<AppState>,
    held: Option<Seated>,
    me: Option<SignedIn>,
    Path((id, exhibit)): Path<(Uuid, Uuid)>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    if held.is_none() && me.is_none() {
        return Err(Problem::Unauthenticated);
    }
    let found = found(&app, HearingId(id), ExhibitId(exhibit), held, me).await?;
    // A page shows it as what it is; who opens it by itself saves it.
    let shown = streaming::headers(ExhibitKind::played_as(&found.file.media_type), Shown::Saved, "");
    let path = files::path_of(&app.config.files, found.file.id);
    streaming::file(path, shown, &headers).await.map_err(Problem::internal)
}

async fn found(
    app: &AppState,
    id: HearingId,
    exhibit: ExhibitId,
    held: Option<Seated>,
    me: Option<SignedIn>,
) -> Result<Exhibit, Problem> {
    let mut records = app.store.read().await?;
    let exhibit = records.exhibit(exhibit).await?.filter(|exhibit| exhibit.hearing == id);
    let exhibit = exhibit.ok_or(Problem::NotFound)?;
    let viewers = records.exhibit_viewers(id).await?;
    let knows = |seat: &Seat| {
        let shown = viewers.contains(&(exhibit.id, seat.id)) || exhibit.brought_by == Some(seat.id);
        seat.stands() && (shown || seat.keeps_minutes())
    };
    if held.is_some_and(|held| held.hearing.id == id && knows(&held.seat)) {
        return Ok(exhibit);
    }
    let SignedIn(me) = me.ok_or(Problem::NotFound)?;
    let seen = access::hearing(records.as_mut(), &me, id).await?;
    let sits = access::my_seats(&me, &seen.hearing).into_iter().any(knows);
    // Who reads the minutes and the petition's files reads this one too. Who keeps a hearing behind the wall need not know
    // the petition that was opened.
    let kept = seen.hearing.stays_behind_the_wall(&seen.petition);
    let opens = kept || access::known(records.as_mut(), &me, seen.petition.id).await?.is_some();
    let reads = opens && reads(&me, &seen);
    if !sits && !reads {
        return Err(Problem::NotFound);
    }
    drop(records);
    openings::note(app, &me, &seen.petition, Opened::Exhibit(exhibit.id)).await?;
    Ok(exhibit)
}
