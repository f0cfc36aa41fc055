//! Who talks apart from the table, who is kept apart from it, and who hears it in another language.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{SeatId, TalkId};

/// Who a private talk is for. Nothing of it reaches anybody else, or the recorder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum TalkKind {
    /// 合议: who decides.
    Deliberation,
    /// 私下商谈: one party with those who help it.
    Consultation,
    /// 背对背调解: who mediates, with one side or several.
    Mediation,
}

/// What an interpreter speaks besides Mandarin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// Seen and not heard: its picture is always shown.
    Sign,
    Tibetan,
    Dongxiang,
    Bonan,
    Salar,
    Yugur,
    Uyghur,
    Kazakh,
    Mongolian,
    /// A dialect that not everybody follows.
    Dialect,
    English,
    Other,
}

/// What a seat asks for apart from the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum ApartAsk {
    /// Opens a private talk under an id of one's own making. Who presides may open one for others and stay
    /// at the table: `enter` is false then.
    OpenTalk {
        talk: TalkId,
        of: TalkKind,
        invite: Vec<SeatId>,
        enter: bool,
    },
    /// Asks somebody in; for who is in it, or opened it.
    Invite {
        talk: TalkId,
        seat: SeatId,
    },
    /// Accepts an invitation, or goes in where one belongs and the door is not locked.
    EnterTalk {
        talk: TalkId,
    },
    DeclineTalk {
        talk: TalkId,
    },
    /// Back to the table.
    LeaveTalk {},
    /// Behind a locked door nobody is invited, and only who was invited before comes in.
    LockTalk {
        talk: TalkId,
        locked: bool,
    },
    /// For who presides, and for who opened it.
    CloseTalk {
        talk: TalkId,
    },
    /// Everybody back to the table; for who presides.
    CloseTalks {},
    /// Calls a witness in; for who presides and who keeps the minutes.
    CallWitness {
        seat: SeatId,
    },
    /// Sends the witness out again; may be called back.
    ReleaseWitness {
        seat: SeatId,
    },
    /// Hears this interpreter besides the floor; `null`: the floor alone.
    Listen {
        interpreter: Option<SeatId>,
    },
    /// An interpreter turns to the whole table, or back to those who listen.
    SpeakAloud {
        aloud: bool,
    },
}

/// Everything that goes on apart from the table, as everybody is shown it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ApartView {
    pub talks: Vec<TalkView>,
    pub witnesses: Vec<WitnessView>,
    pub interpreters: Vec<InterpreterView>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TalkView {
    pub id: TalkId,
    pub of: TalkKind,
    pub opened_by: SeatId,
    /// UTC milliseconds.
    pub since: i64,
    pub locked: bool,
    /// Who is in it: exactly those whom its sound and pictures reach.
    pub members: Vec<SeatId>,
    pub invited: Vec<SeatId>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct WitnessView {
    pub seat: SeatId,
    pub is: WitnessIs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum WitnessIs {
    /// Outside, and not heard yet.
    Outside,
    /// At the table.
    Testifying,
    /// Outside again.
    Heard,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct InterpreterView {
    pub seat: SeatId,
    pub languages: Vec<Language>,
    /// Heard by the whole table, not only by those who listen.
    pub aloud: bool,
    /// Who hears this interpreter besides the floor.
    pub listeners: Vec<SeatId>,
}
