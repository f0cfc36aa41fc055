use crate::domain::{Timestamp, named};

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
