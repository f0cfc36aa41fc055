//! `POST /api/session/second`: the second step of signing in; below it a factor is drawn for who must have one.

use super::{
    attempt::{Begun, Cookies, Try},
    renewal::{self, Renewal},
};
use crate::{
    domain::{
        MINUTE_MS, administration::DeedKind, event::Actor, ids::StaffId, people::Staff,
        second_factor::AfterPassword,
    },
    edge::{
        AppState,
        caller::Caller,
        extract::Json,
        factors::{self, NewFactor, NotProved, Proof},
        problem::Problem,
        session, sign_in_log,
        sign_out::leave_rooms_for_new,
        views::Me,
    },
    storage::{Records, SignInStep, StoreError, Tx},
};
use axum::{extract::State, http::HeaderMap};
use serde::{Deserialize, Serialize};
use std::net::IpAddr;
use utoipa::ToSchema;

/// From the right password on.
const LIVES_MS: i64 = 5 * MINUTE_MS;

/// The password was right, and the account is not open yet.
#[derive(Serialize, ToSchema)]
pub struct SecondStep {
    /// Goes with the code. It opens nothing without one.
    step: String,
    expires_at: i64,
    /// This account has no authenticator and must have one: `second/set-up` draws it, and its first code signs in.
    set_up: bool,
    /// The password is over its age: a new one goes with the code.
    password_over: bool,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SecondStepCode {
    step: String,
    /// Six digits of the authenticator, or a recovery code.
    code: String,
    /// In place of a password over its age.
    #[serde(default)]
    new_password: Option<String>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SecondStepSetUp {
    step: String,
}

#[derive(Serialize, ToSchema)]
pub struct SignedInBySteps {
    me: Me,
    /// Of the authenticator that was set up with it, shown this once; else none.
    recovery_codes: Vec<String>,
}

/// What stands between the right password and the session.
pub(super) async fn begin(
    app: &AppState,
    tx: &mut dyn Tx,
    staff: StaffId,
    (set_up, password_over): (bool, bool),
) -> Result<SecondStep, StoreError> {
    let (now, step) = (app.world.now(), session::new_token(app.world.as_ref()));
    let expires_at = now.plus_millis(if set_up { factors::WAITS_MS } else { LIVES_MS });
    tx.add_sign_in_step(&session::token_hash(&step), &SignInStep { staff, expires_at }, now).await?;
    Ok(SecondStep { step, expires_at: expires_at.0, set_up, password_over })
}

/// The second step: signs in as `sign_in` does, and answers with the recovery codes of what was set up on the way. A
/// wrong code counts as a wrong password does.
///
/// Codes: step_over, wrong_factor_code, factor_code_used, factor_over, locked, password_over, same_password,
/// stale, weak_password.
#[utoipa::path(
    post,
    path = "/session/second",
    operation_id = "sign_in_second",
    tag = "session",
    request_body = SecondStepCode,
    responses((status = OK, body = SignedInBySteps), Problem),
)]
pub async fn second(
    State(app): State<AppState>,
    caller: Caller,
    headers: HeaderMap,
    Json(asked): Json<SecondStepCode>,
) -> Result<(Cookies, Json<SignedInBySteps>), Problem> {
    renewal::looked_at(asked.new_password.as_ref())?;
    let token = session::token_hash(&asked.step);
    let (staff, set_up) = standing(&app, app.store.read().await?.as_mut(), &token).await?;
    let tried = Try::of(&staff.username, caller, &headers).by_code();
    let Begun { known, .. } = tried.begin(&app).await?;
    let renewal = Renewal::of(&app, staff.id, asked.new_password).await?;
    let mut tx = app.store.begin().await?;
    if !tx.take_sign_in_step(&token).await? {
        return Err(over());
    }
    let shown = show(&app, tx.as_mut(), (&staff, set_up), &asked.code, caller.0).await;
    if let Err(NotProved::Wrong(wrong)) = shown {
        drop(tx); // the step stays
        tried.failed(&app, Some(&staff), known).await?;
        return Err(NotProved::Wrong(wrong).into());
    }
    let recovery_codes = shown?;
    let person = Actor::Staff { staff: staff.id, agency: staff.agency };
    let id = staff.id;
    let written = renewal.write(&app, tx.as_mut(), &staff, caller.0).await;
    let renewed = match written {
        Ok(renewed) => renewed,
        Err(refused) => {
            drop(tx); // the step stays, and the code
            tried.was_right(&app).await?;
            return Err(refused);
        }
    };
    let (cookies, me) = tried.let_in(&app, tx.as_mut(), staff, &headers).await?;
    tx.commit().await?;
    if set_up || renewed {
        leave_rooms_for_new(&app, person, id).await; // from before there had to be one
    }
    Ok((cookies, Json(SignedInBySteps { me, recovery_codes })))
}

/// Draws an authenticator for who must have one and has none: `POST /api/session/second` confirms it by its first code.
/// Asked again, it draws another.
///
/// Codes: step_over.
#[utoipa::path(
    post,
    path = "/session/second/set-up",
    operation_id = "sign_in_set_up",
    tag = "session",
    request_body = SecondStepSetUp,
    responses((status = OK, body = NewFactor), Problem),
)]
pub async fn set_up(
    State(app): State<AppState>,
    Json(asked): Json<SecondStepSetUp>,
) -> Result<Json<NewFactor>, Problem> {
    let mut tx = app.store.begin().await?;
    let (staff, set_up) = standing(&app, tx.as_mut(), &session::token_hash(&asked.step)).await?;
    if !set_up {
        return Err(over());
    }
    let drawn = factors::draw(&app, tx.as_mut(), &staff).await?;
    tx.commit().await?;
    Ok(Json(drawn))
}

/// Whose step it is, and whether they set their factor up by it.
async fn standing(
    app: &AppState,
    records: &mut dyn Records,
    token: &[u8; 32],
) -> Result<(Staff, bool), Problem> {
    let now = app.world.now();
    let step = records.sign_in_step(token).await?.filter(|step| now < step.expires_at).ok_or_else(over)?;
    let staff = records.staff(step.staff).await?.filter(|staff| !staff.disabled).ok_or_else(over)?;
    match app.config.second_factor.after_password(records.has_second_factor(staff.id).await?) {
        AfterPassword::Code => Ok((staff, false)),
        AfterPassword::SetUp => Ok((staff, true)),
        AfterPassword::ComeIn => Err(over()), // the house asks for none since it was started anew
    }
}

/// Looks at the code: the authenticator's, or the first of one that counts from now on, whose recovery codes it gives.
async fn show(
    app: &AppState,
    tx: &mut dyn Tx,
    (staff, set_up): (&Staff, bool),
    code: &str,
    from: IpAddr,
) -> Result<Vec<String>, NotProved> {
    if set_up {
        let codes = factors::confirm(app, tx, staff.id, code).await?;
        tx.end_staff_sessions_of(staff.id).await?;
        sign_in_log::note(tx, &*app.world, DeedKind::StaffFactorSetUp, Some(staff), from).await?;
        return Ok(codes);
    }
    if factors::prove(tx, staff.id, code, app.world.now()).await? == Proof::RecoveryCode {
        sign_in_log::note(tx, &*app.world, DeedKind::StaffRecoveryCodeUsed, Some(staff), from).await?;
    }
    Ok(Vec::new())
}

fn over() -> Problem {
    Problem::refused("step_over", "This sign-in took too long or was used: begin with the password again")
}
