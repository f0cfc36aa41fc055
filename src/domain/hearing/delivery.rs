//! Delivery of a formal hearing's conclusion, and by when (local rule of 听证, docs/rules.md 1.6).

use super::{Hearing, HearingKind, Outcome, Stage};
use crate::domain::{
    Timestamp,
    event::{Change, EventKind},
    ids::{AttachmentId, HearingId},
    petition::DeliveryWay,
};
use time::{Date, Duration};

/// Announced before the hearing was closed: it is handed over within so many days.
pub const ANNOUNCED_DAYS: i64 = 10;
/// Else it is made and handed over within so many.
pub const LATER_DAYS: i64 = 20;

/// The clock of a conclusion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeliveryClock {
    /// End of the last day.
    pub due: Timestamp,
    /// On the spot.
    pub announced: bool,
    pub delivered_at: Option<Timestamp>,
    /// None also where it was published.
    pub way: Option<DeliveryWay>,
}

/// A conclusion that was handed over on paper, with its slip (送达回证). A report's conclusion is never published: this
/// alone delivers it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HandedOver {
    pub hearing: HearingId,
    pub day: Date,
    pub way: DeliveryWay,
    /// The slip, scanned.
    pub slip: AttachmentId,
}

/// Why a conclusion is not taken to be handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotHandedOver {
    #[error("Between the day the conclusion was made and today")]
    BadDay,
    #[error("Published is delivered online; here it is handed over, posted or left")]
    Online,
}

impl HandedOver {
    /// # Errors
    /// [`NotHandedOver`].
    pub fn check(&self, outcome: &Outcome, today: Date) -> Result<(), NotHandedOver> {
        if self.way == DeliveryWay::Online {
            return Err(NotHandedOver::Online);
        }
        let possible = (outcome.issued_at.local_date()..=today).contains(&self.day);
        if possible { Ok(()) } else { Err(NotHandedOver::BadDay) }
    }

    /// The log's line.
    #[must_use]
    pub fn change(&self) -> Change {
        Change::new(EventKind::HearingConclusionDelivered)
            .with("day", self.day)
            .with("way", self.way)
            .with("slip", self.slip)
    }
}

impl DeliveryClock {
    /// None where nothing runs: other kinds of hearing, and one that is not closed.
    #[must_use]
    pub fn of(hearing: &Hearing, outcome: Option<&Outcome>, handed: Option<&HandedOver>) -> Option<Self> {
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
        let published = outcome.and_then(|outcome| outcome.published_at).map(|at| (at, None));
        let handed = handed.map(|handed| (Timestamp::start_of(handed.day), Some(handed.way)));
        let first = published.into_iter().chain(handed).min_by_key(|(at, _)| *at);
        Some(Self {
            due,
            announced,
            delivered_at: first.map(|(at, _)| at),
            way: first.and_then(|(_, way)| way),
        })
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
