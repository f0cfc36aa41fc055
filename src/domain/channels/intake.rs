//! Items that come in by a channel: their state, and until when one may wait for a person.

use crate::domain::{
    DAY_MS, Timestamp,
    ids::{AgencyId, IntakeId, PetitionId, StaffId},
    named,
    petition::{Calendar, Channel, Clock, ClockKind, WarnDays},
};
use uuid::Uuid;

named!(
    /// By what a matter comes in from outside.
    pub enum Adapter {
        Hotline = "hotline",
        Open311 = "open311",
        Wechat = "wechat",
    }
);

impl Adapter {
    /// The channel on the petition's record.
    #[must_use]
    pub const fn channel(self) -> Channel {
        match self {
            Self::Hotline => Channel::Hotline12345,
            Self::Open311 => Channel::App,
            Self::Wechat => Channel::Wechat,
        }
    }

    /// Its people need not say where it is, and then stand for the whole division of the account. What is registered of a
    /// whole city is no county's and can be handed down to none (属地管理): it waits for a person instead.
    #[must_use]
    pub const fn guesses_place(self) -> bool {
        match self {
            Self::Hotline => false,
            Self::Open311 | Self::Wechat => true,
        }
    }
}

named!(
    /// What became of an item.
    pub enum IntakeState {
        /// It is a petition.
        Registered = "registered",
        /// 待处理: something in it cannot be read; a person corrects or discards it.
        Waiting = "waiting",
        Discarded = "discarded",
    }
);

named!(
    /// What a person did with an item that waited, and did not register it.
    pub enum IntakeStepKind {
        /// 不予登记.
        Discarded = "discarded",
        /// 重新办理: it waits again.
        TakenUp = "taken_up",
    }
);

/// That somebody did so. An item belongs to no petition, so its course is its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IntakeStep {
    pub kind: IntakeStepKind,
    pub by: StaffId,
    pub at: Timestamp,
    pub reason: String,
}

/// What came in under a number of the sender's. It is never deleted and never becomes two petitions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IntakeItem {
    pub id: IntakeId,
    pub adapter: Adapter,
    /// Who brought it: a client's id.
    pub source: Uuid,
    /// The sender's number: once per source.
    pub external: String,
    /// Of the item as it came: tells a repeat from a change.
    pub body_hash: [u8; 32],
    /// The bureau whose people work on it while it waits.
    pub bureau: AgencyId,
    pub received_at: Timestamp,
    pub state: IntakeState,
    pub petition: Option<PetitionId>,
    /// Which field cannot be read, and why; or why it was discarded.
    pub field: Option<String>,
    pub reason: Option<String>,
}

/// How the day by which an item must be routed stands to now: it runs from when the item came in, registered or not (art. 22).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct WaitingClock {
    pub due: Timestamp,
    raw_due: Timestamp,
    pub is_over: bool,
}

impl WaitingClock {
    #[must_use]
    pub fn of(received_at: Timestamp, now: Timestamp, calendar: &Calendar) -> Self {
        let clock = Clock::start(ClockKind::Route, received_at, calendar);
        let (raw_due, due) = clock.map_or((received_at, received_at), |clock| (clock.raw_due, clock.due));
        Self { due, raw_due, is_over: due < now }
    }

    /// As of petitions: a holiday that moves the day of judgement leaves that of the warning.
    #[must_use]
    pub fn is_soon(self, now: Timestamp, days: WarnDays) -> bool {
        !self.is_over && self.raw_due < days.soon_until(now)
    }

    /// Before when what came in may be over now: a holiday moves the day of some of it further.
    #[must_use]
    pub const fn over_before(now: Timestamp) -> Timestamp {
        now.plus_millis(-15 * DAY_MS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn fifteen_days_run_from_the_day_an_item_came_in() {
        const DAY: i64 = 24 * 3_600_000;
        let (came, calendar) = (Timestamp(1_795_395_600_000), Calendar::shipped());
        for (days, soon, over) in
            [(0, false, false), (11, false, false), (12, true, false), (15, true, false), (16, false, true)]
        {
            let now = came.plus_millis(days * DAY);
            let clock = WaitingClock::of(came, now, &calendar);
            assert_eq!(
                (clock.is_soon(now, WarnDays::default()), clock.is_over),
                (soon, over),
                "after {days} days: {clock:?}"
            );
        }
    }

    /// Its fifteen days end on 3 October, inside the National Day holiday, and are judged on 8 October.
    #[test]
    fn what_ends_in_a_holiday_is_soon_before_it() {
        let noon = |day| Timestamp::start_of(day).plus_millis(DAY_MS / 2);
        let (came, calendar) = (noon(date!(2026 - 09 - 18)), Calendar::shipped());
        for (day, soon, over) in [
            (date!(2026 - 09 - 29), false, false),
            (date!(2026 - 09 - 30), true, false),
            (date!(2026 - 10 - 08), true, false),
            (date!(2026 - 10 - 09), false, true),
        ] {
            let clock = WaitingClock::of(came, noon(day), &calendar);
            assert_eq!(
                (clock.is_soon(noon(day), WarnDays::default()), clock.is_over),
                (soon, over),
                "{day}: {clock:?}"
            );
            assert!(!over || came < WaitingClock::over_before(noon(day)), "{day}");
        }
    }
}
