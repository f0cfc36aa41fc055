//! 文字交流: what seats write to each other beside what they say. Kept with the hearing; no part of its minutes.

use crate::domain::{
    Timestamp,
    event::{Change, EventKind},
    hex,
    ids::{HearingId, OpId, SeatId, StaffId},
};
use sha2::{Digest, Sha256};

/// To whom something is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChatChannel {
    /// Everybody at the table.
    Table,
    /// Who holds the hearing, among themselves.
    Staff,
    /// One seat and the officer or clerk: also before it is let in.
    Desk { seat: SeatId },
}

impl ChatChannel {
    /// Its stable text; whose thread it is, is kept beside it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Staff => "staff",
            Self::Desk { .. } => "desk",
        }
    }
}

/// Who wrote something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChatAuthor {
    Seat(SeatId),
    /// From the officer's board, without a seat.
    Officer(StaffId),
}

/// Something written. Nobody but its audience is ever told of it, whoever may read the channel later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChatMessage {
    /// Made by the client: sent twice, kept once.
    pub id: OpId,
    pub hearing: HearingId,
    pub channel: ChatChannel,
    pub from: ChatAuthor,
    pub text: String,
    pub at: Timestamp,
    /// Seats that had a right to it when it was written, its writer's among them.
    pub audience: Vec<SeatId>,
}

impl ChatMessage {
    /// The log's line: it vouches for the text by its SHA-256 and does not repeat it. Whose thread with the desk it is
    /// in, is there for the board, which calls the officer to it.
    #[must_use]
    pub fn change(&self) -> Change {
        let digest: [u8; 32] = Sha256::digest(self.text.as_bytes()).into();
        let written = Change::new(EventKind::HearingChatWritten)
            .with("message", self.id)
            .with("channel", self.channel.as_str())
            .with("text_sha256", hex(&digest));
        match self.channel {
            ChatChannel::Desk { seat } => written.with("seat", seat),
            ChatChannel::Table | ChatChannel::Staff => written,
        }
    }
}

/// The log's line for the table's chat being closed or opened by who presides.
#[must_use]
pub const fn switched(closed: bool) -> Change {
    Change::new(if closed { EventKind::HearingChatClosed } else { EventKind::HearingChatOpened })
}
