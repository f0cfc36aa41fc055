//! `POST /api/hearings/{id}/duty`: rings on a seat's page, calls its person's phone, begins its media afresh, sends it
//! to another session, answers what it wrote to the desk, has the recording begun anew, tells everybody something.

use super::{calling, moving};
use crate::{
    domain::{
        event::Actor,
        ids::{HearingId, OpId, SeatId},
        rights::HearingAction,
    },
    edge::{
        AppState, access,
        extract::{Json, Path},
        problem::Problem,
        session::SignedIn,
    },
    rooms::{Command, DeskAnswer, OfficerAct},
};
use axum::{extract::State, http::StatusCode};
use serde::Deserialize;
use signaling::wire::MAX_CHAT_CHARS;
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Debug, Deserialize, ToSchema)]
#[serde(tag = "deed", rename_all = "snake_case", deny_unknown_fields)]
pub enum DutyRequest {
    /// On the page of somebody who is connected.
    Ring { seat: Uuid },
    /// By a message to the phone of who is away; once in five minutes.
    Call { seat: Uuid },
    /// The page begins its sound and picture afresh.
    Restart { seat: Uuid },
    /// To its seat in the session `to`; its page follows.
    Move { seat: Uuid, to: Uuid },
    /// Answers what the seat wrote to the desk; 1 to 500 characters.
    Answer {
        seat: Uuid,
        text: String,
        /// Made by who answers, and the same at each try: said once, however often it is sent.
        op: Option<Uuid>,
    },
    /// Has a recording that has stopped begun anew.
    RestartRecording {},
    /// To everybody, who waits too; 1 to 200 characters.
    Announce { text: String },
}

/// Rings, calls who is away, begins media afresh, sends somebody to another session, answers what a seat wrote to the desk,
/// has a recording that has stopped begun anew, or tells everybody something.
///
/// Codes: unauthenticated, not_found, not_yours, unprocessable, no_seat_there, too_early, hearing_over, is_here, no_sms,
/// no_phone, too_many, refusals of the room.
#[utoipa::path(
    post,
    path = "/hearings/{id}/duty",
    operation_id = "duty_act",
    tag = "duty",
    params(("id" = Uuid, Path)),
    request_body = DutyRequest,
    responses((status = NO_CONTENT), Problem),
)]
pub async fn act(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
    Json(asked): Json<DutyRequest>,
) -> Result<StatusCode, Problem> {
    let id = HearingId(id);
    let seen = access::hearing(app.store.read().await?.as_mut(), &me, id).await?;
    seen.must(HearingAction::Assist)?;
    let act = match asked {
        DutyRequest::Ring { seat } => OfficerAct::Ring(SeatId(seat)),
        DutyRequest::Call { seat } => {
            calling::call(&app, &me, &seen, SeatId(seat)).await?;
            return Ok(StatusCode::NO_CONTENT);
        }
        DutyRequest::Restart { seat } => OfficerAct::Restart(SeatId(seat)),
        DutyRequest::Move { seat, to } => {
            moving::ordered(&app, &me, &seen, SeatId(seat), HearingId(to)).await?
        }
        DutyRequest::Answer { seat, text, op } => OfficerAct::Answer(DeskAnswer {
            op: OpId(op.unwrap_or_else(|| app.world.new_id())),
            officer: me.staff.id,
            seat: SeatId(seat),
            text: written(&text, MAX_CHAT_CHARS, "An answer has 1 to 500 characters")?,
        }),
        DutyRequest::RestartRecording {} => OfficerAct::RestartRecording,
        DutyRequest::Announce { text } => {
            OfficerAct::Announce(written(&text, 200, "An announcement has 1 to 200 characters")?)
        }
    };
    let actor = Actor::from(&me);
    app.rooms.command(id, actor, Command::Act(act)).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn written(text: &str, most: usize, rule: &'static str) -> Result<String, Problem> {
    let text = text.trim();
    if (1..=most).contains(&text.chars().count()) {
        Ok(text.to_owned())
    } else {
        Err(Problem::field("text", rule))
    }
}
