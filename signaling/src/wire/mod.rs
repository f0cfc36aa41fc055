//! The contract with `web/`: JSON text frames, one message each (`docs/protocol.md`).
//!
//! Changing anything here changes `web/src/wire/generated/`; `make gen` rewrites it and a test on
//! each side fails until that is done.

mod apart;
mod chat;
mod check_in;
mod client;
mod exhibit;
mod ids;
mod papers;
mod presiding;
mod server;
mod signing;
mod view;

pub use apart::{ApartAsk, ApartView, InterpreterView, Language, TalkKind, TalkView, WitnessIs, WitnessView};
pub use chat::{ChatAsk, ChatChannel, ChatGrants, ChatNews, ChatView};
pub use check_in::{CheckInAsk, CheckInNews, CheckInState, CheckInView, TestResult};
pub use client::{ClientFrame, ClientMessage, LineQuality, OfferedReceiver, OfferedSource, StageStep, Tile};
pub use exhibit::{
    ExhibitAsk, ExhibitKind, ExhibitNews, ExhibitState, ExhibitView, Playback, ShownView, Spot,
};
pub use ids::{EntryId, ExhibitId, HearingId, OpId, SeatId, TalkId};
pub use papers::{EntryProposalView, ItemAnswerView, ItemProposalView, PaperKind, PapersAsk, PapersView};
pub use presiding::{
    ConductCode, Layout, MeasureKind, MeasureView, PlannedPhase, PresidingDeed, PresidingView,
    SpeakingTimeView, TurnView,
};
pub use server::{ByeReason, IceServer, RefusalCode, SeatLine, ServerMessage, Slot, SlotBudget};
pub use signing::{
    CorrectionAnswer, CorrectionAnswered, CorrectionView, MarkKind, ReadBackView, SignatureMark, SignerView,
};
pub use view::{
    AgendaPhase, DisconnectReason, EntryView, HearingKind, HearingView, Level, LineWord, ParticipantRole,
    Pictures, Presence, Recording, SeatView, Side, SourceKind, SourceView, Stage, StageView, UnkeptPicture,
};

/// Version of this contract. A client that says another number is told to reload its page.
pub const PROTOCOL: u32 = 1;

/// Longest text frame a client may send, in bytes (docs/threats.md T14). Only `welcome` may be longer, with
/// long minutes in it.
pub const MAX_FRAME_BYTES: usize = 64 * 1024;

/// Longest SDP in an offer, in bytes, and the most lines and media sections in it. A browser's with every section is 33 KB;
/// in JSON, with its lists, the longest still fits a frame.
pub const MAX_SDP_BYTES: usize = 48 * 1024;
/// See [`MAX_SDP_BYTES`].
pub const MAX_SDP_LINES: usize = 1200;
/// See [`MAX_SDP_BYTES`].
pub const MAX_SDP_SECTIONS: usize = 32;

/// Longest minutes entry, in characters.
pub const MAX_ENTRY_CHARS: usize = 4000;

/// Longest chat message, in characters.
pub const MAX_CHAT_CHARS: usize = 500;

/// A reason that is put on record: long enough to say something, short enough to be read. Characters.
pub const MIN_REASON_CHARS: usize = 5;
/// See [`MIN_REASON_CHARS`].
pub const MAX_REASON_CHARS: usize = 500;

/// The server says something at least this often; a client that hears nothing for three times as
/// long reconnects. Milliseconds.
pub const BEAT_EVERY_MS: u64 = 2000;
