use super::*;
use time::macros::{date, datetime};

fn at(text: time::OffsetDateTime) -> Timestamp {
    Timestamp(text.unix_timestamp() * 1000)
}

/// A term of `days` from `anchor`: its raw and its rolled last day.
#[track_caller]
fn check(anchor: time::OffsetDateTime, (days, unit, roll): (u16, DayUnit, Roll), raw: Date, rolled: Date) {
    let due = Calendar::shipped().due(at(anchor), Term { days, unit, roll });
    assert_eq!((due.raw, due.rolled), (Timestamp::end_of(raw), Timestamp::end_of(rolled)));
}

const ORGAN: Roll = Roll::Holidays;
const PERSON: Roll = Roll::RestDays;

#[test]
fn the_first_day_is_not_counted_whatever_the_hour() {
    for anchor in [datetime!(2026-11-23 00:00 +8), datetime!(2026-11-23 23:59:59 +8)] {
        check(anchor, (15, DayUnit::Calendar, ORGAN), date!(2026 - 12 - 08), date!(2026 - 12 - 08));
    }
    // 16:00 UTC is midnight in China: the next day.
    check(
        datetime!(2026-11-23 16:00 UTC),
        (15, DayUnit::Calendar, ORGAN),
        date!(2026 - 12 - 09),
        date!(2026 - 12 - 09),
    );
}

#[test]
fn a_last_day_in_a_holiday_rolls_to_the_day_after_it() {
    // Spring Festival 2026: 15 to 23 February.
    for day in [datetime!(2026-01-31 09:00 +8), datetime!(2026-02-08 09:00 +8)] {
        let raw = day.date() + time::Duration::days(15);
        check(day, (15, DayUnit::Calendar, ORGAN), raw, date!(2026 - 02 - 24));
    }
    // The make-up Saturday before it is a day like any other.
    let term = (15, DayUnit::Calendar, PERSON);
    check(datetime!(2026-01-30 09:00 +8), term, date!(2026 - 02 - 14), date!(2026 - 02 - 14));
}

#[test]
fn a_plain_weekend_binds_the_organ_and_spares_the_person() {
    // 28 November 2026 is a Saturday.
    let anchor = datetime!(2026-11-23 09:00 +8);
    let saturday = date!(2026 - 11 - 28);
    check(anchor, (5, DayUnit::Calendar, ORGAN), saturday, saturday);
    check(anchor, (5, DayUnit::Calendar, PERSON), saturday, date!(2026 - 11 - 30));
}

#[test]
fn working_days_skip_holidays_and_count_make_up_weekends() {
    // Objection on working day 5 before National Day: 20 September 2026 (Sunday) is worked, 25–27 off.
    check(
        datetime!(2026-09-18 10:00 +8),
        (5, DayUnit::Working, ORGAN),
        date!(2026 - 09 - 24),
        date!(2026 - 09 - 24),
    );
    // Over the holiday: 29, 30 September, 8, 9, 10 (a worked Saturday) October.
    check(
        datetime!(2026-09-28 10:00 +8),
        (5, DayUnit::Working, ORGAN),
        date!(2026 - 10 - 10),
        date!(2026 - 10 - 10),
    );
}

#[test]
fn a_year_without_data_has_the_days_fixed_by_date() {
    let calendar = Calendar::shipped();
    for (day, holiday) in [
        (date!(2031 - 01 - 01), true),
        (date!(2031 - 05 - 02), true),
        (date!(2031 - 05 - 03), false),
        (date!(2031 - 10 - 03), true),
        (date!(2026 - 10 - 07), true),
        (date!(2026 - 10 - 08), false),
    ] {
        assert_eq!(calendar.is_holiday(day), holiday, "{day}");
    }
}

#[test]
fn only_the_ordered_clock_has_no_term_of_its_own() {
    for kind in ClockKind::ALL {
        let days = kind.term().map(|term| term.days);
        let expected = match kind {
            ClockKind::Route | ClockKind::Accept => Some(15),
            ClockKind::Reply => Some(60),
            ClockKind::Objection | ClockKind::GiveBack => Some(5),
            ClockKind::ReviewWindow | ClockKind::Review | ClockKind::RereviewWindow | ClockKind::Rereview => {
                Some(30)
            }
            ClockKind::Ordered => None,
        };
        assert_eq!(days, expected, "{kind}");
    }
}
