//! `POST /api/hearings/{id}/seats/{seat}/signing-code`: a one-time code to the seat's phone, for who cannot draw a
//! signature. The frame `sign` with the mark `coded` confirms with it.

use crate::{
    domain::{
        event::Actor,
        hearing::{CODE_LIVES, on_the_phone},
        ids::{HearingId, SeatId},
    },
    edge::{
        AppState, access,
        extract::{Json, Path, Query},
        problem::Problem,
        session::{Seated, SignedIn},
        views::PaperQuery,
    },
    rooms::Command,
};
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Debug, Serialize, ToSchema)]
pub struct SigningCodeSent {
    /// The last four of the number it goes to.
    ending: String,
    good_for_s: i64,
}

/// Sends a one-time code to the phone of who sits there, who confirms with it; for the seat itself and for who
/// keeps the minutes.
///
/// Codes: unauthenticated, not_found, not_yours, no_sms, no_phone, refusals of the room.
#[utoipa::path(
    post,
    path = "/hearings/{id}/seats/{seat}/signing-code",
    operation_id = "hearing_signing_code",
    tag = "hearings",
    params(("id" = Uuid, Path), ("seat" = Uuid, Path), PaperQuery),
    responses((status = OK, body = SigningCodeSent), Problem),
)]
pub async fn signing_code(
    State(app): State<AppState>,
    held: Option<Seated>,
    me: Option<SignedIn>,
    Path((id, seat)): Path<(Uuid, Uuid)>,
    Query(asked): Query<PaperQuery>,
) -> Result<Json<SigningCodeSent>, Problem> {
    let (id, seat, paper) = (HearingId(id), SeatId(seat), asked.kind());
    let mut records = app.store.read().await?;
    let held = held.filter(|held| held.hearing.id == id);
    let (hearing, actor) = match (held, me) {
        (Some(held), _) => {
            let mine = held.seat.id == seat || held.seat.keeps_minutes();
            mine.then_some((held.hearing, Actor::Seat(held.seat.id))).ok_or(Problem::NotAllowed)?
        }
        (None, Some(SignedIn(me))) => {
            let seen = access::hearing(records.as_mut(), &me, id).await?;
            let actor = Actor::from(&me);
            let keeps = access::my_seats(&me, &seen.hearing).iter().any(|one| one.keeps_minutes());
            keeps.then_some((seen.hearing, actor)).ok_or(Problem::NotAllowed)?
        }
        (None, None) => return Err(Problem::Unauthenticated),
    };
    let petition = records.petition(hearing.petition).await?.ok_or(Problem::NotFound)?;
    let parties = records.parties(hearing.petition).await?;
    drop(records);
    // Article 30: of a report nothing goes out.
    if app.config.notices.sms.is_none() || petition.is_sealed() {
        return Err(refused("no_sms", "No messages are sent from here: sign by hand, on paper or by proxy"));
    }
    let sits = hearing.seat(seat).ok_or(Problem::NotFound)?;
    let phone = on_the_phone(sits, &parties);
    let phone = phone.ok_or_else(|| refused("no_phone", "No phone is known of who sits there"))?;
    let digits = phone.chars().filter(char::is_ascii_digit).count();
    let ending: String = phone.chars().filter(char::is_ascii_digit).skip(digits.saturating_sub(4)).collect();
    let command = Command::SendCode { paper, seat, ending: ending.clone() };
    app.rooms.command(id, actor, command).await?;
    Ok(Json(SigningCodeSent { ending, good_for_s: CODE_LIVES / 1000 }))
}

fn refused(code: &'static str, detail: &str) -> Problem {
    Problem::Refused { code: code.into(), field: None, detail: detail.into(), article: None }
}
