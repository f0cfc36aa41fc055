//! When a formal hearing's conclusion must be with its parties (local rule of 听证, domain.md 1.6).

use super::{Hearing, HearingKind, Outcome, Stage};
use crate::domain::Timestamp;
use time::Duration;

/// Announced before the hearing was closed: it is handed over within so many days.
const ANNOUNCED_DAYS: i64 = 10;
/// Else it is made and handed over within so many.
const LATER_DAYS: i64 = 20;

/// The clock of a conclusion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Delivery {
    /// End of the last day.
    pub due: Timestamp,
    /// On the spot.
    pub announced: bool,
    pub delivered_at: Option<Timestamp>,
}

impl Delivery {
    /// None where nothing runs: other kinds of hearing, and one that is not closed.
    #[must_use]
    pub fn of(hearing: &Hearing, outcome: Option<&Outcome>) -> Option<Self> {
        if hearing.kind != HearingKind::FormalHearing {
            return None;
        }
        let closed_at = match (&hearing.stage, outcome) {
            (_, Some(outcome)) => outcome.closed_at,
            (Stage::Closed { at }, None) => *at,
            _ => return None,
        };
        let announced = outcome.is_some_and(|outcome| outcome.issued_at == closed_at);
        let days = if announced { ANNOUNCED_DAYS } else { LATER_DAYS };
        let due = Timestamp::end_of(closed_at.local_date() + Duration::days(days));
        Some(Self { due, announced, delivered_at: outcome.and_then(|outcome| outcome.published_at) })
    }

    /// Not delivered by its last day.
    #[must_use]
    pub fn is_overdue(&self, now: Timestamp) -> bool {
        self.delivered_at.is_none() && self.due < now
    }
}

#[cfg(test)]
#[path = "delivery_tests.rs"]
mod tests;
