//! `GET /api/divisions`: divisions for forms, from the top down to townships, or those below one.

use crate::{
    domain::jurisdiction::{Division, DivisionCode, Level},
    edge::{
        AppState,
        extract::{Json, Query},
        problem::Problem,
        views::DivisionView,
    },
};
use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct DivisionsQuery {
    /// Code of a division: what lies in it, down to villages and grids.
    below: Option<String>,
}

/// Divisions from the top down to townships: a city has thousands of villages and grids, and a form seldom
/// needs them. With `below`, those that lie in one.
///
/// Codes: not_found.
#[utoipa::path(
    get,
    path = "/divisions",
    operation_id = "list_divisions",
    tag = "lists",
    params(DivisionsQuery),
    responses((status = OK, body = Vec<DivisionView>), Problem),
)]
pub async fn divisions(
    State(app): State<AppState>,
    Query(asked): Query<DivisionsQuery>,
) -> Result<Json<Vec<DivisionView>>, Problem> {
    let mut records = app.store.read().await?;
    let divisions: Vec<Division> = match asked.below {
        Some(code) => {
            let code: DivisionCode = code.parse().map_err(|_| Problem::NotFound)?;
            records.divisions_below(&code).await?
        }
        None => {
            let mut divisions = records.divisions().await?;
            divisions.retain(|division| division.code.level() <= Level::Township);
            divisions
        }
    };
    Ok(Json(divisions.into_iter().map(DivisionView::of).collect()))
}
