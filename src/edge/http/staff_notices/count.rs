//! `GET /api/staff-notices/count`: the figure at the bell.

use super::list::MOST_UNREAD;
use crate::edge::{AppState, extract::Json, problem::Problem, session::SignedIn, views::UnreadNotices};
use axum::extract::State;

/// How many of my notices are unread, counted up to a hundred.
///
/// Codes: unauthenticated.
#[utoipa::path(
    get,
    path = "/staff-notices/count",
    operation_id = "staff_notice_count",
    tag = "notices",
    responses((status = OK, body = UnreadNotices), Problem),
)]
pub async fn count(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
) -> Result<Json<UnreadNotices>, Problem> {
    let unread = app.store.read().await?.unread_staff_notices(me.staff.id, MOST_UNREAD).await?;
    Ok(Json(UnreadNotices { unread }))
}
