//! `GET /api/divisions`: all divisions.

use crate::edge::{AppState, extract::Json, problem::Problem, views::DivisionView};
use axum::extract::State;

/// All divisions.
#[utoipa::path(
    get,
    path = "/divisions",
    operation_id = "list_divisions",
    tag = "lists",
    responses((status = OK, body = Vec<DivisionView>), Problem),
)]
pub async fn divisions(State(app): State<AppState>) -> Result<Json<Vec<DivisionView>>, Problem> {
    let divisions = app.store.read().await?.divisions().await?;
    Ok(Json(divisions.into_iter().map(DivisionView::of).collect()))
}
