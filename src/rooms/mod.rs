//! Live hearings: where signaling, domain, media and storage meet, and only here.

mod journal;
mod words;

pub use crate::domain::hearing::{ItemDraft, OutcomeDraft};

use crate::domain::{event::Actor, ids};
use signaling::wire::{ByeReason, ClientFrame, DisconnectReason, RefusalCode, ServerMessage};
use tokio::sync::mpsc;

/// All live hearings of this node. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Rooms {}

/// Most messages a connection may lag behind before it is cut off; it resumes with a fresh `welcome`.
pub const OUTBOX: usize = 256;

/// A change to a hearing asked for over HTTP; it goes through the room so that its seats see it.
#[derive(Debug, Clone)]
pub enum Command {
    /// From minutes review: closes and issues in one transaction. From closed: issues.
    IssueOutcome(OutcomeDraft),
    Cancel {
        reason: String,
    },
    /// To new times, or to none yet.
    Postpone {
        reason: String,
        to: Option<(crate::domain::Timestamp, crate::domain::Timestamp)>,
    },
    /// The seat's link was renewed: its old device must go.
    EndSeat(ids::SeatId),
}

/// Why a command was not done: a code and a sentence's worth of detail.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code:?}: {detail}")]
pub struct Refused {
    pub code: RefusalCode,
    pub detail: String,
}

/// A seat's connection to its room. Dropping it counts as [`DisconnectReason::Unknown`].
#[derive(Debug)]
pub struct SeatConnection {}

impl Rooms {
    /// Connects a seat; the room's messages, `welcome` first, go to `outbox`. An earlier connection of
    /// the seat is sent `bye replaced`. `peer` is the peer connection the client still holds.
    ///
    /// # Errors
    /// Why the door stays shut.
    pub async fn connect(
        &self,
        _hearing: ids::HearingId,
        _seat: ids::SeatId,
        _peer: Option<u32>,
        _outbox: mpsc::Sender<ServerMessage>,
    ) -> Result<SeatConnection, ByeReason> {
        todo!()
    }

    /// # Errors
    /// Nothing was changed, and why.
    pub async fn command(
        &self,
        _hearing: ids::HearingId,
        _by: Actor,
        _command: Command,
    ) -> Result<(), Refused> {
        todo!()
    }
}

impl SeatConnection {
    /// Hands a frame to the room; waits when the room is behind.
    pub async fn send(&self, _frame: ClientFrame) {
        todo!()
    }

    /// The socket is gone, and why.
    pub fn lost(self, _reason: DisconnectReason) {
        todo!()
    }
}
