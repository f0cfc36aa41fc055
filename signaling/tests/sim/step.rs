//! What may happen next.

use signaling::wire::{SourceKind, TalkKind};

#[derive(Debug, Clone)]
pub enum Step {
    Connect {
        seat: usize,
        keeps_peer: bool,
    },
    LoseSocket {
        seat: usize,
    },
    /// Loaded again, or closed: its media are nobody's.
    ClosePage {
        seat: usize,
    },
    /// Its peer connection falls silent, and may be heard again.
    Silence {
        seat: usize,
    },
    Hear {
        seat: usize,
    },
    LoseMedia {
        seat: usize,
    },
    Offer {
        seat: usize,
        fresh: bool,
        sections: u8,
    },
    /// One of the things under way arrives.
    Deliver(usize),
    RecordFails(usize),
    Admit {
        by: usize,
        seat: usize,
    },
    Dismiss {
        by: usize,
        seat: usize,
    },
    Remove {
        by: usize,
        seat: usize,
    },
    Mute {
        by: usize,
        seat: usize,
        kind: SourceKind,
        muted: bool,
    },
    MuteAll {
        by: usize,
        muted: bool,
    },
    SetSource {
        seat: usize,
        kind: SourceKind,
        on: bool,
    },
    GiveFloor {
        by: usize,
        to: Option<usize>,
    },
    Away {
        seat: usize,
        away: bool,
    },
    RaiseHand {
        seat: usize,
        up: bool,
    },
    Leave {
        seat: usize,
    },
    OpenTalk {
        by: usize,
        talk: u8,
        of: TalkKind,
        invite: Vec<usize>,
        enter: bool,
    },
    Invite {
        by: usize,
        talk: u8,
        seat: usize,
    },
    EnterTalk {
        by: usize,
        talk: u8,
    },
    DeclineTalk {
        by: usize,
        talk: u8,
    },
    LeaveTalk {
        by: usize,
    },
    LockTalk {
        by: usize,
        talk: u8,
        locked: bool,
    },
    CloseTalk {
        by: usize,
        talk: u8,
    },
    CloseTalks {
        by: usize,
    },
    /// The hearing goes on.
    GoOn,
    Listen {
        by: usize,
        to: Option<usize>,
    },
    /// It speaks the interpreter's language, and wishes one or not.
    Arrive {
        seat: usize,
        wishes: bool,
    },
    SpeakAloud {
        by: usize,
        aloud: bool,
    },
    CallWitness {
        by: usize,
        seat: usize,
    },
    ReleaseWitness {
        by: usize,
        seat: usize,
    },
    /// [`crate::world::COMPANION`] sits beside a seat, or alone.
    Beside {
        of: Option<usize>,
    },
    ChangeRights(u8),
    Speak(Vec<usize>),
    Spotlight(Option<usize>),
    Wait(i64),
}
