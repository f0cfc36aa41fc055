//! What can be read ([`Records`]) and written ([`Tx`]), one pair of traits per aggregate.

mod administration;
mod channels;
mod documents;
mod filters;
mod hearings;
mod log;
mod papers;
mod people;
mod petitions;
mod places;
mod reception;
mod signing;
mod statistics;
mod supervision;

pub use administration::{AdministrationRecords, AdministrationWrites, CalendarVersion, ResetCode};
pub use channels::{
    ClientRecords, ClientWrites, IntakeRecords, IntakeWrites, OutboxRecords, OutboxWrites, Told,
};
pub use documents::{DocumentRecords, DocumentWrites};
pub use filters::{FilterRecords, FilterWrites, SavedFilter};
pub use hearings::{Booking, BookingClash, EntryReceipt, HearingRecords, HearingWrites};
pub use log::{LogRecords, LogWrites};
pub use papers::{PaperRecords, PaperWrites};
pub use people::{DeviceToken, PeopleRecords, PeopleWrites, SeatKey, SeatSession, StaffSession};
pub use petitions::{Page, PetitionFilter, PetitionRecords, PetitionRow, PetitionWrites};
pub use places::{PlaceRecords, PlaceWrites};
pub use reception::{ReceptionRecords, ReceptionWrites};
pub use signing::{SigningRecords, SigningWrites};
pub use statistics::{Charge, StatisticsRecords, StatisticsWrites};
pub use supervision::{DemandBox, OrderedItem, SupervisionRecords, SupervisionWrites};

use super::StoreError;
use async_trait::async_trait;

type Result<T> = std::result::Result<T, StoreError>;

/// What can be read. `None` is an answer, not an error. Lists are in a stable order, named where it matters.
pub trait Records:
    PlaceRecords
    + PeopleRecords
    + PetitionRecords
    + HearingRecords
    + SigningRecords
    + PaperRecords
    + SupervisionRecords
    + LogRecords
    + StatisticsRecords
    + DocumentRecords
    + FilterRecords
    + ClientRecords
    + IntakeRecords
    + OutboxRecords
    + AdministrationRecords
    + ReceptionRecords
{
}

impl<T> Records for T where
    T: PlaceRecords
        + PeopleRecords
        + PetitionRecords
        + HearingRecords
        + SigningRecords
        + PaperRecords
        + SupervisionRecords
        + LogRecords
        + StatisticsRecords
        + DocumentRecords
        + FilterRecords
        + ClientRecords
        + IntakeRecords
        + OutboxRecords
        + AdministrationRecords
        + ReceptionRecords
{
}

/// One transaction: reads see its own writes. Every write checks how many rows it changed.
#[async_trait]
pub trait Tx:
    Records
    + PlaceWrites
    + PeopleWrites
    + PetitionWrites
    + HearingWrites
    + SigningWrites
    + PaperWrites
    + SupervisionWrites
    + LogWrites
    + StatisticsWrites
    + DocumentWrites
    + FilterWrites
    + ClientWrites
    + IntakeWrites
    + OutboxWrites
    + AdministrationWrites
    + ReceptionWrites
{
    async fn commit(self: Box<Self>) -> Result<()>;
}
