//! `GET /api/reception/compliance`: whether the leaders of my division received as often as they must.

use super::show;
use crate::{
    domain::{
        Timestamp,
        jurisdiction::{Division, DivisionCode, Level},
        reception::{HeldByKind, Period, ReceptionDay, ReceptionState, compliance, daily_reception, periods},
        rights::may_see_roster,
    },
    edge::{
        AppState,
        extract::{Json, Query},
        names::Names,
        problem::Problem,
        session::SignedIn,
        views::{ComplianceReport, ComplianceRow, DailyReceptionRow, Day, HeldOfKind},
    },
    storage::Records,
};
use axum::extract::State;
use serde::Deserialize;
use std::collections::HashMap;
use time::Date;
use utoipa::IntoParams;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ComplianceQuery {
    /// A day of the month, quarter or year looked at; today if left out.
    day: Option<Day>,
}

/// Whether the leaders of my division received as often as they must, in the period around a day.
///
/// Codes: unauthenticated.
#[utoipa::path(
    get,
    path = "/reception/compliance",
    operation_id = "reception_compliance",
    tag = "reception",
    params(ComplianceQuery),
    responses((status = OK, body = ComplianceReport), Problem),
)]
pub async fn report(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Query(asked): Query<ComplianceQuery>,
) -> Result<Json<ComplianceReport>, Problem> {
    let now = app.world.now();
    let mut report = ComplianceReport {
        as_of: now.0,
        rows: Vec::new(),
        bound: 0,
        met: 0,
        by_kind: Vec::new(),
        daily: Vec::new(),
    };
    if !may_see_roster(&me) {
        return Ok(Json(report));
    }
    let day = asked.day.map_or_else(|| now.local_date(), |day| day.0);
    let (first, last) = periods(Period::Year, day); // the longest there is
    let (from, to) = Timestamp::span(first, last);
    let rules = &app.config.local_rules;
    let (mut records, mut names) = (app.store.read().await?, Names::default());
    let division = &me.agency.division;
    let days = records.reception_days(division, from, to).await?;
    let mut by_kind = HeldByKind::new();
    for leader in records.leaders(division).await? {
        let Some(staff) = records.staff(leader.staff).await? else { continue };
        let Some(agency) = records.agency(staff.agency).await? else { continue };
        let found = compliance(&rules.duties, &leader, &agency.division, &days, day);
        report.bound += usize::from(found.duty.is_some());
        for (kind, held) in &found.by_kind {
            *by_kind.entry(*kind).or_default() += *held;
        }
        report.met += usize::from(found.duty.is_some() && found.met);
        let shown = show::leader(records.as_mut(), &mut names, leader).await?;
        report.rows.extend(shown.map(|leader| ComplianceRow::of(&found, leader)));
    }
    report.by_kind = HeldOfKind::all(&by_kind);
    report.daily = daily(&app, records.as_mut(), division, &days, (day, now.local_date())).await?;
    Ok(Json(report))
}

/// The counties of a division in which a leader receives on every working day, and how they did.
async fn daily(
    app: &AppState,
    records: &mut dyn Records,
    division: &DivisionCode,
    days: &[ReceptionDay],
    (day, today): (Date, Date),
) -> Result<Vec<DailyReceptionRow>, Problem> {
    let calendar = app.calendar(records).await?;
    let places: HashMap<_, _> =
        records.agencies().await?.into_iter().map(|agency| (agency.id, agency.division)).collect();
    let mut rows = Vec::new();
    let county = |one: &Division| one.code.level() == Level::County && division.contains(&one.code);
    for county in records.divisions().await?.into_iter().filter(county) {
        // Those of the county's own organs: a township's leaders receive at any time.
        let received = |held: &&ReceptionDay| {
            matches!(held.state, ReceptionState::Held { .. })
                && places.get(&held.agency) == Some(&county.code)
        };
        let held = days.iter().filter(received).map(|held| held.starts_at.local_date()).collect();
        let found = daily_reception(
            &app.config.local_rules.daily_reception,
            &county.code,
            &held,
            (day, today),
            &calendar,
        );
        rows.extend(found.map(|found| DailyReceptionRow {
            division: found.county.to_string(),
            division_name: county.name.clone(),
            first_day: Day(found.period.0),
            last_day: Day(found.period.1),
            working_days: found.working_days,
            missed: found.missed.into_iter().map(Day).collect(),
        }));
    }
    Ok(rows)
}
