//! `GET /api/hearings/left-open`: hearings that nobody ended.

use super::row;
use crate::{
    domain::{duty::LEFT_OPEN_AFTER, hearing::Hearing},
    edge::{
        AppState, access,
        extract::{Json, Query},
        names::Names,
        paging::PageQuery,
        problem::Problem,
        session::SignedIn,
        views::HearingRow,
    },
    storage::{Cursor, Page},
};
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

#[derive(Debug, Serialize, ToSchema)]
pub struct LeftOpenList {
    rows: Vec<HearingRow>,
    /// Give it back as `after`; none at the end.
    next: Option<String>,
}

/// Hearings I may see that are live two hours past their end, the oldest first.
///
/// Codes: unauthenticated, unprocessable.
#[utoipa::path(
    get,
    path = "/hearings/left-open",
    operation_id = "hearing_left_open",
    tag = "hearings",
    params(PageQuery),
    responses((status = OK, body = LeftOpenList), Problem),
)]
pub async fn left_open(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Query(asked): Query<PageQuery>,
) -> Result<Json<LeftOpenList>, Problem> {
    let (after, limit) = asked.page()?;
    let mut records = app.store.read().await?;
    let mut mine = Vec::new();
    for hearing in records.live_past(app.world.now().plus_millis(-LEFT_OPEN_AFTER)).await? {
        if after.is_none_or(|after| place(&hearing) > after) {
            mine.extend(access::seen(records.as_mut(), &me, hearing).await?);
        }
    }
    let page = Page::cut(mine, limit, |seen| place(&seen.hearing));
    let (mut names, mut rows) = (Names::default(), Vec::new());
    for seen in &page.rows {
        rows.push(row::of(records.as_mut(), &mut names, &me, seen).await?);
    }
    Ok(Json(LeftOpenList { rows, next: page.next }))
}

/// Where it stands among them.
fn place(hearing: &Hearing) -> Cursor {
    Cursor(hearing.starts_at.0, hearing.id.0)
}
