mod clocks;
mod papers;

use super::fixtures::*;
use crate::{contract, kit::database::TestStore};
use lianjie::{
    domain::{
        event::{Actor, Change, EventKind},
        ids::{EventId, StaffId},
        people::{Delegation, Phone, Role},
        petition::{Category, Clock, ClockKind, Petition, PetitionState, Routing, Urgent},
        staff_notice::{StaffPhone, Topic},
    },
    storage::{Cursor, PetitionFilter, Tx},
};
use uuid::Uuid;

contract!(
    an_event_tells_those_whose_turn_it_is_and_who_acts_for_them,
    notices_are_newest_first_page_by_page_until_they_are_read,
    who_has_a_seat_is_told_of_it,
    an_opinion_without_receipt_narrows_the_list_and_is_told_of_once,
    an_urgent_mark_comes_back_and_narrows_the_list,
    what_is_urgent_and_unseen_is_told_again_after_a_day,
    what_is_over_is_urgent_no_more,
    what_is_in_hands_is_counted_and_listed,
    a_colleagues_phone_is_sealed_and_what_presses_waits_for_it,
    whom_of_a_table_a_message_reaches_is_known_at_once,
);

const HANDLER: StaffId = StaffId(Uuid::from_u128(0xc7));
const DEPUTY: StaffId = StaffId(Uuid::from_u128(0xc8));

/// Petition 1 at the housing bureau.
async fn at_the_unit(test: &TestStore, roles: Option<Role>) -> (Box<dyn Tx>, Petition) {
    let mut tx = furnished(test).await;
    if let Some(role) = roles {
        let mut one = staff(HANDLER, "handler", vec![role]);
        one.agency = HOUSING;
        tx.put_staff(&one).await.unwrap();
    }
    let mut petition = petition(1);
    petition.state = PetitionState::Routed { how: Routing::Transfer, unit: HOUSING, since: MORNING };
    petition.clocks = vec![clock(ClockKind::Accept, MORNING.plus_millis(DAY))];
    tx.add_petition(&registration(petition.clone())).await.unwrap();
    (tx, petition)
}

/// Event `n` of kind `kind`, `n` hours after [`MORNING`].
async fn append(tx: &mut dyn Tx, n: u128, change: Change, petition: &Petition) {
    let at = MORNING.plus_millis(HOUR * i64::try_from(n).unwrap());
    let event = change.event(EventId(Uuid::from_u128(0x5000 + n)), at, Actor::System, petition);
    tx.append(&event).await.unwrap();
}

async fn topics(tx: &mut dyn Tx, staff: StaffId) -> Vec<Topic> {
    let page = tx.staff_notices(staff, false, None, 50).await.unwrap();
    page.rows.into_iter().map(|notice| notice.topic).collect()
}

async fn an_event_tells_those_whose_turn_it_is_and_who_acts_for_them(test: TestStore) {
    let (mut tx, petition) = at_the_unit(&test, Some(Role::UnitHead)).await;
    let mut deputy = staff(DEPUTY, "deputy", vec![Role::Clerk]);
    deputy.agency = HOUSING;
    tx.put_staff(&deputy).await.unwrap();
    append(tx.as_mut(), 1, Change::new(EventKind::PetitionRouted), &petition).await;
    assert_eq!(
        (topics(tx.as_mut(), HANDLER).await, topics(tx.as_mut(), DEPUTY).await),
        (vec![Topic::Routed], vec![])
    );
    let delegation = Delegation {
        id: lianjie::domain::ids::DelegationId(Uuid::from_u128(1)),
        principal: HANDLER,
        deputy: DEPUTY,
        roles: vec![Role::UnitHead],
        starts_at: MORNING,
        ends_at: MORNING.plus_millis(DAY),
        reason: "外出学习三天".into(),
        made_at: MORNING,
        ended: None,
    };
    tx.add_delegation(&delegation).await.unwrap();
    append(tx.as_mut(), 2, Change::new(EventKind::PetitionRerouted), &petition).await;
    assert_eq!(topics(tx.as_mut(), DEPUTY).await, [Topic::Routed]);
    append(tx.as_mut(), 3, Change::new(EventKind::PetitionQueryCodeRenewed), &petition).await;
    assert_eq!(topics(tx.as_mut(), HANDLER).await.len(), 2);
}

async fn notices_are_newest_first_page_by_page_until_they_are_read(test: TestStore) {
    let (mut tx, petition) = at_the_unit(&test, Some(Role::Handler)).await;
    for n in 1..=5 {
        append(tx.as_mut(), n, Change::new(EventKind::PetitionRouted), &petition).await;
    }
    let source = |n: u128| Uuid::from_u128(0x5000 + n);
    let (mut seen, mut next) = (Vec::new(), Some(Cursor::HIGHEST));
    while let Some(after) = next {
        let page = tx.staff_notices(HANDLER, false, Some(after), 2).await.unwrap();
        seen.extend(page.rows.iter().map(|notice| notice.source));
        next = page.next.as_deref().and_then(Cursor::read);
    }
    assert_eq!(seen, [5, 4, 3, 2, 1].map(source));
    assert_eq!(tx.unread_staff_notices(HANDLER, 3).await.unwrap(), 3, "counted up to three");
    tx.read_staff_notice(HANDLER, source(4), MORNING).await.unwrap();
    tx.read_staff_notices(HANDLER, MORNING.plus_millis(2 * HOUR), MORNING).await.unwrap();
    let unread = tx.staff_notices(HANDLER, true, None, 50).await.unwrap().rows;
    assert_eq!(unread.iter().map(|notice| notice.source).collect::<Vec<_>>(), [5, 3].map(source));
    tx.drop_staff_notice(HANDLER, source(5)).await.unwrap();
    tx.sweep_staff_notices(MORNING.plus_millis(3 * HOUR)).await.unwrap();
    let left = tx.staff_notices(HANDLER, false, None, 50).await.unwrap().rows;
    assert_eq!(left.iter().map(|notice| notice.source).collect::<Vec<_>>(), [4, 3].map(source));
    assert_eq!((left[1].read_at, left[0].read_at), (None, Some(MORNING)));
}

async fn who_has_a_seat_is_told_of_it(test: TestStore) {
    let (mut tx, petition) = at_the_unit(&test, None).await;
    tx.add_hearing(&hearing(1)).await.unwrap();
    let scheduled = Change::new(EventKind::HearingScheduled).with("seats", 3);
    let event = scheduled.hearing_event(
        EventId(Uuid::from_u128(9)),
        MORNING,
        Actor::System,
        &petition,
        hearing_id(1),
    );
    tx.append(&event).await.unwrap();
    for staff in [PRESIDER, CLERK] {
        assert_eq!(topics(tx.as_mut(), staff).await, [Topic::Seated]);
    }
    let notice = tx.staff_notices(CLERK, true, None, 1).await.unwrap().rows.remove(0);
    assert_eq!((notice.hearing, notice.agency), (Some(hearing_id(1)), DISTRICT_BUREAU));
}

/// One without a receipt; one whose window runs; one whose window was used above the system; one that has none.
async fn an_opinion_without_receipt_narrows_the_list_and_is_told_of_once(test: TestStore) {
    let mut tx = furnished(&test).await;
    let mut one = staff(HANDLER, "handler", vec![Role::UnitHead]);
    one.agency = HOUSING;
    tx.put_staff(&one).await.unwrap();
    let window = clock(ClockKind::ReviewWindow, MORNING.plus_millis(30 * DAY));
    let used = Clock { stopped_at: Some(MORNING.plus_millis(HOUR)), ..window.clone() };
    for (n, category, clocks) in [
        (1, Category::Appeal, vec![]),
        (2, Category::Appeal, vec![window]),
        (3, Category::Appeal, vec![used]),
        (4, Category::Suggestion, vec![]),
    ] {
        let state = PetitionState::Replied { unit: HOUSING, delivered_at: MORNING };
        tx.add_petition(&registration(Petition { category, state, clocks, ..petition(n) })).await.unwrap();
    }
    let filter = PetitionFilter {
        scope: within("620102"),
        receipt_missing: true,
        limit: 9,
        ..PetitionFilter::default()
    };
    let rows = tx.petitions(&filter).await.unwrap().rows;
    assert_eq!(rows.iter().map(|row| row.petition.id).collect::<Vec<_>>(), [petition_id(1)]);
    assert_eq!(tx.count_petitions(&filter).await.unwrap(), 1);
    assert_eq!(tx.unreceived(MORNING, None, 9).await.unwrap(), [], "sent out just now");
    let later = MORNING.plus_millis(16 * DAY);
    let found = [(MORNING, petition_id(1))];
    assert_eq!(tx.unreceived(later, None, 9).await.unwrap(), found);
    assert_eq!(tx.unreceived(later, Some(found[0]), 9).await.unwrap(), []);
    assert!(tx.tell_of_receipt(&rows[0].petition, later).await.unwrap() > 0);
    for staff in [HANDLER, PRESIDER] {
        assert_eq!(topics(tx.as_mut(), staff).await, [Topic::ReceiptMissing]);
    }
    assert_eq!(tx.unreceived(later, None, 9).await.unwrap(), []);
}

async fn an_urgent_mark_comes_back_and_narrows_the_list(test: TestStore) {
    let mut tx = furnished(&test).await;
    for n in [1, 2] {
        tx.add_petition(&registration(petition(n))).await.unwrap();
    }
    let mut marked = petition(2);
    let urgent = Urgent {
        reason: "扬言聚集".into(),
        by: PRESIDER,
        since: MORNING,
        reported_to: Some(CITY_BUREAU),
        seen: Some((CLERK, MORNING)),
    };
    for mark in [Some(urgent.clone()), Some(Urgent { reported_to: None, seen: None, ..urgent }), None] {
        marked.course.urgent = mark.clone();
        tx.save_urgent(&marked).await.unwrap();
        assert_eq!(tx.petition(marked.id).await.unwrap().unwrap().course.urgent, mark);
        let filter =
            PetitionFilter { scope: within("620102"), urgent: true, limit: 9, ..PetitionFilter::default() };
        let listed: Vec<_> =
            tx.petitions(&filter).await.unwrap().rows.into_iter().map(|row| row.petition.id).collect();
        assert_eq!(listed, mark.map(|_| marked.id).into_iter().collect::<Vec<_>>());
    }
}

async fn what_is_urgent_and_unseen_is_told_again_after_a_day(test: TestStore) {
    let mut tx = furnished(&test).await;
    let mut head = staff(HANDLER, "city", vec![Role::BureauHead]);
    head.agency = CITY_BUREAU;
    tx.put_staff(&head).await.unwrap();
    let mut marked = petition(1);
    tx.add_petition(&registration(marked.clone())).await.unwrap();
    let (reason, reported_to) = ("扬言聚集".to_owned(), Some(CITY_BUREAU));
    marked.course.urgent = Some(Urgent { reason, by: PRESIDER, since: MORNING, reported_to, seen: None });
    tx.save_urgent(&marked).await.unwrap();
    assert_eq!(tx.unseen(MORNING.plus_millis(-1), None, 9).await.unwrap(), [], "marked just now");
    let found = [(MORNING, marked.id)];
    assert_eq!(tx.unseen(MORNING, None, 9).await.unwrap(), found);
    assert_eq!(tx.unseen(MORNING, Some(found[0]), 9).await.unwrap(), []);
    for days in [1, 2] {
        let before = MORNING.plus_millis((days - 1) * DAY);
        assert_eq!(tx.unseen(before, None, 9).await.unwrap(), found, "after {days}");
        assert_eq!(tx.tell_of_unseen(&marked, before.plus_millis(DAY)).await.unwrap(), 1);
        assert_eq!(tx.unseen(before, None, 9).await.unwrap(), [], "told on this day");
    }
    assert_eq!(topics(tx.as_mut(), HANDLER).await, [Topic::Urgent, Topic::Urgent]);
    let urgent = marked.course.urgent.as_mut().unwrap();
    urgent.seen = Some((HANDLER, MORNING));
    tx.save_urgent(&marked).await.unwrap();
    assert_eq!(tx.unseen(MORNING.plus_millis(9 * DAY), None, 9).await.unwrap(), []);
}

async fn what_is_over_is_urgent_no_more(test: TestStore) {
    let mut tx = furnished(&test).await;
    let urgent =
        Urgent { reason: "扬言聚集".into(), by: PRESIDER, since: MORNING, reported_to: None, seen: None };
    let states = [PetitionState::Registered, PetitionState::Withdrawn { at: MORNING }];
    for (n, state) in (1..).zip(states) {
        let mut one = petition(n);
        one.state = state;
        tx.add_petition(&registration(one.clone())).await.unwrap();
        one.course.urgent = Some(urgent.clone());
        tx.save_urgent(&one).await.unwrap();
    }
    let filter =
        PetitionFilter { scope: within("620102"), urgent: true, limit: 9, ..PetitionFilter::default() };
    assert_eq!(tx.count_petitions(&filter).await.unwrap(), 1);
    assert_eq!(tx.petitions(&filter).await.unwrap().rows.len(), 1);
}

async fn what_is_in_hands_is_counted_and_listed(test: TestStore) {
    let mut tx = furnished(&test).await;
    for n in 1..=4 {
        let mut one = petition(n);
        let handler = if n < 3 { CLERK } else { PRESIDER };
        one.state = PetitionState::Handling { unit: DISTRICT_BUREAU, handler, since: MORNING };
        tx.add_petition(&registration(one)).await.unwrap();
    }
    let all = PetitionFilter { scope: within("620102"), limit: 9, ..PetitionFilter::default() };
    let clerks = PetitionFilter { handler: Some(CLERK), ..all.clone() };
    let due_until = Some(MORNING.plus_millis(3 * DAY));
    for (filter, expected) in [
        (all.clone(), 4),
        (clerks.clone(), 2),
        (PetitionFilter { limit: 1, ..clerks.clone() }, 1),
        (PetitionFilter { due_until, ..all }, 2),
    ] {
        assert_eq!(tx.count_petitions(&filter).await.unwrap(), expected, "{filter:?}");
    }
    assert_eq!(tx.petitions(&clerks).await.unwrap().rows.len(), 2);
}

async fn a_colleagues_phone_is_sealed_and_what_presses_waits_for_it(test: TestStore) {
    let (mut tx, petition) = at_the_unit(&test, Some(Role::UnitHead)).await;
    let own = |wanted| StaffPhone { phone: Phone::new("13900000088".into()), wanted };
    tx.set_staff_phone(HANDLER, Some(&own(true)), MORNING).await.unwrap();
    assert_eq!(tx.staff_phone(HANDLER).await.unwrap(), Some(own(true)));
    assert!(tx.has_staff_phone(HANDLER).await.unwrap() && !tx.has_staff_phone(CLERK).await.unwrap());
    let order = |level: &str| {
        let change = Change::new(EventKind::SupervisionOrdered).with("level", level);
        change.with("addressee", HOUSING).with("demander", DISTRICT_BUREAU)
    };
    append(&mut *tx, 1, order("urge"), &petition).await;
    append(&mut *tx, 2, order("placard"), &petition).await;
    let waiting = tx.notices_for_phones(10).await.unwrap();
    let found: Vec<_> = waiting.iter().map(|notice| (notice.staff, notice.topic)).collect();
    assert_eq!(found, [(HANDLER, Topic::Placarded)]);
    assert_eq!(tx.staff_notice(HANDLER, waiting[0].source).await.unwrap(), Some(waiting[0].clone()));
    assert!(tx.take_for_phone(HANDLER, waiting[0].source).await.unwrap());
    assert!(!tx.take_for_phone(HANDLER, waiting[0].source).await.unwrap(), "once");
    tx.set_staff_phone(HANDLER, Some(&own(false)), MORNING).await.unwrap();
    append(&mut *tx, 3, order("placard"), &petition).await;
    assert_eq!(tx.notices_for_phones(10).await.unwrap(), [], "switched off");
    tx.set_staff_phone(HANDLER, None, MORNING).await.unwrap();
    assert_eq!(tx.staff_phone(HANDLER).await.unwrap(), None);
    tx.commit().await.unwrap();
}

/// A seat without a phone, one without a wish for messages, an account that was closed; and a phone without a seat.
async fn whom_of_a_table_a_message_reaches_is_known_at_once(test: TestStore) {
    let (mut tx, _) = at_the_unit(&test, Some(Role::UnitHead)).await;
    tx.add_hearing(&hearing(1)).await.unwrap();
    let own = |wanted: bool| StaffPhone { phone: Phone::new("13900000088".into()), wanted };
    tx.set_staff_phone(HANDLER, Some(&own(true)), MORNING).await.unwrap();
    assert!(tx.seated_by_phone(hearing_id(1)).await.unwrap().is_empty());
    tx.set_staff_phone(PRESIDER, Some(&own(true)), MORNING).await.unwrap();
    tx.set_staff_phone(CLERK, Some(&own(false)), MORNING).await.unwrap();
    let found = tx.seated_by_phone(hearing_id(1)).await.unwrap();
    assert_eq!(found.into_iter().collect::<Vec<_>>(), [PRESIDER]);
    let mut closed = tx.staff(PRESIDER).await.unwrap().unwrap();
    closed.disabled = true;
    tx.put_staff(&closed).await.unwrap();
    assert!(tx.seated_by_phone(hearing_id(1)).await.unwrap().is_empty());
}
