//! `POST /api/session`: signs staff in: sets the `lj_staff` cookie.

use super::{
    attempt::{Begun, Try},
    second::{self, SecondStep},
};
use crate::{
    domain::second_factor::AfterPassword,
    edge::{AppState, caller::Caller, extract::Json, problem::Problem, views::Me},
};
use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use utoipa::ToSchema;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    username: String,
    password: String,
}

/// Signs staff in: sets the `lj_staff` cookie, and `lj_known`, by which the browser is known at the next sign-in.
///
/// `202`: the password is right, and the account is opened by a second step, which has yet to be made.
///
/// Codes: bad_credentials, locked.
#[utoipa::path(
    post,
    path = "/session",
    operation_id = "sign_in",
    tag = "session",
    request_body = SignIn,
    responses((status = OK, body = Me), (status = ACCEPTED, body = SecondStep), Problem),
)]
pub async fn sign_in(
    State(app): State<AppState>,
    caller: Caller,
    headers: HeaderMap,
    Json(asked): Json<SignIn>,
) -> Result<Response, Problem> {
    let tried = Try::of(&asked.username, caller, &headers);
    let Begun { staff, hash, known } = tried.begin(&app).await?;
    let right = app.passwords.verify(asked.password, hash).await;
    let Some(staff) = staff.clone().filter(|staff| right && !staff.disabled) else {
        tried.failed(&app, staff.as_ref(), known).await?;
        return Err(Problem::BadCredentials);
    };
    let mut tx = app.store.begin().await?;
    let set_up = match app.config.second_factor.after_password(tx.has_second_factor(staff.id).await?) {
        AfterPassword::ComeIn => {
            let (cookies, me) = tried.let_in(&app, tx.as_mut(), staff, &headers).await?;
            tx.commit().await?;
            return Ok((cookies, Json(me)).into_response());
        }
        AfterPassword::Code => false,
        AfterPassword::SetUp => true,
    };
    // Nothing is paid back yet: who has the password only must not guess codes for nothing.
    let step = second::begin(&app, tx.as_mut(), staff.id, set_up).await?;
    tx.commit().await?;
    Ok((StatusCode::ACCEPTED, Json(step)).into_response())
}
