//! `POST /api/hearings/{id}/notices/remind`: who has not said that they come is reminded once more.

use super::of_hearing::{self, SeatNotices};
use crate::{
    domain::{
        event::Actor,
        hearing::{NotReminded, remind_again, reminded_at},
        ids::{EventId, HearingId},
        rights::HearingAction,
    },
    edge::{
        AppState, access,
        extract::{Json, Path},
        problem::Problem,
        session::SignedIn,
    },
};
use axum::extract::State;
use uuid::Uuid;

/// Reminds every seat that has not confirmed the times of the hearing, by a notice on its page and a message to the
/// phone; once in half an hour. Who hands out the links of a hearing may.
///
/// Codes: unauthenticated, not_found, not_yours, everybody_confirmed, too_many.
#[utoipa::path(
    post,
    path = "/hearings/{id}/notices/remind",
    operation_id = "hearing_notices_remind",
    tag = "hearings",
    params(("id" = Uuid, Path)),
    responses((status = OK, body = Vec<SeatNotices>), Problem),
)]
pub async fn remind(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Json<Vec<SeatNotices>>, Problem> {
    let now = app.world.now();
    let mut tx = app.store.begin().await?;
    tx.hold(&format!("reminding of hearing {id}")).await?; // two at once are one reminder
    let seen = access::hearing(tx.as_mut(), &me, HearingId(id)).await?;
    seen.must(HearingAction::IssueLinks)?;
    let notices = tx.hearing_notices(seen.hearing.id).await?;
    let timeline = tx.timeline(seen.petition.id).await?;
    let last = reminded_at(seen.hearing.id, timeline.iter().map(|one| &one.event));
    let change = remind_again(&seen.hearing, &notices, last, now).map_err(|why| refused(why, now.0))?;
    let event = EventId(app.world.new_id());
    tx.append(&change.hearing_event(event, now, Actor::from(&me), &seen.petition, seen.hearing.id)).await?;
    let view = of_hearing::view(tx.as_mut(), &me, &seen).await?;
    tx.commit().await?;
    Ok(Json(view))
}

fn refused(why: NotReminded, now: i64) -> Problem {
    match why {
        NotReminded::NobodyLeft => {
            let sentence = "Everybody has said that they come, or check-in has opened";
            Problem::refused("everybody_confirmed", sentence)
        }
        NotReminded::Before(next) => {
            Problem::TooMany { retry_after_s: u64::try_from(next.0 - now).unwrap_or(0).div_ceil(1000) }
        }
    }
}
