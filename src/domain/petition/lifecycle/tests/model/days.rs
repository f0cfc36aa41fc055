//! The days in the model's world, counted one by one, and the same as calendar data for the house.

use super::{ClockKind, Date, Duration, Weekday};
use time::macros::date;

/// Holidays from one day to another, and the weekend days that are worked for them.
#[derive(Debug, Clone, Copy)]
pub struct Days {
    off: &'static [(Date, Date)],
    worked: &'static [Date],
}

/// None; some as they come in a year; such that hardly a term ends outside them.
pub const WORLDS: [Days; 3] = [
    Days { off: &[], worked: &[] },
    Days {
        off: &[
            (date!(2026 - 12 - 05), date!(2026 - 12 - 11)),
            (date!(2027 - 01 - 18), date!(2027 - 02 - 07)),
            (date!(2027 - 04 - 03), date!(2027 - 04 - 05)),
        ],
        worked: &[date!(2026 - 12 - 12), date!(2026 - 12 - 13), date!(2027 - 02 - 13), date!(2027 - 02 - 14)],
    },
    Days {
        off: &[
            (date!(2026 - 11 - 24), date!(2026 - 12 - 20)),
            (date!(2027 - 01 - 10), date!(2027 - 01 - 31)),
            (date!(2027 - 03 - 01), date!(2027 - 03 - 31)),
            (date!(2027 - 05 - 01), date!(2027 - 05 - 25)),
            (date!(2027 - 07 - 01), date!(2027 - 07 - 31)),
        ],
        worked: &[date!(2026 - 12 - 26), date!(2027 - 04 - 03)],
    },
];

impl Days {
    /// As an administrator would load it.
    pub fn text(&self) -> String {
        let years = (2026..=2030).map(|year| format!("year {year}"));
        let off = self.off.iter().map(|(first, last)| format!("off {first}..{last}"));
        let worked = self.worked.iter().map(|day| format!("work {day}"));
        years.chain(off).chain(worked).collect::<Vec<_>>().join("\n")
    }

    fn is_off(&self, day: Date) -> bool {
        self.off.iter().any(|(first, last)| (*first..=*last).contains(&day))
    }

    fn works(&self, day: Date) -> bool {
        let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        self.worked.contains(&day) || !(weekend || self.is_off(day))
    }

    /// A term of an organ does not end on a holiday, a petitioner's on no day of rest; a day ordered is that day.
    pub fn rolled(&self, kind: ClockKind, mut last: Date) -> Date {
        let window = matches!(kind, ClockKind::ReviewWindow | ClockKind::RereviewWindow);
        let rests = |day| if window { !self.works(day) } else { self.is_off(day) };
        while kind != ClockKind::Ordered && rests(last) {
            last += Duration::DAY;
        }
        last
    }

    pub fn working_days_after(&self, mut day: Date, days: u32) -> Date {
        for _ in 0..days {
            day += Duration::DAY;
            while !self.works(day) {
                day += Duration::DAY;
            }
        }
        day
    }
}
