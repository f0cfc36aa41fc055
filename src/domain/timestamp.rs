//! Times in milliseconds (UTC), and days in China.

use std::ops::RangeInclusive;
use time::{
    Date, OffsetDateTime, UtcOffset, format_description::StaticFormatDescription, macros::format_description,
};

/// The one zone of law and of people here: Asia/Shanghai, no summer time.
pub const CHINA: UtcOffset = time::macros::offset!(+8);

/// A minute, an hour and a day in milliseconds; no day here is shorter or longer.
pub const MINUTE_MS: i64 = 60_000;
pub const HOUR_MS: i64 = 60 * MINUTE_MS;
pub const DAY_MS: i64 = 24 * HOUR_MS;

/// Milliseconds after midnight in China from which on people are told what can wait for the day, and until when.
const MORNING: i64 = 8 * HOUR_MS;
const EVENING: i64 = 21 * HOUR_MS;

/// How a day is written everywhere: `2026-11-27` (ISO 8601).
pub const DAY: StaticFormatDescription = format_description!("[year]-[month]-[day]");

/// What somebody tells us is of these years, both included: terms, holidays and sums reckoned from it stay within what
/// has a date.
pub const YEARS: RangeInclusive<i32> = 1900..=2200;

/// The day somebody wrote, if it is one of [`YEARS`].
#[must_use]
pub fn parse_day(text: &str) -> Option<Date> {
    Date::parse(text, DAY).ok().filter(|day| YEARS.contains(&day.year()))
}

/// 2026年11月27日.
#[must_use]
pub fn written(day: Date) -> String {
    format!("{}年{}月{}日", day.year(), u8::from(day.month()), day.day())
}

/// UTC milliseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// The time somebody told us, if it is one of [`YEARS`].
    #[must_use]
    pub fn told(millis: i64) -> Option<Self> {
        let at = OffsetDateTime::from_unix_timestamp(millis.div_euclid(1000)).ok()?;
        YEARS.contains(&at.year()).then_some(Self(millis))
    }

    /// The calendar day in China.
    ///
    /// # Panics
    /// Never for years 1 to 9999.
    #[must_use]
    pub fn local_date(self) -> Date {
        self.local().date()
    }

    /// Day and time in China.
    ///
    /// # Panics
    /// Never for years 1 to 9999.
    #[must_use]
    pub fn local(self) -> OffsetDateTime {
        OffsetDateTime::from_unix_timestamp_nanos(i128::from(self.0) * 1_000_000)
            .expect("milliseconds of years 1 to 9999")
            .to_offset(CHINA)
    }

    /// The last millisecond of `day` in China: a due day ends at 24:00 (docs/rules.md 1.10).
    #[must_use]
    pub fn end_of(day: Date) -> Self {
        Self::start_of(day).plus_millis(DAY_MS - 1)
    }

    /// The first millisecond of `day` in China.
    #[must_use]
    pub fn start_of(day: Date) -> Self {
        Self(day.midnight().assume_offset(CHINA).unix_timestamp() * 1000)
    }

    /// From 0:00 of `from` to 24:00 of `to` in China, the end not included.
    #[must_use]
    pub fn span(from: Date, to: Date) -> (Self, Self) {
        (Self::start_of(from), Self::end_of(to).plus_millis(1))
    }

    /// 8:00 in China on the day of this time.
    #[must_use]
    pub fn morning(self) -> Self {
        Self::start_of(self.local_date()).plus_millis(MORNING)
    }

    /// This time, or the next 8:00 in China if it falls between 21:00 and 8:00: no phone rings at night for what can wait.
    #[must_use]
    pub fn by_day(self) -> Self {
        let midnight = Self::start_of(self.local_date());
        match self.0 - midnight.0 {
            early if early < MORNING => self.morning(),
            late if late >= EVENING => self.morning().plus_millis(DAY_MS),
            _ => self,
        }
    }

    #[must_use]
    pub const fn plus_millis(self, millis: i64) -> Self {
        Self(self.0 + millis)
    }

    /// When what was done at this time is due again, `every` so many milliseconds. At once, if this time lies ahead of `now`:
    /// the clock was set back since, and waiting for the old time to come round could take hours.
    #[must_use]
    pub const fn again(self, every: i64, now: Self) -> Self {
        if now.0 < self.0 { now } else { self.plus_millis(every) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn a_span_begins_with_its_first_day_and_ends_after_its_last() {
        let (from, to) = Timestamp::span(date!(2026 - 12 - 31), date!(2027 - 01 - 01));
        assert_eq!(to.0 - from.0, 2 * DAY_MS);
        assert_eq!((from.local_date(), from.local().hour()), (date!(2026 - 12 - 31), 0));
        assert_eq!(from.plus_millis(-1), Timestamp::end_of(date!(2026 - 12 - 30)));
        assert_eq!(to.plus_millis(-1), Timestamp::end_of(date!(2027 - 01 - 01)));
    }

    #[test]
    fn a_clock_that_was_set_back_puts_nothing_off() {
        for (done, now, due) in [(1_000, 1_000, 3_000), (1_000, 5_000, 3_000), (HOUR_MS, 1_000, 1_000)] {
            assert_eq!(Timestamp(done).again(2_000, Timestamp(now)), Timestamp(due), "{done} {now}");
        }
    }

    #[test]
    fn what_can_wait_waits_from_nine_in_the_evening_until_eight() {
        let midnight = Timestamp::start_of(date!(2026 - 11 - 27));
        let at = |hour, minute| midnight.plus_millis(hour * HOUR_MS + minute * MINUTE_MS);
        for (when, then) in [
            (at(0, 0), at(8, 0)),
            (at(0, 1), at(8, 0)),
            (at(7, 59), at(8, 0)),
            (at(8, 0), at(8, 0)),
            (at(12, 30), at(12, 30)),
            (at(20, 59), at(20, 59)),
            (at(21, 0), at(32, 0)),
            (at(23, 59), at(32, 0)),
        ] {
            assert_eq!(when.by_day(), then, "{}", when.local());
        }
        assert_eq!(at(22, 0).morning(), at(8, 0));
    }

    #[test]
    fn the_last_day_there_is_has_an_end() {
        for day in [Date::MIN, Date::MAX] {
            assert_eq!(Timestamp::end_of(day).0 - Timestamp::start_of(day).0, DAY_MS - 1, "{day}");
        }
    }

    #[test]
    fn what_is_told_is_of_years_that_can_be_reckoned_with() {
        for (text, is_day) in [
            ("1900-01-01", true),
            ("2200-12-31", true),
            ("1899-12-31", false),
            ("2201-01-01", false),
            ("9999-12-31", false),
            ("2026-02-29", false),
            ("2026-2-9", false),
        ] {
            assert_eq!(parse_day(text).is_some(), is_day, "{text}");
        }
        for (millis, is_time) in [
            (-2_208_988_800_000, true), // 1900-01-01
            (-2_208_988_800_001, false),
            (7_289_654_399_999, true), // the last of 2200
            (7_289_654_400_000, false),
            (i64::MAX, false),
            (i64::MIN, false),
        ] {
            assert_eq!(Timestamp::told(millis).is_some(), is_time, "{millis}");
        }
    }
}
