//! Whom a message to a seat reaches: the people of the petition, outsiders, and officials on the phone they gave.

use crate::{
    domain::{
        hearing::{Occupant, Seat, on_the_phone},
        people::{Party, Phone},
    },
    storage::{Records, StoreError},
};

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
