//! `GET /api/hearings/undelivered`: formal hearings whose conclusion is not with its parties.

use super::row;
use crate::{
    domain::hearing::DeliveryClock,
    edge::{
        AppState, access,
        extract::Json,
        names::Names,
        problem::Problem,
        session::SignedIn,
        views::{ConclusionDelivery, HearingRow},
    },
};
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

/// A formal hearing and the clock of its conclusion.
#[derive(Debug, Serialize, ToSchema)]
pub struct UndeliveredRow {
    hearing: HearingRow,
    delivery: ConclusionDelivery,
}

/// Formal hearings I may see whose conclusion is not delivered; the next last day first.
///
/// Codes: unauthenticated.
#[utoipa::path(
    get,
    path = "/hearings/undelivered",
    operation_id = "hearing_undelivered",
    tag = "hearings",
    responses((status = OK, body = Vec<UndeliveredRow>), Problem),
)]
pub async fn undelivered(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
) -> Result<Json<Vec<UndeliveredRow>>, Problem> {
    let mut records = app.store.read().await?;
    let (mut names, mut due) = (Names::default(), Vec::new());
    for hearing in records.undelivered().await? {
        let Some(seen) = access::seen(records.as_mut(), &me, hearing).await? else { continue };
        let outcome = records.outcome(seen.hearing.id).await?;
        let Some(delivery) = DeliveryClock::of(&seen.hearing, outcome.as_ref(), None) else { continue };
        let hearing = row::of(records.as_mut(), &mut names, &me, &seen).await?;
        due.push((
            delivery.due,
            UndeliveredRow { hearing, delivery: ConclusionDelivery::of(delivery, app.world.now()) },
        ));
    }
    due.sort_by_key(|(due, _)| *due);
    Ok(Json(due.into_iter().map(|(_, row)| row).collect()))
}
