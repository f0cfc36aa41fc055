//! Whom a message to a seat reaches: the people of the petition, outsiders, and officials on the phone they gave.

use crate::{
    domain::{
        hearing::{Occupant, Seat, on_the_phone},
        ids::StaffId,
        people::{Party, Phone},
    },
    storage::{Records, StoreError},
};
use std::collections::BTreeSet;

/// Whether [`phone_of`] would be some number, `colleagues` being whom a message reaches of the officials at the table.
#[must_use]
pub fn has_phone(seat: &Seat, people: &[Party], colleagues: &BTreeSet<StaffId>) -> bool {
    match seat.occupant {
        Occupant::Official { staff, .. } => colleagues.contains(&staff),
        _ => on_the_phone(seat, people).is_some(),
    }
}

/// The number of who sits there. Officials gave theirs for what presses; it is not rung where they switched that off, or work
/// here no more (ADR 52).
///
/// # Errors
/// The store does not answer.
pub async fn phone_of(
    records: &mut dyn Records,
    seat: &Seat,
    people: &[Party],
) -> Result<Option<Phone>, StoreError> {
    let Occupant::Official { staff, .. } = seat.occupant else {
        return Ok(on_the_phone(seat, people).map(|phone| Phone::new(phone.to_owned())));
    };
    let works = records.staff(staff).await?.is_some_and(|one| !one.disabled);
    let own = records.staff_phone(staff).await?;
    Ok(own.filter(|own| works && own.wanted).map(|own| own.phone))
}
