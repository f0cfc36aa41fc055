//! `POST /api/admin/staff/{id}/disable` and `/enable`: shuts an account, or opens it again.

use super::{not_separated, person, seen};
use crate::{
    administration::{By, accounts},
    domain::{
        ids::StaffId,
        rights::{AdminAction, Official},
    },
    edge::{
        AppState,
        extract::{Json, Path},
        problem::Problem,
        session::SignedIn,
        sign_out::leave_rooms,
        views::AdminStaff,
    },
};
use axum::extract::State;
use uuid::Uuid;

/// Shuts an account and signs the person out everywhere, of rooms they sit in too. What they did stays on record.
///
/// Codes: unauthenticated, not_found, not_yours (one's own), separated_account.
#[utoipa::path(
    post,
    path = "/admin/staff/{id}/disable",
    operation_id = "admin_staff_disable",
    tag = "administration",
    params(("id" = Uuid, Path)),
    responses((status = OK, body = AdminStaff), Problem),
)]
pub async fn disable(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Json<AdminStaff>, Problem> {
    set(&app, &me, id, true).await.map(Json)
}

/// Opens a shut account again.
///
/// Codes: unauthenticated, not_found, separated_account.
#[utoipa::path(
    post,
    path = "/admin/staff/{id}/enable",
    operation_id = "admin_staff_enable",
    tag = "administration",
    params(("id" = Uuid, Path)),
    responses((status = OK, body = AdminStaff), Problem),
)]
pub async fn enable(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Json<AdminStaff>, Problem> {
    set(&app, &me, id, false).await.map(Json)
}

async fn set(app: &AppState, me: &Official, id: Uuid, disabled: bool) -> Result<AdminStaff, Problem> {
    let mut tx = app.store.begin().await?;
    let (staff, agency) = person(tx.as_mut(), me, AdminAction::ManageStaff, StaffId(id)).await?;
    if staff.id == me.staff.id {
        return Err(Problem::NotAllowed); // nobody would be left to undo it
    }
    not_separated(&staff)?;
    let staff = accounts::set_disabled(tx.as_mut(), &*app.world, By::Staff(me), staff, disabled).await?;
    let staff = seen(tx.as_mut(), staff, agency.name).await?;
    tx.commit().await?;
    if disabled {
        leave_rooms(app, me.into(), StaffId(id), None).await;
    }
    Ok(staff)
}
