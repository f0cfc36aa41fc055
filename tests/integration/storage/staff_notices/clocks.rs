//! Clocks that nobody was warned of, and pauses that last.

use super::{super::fixtures::*, HANDLER, at_the_unit, topics};
use crate::{
    contract,
    kit::{database::TestStore, server::MovedClock},
};
use lianjie::{
    administration::calendar::InForce,
    clocks::{warn, warn_of_grid},
    domain::{
        Timestamp,
        event::{Actor, Change, EventKind},
        grid::{GridTerms, NewReport, report},
        ids::{EventId, GridReportId, ReceptionDayId},
        people::Role,
        petition::{Clock, ClockKind, ContentClass, Pause, PetitionState, WarnDays},
        reception::{ReceptionDay, ReceptionKind, ReceptionState},
        staff_notice::Topic,
    },
    storage::Tx,
    world::World,
};
use uuid::Uuid;

contract!(
    a_clock_warns_once_and_finds_the_bureau_where_the_unit_has_nobody,
    a_clock_that_ends_in_a_holiday_is_found_before_it,
    a_clock_that_is_over_hides_no_other,
    a_petition_that_cannot_be_read_keeps_no_warning_from_the_others,
    a_reception_day_that_cannot_be_read_keeps_no_other_leader_untold,
    a_grid_report_that_cannot_be_read_keeps_no_other_from_being_told_of,
    a_window_to_ask_for_review_is_nothing_to_warn_of,
    a_pause_that_lasts_is_told_of_once,
);

async fn a_clock_warns_once_and_finds_the_bureau_where_the_unit_has_nobody(test: TestStore) {
    let (mut tx, petition) = at_the_unit(&test, None).await;
    let due = MORNING.plus_millis(DAY);
    for (now, topic, others) in [(MORNING, Topic::ClockSoon, 1), (due.plus_millis(HOUR), Topic::ClockOver, 2)]
    {
        let range = (MORNING.plus_millis(-DAY), due.plus_millis(1));
        let asked = tx.unwarned(topic, range, None, 9).await.unwrap();
        assert_eq!(asked, [(due, petition.id)], "{topic}");
        assert_eq!(
            tx.warn_of_clock(&petition, now, WarnDays::default()).await.unwrap(),
            1,
            "the bureau's head"
        );
        assert_eq!(tx.unwarned(topic, range, None, 9).await.unwrap(), []);
        assert_eq!(topics(tx.as_mut(), PRESIDER).await.len(), others);
    }
}

/// Its day moves by five days: it is warned of by the first, and over by the last.
async fn a_clock_that_ends_in_a_holiday_is_found_before_it(test: TestStore) {
    let mut tx = furnished(&test).await;
    let mut petition = petition(1);
    let due = MORNING.plus_millis(7 * DAY);
    let rolled = Clock { raw_due: MORNING.plus_millis(2 * DAY), ..clock(ClockKind::Route, due) };
    petition.clocks = vec![rolled];
    tx.add_petition(&registration(petition.clone())).await.unwrap();
    let range = |days| (MORNING, MORNING.plus_millis(days * DAY));
    assert_eq!(tx.unwarned(Topic::ClockSoon, range(2), None, 9).await.unwrap(), []);
    assert_eq!(tx.unwarned(Topic::ClockSoon, range(3), None, 9).await.unwrap(), [(due, petition.id)]);
    assert_eq!(tx.unwarned(Topic::ClockOver, range(3), None, 9).await.unwrap(), []);
    assert_eq!(tx.unwarned(Topic::ClockOver, range(8), None, 9).await.unwrap(), [(due, petition.id)]);
}

/// The day until which the organ above wants an answer is the bureau's, runs on, and was warned of; then the unit's comes.
/// Without an end to its pause no day is near.
async fn a_clock_that_is_over_hides_no_other(test: TestStore) {
    let mut tx = furnished(&test).await;
    let mut one = staff(HANDLER, "handler", vec![Role::UnitHead]);
    one.agency = HOUSING;
    tx.put_staff(&one).await.unwrap();
    let mut petition = petition(1);
    petition.state = PetitionState::Accepted { unit: HOUSING, since: MORNING };
    let day = MORNING.local_date();
    petition.origin.answer_by = Some(day);
    let mut paused = clock(ClockKind::Reply, MORNING.plus_millis(2 * DAY));
    paused.pauses = vec![Pause { from: MORNING, until: None }];
    let own = clock(ClockKind::Accept, MORNING.plus_millis(9 * DAY));
    petition.clocks = vec![Clock::ordered(petition.registered_at, day), own.clone(), paused];
    tx.add_petition(&registration(petition.clone())).await.unwrap();
    let range = (MORNING.plus_millis(-DAY), MORNING.plus_millis(20 * DAY));
    let unwarned = async |tx: &mut dyn Tx| {
        let found = tx.unwarned(Topic::ClockOver, range, None, 9).await.unwrap();
        found.into_iter().map(|(due, _)| due).collect::<Vec<_>>()
    };
    let over = Timestamp::end_of(day);
    assert_eq!(unwarned(tx.as_mut()).await, [over, own.due]);
    assert_eq!(
        tx.warn_of_clock(&petition, MORNING.plus_millis(3 * DAY), WarnDays::default()).await.unwrap(),
        1,
        "the bureau's"
    );
    assert_eq!(unwarned(tx.as_mut()).await, [own.due]);
    let later = MORNING.plus_millis(10 * DAY);
    assert_eq!(
        tx.warn_of_clock(&petition, later, WarnDays::default()).await.unwrap(),
        1,
        "the unit's, and nobody twice"
    );
    assert_eq!(unwarned(tx.as_mut()).await, []);
    assert_eq!(topics(tx.as_mut(), PRESIDER).await, [Topic::ClockOver]);
    assert_eq!(topics(tx.as_mut(), HANDLER).await, [Topic::ClockOver]);
}

async fn a_petition_that_cannot_be_read_keeps_no_warning_from_the_others(test: TestStore) {
    let (mut tx, damaged) = at_the_unit(&test, None).await;
    let mut other = petition(2);
    other.state = damaged.state;
    other.clocks = vec![clock(ClockKind::Accept, MORNING.plus_millis(DAY + HOUR))];
    tx.add_petition(&registration(other)).await.unwrap();
    tx.commit().await.unwrap();
    let damage = format!("update petitions set category = 'damaged' where number = '{}'", damaged.number);
    test.tamper(&damage).await;
    let world = MovedClock::default();
    world.advance(MORNING.0 + 2 * DAY - world.now().0);
    assert_eq!(
        warn(&test.store, &world, WarnDays::default(), &InForce::default()).await.unwrap(),
        1,
        "of the other"
    );
    assert_eq!(warn(&test.store, &world, WarnDays::default(), &InForce::default()).await.unwrap(), 0, "once");
}

/// [`MORNING`], and so many milliseconds after it.
fn later(millis: i64) -> MovedClock {
    let world = MovedClock::default();
    world.advance(MORNING.0 + millis - world.now().0);
    world
}

async fn a_reception_day_that_cannot_be_read_keeps_no_other_leader_untold(test: TestStore) {
    let mut tx = furnished(&test).await;
    for (n, leader) in [(1, CLERK), (2, PRESIDER)] {
        let starts_at = MORNING.plus_millis(HOUR * n);
        tx.add_reception_day(&ReceptionDay {
            id: ReceptionDayId(Uuid::from_u128(0x6000 + u128::from(n.unsigned_abs()))),
            agency: DISTRICT_BUREAU,
            leader,
            kind: ReceptionKind::Fixed,
            starts_at,
            ends_at: starts_at.plus_millis(HOUR),
            place: "区信访局接访室".into(),
            field: "城乡建设".into(),
            published_at: None,
            state: ReceptionState::Planned,
            version: 1,
        })
        .await
        .unwrap();
    }
    tx.commit().await.unwrap();
    let first = MORNING.plus_millis(HOUR).0;
    test.tamper(&format!("update reception_days set kind = 'damaged' where starts_at = {first}")).await;
    let world = later(0);
    for expected in [1, 0] {
        let told = warn(&test.store, &world, WarnDays::default(), &InForce::default()).await.unwrap();
        assert_eq!(told, expected, "of the other, once");
    }
    assert_eq!(topics(test.store.begin().await.unwrap().as_mut(), PRESIDER).await, [Topic::ReceptionSoon]);
}

async fn a_grid_report_that_cannot_be_read_keeps_no_other_from_being_told_of(test: TestStore) {
    let mut tx = furnished(&test).await;
    for n in 1..=2 {
        let new = NewReport {
            id: GridReportId(Uuid::from_u128(0x9000 + n)),
            place: "620102001".parse().unwrap(),
            spot: "3号楼东侧".into(),
            class: ContentClass::UrbanConstruction,
            text: format!("第{n}处下水井盖破损，夜间行人危险。"),
            resident: None,
        };
        let (reported, line) = report(new, CLERK, DISTRICT_BUREAU, MORNING).unwrap();
        tx.add_grid_report(&reported, &line).await.unwrap();
    }
    tx.commit().await.unwrap();
    test.tamper("update grid_reports set class = 'damaged' where text like '第1处%'").await;
    let world = later(30 * DAY);
    let look = async || warn_of_grid(&test.store, &world, GridTerms::default()).await.unwrap();
    assert!(look().await > 0, "of the other");
    assert_eq!(look().await, 0, "once");
}

/// Its window is nobody's duty here: it would be read every minute for nothing.
async fn a_window_to_ask_for_review_is_nothing_to_warn_of(test: TestStore) {
    let mut tx = furnished(&test).await;
    let mut petition = petition(1);
    petition.state = PetitionState::Replied { unit: HOUSING, delivered_at: MORNING };
    petition.clocks = vec![clock(ClockKind::ReviewWindow, MORNING.plus_millis(DAY))];
    tx.add_petition(&registration(petition)).await.unwrap();
    let range = (MORNING.plus_millis(-DAY), MORNING.plus_millis(2 * DAY));
    assert_eq!(tx.unwarned(Topic::ClockSoon, range, None, 9).await.unwrap(), []);
}

async fn a_pause_that_lasts_is_told_of_once(test: TestStore) {
    let mut tx = furnished(&test).await;
    let mut petition = petition(1);
    petition.state = PetitionState::Rereviewing { unit: HOUSING, organ: DISTRICT_BUREAU, since: MORNING };
    let from = MORNING.plus_millis(HOUR);
    let mut paused = clock(ClockKind::Rereview, MORNING.plus_millis(20 * DAY));
    paused.pauses = vec![Pause { from, until: None }];
    petition.clocks = vec![paused];
    tx.add_petition(&registration(petition.clone())).await.unwrap();
    let change = Change::new(EventKind::PetitionClockPaused)
        .because("定于下周听证")
        .with("expected_until", "2026-11-30");
    let by = Actor::Staff { staff: PRESIDER, agency: DISTRICT_BUREAU };
    tx.append(&change.event(EventId(Uuid::from_u128(1)), from, by, &petition)).await.unwrap();
    let owner = tx.pause_owner(petition.id).await.unwrap().unwrap();
    assert_eq!((owner.staff, owner.since, owner.reason.as_str()), (Some(PRESIDER), from, "定于下周听证"));
    let last = owner.expected_until;
    assert_eq!(tx.long_pauses(last, 9).await.unwrap(), [], "on the day itself it may still end");
    let later = last.next_day().unwrap();
    assert_eq!(tx.long_pauses(later, 9).await.unwrap(), [petition.id]);
    assert_eq!(tx.tell_of_pause(&petition, MORNING.plus_millis(9 * DAY)).await.unwrap(), 1);
    assert_eq!(topics(tx.as_mut(), PRESIDER).await, [Topic::PauseOver]);
    assert_eq!(tx.long_pauses(later, 9).await.unwrap(), []);
}
