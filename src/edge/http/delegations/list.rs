//! `GET /api/delegations`: what I handed on and hold; for a security administrator, what stands in the division.

use super::show;
use crate::{
    domain::rights::{AdminAction, administers},
    edge::{
        AppState, extract::Json, names::Names, problem::Problem, session::SignedIn, views::DelegationView,
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
    responses((status = OK, body = Vec<DelegationView>), Problem),
)]
pub async fn list(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
) -> Result<Json<Vec<DelegationView>>, Problem> {
    let (now, mut records) = (app.world.now(), app.store.read().await?);
    let found = if administers(&me).contains(&AdminAction::GrantRoles) {
        records.delegations_in(&me.agency.division, now).await?
    } else {
        records.delegations_of(me.staff.id).await?
    };
    let (mut names, mut views) = (Names::default(), Vec::new());
    for delegation in found {
        views.push(show::view(records.as_mut(), &mut names, &me, &delegation, now).await?);
    }
    Ok(Json(views))
}
