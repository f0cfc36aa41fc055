use super::*;
use crate::domain::petition::{Channel, ClockKind, ContentClass};
use time::{Date, macros::date};

fn petition(clocks: Vec<Clock>) -> Petition {
    Petition { content_class: ContentClass::Other, channel: Channel::Web, clocks, ..Petition::blank() }
}

/// A clock that ends on `day` by the calendar shipped.
fn clock(kind: ClockKind, day: Date) -> Clock {
    let due = Timestamp::end_of(day);
    Clock {
        kind,
        anchor: Timestamp(0),
        raw_due: due,
        due,
        stopped_at: None,
        extended_by: 0,
        pauses: Vec::new(),
    }
}

/// Spring Festival 2027 as a notice may put it.
fn with_notice() -> Calendar {
    let notice = Calendar::parse("year 2027\noff 2027-02-05..2027-02-12\nwork 2027-02-20").unwrap();
    Calendar::shipped().with_years_of(&notice).numbered(1)
}

#[test]
fn a_running_clock_that_ends_in_a_new_holiday_moves_behind_it() {
    let route = clock(ClockKind::Route, date!(2027 - 02 - 08));
    let reply = clock(ClockKind::Reply, date!(2027 - 03 - 08));
    let (moved, change) = recompute(&petition(vec![reply.clone(), route.clone()]), &with_notice()).unwrap();
    let after = Timestamp::end_of(date!(2027 - 02 - 13));
    assert_eq!(moved.clocks, [reply, Clock { due: after, ..route.clone() }], "warned of by the same day");
    assert_eq!((change.due_before, change.due_after), (Some(route.due), Some(after)));
    let details = [("calendar", "2024-2027/1"), ("route", "2027-02-08..2027-02-13")];
    assert_eq!(change.details, details.map(|(name, value)| (name.to_owned(), value.to_owned())));
}

#[test]
fn a_day_taken_back_moves_a_clock_forward() {
    let without = Calendar::shipped().with_years_of(&Calendar::parse("year 2026").unwrap());
    let raw = Timestamp::end_of(date!(2026 - 02 - 20));
    let rolled = Clock { raw_due: raw, ..clock(ClockKind::Accept, date!(2026 - 02 - 24)) };
    let (moved, _) = recompute(&petition(vec![rolled]), &without).unwrap();
    assert_eq!(moved.clocks[0].due, raw);
}

#[test]
fn the_event_names_the_earliest_date_that_moved() {
    let clocks = [9, 6, 8].map(|day| {
        clock(ClockKind::Accept, Date::from_calendar_date(2027, time::Month::February, day).unwrap())
    });
    let (_, change) = recompute(&petition(clocks.to_vec()), &with_notice()).unwrap();
    assert_eq!(change.due_before, Some(Timestamp::end_of(date!(2027 - 02 - 06))));
}

/// Of statistics the event tells the duty that runs: T1 stays what it was when only days to give back in move.
#[test]
fn days_that_are_nobodys_duty_move_and_are_not_what_is_due() {
    let working =
        |kind| Clock::start(kind, Timestamp::end_of(date!(2027 - 02 - 03)), &Calendar::shipped()).unwrap();
    let back = working(ClockKind::GiveBack);
    let route = clock(ClockKind::Route, date!(2027 - 03 - 01));
    let (moved, change) = recompute(&petition(vec![back.clone(), route.clone()]), &with_notice()).unwrap();
    assert!(moved.clocks[0].due != back.due && moved.clocks[1] == route);
    assert_eq!((change.due_before, change.due_after), (None, None));
    assert!(change.details.iter().any(|(name, _)| name == "give_back"));
    let route = clock(ClockKind::Route, date!(2027 - 02 - 12));
    let (_, change) = recompute(&petition(vec![back, route.clone()]), &with_notice()).unwrap();
    assert_eq!(change.due_before, Some(route.due), "not the earlier one");
}

#[test]
fn stopped_clocks_ordered_days_and_days_that_stand_are_let_be() {
    let day = date!(2027 - 02 - 08);
    let stopped = Clock { stopped_at: Some(Timestamp(1)), ..clock(ClockKind::Route, day) };
    for clocks in [
        vec![stopped],
        vec![Clock::ordered(Timestamp(0), day)],
        vec![clock(ClockKind::Reply, date!(2027 - 02 - 04))],
        Vec::new(),
    ] {
        assert_eq!(recompute(&petition(clocks.clone()), &with_notice()), None, "{clocks:?}");
    }
}

/// Statistics take it for the day of the reply.
#[test]
fn an_ordered_day_stays_the_next_that_is_judged() {
    let ordered = Clock::ordered(Timestamp(0), date!(2027 - 01 - 20));
    let reply = clock(ClockKind::Reply, date!(2027 - 02 - 08));
    let (_, change) = recompute(&petition(vec![reply.clone(), ordered.clone()]), &with_notice()).unwrap();
    let after = Timestamp::end_of(date!(2027 - 02 - 13));
    assert_eq!((change.due_before, change.due_after), (Some(reply.due), Some(after)));
    assert!(change.details.contains(&("next_due".to_owned(), ordered.due.0.to_string())));
}

#[test]
fn recomputing_twice_moves_nothing_the_second_time() {
    let (moved, _) =
        recompute(&petition(vec![clock(ClockKind::Route, date!(2027 - 02 - 08))]), &with_notice()).unwrap();
    assert_eq!(recompute(&moved, &with_notice()), None);
}
