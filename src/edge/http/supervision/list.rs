//! `GET /api/demands`: what my agency has to answer, or what it waits for.

use super::show;
use crate::{
    domain::rights::works_for,
    edge::{
        AppState, access,
        extract::{Json, Query},
        names::Names,
        problem::Problem,
        session::SignedIn,
        views::DemandView,
    },
    storage::DemandBox,
};
use axum::extract::State;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

/// More than a person can look through; the oldest come first.
const MOST: u32 = 200;

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
}

/// What my agency has to answer, or what it waits for; not lifted yet, oldest first, 200 at most.
///
/// Codes: unauthenticated.
#[utoipa::path(
    get,
    path = "/demands",
    operation_id = "supervision_list",
    tag = "supervision",
    params(DemandQuery),
    responses((status = OK, body = Vec<DemandView>), Problem),
)]
pub async fn list(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Query(asked): Query<DemandQuery>,
) -> Result<Json<Vec<DemandView>>, Problem> {
    if !works_for(&me, me.agency.id) {
        return Ok(Json(Vec::new()));
    }
    let which = match asked.r#box {
        BoxName::Received => DemandBox::Received(me.agency.id),
        BoxName::Sent => DemandBox::Sent(me.agency.id),
    };
    let mut records = app.store.read().await?;
    let (mut names, mut rows) = (Names::default(), Vec::new());
    for (demand, number) in records.open_demands(which, MOST).await? {
        let opens = access::petition(records.as_mut(), &me, demand.petition).await.is_ok();
        if !opens && matches!(which, DemandBox::Sent(_)) {
            continue; // it became a report since: the wall stands for who asked before, too (art. 30)
        }
        rows.push(show::demand(&app, records.as_mut(), &mut names, &me, demand, number, opens).await?);
    }
    Ok(Json(rows))
}
