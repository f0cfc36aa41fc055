//! Counting days (docs/rules.md 1.10): calendar days or working days, holidays, make-up weekends.
//! How a calendar is written, replaced and compared is in `holidays`.

use super::{ClockKind, by_law::days_by_law};
use crate::domain::Timestamp;
use std::collections::BTreeSet;
use time::{Date, Weekday};

/// What a term counts. The Regulation writes 日 everywhere and 工作日 once (art. 23).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayUnit {
    Calendar,
    Working,
}

/// On which last days a term runs on to the next.
///
/// Article 203 of the Civil Code, applied by analogy, rolls a term that ends on a 法定休假日. Whether a
/// plain weekend is one is disputed. Doubt is decided against the organ and for the person: an organ's
/// duty rolls over published holidays only, a petitioner's right over weekends as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Roll {
    /// Days off of a published holiday, the weekends inside it included.
    Holidays,
    /// Those, and every weekend that is not worked.
    RestDays,
}

/// The length of a statutory term and how it is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    pub days: u16,
    pub unit: DayUnit,
    pub roll: Roll,
}

impl ClockKind {
    /// The term of this clock; none for the deadline that is ordered.
    #[must_use]
    pub const fn term(self) -> Option<Term> {
        let (days, unit, roll) = match self {
            Self::Route | Self::Accept => (15, DayUnit::Calendar, Roll::Holidays),
            Self::Objection | Self::GiveBack => (5, DayUnit::Working, Roll::RestDays),
            Self::Reply => (60, DayUnit::Calendar, Roll::Holidays),
            Self::Review | Self::Rereview => (30, DayUnit::Calendar, Roll::Holidays),
            Self::ReviewWindow | Self::RereviewWindow => (30, DayUnit::Calendar, Roll::RestDays),
            Self::Ordered => return None,
        };
        Some(Term { days, unit, roll })
    }
}

/// When a term ends: warn by `raw`, judge by `rolled`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    pub raw: Timestamp,
    pub rolled: Timestamp,
}

/// Days off and make-up working days of the years it knows. In a year it does not know, only the days
/// named by the law itself are off (`by_law`).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar {
    /// Which of the versions kept by the store; 0 is the one this build brings along.
    pub(super) number: u32,
    pub(super) years: BTreeSet<i32>,
    pub(super) off: BTreeSet<Date>,
    pub(super) worked: BTreeSet<Date>,
}

impl Calendar {
    /// Off by a published holiday, weekends inside it included; a plain weekend is not.
    #[must_use]
    pub fn is_holiday(&self, day: Date) -> bool {
        if self.years.contains(&day.year()) {
            return self.off.contains(&day);
        }
        days_by_law(day.year()).any(|by_law| by_law == day)
    }

    /// A day on which offices work: make-up weekends are, holidays are not.
    #[must_use]
    pub fn is_working_day(&self, day: Date) -> bool {
        let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        self.worked.contains(&day) || (!weekend && !self.is_holiday(day))
    }

    /// When a term that starts at `anchor` ends. The first day is not counted (CIV 201); the last one
    /// ends at 24:00 in China and rolls forward as `term.roll` says (CIV 203).
    #[must_use]
    pub fn due(&self, anchor: Timestamp, term: Term) -> Due {
        let first = anchor.local_date();
        let raw = match term.unit {
            DayUnit::Calendar => first.saturating_add(time::Duration::days(i64::from(term.days))),
            DayUnit::Working => days_from(first)
                .skip(1)
                .filter(|day| self.is_working_day(*day))
                .nth(usize::from(term.days).saturating_sub(1))
                .unwrap_or(first),
        };
        Due { raw: Timestamp::end_of(raw), rolled: Timestamp::end_of(self.roll(raw, term.roll)) }
    }

    /// The day on which a term ends whose last day is `raw`.
    #[must_use]
    pub fn roll(&self, raw: Date, roll: Roll) -> Date {
        days_from(raw).find(|day| !self.rolls(*day, roll)).unwrap_or(raw)
    }

    /// Working days after `from`, up to and with `to`.
    #[must_use]
    pub fn working_days_between(&self, from: Date, to: Date) -> u32 {
        let days = days_from(from).skip(1).take_while(|day| *day <= to);
        u32::try_from(days.filter(|day| self.is_working_day(*day)).count()).unwrap_or(u32::MAX)
    }

    /// The `nth` working day after `from`.
    #[must_use]
    pub fn working_day_after(&self, from: Date, nth: u32) -> Option<Date> {
        let nth = usize::try_from(nth).ok()?.checked_sub(1)?;
        days_from(from).skip(1).filter(|day| self.is_working_day(*day)).nth(nth)
    }

    fn rolls(&self, day: Date, roll: Roll) -> bool {
        match roll {
            Roll::Holidays => self.is_holiday(day),
            Roll::RestDays => !self.is_working_day(day),
        }
    }
}

/// `first` and every day after it.
pub(super) fn days_from(first: Date) -> impl Iterator<Item = Date> {
    std::iter::successors(Some(first), |day| day.next_day())
}

#[cfg(test)]
#[path = "calendar_tests.rs"]
mod tests;
