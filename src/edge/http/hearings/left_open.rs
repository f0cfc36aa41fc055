//! `GET /api/hearings/left-open`: hearings that nobody ended.

use super::row;
use crate::{
    domain::duty::LEFT_OPEN_AFTER,
    edge::{
        AppState, access, extract::Json, names::Names, problem::Problem, session::SignedIn, views::HearingRow,
    },
};
use axum::extract::State;

/// Hearings I may see that are live two hours past their end, the oldest first.
///
/// Codes: unauthenticated.
#[utoipa::path(
    get,
    path = "/hearings/left-open",
    operation_id = "hearing_left_open",
    tag = "hearings",
    responses((status = OK, body = Vec<HearingRow>), Problem),
)]
pub async fn left_open(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
) -> Result<Json<Vec<HearingRow>>, Problem> {
    let mut records = app.store.read().await?;
    let (mut names, mut rows) = (Names::default(), Vec::new());
    for hearing in records.live_past(app.world.now().plus_millis(-LEFT_OPEN_AFTER)).await? {
        if let Some(seen) = access::seen(records.as_mut(), &me, hearing).await? {
            rows.push(row::of(records.as_mut(), &mut names, &me, &seen).await?);
        }
    }
    Ok(Json(rows))
}
