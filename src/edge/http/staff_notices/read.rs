//! `POST /api/staff-notices/read`: these are read, or all of them.

use super::list::MOST_UNREAD;
use crate::edge::{
    AppState,
    extract::Json,
    problem::Problem,
    session::SignedIn,
    views::{Moment, UnreadNotices},
};
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReadRequest {
    /// At most 100.
    #[serde(default)]
    ids: Vec<Uuid>,
    /// All up to and with the notice of this time: what came in meanwhile stays unread.
    #[serde(default)]
    until: Option<Moment>,
}

/// Marks notices of mine as read.
///
/// Codes: unauthenticated, unprocessable.
#[utoipa::path(
    post,
    path = "/staff-notices/read",
    operation_id = "staff_notice_read",
    tag = "notices",
    request_body = ReadRequest,
    responses((status = OK, body = UnreadNotices), Problem),
)]
pub async fn read(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Json(asked): Json<ReadRequest>,
) -> Result<Json<UnreadNotices>, Problem> {
    if asked.ids.len() > 100 {
        return Err(Problem::field("ids", "At most 100 notices"));
    }
    let (now, mut tx) = (app.world.now(), app.store.begin().await?);
    for id in asked.ids {
        tx.read_staff_notice(me.staff.id, id, now).await?;
    }
    if let Some(until) = asked.until {
        tx.read_staff_notices(me.staff.id, until.0, now).await?;
    }
    let unread = tx.unread_staff_notices(me.staff.id, MOST_UNREAD).await?;
    tx.commit().await?;
    Ok(Json(UnreadNotices { unread }))
}
