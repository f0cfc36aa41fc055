//! What is put to people in a hearing beside its minutes: an agreement to sign, action items to accept, lines to be
//! taken into the minutes, the line that is being read (docs/rules.md 3.3, 3.5).

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{AgendaPhase, EntryId, OpId, ReadBackView, SeatId};

/// What is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PaperKind {
    Minutes,
    Agreement,
}

/// Asked for by a seat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum PapersAsk {
    /// Presider or clerk: freezes the next version of the agreement between these seats.
    FreezeAgreement { terms: String, parties: Vec<SeatId> },
    /// Presider or clerk: puts an action item to the agency of `seat`. `deadline` is a day, YYYY-MM-DD.
    ProposeItem { item: OpId, seat: SeatId, content: String, deadline: String, entry: EntryId },
    /// The agency's own seat: accepts, or declines with a reason.
    AnswerItem { item: OpId, declined: Option<String> },
    /// Who signs the minutes, or interprets: a line of one's own for the clerk to take. Taken, it is an entry with this id.
    ProposeEntry { entry: EntryId, phase: AgendaPhase, text: String },
    /// Presider or clerk: not taken, and why.
    ReturnEntry { entry: EntryId, reason: String },
    /// Presider or clerk: the line of the minutes that is being read aloud, shown on every screen.
    ReadLine { entry: Option<EntryId> },
}

/// All of it as this seat may see it; replaces what was known. The agreement's text is left out where the page has it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PapersView {
    pub agreement: Option<ReadBackView>,
    /// Every party has signed.
    pub agreed: bool,
    pub items: Vec<ItemProposalView>,
    /// One's own; to who keeps the minutes everybody's. Taken ones are entries.
    pub entries: Vec<EntryProposalView>,
    pub reading: Option<EntryId>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ItemProposalView {
    pub id: OpId,
    /// Seats that may answer for the agency.
    pub seats: Vec<SeatId>,
    pub content: String,
    pub deadline: String,
    pub entry: EntryId,
    pub answer: ItemAnswerView,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum ItemAnswerView {
    Open {},
    Accepted { seat: SeatId, at: i64 },
    Declined { seat: SeatId, at: i64, reason: String },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct EntryProposalView {
    pub id: EntryId,
    pub seat: SeatId,
    pub phase: AgendaPhase,
    pub text: String,
    pub at: i64,
    pub returned: Option<String>,
}
