//! Frames from a client: a request number and what the seat asks for.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{
    AgendaPhase, ApartAsk, ChatAsk, CheckInAsk, CorrectionAnswer, DisconnectReason, EntryId, ExhibitAsk,
    LineWord, OpId, PaperKind, PapersAsk, PresidingDeed, SeatId, SignatureMark, SourceKind,
};

/// What a client sends: a request number of its own and what it asks for.
/// Every frame is answered by exactly one `done`, `answer` or `refused` with the same number
/// (`hello` by `welcome` or `bye`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ClientFrame {
    pub id: u32,
    #[serde(rename = "do")]
    pub message: ClientMessage,
}

/// What a client may ask of a room, by its kind. Who may ask it is decided by the seat's grants.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum ClientMessage {
    /// First frame of every connection. `ticket` comes from `POST /api/tickets` and is good once.
    /// `peer` is the number of the peer connection this client still holds, if any.
    Hello { protocol: u32, ticket: String, peer: Option<u32> },
    /// Opens, renegotiates or ICE-restarts the media of this seat. `peer` grows by one for each fresh
    /// `RTCPeerConnection` and stays for a restart of the same one.
    Offer { peer: u32, sdp: String, sources: Vec<OfferedSource>, receivers: Vec<OfferedReceiver> },
    /// Own microphone, camera or screen on or off. Off is obeyed at the relay too.
    SetSource { kind: SourceKind, on: bool },
    /// How large each receive-only section's picture is shown now, so that no more is sent than is seen.
    /// Sections not named keep what was said of them; one nothing was said of counts as shown in full.
    Tiles { tiles: Vec<Tile> },
    /// How this seat's own line fares, by its own statistics; every few seconds.
    Quality { quality: LineQuality },
    /// What this page knows of why its seat fails, or failed: `device` while microphone or camera is gone,
    /// `power` while the battery is nearly empty, `browser_killed` once, on coming back, by a page whose
    /// predecessor had no time to say goodbye; `null` when none of that is so any more.
    Trouble { reason: Option<DisconnectReason> },
    /// This page is out of sight (the phone is locked, another program is in front of it), or to be seen again. The seat is
    /// shown as away until then, whether or not its connection lives.
    Away { away: bool },
    /// Asks for the floor, or stops asking.
    RaiseHand { up: bool },
    /// Lobby to hearing.
    Admit { seat: SeatId },
    /// Of somebody who checks in.
    CheckIn { ask: CheckInAsk },
    /// Hearing back to lobby.
    Dismiss { seat: SeatId },
    /// Out of the hearing for good; `reason` is put on record (5–500 characters).
    Remove { seat: SeatId, reason: String },
    /// Silences or blackens a source at the relay; only presiding undoes it, and with the floor one's own
    /// microphone oneself.
    Mute { seat: SeatId, kind: SourceKind, muted: bool },
    /// Every microphone but the presider's own.
    MuteAll { muted: bool },
    /// Gives the floor to a seat, or takes it back with `null`.
    GiveFloor { seat: Option<SeatId> },
    /// Times, locks, layouts, conduct: what presiding is beside moving the hearing on.
    Preside { deed: PresidingDeed },
    /// Moves the hearing on.
    Step { step: StageStep },
    /// Writes an entry of the minutes: `revision` 1 is a new one, n+1 replaces n.
    PutEntry {
        op: OpId,
        entry: EntryId,
        revision: u32,
        phase: AgendaPhase,
        speaker: Option<SeatId>,
        text: String,
        /// How long ago it was typed, in milliseconds: it waited for a connection. The line has that time, as far as the
        /// seat was out of reach since and people were checking in.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        typed_ms_ago: Option<u32>,
    },
    /// Strikes an entry as its next revision: number and words stay, and writing it again restores it. 5–500 characters.
    Strike { op: OpId, entry: EntryId, revision: u32, reason: String },
    /// Freezes the minutes that are read back as their next version, if they were changed.
    Freeze {},
    /// Wants the minutes that are read back changed; `op` as for an entry.
    AskCorrection { op: OpId, entry: Option<EntryId>, text: String },
    /// Who keeps the minutes answers a correction that was asked for, once.
    AnswerCorrection { correction: OpId, answer: CorrectionAnswer },
    /// Signs, or refuses to sign, exactly this version of the minutes, or of the paper named. `seat` is one's own; who keeps the minutes also notes
    /// another's refusal or proxy.
    Sign {
        op: OpId,
        #[ts(optional)]
        paper: Option<PaperKind>,
        seat: SeatId,
        version: u32,
        sha256: String,
        mark: SignatureMark,
    },
    /// Agreement, action items, proposed lines, the line being read.
    Papers { ask: PapersAsk },
    /// Apart from the table: private talks, witnesses, interpreters.
    Apart { ask: ApartAsk },
    /// Takes, shows and points at exhibits.
    Exhibit { exhibit: ExhibitAsk },
    /// Writes to the table, among staff or to the officer.
    Chat { chat: ChatAsk },
    /// Goes away on purpose: the seat is shown as left, not as dropped.
    Leave {},
}

/// How a picture is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Tile {
    /// The receive-only section.
    pub mid: String,
    /// Height in device pixels; 0 while it is not to be seen.
    pub height: u16,
}

/// A line as its user's browser measures it (`getStats`), over the last few seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct LineQuality {
    pub word: LineWord,
    /// Round trip to the relay in milliseconds, if it is known.
    pub round_trip_ms: Option<u32>,
    /// Packets lost on the way to the relay, and from it, per thousand.
    pub lost_up: u16,
    pub lost_down: u16,
    /// Sound that had to be made up for what did not arrive, per thousand.
    pub concealed: u16,
    /// Times that pictures stood still.
    pub freezes: u16,
}

/// What the presider may do to the hearing as a whole (docs/rules.md 3.3).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum StageStep {
    /// H5: opens check-in before its time.
    OpenCheckIn {},
    /// H7: quorum is there; counts down and begins.
    Start {},
    /// H8.
    NextPhase {},
    /// H8 backwards; the reason is put on record.
    PreviousPhase { reason: String },
    /// H9: recess.
    Pause { reason: String },
    /// H10: technical fault.
    Suspend { reason: String },
    /// H12.
    Resume {},
    /// H13: minutes are read back.
    ReviewMinutes {},
    /// From review back into session.
    ReopenSession { reason: String },
    /// H14: the version that was read back is signed.
    StartSigning {},
    /// From signing back to reading back: something is to be corrected.
    ReopenReview { reason: String },
    /// H15 without an outcome on the spot; says why not. With an outcome: `POST /api/hearings/{id}/outcome`.
    Close {
        reason: String,
        /// While the minutes are read back: why they are not signed, 5 to 500 characters.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        unsigned: Option<String>,
        /// The version of the agreement that parties have not signed yet: it will never come into force.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        agreement: Option<u32>,
    },
    /// H22: the petitioner did not come.
    DeclareNoShow { reason: String },
    /// H19: another session goes on from this phase.
    Adjourn { reason: String },
    /// H20: it goes on face to face; what was done stays valid.
    ConvertInPerson { reason: String },
}

/// A media section by which the client sends one of its sources.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct OfferedSource {
    pub mid: String,
    pub kind: SourceKind,
}

/// A receive-only media section the client keeps ready for others' sources.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct OfferedReceiver {
    pub mid: String,
    pub video: bool,
}
