//! Seats that have not confirmed, and reminding them once more (H4).

use super::{Hearing, HearingNotice, NoticeAnswer, NoticeKind, Said, Seat, Stage};
use crate::domain::{
    MINUTE_MS, Timestamp,
    event::{Change, Event, EventKind},
    ids::{HearingId, SeatId},
};

/// Reminded by hand once in so long: more is a nuisance, and each is a message that costs. Milliseconds.
const AGAIN_PAUSE: i64 = 30 * MINUTE_MS;

/// A seat that was told of the hearing as it is now to be held, and has not said that it comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unconfirmed<'a> {
    pub seat: &'a Seat,
    /// That it cannot.
    pub said: Option<&'a Said>,
    /// Last.
    pub told_at: Timestamp,
    /// First, of these times.
    pub read_at: Option<Timestamp>,
}

impl Hearing {
    /// Whether it matters who has said that they come: once the time of check-in has come, who comes is seen.
    #[must_use]
    pub fn asks_who_comes(&self, now: Timestamp) -> bool {
        self.stage == Stage::Scheduled || (self.is_ahead(now) && now < self.check_in_opens_at())
    }
}

/// Those of the table, in its order; nobody once the time of check-in has come.
#[must_use]
pub fn unconfirmed<'a>(
    hearing: &'a Hearing,
    notices: &'a [HearingNotice],
    now: Timestamp,
) -> Vec<Unconfirmed<'a>> {
    if !hearing.asks_who_comes(now) {
        return Vec::new();
    }
    let now_valid = |notice: &&HearingNotice| {
        notice.starts_at == hearing.starts_at && notice.kind != NoticeKind::Withdrawn
    };
    let of = |seat: &'a Seat| {
        let told: Vec<_> = notices.iter().filter(now_valid).filter(|notice| notice.seat == seat.id).collect();
        let said = hearing.said_by(notices, seat.id);
        let comes = said.is_some_and(|said| said.answer == NoticeAnswer::Comes);
        let told_at = told.iter().map(|notice| notice.at).max().filter(|_| !comes)?;
        let read = told.iter().filter_map(|notice| notice.receipt.as_ref()).map(|receipt| receipt.read_at);
        Some(Unconfirmed { seat, said, told_at, read_at: read.min() })
    };
    hearing.standing().filter_map(of).collect()
}

/// Why nobody is reminded now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotReminded {
    /// Everybody has said that they come, or check-in has opened.
    NobodyLeft,
    /// Somebody did a moment ago.
    Before(Timestamp),
}

/// When somebody had them reminded by hand last, as the log has it: their notices are written after it. `events` are of
/// the petition.
#[must_use]
pub fn reminded_at<'a>(
    hearing: HearingId,
    events: impl DoubleEndedIterator<Item = &'a Event>,
) -> Option<Timestamp> {
    let by_hand = |event: &&Event| {
        event.hearing == Some(hearing)
            && event.kind == EventKind::HearingReminded
            && event.detail("before") == Some(NoticeKind::Again.as_str())
    };
    events.rev().find(by_hand).map(|event| event.at)
}

/// Reminds them all; the log names the seats. `last` is [`reminded_at`].
///
/// # Errors
/// Nobody is left to remind, or it was done a moment ago.
pub fn remind_again(
    hearing: &Hearing,
    notices: &[HearingNotice],
    last: Option<Timestamp>,
    now: Timestamp,
) -> Result<Change, NotReminded> {
    // Who cannot come need not be asked again.
    let left: Vec<_> =
        unconfirmed(hearing, notices, now).into_iter().filter(|one| one.said.is_none()).collect();
    if left.is_empty() {
        return Err(NotReminded::NobodyLeft);
    }
    let next = last.map(|last| last.plus_millis(AGAIN_PAUSE));
    if let Some(next) = next.filter(|next| *next > now) {
        return Err(NotReminded::Before(next));
    }
    let seats: Vec<_> = left.iter().map(|one| one.seat.id.to_string()).collect();
    Ok(Change::new(EventKind::HearingReminded)
        .with("before", NoticeKind::Again)
        .with("seats", seats.join(" ")))
}

/// The seats that [`remind_again`] named.
pub(super) fn named(seats: &str) -> impl Iterator<Item = SeatId> {
    seats.split(' ').filter_map(|seat| seat.parse().ok()).map(SeatId)
}

#[cfg(test)]
#[path = "unconfirmed_tests.rs"]
mod tests;
