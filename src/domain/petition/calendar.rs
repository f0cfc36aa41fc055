//! Counting days (domain.md 1.10): calendar days or working days, holidays, make-up weekends.

use super::ClockKind;
use crate::domain::Timestamp;
use std::collections::BTreeSet;
use time::{Date, Month, Weekday, format_description::BorrowedFormatItem, macros::format_description};

const DAY: &[BorrowedFormatItem<'_>] = format_description!("[year]-[month]-[day]");
const SHIPPED: &str = include_str!("data/holidays.txt");

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
            Self::Objection => (5, DayUnit::Working, Roll::RestDays),
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
/// fixed by date in 《全国年节及纪念日放假办法》 are off: 1 January, 1–2 May, 1–3 October.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    years: BTreeSet<i32>,
    off: BTreeSet<Date>,
    worked: BTreeSet<Date>,
}

/// A line of calendar data that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line} of the holiday calendar cannot be read: `{text}`")]
pub struct BadCalendar {
    pub line: usize,
    pub text: String,
}

impl Calendar {
    /// The calendar this build brings along.
    ///
    /// # Panics
    /// Never: a test reads the shipped file.
    #[must_use]
    pub fn shipped() -> Self {
        Self::parse(SHIPPED).expect("the shipped file is read by a test")
    }

    /// Reads calendar data (`data/holidays.txt` says how it is written).
    ///
    /// # Errors
    /// The first line that is none of `year`, `off`, `work`, a comment or empty.
    pub fn parse(text: &str) -> Result<Self, BadCalendar> {
        let mut calendar = Self { years: BTreeSet::new(), off: BTreeSet::new(), worked: BTreeSet::new() };
        for (index, line) in text.lines().enumerate() {
            let line = line.trim();
            if !line.is_empty() && !line.starts_with('#') {
                calendar.take(line).ok_or_else(|| BadCalendar { line: index + 1, text: line.to_owned() })?;
            }
        }
        Ok(calendar)
    }

    fn take(&mut self, line: &str) -> Option<()> {
        let (word, rest) = line.split_once(' ')?;
        match word {
            "year" => {
                self.years.insert(rest.parse().ok()?);
            }
            "off" => {
                let (first, last) = rest.split_once("..").unwrap_or((rest, rest));
                let (first, last) = (Date::parse(first, DAY).ok()?, Date::parse(last, DAY).ok()?);
                self.off.extend(days_from(first).take_while(|day| *day <= last));
            }
            "work" => {
                self.worked.insert(Date::parse(rest, DAY).ok()?);
            }
            _ => return None,
        }
        Some(())
    }

    /// Which years it knows, for the record of a computed date: `2025-2026`.
    #[must_use]
    pub fn version(&self) -> String {
        match (self.years.first(), self.years.last()) {
            (Some(first), Some(last)) => format!("{first}-{last}"),
            _ => "none".to_owned(),
        }
    }

    /// Off by a published holiday, weekends inside it included; a plain weekend is not.
    #[must_use]
    pub fn is_holiday(&self, day: Date) -> bool {
        if self.years.contains(&day.year()) {
            return self.off.contains(&day);
        }
        matches!(
            (day.month(), day.day()),
            (Month::January, 1) | (Month::May, 1..=2) | (Month::October, 1..=3)
        )
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
        let rolled = days_from(raw).find(|day| !self.rolls(*day, term.roll)).unwrap_or(raw);
        Due { raw: Timestamp::end_of(raw), rolled: Timestamp::end_of(rolled) }
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
fn days_from(first: Date) -> impl Iterator<Item = Date> {
    std::iter::successors(Some(first), |day| day.next_day())
}

#[cfg(test)]
#[path = "calendar_tests.rs"]
mod tests;
