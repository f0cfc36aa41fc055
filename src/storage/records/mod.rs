//! What can be read ([`Records`]) and written ([`Tx`]), one pair of traits per aggregate.

mod administration;
mod channels;
mod check_in;
mod delegations;
mod documents;
mod exhibits;
mod filters;
mod grid;
mod hearings;
mod keeping;
mod log;
mod notices;
mod openings;
mod page;
mod papers;
mod people;
mod petitions;
mod places;
mod presiding;
mod queue;
mod reception;
mod requests;
mod screens;
mod second_factors;
mod signing;
mod staff_notices;
mod staff_phones;
mod statistics;
mod supervision;

pub use administration::{
    AdministrationRecords, AdministrationWrites, CalendarVersion, Raised, ResetCode, Sought,
};
pub use channels::{
    Brought, ClientRecords, ClientWrites, CodeMessage, IntakeRecords, IntakeWrites, OutboxRecords,
    OutboxWrites, Queue, Queued, Told,
};
pub use check_in::{CheckInRecords, CheckInWrites, IdentityPhoto};
pub use delegations::{DelegationRecords, DelegationWrites};
pub use documents::{DocumentRecords, DocumentWrites, KeptFile};
pub use exhibits::{ExhibitRecords, ExhibitWrites};
pub use filters::{FilterRecords, FilterWrites, SavedFilter};
pub use grid::{GridBox, GridRecords, GridWrites};
pub use hearings::{Booking, BookingClash, EntryReceipt, HearingRecords, HearingWrites};
pub use keeping::{KeepingRecords, KeepingWrites};
pub use log::{LogRecords, LogWrites};
pub use notices::{NoticeRecords, NoticeWrites};
pub use openings::{Looked, Opening, OpeningRecords, OpeningRow, OpeningWrites, OpeningsWanted};
pub use page::{Cursor, Page};
pub use papers::{PaperRecords, PaperWrites};
pub use people::{DeviceToken, PeopleRecords, PeopleWrites, SeatKey, SeatSession, StaffSession};
pub use petitions::{History, PetitionFilter, PetitionRecords, PetitionRow, PetitionWrites};
pub use places::{PlaceRecords, PlaceWrites};
pub use presiding::{PresidingRecords, PresidingWrites};
pub use queue::{QueueRecords, QueueWrites};
pub use reception::{ReceptionRecords, ReceptionWrites};
pub use requests::{RequestBox, RequestRecords, RequestWrites};
pub use screens::{ScreenRecords, ScreenWrites};
pub use second_factors::{SecondFactorRecords, SecondFactorWrites, SignInStep};
pub use signing::{SigningRecords, SigningWrites};
pub use staff_notices::{PauseOwner, StaffNoticeRecords, StaffNoticeWrites};
pub use staff_phones::{StaffPhoneRecords, StaffPhoneWrites};
pub use statistics::{StatisticsRecords, StatisticsWrites};
pub use supervision::{DemandBox, ItemBox, OrderedItem, SupervisionRecords, SupervisionWrites};

use super::StoreError;
use async_trait::async_trait;

type Result<T> = std::result::Result<T, StoreError>;

/// What can be read. `None` is an answer, not an error. Lists are in a stable order, named where it matters.
pub trait Records:
    PlaceRecords
    + PeopleRecords
    + PetitionRecords
    + HearingRecords
    + CheckInRecords
    + KeepingRecords
    + SigningRecords
    + PresidingRecords
    + PaperRecords
    + SupervisionRecords
    + LogRecords
    + StatisticsRecords
    + DocumentRecords
    + FilterRecords
    + GridRecords
    + ClientRecords
    + IntakeRecords
    + OutboxRecords
    + AdministrationRecords
    + ReceptionRecords
    + RequestRecords
    + NoticeRecords
    + QueueRecords
    + ExhibitRecords
    + DelegationRecords
    + StaffNoticeRecords
    + StaffPhoneRecords
    + ScreenRecords
    + SecondFactorRecords
    + OpeningRecords
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
    + CheckInWrites
    + KeepingWrites
    + SigningWrites
    + PresidingWrites
    + PaperWrites
    + SupervisionWrites
    + LogWrites
    + StatisticsWrites
    + DocumentWrites
    + FilterWrites
    + GridWrites
    + ClientWrites
    + IntakeWrites
    + OutboxWrites
    + AdministrationWrites
    + ReceptionWrites
    + RequestWrites
    + NoticeWrites
    + QueueWrites
    + ExhibitWrites
    + DelegationWrites
    + StaffNoticeWrites
    + StaffPhoneWrites
    + ScreenWrites
    + SecondFactorWrites
    + OpeningWrites
{
    async fn commit(self: Box<Self>) -> Result<()>;
}
