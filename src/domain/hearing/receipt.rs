//! What a seat makes of its notices: read, and answered: it comes, or cannot and wishes something else (H4).

use super::{Hearing, HearingNotice, Language, Seat};
use crate::domain::{
    Timestamp,
    event::{Change, EventKind},
    ids::SeatId,
    named,
};

named!(
    /// By which way its reader came.
    pub enum ReceiptWay {
        /// The seat's own link.
        Link = "link",
        /// Number and query code.
        Query = "query",
        /// Signed in.
        Desk = "desk",
    }
);

named!(
    /// What is wished by who cannot come as it is arranged.
    pub enum NoticeWish {
        AnotherTime = "another_time",
        /// Face to face.
        InPerson = "in_person",
        /// What the reason says: that somebody else comes in one's place, for one.
        Other = "other",
    }
);

/// What a seat says to what it was told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoticeAnswer {
    Comes,
    Cannot { reason: String, wish: NoticeWish },
}

/// What must be found before the hearing. The default: nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Needs {
    /// None: Mandarin.
    pub language: Option<Language>,
    pub interpreter: bool,
}

/// What was said last to a notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    pub at: Timestamp,
    pub answer: NoticeAnswer,
    pub needs: Needs,
}

/// Read, and perhaps answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    pub read_at: Timestamp,
    pub said: Option<Said>,
    pub way: ReceiptWay,
}

impl Receipt {
    /// When it was said that the seat comes, if that is what was said last.
    #[must_use]
    pub fn confirmed_at(&self) -> Option<Timestamp> {
        self.said.as_ref().filter(|said| said.answer == NoticeAnswer::Comes).map(|said| said.at)
    }
}

impl HearingNotice {
    /// The first reading stands.
    #[must_use]
    pub fn read(self, way: ReceiptWay, now: Timestamp) -> Self {
        let receipt = self.receipt.unwrap_or(Receipt { read_at: now, said: None, way });
        Self { receipt: Some(receipt), ..self }
    }

    /// What is said now stands, and of what is said again the first time.
    #[must_use]
    pub fn answered(self, said: Said, way: ReceiptWay) -> Self {
        let read = self.read(way, said.at);
        let same = |before: &Said| before.answer == said.answer && before.needs == said.needs;
        match &read.receipt {
            Some(receipt) if !receipt.said.as_ref().is_some_and(same) => {
                let receipt = Receipt { read_at: receipt.read_at, said: Some(said), way };
                Self { receipt: Some(receipt), ..read }
            }
            _ => read,
        }
    }

    fn said(&self) -> Option<&Said> {
        self.receipt.as_ref().and_then(|receipt| receipt.said.as_ref())
    }
}

impl Hearing {
    /// Who comes after all does so even late; that one cannot helps nobody who waits already.
    #[must_use]
    pub fn takes(&self, answer: &NoticeAnswer, now: Timestamp) -> bool {
        *answer == NoticeAnswer::Comes || self.is_ahead(now)
    }

    /// What `seat` said last of the times as they are now.
    #[must_use]
    pub fn said_by<'a>(&self, notices: &'a [HearingNotice], seat: SeatId) -> Option<&'a Said> {
        let of_these_times =
            notices.iter().filter(|notice| notice.seat == seat && notice.starts_at == self.starts_at);
        of_these_times.filter_map(HearingNotice::said).max_by_key(|said| said.at)
    }
}

/// What `seat` said last that it needs: of whatever times, for it needs the same on another day.
#[must_use]
pub fn needs_of(notices: &[HearingNotice], seat: SeatId) -> Needs {
    let theirs = notices.iter().filter(|notice| notice.seat == seat).filter_map(HearingNotice::said);
    theirs.max_by_key(|said| said.at).map(|said| said.needs).unwrap_or_default()
}

/// What goes on record of `said`: whatever others must act on. That all is as it was arranged is a receipt and no more. Why
/// somebody cannot come stays out of the chain, which is never erased. `notices`: before it.
#[must_use]
pub fn answer_on_record(
    hearing: &Hearing,
    notices: &[HearingNotice],
    seat: &Seat,
    said: &Said,
) -> Option<Change> {
    let (before, needed) = (hearing.said_by(notices, seat.id), needs_of(notices, seat.id));
    let as_before = match before {
        Some(before) => before.answer == said.answer,
        None => said.answer == NoticeAnswer::Comes,
    };
    if !seat.stands() || (as_before && needed == said.needs) {
        return None;
    }
    let change = Change::new(EventKind::HearingNoticeAnswered);
    let change = match &said.answer {
        NoticeAnswer::Comes => change.with("answer", COMES),
        NoticeAnswer::Cannot { wish, .. } => change.with("answer", CANNOT).with("wish", wish),
    };
    let interpreter = if said.needs.interpreter { "wished" } else { "no" };
    Some(change.with("interpreter", interpreter).with("seat", seat.id).with("host", hearing.host))
}

/// As the log has them.
const COMES: &str = "comes";
pub(in crate::domain) const CANNOT: &str = "cannot";

#[cfg(test)]
#[path = "receipt_tests.rs"]
mod tests;
