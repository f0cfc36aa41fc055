use super::*;
use time::macros::datetime;
use uuid::Uuid;

const LEADER: StaffId = StaffId(Uuid::from_u128(1));
const DEPUTY: StaffId = StaffId(Uuid::from_u128(2));

fn at(text: time::OffsetDateTime) -> Timestamp {
    Timestamp(text.unix_timestamp() * 1000)
}

const FRIDAY: time::OffsetDateTime = datetime!(2026-11-27 09:00 +8);

fn planned(kind: ReceptionKind) -> ReceptionDay {
    let leader = Leader {
        staff: LEADER,
        title: "区长".into(),
        rank: LeaderRank::Chief,
        field: "全面工作".into(),
        mailbox: false,
        since: None,
    };
    let new = NewDay {
        kind,
        starts_at: at(FRIDAY),
        ends_at: at(FRIDAY).plus_millis(3 * 3_600_000),
        place: "区信访局接访室".into(),
        field: String::new(),
    };
    let id = ReceptionDayId(Uuid::nil());
    new.plan(id, AgencyId(Uuid::nil()), &leader, at(datetime!(2026-11-20 09:00 +8))).unwrap()
}

#[test]
fn what_was_written_down_of_a_held_day_is_set_right_with_a_reason() {
    let now = at(FRIDAY);
    let correct = |day: ReceptionDay, counts, reason| day.correct(counts, reason, DEPUTY, now);
    let why = "漏记下午接待的两批";
    let ahead = planned(ReceptionKind::Fixed);
    assert_eq!(correct(ahead.clone(), (1, 1), why).err(), Some(ReceptionRefusal::WrongState));
    let held = ahead.hold(4, 9, now).unwrap();
    assert_eq!(correct(held.clone(), (10_001, 1), why).err(), Some(ReceptionRefusal::BadCounts));
    assert!(matches!(correct(held.clone(), (6, 12), "漏"), Err(ReceptionRefusal::ReasonNeeded(_))));
    let (day, was) = correct(held, (6, 12), why).unwrap();
    assert_eq!(day.state, ReceptionState::Held { cases: 6, persons: 12 });
    assert_eq!((was.cases_before, was.persons_before, was.by), (4, 9, DEPUTY));
}

#[test]
fn a_leader_receives_at_one_place_at_a_time() {
    let day = planned(ReceptionKind::Fixed);
    let other = |minutes: i64, state| ReceptionDay {
        id: ReceptionDayId(Uuid::from_u128(1)),
        starts_at: day.starts_at.plus_millis(minutes * 60_000),
        ends_at: day.ends_at.plus_millis(minutes * 60_000),
        state,
        ..day.clone()
    };
    let off = ReceptionState::Cancelled { reason: String::new() };
    assert_eq!(day.must_be_free(&[day.clone()]), Ok(()), "of itself it may be changed");
    for (minutes, state, expected) in [
        (60, ReceptionState::Planned, Err(ReceptionRefusal::LeaderTaken)),
        (-179, ReceptionState::Held { cases: 0, persons: 0 }, Err(ReceptionRefusal::LeaderTaken)),
        (180, ReceptionState::Planned, Ok(())),
        (-180, ReceptionState::Planned, Ok(())),
        (0, off, Ok(())),
    ] {
        assert_eq!(day.must_be_free(&[other(minutes, state)]), expected, "{minutes}");
    }
}

#[test]
fn a_day_is_published_three_days_before_or_not_at_all() {
    for (kind, now, expected) in [
        (ReceptionKind::Fixed, datetime!(2026-11-24 23:59 +8), Ok(())),
        (ReceptionKind::Fixed, datetime!(2026-11-25 00:00 +8), Err(ReceptionRefusal::TooLateToPublish)),
        (ReceptionKind::Appointed, datetime!(2026-11-26 09:00 +8), Err(ReceptionRefusal::TooLateToPublish)),
        (ReceptionKind::OnTheSpot, datetime!(2026-11-27 08:00 +8), Ok(())),
    ] {
        assert_eq!(planned(kind).publish(at(now)).map(|_| ()), expected, "{kind} {now}");
    }
    let published = planned(ReceptionKind::Fixed).publish(at(datetime!(2026-11-20 09:00 +8))).unwrap();
    assert_eq!(published.field, "全面工作", "the leader's own");
    assert_eq!(published.publish(at(FRIDAY)).unwrap_err(), ReceptionRefusal::WrongState);
}

#[test]
fn a_day_ends_after_it_begins_on_the_same_day_and_is_not_past() {
    let leader = Leader {
        staff: LEADER,
        title: String::new(),
        rank: LeaderRank::Other,
        field: "城建".into(),
        mailbox: false,
        since: None,
    };
    let hour = 3_600_000;
    for (kind, starts, ends, place, ok) in [
        (ReceptionKind::Fixed, hour, 2 * hour, "接访室", Ok(())),
        (ReceptionKind::Fixed, hour, hour, "接访室", Err(ReceptionRefusal::BadTimes)),
        (ReceptionKind::Fixed, -hour, hour, "接访室", Err(ReceptionRefusal::BadTimes)),
        (ReceptionKind::OnTheSpot, -hour, hour, "西湖街道", Ok(())),
        (ReceptionKind::Fixed, hour, 24 * hour, "接访室", Err(ReceptionRefusal::BadTimes)),
        (ReceptionKind::Fixed, hour, 2 * hour, " ", Err(ReceptionRefusal::BadText)),
    ] {
        let new = NewDay {
            kind,
            starts_at: at(FRIDAY).plus_millis(starts),
            ends_at: at(FRIDAY).plus_millis(ends),
            place: place.into(),
            field: String::new(),
        };
        let planned = new.plan(ReceptionDayId(Uuid::nil()), AgencyId(Uuid::nil()), &leader, at(FRIDAY));
        assert_eq!(planned.map(|_| ()), ok, "{kind} {starts} {ends} {place}");
    }
}

#[test]
fn a_swap_keeps_who_was_announced_and_needs_a_reason() {
    let day = planned(ReceptionKind::Fixed);
    let (swapped, swap) = day.clone().swap(DEPUTY, "参加省里会议", LEADER, at(FRIDAY)).unwrap();
    assert_eq!((swapped.leader, swap.before, swap.after), (DEPUTY, LEADER, DEPUTY));
    for (to, reason, expected) in
        [(LEADER, "参加省里会议", ReceptionRefusal::BadSwap), (DEPUTY, "忙", ReasonNeeded.into())]
    {
        assert_eq!(day.clone().swap(to, reason, LEADER, at(FRIDAY)).unwrap_err(), expected);
    }
}

#[test]
fn a_day_is_held_once_it_has_begun_and_ends_one_way() {
    let day = planned(ReceptionKind::Fixed);
    let early = day.clone().hold(1, 1, at(FRIDAY).plus_millis(-1));
    assert_eq!(early.unwrap_err(), ReceptionRefusal::TooEarly);
    for (cases, persons) in [(10_001, 1), (1, u32::MAX)] {
        assert_eq!(day.clone().hold(cases, persons, at(FRIDAY)).unwrap_err(), ReceptionRefusal::BadCounts);
    }
    let held = day.clone().hold(4, 9, at(FRIDAY)).unwrap();
    assert_eq!(held.state, ReceptionState::Held { cases: 4, persons: 9 });
    let cancelled = day.cancel("临时参加应急处置").unwrap();
    for over in [held, cancelled] {
        assert_eq!(over.clone().cancel("再取消一次吧").unwrap_err(), ReceptionRefusal::WrongState);
        assert_eq!(over.clone().hold(1, 1, at(FRIDAY)).unwrap_err(), ReceptionRefusal::WrongState);
        let swap = over.swap(DEPUTY, "参加省里会议", LEADER, at(FRIDAY));
        assert_eq!(swap.unwrap_err(), ReceptionRefusal::WrongState);
    }
}
