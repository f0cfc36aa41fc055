//! A holiday calendar as text: read, written, replaced year by year, compared. `data/holidays.txt` says how
//! it is written.

use super::{Calendar, by_law::days_by_law, calendar::days_from};
use crate::domain::{named, timestamp::DAY};
use std::{collections::BTreeSet, fmt::Write as _};
use time::{Date, Duration, Month, Weekday};

const SHIPPED: &str = include_str!("data/holidays.txt");

/// By then the holidays of the coming year were published, in every year so far.
const PUBLISHED_BY: Month = Month::November;

/// No holiday is longer: a range beyond it is a slip of the pen.
const LONGEST: Duration = Duration::days(31);

/// A line of calendar data that cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line} of the holiday calendar, `{text}`: {why}")]
pub struct BadCalendar {
    pub line: usize,
    pub text: String,
    pub why: &'static str,
}

named!(
    /// What a day is by a calendar.
    pub enum DayKind {
        /// By a published holiday, weekends inside it included.
        Holiday = "holiday",
        /// A weekend day that is worked (调休).
        MakeUp = "make_up",
        /// A working day, or a plain weekend.
        Plain = "plain",
    }
);

/// A day that one calendar sees otherwise than another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayChange {
    pub day: Date,
    pub before: DayKind,
    pub after: DayKind,
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

    /// Reads calendar data.
    ///
    /// # Errors
    /// The first line that is none of `year`, `off`, `work`, a comment or empty, or that cannot be true.
    pub fn parse(text: &str) -> Result<Self, BadCalendar> {
        let mut calendar = Self::default();
        for (index, line) in text.lines().enumerate() {
            let line = line.trim().trim_start_matches('\u{feff}');
            if !line.is_empty() && !line.starts_with('#') {
                let bad = |why| BadCalendar { line: index + 1, text: line.to_owned(), why };
                calendar.take(line).map_err(bad)?;
            }
        }
        Ok(calendar)
    }

    fn take(&mut self, line: &str) -> Result<(), &'static str> {
        let (word, rest) = line.split_once(' ').ok_or("expected `year`, `off` or `work` and a date")?;
        let rest = rest.trim();
        match word {
            "year" => {
                let year = rest.parse().ok().filter(|year| (2000..2100).contains(year));
                self.years.insert(year.ok_or("not a year of this century")?);
            }
            "off" => {
                let (first, last) = rest.split_once("..").unwrap_or((rest, rest));
                let (first, last) = (self.day(first)?, self.day(last)?);
                if last < first || last - first >= LONGEST {
                    return Err("a holiday ends after it begins, within a month");
                }
                for day in days_from(first).take_while(|day| *day <= last) {
                    if self.worked.contains(&day) {
                        return Err("this day is worked by another line");
                    }
                    self.off.insert(day);
                }
            }
            "work" => {
                let day = self.day(rest)?;
                if !is_weekend(day) {
                    return Err("only a Saturday or Sunday is made a working day");
                }
                if self.off.contains(&day) {
                    return Err("this day is off by another line");
                }
                self.worked.insert(day);
            }
            _ => return Err("expected `year`, `off` or `work` and a date"),
        }
        Ok(())
    }

    /// A day of a year opened before, or of the December before it: New Year begins there at times.
    fn day(&self, text: &str) -> Result<Date, &'static str> {
        let day = Date::parse(text, DAY).map_err(|_| "not a day (expected YYYY-MM-DD)")?;
        let near = day.month() == Month::December && self.years.contains(&(day.year() + 1));
        if near || self.years.contains(&day.year()) {
            return Ok(day);
        }
        Err("its year was not opened by a line `year` before")
    }

    /// The whole calendar in the format it is read from.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::new();
        let mut line = |word: &str, what: String| {
            let _ = writeln!(text, "{word} {what}"); // into a text: it cannot fail
        };
        self.years.iter().for_each(|year| line("year", year.to_string()));
        let mut days = self.off.iter().copied().peekable();
        while let Some(first) = days.next() {
            let mut last = first;
            while let Some(next) = days.next_if(|day| last.next_day() == Some(*day)) {
                last = next;
            }
            line("off", if first == last { first.to_string() } else { format!("{first}..{last}") });
        }
        self.worked.iter().for_each(|day| line("work", day.to_string()));
        text
    }

    /// This calendar with the years of `other` as they are there; what it says of other years stays.
    #[must_use]
    pub fn with_years_of(&self, other: &Self) -> Self {
        let mut merged = self.clone();
        let stays = |day: &Date| !other.years.contains(&day.year());
        merged.off.retain(stays);
        merged.worked.retain(stays);
        merged.years.extend(&other.years);
        merged.off.extend(&other.off);
        merged.worked.extend(&other.worked);
        merged
    }

    /// As version `number` of those kept.
    #[must_use]
    pub fn numbered(mut self, number: u32) -> Self {
        self.number = number;
        self
    }

    #[must_use]
    pub const fn number(&self) -> u32 {
        self.number
    }

    /// Which years it knows and which version it is, for the record of a computed date: `2024-2026`, or
    /// `2024-2027/3` for the third one loaded.
    #[must_use]
    pub fn version(&self) -> String {
        let years = match (self.years.first(), self.years.last()) {
            (Some(first), Some(last)) => format!("{first}-{last}"),
            _ => "none".to_owned(),
        };
        if self.number == 0 { years } else { format!("{years}/{}", self.number) }
    }

    /// Years whose holidays were published.
    pub fn years(&self) -> impl Iterator<Item = i32> + '_ {
        self.years.iter().copied()
    }

    /// The days it names, in order: those off and those worked.
    #[must_use]
    pub fn days(&self) -> Vec<(Date, DayKind)> {
        let days: BTreeSet<Date> = self.off.union(&self.worked).copied().collect();
        days.into_iter().map(|day| (day, self.kind(day))).collect()
    }

    /// Whether any day off of `year` is listed.
    #[must_use]
    pub fn has_days_of(&self, year: i32) -> bool {
        self.off.iter().any(|day| day.year() == year)
    }

    /// A year whose holidays should be known by `today` and are not: due dates there count the days by law alone.
    #[must_use]
    pub fn misses(&self, today: Date) -> Option<i32> {
        let coming = i32::from(u8::from(today.month()) >= u8::from(PUBLISHED_BY));
        (today.year()..=today.year() + coming).find(|year| !self.has_days_of(*year))
    }

    /// What the calendar says of `day`; a weekend that is not worked is plain, too.
    #[must_use]
    pub fn kind(&self, day: Date) -> DayKind {
        if self.is_holiday(day) {
            DayKind::Holiday
        } else if self.worked.contains(&day) {
            DayKind::MakeUp
        } else {
            DayKind::Plain
        }
    }

    /// The days on which `after` differs from this calendar, in order.
    #[must_use]
    pub fn changes(&self, after: &Self) -> Vec<DayChange> {
        let years: BTreeSet<i32> = self.years.union(&after.years).copied().collect();
        let listed =
            [self, after].into_iter().flat_map(|calendar| calendar.off.iter().chain(&calendar.worked));
        // A year that one of them does not know has its days by law there, which nobody lists.
        let by_law = years.iter().flat_map(|year| days_by_law(*year));
        let days: BTreeSet<Date> = listed.copied().chain(by_law).collect();
        days.into_iter()
            .map(|day| DayChange { day, before: self.kind(day), after: after.kind(day) })
            .filter(|change| change.before != change.after)
            .collect()
    }
}

fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

#[cfg(test)]
#[path = "holidays_tests.rs"]
mod tests;
