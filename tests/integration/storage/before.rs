//! Requests for hearings, notices to seats, and queues.

use super::fixtures::*;
use crate::{contract, kit::database::TestStore};
use lianjie::{
    domain::{
        hearing::{
            HearingKind, HearingNotice, Language, Needs, NoticeAnswer, NoticeKind, NoticeWish, Occupant,
            Receipt, ReceiptWay, Said,
        },
        ids::{EventId, HearingNoticeId, HearingRequestId, QueueTicketId, ReceptionDayId, StaffId},
        reception::{
            ReceptionDay, ReceptionKind, ReceptionState,
            queue::{Coming, Priority, Ticket, TicketState},
        },
        request::{Applicant, Applying, Attendance, HearingRequest, RequestState},
    },
    storage::{Booking, Cursor, RequestBox, StoreError, Tx},
};
use std::collections::BTreeSet;
use uuid::Uuid;

contract!(
    a_request_comes_back_in_every_state,
    a_petition_has_one_open_request,
    requests_are_listed_by_who_has_them,
    lists_of_requests_go_on_where_they_stopped,
    requests_of_a_closed_organ_wait_for_its_successor,
    a_notice_keeps_its_receipt,
    a_reminder_is_given_once,
    a_number_comes_back_in_every_state,
    numbers_are_counted_by_day,
    all_that_is_taken_is_listed_by_start,
);

fn request_id(n: u128) -> HearingRequestId {
    HearingRequestId(Uuid::from_u128(0x7000 + n))
}

/// Request `n` of petition `n`.
fn request(n: u128, state: RequestState) -> HearingRequest {
    HearingRequest {
        id: request_id(n),
        petition: petition_id(n),
        applicant: Applicant::Staff { staff: CLERK, agency: HOUSING, on_behalf: Applying::Unit },
        organ: DISTRICT_BUREAU,
        kind: HearingKind::JointReception,
        purpose: "请相关单位当面答复".into(),
        wanted: vec![CITY_BUREAU, HOUSING],
        attendance: Attendance::Room,
        wish: "上午方便".into(),
        requested_at: MORNING.plus_millis(i64::try_from(n).unwrap()),
        state,
        version: 1,
    }
}

async fn with_petitions(test: &TestStore, count: u128) -> Box<dyn Tx> {
    let mut tx = furnished(test).await;
    for n in 1..=count {
        tx.add_petition(&registration(petition(n))).await.unwrap();
    }
    tx
}

async fn a_request_comes_back_in_every_state(test: TestStore) {
    let mut tx = with_petitions(&test, 8).await;
    tx.add_hearing(&hearing(1)).await.unwrap();
    let (by, at, reason) = (PRESIDER, MORNING, "不属于本级".to_owned());
    let states = [
        RequestState::Requested,
        RequestState::Examining { by, since: at },
        RequestState::Approved { by, at },
        RequestState::Redirected {
            by,
            at,
            to: CITY_BUREAU,
            reason: reason.clone(),
            next: Some(request_id(9)),
        },
        RequestState::Redirected { by, at, to: HOUSING, reason: reason.clone(), next: None },
        RequestState::Refused { by, at, reason },
        RequestState::Scheduled { hearing: hearing_id(1), at },
        RequestState::Withdrawn { at },
    ];
    for (n, state) in (1..).zip(states) {
        tx.add_hearing_request(&request(n, RequestState::Requested)).await.unwrap();
        let changed = request(n, state);
        tx.save_hearing_request(&changed).await.unwrap();
        assert!(matches!(tx.save_hearing_request(&changed).await, Err(StoreError::Stale { .. })));
        let saved = HearingRequest { version: 2, ..changed };
        assert_eq!(tx.hearing_request(saved.id).await.unwrap(), Some(saved.clone()));
        assert_eq!(tx.hearing_requests_of(petition_id(n)).await.unwrap(), [saved]);
    }
    assert_eq!(tx.hearing_request(request_id(99)).await.unwrap(), None);
}

async fn a_petition_has_one_open_request(test: TestStore) {
    let mut tx = with_petitions(&test, 2).await; // the second one's household asks about the first
    tx.add_hearing_request(&request(1, RequestState::Requested)).await.unwrap();
    tx.commit().await.unwrap();
    let second = HearingRequest {
        id: request_id(2),
        applicant: Applicant::Petitioner { household: petition_id(2) },
        wanted: Vec::new(),
        ..request(1, RequestState::Requested)
    };
    let mut tx = test.store.begin().await.unwrap();
    assert!(matches!(tx.add_hearing_request(&second).await, Err(StoreError::Exists { .. })));
    drop(tx);
    let mut tx = test.store.begin().await.unwrap();
    tx.save_hearing_request(&request(1, RequestState::Withdrawn { at: MORNING })).await.unwrap();
    tx.add_hearing_request(&second).await.unwrap();
    assert_eq!(tx.hearing_request(second.id).await.unwrap(), Some(second));
}

async fn requests_are_listed_by_who_has_them(test: TestStore) {
    let mut tx = with_petitions(&test, 3).await;
    for n in [2, 1, 3] {
        tx.add_hearing_request(&request(n, RequestState::Requested)).await.unwrap();
    }
    tx.save_hearing_request(&request(3, RequestState::Withdrawn { at: MORNING })).await.unwrap();
    for (which, limit, expected) in [
        (RequestBox::Open(DISTRICT_BUREAU), 9, vec![1, 2]),
        (RequestBox::Open(DISTRICT_BUREAU), 1, vec![1]),
        (RequestBox::Settled(DISTRICT_BUREAU), 9, vec![3]),
        (RequestBox::Sent(HOUSING), 9, vec![3, 2, 1]),
        (RequestBox::Sent(DISTRICT_BUREAU), 9, vec![]),
    ] {
        let listed = tx.hearing_requests(which, None, limit).await.unwrap().rows;
        let numbers: Vec<_> = listed.iter().map(|request| request.id.0.as_u128() - 0x7000).collect();
        assert_eq!(numbers, expected, "{which:?}");
        assert!(listed.iter().all(|request| request.wanted == [CITY_BUREAU, HOUSING]));
    }
}

async fn lists_of_requests_go_on_where_they_stopped(test: TestStore) {
    let mut tx = with_petitions(&test, 5).await;
    for n in [1, 2, 3, 4, 5] {
        tx.add_hearing_request(&request(n, RequestState::Requested)).await.unwrap();
    }
    for (which, expected) in
        [(RequestBox::Open(DISTRICT_BUREAU), [1, 2, 3, 4, 5]), (RequestBox::Sent(HOUSING), [5, 4, 3, 2, 1])]
    {
        let (mut numbers, mut after) = (Vec::new(), None);
        loop {
            let page = tx.hearing_requests(which, after, 2).await.unwrap();
            numbers.extend(page.rows.iter().map(|request| request.id.0.as_u128() - 0x7000));
            after = page.next.as_deref().and_then(Cursor::read);
            if after.is_none() {
                break;
            }
        }
        assert_eq!(numbers, expected, "{which:?}");
    }
}

/// Art. 24: those that wait for an answer, those it made, and that it is wanted at the table.
async fn requests_of_a_closed_organ_wait_for_its_successor(test: TestStore) {
    let mut tx = with_petitions(&test, 2).await;
    let (by, at, reason) = (PRESIDER, MORNING, "不属于本级".to_owned());
    tx.add_hearing_request(&request(1, RequestState::Requested)).await.unwrap();
    let settled = RequestState::Refused { by, at, reason };
    tx.add_hearing_request(&request(2, settled)).await.unwrap();
    for agency in [DISTRICT_BUREAU, HOUSING] {
        tx.close_agency(&merger(agency, CITY_BUREAU)).await.unwrap();
    }
    let open = tx.hearing_requests(RequestBox::Open(CITY_BUREAU), None, 9).await.unwrap().rows;
    assert_eq!(open.iter().map(|one| one.id).collect::<Vec<_>>(), [request_id(1)]);
    assert!(open[0].wanted.contains(&CITY_BUREAU));
    let sent = tx.hearing_requests(RequestBox::Sent(CITY_BUREAU), None, 9).await.unwrap().rows;
    assert_eq!(sent.iter().map(|one| one.id).collect::<Vec<_>>(), [request_id(1)]);
    let stayed = tx.hearing_requests(RequestBox::Settled(DISTRICT_BUREAU), None, 9).await.unwrap().rows;
    assert_eq!(stayed.iter().map(|one| one.id).collect::<Vec<_>>(), [request_id(2)]);
}

async fn a_notice_keeps_its_receipt(test: TestStore) {
    let mut tx = with_petitions(&test, 1).await;
    tx.add_hearing(&hearing(1)).await.unwrap();
    let notice = |n: u128, seat: u128| HearingNotice {
        id: HearingNoticeId(Uuid::from_u128(0x8000 + n)),
        petition: petition_id(1),
        hearing: hearing_id(1),
        seat: seat_id(1, seat),
        kind: NoticeKind::Scheduled,
        event: EventId(Uuid::from_u128(1)),
        at: MORNING,
        starts_at: MORNING,
        ends_at: MORNING.plus_millis(HOUR),
        receipt: None,
    };
    let (second, first) = (notice(1, 2), notice(2, 1));
    tx.add_hearing_notice(&second).await.unwrap();
    tx.add_hearing_notice(&first).await.unwrap();
    assert_eq!(tx.hearing_notices(hearing_id(1)).await.unwrap(), [first.clone(), second.clone()]);
    let cannot =
        NoticeAnswer::Cannot { reason: "当天要住院手术".into(), wish: NoticeWish::AnotherTime };
    let needs = Needs { language: Some(Language::Sign), interpreter: true };
    for answer in [None, Some(cannot), Some(NoticeAnswer::Comes)] {
        let said = answer.map(|answer| Said { at: MORNING.plus_millis(2), answer, needs });
        let receipt = Receipt { read_at: MORNING.plus_millis(1), said, way: ReceiptWay::Query };
        let received = HearingNotice { receipt: Some(receipt), ..first.clone() };
        tx.save_hearing_notice(&received).await.unwrap();
        assert_eq!(tx.hearing_notice(first.id).await.unwrap(), Some(received));
    }
    assert_eq!(tx.hearing_notice(second.id).await.unwrap(), Some(second));
    assert!(matches!(tx.add_hearing_notice(&notice(3, 1)).await, Err(StoreError::Exists { .. })));
}

async fn a_reminder_is_given_once(test: TestStore) {
    let mut tx = with_petitions(&test, 1).await;
    tx.add_hearing(&hearing(1)).await.unwrap();
    let later = MORNING.plus_millis(HOUR);
    for (kind, starts_at, first) in [
        (NoticeKind::DayBefore, MORNING, true),
        (NoticeKind::DayBefore, MORNING, false),
        (NoticeKind::HourBefore, MORNING, true),
        (NoticeKind::DayBefore, later, true),
    ] {
        let given = tx.add_hearing_reminder(hearing_id(1), kind, starts_at, MORNING).await.unwrap();
        assert_eq!(given, first, "{kind} {starts_at:?}");
    }
}

fn day(n: u128) -> ReceptionDay {
    ReceptionDay {
        id: ReceptionDayId(Uuid::from_u128(0x6000 + n)),
        agency: DISTRICT_BUREAU,
        leader: PRESIDER,
        kind: ReceptionKind::Fixed,
        starts_at: MORNING,
        ends_at: MORNING.plus_millis(HOUR),
        place: "区信访局接访室".into(),
        field: "城乡建设".into(),
        published_at: None,
        state: ReceptionState::Planned,
        version: 1,
    }
}

fn ticket(n: u128, day_number: u128) -> Ticket {
    Ticket {
        id: QueueTicketId(Uuid::from_u128(0x9000 + n)),
        day: day(day_number).id,
        number: 0,
        priority: Priority::Elderly,
        coming: Coming::WalkIn,
        persons: 2,
        petition: Some(petition_id(1)),
        taken_at: MORNING,
        called_at: None,
        state: TicketState::Waiting,
        version: 1,
    }
}

async fn a_number_comes_back_in_every_state(test: TestStore) {
    let mut tx = with_petitions(&test, 1).await;
    tx.add_reception_day(&day(1)).await.unwrap();
    let (at, window) = (MORNING, "1号窗口".to_owned());
    let states = [
        TicketState::Waiting,
        TicketState::Called { at, window: window.clone(), times: 2 },
        TicketState::Serving { since: at, window },
        TicketState::Served { at },
        TicketState::NoShow { at },
        TicketState::Left { at },
    ];
    for (n, state) in (1..).zip(states) {
        let number = tx.add_queue_ticket(&ticket(n, 1)).await.unwrap();
        let changed = Ticket { number, state, called_at: Some(at), petition: None, ..ticket(n, 1) };
        tx.save_queue_ticket(&changed).await.unwrap();
        assert!(matches!(tx.save_queue_ticket(&changed).await, Err(StoreError::Stale { .. })));
        let saved = Ticket { version: 2, ..changed };
        assert_eq!(tx.queue_ticket(saved.id).await.unwrap(), Some(saved));
    }
}

async fn numbers_are_counted_by_day(test: TestStore) {
    let mut tx = with_petitions(&test, 1).await;
    for n in [1, 2] {
        tx.add_reception_day(&day(n)).await.unwrap();
    }
    for (n, of_day, expected) in [(1, 1, 1), (2, 1, 2), (3, 2, 1), (4, 1, 3)] {
        assert_eq!(tx.add_queue_ticket(&ticket(n, of_day)).await.unwrap(), expected);
    }
    let numbers: Vec<_> = tx.queue(day(1).id).await.unwrap().iter().map(|ticket| ticket.number).collect();
    assert_eq!(numbers, [1, 2, 3]);
}

async fn all_that_is_taken_is_listed_by_start(test: TestStore) {
    let mut tx = with_petitions(&test, 2).await;
    let (mut first, second) = (hearing(1), hearing(2));
    // A second one sits in the presider's room: the room is taken once all the same.
    first.seats[1].occupant = Occupant::Official { staff: CLERK, room: Some(ROOM) };
    for hearing in [&second, &first] {
        tx.add_hearing(hearing).await.unwrap();
    }
    let from = first.starts_at.min(second.starts_at);
    let to = first.ends_at.max(second.ends_at);
    let taken = tx.bookings(from, to).await.unwrap();
    assert!(taken.is_sorted_by_key(|booked| booked.starts_at));
    for hearing in [&first, &second] {
        let of_it =
            || taken.iter().filter(|booked| booked.hearing == hearing.id).map(|booked| &booked.booking);
        assert!(of_it().any(|booking| matches!(booking, Booking::Staff(StaffId(_)))), "{}", hearing.number);
        assert_eq!(of_it().collect::<BTreeSet<_>>().len(), of_it().count(), "{}", hearing.number);
    }
    assert_eq!(tx.bookings(to.plus_millis(DAY), to.plus_millis(2 * DAY)).await.unwrap(), []);
}
