//! `POST /api/hearings/{id}/seats/{seat}/proxy-signature`: somebody signs for a seat (委托代签) on the strength of a
//! paper, which is kept with the petition's files; who keeps the minutes takes both.

use super::taking::{take, taken_for};
use crate::{
    domain::{
        event::Actor,
        given_reason,
        hearing::{MAX_STROKES, Mark, ProxyPaper},
        ids::{HearingId, SeatId},
    },
    edge::{
        AppState, attaching,
        extract::{Multipart, Path, Query},
        problem::Problem,
        session::SignedIn,
        views::SignedVersion,
    },
};
use axum::{extract::State, http::StatusCode};
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(ToSchema)]
#[expect(dead_code, reason = "documents the form; the fields are read as they stream in")]
pub struct ProxyForm {
    /// Of who signs, 1 to 40 characters.
    name: String,
    /// Why the seat does not, 5 to 500 characters on one line.
    reason: String,
    /// What was drawn: an SVG path of `M`, `L`, numbers and spaces.
    strokes: String,
    /// Last: the authorisation, as a picture or PDF.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// Somebody signs for a seat that cannot (multipart, fields `name`, `reason`, `strokes`, `file`). `version` and `sha256`
/// are of the text that was read.
///
/// Codes: unauthenticated, not_found, not_yours, stale_version, unprocessable, too_large, no_space, bad_file_type,
/// too_many_files, refusals
/// of the room.
#[utoipa::path(
    post,
    path = "/hearings/{id}/seats/{seat}/proxy-signature",
    operation_id = "hearing_proxy_signature",
    tag = "hearings",
    params(("id" = Uuid, Path), ("seat" = Uuid, Path), SignedVersion),
    request_body(content = ProxyForm, content_type = "multipart/form-data"),
    responses((status = NO_CONTENT), Problem),
)]
pub async fn proxy_signature(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path((id, seat)): Path<(Uuid, Uuid)>,
    Query(on): Query<SignedVersion>,
    Multipart(form): Multipart,
) -> Result<StatusCode, Problem> {
    let (id, seat) = (HearingId(id), SeatId(seat));
    let seen = taken_for(&app, &me, id, (seat, &on)).await?;
    let actor = Actor::from(&me);
    let form = (form, ["name", "reason", "strokes"], MAX_STROKES);
    let fit = |texts, _: &str| filled(texts);
    let ([name, reason, strokes], scan) =
        attaching::attach_last(&app, seen.petition.id, actor, form, fit).await?;
    let paper = Some(ProxyPaper { attachment: scan.id, sha256: scan.sha256 });
    take(&app, actor, id, (seat, on), Mark::Proxy { name, strokes, reason, paper }).await
}

fn filled(texts: [String; 3]) -> Result<[String; 3], Problem> {
    let [name, reason, strokes] = &texts;
    let needed = [
        ("name", !name.is_empty()),
        ("reason", given_reason(reason).is_ok()),
        ("strokes", !strokes.is_empty()),
    ];
    let sentence = "Name, a reason of 5 to 500 characters and the signature are needed";
    match needed.into_iter().find(|(_, filled)| !filled) {
        Some((field, _)) => Err(Problem::field(field, sentence)),
        None => Ok(texts),
    }
}
