//! `GET /api/agencies`: agencies for forms, page by page. Public: who writes a petition names the organ it is about.

use crate::{
    domain::{
        ids::AgencyId,
        jurisdiction::{Agency, DivisionCode},
    },
    edge::{
        AppState,
        extract::{Json, Query},
        names::Names,
        paging,
        problem::Problem,
        views::{AgencyKindText, AgencyList, AgencyView},
    },
    storage::{Page, Records, Sought},
};
use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct AgenciesQuery {
    /// Part of its name, or of its division's.
    search: Option<String>,
    /// Only those of this kind.
    kind: Option<AgencyKindText>,
    /// Code of a division: only those of it, of what lies in it, and of what it lies in.
    near: Option<String>,
    /// Only these, with commas between; 100 at most.
    ids: Option<String>,
    /// `next` of the page before.
    after: Option<String>,
    /// 1 to 100; 50 if left out.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// Agencies that are not closed, newest first.
///
/// Codes: bad_request, unprocessable.
#[utoipa::path(
    get,
    path = "/agencies",
    operation_id = "list_agencies",
    tag = "lists",
    params(AgenciesQuery),
    responses((status = OK, body = AgencyList), Problem),
)]
pub async fn agencies(
    State(app): State<AppState>,
    Query(asked): Query<AgenciesQuery>,
) -> Result<Json<AgencyList>, Problem> {
    let mut records = app.store.read().await?;
    let (after, limit) = paging::asked(asked.after.as_deref(), asked.limit, 50)?;
    let near = asked.near.as_deref().filter(|code| !code.is_empty()).map(str::parse::<DivisionCode>);
    let wanted = Sought {
        place: near.transpose().map_err(|_| Problem::field("near", "The code of a division"))?,
        above: true,
        search: paging::words(asked.search.as_deref()).map(str::to_owned),
        kind: asked.kind.map(|kind| kind.0),
        ..Sought::default()
    };
    let page = match asked.ids.as_deref() {
        Some(ids) => Page { rows: named(records.as_mut(), ids).await?, next: None },
        None => {
            let Page { rows, next } = records.agencies_sought(&wanted, after, limit).await?;
            Page { rows: rows.into_iter().map(|(agency, _)| agency).collect(), next }
        }
    };
    let (mut names, mut rows) = (Names::default(), Vec::new());
    for agency in page.rows {
        let division = names.place(records.as_mut(), &agency.division).await?;
        rows.push(AgencyView::of(agency, division));
    }
    Ok(Json(AgencyList { rows, next: page.next }))
}

/// Those of these ids that are known, closed ones too: a form that was filled before shows what was chosen.
async fn named(records: &mut dyn Records, ids: &str) -> Result<Vec<Agency>, Problem> {
    let mut agencies = Vec::new();
    for id in paging::ids(ids)? {
        agencies.extend(records.agency(AgencyId(id)).await?);
    }
    Ok(agencies)
}
