//! Contract for exhibits and chat messages.

use super::Result;
use crate::domain::{
    Timestamp,
    hearing::{ChatMessage, Exhibit},
    ids::{ExhibitId, HearingId, SeatId},
};
use async_trait::async_trait;

/// What was laid before a hearing, and what its seats wrote to each other.
#[async_trait]
pub trait ExhibitRecords: Send {
    /// In the order they came, each with its file: name, type, SHA-256, and the id its bytes are stored under.
    async fn hearing_exhibits(&mut self, id: HearingId) -> Result<Vec<Exhibit>>;
    async fn exhibit(&mut self, id: ExhibitId) -> Result<Option<Exhibit>>;
    /// Which seats were shown what.
    async fn exhibit_viewers(&mut self, id: HearingId) -> Result<Vec<(ExhibitId, SeatId)>>;
    /// By time.
    async fn chat_messages(&mut self, id: HearingId) -> Result<Vec<ChatMessage>>;
    /// Whether who presides has closed the table's chat.
    async fn is_chat_closed(&mut self, id: HearingId) -> Result<bool>;
}

/// Exhibits and messages are added and never removed.
#[async_trait]
pub trait ExhibitWrites: Send {
    async fn add_exhibit(&mut self, exhibit: &Exhibit) -> Result<()>;
    /// Its state; all else stays as it was brought.
    async fn save_exhibit(&mut self, exhibit: &Exhibit) -> Result<()>;
    /// Twice is once.
    async fn add_exhibit_viewer(&mut self, exhibit: ExhibitId, seat: SeatId, since: Timestamp) -> Result<()>;
    /// Whether it was written now; sent twice, it is kept once.
    async fn add_chat_message(&mut self, message: &ChatMessage) -> Result<bool>;
    /// Twice is once.
    async fn close_chat(&mut self, id: HearingId, closed: bool) -> Result<()>;
}
