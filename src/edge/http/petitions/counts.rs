//! `GET /api/petitions/counts`: how much waits for me, at the head of the work list.

use crate::{
    domain::rights::{ListScope, Official, list_scope},
    edge::{
        AppState,
        extract::Json,
        http::petitions::list::{DueWord, own_scope, shows, state_shown},
        problem::Problem,
        session::SignedIn,
    },
    storage::{PetitionFilter, Records, StoreError},
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
    /// Of all I may see: due within as many days as the house is warned before, overdue, marked as urgent.
    soon: u32,
    overdue: u32,
    urgent: u32,
}

const MOST: u32 = 1_000;
/// Of sealed reports, which are looked at one by one.
const A_PAGE: u32 = 200;

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
    let state = state_shown(&me, None);
    let all = PetitionFilter { scope: list_scope(&me), state, limit: MOST, ..PetitionFilter::default() };
    if all.scope == ListScope::Nothing {
        return Ok(Json(PetitionCounts { mine: 0, unit: 0, soon: 0, overdue: 0, urgent: 0 }));
    }
    let own = PetitionFilter { scope: own_scope(&me), ..all.clone() };
    let due = |word: DueWord| {
        let (due_from, due_until) = word.range(now, app.config.warn_days);
        PetitionFilter { due_from, due_until, ..all.clone() }
    };
    let mut records = app.store.read().await?;
    let mine = PetitionFilter { handler: Some(me.staff.id), ..own.clone() };
    let unit = PetitionFilter { unit: Some(me.agency.id), ..own };
    let urgent = PetitionFilter { urgent: true, ..all.clone() };
    let mut count = async |filter: PetitionFilter| count(records.as_mut(), &me, filter).await;
    Ok(Json(PetitionCounts {
        mine: count(mine).await?,
        unit: count(unit).await?,
        soon: count(due(DueWord::Soon)).await?,
        overdue: count(due(DueWord::Overdue)).await?,
        urgent: count(urgent).await?,
    }))
}

/// As many as the list shows. Of sealed reports each is looked at: that there is one against one's own organ is told by no
/// figure either (art. 30).
async fn count(
    records: &mut dyn Records,
    me: &Official,
    mut filter: PetitionFilter,
) -> Result<u32, StoreError> {
    if !matches!(filter.scope, ListScope::Sealed(_)) {
        return records.count_petitions(&filter).await;
    }
    let mut found = 0;
    filter.limit = A_PAGE;
    loop {
        let page = records.petitions(&filter).await?;
        found += page.rows.iter().filter(|row| shows(me, row)).fold(0, |count, _| count + 1);
        filter.after = page.after();
        if filter.after.is_none() || found >= MOST {
            return Ok(found.min(MOST));
        }
    }
}
