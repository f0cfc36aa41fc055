//! `GET /api/demands`: what my agency has to answer, or what it waits for.

use super::show::{self, Showing};
use crate::{
    domain::rights::works_for,
    edge::{
        AppState, access,
        extract::{Json, Query},
        names::Names,
        paging,
        problem::Problem,
        session::SignedIn,
        views::DemandList,
    },
    storage::DemandBox,
};
use axum::extract::State;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BoxName {
    Received,
    Sent,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct DemandQuery {
    #[param(inline)]
    r#box: BoxName,
    /// `next` of the page before.
    after: Option<String>,
    /// 1 to 100; 50 if left out.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// What my agency has to answer, or what it waits for; not lifted yet, oldest first.
///
/// Codes: unauthenticated.
#[utoipa::path(
    get,
    path = "/demands",
    operation_id = "supervision_list",
    tag = "supervision",
    params(DemandQuery),
    responses((status = OK, body = DemandList), Problem),
)]
pub async fn list(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Query(asked): Query<DemandQuery>,
) -> Result<Json<DemandList>, Problem> {
    if !works_for(&me, me.agency.id) {
        return Ok(Json(DemandList { rows: Vec::new(), next: None }));
    }
    let which = match asked.r#box {
        BoxName::Received => DemandBox::Received(me.agency.id),
        BoxName::Sent => DemandBox::Sent(me.agency.id),
    };
    let mut records = app.store.read().await?;
    let (mut names, mut rows) = (Names::default(), Vec::new());
    let (after, limit) = paging::asked(asked.after.as_deref(), asked.limit, 50)?;
    let page = records.open_demands(which, after, limit).await?;
    for (demand, _) in page.rows {
        let Some(petition) = records.petition(demand.petition).await? else { continue };
        let opens = access::known(records.as_mut(), &me, petition.id).await?.is_some();
        if !opens && matches!(which, DemandBox::Sent(_)) {
            continue; // it became a report since: the wall stands for who asked before, too (art. 30)
        }
        let showing = Showing { app: &app, me: &me, petition: &petition, opens };
        rows.push(show::demand(records.as_mut(), &mut names, showing, demand).await?);
    }
    Ok(Json(DemandList { rows, next: page.next }))
}
