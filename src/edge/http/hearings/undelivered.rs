//! `GET /api/hearings/undelivered`: formal hearings whose conclusion is not with its parties.

use super::row;
use crate::{
    domain::hearing::DeliveryClock,
    edge::{
        AppState, access,
        extract::{Json, Query},
        names::Names,
        paging::PageQuery,
        problem::Problem,
        session::SignedIn,
        views::{ConclusionDelivery, HearingRow},
    },
    storage::{Cursor, passed_over},
};
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

/// Looked through at once: others' hearings are among them.
const SLICE: u32 = 100;

/// A formal hearing and the clock of its conclusion.
#[derive(Debug, Serialize, ToSchema)]
pub struct UndeliveredRow {
    hearing: HearingRow,
    delivery: ConclusionDelivery,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct UndeliveredList {
    rows: Vec<UndeliveredRow>,
    /// Give it back as `after`; none at the end.
    next: Option<String>,
}

/// Formal hearings I may see whose conclusion is not delivered; the next last day first.
///
/// Codes: unauthenticated, unprocessable.
#[utoipa::path(
    get,
    path = "/hearings/undelivered",
    operation_id = "hearing_undelivered",
    tag = "hearings",
    params(PageQuery),
    responses((status = OK, body = UndeliveredList), Problem),
)]
pub async fn undelivered(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Query(asked): Query<PageQuery>,
) -> Result<Json<UndeliveredList>, Problem> {
    let (mut after, limit) = asked.page()?;
    let mut records = app.store.read().await?;
    let (mut names, mut rows) = (Names::default(), Vec::new());
    loop {
        let slice = records.undelivered(after, SLICE).await?;
        let ends = slice.len() < SLICE as usize;
        for (place, id) in slice {
            if rows.len() == limit as usize {
                return Ok(Json(UndeliveredList { rows, next: after.map(Cursor::write) }));
            }
            after = Some(place);
            let seen = passed_over(id, access::known_hearing(records.as_mut(), &me, id).await)?;
            let Some(seen) = seen.flatten() else { continue };
            let outcome = records.outcome(id).await?;
            let Some(clock) = DeliveryClock::of(&seen.hearing, outcome.as_ref(), None) else { continue };
            let hearing = row::of(records.as_mut(), &mut names, &me, &seen).await?;
            let delivery = ConclusionDelivery::of(clock, app.world.now());
            rows.push(UndeliveredRow { hearing, delivery });
        }
        if ends {
            return Ok(Json(UndeliveredList { rows, next: None }));
        }
    }
}
