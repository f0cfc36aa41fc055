//! `GET /api/hearings`: hearings of a day that concern me.

use super::row;
use crate::{
    domain::Timestamp,
    edge::{
        AppState, access,
        extract::{Json, Query},
        names::Names,
        problem::Problem,
        session::SignedIn,
        views::{Day, HearingRow},
    },
};
use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct DayQuery {
    /// In China; today if left out.
    day: Option<Day>,
}

/// Hearings of a day that concern me.
///
/// Codes: unauthenticated.
#[utoipa::path(
    get,
    path = "/hearings",
    operation_id = "hearing_list",
    tag = "hearings",
    params(DayQuery),
    responses((status = OK, body = Vec<HearingRow>), Problem),
)]
pub async fn list(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Query(asked): Query<DayQuery>,
) -> Result<Json<Vec<HearingRow>>, Problem> {
    let day = asked.day.map_or_else(|| app.world.now().local_date(), |day| day.0);
    let (from, to) = Timestamp::span(day, day);
    let mut records = app.store.read().await?;
    let (mut names, mut rows) = (Names::default(), Vec::new());
    for hearing in records.hearings_between(from, to).await? {
        if let Some(seen) = access::seen(records.as_mut(), &me, hearing).await? {
            rows.push(row::of(records.as_mut(), &mut names, &me, &seen).await?);
        }
    }
    Ok(Json(rows))
}
