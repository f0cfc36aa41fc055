//! `POST /api/session/password`: sets a new password by an administrator's code.

use crate::{
    domain::{Timestamp, administration::DeedKind, event::Actor, people::Staff, petition::QueryCode},
    edge::{
        AppState, caller::Caller, extract::Json, lockout, problem::Problem, sign_in_log,
        sign_out::leave_rooms,
    },
    storage::Records,
};
use axum::{extract::State, http::StatusCode};
use serde::Deserialize;
use utoipa::ToSchema;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPassword {
    username: String,
    /// As the administrator gave it.
    code: String,
    password: String,
}

/// Sets a new password by an administrator's code, which opens nothing any more afterwards.
///
/// Codes: bad_code, too_many, weak_password.
#[utoipa::path(
    post,
    path = "/session/password",
    operation_id = "session_new_password",
    tag = "session",
    request_body = NewPassword,
    responses((status = NO_CONTENT), Problem),
)]
pub async fn new_password(
    State(app): State<AppState>,
    Caller(address): Caller,
    Json(asked): Json<NewPassword>,
) -> Result<StatusCode, Problem> {
    let (now, username) = (app.world.now(), asked.username.trim().to_lowercase());
    let tries = [format!("reset:{}", lockout::network_of(address)), format!("reset:{username}")];
    for key in &tries {
        app.throttle.take(key, now)?;
    }
    let code = (&*asked.code, now);
    holder(app.store.read().await?.as_mut(), &username, code).await?;
    // Before anything is written: it takes long, and one writes at a time.
    let hash = super::hashed(&app, asked.password).await?;
    let mut tx = app.store.begin().await?;
    let staff = holder(tx.as_mut(), &username, code).await?;
    tx.set_password_hash(staff.id, &hash, now).await?;
    tx.end_reset_code(staff.id).await?;
    tx.end_staff_sessions_of(staff.id).await?;
    sign_in_log::note(tx.as_mut(), &*app.world, DeedKind::StaffPasswordSet, Some(&staff), address).await?;
    tx.commit().await?;
    let person = Actor::Staff { staff: staff.id, agency: staff.agency };
    leave_rooms(&app, person, staff.id, None).await; // whoever signed in since the code was given
    tries.iter().for_each(|key| app.throttle.give_back(key));
    Ok(StatusCode::NO_CONTENT)
}

/// Whose code it is, while it opens the account of that name.
async fn holder(
    records: &mut dyn Records,
    username: &str,
    (code, now): (&str, Timestamp),
) -> Result<Staff, Problem> {
    let wrong = || Problem::refused("bad_code", "User name or code is wrong, or the code is over");
    let staff = records.staff_by_username(username).await?.filter(|staff| !staff.disabled);
    let staff = staff.ok_or_else(wrong)?;
    let given = records.reset_code(staff.id).await?.filter(|given| now < given.expires_at);
    let fits = given.is_some_and(|given| given.code_hash == QueryCode::hash_of(code));
    if fits { Ok(staff) } else { Err(wrong()) }
}
