//! `POST /api/hearings/{id}/seats/{seat}/paper-signature`: a signature on paper, scanned (multipart, field
//! `file`), of the minutes or the agreement. The scan is kept with the petition's files; who keeps the minutes takes it.

use crate::{
    domain::{
        event::Actor,
        hearing::Occupant,
        ids::{HearingId, SeatId},
    },
    edge::{
        AppState, access, attaching,
        extract::{Multipart, Path, Query},
        files,
        http::petitions::attach::FileForm,
        problem::Problem,
        session::SignedIn,
        views::PaperQuery,
    },
    rooms::Command,
};
use axum::{extract::State, http::StatusCode};
use uuid::Uuid;

/// A signature on paper, scanned (multipart, field `file`).
///
/// Codes: unauthenticated, not_found, too_large, bad_file_type, too_many_files, refusals of the room.
#[utoipa::path(
    post,
    path = "/hearings/{id}/seats/{seat}/paper-signature",
    operation_id = "hearing_paper_signature",
    tag = "hearings",
    params(("id" = Uuid, Path), ("seat" = Uuid, Path), PaperQuery),
    request_body(content = FileForm, content_type = "multipart/form-data"),
    responses((status = NO_CONTENT), Problem),
)]
pub async fn paper_signature(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path((id, seat)): Path<(Uuid, Uuid)>,
    Query(asked): Query<PaperQuery>,
    Multipart(mut form): Multipart,
) -> Result<StatusCode, Problem> {
    let (id, seat, paper) = (HearingId(id), SeatId(seat), asked.kind());
    let mut records = app.store.read().await?;
    let seen = access::hearing(records.as_mut(), &me, id).await?;
    let record = records.signing_record(id, paper).await?;
    drop(records);
    // The room decides; this is so that no file is left behind by who could not have signed.
    let mine =
        |occupant: &Occupant| matches!(occupant, Occupant::Official { staff, .. } if *staff == me.staff.id);
    let keeps = seen.hearing.seats.iter().any(|one| one.keeps_minutes() && mine(&one.occupant));
    seen.hearing.seat(seat).ok_or(Problem::NotFound)?;
    let signs = record.signers(&seen.hearing.seats).any(|signer| signer.id == seat);
    if !keeps || !signs || !paper.is_signed_in(seen.hearing.stage.name()) {
        return Err(Problem::NotAllowed);
    }
    let field = form.next_field().await.map_err(files::unreadable)?;
    let file = field.filter(|field| field.name() == Some("file"));
    let file = file.ok_or_else(|| Problem::field("file", "The form has no file"))?;
    let actor = Actor::Staff { staff: me.staff.id, agency: me.agency.id };
    let scan = attaching::attach(&app, seen.petition.id, (actor, None), file).await?;
    let command = Command::TakePaper { paper, seat, attachment: scan.id, sha256: scan.sha256 };
    app.rooms.command(id, actor, command).await?;
    Ok(StatusCode::NO_CONTENT)
}
