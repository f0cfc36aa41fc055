//! `GET /api/admin/openings`: who of my division opened which petition's page, and who looked for a person.

use super::must;
use crate::{
    domain::{Timestamp, ids::StaffId, rights::AdminAction},
    edge::{
        AppState,
        extract::{Json, Query},
        names::Names,
        paging,
        problem::Problem,
        session::SignedIn,
        views::{Day, OpeningList, OpeningView},
    },
    storage::OpeningsWanted,
};
use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct OpeningsQuery {
    /// Only what this member of staff opened.
    person: Option<Uuid>,
    /// On this day or later.
    from: Option<Day>,
    /// On this day or earlier.
    to: Option<Day>,
    /// `next` of the page before.
    after: Option<String>,
    /// 1 to 100; 100 if left out.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// Who of my division and below opened which petition's page, and who looked for a person; newest first. Sealed reports and
/// papers are not among them: who opened those stands in the petition's own course.
///
/// Codes: unauthenticated, not_found, bad_request.
#[utoipa::path(
    get,
    path = "/admin/openings",
    operation_id = "admin_openings",
    tag = "administration",
    params(OpeningsQuery),
    responses((status = OK, body = OpeningList), Problem),
)]
pub async fn openings(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Query(asked): Query<OpeningsQuery>,
) -> Result<Json<OpeningList>, Problem> {
    must(&me, &[AdminAction::ReadLog])?;
    let wanted = OpeningsWanted {
        division: me.agency.division.clone(),
        by: asked.person.map(StaffId),
        from: asked.from.map_or(Timestamp(0), |day| Timestamp::start_of(day.0)),
        until: asked.to.map_or(Timestamp(i64::MAX), |day| Timestamp::end_of(day.0).plus_millis(1)),
    };
    let (after, limit) = paging::asked(asked.after.as_deref(), asked.limit, 100)?;
    let mut records = app.store.read().await?;
    let page = records.openings(&wanted, after, limit).await?;
    let (mut names, mut rows) = (Names::default(), Vec::new());
    for row in page.rows {
        let by = names.staff(records.as_mut(), row.by).await?;
        rows.push(OpeningView::of(row, by));
    }
    Ok(Json(OpeningList { rows, next: page.next }))
}
