//! `POST /api/admin/staff/{id}/roles`: says which posts somebody has.

use super::{person, seen};
use crate::{
    administration::By,
    domain::{
        administration::DeedKind,
        ids::StaffId,
        people::{Role, Staff},
        rights::{AdminAction, may_be_granted},
    },
    edge::{
        AppState,
        etag::IfMatch,
        extract::{Json, Path},
        problem::Problem,
        session::SignedIn,
        views::{AdminStaff, RoleText, posts_tag},
    },
};
use axum::extract::State;
use serde::Deserialize;
use std::collections::BTreeSet;
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetRoles {
    /// In place of those the person has.
    roles: Vec<RoleText>,
}

/// Says which posts somebody has, in place of those they had. It holds from their next request on.
///
/// `If-Match` names the `tag` of the posts as they were read.
///
/// Codes: unauthenticated, not_found, precondition_required, outdated, roles_separated, own_roles.
#[utoipa::path(
    post,
    path = "/admin/staff/{id}/roles",
    operation_id = "admin_staff_roles",
    tag = "administration",
    params(("id" = Uuid, Path), IfMatch),
    request_body = SetRoles,
    responses((status = OK, body = AdminStaff), Problem),
)]
pub async fn roles(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
    read: IfMatch,
    Json(asked): Json<SetRoles>,
) -> Result<Json<AdminStaff>, Problem> {
    let mut tx = app.store.begin().await?;
    tx.hold(&format!("staff {id}")).await?;
    let (staff, agency) = person(tx.as_mut(), &me, AdminAction::GrantRoles, StaffId(id)).await?;
    read.check(&posts_tag(&staff))?;
    let roles: BTreeSet<Role> = asked.roles.into_iter().map(|role| role.0).collect();
    let roles: Vec<Role> = roles.into_iter().collect();
    may_be_granted(&me, &staff, &roles)?;
    let list = |roles: &[Role]| roles.iter().map(|role| role.as_str()).collect::<Vec<_>>().join(" ");
    let about = format!("{}: {} → {}", staff.username, list(&staff.roles), list(&roles));
    let staff = Staff { roles, ..staff };
    tx.put_staff(&staff).await?;
    tx.wish_roles(staff.id, &[]).await?; // what was asked for is settled by what is given
    By::Staff(&me).record(tx.as_mut(), &*app.world, DeedKind::StaffRolesSet, about).await?;
    let staff = seen(tx.as_mut(), staff, agency.name).await?;
    tx.commit().await?;
    Ok(Json(staff))
}
