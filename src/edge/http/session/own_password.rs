//! `PUT /api/session/password`: sets my own password; the one that stands is asked.

use super::{end_others, hashed, person, shown::Shown};
use crate::{
    domain::administration::DeedKind,
    edge::{
        AppState, caller::Caller, extract::Json, problem::Problem, session::SignedIn, sign_in_log,
        sign_out::leave_rooms,
    },
};
use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
};
use serde::Deserialize;
use utoipa::ToSchema;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OwnPassword {
    /// The one that stands.
    old: String,
    /// At least 10 characters, not easily guessed.
    new: String,
}

/// Sets my own password. Signed in stays only who asks: every other session of mine ends, with the rooms I sit in by it.
///
/// Codes: unauthenticated, not_yours, wrong_password, weak_password, too_many.
#[utoipa::path(
    put,
    path = "/session/password",
    operation_id = "own_password_set",
    tag = "session",
    request_body = OwnPassword,
    responses((status = NO_CONTENT), Problem),
)]
pub async fn own_password_set(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Caller(address): Caller,
    headers: HeaderMap,
    Json(asked): Json<OwnPassword>,
) -> Result<StatusCode, Problem> {
    person(&me)?;
    let staff = me.staff.id;
    let old = Shown::of(&app, staff, asked.old).await?;
    old.give_back(&app); // a new one that is too weak is no guess at the old
    let hash = hashed(&app, asked.new).await?;
    let mut tx = app.store.begin().await?;
    old.must_stand(tx.as_mut()).await?;
    tx.set_password_hash(staff, &hash, app.world.now()).await?;
    let kept = end_others(tx.as_mut(), &headers, staff).await?;
    sign_in_log::note(tx.as_mut(), &*app.world, DeedKind::StaffPasswordSet, Some(&me.staff), address).await?;
    tx.commit().await?;
    leave_rooms(&app, (&me).into(), staff, kept.as_ref()).await;
    Ok(StatusCode::NO_CONTENT)
}
