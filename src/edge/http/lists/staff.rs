//! `GET /api/staff`: staff that can be given a seat or a petition.

use crate::{
    domain::{
        ids::{AgencyId, StaffId},
        people::Staff,
    },
    edge::{
        AppState,
        extract::{Json, Query},
        names::Names,
        paging,
        problem::Problem,
        session::SignedIn,
        views::{RoleText, StaffList, StaffView},
    },
    storage::{Page, Records, Sought},
};
use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct StaffQuery {
    /// Only those of this agency.
    agency: Option<Uuid>,
    /// Only those with this post.
    role: Option<RoleText>,
    /// Only these, with commas between; 100 at most.
    ids: Option<String>,
    /// Part of a name, or of an agency's.
    search: Option<String>,
    /// `next` of the page before.
    after: Option<String>,
    /// 1 to 100; 50 if left out.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// Staff that can be given a seat or a petition, newest accounts first.
///
/// Codes: unauthenticated, bad_request, unprocessable.
#[utoipa::path(
    get,
    path = "/staff",
    operation_id = "list_staff",
    tag = "lists",
    params(StaffQuery),
    responses((status = OK, body = StaffList), Problem),
)]
pub async fn staff(
    State(app): State<AppState>,
    _: SignedIn,
    Query(asked): Query<StaffQuery>,
) -> Result<Json<StaffList>, Problem> {
    let mut records = app.store.read().await?;
    let (after, limit) = paging::asked(asked.after.as_deref(), asked.limit, 50)?;
    let wanted = Sought {
        agency: asked.agency.map(AgencyId),
        role: asked.role.map(|role| role.0),
        search: paging::words(asked.search.as_deref()).map(str::to_owned),
        ..Sought::default()
    };
    let page = match asked.ids.as_deref() {
        Some(ids) => Page { rows: named(records.as_mut(), ids).await?, next: None },
        None => {
            let Page { rows, next } = records.staff_sought(&wanted, after, limit).await?;
            Page { rows: rows.into_iter().map(|(staff, _)| staff).collect(), next }
        }
    };
    let (mut names, mut rows) = (Names::default(), Vec::new());
    for person in page.rows {
        let agency = names.agency(records.as_mut(), person.agency).await?;
        rows.push(StaffView::of(person, agency));
    }
    Ok(Json(StaffList { rows, next: page.next }))
}

/// Those of these ids that can still be chosen.
async fn named(records: &mut dyn Records, ids: &str) -> Result<Vec<Staff>, Problem> {
    let mut people = Vec::new();
    for id in paging::ids(ids)? {
        people.extend(records.staff(StaffId(id)).await?.filter(|staff| !staff.disabled));
    }
    Ok(people)
}
