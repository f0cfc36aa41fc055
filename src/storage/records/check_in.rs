//! Contract for check-in.

use super::Result;
use crate::domain::{
    Timestamp,
    event::Event,
    hearing::{CheckIn, CheckInNote, PhoneCode},
    ids::{HearingId, SeatId},
};
use async_trait::async_trait;

/// A photo of somebody's paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdentityPhoto {
    pub media_type: String,
    pub bytes: Vec<u8>,
    pub taken_at: Timestamp,
    /// By which order it outlives the confirmation.
    pub kept: Option<String>,
}

/// Who checks in, and what calls the officer.
#[async_trait]
pub trait CheckInRecords: Send {
    /// In the order of the table; seats nothing is known of are left out.
    async fn check_ins(&mut self, id: HearingId) -> Result<Vec<CheckIn>>;
    /// Seats with a photo nobody has looked at yet, or that is kept.
    async fn photographed(&mut self, id: HearingId) -> Result<Vec<SeatId>>;
    async fn identity_photo(&mut self, seat: SeatId) -> Result<Option<IdentityPhoto>>;
    /// Why the seat's last photo was refused, where it has sent no other since.
    async fn photo_refusal(&mut self, seat: SeatId) -> Result<Option<String>>;
    /// In a transaction that writes nobody else reads it to write until this one ends: wrong digits are counted one by one, and
    /// a code is sent and taken once.
    async fn phone_code(&mut self, seat: SeatId) -> Result<Option<PhoneCode>>;
    /// Events of `domain::duty::ALARM_EVENTS` since then, oldest first, whatever the hearing.
    async fn alarm_events(&mut self, since: Timestamp) -> Result<Vec<Event>>;
}

/// What is known of who sits down; photos and codes are taken away again.
#[async_trait]
pub trait CheckInWrites: Send {
    /// One more thing known of a seat; the rest stays as it is.
    async fn note_check_in(&mut self, hearing: HearingId, seat: SeatId, note: &CheckInNote) -> Result<()>;
    /// It is held another day: seats wait to be let in, and of who checked in nothing is left but whom a helper helps
    /// and photos that an order keeps. A link that was used opens once more, unless the session it opened lasts into the
    /// new day. The hearing is saved with its new times before.
    async fn come_anew(&mut self, hearing: HearingId) -> Result<()>;
    /// Takes the place of an earlier one.
    ///
    /// # Errors
    /// `Stale`: an order keeps the earlier one.
    async fn put_identity_photo(&mut self, seat: SeatId, photo: &IdentityPhoto) -> Result<()>;
    async fn drop_identity_photo(&mut self, seat: SeatId) -> Result<()>;
    /// The photo is gone; why, stays until another comes or another day.
    async fn refuse_identity_photo(&mut self, seat: SeatId, reason: &str) -> Result<()>;
    /// Takes the place of an earlier one.
    async fn put_phone_code(&mut self, code: &PhoneCode) -> Result<()>;
    async fn drop_phone_code(&mut self, seat: SeatId) -> Result<()>;
}
