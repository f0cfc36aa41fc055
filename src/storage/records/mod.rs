//! What can be read ([`Records`]) and written ([`Tx`]), one pair of traits per aggregate.

mod hearings;
mod log;
mod people;
mod petitions;
mod places;
mod signing;

pub use hearings::{Booking, BookingClash, EntryReceipt, HearingRecords, HearingWrites};
pub use log::{LogRecords, LogWrites};
pub use people::{DeviceToken, PeopleRecords, PeopleWrites, SeatKey, SeatSession, StaffSession};
pub use petitions::{Page, PetitionFilter, PetitionRecords, PetitionRow, PetitionWrites};
pub use places::{PlaceRecords, PlaceWrites};
pub use signing::{SigningRecords, SigningWrites};

use super::StoreError;
use async_trait::async_trait;

type Result<T> = std::result::Result<T, StoreError>;

/// What can be read. `None` is an answer, not an error. Lists are in a stable order, named where it matters.
pub trait Records:
    PlaceRecords + PeopleRecords + PetitionRecords + HearingRecords + SigningRecords + LogRecords
{
}

impl<T> Records for T where
    T: PlaceRecords + PeopleRecords + PetitionRecords + HearingRecords + SigningRecords + LogRecords
{
}

/// One transaction: reads see its own writes. Every write checks how many rows it changed.
#[async_trait]
pub trait Tx:
    Records + PlaceWrites + PeopleWrites + PetitionWrites + HearingWrites + SigningWrites + LogWrites
{
    async fn commit(self: Box<Self>) -> Result<()>;
}
