use time::{Date, OffsetDateTime, UtcOffset};

/// The one zone of law and of people here: Asia/Shanghai, no summer time.
pub const CHINA: UtcOffset = time::macros::offset!(+8);

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

    #[must_use]
    pub const fn plus_millis(self, millis: i64) -> Self {
        Self(self.0 + millis)
    }
}
