//! Staff sign-in.

pub mod new_password;
pub mod own_password;
pub mod phone;
pub mod sign_in;
pub mod sign_out;
pub mod whoami;

use crate::edge::{AppState, password, problem::Problem};

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
