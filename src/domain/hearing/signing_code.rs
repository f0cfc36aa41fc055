//! 短信确认: who cannot draw confirms a version with a one-time code that was sent to their phone.

use super::{
    Hearing, Mark, MarkAsked, PaperKind, Refusal, RefusalCode, Seat, SigningRecord, on_the_phone,
    one_time::{CODE_LIVES, CODE_PAUSE, Digits, MAX_WRONG},
};
use crate::domain::{
    MINUTE_MS, Timestamp,
    event::{Change, EventKind},
    ids::{HearingId, OpId, SeatId},
    people::{Party, is_mobile},
};

/// A code on its way to a phone, for one seat and one version of a paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SigningCode {
    pub id: OpId,
    pub hearing: HearingId,
    pub seat: SeatId,
    pub paper: PaperKind,
    pub version: u32,
    pub digits: Digits,
    /// The last four of the phone's number.
    pub ending: String,
    pub sent_at: Timestamp,
    pub wrong: u32,
}

/// A code as asked for: for whom, by whom.
#[derive(Debug, Clone)]
pub struct CodeAsked {
    pub id: OpId,
    pub paper: PaperKind,
    pub seat: SeatId,
    /// The seat itself, or who keeps the minutes.
    pub by: SeatId,
    pub digits: Digits,
    pub ending: String,
}

impl SigningCode {
    /// The next code of a seat, where a mark of it would be taken now.
    ///
    /// # Errors
    /// Nothing to sign, signed already, or the last code went out a moment ago.
    pub fn send(
        record: &SigningRecord,
        hearing: &Hearing,
        asked: CodeAsked,
        before: Option<&Self>,
        now: Timestamp,
    ) -> Result<Self, Refusal> {
        let CodeAsked { id, paper, seat, by, digits, ending } = asked;
        let version = record.latest().map_or(0, |latest| latest.version);
        let sha256 = record.latest().map_or_else(String::new, |latest| crate::domain::hex(&latest.sha256));
        // Whoever could not sign now needs no code.
        let mark = Mark::Coded { code: id, ending: ending.clone() };
        record.sign(hearing, by, MarkAsked { op: id, paper, seat, version, sha256, mark }, now)?;
        if before.is_some_and(|before| now < before.sent_at.plus_millis(CODE_PAUSE)) {
            return Err(Refusal::new(RefusalCode::TooFast, "A code was sent a moment ago: wait a minute"));
        }
        Ok(Self { id, hearing: hearing.id, seat, paper, version, digits, ending, sent_at: now, wrong: 0 })
    }

    /// Until when it is good.
    #[must_use]
    pub const fn good_until(&self) -> Timestamp {
        self.sent_at.plus_millis(CODE_LIVES)
    }

    /// The mark that these digits stand for.
    ///
    /// # Errors
    /// They are others, or the code is spent, too old or of another version.
    pub fn mark(
        &self,
        digits: &str,
        (paper, version): (PaperKind, u32),
        now: Timestamp,
    ) -> Result<Mark, Refusal> {
        let good = now < self.good_until()
            && self.wrong < MAX_WRONG
            && (paper, version) == (self.paper, self.version);
        if good && digits.trim() == self.digits.as_str() {
            Ok(Mark::Coded { code: self.id, ending: self.ending.clone() })
        } else {
            Err(Self::not_it())
        }
    }

    /// Digits that no code stands for.
    #[must_use]
    pub fn not_it() -> Refusal {
        Refusal::new(RefusalCode::WrongCode, "The code is wrong, spent or too old: ask for another")
    }

    /// Neither digits nor number: the log is never erased.
    #[must_use]
    pub fn change(&self) -> Change {
        Change::new(EventKind::HearingSigningCodeSent)
            .with("seat", self.seat)
            .with("paper", self.paper)
            .with("version", self.version)
            .with("code", self.id)
    }

    /// What the phone is told; nothing of the matter.
    #[must_use]
    pub fn text(&self, number: &str) -> String {
        let minutes = CODE_LIVES / MINUTE_MS;
        let what = match self.paper {
            PaperKind::Minutes => "接访笔录",
            PaperKind::Agreement => "调解协议",
        };
        format!(
            "确认码{}，用于确认{what}第{}版（接访编号{number}），{minutes}分钟内有效。请看过内容再告诉工作人员或自己填写。",
            self.digits.as_str(),
            self.version,
        )
    }
}

/// Whether a code reaches who sits there: then that confirms, and no press alone, which says that somebody held the device
/// (ADR 31). `people` of the petition, where messages go out.
#[must_use]
pub fn confirms_by_code(seat: &Seat, people: Option<&[Party]>) -> bool {
    people.and_then(|people| on_the_phone(seat, people)).is_some_and(is_mobile)
}

/// A press alone, of somebody whom a code reaches.
#[must_use]
pub fn needs_code() -> Refusal {
    Refusal::new(
        RefusalCode::BadText,
        "A code goes to the phone of who sits there: confirm with that, or sign by hand",
    )
}

/// Whether somebody's mark may be put on record by who keeps the minutes, without paper.
pub(super) const fn is_taken_for_another(mark: &Mark) -> bool {
    matches!(mark, Mark::Refused { .. } | Mark::Proxy { .. } | Mark::Coded { .. })
}

#[cfg(test)]
#[path = "signing_code_tests.rs"]
mod tests;
