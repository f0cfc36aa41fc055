//! Frames from the server: answers to a client's request, and news for the seats of a hearing.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{
    ApartView, ChatNews, CheckInNews, EntryView, ExhibitNews, HearingView, LineWord, OpId, PapersView,
    Pictures, PresidingView, ReadBackView, SeatId, SeatView, SourceKind, StageView,
};
use crate::grant::Grants;

/// What a client is told: the answer to what it asked (`re`), or news for every seat that may know of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
#[expect(clippy::large_enum_variant, reason = "a connection is welcomed once, and moved little")]
pub enum ServerMessage {
    /// The whole state, after `hello`. Whoever reconnects throws away what it had and takes this.
    Welcome {
        protocol: u32,
        hearing: HearingView,
        you: SeatId,
        grants: Grants,
        seats: Vec<SeatView>,
        stage: StageView,
        floor: Option<SeatId>,
        minutes: Vec<EntryView>,
        /// Once the minutes were frozen.
        read_back: Option<ReadBackView>,
        /// The peer connection named in `hello` still lives here: keep it. Else make a fresh one.
        peer_alive: bool,
        slots: SlotBudget,
        /// Ways to the relay where its own port cannot be reached; empty where there are none.
        ice: Vec<IceServer>,
        /// Server clock, UTC milliseconds: the page counts phases by it.
        now: i64,
    },
    /// Request `re` is done.
    Done {
        re: u32,
    },
    /// Request `re` is not done, and why; the page has a sentence for each code.
    Refused {
        re: u32,
        code: RefusalCode,
        detail: Option<String>,
    },
    /// Answer to the offer with request number `re`.
    Answer {
        re: u32,
        peer: u32,
        sdp: String,
    },
    /// Which receive-only section carries whose source now; sections not named are idle.
    Slots {
        slots: Vec<Slot>,
    },
    /// A seat as it is now (replaces what was known of it).
    Seat {
        seat: SeatView,
    },
    /// Stage or phase as it is now.
    Stage {
        stage: StageView,
    },
    /// What this client's own seat may do now.
    Grants {
        grants: Grants,
    },
    Floor {
        seat: Option<SeatId>,
    },
    /// Who is speaking, loudest first.
    Speaking {
        seats: Vec<SeatId>,
    },
    /// Which simulcast layers of one's own source somebody receives, by rid, and whether anybody does
    /// at all. The others need not be sent.
    Wanted {
        kind: SourceKind,
        anybody: bool,
        layers: Vec<String>,
    },
    /// What this client's line carries of the pictures it is shown.
    Line {
        pictures: Pictures,
    },
    /// How the lines of seats fare, where it changed.
    Quality {
        seats: Vec<SeatLine>,
    },
    /// An entry that is committed. `op` is named to everybody; its writer knows it is saved.
    Entry {
        op: OpId,
        entry: EntryView,
    },
    /// All lines (replaces what was known of them): this seat may read them from now on. Its `read_back` and `papers`
    /// follow, where there are any.
    Minutes {
        minutes: Vec<EntryView>,
    },
    /// Of check-in and the officer on duty.
    CheckIn {
        news: CheckInNews,
    },
    /// The version that stands, as it is now; without its text where that is known.
    ReadBack {
        read_back: ReadBackView,
    },
    /// What goes on apart from the table (replaces what was known of it); also after each `welcome`.
    Apart {
        apart: ApartView,
    },
    /// Presiding as it is now; follows every `welcome`.
    Presiding {
        presiding: PresidingView,
    },
    /// What there is of exhibits, and what is shown.
    Exhibit {
        news: ExhibitNews,
    },
    /// What was written.
    Chat {
        news: ChatNews,
    },
    /// Agreement, action items, proposed lines and the line being read, as they are now; after `welcome` once there is
    /// something of them.
    Papers {
        papers: PapersView,
    },
    /// Nothing to say, still here.
    Beat {},
    /// Last message before the socket closes.
    Bye {
        reason: ByeReason,
        detail: Option<String>,
    },
}

/// A TURN server as `RTCPeerConnection` takes it (RFC 7065 URLs, time-limited credentials).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct IceServer {
    pub urls: Vec<String>,
    pub username: String,
    pub credential: String,
}

/// How one seat's line fares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SeatLine {
    pub seat: SeatId,
    pub word: LineWord,
    pub pictures: Pictures,
}

/// Receive-only sections a client should offer for this hearing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SlotBudget {
    pub audio: u8,
    pub video: u8,
}

/// One receive-only section and the source it carries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Slot {
    pub mid: String,
    pub seat: SeatId,
    pub kind: SourceKind,
}

/// Why a request was turned down. The person may try something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RefusalCode {
    /// This seat has no right to that.
    NotAllowed,
    /// No such seat in this hearing.
    NoSuchSeat,
    /// Not at this stage; `detail` names the stage.
    WrongStage,
    /// Seats that must be there are not; `detail` lists their labels.
    NoQuorum,
    /// A reason is needed, 5 to 500 characters.
    ReasonNeeded,
    /// Nobody has said who sits there: it takes the presider's word, with a reason.
    NoIdentity,
    /// The seat has not been admitted yet.
    InLobby,
    /// The petitioner is waited for until 15 minutes past the appointed time.
    TooEarly,
    /// A seat of the petitioner is taken: that is no no-show.
    PetitionerPresent,
    /// Times in the past, too short or too long.
    BadTimes,
    /// Phases that cannot stand so; `detail` says why.
    BadAgenda,
    /// The agenda has no phase after this one, or before it.
    NoSuchPhase,
    /// A room or a person belongs to other hearings then; `detail` names them.
    Taken,
    /// The hearing's file is closed.
    Archived,
    /// Another witness is in: they do not hear each other.
    WitnessInside,
    /// Somebody wrote this entry, or froze a new version, meanwhile: take theirs, then do it again.
    StaleRevision,
    /// The minutes changed since they were frozen: a new version is frozen first.
    NotFrozen,
    /// It was signed, taken or answered before, and that stays.
    SignedAlready,
    /// The one-time code is wrong, spent or too old.
    WrongCode,
    /// The line that is said to be corrected reads as it did.
    Unchanged,
    /// Seats have neither signed nor refused; `detail` lists their labels.
    Unsigned,
    /// An agreement waits for signatures; `detail` is the number of its version.
    OpenAgreement,
    /// The minutes are frozen.
    MinutesFrozen,
    /// Deliberation is not in the minutes: all who sit there read them.
    NotMinuted,
    /// Text empty or too long, or a choice that cannot be taken.
    BadText,
    /// As many files as may be are there.
    TooManyFiles,
    /// Files of more bytes than may be.
    TooLarge,
    /// The offer cannot be answered; `detail` says why.
    BadOffer,
    /// Too many requests in a short time.
    TooFast,
    /// Only the petitioners' side sits beside another seat, and only beside a room's or an official's.
    CannotSitBeside,
    /// Who may not hear it sits beside this seat (private talk, deliberation): they go first.
    SomebodyBeside,
    /// This seat cannot stand in for the presider, or nobody can.
    CannotStandIn,
    /// A time to speak or to wait that is too short or too long; `detail` says what is possible.
    BadDuration,
    /// Could not be stored now; nothing was lost on this side, send it again.
    NotStored,
}

/// Why the server hangs up. WebSocket close codes beside them (RFC 6455 7.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ByeReason {
    /// 1000: the hearing is over for this client.
    HearingOver,
    /// 1000: left on its own wish.
    Left,
    /// 4001: ticket unknown, used or too old. Get a new one.
    BadTicket,
    /// 4002: reload the page.
    WrongProtocol,
    /// 4003: the presider removed this seat.
    Removed,
    /// 4004: the same seat connected from elsewhere.
    Replaced,
    /// 4005: sign-in or seat cookie was withdrawn.
    SessionEnded,
    /// 4006: the seat was given up, or somebody else has its place.
    Withdrawn,
    /// 1012: the server restarts, come back.
    Restarting,
    /// 1002: not the protocol.
    Violation,
    /// 1008: too much in a short time.
    Flooding,
    /// 1009: frame too large.
    TooLarge,
}

impl ByeReason {
    /// The WebSocket close code sent with this reason.
    #[must_use]
    pub const fn close_code(self) -> u16 {
        match self {
            Self::HearingOver | Self::Left => 1000,
            Self::Violation => 1002,
            Self::Flooding => 1008,
            Self::TooLarge => 1009,
            Self::Restarting => 1012,
            Self::BadTicket => 4001,
            Self::WrongProtocol => 4002,
            Self::Removed => 4003,
            Self::Replaced => 4004,
            Self::SessionEnded => 4005,
            Self::Withdrawn => 4006,
        }
    }
}
