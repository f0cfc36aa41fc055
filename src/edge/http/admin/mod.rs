//! Administration. Who does not administer a thing is told that there is no such page.

pub mod agencies;
pub mod calendar;
pub mod calendar_load;
pub mod calendar_preview;
pub mod close_agency;
pub mod deeds;
pub mod divisions;
pub mod factor;
pub mod grant_wished;
pub mod grids;
pub mod import_staff;
pub mod openings;
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
        rights::{AdminAction, Official, administers, is_separated, may_administer},
    },
    edge::{problem::Problem, views::AdminStaff},
    storage::{Records, StoreError},
};
use serde::Deserialize;
use utoipa::IntoParams;

/// # Errors
/// `not_found`: none of these is `me`'s to do.
fn must(me: &Official, any_of: &[AdminAction]) -> Result<(), Problem> {
    let mine = administers(me);
    if any_of.iter().any(|action| mine.contains(action)) { Ok(()) } else { Err(Problem::NotFound) }
}

/// How a list is to be taken.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ImportQuery {
    /// Only say what would change.
    #[serde(default)]
    dry_run: bool,
}

/// # Errors
/// `bad_line`: the list is not UTF-8 from there on.
fn list(body: &[u8]) -> Result<&str, Problem> {
    std::str::from_utf8(body).map_err(|error| {
        let line = 1 + body[..error.valid_up_to()].iter().filter(|byte| **byte == b'\n').count();
        Problem::BadLine { field: "body", line, detail: "the list must be saved as UTF-8".to_owned() }
    })
}

/// An agency in the division that `me` administers.
async fn agency(
    records: &mut dyn Records,
    me: &Official,
    action: AdminAction,
    id: AgencyId,
) -> Result<Agency, Problem> {
    known_agency(records, me, action, id).await?.ok_or(Problem::NotFound)
}

/// `None`: there is no such agency in the division that `me` administers.
async fn known_agency(
    records: &mut dyn Records,
    me: &Official,
    action: AdminAction,
    id: AgencyId,
) -> Result<Option<Agency>, StoreError> {
    let agency = records.agency(id).await?;
    Ok(agency.filter(|agency| may_administer(me, action, &agency.division)))
}

/// Somebody who works in the division that `me` administers, and where.
async fn person(
    records: &mut dyn Records,
    me: &Official,
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

/// An account as those see it who look after it.
async fn seen(
    records: &mut dyn Records,
    staff: Staff,
    agency_name: String,
) -> Result<AdminStaff, StoreError> {
    let has_phone = records.has_staff_phone(staff.id).await?;
    let has_factor = records.has_second_factor(staff.id).await?;
    Ok(AdminStaff::of(staff, agency_name).reached(has_phone).guarded(has_factor))
}
