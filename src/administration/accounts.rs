//! Accounts that are shut, opened again, or lose their authenticator: whoever is signed in by them is signed out.

use super::By;
use crate::{
    domain::{administration::DeedKind, people::Staff},
    storage::{StoreError, Tx},
    world::World,
};

/// Shuts the account of `staff`, or opens it again; the account as it is then.
///
/// # Errors
/// The store failed.
pub async fn set_disabled(
    tx: &mut dyn Tx,
    world: &dyn World,
    by: By<'_>,
    staff: Staff,
    disabled: bool,
) -> Result<Staff, StoreError> {
    let staff = Staff { disabled, ..staff };
    tx.put_staff(&staff).await?;
    if disabled {
        tx.end_staff_sessions_of(staff.id).await?;
    }
    let kind = if disabled { DeedKind::StaffDisabled } else { DeedKind::StaffEnabled };
    by.record(tx, world, kind, staff.username.as_str()).await?;
    Ok(staff)
}

/// Takes a lost authenticator away, with its recovery codes; whether there was one.
///
/// # Errors
/// The store failed.
pub async fn remove_factor(
    tx: &mut dyn Tx,
    world: &dyn World,
    by: By<'_>,
    staff: &Staff,
) -> Result<bool, StoreError> {
    if !tx.remove_second_factor(staff.id).await? {
        return Ok(false);
    }
    tx.end_staff_sessions_of(staff.id).await?;
    by.record(tx, world, DeedKind::StaffFactorRemoved, staff.username.as_str()).await?;
    Ok(true)
}
