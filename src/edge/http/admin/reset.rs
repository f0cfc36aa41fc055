//! `POST /api/admin/staff/{id}/reset`: a code by which somebody sets a new password, once.

use super::{not_separated, person, seen};
use crate::{
    administration::{By, codes},
    domain::{administration::DeedKind, ids::StaffId, rights::AdminAction},
    edge::{
        AppState, extract::Path, problem::Problem, session::SignedIn, sign_out::leave_rooms,
        views::OneTimeCode,
    },
};
use axum::{Json, extract::State};
use uuid::Uuid;

/// A code by which somebody sets a new password, once. The old password opens nothing any more, and the
/// person is signed out everywhere, of rooms they sit in too.
///
/// Codes: unauthenticated, not_found, separated_account.
#[utoipa::path(
    post,
    path = "/admin/staff/{id}/reset",
    operation_id = "admin_staff_reset",
    tag = "administration",
    params(("id" = Uuid, Path)),
    responses((status = OK, body = OneTimeCode), Problem),
)]
pub async fn reset(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Json<OneTimeCode>, Problem> {
    let mut tx = app.store.begin().await?;
    let (staff, agency) = person(tx.as_mut(), &me, AdminAction::ManageStaff, StaffId(id)).await?;
    not_separated(&staff)?;
    tx.end_staff_sessions_of(staff.id).await?;
    let (code, expires_at) = codes::issue(tx.as_mut(), &*app.world, staff.id).await?;
    let about = staff.username.clone();
    By::Staff(&me).record(tx.as_mut(), &*app.world, DeedKind::StaffResetIssued, about).await?;
    let staff = seen(tx.as_mut(), staff, agency.name).await?;
    tx.commit().await?;
    leave_rooms(&app, (&me).into(), StaffId(id), None).await;
    Ok(Json(OneTimeCode { staff, code, expires_at: expires_at.0 }))
}
