//! `POST /api/admin/staff/{id}/remove-factor`: takes a lost authenticator away.

use super::{not_separated, person, seen};
use crate::{
    administration::{By, accounts},
    domain::{ids::StaffId, rights::AdminAction},
    edge::{
        AppState,
        extract::{Json, Path},
        factors,
        problem::Problem,
        session::SignedIn,
        sign_out::leave_rooms,
        views::AdminStaff,
    },
};
use axum::extract::State;
use uuid::Uuid;

/// Takes a lost authenticator away, with its recovery codes: the password alone opens the account, as far as the house
/// allows it. The person is signed out everywhere, of rooms they sit in too.
///
/// Codes: unauthenticated, not_found, separated_account, no_factor.
#[utoipa::path(
    post,
    path = "/admin/staff/{id}/remove-factor",
    operation_id = "admin_staff_remove_factor",
    tag = "administration",
    params(("id" = Uuid, Path)),
    responses((status = OK, body = AdminStaff), Problem),
)]
pub async fn remove(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Json<AdminStaff>, Problem> {
    let mut tx = app.store.begin().await?;
    let (staff, agency) = person(tx.as_mut(), &me, AdminAction::ManageStaff, StaffId(id)).await?;
    not_separated(&staff)?;
    if !accounts::remove_factor(tx.as_mut(), &*app.world, By::Staff(&me), &staff).await? {
        return Err(factors::none());
    }
    let staff = seen(tx.as_mut(), staff, agency.name).await?;
    tx.commit().await?;
    leave_rooms(&app, (&me).into(), StaffId(id), None).await;
    Ok(Json(staff))
}
