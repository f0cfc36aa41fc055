//! `GET /api/session`: who is signed in.

use crate::edge::{
    AppState, extract::Json, http::delegations::acting, problem::Problem, session::SignedIn, views::Me,
};
use axum::extract::State;

/// Who is signed in.
///
/// Codes: unauthenticated.
#[utoipa::path(
    get,
    path = "/session",
    operation_id = "whoami",
    tag = "session",
    responses((status = OK, body = Me), Problem),
)]
pub async fn whoami(State(app): State<AppState>, SignedIn(me): SignedIn) -> Result<Json<Me>, Problem> {
    let mut records = app.store.read().await?;
    let division = records.division(&me.agency.division).await?;
    let acting = acting(records.as_mut(), &me).await?;
    let division = division.map(|division| division.name).unwrap_or_default();
    Ok(Json(Me::of(&me, division, acting, app.config.warn_days)))
}
