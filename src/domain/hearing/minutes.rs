use super::AgendaPhase;
use crate::domain::{
    Timestamp,
    ids::{EntryId, HearingId, OpId, SeatId},
};

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
