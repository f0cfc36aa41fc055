//! `POST /api/hearings/{id}/seats/{seat}/paper-signature`: a signature on paper, scanned (multipart, field
//! `file`). The scan is kept with the petition's files; who keeps the minutes takes it.

use crate::{
    domain::{
        event::Actor,
        hearing::{Occupant, PaperKind, StageName},
        ids::{HearingId, SeatId},
    },
    edge::{
        AppState, access, attaching,
        extract::{Multipart, Path},
        files,
        http::petitions::attach::FileForm,
        problem::Problem,
        session::SignedIn,
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
    params(("id" = Uuid, Path), ("seat" = Uuid, Path)),
    request_body(content = FileForm, content_type = "multipart/form-data"),
    responses((status = NO_CONTENT), Problem),
)]
pub async fn paper_signature(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path((id, seat)): Path<(Uuid, Uuid)>,
    Multipart(mut form): Multipart,
) -> Result<StatusCode, Problem> {
    let (id, seat) = (HearingId(id), SeatId(seat));
    let mut records = app.store.read().await?;
    let seen = access::hearing(records.as_mut(), &me, id).await?;
    drop(records);
    // The room decides; this is so that no file is left behind by who could not have signed.
    let mine =
        |occupant: &Occupant| matches!(occupant, Occupant::Official { staff, .. } if *staff == me.staff.id);
    let keeps = seen.hearing.seats.iter().any(|one| one.keeps_minutes() && mine(&one.occupant));
    let signs = seen.hearing.seat(seat).ok_or(Problem::NotFound)?.must_sign();
    if !keeps || !signs || seen.hearing.stage.name() != StageName::Signing {
        return Err(Problem::NotAllowed);
    }
    let field = form.next_field().await.map_err(files::unreadable)?;
    let file = field.filter(|field| field.name() == Some("file"));
    let file = file.ok_or_else(|| Problem::field("file", "The form has no file"))?;
    let actor = Actor::Staff { staff: me.staff.id, agency: me.agency.id };
    let scan = attaching::attach(&app, seen.petition.id, (actor, None), file).await?;
    let command =
        Command::TakePaper { paper: PaperKind::Minutes, seat, attachment: scan.id, sha256: scan.sha256 };
    app.rooms.command(id, actor, command).await?;
    Ok(StatusCode::NO_CONTENT)
}
