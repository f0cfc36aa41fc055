//! Contract for hearings, bookings, minutes, outcomes and recordings.

use super::Result;
use crate::domain::{
    Timestamp,
    hearing::{ActionItem, Entry, EntryWrite, Hearing, Outcome, Recording, Seat, SeatChange, Stretch},
    ids::{HearingId, PetitionId, RecordingId, RoomId, SeatId, StaffId},
    quality::SeatReport,
};
use async_trait::async_trait;

/// A room or person taken for a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Booking {
    Room(RoomId),
    Staff(StaffId),
}

/// What a booking runs into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookingClash {
    pub booking: Booking,
    pub hearing: HearingId,
    pub number: String,
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
}

/// How a write of a minutes entry went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EntryReceipt {
    /// Written now.
    Written(Entry),
    /// This `op` was applied before; the entry as it was then.
    Repeated(Entry),
    /// Somebody else's revision stands.
    Stale(Entry),
}

/// Hearings, their minutes and what they decided.
#[async_trait]
pub trait HearingRecords: Send {
    async fn hearing(&mut self, id: HearingId) -> Result<Option<Hearing>>;
    async fn hearings_of(&mut self, id: PetitionId) -> Result<Vec<Hearing>>;
    /// Overlapping `from..to`, by start, whoever holds them; rights are the caller's. One that cannot be read is passed over.
    async fn hearings_between(&mut self, from: Timestamp, to: Timestamp) -> Result<Vec<Hearing>>;
    /// The same by their ids, for work that passes over one that cannot be read.
    async fn hearing_ids_between(&mut self, from: Timestamp, to: Timestamp) -> Result<Vec<HearingId>>;
    /// Hearings that a server must bring back to life after a restart: check-in to minutes review.
    async fn live_hearings(&mut self) -> Result<Vec<HearingId>>;
    /// Live ones that should have ended by `before`, by their start. One that cannot be read is passed over.
    async fn live_past(&mut self, before: Timestamp) -> Result<Vec<Hearing>>;
    /// Clashes of `wanted` with hearings not cancelled, postponed or over, `except` one. In a transaction it
    /// also locks what is wanted, so that of two schedulers the second sees the first one's hearing: ask in
    /// the transaction that adds or moves the hearing.
    async fn clashes(
        &mut self,
        wanted: &[Booking],
        from: Timestamp,
        to: Timestamp,
        except: Option<HearingId>,
    ) -> Result<Vec<BookingClash>>;
    /// All that is taken between `from` and `to`, by start.
    async fn bookings(&mut self, from: Timestamp, to: Timestamp) -> Result<Vec<BookingClash>>;
    /// By number.
    async fn minutes(&mut self, id: HearingId) -> Result<Vec<Entry>>;
    /// Every wording of each line that was changed, the standing one too, by line and revision; `at` is when it was written.
    async fn wordings(&mut self, id: HearingId) -> Result<Vec<Entry>>;
    async fn outcome(&mut self, id: HearingId) -> Result<Option<Outcome>>;
    async fn action_items(&mut self, id: PetitionId) -> Result<Vec<(HearingId, ActionItem)>>;
    /// How each seat's line fared, in the order of the table; seats that never connected have none.
    async fn line_reports(&mut self, id: HearingId) -> Result<Vec<SeatReport>>;
    /// In the order of the table, of each seat by source and time.
    async fn recordings(&mut self, id: HearingId) -> Result<Vec<Recording>>;
    async fn recording(&mut self, id: RecordingId) -> Result<Option<Recording>>;
    /// Those that were begun and are not whole, of all hearings.
    async fn open_recordings(&mut self) -> Result<Vec<Recording>>;
    /// Who spoke when, and in which phase; by time.
    async fn recording_index(&mut self, id: HearingId) -> Result<Vec<Stretch>>;
}

/// Changes of a hearing.
#[async_trait]
pub trait HearingWrites: Send {
    /// With its seats. Bookings are not looked at: ask [`HearingRecords::clashes`] first.
    async fn add_hearing(&mut self, hearing: &Hearing) -> Result<()>;
    /// Stage and times; `hearing.version` is the one read. Seats are saved by [`HearingWrites::save_seat`].
    async fn save_hearing(&mut self, hearing: &Hearing) -> Result<()>;
    async fn save_seat(&mut self, hearing: HearingId, seat: &Seat) -> Result<()>;
    /// The rest of the seat's row stays. Who is sent out and is outside by the record already stays as they are there.
    async fn change_seat(&mut self, hearing: HearingId, seat: SeatId, change: &SeatChange) -> Result<()>;
    async fn write_entry(&mut self, write: &EntryWrite) -> Result<EntryReceipt>;
    async fn add_outcome(&mut self, outcome: &Outcome) -> Result<()>;
    async fn publish_outcome(&mut self, id: HearingId, at: Timestamp) -> Result<()>;
    /// No longer readable by query code.
    async fn withdraw_outcome(&mut self, id: HearingId, at: Timestamp) -> Result<()>;
    /// The last version before it is kept; it is not published any more.
    async fn correct_outcome(&mut self, outcome: &Outcome) -> Result<()>;
    /// Takes the place of an earlier one of the seat; a later one stays. Twice is once.
    async fn put_line_report(&mut self, id: HearingId, report: &SeatReport) -> Result<()>;
    /// A file that was begun, or has become whole; whether that changed anything. One that is whole stays as it is.
    async fn put_recording(&mut self, recording: &Recording) -> Result<bool>;
    /// A stretch that is there by its beginning and what it is about goes on until this end.
    async fn put_stretches(&mut self, id: HearingId, stretches: &[Stretch]) -> Result<()>;
}
