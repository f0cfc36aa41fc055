//! `GET` and `POST /api/admin/staff`: the people of my division, disabled ones too; a new account.

use super::{must, seen};
use crate::{
    administration::{By, codes},
    domain::{
        administration::DeedKind,
        ids::{AgencyId, StaffId},
        people::{Staff, staff_name, username},
        rights::AdminAction,
    },
    edge::{
        AppState,
        extract::{Json, Query},
        names::Names,
        paging::SearchQuery,
        problem::Problem,
        session::SignedIn,
        views::{AdminStaff, AdminStaffList, OneTimeCode},
    },
    storage::Sought,
};
use axum::{extract::State, http::StatusCode};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// The people of my division, disabled ones too, newest accounts first.
///
/// Codes: unauthenticated, not_found, bad_request.
#[utoipa::path(
    get,
    path = "/admin/staff",
    operation_id = "admin_staff",
    tag = "administration",
    params(SearchQuery),
    responses((status = OK, body = AdminStaffList), Problem),
)]
pub async fn staff(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Query(asked): Query<SearchQuery>,
) -> Result<Json<AdminStaffList>, Problem> {
    must(&me, &[AdminAction::ManageStaff, AdminAction::GrantRoles])?;
    let mut records = app.store.read().await?;
    let (mut names, mut views) = (Names::default(), Vec::new());
    let (after, limit) = asked.page()?;
    let wanted = Sought { ended: true, ..asked.within(&me.agency.division) };
    let page = records.staff_sought(&wanted, after, limit).await?;
    for (person, wished) in page.rows {
        let agency = names.agency(records.as_mut(), person.agency).await?;
        views.push(seen(records.as_mut(), person, agency).await?.wishing(&wished));
    }
    Ok(Json(AdminStaffList { rows: views, next: page.next }))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewStaff {
    /// 3 to 32 letters, digits, `.`, `-` or `_`.
    username: String,
    name: String,
    agency: Uuid,
}

/// A new account, without posts: those are the security administrator's to give. The person sets a password
/// by the code in the answer.
///
/// Codes: unauthenticated, not_found, unprocessable, conflict (the user name is taken).
#[utoipa::path(
    post,
    path = "/admin/staff",
    operation_id = "admin_staff_create",
    tag = "administration",
    request_body = NewStaff,
    responses((status = CREATED, body = OneTimeCode), Problem),
)]
pub async fn create(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Json(asked): Json<NewStaff>,
) -> Result<(StatusCode, Json<OneTimeCode>), Problem> {
    must(&me, &[AdminAction::ManageStaff])?;
    let username = username(&asked.username)
        .ok_or_else(|| Problem::field("username", "3 to 32 letters, digits, `.`, `-` or `_`"))?;
    let name = staff_name(&asked.name)
        .ok_or_else(|| Problem::field("name", "Between 1 and 50 characters are needed"))?;
    let mut tx = app.store.begin().await?;
    let agency = AgencyId(asked.agency);
    let agency = super::known_agency(tx.as_mut(), &me, AdminAction::ManageStaff, agency).await?;
    let none = || Problem::field("agency", "There is no such agency in your division");
    let agency = agency.ok_or_else(none)?;
    if tx.closure(agency.id).await?.is_some() {
        return Err(Problem::field("agency", "This agency was closed"));
    }
    if tx.staff_by_username(&username).await?.is_some() {
        return Err(Problem::Conflict);
    }
    let id = StaffId(app.world.new_id());
    let staff = Staff { id, username, name, agency: agency.id, roles: Vec::new(), disabled: false };
    tx.put_staff(&staff).await?;
    let about = format!("{} ({})", staff.username, agency.name);
    By::Staff(&me).record(tx.as_mut(), &*app.world, DeedKind::StaffCreated, about).await?;
    let (code, expires_at) = codes::issue(tx.as_mut(), &*app.world, staff.id).await?;
    tx.commit().await?;
    let staff = AdminStaff::of(staff, agency.name);
    Ok((StatusCode::CREATED, Json(OneTimeCode { staff, code, expires_at: expires_at.0 })))
}
