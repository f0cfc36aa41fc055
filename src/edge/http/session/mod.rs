//! Staff sign-in.

mod attempt;
pub mod new_password;
pub mod own_factor;
pub mod own_password;
pub mod phone;
mod renewal;
pub mod second;
mod shown;
pub mod sign_in;
pub mod sign_out;
pub mod whoami;

use crate::{
    domain::{ids::StaffId, rights::Official},
    edge::{
        AppState, password,
        problem::Problem,
        session::{self, STAFF_COOKIE},
    },
    storage::{StoreError, Tx},
};
use axum::http::HeaderMap;

/// Programs have nothing of their own here.
const fn person(me: &Official) -> Result<(), Problem> {
    if me.program.is_some() { Err(Problem::NotAllowed) } else { Ok(()) }
}

/// The hash of a password that somebody is about to set.
///
/// # Errors
/// `weak_password`.
async fn hashed(app: &AppState, password: String) -> Result<String, Problem> {
    password::check_new(&password).map_err(|weak| Problem::refused("weak_password", weak.to_string()))?;
    let world = app.world.clone();
    let hash = tokio::task::spawn_blocking(move || password::hash(&password, &*world)).await;
    let hash = hash.map_err(Problem::internal)?;
    hash.map_err(|_| Problem::refused("weak_password", "This password is too long"))
}

/// Every session of `staff` ends but the one that asks. Gives its hash: the rooms it is in are not left.
async fn end_others(
    tx: &mut dyn Tx,
    headers: &HeaderMap,
    staff: StaffId,
) -> Result<Option<[u8; 32]>, StoreError> {
    let mine = session::presented(headers, STAFF_COOKIE);
    let kept = match &mine {
        Some(hash) => tx.staff_session(hash).await?,
        None => None,
    };
    tx.end_staff_sessions_of(staff).await?;
    if let (Some(hash), Some(kept)) = (&mine, &kept) {
        tx.add_staff_session(hash, kept).await?;
    }
    Ok(mine)
}
