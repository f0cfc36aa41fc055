use super::Calendar;
use crate::domain::{Timestamp, named};
use time::Date;

named!(
    /// Statutory clocks (domain.md 3.2).
    pub enum ClockKind {
        /// T1: 15 days to route, from registration (art. 22)
        Route = "route",
        /// T2: 15 days to accept or not, from receipt (art. 23)
        Accept = "accept",
        /// T4: 60 days to reply, from acceptance (art. 34)
        Reply = "reply",
        /// T6: 30 days in which review may be asked, from receipt of the reply (art. 35)
        ReviewWindow = "review_window",
        /// The deadline ordered with an assignment (art. 22(3)); the only one that is typed.
        Ordered = "ordered",
    }
);

/// One running or stopped clock. Due times are computed, never typed, but for [`ClockKind::Ordered`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clock {
    pub kind: ClockKind,
    pub anchor: Timestamp,
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
        let due = calendar.due(anchor, kind.term()?);
        Some(Self { kind, anchor, raw_due: due.raw, due: due.rolled, stopped_at: None })
    }

    /// The deadline ordered with an assignment: as typed, never rolled.
    #[must_use]
    pub fn ordered(anchor: Timestamp, until: Date) -> Self {
        let due = Timestamp::end_of(until);
        Self { kind: ClockKind::Ordered, anchor, raw_due: due, due, stopped_at: None }
    }
}
