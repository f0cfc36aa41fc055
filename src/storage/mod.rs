//! Records: one contract in words of the domain, two databases behind it.
//!
//! **Invariant:** nothing outside this folder names `sqlx` or a table.

mod error;
mod records;

pub use error::StoreError;
pub use records::{
    Booking, BookingClash, EntryReceipt, HearingRecords, HearingWrites, LogRecords, LogWrites, Page,
    PeopleRecords, PeopleWrites, PetitionFilter, PetitionRecords, PetitionRow, PetitionWrites, PlaceRecords,
    PlaceWrites, Published, Records, SeatKey, SeatSession, StaffSession, Tx,
};

use async_trait::async_trait;
use std::sync::Arc;

/// A database. Cheap to share.
#[async_trait]
pub trait Store: Send + Sync + std::fmt::Debug {
    /// A view to read from; it sees what was committed when it first reads.
    async fn read(&self) -> Result<Box<dyn Records>, StoreError>;

    /// A transaction. Dropping it without [`Tx::commit`] undoes everything.
    async fn begin(&self) -> Result<Box<dyn Tx>, StoreError>;
}

pub type SharedStore = Arc<dyn Store>;
