//! Contract for staff, sessions, seat links and device tokens.

use super::Result;
use crate::domain::{
    Timestamp,
    ids::{AgencyId, HearingId, SeatId, StaffId},
    people::Staff,
};
use async_trait::async_trait;

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

/// The seat a device's token is for: an encoder, a player, a gateway that comes without a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeviceToken {
    pub seat: SeatId,
    pub hearing: HearingId,
}

/// Staff, and whoever holds a session or the link of a seat.
#[async_trait]
pub trait PeopleRecords: Send {
    async fn staff(&mut self, id: StaffId) -> Result<Option<Staff>>;
    async fn staff_by_username(&mut self, username: &str) -> Result<Option<Staff>>;
    /// All that are not disabled, by agency and name.
    async fn staff_list(&mut self) -> Result<Vec<Staff>>;
    /// Those of one agency that are not disabled, by name.
    async fn staff_of_agency(&mut self, agency: AgencyId) -> Result<Vec<Staff>>;
    /// PHC string of the password.
    async fn password_hash(&mut self, id: StaffId) -> Result<Option<String>>;
    /// When it was set; none before that was written down.
    async fn password_set_at(&mut self, id: StaffId) -> Result<Option<Timestamp>>;
    /// Failed sign-ins under `key` (a user name at an address, an address, a browser) since `since`, newest first.
    async fn failures(&mut self, key: &str, since: Timestamp) -> Result<Vec<Timestamp>>;
    /// Who signed in from the browser that shows this, and is remembered there now.
    async fn known_browser(&mut self, token_hash: &[u8; 32], now: Timestamp) -> Result<Vec<StaffId>>;
    async fn staff_session(&mut self, token_hash: &[u8; 32]) -> Result<Option<StaffSession>>;
    async fn seat_session(&mut self, token_hash: &[u8; 32]) -> Result<Option<SeatSession>>;
    async fn seat_key(&mut self, key_hash: &[u8; 32]) -> Result<Option<SeatKey>>;
    /// The keys of a hearing's seats that were given one.
    async fn seat_keys(&mut self, id: HearingId) -> Result<Vec<SeatKey>>;
    async fn device_token(&mut self, token_hash: &[u8; 32]) -> Result<Option<DeviceToken>>;
    /// The seats of a hearing that have a device's token.
    async fn device_seats(&mut self, id: HearingId) -> Result<Vec<SeatId>>;
}

/// Accounts, sessions and links. Tokens and keys come as their SHA-256.
#[async_trait]
pub trait PeopleWrites: Send {
    async fn put_staff(&mut self, staff: &Staff) -> Result<()>;
    async fn set_password_hash(&mut self, id: StaffId, phc: &str, at: Timestamp) -> Result<()>;
    async fn add_failure(&mut self, key: &str, at: Timestamp) -> Result<()>;
    async fn clear_failures(&mut self, key: &str) -> Result<()>;

    async fn add_staff_session(&mut self, token_hash: &[u8; 32], session: &StaffSession) -> Result<()>;
    async fn touch_staff_session(&mut self, token_hash: &[u8; 32], at: Timestamp) -> Result<()>;
    async fn end_staff_session(&mut self, token_hash: &[u8; 32]) -> Result<()>;
    /// Signs them out everywhere, between password and code too; no browser knows them any more.
    async fn end_staff_sessions_of(&mut self, id: StaffId) -> Result<()>;
    /// Remembers who signed in there, from now until then.
    async fn keep_known_browser(
        &mut self,
        token_hash: &[u8; 32],
        staff: StaffId,
        times: (Timestamp, Timestamp),
    ) -> Result<()>;
    /// Replaces the seat's earlier key, used or not, and ends the seat's sessions.
    async fn set_seat_key(&mut self, key_hash: &[u8; 32], seat: SeatId) -> Result<()>;
    /// `false`: it was used before.
    async fn use_seat_key(&mut self, key_hash: &[u8; 32], at: Timestamp) -> Result<bool>;
    /// Ends the seat's earlier sessions.
    async fn add_seat_session(&mut self, token_hash: &[u8; 32], session: &SeatSession) -> Result<()>;
    /// The hearing is over: tokens of its devices go as well, and photos of papers that no order keeps.
    async fn end_seat_sessions_of(&mut self, hearing: HearingId) -> Result<()>;
    /// The seat was given up: its link and all that came by it, its device's token and the photo of a paper go.
    async fn end_seat_access(&mut self, seat: SeatId) -> Result<()>;
    /// Replaces the seat's earlier one.
    async fn set_device_token(&mut self, token_hash: &[u8; 32], seat: SeatId) -> Result<()>;
    /// `false`: there was none.
    async fn end_device_token(&mut self, seat: SeatId) -> Result<bool>;
}
