//! A password over its age (`[accounts] password_days`) is replaced on the way in: nobody signs in by it any more.

use super::hashed;
use crate::{
    domain::{administration::DeedKind, ids::StaffId, people::Staff},
    edge::{AppState, password, problem::Problem, sign_in_log},
    storage::{StoreError, Tx},
};
use std::net::IpAddr;

/// Whether the password of `staff` may not stand any longer.
pub(super) async fn is_over(app: &AppState, tx: &mut dyn Tx, staff: StaffId) -> Result<bool, StoreError> {
    let set_at = tx.password_set_at(staff).await?;
    Ok(app.config.password_age.is_over(set_at, app.world.now()))
}

/// A new one that is too weak is no try to sign in: it is turned down before one is counted.
///
/// # Errors
/// `weak_password`.
pub(super) fn looked_at(new: Option<&String>) -> Result<(), Problem> {
    new.map_or(Ok(()), |new| password::check_new(new))
        .map_err(|weak| Problem::refused("weak_password", weak.to_string()))
}

/// Sets `new` for who proved that they are themselves; whether there was one. What was signed in by the password before is
/// ended; the rooms it sits in are the caller's to empty, after the commit.
///
/// # Errors
/// `password_over`: the one that stands is, and there is no new one. `same_password`, `weak_password`.
pub(super) async fn renew(
    app: &AppState,
    tx: &mut dyn Tx,
    staff: &Staff,
    new: Option<String>,
    from: IpAddr,
) -> Result<bool, Problem> {
    let Some(new) = new else {
        let over = is_over(app, tx, staff.id).await?;
        return if over { Err(over_age()) } else { Ok(false) };
    };
    let standing = tx.password_hash(staff.id).await?;
    if app.passwords.verify(new.clone(), standing).await {
        return Err(Problem::refused("same_password", "This is the password that stands: take another"));
    }
    let hash = hashed(app, new).await?;
    tx.set_password_hash(staff.id, &hash, app.world.now()).await?;
    tx.end_staff_sessions_of(staff.id).await?;
    sign_in_log::note(tx, &*app.world, DeedKind::StaffPasswordSet, Some(staff), from).await?;
    Ok(true)
}

fn over_age() -> Problem {
    Problem::refused("password_over", "This password has stood for its days: set another one to sign in")
}
