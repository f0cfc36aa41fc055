//! Contract for televisions of reception rooms.

use super::Result;
use crate::domain::{
    Timestamp,
    ids::{HearingId, RoomId, ScreenId},
    jurisdiction::{Revoked, RoomScreen},
};
use async_trait::async_trait;

/// Big screens of reception rooms, the revoked too.
#[async_trait]
pub trait ScreenRecords: Send {
    async fn screen_by_token(&mut self, token_hash: &[u8; 32]) -> Result<Option<RoomScreen>>;
    /// Newest first.
    async fn screens_of(&mut self, room: RoomId) -> Result<Vec<RoomScreen>>;
    /// Hash of the last link of a seat that it was given.
    async fn screen_key(&mut self, id: ScreenId) -> Result<Option<[u8; 32]>>;
    /// With a seat in the room, by their beginning: those that run now, whatever their time, and those neither over nor
    /// postponed that end from `from` on, before `to`.
    async fn hearings_near(&mut self, room: RoomId, from: Timestamp, to: Timestamp)
    -> Result<Vec<HearingId>>;
}

/// Tokens and keys come as their SHA-256.
#[async_trait]
pub trait ScreenWrites: Send {
    async fn add_screen(&mut self, screen: &RoomScreen, token_hash: &[u8; 32]) -> Result<()>;
    async fn touch_screen(&mut self, id: ScreenId, at: Timestamp) -> Result<()>;
    /// It was given a link of its room's seat; `false`: it is revoked.
    async fn put_screen_key(&mut self, id: ScreenId, key_hash: &[u8; 32]) -> Result<bool>;
    /// `false`: it was revoked before.
    async fn revoke_screen(&mut self, id: ScreenId, revoked: &Revoked) -> Result<bool>;
}
