//! `GET /api/delegations`: what I handed on and hold; for a security administrator, what stands in the division.

use super::show;
use crate::{
    domain::rights::{AdminAction, administers},
    edge::{
        AppState,
        extract::{Json, Query},
        names::Names,
        paging::PageQuery,
        problem::Problem,
        session::SignedIn,
        views::DelegationList,
    },
};
use axum::extract::State;

/// What I handed on and what I hold, over or not, newest first. A security administrator sees instead all that
/// is not over of those who work in the division.
///
/// Codes: unauthenticated.
#[utoipa::path(
    get,
    path = "/delegations",
    operation_id = "delegation_list",
    tag = "delegations",
    params(PageQuery),
    responses((status = OK, body = DelegationList), Problem),
)]
pub async fn list(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Query(asked): Query<PageQuery>,
) -> Result<Json<DelegationList>, Problem> {
    let (after, limit) = asked.page()?;
    let (now, mut records) = (app.world.now(), app.store.read().await?);
    let page = if administers(&me).contains(&AdminAction::GrantRoles) {
        records.delegations_in(&me.agency.division, now, after, limit).await?
    } else {
        records.delegations_of(me.staff.id, after, limit).await?
    };
    let (mut names, mut rows) = (Names::default(), Vec::new());
    for delegation in page.rows {
        rows.push(show::view(records.as_mut(), &mut names, &me, &delegation, now).await?);
    }
    Ok(Json(DelegationList { rows, next: page.next }))
}
