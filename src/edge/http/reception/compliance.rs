//! `GET /api/reception/compliance`: whether the leaders of my division received as often as they must.

use super::show;
use crate::{
    domain::{
        Timestamp,
        reception::{DUTIES, Period, compliance, periods},
        rights::may_see_roster,
    },
    edge::{
        AppState,
        extract::{Json, Query},
        names::Names,
        problem::Problem,
        session::SignedIn,
        views::{ComplianceReport, ComplianceRow, Day},
    },
};
use axum::extract::State;
use serde::Deserialize;
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
    let mut report = ComplianceReport { as_of: now.0, rows: Vec::new(), bound: 0, met: 0 };
    if !may_see_roster(&me) {
        return Ok(Json(report));
    }
    let day = asked.day.map_or_else(|| now.local_date(), |day| day.0);
    let (first, last) = periods(Period::Year, day); // the longest there is
    let from = Timestamp::end_of(first).plus_millis(1 - 24 * 3_600_000);
    let (mut records, mut names) = (app.store.read().await?, Names::default());
    let division = &me.agency.division;
    let days = records.reception_days(division, from, Timestamp::end_of(last).plus_millis(1)).await?;
    for leader in records.leaders(division).await? {
        let Some(staff) = records.staff(leader.staff).await? else { continue };
        let Some(agency) = records.agency(staff.agency).await? else { continue };
        let found = compliance(DUTIES, &leader, &agency.division, &days, day);
        report.bound += usize::from(found.duty.is_some());
        report.met += usize::from(found.duty.is_some() && found.met);
        let shown = show::leader(records.as_mut(), &mut names, leader).await?;
        report.rows.extend(shown.map(|leader| ComplianceRow::of(&found, leader)));
    }
    Ok(Json(report))
}
