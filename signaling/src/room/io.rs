//! Inputs and outputs of a room: every event it handles, and everything it can ask for.

use super::exhibits::ShowAsk;
use crate::{
    grant::Grants,
    refusal::Refusal,
    wire::{
        ApartAsk, ByeReason, CheckInView, DisconnectReason, ExhibitId, Language, Level, OfferedReceiver,
        OfferedSource, ParticipantRole, SeatId, SeatView, ServerMessage, Side, SlotBudget, SourceKind,
        TalkId, TalkKind,
    },
};

/// One connection of a seat. Later ones have higher numbers; what comes late from an earlier one is ignored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Conn(pub u64);

/// A question to the record that waits for its answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Question(pub u32);

/// What one seat sends of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Source {
    pub seat: SeatId,
    pub kind: SourceKind,
}

/// A seat as the room is told of it when it opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeatSetup {
    /// The same as the seat's id in the hearing.
    pub id: SeatId,
    pub role: ParticipantRole,
    /// On whose side of the table it sits.
    pub side: Side,
    /// Agency, company or group on the plate.
    pub label: String,
    /// Who sits there; empty for a room.
    pub name: String,
    /// The level of its agency; none for people from outside.
    pub level: Option<Level>,
    /// The hearing cannot begin without it.
    pub mandatory: bool,
    /// Comes in without being admitted, and is shown before others where sections are short.
    pub presides: bool,
    /// What the presider had muted before the room opened again.
    pub muted: Vec<SourceKind>,
    /// Where the record says it was when the room opened.
    pub before: Before,
    /// Whose place at the table it took.
    pub after: Option<SeatId>,
    /// Whose camera and microphone it shares.
    pub beside: Option<SeatId>,
    /// What keeps it apart from the others.
    pub apart: ApartSetup,
}

/// What sets a seat apart from the table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ApartSetup {
    /// Waits outside until called in, and after (a witness).
    pub outside: bool,
    /// Was in before.
    pub heard: bool,
    /// Languages an interpreter speaks besides everybody's.
    pub interprets: Vec<Language>,
}

/// What the record knows of a seat: a room that opens again after a crash keeps everybody's place.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Before {
    /// Never admitted, or left.
    #[default]
    Out,
    Admitted,
    Removed(String),
    /// Given up, or somebody else has its place.
    Withdrawn,
}

/// What can happen to a room.
///
/// Seats come, ask and go; the media plane tells of their peers; the server, which knows the hearing, grants, records
/// and tells what changed in it.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// A device connected; `peer` is the peer connection it still holds.
    Connected { seat: SeatId, conn: Conn, peer: Option<u32> },
    /// Its socket is gone.
    Disconnected { seat: SeatId, conn: Conn, reason: DisconnectReason },
    /// The device that had the seat has it no more, connected or not: what it said of itself is void.
    DeviceEnded(SeatId),
    /// It asked for something; answered by `done` or `refused` with `re`, perhaps after the record.
    Asked { seat: SeatId, conn: Conn, re: u32, ask: Ask },
    /// The media plane answered its offer. Feed this before the answer is sent. Without `conn` the offer came ahead of
    /// the connection, which will hold this peer.
    Offered {
        seat: SeatId,
        conn: Option<Conn>,
        peer: u32,
        sources: Vec<OfferedSource>,
        receivers: Vec<OfferedReceiver>,
    },
    /// The media plane hears nothing of a peer connection, and keeps it for its return.
    PeerSilent { seat: SeatId, peer: u32 },
    /// It is heard, for the first time or again.
    PeerHeard { seat: SeatId, peer: u32 },
    /// The media plane gave up a peer connection.
    PeerLost { seat: SeatId, peer: u32 },
    /// What each seat may do from now on. Seats not named may do nothing.
    Granted(Vec<(SeatId, Grants)>),
    /// The hearing goes on: everybody comes back to the table.
    EndTalks,
    /// It is held another day: everybody waits to be let in.
    Anew,
    /// Who speaks, loudest first.
    Speaking(Vec<SeatId>),
    /// Whom presiding shows to everybody before all others.
    Spotlight(Option<SeatId>),
    /// The fact is in the record: it takes effect.
    Recorded(Question),
    /// It is not: nothing changes.
    NotRecorded(Question),
    /// How far a seat has come before it may be let in.
    Arrival(CheckInView),
    /// A seat with its plate as it is now, one more, or one that was withdrawn.
    SeatIs(SeatSetup),
    /// The record knows that these seats are shown the exhibit.
    ViewersCleared { exhibit: ExhibitId, seats: Vec<SeatId> },
    /// [`super::Room::next_deadline`] has come.
    Tick,
}

/// What a seat may ask of the room. The rest of [`crate::wire::ClientMessage`] is for others: `offer`
/// for the media plane, `step` and `put_entry` for the hearing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ask {
    SetSource {
        kind: SourceKind,
        on: bool,
    },
    Away {
        away: bool,
    },
    RaiseHand {
        up: bool,
    },
    Admit {
        seat: SeatId,
    },
    /// Although nobody has said who it is, and why.
    AdmitUnidentified {
        seat: SeatId,
        reason: String,
    },
    Dismiss {
        seat: SeatId,
    },
    Remove {
        seat: SeatId,
        reason: String,
    },
    Mute {
        seat: SeatId,
        kind: SourceKind,
        muted: bool,
    },
    MuteAll {
        muted: bool,
    },
    GiveFloor {
        seat: Option<SeatId>,
    },
    /// Who may is decided before it is asked here; who is where, and who was invited, is seen here.
    Apart(ApartAsk),
    Exhibit(ShowAsk),
    Leave,
}

/// What a room has done for it, in this order. What asks for an answer gets it as an [`Input`].
#[derive(Debug, Clone, PartialEq)]
pub enum Output {
    /// First thing a new connection is sent, with what the hearing adds (stage, minutes, titles).
    Welcome { seat: SeatId, conn: Conn, snapshot: Snapshot },
    /// To the seat's connection, if it has one.
    ToSeat { seat: SeatId, message: ServerMessage },
    /// To every connection, the lobby's too.
    ToAll(ServerMessage),
    /// Say goodbye on this connection, and close it.
    Bye { seat: SeatId, conn: Conn, reason: ByeReason },
    /// From now on exactly this flows.
    Route(Vec<Routes>),
    /// End this peer connection of the seat, unless a later one has taken its place.
    HangUp { seat: SeatId, peer: u32 },
    /// Who is at the table or has the floor has changed: work out the rights again, answer with
    /// [`Input::Granted`].
    AskGrants { at_table: Vec<SeatId>, floor: Option<SeatId> },
    /// Put this on record; it takes effect with [`Input::Recorded`].
    Record { question: Question, fact: Fact },
    /// Put this on record; it has happened already.
    Note(Fact),
}

/// The room's part of `welcome`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// What the seat that is welcomed may do now.
    pub grants: Grants,
    /// All seats, its own included.
    pub seats: Vec<SeatView>,
    /// Who has the floor.
    pub floor: Option<SeatId>,
    /// The peer connection named in `hello` still stands: it needs no new offer.
    pub peer_alive: bool,
    /// How many receive-only sections to offer, by kind.
    pub slots: SlotBudget,
}

/// What flows to one seat: (mid of its receive-only section, what it carries), what matters most first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Routes {
    pub receiver: SeatId,
    /// Empty where nothing flows to it.
    pub slots: Vec<(String, Source)>,
}

/// What the record should know of who was here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// `by` is the seat itself where it needs nobody's leave to come in.
    Admitted {
        seat: SeatId,
        by: SeatId,
        /// Why, where nobody had said who sits there.
        reason: Option<String>,
    },
    Dismissed {
        seat: SeatId,
        by: SeatId,
    },
    Removed {
        seat: SeatId,
        by: SeatId,
        reason: String,
    },
    /// A connection ended without a word; the seat is kept.
    Dropped {
        seat: SeatId,
        reason: DisconnectReason,
    },
    /// A dropped seat has a connection again.
    Back {
        seat: SeatId,
    },
    Left {
        seat: SeatId,
    },
    /// Of a private talk.
    Talk {
        talk: TalkId,
        of: TalkKind,
        seat: SeatId,
        deed: TalkDeed,
    },
}

/// What a seat did in a private talk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TalkDeed {
    /// And went in, or opened it for others.
    Opened {
        enters: bool,
    },
    Entered,
    /// By itself, by who ended the talk or sent it away, or by nobody: the hearing went on.
    Left {
        by: Option<SeatId>,
    },
}

impl Fact {
    #[must_use]
    pub const fn seat(&self) -> SeatId {
        match self {
            Self::Admitted { seat, .. }
            | Self::Dismissed { seat, .. }
            | Self::Removed { seat, .. }
            | Self::Dropped { seat, .. }
            | Self::Back { seat }
            | Self::Left { seat }
            | Self::Talk { seat, .. } => *seat,
        }
    }
}

/// What became of an [`Ask`].
pub(super) enum Verdict {
    Done,
    /// The answer follows when the record has it.
    Later,
}

pub(super) type Ruling = Result<Verdict, Refusal>;
