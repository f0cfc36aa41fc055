//! `POST /api/board/alarms/{id}`: somebody saw to an alarm.

use super::board::{self, Day};
use crate::{
    domain::{duty, event::Actor, ids::EventId, rights::HearingAction},
    edge::{AppState, access, extract::Path, hearing_log, problem::Problem, session::SignedIn},
};
use axum::{extract::State, http::StatusCode};
use uuid::Uuid;

/// Somebody saw to an alarm; the first who did counts.
///
/// Codes: unauthenticated, not_found, not_yours.
#[utoipa::path(
    post,
    path = "/board/alarms/{id}",
    operation_id = "alarm_handle",
    tag = "duty",
    params(("id" = Uuid, Path)),
    responses((status = NO_CONTENT), Problem),
)]
pub async fn handle(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    let mut tx = app.store.begin().await?;
    let day = Day::read(tx.as_mut(), &me, app.world.now()).await?;
    let alarm = day.alarms.iter().find(|alarm| alarm.event == Some(EventId(id))).ok_or(Problem::NotFound)?;
    let seen = access::hearing(tx.as_mut(), &me, alarm.hearing).await?;
    if !board::may_handle(&seen) {
        seen.must(HearingAction::Assist)?;
    }
    if alarm.handled.is_none() {
        let (change, actor) = (duty::handled(EventId(id)), Actor::from(&me));
        hearing_log::record_in_phase(&app, tx.as_mut(), seen.matter(), change, actor).await?;
        tx.commit().await?;
    }
    Ok(StatusCode::NO_CONTENT)
}
