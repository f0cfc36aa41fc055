//! `GET /api/admin/log`: what administrators of my division did, newest first.

use super::must;
use crate::{
    domain::{ids::DeedId, rights::AdminAction},
    edge::{
        AppState,
        extract::{Json, Query},
        names::Names,
        problem::Problem,
        session::SignedIn,
        views::DeedView,
    },
};
use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

/// Entries of a page.
const PAGE: u32 = 100;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct LogQuery {
    /// The id of the last entry of the page before.
    before: Option<Uuid>,
    /// Who signed in, was refused or signed out, instead of what administrators did.
    #[serde(default)]
    sessions: bool,
}

/// What administrators of my division did, newest first, a hundred a page, and what was done on the command line; or who
/// of the house signed in, was refused and signed out, from which address.
///
/// Codes: unauthenticated, not_found.
#[utoipa::path(
    get,
    path = "/admin/log",
    operation_id = "admin_log",
    tag = "administration",
    params(LogQuery),
    responses((status = OK, body = Vec<DeedView>), Problem),
)]
pub async fn log(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Query(asked): Query<LogQuery>,
) -> Result<Json<Vec<DeedView>>, Problem> {
    must(&me, &[AdminAction::ReadLog])?;
    let mut records = app.store.read().await?;
    let division = me.agency.division.as_str();
    let (mut names, mut views) = (Names::default(), Vec::new());
    for deed in records.deeds(division, asked.sessions, asked.before.map(DeedId), PAGE).await? {
        let by = names.staff_if(records.as_mut(), deed.by).await?;
        views.push(DeedView::of(deed, by));
    }
    Ok(Json(views))
}
