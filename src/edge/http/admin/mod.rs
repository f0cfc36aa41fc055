//! Administration. Who does not administer a thing is told that there is no such page.

pub mod agencies;
pub mod calendar;
pub mod calendar_load;
pub mod calendar_preview;
pub mod close_agency;
pub mod deeds;
pub mod divisions;
pub mod grant_wished;
pub mod grids;
pub mod import_staff;
pub mod rename_agency;
pub mod reset;
pub mod roles;
pub mod room;
pub mod rooms;
pub mod staff;
pub mod staff_state;

use crate::{
    domain::{
        ids::{AgencyId, StaffId},
        jurisdiction::Agency,
        people::Staff,
        rights::{Actor, AdminAction, administers, is_separated, may_administer},
    },
    edge::problem::Problem,
    storage::Records,
};

/// # Errors
/// `not_found`: none of these is `me`'s to do.
fn must(me: &Actor, any_of: &[AdminAction]) -> Result<(), Problem> {
    let mine = administers(me);
    if any_of.iter().any(|action| mine.contains(action)) { Ok(()) } else { Err(Problem::NotFound) }
}

/// An agency in the division that `me` administers.
async fn agency(
    records: &mut dyn Records,
    me: &Actor,
    action: AdminAction,
    id: AgencyId,
) -> Result<Agency, Problem> {
    let agency = records.agency(id).await?;
    agency.filter(|agency| may_administer(me, action, &agency.division)).ok_or(Problem::NotFound)
}

/// Somebody who works in the division that `me` administers, and where.
async fn person(
    records: &mut dyn Records,
    me: &Actor,
    action: AdminAction,
    id: StaffId,
) -> Result<(Staff, Agency), Problem> {
    let staff = records.staff(id).await?.ok_or(Problem::NotFound)?;
    let agency = agency(records, me, action, staff.agency).await?;
    Ok((staff, agency))
}

/// The accounts of the three administrators are no one administrator's to shut or reset.
fn not_separated(staff: &Staff) -> Result<(), Problem> {
    if is_separated(staff) {
        let sentence = "Accounts of administrators and auditors are changed on the command line";
        return Err(Problem::refused("separated_account", sentence));
    }
    Ok(())
}
