//! `GET /api/reception/days`: the reception days of my division, and its leaders.

use super::show;
use crate::{
    domain::{
        Timestamp,
        rights::{may_plan_reception, may_see_roster},
    },
    edge::{
        AppState,
        extract::{Json, Query},
        names::Names,
        problem::Problem,
        session::SignedIn,
        views::{Day, Roster},
    },
};
use axum::extract::State;
use serde::Deserialize;
use time::Duration;
use utoipa::IntoParams;

/// Longest stretch of one answer.
const LONGEST: Duration = Duration::days(366);

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct RosterQuery {
    /// First and last day.
    from: Day,
    to: Day,
}

/// The reception days of my division, by start, and its leaders. Empty for those who work on no petitions.
///
/// Codes: unauthenticated, unprocessable.
#[utoipa::path(
    get,
    path = "/reception/days",
    operation_id = "reception_roster",
    tag = "reception",
    params(RosterQuery),
    responses((status = OK, body = Roster), Problem),
)]
pub async fn roster(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Query(asked): Query<RosterQuery>,
) -> Result<Json<Roster>, Problem> {
    if asked.to.0 - asked.from.0 > LONGEST {
        return Err(Problem::field("to", "A year at most"));
    }
    let division = me.agency.division.clone();
    let may_plan = may_plan_reception(&me, &division);
    let mut roster = Roster { days: Vec::new(), leaders: Vec::new(), may_plan };
    if !may_see_roster(&me) {
        return Ok(Json(roster));
    }
    let (from, to) = Timestamp::span(asked.from.0, asked.to.0);
    let (mut records, mut names) = (app.store.read().await?, Names::default());
    for day in records.reception_days(&division, from, to).await? {
        roster.days.push(show::day(records.as_mut(), &mut names, &me, day).await?);
    }
    for leader in records.leaders(&division).await? {
        roster.leaders.extend(show::leader(records.as_mut(), &mut names, leader).await?);
    }
    Ok(Json(roster))
}
