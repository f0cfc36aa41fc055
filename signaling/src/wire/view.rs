//! What pages are shown of a hearing. Words as in docs/rules.md 3.1.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{EntryId, HearingId, SeatId};

macro_rules! wire_enum {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$vdoc])* $variant),+ }
    };
}

wire_enum!(
    /// 会议类型.
    HearingKind { LeaderReception, JointReception, Appointed, WithCaseVisit, FormalHearing, Coordination, Mediation, ReplyDelivery }
);
wire_enum!(
    /// Level of government of a seat, highest first.
    Level { Province, City, County, Township, Village, Grid }
);
wire_enum!(
    /// 参加人.
    ParticipantRole {
        Presider, Clerk, HearingMember, AgencyRep, Petitioner, Representative, Agent, Expert, Mediator,
        Interpreter, Witness, Deputy, GridWorker, CompanyRep, Observer, Tech, Officer,
    }
);
wire_enum!(
    /// Where a seat sits at the table.
    Side {
        /// Presider, clerk and who decides with them.
        Panel,
        /// The petitioner, representatives, agents, helpers.
        Petitioner,
        /// Organs that answer for the matter.
        Unit,
        /// A company or other party outside government.
        Company,
        /// Listens only.
        Observer,
    }
);
wire_enum!(
    /// 环节.
    AgendaPhase { Opening, Statement, Response, Evidence, Questions, Mediation, LastStatement, Deliberation, Conclusion, ReadBack }
);
wire_enum!(
    /// Stage of a hearing (docs/rules.md 3.3).
    Stage {
        Requested, Scheduled, CheckIn, Ready, Countdown, InSession, Paused, Suspended, MinutesReview,
        Signing, Closed, OutcomeIssued, Cancelled, Postponed, NoShow, Adjourned, InPerson,
    }
);
wire_enum!(SourceKind { Camera, Microphone, Screen });
wire_enum!(
    /// Why a seat lost its connection (OLR21 25).
    DisconnectReason { Network, Device, Power, BrowserKilled, UserLeft, Removed, ServerMove, Unknown }
);
wire_enum!(
    /// How a line fares, in the one word that people are shown: 良好, 一般, 较差, 中断.
    LineWord { Good, Fair, Poor, Broken }
);
wire_enum!(
    /// What a receiver's line carries of the pictures it is shown.
    Pictures {
        /// Everything as large as it is shown.
        Full,
        /// Something smaller or slower than it is shown.
        Reduced,
        /// A still picture every few seconds.
        Stills,
        SoundOnly,
    }
);

/// Where the person on a seat is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Presence {
    /// Has not come yet.
    Invited {},
    /// Connected, waits to be admitted. UTC milliseconds.
    Waiting {
        since: i64,
    },
    /// At the table.
    Seated {
        since: i64,
    },
    /// Connection lost; the seat is kept.
    Dropped {
        since: i64,
        reason: DisconnectReason,
        admitted: bool,
    },
    /// Went away on purpose; may come back.
    Left {
        since: i64,
    },
    Removed {
        since: i64,
        reason: String,
    },
    /// The seat was given up, or somebody else has its place; what it said keeps its plate.
    Withdrawn {
        since: i64,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SourceView {
    pub kind: SourceKind,
    /// Its owner has it on.
    pub on: bool,
    /// The presider muted it at the relay.
    pub muted: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SeatView {
    pub id: SeatId,
    pub role: ParticipantRole,
    pub side: Side,
    /// Agency, company or group on the plate, e.g. 城关区信访局.
    pub label: String,
    /// Who sits there, e.g. 张某; empty for a room.
    pub name: String,
    pub level: Option<Level>,
    /// The hearing cannot begin without it.
    pub mandatory: bool,
    pub presence: Presence,
    pub sources: Vec<SourceView>,
    /// Hand up since, UTC milliseconds.
    pub hand: Option<i64>,
    /// Its page is out of sight since, UTC milliseconds.
    pub away: Option<i64>,
    /// Whose camera and microphone it shares. Without a connection of its own it is where that seat is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub beside: Option<SeatId>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct HearingView {
    pub id: HearingId,
    pub number: String,
    pub petition_number: String,
    pub title: String,
    pub kind: HearingKind,
    /// UTC milliseconds.
    pub starts_at: i64,
    pub ends_at: i64,
    pub agenda: Vec<AgendaPhase>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct StageView {
    pub stage: Stage,
    /// Phase in or to be resumed; none before the session and after it.
    pub phase: Option<AgendaPhase>,
    /// Stage since, UTC milliseconds.
    pub since: i64,
    /// Phase since; its clock stands still while paused or suspended.
    pub phase_since: Option<i64>,
    /// Countdown ends at.
    pub begins_at: Option<i64>,
    /// When the hearing is held: people may wait while it is put off to another time.
    pub starts_at: i64,
    /// Said when pausing, suspending, cancelling.
    pub reason: Option<String>,
    /// Seats the quorum still misses.
    pub missing: Vec<SeatId>,
    pub recording: Recording,
    /// Pictures that come and cannot be recorded; the sound beside them is.
    #[serde(default)]
    pub unkept: Vec<UnkeptPicture>,
}

/// Of a seat's camera, or of its screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
pub struct UnkeptPicture {
    pub seat: SeatId,
    pub kind: SourceKind,
}

/// Whether sound and picture are put on record; everybody at the table is shown it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Recording {
    /// It has not begun, is over, or this node does not record.
    #[default]
    Off,
    On,
    /// The disk or the machine has no room for pictures.
    SoundOnly,
    /// It goes on with the session. Deliberation is never recorded.
    Paused,
    /// It should be on and is not.
    Failed,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct EntryView {
    pub id: EntryId,
    /// Order in the minutes, from 1 without gaps.
    pub number: u32,
    pub revision: u32,
    pub phase: AgendaPhase,
    pub speaker: Option<SeatId>,
    pub text: String,
    /// Why it was struck (作废); null as long as it stands.
    pub struck: Option<String>,
    /// When it was first written, UTC milliseconds.
    pub at: i64,
}
