//! `GET /api/leader/promises`: what was ordered in sessions of mine.

use crate::edge::{
    AppState,
    extract::{Json, Query},
    http::supervision::items,
    paging::PageQuery,
    problem::Problem,
    session::SignedIn,
    views::OrderedItemList,
};
use axum::extract::State;

/// What was ordered in sessions I had a seat at: open ones first, next deadline first.
///
/// Codes: unauthenticated, bad_request.
#[utoipa::path(
    get,
    path = "/leader/promises",
    operation_id = "leader_promises",
    tag = "leader",
    params(PageQuery),
    responses((status = OK, body = OrderedItemList), Problem),
)]
pub async fn promises(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Query(asked): Query<PageQuery>,
) -> Result<Json<OrderedItemList>, Problem> {
    let (after, limit) = asked.page()?;
    let mut records = app.store.read().await?;
    let page = records.items_promised_by(me.staff.id, after, limit).await?;
    Ok(Json(items::shown(&app, records.as_mut(), &me, page).await?))
}
