//! `POST /api/admin/staff/grant-wished`: gives the posts that a list of accounts asked for.

use super::{must, person, seen};
use crate::{
    administration::By,
    domain::{
        administration::DeedKind,
        ids::StaffId,
        people::Staff,
        rights::{AdminAction, may_be_granted},
    },
    edge::{AppState, extract::Json, problem::Problem, session::SignedIn, views::AdminStaff},
};
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GrantWished {
    /// 1 to 200 people. Who has no wish is left as they are.
    staff: Vec<Uuid>,
}

/// Gives people the posts that the list of accounts asked for them: all of these, or none.
///
/// Codes: unauthenticated, not_found, unprocessable, roles_separated, own_roles.
#[utoipa::path(
    post,
    path = "/admin/staff/grant-wished",
    operation_id = "admin_staff_grant_wished_roles",
    tag = "administration",
    request_body = GrantWished,
    responses((status = OK, body = Vec<AdminStaff>), Problem),
)]
pub async fn grant_wished(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Json(asked): Json<GrantWished>,
) -> Result<Json<Vec<AdminStaff>>, Problem> {
    must(&me, &[AdminAction::GrantRoles])?;
    if !(1..=200).contains(&asked.staff.len()) {
        return Err(Problem::field("staff", "1 to 200 people are needed"));
    }
    let (mut tx, mut granted) = (app.store.begin().await?, Vec::new());
    for id in asked.staff {
        tx.hold(&format!("staff {id}")).await?;
        let (staff, agency) = person(tx.as_mut(), &me, AdminAction::GrantRoles, StaffId(id)).await?;
        let Some(roles) = tx.wished_roles(staff.id).await? else { continue };
        may_be_granted(&me, &staff, &roles)?;
        let list: Vec<_> = roles.iter().map(|role| role.as_str()).collect();
        let about = format!("{}: {}", staff.username, list.join(" "));
        let staff = Staff { roles, ..staff };
        tx.put_staff(&staff).await?;
        tx.wish_roles(staff.id, &[]).await?;
        By::Staff(&me).record(tx.as_mut(), &*app.world, DeedKind::StaffRolesSet, about).await?;
        granted.push(seen(tx.as_mut(), staff, agency.name).await?);
    }
    tx.commit().await?;
    Ok(Json(granted))
}
