//! Exhibits (证据材料) as frames carry them: taken, shown, turned, pointed at, put on record. Their bytes come
//! over HTTP.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{ExhibitId, OpId, SeatId};

/// What a seat asks about exhibits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum ExhibitAsk {
    /// Takes what a party handed in and gives it its number.
    Accept { exhibit: ExhibitId },
    /// 5–500 characters.
    Refuse { exhibit: ExhibitId, reason: String },
    /// Shows it from its beginning to these seats, or with `null` to everybody who attends. One at a time.
    Show { exhibit: ExhibitId, seats: Option<Vec<SeatId>> },
    /// Stops showing.
    Hide {},
    /// Opens this page, from 1, for all who are shown it.
    Turn { page: u32 },
    /// Plays sound or video from there, or rests there.
    Play { playing: bool, at_ms: u32 },
    /// Points at a place of what is shown, or no longer. Kept by nobody.
    Point { at: Option<Spot> },
    /// Puts it on record with a line of the minutes; `op` as for an entry.
    PutOnRecord { exhibit: ExhibitId, op: OpId },
}

/// A place on a page, from its upper left corner, in ten-thousandths of its width and height.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Spot {
    pub x: u16,
    pub y: u16,
}

/// What a seat is told about exhibits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ExhibitNews {
    /// All this seat may know of, after `welcome`; left out where there are none.
    All { exhibits: Vec<ExhibitView> },
    /// One as it is now; new, or in place of what was known.
    One { exhibit: ExhibitView },
    /// What this seat is shown now.
    Shown { shown: Option<ShownView> },
    /// Somebody points.
    Point { by: SeatId, at: Option<Spot> },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ExhibitView {
    pub id: ExhibitId,
    pub title: String,
    pub shows: ExhibitKind,
    pub size: u64,
    /// Of the file, hexadecimal.
    pub sha256: String,
    /// None of what the office laid before the hearing itself.
    pub brought_by: Option<SeatId>,
    pub state: ExhibitState,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ExhibitKind {
    /// PDF.
    Document,
    Picture,
    Sound,
    Video,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum ExhibitState {
    /// Handed in; the clerk has yet to take it.
    Offered {},
    Refused {
        reason: String,
    },
    /// 证据 `number`; `on_record` since then, UTC milliseconds.
    Accepted {
        number: u32,
        on_record: Option<i64>,
    },
}

/// What is shown, as far as it has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ShownView {
    pub exhibit: ExhibitId,
    /// Who is shown it; `null` is everybody who attends.
    pub seats: Option<Vec<SeatId>>,
    /// From 1.
    pub page: u32,
    /// None until it was played.
    pub playback: Option<Playback>,
    /// This seat may turn, play and point.
    pub leads: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Playback {
    pub playing: bool,
    /// Where it was at `since` (UTC milliseconds).
    pub at_ms: u32,
    pub since: i64,
}
