//! Deadlines (期限) of a petition: kinds, pauses, extensions, and when one is due.

use super::Calendar;
use crate::domain::{Timestamp, named};
use std::collections::BTreeSet;
use time::Date;

named!(
    /// Statutory clocks (docs/rules.md 3.2).
    pub enum ClockKind {
        /// T1: 15 days to route, from registration (art. 22)
        Route = "route",
        /// T2: 15 days to accept or not, from receipt (art. 23)
        Accept = "accept",
        /// T3: 5 working days in which the unit may object, from receipt (art. 23)
        Objection = "objection",
        /// 5 working days in which a bureau may give back what was handed down to it (our choice, like T3)
        GiveBack = "give_back",
        /// T4: 60 days to reply, from acceptance, with T5: at most 30 more (art. 34)
        Reply = "reply",
        /// T6: 30 days in which review may be asked, from receipt of the reply (art. 35)
        ReviewWindow = "review_window",
        /// T7: 30 days to review, from the request (art. 35)
        Review = "review",
        /// T8: 30 days in which re-review may be asked, from receipt of the review opinion (art. 36)
        RereviewWindow = "rereview_window",
        /// T9: 30 days to re-review, from the request; a hearing's days are not counted (art. 36)
        Rereview = "rereview",
        /// The deadline ordered with an assignment (art. 22(3)); the only one that is typed.
        Ordered = "ordered",
    }
);

impl ClockKind {
    /// Something may be done until then; else something must.
    #[must_use]
    pub const fn is_window(self) -> bool {
        matches!(self, Self::Objection | Self::GiveBack | Self::ReviewWindow | Self::RereviewWindow)
    }

    /// Of the Regulation.
    #[must_use]
    pub const fn article(self) -> u8 {
        match self {
            Self::Route | Self::GiveBack | Self::Ordered => 22,
            Self::Accept | Self::Objection => 23,
            Self::Reply => 34,
            Self::ReviewWindow | Self::Review => 35,
            Self::RereviewWindow | Self::Rereview => 36,
        }
    }
}

/// Days before its end in which a clock presses: it is amber, and those whose duty it is are told. A rule of the house.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WarnDays(pub u8);

impl Default for WarnDays {
    fn default() -> Self {
        Self(3)
    }
}

impl WarnDays {
    /// What ends before this presses.
    #[must_use]
    pub fn soon_until(self, now: Timestamp) -> Timestamp {
        let last = now.local_date().saturating_add(time::Duration::days(self.0.into()));
        Timestamp::end_of(last).plus_millis(1)
    }
}

/// How long a pause is expected to last where nobody says.
pub const PAUSE_LASTS: time::Duration = time::Duration::days(15);
/// Longer than this nobody expects one to last.
pub const LONGEST_PAUSE: time::Duration = time::Duration::days(90);

/// Days that are not counted: all from `from` to `until`, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pause {
    pub from: Timestamp,
    /// None: still paused.
    pub until: Option<Timestamp>,
}

/// One running or stopped clock. Due times are computed, never typed, but for [`ClockKind::Ordered`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clock {
    pub kind: ClockKind,
    pub anchor: Timestamp,
    /// Days added to the term (art. 34).
    pub extended_by: u16,
    pub pauses: Vec<Pause>,
    /// Before rolling over holidays: warn by this one.
    pub raw_due: Timestamp,
    /// Judge by this one.
    pub due: Timestamp,
    pub stopped_at: Option<Timestamp>,
}

impl Clock {
    /// A statutory clock that starts at `anchor`; none for the ordered one, whose day is given.
    #[must_use]
    pub fn start(kind: ClockKind, anchor: Timestamp, calendar: &Calendar) -> Option<Self> {
        kind.term()?;
        let mut clock = Self::at(kind, anchor, anchor);
        clock.reckon(calendar);
        Some(clock)
    }

    /// The deadline ordered with an assignment: as typed, never rolled.
    #[must_use]
    pub fn ordered(anchor: Timestamp, until: Date) -> Self {
        Self::at(ClockKind::Ordered, anchor, Timestamp::end_of(until))
    }

    const fn at(kind: ClockKind, anchor: Timestamp, due: Timestamp) -> Self {
        Self { kind, anchor, extended_by: 0, pauses: Vec::new(), raw_due: due, due, stopped_at: None }
    }

    /// Computes the due times from the anchor anew: by another calendar, extended, or paused.
    pub fn reckon(&mut self, calendar: &Calendar) {
        let Some(term) = self.kind.term() else { return };
        let days = term.days.saturating_add(self.extended_by).saturating_add(self.days_paused());
        let due = calendar.due(self.anchor, super::Term { days, ..term });
        (self.raw_due, self.due) = (due.raw, due.rolled);
    }

    /// Neither stopped nor paused.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.stopped_at.is_none() && !self.is_paused()
    }

    /// Whether it may be what is due next. The days to object or to give back in are nobody's duty, and never are.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.is_running() && !matches!(self.kind, ClockKind::Objection | ClockKind::GiveBack)
    }

    #[must_use]
    pub fn is_paused(&self) -> bool {
        self.pauses.last().is_some_and(|pause| pause.until.is_none())
    }

    /// Ended without what it was for.
    #[must_use]
    pub fn is_lapsed(&self, now: Timestamp) -> bool {
        self.is_running() && self.due < now
    }

    pub(super) fn pause(&mut self, now: Timestamp) {
        self.pauses.push(Pause { from: now, until: None });
    }

    pub(super) fn resume(&mut self, now: Timestamp, calendar: &Calendar) {
        if let Some(pause) = self.pauses.last_mut().filter(|pause| pause.until.is_none()) {
            pause.until = Some(now);
        }
        self.reckon(calendar);
    }

    pub(super) fn stop(&mut self, now: Timestamp, calendar: &Calendar) {
        if self.is_paused() {
            self.resume(now, calendar);
        }
        self.stopped_at = Some(now);
    }

    /// Days of pauses that are over; a day in two of them counts once. The day it began is none of its term, and is not added.
    fn days_paused(&self) -> u16 {
        let ended = self.pauses.iter().filter_map(|pause| Some((pause.from, pause.until?)));
        let days: BTreeSet<_> = ended
            .flat_map(|(from, until)| {
                let until = until.local_date();
                super::calendar::days_from(from.local_date()).take_while(move |day| *day <= until)
            })
            .filter(|day| *day > self.anchor.local_date())
            .collect();
        u16::try_from(days.len()).unwrap_or(u16::MAX)
    }
}
