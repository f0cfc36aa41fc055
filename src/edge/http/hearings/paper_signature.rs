//! `POST /api/hearings/{id}/seats/{seat}/paper-signature`: a signature on paper, scanned (multipart, field
//! `file`), of the minutes or the agreement. The scan is kept with the petition's files; who keeps the minutes takes it.

use super::taking::{take, taken_for};
use crate::{
    domain::{
        event::Actor,
        hearing::Mark,
        ids::{HearingId, SeatId},
    },
    edge::{
        AppState, attaching,
        extract::{Multipart, Path, Query},
        files,
        http::petitions::attach::FileForm,
        problem::Problem,
        session::SignedIn,
        views::SignedVersion,
    },
};
use axum::{extract::State, http::StatusCode};
use uuid::Uuid;

/// A signature on paper, scanned (multipart, field `file`). `version` and `sha256` are of the text that was printed.
///
/// Codes: unauthenticated, not_found, not_yours, stale_version, too_large, no_space, bad_file_type, too_many_files,
/// refusals of the room.
#[utoipa::path(
    post,
    path = "/hearings/{id}/seats/{seat}/paper-signature",
    operation_id = "hearing_paper_signature",
    tag = "hearings",
    params(("id" = Uuid, Path), ("seat" = Uuid, Path), SignedVersion),
    request_body(content = FileForm, content_type = "multipart/form-data"),
    responses((status = NO_CONTENT), Problem),
)]
pub async fn paper_signature(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path((id, seat)): Path<(Uuid, Uuid)>,
    Query(on): Query<SignedVersion>,
    Multipart(mut form): Multipart,
) -> Result<StatusCode, Problem> {
    let (id, seat) = (HearingId(id), SeatId(seat));
    let seen = taken_for(&app, &me, id, (seat, &on)).await?;
    let file = files::only_file(&mut form).await?;
    let actor = Actor::from(&me);
    let scan = attaching::attach(&app, seen.petition.id, (actor, None), file).await?;
    take(&app, actor, id, (seat, on), Mark::PaperScan { attachment: scan.id, sha256: scan.sha256 }).await
}
