//! `GET /api/petitions`: the petitions I may see, next due first.

use crate::{
    domain::rights::{ListScope, list_scope, list_states},
    edge::{
        AppState,
        extract::{Json, Query},
        problem::Problem,
        session::SignedIn,
        views::{PetitionList, PetitionRow, StateText},
    },
    storage::PetitionFilter,
};
use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ListQuery {
    state: Option<StateText>,
    /// Two or more characters of title, text or number.
    search: Option<String>,
    /// `next` of the page before.
    after: Option<String>,
    /// 1 to 100; 50 if left out.
    limit: Option<u32>,
}

/// The petitions I may see, next due first.
///
/// Codes: unauthenticated.
#[utoipa::path(
    get,
    path = "/petitions",
    operation_id = "petition_list",
    tag = "petitions",
    params(ListQuery),
    responses((status = OK, body = PetitionList), Problem),
)]
pub async fn list(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Query(asked): Query<ListQuery>,
) -> Result<Json<PetitionList>, Problem> {
    let mut filter = PetitionFilter {
        state: asked.state.map(|state| state.0),
        search: asked.search.filter(|text| text.trim().chars().count() >= 2),
        after: asked.after,
        limit: asked.limit.unwrap_or(50).clamp(1, 100),
        ..PetitionFilter::default()
    };
    if let Some(states) = list_states(&me) {
        filter.state = filter.state.filter(|state| states.contains(state)).or(states.first().copied());
    }
    match list_scope(&me) {
        ListScope::Nothing => return Ok(Json(PetitionList { rows: Vec::new(), next: None })),
        ListScope::Division(division) => filter.division = Some(division),
        ListScope::Agency(agency) => filter.agency = Some(agency),
        ListScope::Sealed(division) => (filter.division, filter.sealed) = (Some(division), true),
    }
    let page = app.store.read().await?.petitions(&filter).await?;
    let now = app.world.now();
    let rows = page.rows.into_iter().map(|row| PetitionRow::listed(row, now)).collect();
    Ok(Json(PetitionList { rows, next: page.next }))
}
