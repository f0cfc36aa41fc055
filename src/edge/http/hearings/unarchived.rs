//! `GET /api/hearings/unarchived`: hearings whose file waits to be closed (归档).

use super::row;
use crate::{
    domain::rights::{HearingAction, keeps_files},
    edge::{
        AppState, access,
        extract::{Json, Query},
        names::Names,
        paging,
        problem::Problem,
        session::SignedIn,
        views::HearingRow,
    },
    storage::passed_over,
};
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct UnarchivedQuery {
    /// `next` of the page before.
    after: Option<String>,
    /// 1 to 100; 20 if left out.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct UnarchivedList {
    rows: Vec<HearingRow>,
    /// Give it back as `after`; none at the end.
    next: Option<String>,
}

/// Hearings of my agency that are over and whose file I may close, the oldest first.
///
/// Codes: unauthenticated.
#[utoipa::path(
    get,
    path = "/hearings/unarchived",
    operation_id = "hearing_unarchived",
    tag = "hearings",
    params(UnarchivedQuery),
    responses((status = OK, body = UnarchivedList), Problem),
)]
pub async fn unarchived(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Query(asked): Query<UnarchivedQuery>,
) -> Result<Json<UnarchivedList>, Problem> {
    let mut list = UnarchivedList { rows: Vec::new(), next: None };
    if !keeps_files(&me) {
        return Ok(Json(list));
    }
    let (after, limit) = paging::asked(asked.after.as_deref(), asked.limit, 20)?;
    let mut records = app.store.read().await?;
    let page = records.unarchived(me.agency.id, after, limit).await?;
    let mut names = Names::default();
    for id in page.rows {
        let seen = passed_over(id, access::known_hearing(records.as_mut(), &me, id).await)?;
        let Some(seen) = seen.flatten() else { continue };
        if seen.rights.may(HearingAction::Archive) {
            list.rows.push(row::of(records.as_mut(), &mut names, &me, &seen).await?);
        }
    }
    list.next = page.next;
    Ok(Json(list))
}
