//! Lines of minutes, and writing one: an operation that is sent twice is applied once.

use super::AgendaPhase;
use crate::domain::{
    Timestamp,
    event::{Change, EventKind},
    hex,
    ids::{EntryId, HearingId, OpId, SeatId},
};
use sha2::{Digest, Sha256};

/// A line of the minutes as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub id: EntryId,
    pub hearing: HearingId,
    /// Order in the minutes, from 1 without gaps.
    pub number: u32,
    /// Grows by one with every change; earlier texts stay in the store.
    pub revision: u32,
    pub phase: AgendaPhase,
    pub speaker: Option<SeatId>,
    pub text: String,
    /// First written.
    pub at: Timestamp,
    /// The seat that wrote this revision.
    pub author: SeatId,
}

/// A write of an entry as asked for. Sent twice with the same `op`, it is applied once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryWrite {
    pub op: OpId,
    pub entry: EntryId,
    pub hearing: HearingId,
    /// 1 for a new entry, n+1 to replace revision n.
    pub revision: u32,
    pub phase: AgendaPhase,
    pub speaker: Option<SeatId>,
    pub text: String,
    pub at: Timestamp,
    pub author: SeatId,
}

impl Entry {
    /// The log's line for this revision: it vouches for the text by its SHA-256 and does not repeat it.
    #[must_use]
    pub fn change(&self) -> Change {
        let digest: [u8; 32] = Sha256::digest(self.text.as_bytes()).into();
        Change::new(EventKind::HearingEntryWritten)
            .with("entry", self.id)
            .with("number", self.number)
            .with("revision", self.revision)
            .with("phase", self.phase)
            .with("text_sha256", hex(&digest))
    }
}
