//! `/api/session/factor`: my own authenticator. Who finds a desk unlocked neither sets one up nor takes one away.

use super::{end_others, person, shown::Shown};
use crate::{
    domain::{administration::DeedKind, rights::Official, second_factor::FactorRule},
    edge::{
        AppState,
        caller::Caller,
        extract::Json,
        factors::{self, NewFactor, Proof},
        problem::Problem,
        session::SignedIn,
        sign_in_log,
        sign_out::leave_rooms,
        views::FactorRuleText,
    },
    storage::Tx,
};
use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
};
use serde::{Deserialize, Serialize};
use std::net::IpAddr;
use utoipa::ToSchema;

/// My authenticator.
#[derive(Serialize, ToSchema)]
pub struct OwnFactor {
    /// What the house asks of everybody.
    rule: FactorRuleText,
    /// Null: there is none.
    set_up_at: Option<i64>,
    recovery_codes_left: u32,
}

/// That it is I.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FactorProof {
    password: String,
    /// Of the authenticator that stands, or one of its recovery codes; none where there is none.
    #[serde(default)]
    code: Option<String>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FactorCode {
    /// The first of the new authenticator.
    code: String,
}

/// Each opens the account once in place of a code. Shown this once.
#[derive(Serialize, ToSchema)]
pub struct RecoveryCodes {
    codes: Vec<String>,
}

/// My authenticator, and what the house asks of everybody.
///
/// Codes: unauthenticated, not_yours.
#[utoipa::path(
    get,
    path = "/session/factor",
    operation_id = "own_factor",
    tag = "session",
    responses((status = OK, body = OwnFactor), Problem),
)]
pub async fn own_factor(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
) -> Result<Json<OwnFactor>, Problem> {
    person(&me)?;
    let mut records = app.store.read().await?;
    let set_up_at = records.second_factor(me.staff.id).await?.map(|factor| factor.set_up_at.0);
    let recovery_codes_left = records.recovery_codes_left(me.staff.id).await?;
    Ok(Json(OwnFactor { rule: app.config.second_factor.into(), set_up_at, recovery_codes_left }))
}

/// Draws an authenticator for me. It counts once its first code confirmed it; until then the one that stands goes on.
///
/// Codes: unauthenticated, not_yours, factor_off, wrong_password, wrong_factor_code, factor_code_used, too_many.
#[utoipa::path(
    post,
    path = "/session/factor",
    operation_id = "own_factor_draw",
    tag = "session",
    request_body = FactorProof,
    responses((status = OK, body = NewFactor), Problem),
)]
pub async fn own_factor_draw(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Caller(address): Caller,
    Json(asked): Json<FactorProof>,
) -> Result<Json<NewFactor>, Problem> {
    person(&me)?;
    if app.config.second_factor == FactorRule::Off {
        return Err(Problem::refused("factor_off", "This house signs in by password alone"));
    }
    let mut tx = proved(&app, &me, asked, address).await?;
    let drawn = factors::draw(&app, tx.as_mut(), &me.staff).await?;
    tx.commit().await?;
    Ok(Json(drawn))
}

/// Confirms the authenticator that was drawn by its first code; it takes the place of the one before. Signed in stays
/// only who asks: every other session of mine ends, with the rooms I sit in by it.
///
/// Codes: unauthenticated, not_yours, wrong_factor_code, factor_over.
#[utoipa::path(
    post,
    path = "/session/factor/confirm",
    operation_id = "own_factor_confirm",
    tag = "session",
    request_body = FactorCode,
    responses((status = OK, body = RecoveryCodes), Problem),
)]
pub async fn own_factor_confirm(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Caller(address): Caller,
    headers: HeaderMap,
    Json(asked): Json<FactorCode>,
) -> Result<Json<RecoveryCodes>, Problem> {
    person(&me)?;
    let mut tx = app.store.begin().await?;
    let codes = factors::confirm(&app, tx.as_mut(), me.staff.id, &asked.code).await?;
    changed(&app, tx, &me, (&headers, address), DeedKind::StaffFactorSetUp).await?;
    Ok(Json(RecoveryCodes { codes }))
}

/// Takes my authenticator away: from now on the password alone signs in. Every other session of mine ends.
///
/// Codes: unauthenticated, not_yours, factor_required, no_factor, wrong_password, wrong_factor_code, factor_code_used,
/// too_many.
#[utoipa::path(
    post,
    path = "/session/factor/remove",
    operation_id = "own_factor_remove",
    tag = "session",
    request_body = FactorProof,
    responses((status = NO_CONTENT), Problem),
)]
pub async fn own_factor_remove(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Caller(address): Caller,
    headers: HeaderMap,
    Json(asked): Json<FactorProof>,
) -> Result<StatusCode, Problem> {
    person(&me)?;
    if app.config.second_factor == FactorRule::Required {
        return Err(Problem::refused("factor_required", "This house asks everybody for one: set up another"));
    }
    let mut tx = proved(&app, &me, asked, address).await?;
    if !tx.remove_second_factor(me.staff.id).await? {
        return Err(factors::none());
    }
    changed(&app, tx, &me, (&headers, address), DeedKind::StaffFactorRemoved).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A transaction for who gave the password that stands and, with an authenticator, its code.
async fn proved(
    app: &AppState,
    me: &Official,
    given: FactorProof,
    from: IpAddr,
) -> Result<Box<dyn Tx>, Problem> {
    let (now, staff) = (app.world.now(), me.staff.id);
    let password = Shown::of(app, staff, given.password).await?;
    let mut tx = app.store.begin().await?;
    password.must_stand(tx.as_mut()).await?;
    if tx.has_second_factor(staff).await? {
        let code = given.code.unwrap_or_default();
        if factors::prove(tx.as_mut(), staff, &code, now).await? == Proof::RecoveryCode {
            let kind = DeedKind::StaffRecoveryCodeUsed;
            sign_in_log::note(tx.as_mut(), &*app.world, kind, Some(&me.staff), from).await?;
        }
    }
    password.give_back(app);
    Ok(tx)
}

/// For the auditor; and nobody else stays where they came in before.
async fn changed(
    app: &AppState,
    mut tx: Box<dyn Tx>,
    me: &Official,
    (headers, from): (&HeaderMap, IpAddr),
    kind: DeedKind,
) -> Result<(), Problem> {
    let kept = end_others(tx.as_mut(), headers, me.staff.id).await?;
    sign_in_log::note(tx.as_mut(), &*app.world, kind, Some(&me.staff), from).await?;
    tx.commit().await?;
    leave_rooms(app, me.into(), me.staff.id, kept.as_ref()).await;
    Ok(())
}
