//! `POST /api/reception/series`: plans a reception day that comes again.

use super::{plan, plan::PlanDay, show};
use crate::{
    domain::{ids::ReceptionDayId, reception::Series, staff_notice::Topic},
    edge::{
        AppState,
        extract::Json,
        names::Names,
        problem::Problem,
        session::SignedIn,
        views::{Day, ReceptionDayView},
    },
};
use axum::{extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanSeries {
    first: PlanDay,
    /// 1, weekly, to 13, once a quarter.
    #[schema(minimum = 1, maximum = 13)]
    every_weeks: u8,
    /// Last day on which it may fall, as `2026-12-31`; at most 53 days in all.
    until: Day,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct PlannedSeries {
    pub days: Vec<ReceptionDayView>,
    /// Those that are holidays or weekends by the calendar in force: none was planned there.
    pub left_out: Vec<Day>,
}

/// Plans a leader's reception day that comes again, all of its days or none. Each is published by itself.
///
/// Codes: unauthenticated, not_found, unprocessable, bad_times, bad_reception_text, bad_reception_series, leader_taken.
#[utoipa::path(
    post,
    path = "/reception/series",
    operation_id = "reception_series_plan",
    tag = "reception",
    request_body = PlanSeries,
    responses((status = CREATED, body = PlannedSeries), Problem),
)]
pub async fn series(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Json(asked): Json<PlanSeries>,
) -> Result<(StatusCode, Json<PlannedSeries>), Problem> {
    let mut tx = app.store.begin().await?;
    let (agency, leader) = plan::leader(tx.as_mut(), &me, &asked.first).await?;
    let series = Series { first: asked.first.day(), every_weeks: asked.every_weeks, until: asked.until.0 };
    let found = series.days(&*app.calendar(tx.as_mut()).await?)?;
    let (mut days, mut names) = (Vec::new(), Names::default());
    for new in found.days {
        let day = new.plan(ReceptionDayId(app.world.new_id()), agency, &leader, app.world.now())?;
        plan::must_be_free(tx.as_mut(), &day).await?;
        tx.add_reception_day(&day).await?;
        if days.is_empty() {
            // Of the first alone: each of them is told the day before.
            plan::tell(&app, tx.as_mut(), &me, (&day, day.leader), Topic::ReceptionPlanned).await?;
        }
        days.push(show::day(tx.as_mut(), &mut names, &me, day).await?);
    }
    tx.commit().await?;
    let left_out = found.left_out.into_iter().map(Day).collect();
    Ok((StatusCode::CREATED, Json(PlannedSeries { days, left_out })))
}
