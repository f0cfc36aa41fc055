//! `POST /api/session`: signs staff in: sets the `lj_staff` cookie.

use super::{
    attempt::{Begun, Try},
    renewal::{self, Renewal},
    second::{self, SecondStep},
};
use crate::{
    domain::{event::Actor, ids::StaffId, second_factor::AfterPassword},
    edge::{
        AppState, caller::Caller, extract::Json, problem::Problem, sign_out::leave_rooms_for_new, views::Me,
    },
    storage::{Records, StoreError},
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
    /// In place of a password over its age: sent after `password_over`. Where a second step follows it goes with that.
    #[serde(default)]
    new_password: Option<String>,
}

/// Signs staff in: sets the `lj_staff` cookie, and `lj_known`, by which the browser is known at the next sign-in.
///
/// `202`: the password is right, and the account is opened by a second step, which has yet to be made.
///
/// Codes: bad_credentials, locked, password_over, same_password, stale, weak_password.
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
    renewal::looked_at(asked.new_password.as_ref())?;
    let tried = Try::of(&asked.username, caller, &headers);
    let Begun { staff, hash, known } = tried.begin(&app).await?;
    let right = app.passwords.verify(asked.password, hash.clone()).await;
    let Some(staff) = staff.clone().filter(|staff| right && !staff.disabled) else {
        tried.failed(&app, staff.as_ref(), known).await?;
        return Err(Problem::BadCredentials);
    };
    let after = after_password(&app, app.store.read().await?.as_mut(), staff.id).await?;
    let renewal = match after {
        AfterPassword::ComeIn => Renewal::of(&app, staff.id, asked.new_password).await?,
        AfterPassword::Code | AfterPassword::SetUp => Renewal::Left,
    };
    let mut tx = app.store.begin().await?;
    let stands = tx.password_hash(staff.id).await? == hash;
    if !stands || after_password(&app, tx.as_mut(), staff.id).await? != after {
        return Err(Problem::Stale); // it was reset, or a factor set up, meanwhile
    }
    let set_up = match after {
        AfterPassword::ComeIn => {
            let (person, id) = (Actor::Staff { staff: staff.id, agency: staff.agency }, staff.id);
            let written = renewal.write(&app, tx.as_mut(), &staff, caller.0).await;
            let renewed = match written {
                Ok(renewed) => renewed,
                Err(refused) => {
                    drop(tx);
                    tried.was_right(&app).await?;
                    return Err(refused);
                }
            };
            let (cookies, me) = tried.let_in(&app, tx.as_mut(), staff, &headers).await?;
            tx.commit().await?;
            if renewed {
                leave_rooms_for_new(&app, person, id).await;
            }
            return Ok((cookies, Json(me)).into_response());
        }
        AfterPassword::Code => false,
        AfterPassword::SetUp => true,
    };
    // Nothing is paid back yet: who has the password only must not guess codes for nothing.
    let over = renewal::is_over(&app, tx.as_mut(), staff.id).await?;
    let step = second::begin(&app, tx.as_mut(), staff.id, (set_up, over)).await?;
    tx.commit().await?;
    Ok((StatusCode::ACCEPTED, Json(step)).into_response())
}

async fn after_password(
    app: &AppState,
    records: &mut dyn Records,
    staff: StaffId,
) -> Result<AfterPassword, StoreError> {
    Ok(app.config.second_factor.after_password(records.has_second_factor(staff).await?))
}
