//! One-time codes: how somebody gets a first password, or another one, that nobody else knows.

use crate::{
    domain::{DAY_MS, Timestamp, ids::StaffId, petition::QueryCode},
    storage::{ResetCode, StoreError, Tx},
    world::World,
};

/// A code is handed over in person or by telephone: it lives for a day.
const LIVES_MS: i64 = DAY_MS;

/// A fresh code, and until when it serves. No password opens the account until it is used.
///
/// # Errors
/// The store failed.
pub async fn issue(
    tx: &mut dyn Tx,
    world: &dyn World,
    staff: StaffId,
) -> Result<(String, Timestamp), StoreError> {
    let code = QueryCode::draw(|bytes| world.fill(bytes));
    let now = world.now();
    let expires_at = now.plus_millis(LIVES_MS);
    tx.set_reset_code(staff, &ResetCode { code_hash: code.hash(), expires_at }).await?;
    tx.set_password_hash(staff, "", now).await?;
    Ok((code.as_str().to_owned(), expires_at))
}
