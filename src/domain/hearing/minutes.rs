//! Lines of minutes, and writing one: an operation that is sent twice is applied once.

use super::AgendaPhase;
use crate::domain::{
    ReasonNeeded, Timestamp,
    event::{Change, EventKind},
    given_reason,
    ids::{EntryId, HearingId, OpId, SeatId},
    sha256_hex,
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
    /// Why it was struck (作废): it keeps number and words, and says nothing any more until it is written again.
    pub struck: Option<String>,
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
    pub struck: Option<String>,
    pub at: Timestamp,
    pub author: SeatId,
}

impl Entry {
    /// Strikes it as `revision`.
    ///
    /// # Errors
    /// No reason that says anything.
    pub fn strike(
        &self,
        (op, revision): (OpId, u32),
        reason: &str,
        author: SeatId,
        now: Timestamp,
    ) -> Result<EntryWrite, ReasonNeeded> {
        Ok(EntryWrite {
            op,
            entry: self.id,
            hearing: self.hearing,
            revision,
            phase: self.phase,
            speaker: self.speaker,
            text: self.text.clone(),
            struck: Some(given_reason(reason)?),
            at: now,
            author,
        })
    }

    /// The log's line for this revision: it vouches for the text, and for why it was struck, by their SHA-256 and does not
    /// repeat them.
    #[must_use]
    pub fn change(&self) -> Change {
        let about = |kind| {
            Change::new(kind)
                .with("entry", self.id)
                .with("number", self.number)
                .with("revision", self.revision)
                .with("phase", self.phase)
                .with("text_sha256", sha256_hex(&self.text))
        };
        match &self.struck {
            None => about(EventKind::HearingEntryWritten),
            Some(reason) => about(EventKind::HearingEntryStruck).with("reason_sha256", sha256_hex(reason)),
        }
    }
}
