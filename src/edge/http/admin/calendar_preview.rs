//! `POST /api/admin/calendar/preview`: what loading a calendar would change. Nothing is written.

use super::must;
use crate::{
    administration,
    domain::rights::AdminAction,
    edge::{AppState, extract::Json, problem::Problem, session::SignedIn, views::CalendarPreview},
};
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CalendarText {
    /// Lines `year`, `off`, `work`, or the JSON of the data set holiday-cn.
    text: String,
}

/// What loading a calendar would change. Nothing is written.
///
/// Codes: unauthenticated, not_found, bad_line with line.
#[utoipa::path(
    post,
    path = "/admin/calendar/preview",
    operation_id = "admin_calendar_preview",
    tag = "administration",
    request_body = CalendarText,
    responses((status = OK, body = CalendarPreview), Problem),
)]
pub async fn preview(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Json(asked): Json<CalendarText>,
) -> Result<Json<CalendarPreview>, Problem> {
    must(&me, &[AdminAction::LoadCalendar])?;
    let mut records = app.store.read().await?;
    let preview = administration::calendar::preview(records.as_mut(), &asked.text).await?;
    Ok(Json(CalendarPreview::of(preview)))
}
