//! `GET /api/admin/calendar`: the holiday calendar in force, and the versions kept.

use super::must;
use crate::{
    administration,
    domain::{
        jurisdiction::{Agency, DivisionCode},
        people::Role,
        rights::{AdminAction, Official, may_load_calendar},
    },
    edge::{
        AppState,
        extract::Json,
        names::Names,
        problem::Problem,
        session::SignedIn,
        views::{CalendarVersionView, CalendarView},
    },
    storage::{Records, StoreError},
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
    of(&app, &me).await.map(Json)
}

pub(super) async fn of(app: &AppState, me: &Official) -> Result<CalendarView, Problem> {
    let mut records = app.store.read().await?;
    let calendar = administration::calendar::current(records.as_mut()).await?;
    let (mut names, mut versions) = (Names::default(), Vec::new());
    for version in records.calendars().await? {
        let by = names.staff_if(records.as_mut(), version.loaded_by).await?;
        versions.push(CalendarVersionView::of(version, by));
    }
    let may_load = may_load(records.as_mut(), me).await?;
    Ok(CalendarView::of(&calendar, versions, may_load, app.world.now()))
}

/// Whether the calendar of the whole house is `me`'s to replace.
pub(super) async fn may_load(records: &mut dyn Records, me: &Official) -> Result<bool, StoreError> {
    let mut administered: Vec<DivisionCode> = Vec::new();
    let own = &me.agency.division;
    let is_above = |agency: &Agency| agency.division != *own && agency.division.contains(own);
    for agency in records.agencies().await?.into_iter().filter(is_above) {
        if records.staff_of_agency(agency.id).await?.iter().any(|staff| staff.has(Role::SystemAdmin)) {
            administered.push(agency.division);
        }
    }
    Ok(may_load_calendar(me, &administered))
}
