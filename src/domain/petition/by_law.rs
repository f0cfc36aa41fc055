//! The days off that the law itself names, without any notice: 《全国年节及纪念日放假办法》 as of Decree 795 of the State
//! Council (2024). What a notice adds is which days around them are moved.

use time::{Date, Duration, Month};

/// 正月初一, 清明, 端午, 中秋 of each year, as month and day: the lunar calendar is computed by GB/T 33661. 2025 and 2026
/// stand here so that the published notices check the table.
const MOVING: [(i32, [(u8, u8); 4]); 16] = [
    (2025, [(1, 29), (4, 4), (5, 31), (10, 6)]),
    (2026, [(2, 17), (4, 5), (6, 19), (9, 25)]),
    (2027, [(2, 6), (4, 5), (6, 9), (9, 15)]),
    (2028, [(1, 26), (4, 4), (5, 28), (10, 3)]),
    (2029, [(2, 13), (4, 4), (6, 16), (9, 22)]),
    (2030, [(2, 3), (4, 5), (6, 5), (9, 12)]),
    (2031, [(1, 23), (4, 5), (6, 24), (10, 1)]),
    (2032, [(2, 11), (4, 4), (6, 12), (9, 19)]),
    (2033, [(1, 31), (4, 4), (6, 1), (9, 8)]),
    (2034, [(2, 19), (4, 5), (6, 20), (9, 27)]),
    (2035, [(2, 8), (4, 5), (6, 10), (9, 16)]),
    (2036, [(1, 28), (4, 4), (5, 30), (10, 4)]),
    (2037, [(2, 15), (4, 4), (6, 18), (9, 24)]),
    (2038, [(2, 4), (4, 5), (6, 7), (9, 13)]),
    (2039, [(1, 24), (4, 5), (5, 27), (10, 2)]),
    (2040, [(2, 12), (4, 4), (6, 14), (9, 20)]),
];

/// Days off from 除夕 on, of the Spring Festival.
const SPRING_FESTIVAL: i64 = 4;

/// New Year, 清明, Labour Day, 端午, 中秋, National Day and the Spring Festival, in no order.
pub(super) fn days_by_law(year: i32) -> impl Iterator<Item = Date> {
    let moving = MOVING.iter().find(|(of, _)| *of == year).map(|(_, days)| *days);
    let spring = moving.map(|[(month, day), ..]| (month, day));
    let spring = spring.and_then(|(month, day)| date(year, month, day)?.previous_day());
    let spring =
        spring.into_iter().flat_map(|eve| (0..SPRING_FESTIVAL).map(move |n| eve + Duration::days(n)));
    let fixed = [(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)];
    let single = moving.into_iter().flat_map(|[_, rest @ ..]| rest).chain(fixed);
    single.filter_map(move |(month, day)| date(year, month, day)).chain(spring)
}

fn date(year: i32, month: u8, day: u8) -> Option<Date> {
    Date::from_calendar_date(year, Month::try_from(month).ok()?, day).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::petition::Calendar;
    use std::collections::BTreeSet;
    use time::macros::date;

    #[test]
    fn every_day_by_law_is_in_the_notices_that_were_published_under_it() {
        let shipped = Calendar::shipped();
        for day in [2025, 2026].into_iter().flat_map(days_by_law) {
            assert!(shipped.is_holiday(day), "{day}");
        }
    }

    #[test]
    fn the_law_names_thirteen_days() {
        for (year, _) in MOVING {
            let days: BTreeSet<Date> = days_by_law(year).collect();
            // 中秋 may fall on National Day: the notice says which day is off for it.
            let shared = i32::from([2028, 2031, 2039].contains(&year));
            assert_eq!(i32::try_from(days.len()).unwrap() + shared, 13, "{year}");
        }
    }

    #[test]
    fn a_term_that_ends_in_a_spring_festival_without_a_notice_runs_on() {
        let days: BTreeSet<Date> = days_by_law(2027).collect();
        assert!(!days.contains(&date!(2027 - 02 - 04)) && !days.contains(&date!(2027 - 02 - 09)));
        let from_eve =
            [date!(2027 - 02 - 05), date!(2027 - 02 - 06), date!(2027 - 02 - 07), date!(2027 - 02 - 08)];
        assert!(from_eve.iter().all(|day| days.contains(day) && Calendar::shipped().is_holiday(*day)));
        assert_eq!(days_by_law(2041).count(), 6, "beyond the table only what is fixed by date");
    }
}
