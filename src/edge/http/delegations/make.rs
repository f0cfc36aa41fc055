//! `POST /api/delegations`: has a colleague act in posts of mine for a while.

use super::show;
use crate::{
    administration::By,
    domain::{
        administration::DeedKind,
        ids::{DelegationId, StaffId},
        people::{Delegation, Role},
        rights::{NotDelegated, may_delegate},
    },
    edge::{
        AppState,
        extract::Json,
        names::Names,
        problem::Problem,
        session::SignedIn,
        views::{DelegationView, Moment, RoleText},
    },
};
use axum::{extract::State, http::StatusCode};
use serde::Deserialize;
use std::collections::BTreeSet;
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDelegation {
    deputy: Uuid,
    /// Of my own posts.
    roles: Vec<RoleText>,
    /// Left out, or gone by: from now on.
    #[serde(default)]
    starts_at: Option<Moment>,
    /// Not included; 90 days later at most.
    ends_at: Moment,
    /// 5 to 500 characters.
    reason: String,
}

/// Has a colleague of my organ act in posts of mine for a while. I keep them. What they do in them is on record
/// under their name and mine.
///
/// Codes: unauthenticated, not_delegable, bad_deputy, bad_delegation_times, delegated_already, reason_needed,
/// unprocessable.
#[utoipa::path(
    post,
    path = "/delegations",
    operation_id = "delegation_make",
    tag = "delegations",
    request_body = NewDelegation,
    responses((status = CREATED, body = DelegationView), Problem),
)]
pub async fn make(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Json(asked): Json<NewDelegation>,
) -> Result<(StatusCode, Json<DelegationView>), Problem> {
    let (now, mut tx) = (app.world.now(), app.store.begin().await?);
    let roles: BTreeSet<Role> = asked.roles.into_iter().map(|role| role.0).collect();
    let deputy = tx.staff(StaffId(asked.deputy)).await?.ok_or(NotDelegated::BadDeputy)?;
    let delegation = Delegation {
        id: DelegationId(app.world.new_id()),
        principal: me.staff.id,
        deputy: deputy.id,
        roles: roles.into_iter().collect(),
        starts_at: asked.starts_at.map_or(now, |at| now.max(at.0)),
        ends_at: asked.ends_at.0,
        reason: asked.reason,
        made_at: now,
        ended: None,
    };
    may_delegate(&me, &deputy, &delegation, &tx.delegations_given(me.staff.id, now).await?)?;
    tx.add_delegation(&delegation).await?;
    let roles: Vec<_> = delegation.roles.iter().map(|role| role.as_str()).collect();
    let about = format!("{} → {}: {}", me.staff.username, deputy.username, roles.join(" "));
    By::Staff(&me).record(tx.as_mut(), &*app.world, DeedKind::DelegationMade, about).await?;
    let view = show::view(tx.as_mut(), &mut Names::default(), &me, &delegation, now).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(view)))
}
