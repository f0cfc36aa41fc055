//! Presiding: what the presider orders beside the stage, and what everybody is told of it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{AgendaPhase, OpId, SeatId, Side};

/// What the presider orders.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum PresidingDeed {
    /// How long a side may speak in a phase, 30 seconds to 2 hours; `null` is no limit.
    Allot { phase: AgendaPhase, side: Side, seconds: Option<u32> },
    /// Whose time runs, where it is not the floor's; `null` stops it.
    Turn { side: Option<Side> },
    /// While locked, only who presides, who has the floor and interpreters are heard.
    LockMicrophones { locked: bool },
    /// What everybody is shown, unless they chose otherwise for themselves.
    Show { layout: Layout, spotlight: Option<SeatId> },
    /// How long a seat that must be there is waited for in session, 15 seconds to 15 minutes.
    Grace { seconds: u32 },
    /// Who presides when the presider is gone longer than the grace.
    NameStandIn { seat: Option<SeatId> },
    /// Another agenda in place of `read`, with its minutes; phases that were held keep their place.
    Agenda { read: Vec<PlannedPhase>, agenda: Vec<PlannedPhase> },
    /// Has a recording that has stopped begun anew.
    RestartRecording {},
    /// Notice, warning or removal for somebody's conduct; `op` is made by the client: sent twice, done once.
    Conduct { op: OpId, seat: SeatId, measure: MeasureKind, code: ConductCode },
}

/// A phase of the agenda.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PlannedPhase {
    pub phase: AgendaPhase,
    /// How long it is to take, 1 to 480; `null` where that is not planned.
    pub minutes: Option<u16>,
}

/// What everybody is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Layout {
    /// Who speaks large, the others small.
    Speaker,
    /// Presider, petitioner and the office at their side on one screen.
    Three,
    /// Everybody alike.
    Grid,
}

/// What the presider says about somebody's conduct, mildest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum MeasureKind {
    Notice,
    Warning,
    Removal,
}

/// What somebody did: the room's rules, then the six items of art. 26 of the Regulation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ConductCode {
    Interrupting,
    Recording,
    Gathering,
    Dangerous,
    Insulting,
    Lingering,
    Inciting,
    Disturbing,
}

/// Presiding as it is now; whole, so that a page that missed one knows all from the next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PresidingView {
    /// Who presides now: the presider's seat, or the stand-in's.
    pub presider: Option<SeatId>,
    pub stand_in: Option<SeatId>,
    pub microphones_locked: bool,
    pub layout: Layout,
    pub spotlight: Option<SeatId>,
    /// Of each phase of the agenda, for the sides that sit at this table.
    pub times: Vec<SpeakingTimeView>,
    /// As it is now; it may change until the minutes are read back.
    pub agenda: Vec<PlannedPhase>,
    pub turn: Option<TurnView>,
    /// Milliseconds.
    pub absence_grace: i64,
    /// When the session is suspended if who is missing does not come back before; UTC milliseconds.
    pub suspends_at: Option<i64>,
    /// In the order they were taken.
    pub measures: Vec<MeasureView>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SpeakingTimeView {
    pub phase: AgendaPhase,
    pub side: Side,
    /// Milliseconds; none is no limit.
    pub allotted: Option<i64>,
    /// Milliseconds, without what runs now.
    pub spent: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TurnView {
    pub side: Side,
    /// Its time runs since, UTC milliseconds; none while it stands still.
    pub since: Option<i64>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MeasureView {
    pub id: OpId,
    pub seat: SeatId,
    pub measure: MeasureKind,
    pub code: ConductCode,
    pub at: i64,
}
