//! Chat messages.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{OpId, SeatId};

/// What a seat asks of the chat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum ChatAsk {
    /// Writes something. `op` is made by the client: sent twice, written once.
    Say { op: OpId, to: ChatChannel, text: String },
    /// Closes the table's chat, or opens it again; for who presides.
    Close { closed: bool },
}

/// To whom something is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(tag = "channel", rename_all = "snake_case", deny_unknown_fields)]
pub enum ChatChannel {
    /// Everybody at the table who attends.
    Table {},
    /// Who holds the hearing, among themselves.
    Staff {},
    /// This seat and the officer or clerk; open to every seat for itself, in the lobby too.
    Desk { seat: SeatId },
}

/// What a seat is told of the chat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ChatNews {
    /// What was written to this seat so far, after `welcome`; left out where there is nothing to say.
    All { closed: bool, messages: Vec<ChatView> },
    /// It is on record.
    Said { message: ChatView },
    /// Who presides closed the table's chat, or opened it.
    Closed { closed: bool },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ChatView {
    /// The `op` it was written with.
    pub id: OpId,
    pub to: ChatChannel,
    /// None: the officer on duty, who watches from the board without a seat.
    pub from: Option<SeatId>,
    pub text: String,
    /// UTC milliseconds.
    pub at: i64,
}

/// What a seat may read and write; writing to the officer needs no grant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
pub struct ChatGrants {
    /// Is told what is written to the table.
    pub read: bool,
    /// May write to the table.
    pub table: bool,
    /// Reads and writes among who holds the hearing.
    pub staff: bool,
    /// Reads and answers what seats write to the officer.
    pub desk: bool,
}
