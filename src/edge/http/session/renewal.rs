//! A password over its age (`[accounts] password_days`) is replaced on the way in: nobody signs in by it any more.

use super::hashed;
use crate::{
    domain::{administration::DeedKind, ids::StaffId, people::Staff},
    edge::{AppState, password, problem::Problem, sign_in_log},
    storage::{StoreError, Tx},
};
use std::net::IpAddr;

/// What stands in for the password, looked at and hashed before anything is written: a hash takes long, and one writes at a
/// time.
pub(super) enum Renewal {
    /// No other password was given.
    Left,
    /// The one that stands was given again.
    Same,
    /// `standing`: the hash that it was compared with, and replaces.
    New { standing: Option<String>, hash: String },
}

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

impl Renewal {
    /// # Errors
    /// `weak_password`.
    pub async fn of(app: &AppState, staff: StaffId, new: Option<String>) -> Result<Self, Problem> {
        let Some(new) = new else { return Ok(Self::Left) };
        let standing = app.store.read().await?.password_hash(staff).await?;
        if app.passwords.verify(new.clone(), standing.clone()).await {
            return Ok(Self::Same);
        }
        Ok(Self::New { standing, hash: hashed(app, new).await? })
    }

    /// Sets it for who proved that they are themselves; whether there was one. What was signed in by the password before is
    /// ended; the rooms it sits in are the caller's to empty, after the commit.
    ///
    /// # Errors
    /// `password_over`: the one that stands is, and there is no new one. `same_password`. `stale`: it was reset meanwhile.
    pub async fn write(
        self,
        app: &AppState,
        tx: &mut dyn Tx,
        staff: &Staff,
        from: IpAddr,
    ) -> Result<bool, Problem> {
        let (standing, hash) = match self {
            Self::New { standing, hash } => (standing, hash),
            Self::Same => return Err(same()),
            Self::Left => {
                let over = is_over(app, tx, staff.id).await?;
                return if over { Err(over_age()) } else { Ok(false) };
            }
        };
        if tx.password_hash(staff.id).await? != standing {
            return Err(Problem::Stale);
        }
        tx.set_password_hash(staff.id, &hash, app.world.now()).await?;
        tx.end_reset_code(staff.id).await?;
        tx.end_staff_sessions_of(staff.id).await?;
        sign_in_log::note(tx, &*app.world, DeedKind::StaffPasswordSet, Some(staff), from).await?;
        Ok(true)
    }
}

fn same() -> Problem {
    Problem::refused("same_password", "This is the password that stands: take another")
}

fn over_age() -> Problem {
    Problem::refused("password_over", "This password has stood for its days: set another one to sign in")
}
