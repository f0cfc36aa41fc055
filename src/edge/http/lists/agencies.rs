//! `GET /api/agencies`: all agencies. Public: who writes a petition names the organ it is about.

use crate::edge::{AppState, extract::Json, problem::Problem, views::AgencyView};
use axum::extract::State;
use std::collections::HashMap;

/// All agencies.
///
/// Codes: none.
#[utoipa::path(
    get,
    path = "/agencies",
    operation_id = "list_agencies",
    tag = "lists",
    responses((status = OK, body = Vec<AgencyView>), Problem),
)]
pub async fn agencies(State(app): State<AppState>) -> Result<Json<Vec<AgencyView>>, Problem> {
    let mut records = app.store.read().await?;
    let divisions = records.divisions().await?;
    let names: HashMap<_, _> = divisions.into_iter().map(|division| (division.code, division.name)).collect();
    let named = |agency: crate::domain::jurisdiction::Agency| {
        let division = names.get(&agency.division).cloned().unwrap_or_default();
        AgencyView::of(agency, division)
    };
    Ok(Json(records.agencies().await?.into_iter().map(named).collect()))
}
