//! 更正: what a seat wants changed in minutes that were read back, and what who keeps them answers.

use super::{
    Entry, Hearing, Refusal, RefusalCode, Seat, SigningRecord, StageName,
    frozen::{moment, one_line, said},
};
use crate::domain::{
    Timestamp,
    event::{Change, EventKind},
    given_reason,
    ids::{EntryId, HearingId, OpId, SeatId},
    named, sha256_hex,
};
use std::fmt::Write;

/// Longest correction asked for, in characters.
const MAX_CORRECTION: usize = 1000;

/// What a seat wants changed in the minutes that were read back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    pub id: OpId,
    pub hearing: HearingId,
    /// The version it was read in.
    pub version: u32,
    pub seat: SeatId,
    /// The line it is about, if it is about one.
    pub entry: Option<EntryId>,
    pub text: String,
    pub at: Timestamp,
    pub answered: Option<Answered>,
}

/// Who answered, when and what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    pub by: SeatId,
    pub at: Timestamp,
    pub answer: CorrectionAnswer,
}

/// What who keeps the minutes made of a correction that was asked for (笔录更正).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CorrectionAnswer {
    /// This line says it now; with its number.
    Taken {
        entry: EntryId,
        line: u32,
    },
    Declined {
        reason: String,
    },
}

named!(
    /// The bare word of an answer.
    pub enum AnswerKind {
        /// 已更正
        Taken = "taken",
        /// 不采纳
        Declined = "declined",
    }
);

/// An answer as asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AnswerAsked {
    /// The line that was corrected.
    Taken(EntryId),
    Declined(String),
}

impl CorrectionAnswer {
    #[must_use]
    pub const fn kind(&self) -> AnswerKind {
        match self {
            Self::Taken { .. } => AnswerKind::Taken,
            Self::Declined { .. } => AnswerKind::Declined,
        }
    }
}

impl Correction {
    /// No words: the log is never erased.
    #[must_use]
    pub fn change(&self) -> Change {
        let about = |kind| Change::new(kind).with("correction", self.id).with("seat", self.seat);
        match self.answered.as_ref().map(|answered| &answered.answer) {
            None => about(EventKind::HearingCorrectionAsked)
                .with("version", self.version)
                .with("text_sha256", sha256_hex(&self.text)),
            Some(answer) => {
                let told = about(EventKind::HearingCorrectionAnswered).with("answer", answer.kind());
                match answer {
                    CorrectionAnswer::Taken { entry, .. } => told.with("entry", entry),
                    CorrectionAnswer::Declined { reason } => told.with("text_sha256", sha256_hex(reason)),
                }
            }
        }
    }

    /// What of it stands in a version that is frozen after it was answered. What people wrote is indented, as everywhere in
    /// the minutes.
    pub(super) fn tell(&self, text: &mut String, n: usize, hearing: &Hearing, entries: &[Entry]) {
        let Some(Answered { by, at, answer }) = &self.answered else { return };
        let plate = |seat: SeatId| hearing.seat(seat).map(|seat| one_line(&seat.plate())).unwrap_or_default();
        let line = entries.iter().find(|entry| Some(entry.id) == self.entry);
        let line = line.map_or_else(String::new, |entry| format!("第{}条", entry.number));
        let (version, asked, who) = (self.version, moment(self.at), plate(self.seat));
        let _ = writeln!(text, "更正 {n}. 第{version}版{line} {asked} {who}：");
        text.push_str(&said(&self.text));
        let (at, who) = (moment(*at), plate(*by));
        let _ = match answer {
            CorrectionAnswer::Taken { line, .. } => writeln!(text, "答复 {at} {who}：已更正第{line}条"),
            CorrectionAnswer::Declined { reason } => {
                writeln!(text, "答复 {at} {who}：不采纳\n  {}", one_line(reason))
            }
        };
    }
}

impl SigningRecord {
    /// A seat that will sign asks for a correction; who keeps the minutes answers it.
    ///
    /// # Errors
    /// Not at this stage, not a signer, no text.
    pub fn ask_correction(
        &self,
        hearing: &Hearing,
        op: OpId,
        seat: SeatId,
        (entry, text): (Option<EntryId>, String),
        now: Timestamp,
    ) -> Result<Correction, Refusal> {
        let latest = self.latest().filter(|_| is_read_back(hearing));
        let Some(latest) = latest else { return Err(nothing_read_back(hearing)) };
        if !hearing.seat(seat).is_some_and(Seat::must_sign) {
            return Err(Refusal::new(RefusalCode::NotAllowed, "this seat has nothing to sign here"));
        }
        let text = text.trim().to_owned();
        if !(1..=MAX_CORRECTION).contains(&text.chars().count()) {
            return Err(Refusal::new(RefusalCode::BadText, "1 to 1000 characters"));
        }
        let (hearing, version) = (hearing.id, latest.version);
        Ok(Correction { id: op, hearing, version, seat, entry, text, at: now, answered: None })
    }

    /// Who keeps the minutes answers, once: a line says it now, or why none does.
    ///
    /// # Errors
    /// Not at this stage, not by who keeps the minutes, no such correction or one that was answered, a line that reads as it
    /// did, no reason.
    pub fn answer_correction(
        &self,
        hearing: &Hearing,
        (correction, by): (OpId, SeatId),
        asked: AnswerAsked,
        entries: &[Entry],
        now: Timestamp,
    ) -> Result<Correction, Refusal> {
        if !is_read_back(hearing) {
            return Err(nothing_read_back(hearing));
        }
        if !hearing.seat(by).is_some_and(Seat::keeps_minutes) {
            return Err(Refusal::new(RefusalCode::NotAllowed, "presider or clerk answers corrections"));
        }
        let found = self.corrections.iter().find(|known| known.id == correction);
        let Some(found) = found else {
            return Err(Refusal::new(RefusalCode::NoSuchSeat, "nobody asked for that correction"));
        };
        if found.answered.is_some() {
            return Err(Refusal::new(RefusalCode::SignedAlready, "the correction was answered"));
        }
        let answer = match asked {
            AnswerAsked::Taken(entry) => {
                let read = self.versions.iter().find(|version| version.version == found.version);
                let line = entries.iter().find(|known| known.id == entry);
                let line = line.filter(|line| read.is_none_or(|read| !read.has_line(hearing, line)));
                let Some(line) = line else {
                    let sentence = "that line still reads as it did: correct it first";
                    return Err(Refusal::new(RefusalCode::Unchanged, sentence));
                };
                CorrectionAnswer::Taken { entry, line: line.number }
            }
            AnswerAsked::Declined(reason) => CorrectionAnswer::Declined { reason: given_reason(&reason)? },
        };
        Ok(Correction { answered: Some(Answered { by, at: now, answer }), ..found.clone() })
    }

    /// Corrections that wait for an answer.
    pub fn unanswered(&self) -> impl Iterator<Item = &Correction> {
        self.corrections.iter().filter(|correction| correction.answered.is_none())
    }

    /// Whether anything was answered that the latest version does not tell.
    pub(super) fn answered_since(&self, frozen_at: Timestamp) -> bool {
        let answers = self.corrections.iter().filter_map(|correction| correction.answered.as_ref());
        answers.into_iter().any(|answered| answered.at > frozen_at)
    }

    /// Adds it, or its answer.
    pub fn enter_correction(&mut self, correction: Correction) {
        match self.corrections.iter_mut().find(|known| known.id == correction.id) {
            Some(known) => *known = correction,
            None => self.corrections.push(correction),
        }
    }
}

const fn is_read_back(hearing: &Hearing) -> bool {
    matches!(hearing.stage.name(), StageName::MinutesReview | StageName::Signing)
}

fn nothing_read_back(hearing: &Hearing) -> Refusal {
    let stage = hearing.stage.name();
    Refusal::new(RefusalCode::WrongStage, format!("nothing is read back: the hearing is {stage}"))
}
