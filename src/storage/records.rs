//! What can be read ([`Records`]) and written ([`Tx`]).

use super::StoreError;
use crate::domain::{
    Timestamp,
    event::{ChainedEvent, Event},
    hearing::{ActionItem, Entry, EntryWrite, Hearing, Outcome, Seat},
    ids::{AgencyId, AttachmentId, HearingId, PetitionId, RoomId, SeatId, StaffId},
    jurisdiction::{Agency, Division, DivisionCode, ReceptionRoom},
    people::{Party, Staff},
    petition::{Attachment, Petition, Registration, StateName},
};
use async_trait::async_trait;

type Result<T> = std::result::Result<T, StoreError>;

/// One page of a list and where the next one starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    pub rows: Vec<T>,
    /// Give this back as `after`; none at the end.
    pub next: Option<String>,
}

/// Which petitions a list shows. `scope` comes from `domain::rights`, the rest from the person.
#[derive(Debug, Clone, Default)]
pub struct PetitionFilter {
    /// Petitions in this division's subtree...
    pub division: Option<DivisionCode>,
    /// ...or routed to this agency, or with a seat of it in a hearing.
    pub agency: Option<AgencyId>,
    /// Sealed reports as well (discipline desk), else never.
    pub sealed: bool,
    pub state: Option<StateName>,
    /// Two or more characters of title, text or number.
    pub search: Option<String>,
    pub after: Option<String>,
    pub limit: u32,
}

/// A line of the work list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PetitionRow {
    pub petition: Petition,
    pub unit_name: Option<String>,
    pub place_name: String,
}

/// A room or person taken for a time.
#[derive(Debug, Clone, PartialEq, Eq)]
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

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffSession {
    pub staff: StaffId,
    pub expires_at: Timestamp,
    pub last_seen_at: Timestamp,
}

/// The link of a seat: only its hash is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeatKey {
    pub seat: SeatId,
    pub hearing: HearingId,
    /// The link was opened and exchanged for a cookie; it opens nothing any more.
    pub used_at: Option<Timestamp>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeatSession {
    pub seat: SeatId,
    pub hearing: HearingId,
    pub expires_at: Timestamp,
}

/// What a query by number and code finds besides the petition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    pub hearing: Hearing,
    /// Only when published.
    pub outcome: Option<Outcome>,
}

/// What can be read. `None` is an answer, not an error. Lists are in a stable order, named where it matters.
#[async_trait]
pub trait Records: Send {
    // Places
    async fn divisions(&mut self) -> Result<Vec<Division>>;
    async fn agencies(&mut self) -> Result<Vec<Agency>>;
    async fn agency(&mut self, id: AgencyId) -> Result<Option<Agency>>;
    async fn reception_rooms(&mut self) -> Result<Vec<ReceptionRoom>>;

    // People
    async fn staff(&mut self, id: StaffId) -> Result<Option<Staff>>;
    async fn staff_by_username(&mut self, username: &str) -> Result<Option<Staff>>;
    /// All that are not disabled, by agency and name.
    async fn staff_list(&mut self) -> Result<Vec<Staff>>;
    /// PHC string of the password.
    async fn password_hash(&mut self, id: StaffId) -> Result<Option<String>>;
    /// Failed sign-ins under `key` (a user name or a network address) since `since`, newest first.
    async fn failures(&mut self, key: &str, since: Timestamp) -> Result<Vec<Timestamp>>;
    async fn staff_session(&mut self, token_hash: &[u8; 32]) -> Result<Option<StaffSession>>;
    async fn seat_session(&mut self, token_hash: &[u8; 32]) -> Result<Option<SeatSession>>;
    async fn seat_key(&mut self, key_hash: &[u8; 32]) -> Result<Option<SeatKey>>;

    // Petitions
    async fn petition(&mut self, id: PetitionId) -> Result<Option<Petition>>;
    /// By number, with the hash of its query code.
    async fn petition_by_number(&mut self, number: &str) -> Result<Option<(Petition, [u8; 32])>>;
    /// Next due first, then oldest.
    async fn petitions(&mut self, filter: &PetitionFilter) -> Result<Page<PetitionRow>>;
    async fn parties(&mut self, id: PetitionId) -> Result<Vec<Party>>;
    async fn attachments(&mut self, id: PetitionId) -> Result<Vec<Attachment>>;
    async fn attachment(&mut self, id: AttachmentId) -> Result<Option<Attachment>>;
    /// Oldest first.
    async fn timeline(&mut self, id: PetitionId) -> Result<Vec<ChainedEvent>>;

    // Hearings
    async fn hearing(&mut self, id: HearingId) -> Result<Option<Hearing>>;
    async fn hearings_of(&mut self, id: PetitionId) -> Result<Vec<Hearing>>;
    /// Overlapping `from..to`, by start, whoever holds them; rights are the caller's.
    async fn hearings_between(&mut self, from: Timestamp, to: Timestamp) -> Result<Vec<Hearing>>;
    /// Hearings that a server must bring back to life after a restart: check-in to minutes review.
    async fn live_hearings(&mut self) -> Result<Vec<HearingId>>;
    /// Clashes of `wanted` with hearings not cancelled, postponed or over, `except` one.
    async fn clashes(
        &mut self,
        wanted: &[Booking],
        from: Timestamp,
        to: Timestamp,
        except: Option<HearingId>,
    ) -> Result<Vec<BookingClash>>;
    /// By number.
    async fn minutes(&mut self, id: HearingId) -> Result<Vec<Entry>>;
    async fn outcome(&mut self, id: HearingId) -> Result<Option<Outcome>>;
    async fn action_items(&mut self, id: PetitionId) -> Result<Vec<(HearingId, ActionItem)>>;

    // The log
    async fn chains(&mut self) -> Result<Vec<DivisionCode>>;
    /// Up to `limit` events of a chain from `number` on.
    async fn chain_slice(&mut self, chain: &DivisionCode, from: u64, limit: u32)
    -> Result<Vec<ChainedEvent>>;
    /// The head as kept beside the log: last number and its hash.
    async fn chain_head(&mut self, chain: &DivisionCode) -> Result<Option<(u64, [u8; 32])>>;
}

/// One transaction: reads see its own writes. Every write checks how many rows it changed.
#[async_trait]
pub trait Tx: Records {
    // Places and people (administration, demo data). Insert or replace by id.
    async fn put_division(&mut self, division: &Division) -> Result<()>;
    async fn put_agency(&mut self, agency: &Agency) -> Result<()>;
    async fn put_reception_room(&mut self, room: &ReceptionRoom) -> Result<()>;
    async fn put_staff(&mut self, staff: &Staff) -> Result<()>;
    async fn set_password_hash(&mut self, id: StaffId, phc: &str) -> Result<()>;
    async fn add_failure(&mut self, key: &str, at: Timestamp) -> Result<()>;
    async fn clear_failures(&mut self, key: &str) -> Result<()>;

    async fn add_staff_session(&mut self, token_hash: &[u8; 32], session: &StaffSession) -> Result<()>;
    async fn touch_staff_session(&mut self, token_hash: &[u8; 32], at: Timestamp) -> Result<()>;
    async fn end_staff_session(&mut self, token_hash: &[u8; 32]) -> Result<()>;
    async fn end_staff_sessions_of(&mut self, id: StaffId) -> Result<()>;
    /// Replaces the seat's earlier key, used or not.
    async fn set_seat_key(&mut self, key_hash: &[u8; 32], seat: SeatId) -> Result<()>;
    /// `false`: it was used before.
    async fn use_seat_key(&mut self, key_hash: &[u8; 32], at: Timestamp) -> Result<bool>;
    /// Ends the seat's earlier sessions.
    async fn add_seat_session(&mut self, token_hash: &[u8; 32], session: &SeatSession) -> Result<()>;
    async fn end_seat_sessions_of(&mut self, hearing: HearingId) -> Result<()>;

    // Petitions
    /// Next number of a running sequence, from 1: `name` is like `XF620102202611231`.
    async fn next_in_sequence(&mut self, name: &str) -> Result<u32>;
    async fn add_petition(&mut self, registration: &Registration) -> Result<()>;
    /// State, clocks and category; `petition.version` is the one read, stored as `version + 1`.
    async fn save_petition(&mut self, petition: &Petition) -> Result<()>;
    async fn set_query_code(&mut self, id: PetitionId, hash: &[u8; 32]) -> Result<()>;
    async fn add_attachment(&mut self, attachment: &Attachment) -> Result<()>;

    // Hearings
    /// With its seats. Locks the booked rooms and people so that two schedulers cannot both pass `clashes`.
    async fn add_hearing(&mut self, hearing: &Hearing) -> Result<()>;
    /// Stage and times; `hearing.version` is the one read. Seats are saved by [`Tx::save_seat`].
    async fn save_hearing(&mut self, hearing: &Hearing) -> Result<()>;
    async fn save_seat(&mut self, hearing: HearingId, seat: &Seat) -> Result<()>;
    async fn write_entry(&mut self, write: &EntryWrite) -> Result<EntryReceipt>;
    async fn add_outcome(&mut self, outcome: &Outcome) -> Result<()>;
    async fn publish_outcome(&mut self, id: HearingId, at: Timestamp) -> Result<()>;

    /// Appends to the event's chain: takes the head's lock, numbers, hashes, stores.
    async fn append(&mut self, event: &Event) -> Result<ChainedEvent>;

    async fn commit(self: Box<Self>) -> Result<()>;
}
