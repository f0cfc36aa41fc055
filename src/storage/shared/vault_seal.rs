//! Checks at the start that the master key fits the database.

use super::Session;
use crate::storage::{StoreError, statements::statements};
use sqlx::{query, query_scalar};

statements! {
    SEAL = "select seal from vault where id = 1";
    SET_SEAL = "insert into vault (id, seal) values (1, $1) on conflict (id) do nothing";
}

/// A new store is sealed under the master key; one that is sealed must fit it. `false`: it was not sealed yet.
pub(super) async fn check(session: &mut Session) -> Result<bool, StoreError> {
    let seal: Option<Vec<u8>> = query_scalar(SEAL).fetch_optional(session.conn()).await?;
    match seal {
        Some(seal) => session.vault().check_seal(&seal).map(|()| true),
        None => Ok(false),
    }
}

pub(super) async fn set(session: &mut Session) -> Result<(), StoreError> {
    let seal = session.vault().seal()?;
    query(SET_SEAL).bind(seal).execute(session.conn()).await?;
    Ok(())
}
