//! The index beside what is recorded: which phase was on, who had the floor and who spoke, from when to when; and whose
//! pictures came and are missing.
//! Nothing of a private talk: it is told what flows to the table, and only while that is recorded.

use super::AgendaPhase;
use crate::domain::{
    Timestamp,
    event::{Change, EventKind},
    hex,
    ids::{HearingId, SeatId},
};
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// A voice that rests for less goes on: a breath, a word looked for. Milliseconds.
const BREATH: i64 = 3_000;
/// A voice heard for less is a cough or a yes, not a turn. Milliseconds.
const TURN: i64 = 2_000;
/// What goes on is put on record so often: that much is lost of it if the server dies. Milliseconds.
const KEPT_EVERY: i64 = 5_000;

/// What a stretch of the index is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Indexed {
    Phase(AgendaPhase),
    /// Who was given the floor.
    Floor(SeatId),
    /// Who was heard speaking.
    Voice(SeatId),
    /// Whose pictures came and could not be recorded.
    Unkept(SeatId),
}

impl Indexed {
    /// Its kind in one word, as it is stored and told.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Phase(_) => "phase",
            Self::Floor(_) => "floor",
            Self::Voice(_) => "voice",
            Self::Unkept(_) => "unkept",
        }
    }

    /// Of a stretch: how long it may rest, and how long it must be. Milliseconds.
    const fn patience(&self) -> (i64, i64) {
        match self {
            Self::Phase(_) | Self::Floor(_) | Self::Unkept(_) => (0, 1),
            Self::Voice(_) => (BREATH, TURN),
        }
    }
}

/// A stretch of the recorded time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stretch {
    pub from: Timestamp,
    pub what: Indexed,
    pub to: Timestamp,
}

/// What is so at the table now.
#[derive(Debug, Clone, Copy)]
pub struct TableNow<'a> {
    pub phase: AgendaPhase,
    pub floor: Option<SeatId>,
    /// Whose voice flows to the table.
    pub speaking: &'a [SeatId],
    /// Whose pictures come and are not recorded.
    pub unkept: &'a [SeatId],
}

impl TableNow<'_> {
    fn is_so(&self, what: Indexed) -> bool {
        match what {
            Indexed::Phase(phase) => self.phase == phase,
            Indexed::Floor(seat) => self.floor == Some(seat),
            Indexed::Voice(seat) => self.speaking.contains(&seat),
            Indexed::Unkept(seat) => self.unkept.contains(&seat),
        }
    }

    fn all(&self) -> impl Iterator<Item = Indexed> {
        let voices = self.speaking.iter().copied().map(Indexed::Voice);
        let unkept = self.unkept.iter().copied().map(Indexed::Unkept);
        [Indexed::Phase(self.phase)]
            .into_iter()
            .chain(self.floor.map(Indexed::Floor))
            .chain(voices)
            .chain(unkept)
    }
}

/// One that is not over.
#[derive(Debug, Clone, Copy)]
struct Open {
    stretch: Stretch,
    /// It is so now, or was at `stretch.to`.
    lasts: bool,
    /// Until when the record has it.
    kept: Option<Timestamp>,
}

impl Open {
    const fn is_long_enough(&self) -> bool {
        self.stretch.to.0 - self.stretch.from.0 >= self.stretch.what.patience().1
    }

    /// Rested for too long to go on.
    const fn is_over(&self, now: Timestamp) -> bool {
        !self.lasts && now.0 - self.stretch.to.0 >= self.stretch.what.patience().0
    }
}

/// The index of one hearing as it grows.
#[derive(Debug, Default)]
pub struct RecordingIndex {
    open: Vec<Open>,
    /// To be put on record.
    due: Vec<Stretch>,
    /// On its way there.
    underway: Vec<Stretch>,
    /// After a failed write nothing is due until then, or the room would spin.
    not_before: Option<Timestamp>,
}

impl RecordingIndex {
    /// Looks at the table: what goes on grows, what has ended is over, what is new begins.
    pub fn look(&mut self, table: &TableNow<'_>, now: Timestamp) {
        for open in &mut self.open {
            if open.lasts {
                open.stretch.to = now;
            }
        }
        for open in &mut self.open {
            if !open.is_over(now) {
                open.lasts = table.is_so(open.stretch.what);
                if open.lasts {
                    open.stretch.to = now;
                }
            }
        }
        let over: Vec<Open> = self.open.extract_if(.., |open| open.is_over(now)).collect();
        self.due.extend(over.iter().filter(|open| open.is_long_enough()).map(|open| open.stretch));
        for what in table.all() {
            if !self.open.iter().any(|open| open.stretch.what == what) {
                let stretch = Stretch { from: now, what, to: now };
                self.open.push(Open { stretch, lasts: true, kept: None });
            }
        }
    }

    /// What is to be put on record now. It is known to be there by [`Self::stored`].
    pub fn take_due(&mut self, now: Timestamp) -> Vec<Stretch> {
        if self.not_before.is_some_and(|at| now < at) {
            return Vec::new();
        }
        for open in &mut self.open {
            let since = open.kept.unwrap_or(open.stretch.from);
            if open.is_long_enough() && now.0 - since.0 >= KEPT_EVERY && open.kept != Some(open.stretch.to) {
                open.kept = Some(open.stretch.to);
                self.due.push(open.stretch);
            }
        }
        let due = std::mem::take(&mut self.due);
        self.underway.extend_from_slice(&due);
        due
    }

    /// What was due is on record.
    pub fn stored(&mut self, due: &[Stretch]) {
        self.underway.retain(|one| !due.contains(one));
        self.not_before = None;
    }

    /// It could not be put on record: it is due again, from `not_before` on.
    pub fn give_back(&mut self, due: &[Stretch], not_before: Timestamp) {
        self.underway.retain(|one| !due.contains(one));
        self.not_before = Some(not_before);
        enter(&mut self.due, due);
    }

    /// What a recording that rests or ends now leaves to be put on record, with what is on its way there: that may fail.
    #[must_use]
    pub fn close(&self, now: Timestamp) -> Vec<Stretch> {
        let going_on = self.open.iter().copied().map(|mut open| {
            if open.lasts {
                open.stretch.to = now;
            }
            open
        });
        let last: Vec<_> = going_on.filter(Open::is_long_enough).map(|open| open.stretch).collect();
        let mut left = self.underway.clone();
        enter(&mut left, &self.due);
        enter(&mut left, &last);
        left
    }

    /// The recording rests or has ended; what [`Self::close`] left is on record. What is not stays due.
    pub fn rest(&mut self, closed: &[Stretch]) {
        self.open.clear();
        self.due.retain(|due| !closed.iter().any(|one| one.is_of(due) && one.to >= due.to));
    }
}

impl Stretch {
    /// It is known by what it is about and when it began.
    fn is_of(&self, other: &Self) -> bool {
        self.what == other.what && self.from == other.from
    }
}

/// A stretch that is known only grows.
fn enter(known: &mut Vec<Stretch>, stretches: &[Stretch]) {
    for stretch in stretches {
        match known.iter_mut().find(|one| one.is_of(stretch)) {
            Some(one) => one.to = one.to.max(stretch.to),
            None => known.push(*stretch),
        }
    }
}

/// The index in words that a stranger reads: by time, one stretch a line.
#[must_use]
pub fn index_text(hearing: HearingId, stretches: &[Stretch]) -> String {
    let mut sorted = stretches.to_vec();
    sorted.sort_unstable();
    let mut text = format!("lianjie-index 1\nhearing: {hearing}\n");
    for Stretch { from, what, to } in sorted {
        let (kind, from, to) = (what.kind(), from.0, to.0);
        let _ = match what {
            Indexed::Phase(phase) => writeln!(text, "{from} {to} {kind} {phase}"),
            Indexed::Floor(seat) | Indexed::Voice(seat) | Indexed::Unkept(seat) => {
                writeln!(text, "{from} {to} {kind} {seat}")
            }
        };
    }
    text
}

/// What the log says of an index as it is stored: its hash goes into the chain. Of none it says nothing.
#[must_use]
pub fn indexed(hearing: HearingId, stretches: &[Stretch]) -> Option<Change> {
    let sha256: [u8; 32] = Sha256::digest(index_text(hearing, stretches)).into();
    let change = Change::new(EventKind::HearingRecordingIndexed);
    let change = change.with("stretches", stretches.len()).with("sha256", hex(&sha256));
    (!stretches.is_empty()).then_some(change)
}

#[cfg(test)]
#[path = "index_tests.rs"]
mod tests;
