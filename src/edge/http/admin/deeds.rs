//! `GET /api/admin/log`: what administrators of my division did, newest first.

use super::must;
use crate::{
    domain::{ids::DeedId, rights::AdminAction},
    edge::{
        AppState,
        extract::{Json, Query},
        names::Names,
        paging,
        problem::Problem,
        session::SignedIn,
        views::{DeedList, DeedView},
    },
    storage::{Cursor, Page},
};
use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct LogQuery {
    /// `next` of the page before.
    after: Option<String>,
    /// 1 to 100; 100 if left out.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
    /// Who signed in, was refused or signed out, instead of what administrators did.
    #[serde(default)]
    sessions: bool,
}

/// What administrators of my division did, newest first, and what was done on the command line; or who
/// of the house signed in, was refused and signed out, from which address.
///
/// Codes: unauthenticated, not_found, unprocessable.
#[utoipa::path(
    get,
    path = "/admin/log",
    operation_id = "admin_log",
    tag = "administration",
    params(LogQuery),
    responses((status = OK, body = DeedList), Problem),
)]
pub async fn log(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Query(asked): Query<LogQuery>,
) -> Result<Json<DeedList>, Problem> {
    must(&me, &[AdminAction::ReadLog])?;
    let (after, limit) = paging::asked(asked.after.as_deref(), asked.limit, 100)?;
    let mut records = app.store.read().await?;
    let division = me.agency.division.as_str();
    let (mut names, mut rows) = (Names::default(), Vec::new());
    let before = after.map(|Cursor(_, id)| DeedId(id));
    let deeds = records.deeds(division, asked.sessions, before, limit + 1).await?;
    let page = Page::cut(deeds, limit, |deed| Cursor(deed.at.0, deed.id.0));
    for deed in page.rows {
        let by = names.staff_if(records.as_mut(), deed.by).await?;
        rows.push(DeedView::of(deed, by));
    }
    Ok(Json(DeedList { rows, next: page.next }))
}
