//! `POST /api/admin/calendar`: loads a new version of the holiday calendar.

use super::{calendar, must};
use crate::{
    administration::{self, By},
    domain::rights::AdminAction,
    edge::{AppState, extract::Json, problem::Problem, session::SignedIn, views::CalendarView},
};
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LoadCalendar {
    /// As in the preview: another version loaded since makes this one stale.
    base: u32,
    /// The notice it is from, e.g. 国办发明电〔2026〕…号; if left empty, what the data name.
    source: String,
    /// Lines `year`, `off`, `work`, or the JSON of the data set holiday-cn. Years in it replace those years.
    text: String,
}

/// Loads a new version of the holiday calendar. Dates computed from now on follow it; open clocks are
/// recomputed in the background, each petition with an event: the version says when that is done. All of the house goes by it:
/// only a system administrator with none above them loads one; `may_load` of the calendar says who is.
///
/// Codes: unauthenticated, not_found, calendar_of_the_house, bad_line with line, unprocessable, nothing_changes, stale.
#[utoipa::path(
    post,
    path = "/admin/calendar",
    operation_id = "admin_calendar_load",
    tag = "administration",
    request_body = LoadCalendar,
    responses((status = OK, body = CalendarView), Problem),
)]
pub async fn load(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Json(asked): Json<LoadCalendar>,
) -> Result<Json<CalendarView>, Problem> {
    must(&me, &[AdminAction::LoadCalendar])?;
    if !calendar::may_load(app.store.read().await?.as_mut(), &me).await? {
        let sentence = "The calendar is the whole house's: the system administrator above you loads it";
        return Err(Problem::refused("calendar_of_the_house", sentence));
    }
    let (by, handed_in) = (By::Staff(&me), (asked.source.as_str(), asked.text.as_str()));
    let (store, world) = (app.store.clone(), app.world.clone());
    administration::calendar::load(&*store, &*world, by, Some(asked.base), handed_in).await?;
    tokio::spawn(async move {
        if let Err(error) = administration::calendar::catch_up(&*store, &*world).await {
            tracing::error!(%error, "Open clocks were not recomputed; the next start tries again");
        }
    });
    calendar::of(&app, &me).await.map(Json)
}
