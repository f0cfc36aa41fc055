//! The second factor of an account: set up, confirmed by a first code, asked at each sign-in.

use super::{AppState, authenticator::code_at, problem::Problem};
use crate::{
    domain::{
        MINUTE_MS, Timestamp,
        ids::StaffId,
        people::Staff,
        petition::QueryCode,
        second_factor::{Given, RECOVERY_CODES, SECRET_LEN, SecondFactor, Secret, WrongCode, accepted},
    },
    storage::{StoreError, Tx},
};
use serde::Serialize;
use utoipa::ToSchema;

/// A new one must be confirmed within: an authenticator may have to be installed first.
pub const WAITS_MS: i64 = 15 * MINUTE_MS;

/// What an authenticator is told. It counts only when a code of it was given back.
#[derive(Serialize, ToSchema)]
pub struct NewFactor {
    /// To type, base 32.
    pub secret: String,
    /// To scan, as a QR code.
    pub uri: String,
}

/// By what somebody proved that they are themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    Code,
    RecoveryCode,
}

/// Why nobody proved anything.
#[derive(Debug, thiserror::Error)]
pub enum NotProved {
    #[error(transparent)]
    Wrong(#[from] WrongCode),
    #[error("The authenticator must be confirmed within a quarter of an hour: begin again")]
    Over,
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<NotProved> for Problem {
    fn from(why: NotProved) -> Self {
        match why {
            NotProved::Wrong(wrong) => Self::refused(wrong.code(), wrong.to_string()),
            NotProved::Over => Self::refused("factor_over", why.to_string()),
            NotProved::Store(error) => error.into(),
        }
    }
}

/// There is nothing to take away.
pub fn none() -> Problem {
    Problem::refused("no_factor", "This account has no second factor")
}

/// What waits for its first code, in place of what waited before.
pub async fn draw(app: &AppState, tx: &mut dyn Tx, staff: &Staff) -> Result<NewFactor, StoreError> {
    let mut bytes = [0; SECRET_LEN];
    app.world.fill(&mut bytes);
    let secret = Secret::of(bytes);
    tx.set_waiting_factor(staff.id, &secret, app.world.now().plus_millis(WAITS_MS)).await?;
    Ok(NewFactor { secret: secret.text(), uri: secret.uri(&staff.username) })
}

/// What waits counts from now on, in place of the one before: its first code was `typed`. Gives its recovery codes,
/// which nobody is shown again. The account's sessions are the caller's to end.
pub async fn confirm(
    app: &AppState,
    tx: &mut dyn Tx,
    staff: StaffId,
    typed: &str,
) -> Result<Vec<String>, NotProved> {
    let now = app.world.now();
    let secret = tx.waiting_factor(staff, now).await?.ok_or(NotProved::Over)?;
    let Given::Code(code) = Given::read(typed) else { return Err(WrongCode::Wrong.into()) };
    let used_step = accepted(code, i64::MIN, now, |step| code_at(&secret, step))?;
    let codes: Vec<QueryCode> =
        (0..RECOVERY_CODES).map(|_| QueryCode::draw(|bytes| app.world.fill(bytes))).collect();
    let hashes: Vec<[u8; 32]> = codes.iter().map(QueryCode::hash).collect();
    tx.set_second_factor(staff, &SecondFactor { secret, set_up_at: now, used_step }, &hashes).await?;
    Ok(codes.iter().map(|code| code.as_str().to_owned()).collect())
}

/// Takes a code of somebody's factor, or one of its recovery codes: none is taken twice.
pub async fn prove(tx: &mut dyn Tx, staff: StaffId, typed: &str, now: Timestamp) -> Result<Proof, NotProved> {
    let factor = tx.second_factor(staff).await?.ok_or(WrongCode::Wrong)?;
    match Given::read(typed) {
        Given::Code(code) => {
            let step = accepted(code, factor.used_step, now, |step| code_at(&factor.secret, step))?;
            let first = tx.use_factor_step(staff, step).await?;
            if first { Ok(Proof::Code) } else { Err(WrongCode::Used.into()) }
        }
        Given::Recovery(hash) => {
            let theirs = tx.use_recovery_code(staff, &hash).await?;
            if theirs { Ok(Proof::RecoveryCode) } else { Err(WrongCode::Wrong.into()) }
        }
    }
}
