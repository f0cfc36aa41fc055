//! When a clock warns, and whom.

use super::*;

/// Days until its clock ends, topic.
#[test]
fn a_clock_warns_once_in_amber_and_once_in_red() {
    let mut sources = std::collections::BTreeSet::new();
    for (days, topic) in [(9, None), (2, Some(Topic::ClockSoon)), (-1, Some(Topic::ClockOver))] {
        let mut petition = petition(Category::Appeal, routed());
        petition.clocks = vec![clock(NOW.plus_millis(10 * DAY))];
        let now = NOW.plus_millis((10 - days) * DAY);
        let called = warnings(&petition, now, WarnDays::default());
        assert_eq!(called.iter().map(|one| one.call.topic).next(), topic, "{days}");
        assert_eq!(called, warnings(&petition, now.plus_millis(60_000), WarnDays::default()));
        sources.extend(called.iter().map(|one| one.source));
    }
    assert_eq!(sources.len(), 2);
}

/// As early as the house wants it; nothing before the last day, if it wants that.
#[test]
fn a_house_is_warned_as_many_days_before_as_it_has_set() {
    let mut petition = petition(Category::Appeal, routed());
    petition.clocks = vec![clock(Timestamp::end_of(NOW.local_date()).plus_millis(10 * DAY))];
    let first = |warn: u8| {
        let warned =
            |days: &i64| !warnings(&petition, NOW.plus_millis(days * DAY), WarnDays(warn)).is_empty();
        (0..20).find(warned)
    };
    assert_eq!([0, 1, 3, 7, 30].map(first), [Some(10), Some(9), Some(7), Some(3), Some(0)]);
}

/// Its fifteen days end on 3 October, inside the National Day holiday, and are judged on 8 October.
#[test]
fn a_clock_that_ends_in_a_holiday_warns_before_it() {
    let on = |day| Timestamp::start_of(day).plus_millis(DAY / 2);
    let mut petition = petition(Category::Appeal, routed());
    let anchor = on(date!(2026 - 09 - 18));
    let calendar = crate::domain::petition::Calendar::shipped();
    let clock = Clock::start(ClockKind::Accept, anchor, &calendar).unwrap();
    let days = (clock.raw_due.local_date(), clock.due.local_date());
    assert_eq!(days, (date!(2026 - 10 - 03), date!(2026 - 10 - 08)));
    petition.clocks = vec![clock];
    for (day, topic) in [
        (date!(2026 - 09 - 29), None),
        (date!(2026 - 09 - 30), Some(Topic::ClockSoon)),
        (date!(2026 - 10 - 04), Some(Topic::ClockSoon)),
        (date!(2026 - 10 - 08), Some(Topic::ClockToday)),
        (date!(2026 - 10 - 09), Some(Topic::ClockOver)),
    ] {
        let called = warnings(&petition, on(day), WarnDays::default());
        assert_eq!(called.iter().map(|one| one.call.topic).next(), topic, "{day}");
    }
}

/// Days since registration, and who is warned: the day until which the organ above wants an answer is over on the third
/// and runs on until the reply; the unit's ends on the tenth.
#[test]
fn a_day_from_above_warns_who_registered_it_and_hides_no_later_one() {
    let city = AgencyId(Uuid::from_u128(4));
    let day = NOW.plus_millis(3 * DAY).local_date();
    let mut petition = petition(Category::Appeal, routed());
    petition.origin.answer_by = Some(day);
    petition.clocks = vec![Clock::ordered(NOW, day), clock(NOW.plus_millis(10 * DAY))];
    let there = Petition { registered_by: city, ..petition.clone() };
    let sealed = Petition { category: Category::Report, ..there.clone() };
    let desk = Whom::Desk(sealed.place.clone());
    for (petition, days, expected) in [
        (&petition, 5, vec![Whom::Organ(BUREAU)]),
        (&petition, 9, vec![Whom::Organ(BUREAU), Whom::Organ(UNIT)]),
        (&there, 11, vec![Whom::Organ(city), Whom::Organ(UNIT)]),
        (&sealed, 11, vec![desk, Whom::Organ(UNIT)]),
    ] {
        let called = warnings(petition, NOW.plus_millis(days * DAY), WarnDays::default());
        let [first, rest @ ..] = &called[..] else { panic!("{days}") };
        assert!(
            matches!(first.call.deed, Deed::May([PetitionAction::Correct])) && first.instead.is_none(),
            "{days}"
        );
        assert!(rest.iter().all(|one| one.instead.is_some()), "{days}");
        let whom: Vec<_> = called.into_iter().map(|one| one.call.whom).collect();
        assert_eq!(whom, expected, "{days}");
    }
}

fn clock(due: Timestamp) -> Clock {
    let (kind, anchor) = (ClockKind::Accept, NOW);
    Clock { kind, anchor, extended_by: 0, pauses: Vec::new(), raw_due: due, due, stopped_at: None }
}

/// On its last day a clock says so from the beginning of work on, once more than in the days before.
#[test]
fn a_clock_that_ends_today_says_so_once_work_has_begun() {
    let day = Timestamp::start_of(NOW.local_date());
    let hour = |hour: i64| day.plus_millis(hour * 3_600_000);
    let mut at_unit = petition(Category::Appeal, routed());
    let mut clock =
        Clock::start(ClockKind::Accept, NOW, &crate::domain::petition::Calendar::shipped()).unwrap();
    clock.due = Timestamp::end_of(NOW.local_date());
    clock.raw_due = clock.due;
    at_unit.clocks = vec![clock];
    let topic = |now| warnings(&at_unit, now, WarnDays::default()).pop().map(|warning| warning.call.topic);
    for (now, expected) in [
        (hour(-24), Topic::ClockSoon),
        (hour(7), Topic::ClockSoon),
        (hour(8), Topic::ClockToday),
        (hour(23), Topic::ClockToday),
        (hour(24), Topic::ClockOver),
    ] {
        assert_eq!(topic(now), Some(expected), "{now:?}");
    }
}
