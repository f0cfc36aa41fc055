//! Free times for everybody wanted: office hours of working days, in steps of half an hour.

use crate::domain::{MINUTE_MS, Timestamp, petition::Calendar};
use time::Date;

/// Office hours in China, minutes from midnight [our choice]. A hearing does not run through noon.
const OFFICE_HOURS: [(i64, i64); 2] = [(9 * 60, 12 * 60), (14 * 60, 18 * 60)];
const STEP_MINUTES: i64 = 30;

/// The shortest and the longest hearing one may look for, in minutes.
pub const SLOT_MINUTES: std::ops::RangeInclusive<i64> = 15..=240;

/// A stretch of time, its end not included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    pub from: Timestamp,
    pub to: Timestamp,
}

impl Span {
    #[must_use]
    pub const fn overlaps(self, other: Self) -> bool {
        self.from.0 < other.to.0 && other.from.0 < self.to.0
    }
}

/// Starts of `minutes` of time on the days `first` to `last` that touch none of `taken` and lie after `now`;
/// at most `most`, earliest first.
#[must_use]
pub fn free_slots(
    taken: &[Span],
    (first, last): (Date, Date),
    minutes: i64,
    now: Timestamp,
    calendar: &Calendar,
    most: usize,
) -> Vec<Span> {
    let days = std::iter::successors(Some(first), |day| day.next_day()).take_while(|day| *day <= last);
    days.filter(|day| calendar.is_working_day(*day))
        .flat_map(|day| starts(day, minutes))
        .map(|from| Span { from, to: from.plus_millis(minutes * MINUTE_MS) })
        .filter(|slot| slot.from > now && !taken.iter().any(|span| span.overlaps(*slot)))
        .take(most)
        .collect()
}

/// Where something of `minutes` may begin on `day`.
fn starts(day: Date, minutes: i64) -> impl Iterator<Item = Timestamp> {
    let midnight = Timestamp::start_of(day);
    OFFICE_HOURS.into_iter().flat_map(move |(opens, closes)| {
        let begins = (0..).map(move |step| opens + step * STEP_MINUTES);
        begins
            .take_while(move |start| start + minutes <= closes)
            .map(move |start| midnight.plus_millis(start * MINUTE_MS))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::{date, datetime};

    fn at(text: time::OffsetDateTime) -> Timestamp {
        Timestamp(i64::try_from(text.unix_timestamp_nanos() / 1_000_000).unwrap())
    }

    fn found(taken: &[Span], days: (Date, Date), minutes: i64) -> Vec<String> {
        let now = at(datetime!(2026-09-29 10:00 +8));
        let slots = free_slots(taken, days, minutes, now, &Calendar::shipped(), 100);
        slots
            .iter()
            .map(|slot| {
                let from = slot.from.local();
                format!("{}-{:02}:{:02}", from.day(), from.hour(), from.minute())
            })
            .collect()
    }

    #[test]
    fn a_slot_is_free_for_all_and_within_office_hours() {
        let day = (date!(2026 - 09 - 29), date!(2026 - 09 - 29));
        assert_eq!(found(&[], day, 120), ["29-14:00", "29-14:30", "29-15:00", "29-15:30", "29-16:00"]);
        assert_eq!(found(&[], day, 90)[0], "29-10:30", "10:00 is now");
        let lunch = Span { from: at(datetime!(2026-09-29 11:00 +8)), to: at(datetime!(2026-09-29 15:00 +8)) };
        let evening =
            Span { from: at(datetime!(2026-09-29 16:30 +8)), to: at(datetime!(2026-09-29 19:00 +8)) };
        assert_eq!(found(&[lunch, evening], day, 60), ["29-15:00", "29-15:30"]);
        assert_eq!(found(&[lunch, evening], day, 30)[..2], ["29-10:30", "29-15:00"]);
    }

    /// From National Day to its end nobody works; the Friday after it is an ordinary one.
    #[test]
    fn nothing_is_free_on_a_day_off() {
        let days = (date!(2026 - 10 - 01), date!(2026 - 10 - 08));
        let slots = found(&[], days, 180);
        assert!(slots.iter().all(|slot| slot.starts_with("8-")), "{slots:?}");
        assert!(!slots.is_empty());
    }
}
