//! `GET /api/reception-days`: coming reception days that were published, for everybody.

use super::show;
use crate::{
    domain::{DAY_MS, HOUR_MS, jurisdiction::DivisionCode, reception::ReceptionStateName},
    edge::{
        AppState,
        extract::{Json, Query},
        names::Names,
        problem::Problem,
        views::PublicReceptionDay,
    },
};
use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;

/// How far ahead one is told.
const AHEAD_MS: i64 = 90 * DAY_MS;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct PublicQuery {
    /// Code of a division: the days of organs in it and of those it lies in.
    division: String,
}

/// Coming reception days that were published, of a division and of those it lies in, by start.
///
/// Codes: not_found.
#[utoipa::path(
    get,
    path = "/reception-days",
    operation_id = "reception_public",
    tag = "reception",
    params(PublicQuery),
    responses((status = OK, body = Vec<PublicReceptionDay>), Problem),
)]
pub async fn coming(
    State(app): State<AppState>,
    Query(asked): Query<PublicQuery>,
) -> Result<Json<Vec<PublicReceptionDay>>, Problem> {
    let division: DivisionCode = asked.division.parse().map_err(|_| Problem::NotFound)?;
    let now = app.world.now();
    let (mut records, mut names) = (app.store.read().await?, Names::default());
    let top = division.at(crate::domain::jurisdiction::Level::Province).ok_or(Problem::NotFound)?;
    let mut shown = Vec::new();
    for day in records.reception_days(&top, now.plus_millis(-12 * HOUR_MS), now.plus_millis(AHEAD_MS)).await?
    {
        let agency = records.agency(day.agency).await?;
        let near = agency
            .is_some_and(|agency| agency.division.contains(&division) || division.contains(&agency.division));
        if !near || day.ends_at < now || day.state.name() != ReceptionStateName::Published {
            continue;
        }
        let (agency_name, leader_name, leader_title) =
            show::named(records.as_mut(), &mut names, &day).await?;
        shown.push(PublicReceptionDay {
            agency_name,
            leader_name,
            leader_title,
            kind: day.kind.into(),
            starts_at: day.starts_at.0,
            ends_at: day.ends_at.0,
            place: day.place,
            field: day.field,
        });
    }
    Ok(Json(shown))
}
