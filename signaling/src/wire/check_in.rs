//! Check-in and the officer on duty, as frames carry them (docs/rules.md 3.3, H5).

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{HearingId, Language, SeatId};

/// What who presides or keeps the minutes asks about somebody who checks in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum CheckInAsk {
    /// Lets in a seat nobody has said who it is; only who presides, and the reason is put on record (5–500
    /// characters).
    AdmitUnidentified { seat: SeatId, reason: String },
    /// Rings on the page of who waits.
    Ring { seat: SeatId },
}

/// What a page is told about check-in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CheckInNews {
    /// How far seats have come, where it changed: one's own; all of them for who presides or keeps the minutes.
    Seats { seats: Vec<CheckInView> },
    /// Somebody wants this seat's attention.
    Rung {},
    /// The officer on duty tells everybody something. `at` is UTC milliseconds.
    Announced { text: String, at: i64 },
    /// Begin sound and picture afresh, by a new peer connection.
    RestartMedia {},
    /// Go to another session, where one has a seat too: by `secret` as by a link, or by signing in.
    Moved { hearing: HearingId, secret: Option<String> },
}

/// How far a seat has come before it may be let in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CheckInView {
    pub seat: SeatId,
    pub state: CheckInState,
    /// It is not let in before somebody has said who sits there.
    pub needs_identity: bool,
    pub test: Option<TestResult>,
    pub declared: bool,
    /// A one-time code came back from the person's phone.
    pub phone: bool,
    /// A photo of the paper waits to be looked at.
    pub photo: bool,
    /// What it speaks, if not Mandarin, and whether an interpreter is wished.
    pub language: Option<Language>,
    pub interpreter: bool,
    pub helps: Option<SeatId>,
    /// Of a masked plate, for who may know it.
    pub name: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CheckInState {
    CheckingIn,
    IdentityOk,
    Tested,
    Waiting,
}

/// 良好, 尚可, 不行.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum TestResult {
    Ok,
    Poor,
    Failed,
}
