//! `GET /api/admin/calendar`: the holiday calendar in force, and the versions kept.

use super::must;
use crate::{
    administration,
    domain::rights::AdminAction,
    edge::{
        AppState,
        extract::Json,
        names::Names,
        problem::Problem,
        session::SignedIn,
        views::{CalendarVersionView, CalendarView},
    },
};
use axum::extract::State;

/// The holiday calendar in force, and the versions kept.
///
/// Codes: unauthenticated, not_found.
#[utoipa::path(
    get,
    path = "/admin/calendar",
    operation_id = "admin_calendar",
    tag = "administration",
    responses((status = OK, body = CalendarView), Problem),
)]
pub async fn calendar(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
) -> Result<Json<CalendarView>, Problem> {
    must(&me, &[AdminAction::LoadCalendar])?;
    of(&app).await.map(Json)
}

pub(super) async fn of(app: &AppState) -> Result<CalendarView, Problem> {
    let mut records = app.store.read().await?;
    let calendar = administration::calendar::current(records.as_mut()).await?;
    let (mut names, mut versions) = (Names::default(), Vec::new());
    for version in records.calendars().await? {
        let by = names.staff_if(records.as_mut(), version.loaded_by).await?;
        versions.push(CalendarVersionView::of(version, by));
    }
    Ok(CalendarView::of(&calendar, versions, app.world.now()))
}
