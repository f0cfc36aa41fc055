use time::{Date, OffsetDateTime, UtcOffset};

/// The one zone of law and of people here: Asia/Shanghai, no summer time.
pub const CHINA: UtcOffset = time::macros::offset!(+8);

/// An hour and a day in milliseconds; no day here is shorter or longer.
pub const HOUR_MS: i64 = 3_600_000;
pub const DAY_MS: i64 = 24 * HOUR_MS;

/// UTC milliseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Timestamp(pub i64);

impl Timestamp {
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

    /// The last millisecond of `day` in China: a due day ends at 24:00 (domain.md 1.10).
    #[must_use]
    pub fn end_of(day: Date) -> Self {
        let midnight = day.midnight().assume_offset(CHINA) + time::Duration::DAY;
        Self(i64::try_from(midnight.unix_timestamp_nanos() / 1_000_000).expect("years up to 9999") - 1)
    }

    /// The first millisecond of `day` in China.
    #[must_use]
    pub fn start_of(day: Date) -> Self {
        day.previous_day().map_or(Self(i64::MIN), |before| Self::end_of(before).plus_millis(1))
    }

    /// From 0:00 of `from` to 24:00 of `to` in China, the end not included.
    #[must_use]
    pub fn span(from: Date, to: Date) -> (Self, Self) {
        (Self::start_of(from), Self::end_of(to).plus_millis(1))
    }

    #[must_use]
    pub const fn plus_millis(self, millis: i64) -> Self {
        Self(self.0 + millis)
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
}
