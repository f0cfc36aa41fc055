//! A reception day that comes again: every Tuesday morning until the end of the year.

use super::{NewDay, ReceptionRefusal};
use crate::domain::petition::Calendar;
use time::{Date, Duration};

/// Days of one series at most: a year of weeks.
const MOST_DAYS: usize = 53;

/// The first day, and how it comes again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    pub first: NewDay,
    /// From 1, weekly, to 13, once a quarter.
    pub every_weeks: u8,
    /// Last day on which it may fall.
    pub until: Date,
}

/// What comes of a series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Days {
    pub days: Vec<NewDay>,
    /// Those on which offices do not work: a person chooses another for each.
    pub left_out: Vec<Date>,
}

impl Series {
    /// The days by the calendar in force. On the same weekday at the same time each.
    ///
    /// # Errors
    /// [`ReceptionRefusal::BadSeries`].
    pub fn days(&self, calendar: &Calendar) -> Result<Days, ReceptionRefusal> {
        let begins = self.first.starts_at.local_date();
        let step = Duration::weeks(self.every_weeks.into());
        if !(1..=13).contains(&self.every_weeks) || self.until <= begins {
            return Err(ReceptionRefusal::BadSeries);
        }
        let dates = std::iter::successors(Some(begins), |day| day.checked_add(step));
        let dates: Vec<Date> = dates.take_while(|day| *day <= self.until).take(MOST_DAYS + 1).collect();
        if dates.len() > MOST_DAYS {
            return Err(ReceptionRefusal::BadSeries);
        }
        let (on, left_out): (Vec<_>, Vec<_>) =
            dates.into_iter().partition(|day| calendar.is_working_day(*day));
        let moved = |day: Date| {
            let later = (day - begins).whole_milliseconds() as i64; // at most 53 weeks of 13
            let shifted = |at: crate::domain::Timestamp| crate::domain::Timestamp(at.0 + later);
            NewDay {
                starts_at: shifted(self.first.starts_at),
                ends_at: shifted(self.first.ends_at),
                ..self.first.clone()
            }
        };
        Ok(Days { days: on.into_iter().map(moved).collect(), left_out })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{HOUR_MS as HOUR, Timestamp, reception::ReceptionKind};
    use time::macros::date;

    /// From 9 to 11 in China.
    fn series(day: Date, every_weeks: u8, until: Date) -> Series {
        let midnight = day.midnight().assume_offset(time::macros::offset!(+8)).unix_timestamp() * 1000;
        let first = NewDay {
            kind: ReceptionKind::Fixed,
            starts_at: Timestamp(midnight + 9 * HOUR),
            ends_at: Timestamp(midnight + 11 * HOUR),
            place: "接访室".into(),
            field: String::new(),
        };
        Series { first, every_weeks, until }
    }

    fn days(series: &Series) -> (Vec<Date>, Vec<Date>) {
        let found = series.days(&Calendar::shipped()).unwrap();
        for day in &found.days {
            assert_eq!((day.starts_at.0 + 8 * HOUR) % (24 * HOUR), 9 * HOUR);
            assert_eq!(day.ends_at.0 - day.starts_at.0, 2 * HOUR);
        }
        (found.days.iter().map(|day| day.starts_at.local_date()).collect(), found.left_out)
    }

    #[test]
    fn it_comes_again_on_the_same_weekday_up_to_its_last_day() {
        let (on, left_out) = days(&series(date!(2026 - 11 - 03), 2, date!(2026 - 12 - 01)));
        assert_eq!(on, [date!(2026 - 11 - 03), date!(2026 - 11 - 17), date!(2026 - 12 - 01)]);
        assert!(left_out.is_empty());
    }

    #[test]
    fn days_off_are_left_out_and_named() {
        let (on, left_out) = days(&series(date!(2026 - 09 - 24), 1, date!(2026 - 10 - 15)));
        assert_eq!(left_out, [date!(2026 - 10 - 01)]);
        assert_eq!(on, [date!(2026 - 09 - 24), date!(2026 - 10 - 08), date!(2026 - 10 - 15)]);
    }

    #[test]
    fn what_has_no_end_in_sight_is_refused() {
        let begins = date!(2026 - 11 - 03);
        for (every, until) in [
            (0, date!(2026 - 12 - 01)),
            (14, date!(2027 - 12 - 01)),
            (1, begins),
            (1, date!(2026 - 01 - 01)),
            (1, date!(2027 - 12 - 01)),
            (1, Date::MAX),
        ] {
            assert_eq!(
                series(begins, every, until).days(&Calendar::shipped()),
                Err(ReceptionRefusal::BadSeries),
                "{every} {until}"
            );
        }
    }
}
