//! `GET /api/petitions/counts`: how much waits for me, at the head of the work list.

use crate::{
    domain::rights::{ListScope, list_scope},
    edge::{
        AppState,
        extract::Json,
        http::petitions::list::{DueWord, own_scope},
        problem::Problem,
        session::SignedIn,
    },
    storage::PetitionFilter,
};
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

/// Each counted up to a thousand.
#[derive(Debug, Serialize, ToSchema)]
pub struct PetitionCounts {
    /// In my own hands.
    mine: u32,
    /// With my organ.
    unit: u32,
    /// Of all I may see: due within three days, overdue, marked as urgent.
    soon: u32,
    overdue: u32,
    urgent: u32,
}

const MOST: u32 = 1_000;

/// How many petitions are mine to handle, my organ's, near their day, past it, urgent.
///
/// Codes: unauthenticated.
#[utoipa::path(
    get,
    path = "/petitions/counts",
    operation_id = "petition_counts",
    tag = "petitions",
    responses((status = OK, body = PetitionCounts), Problem),
)]
pub async fn counts(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
) -> Result<Json<PetitionCounts>, Problem> {
    let now = app.world.now();
    let all = PetitionFilter { scope: list_scope(&me), limit: MOST, ..PetitionFilter::default() };
    if all.scope == ListScope::Nothing {
        return Ok(Json(PetitionCounts { mine: 0, unit: 0, soon: 0, overdue: 0, urgent: 0 }));
    }
    let own = PetitionFilter { scope: own_scope(&me), ..all.clone() };
    let due = |word: DueWord| {
        let (due_from, due_until) = word.range(now);
        PetitionFilter { due_from, due_until, ..all.clone() }
    };
    let mut records = app.store.read().await?;
    let mine = PetitionFilter { handler: Some(me.staff.id), ..own.clone() };
    let unit = PetitionFilter { unit: Some(me.agency.id), ..own };
    Ok(Json(PetitionCounts {
        mine: records.count_petitions(&mine).await?,
        unit: records.count_petitions(&unit).await?,
        soon: records.count_petitions(&due(DueWord::Soon)).await?,
        overdue: records.count_petitions(&due(DueWord::Overdue)).await?,
        urgent: records.count_petitions(&PetitionFilter { urgent: true, ..all.clone() }).await?,
    }))
}
