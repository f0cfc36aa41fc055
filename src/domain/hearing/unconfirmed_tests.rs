use super::*;
use crate::domain::{
    event::Actor,
    hearing::{Needs, NoticeWish, Occupant, ParticipantRole as R, ReceiptWay, Whom, notices_of},
    ids::{EventId, HearingId, HearingNoticeId, PetitionId},
};
use uuid::Uuid;

const START: Timestamp = Timestamp(1_795_395_600_000);
const EARLIER: Timestamp = Timestamp(1_795_300_000_000);

fn seat(n: u128) -> SeatId {
    SeatId(Uuid::from_u128(n))
}

fn hearing(stage: Stage) -> Hearing {
    let sits = |n| {
        let outside = Occupant::External { organisation: String::new(), name: String::new(), phone: None };
        Seat::new(seat(n), R::Petitioner, outside)
    };
    Hearing {
        starts_at: START,
        ends_at: START,
        seats: (1..=4).map(sits).collect(),
        stage,
        ..Hearing::blank()
    }
}

/// To seat `n` about `starts_at`, so many minutes after the first; `r` read, `c` confirmed, `n` cannot come.
fn told(n: u128, kind: NoticeKind, starts_at: Timestamp, minute: i64, receipt: char) -> HearingNotice {
    let at = EARLIER.plus_millis(minute * 60_000);
    let (id, event) = (HearingNoticeId(Uuid::nil()), EventId(Uuid::nil()));
    let (petition, hearing) = (PetitionId(Uuid::nil()), HearingId(Uuid::nil()));
    let told = HearingNotice {
        id,
        petition,
        hearing,
        seat: seat(n),
        kind,
        event,
        at,
        starts_at,
        ends_at: START,
        receipt: None,
    };
    let cannot = || NoticeAnswer::Cannot { reason: "当天出差在外".into(), wish: NoticeWish::Other };
    let said = |answer| Said { at, answer, needs: Needs::default() };
    match receipt {
        'r' => told.read(ReceiptWay::Link, at),
        'c' => told.answered(said(NoticeAnswer::Comes), ReceiptWay::Link),
        'n' => told.answered(said(cannot()), ReceiptWay::Link),
        _ => told,
    }
}

fn left(hearing: &Hearing, notices: &[HearingNotice]) -> Vec<u128> {
    unconfirmed(hearing, notices, EARLIER).iter().map(|one| one.seat.id.0.as_u128()).collect()
}

#[test]
fn who_confirmed_any_notice_of_these_times_comes() {
    use NoticeKind::{DayBefore, Scheduled};
    let notices = [
        told(1, Scheduled, START, 0, 'c'),
        told(1, DayBefore, START, 9, ' '), // a reminder asks nothing anew
        told(2, Scheduled, START, 0, 'r'),
        told(2, DayBefore, START, 9, ' '),
        told(3, Scheduled, EARLIER, 0, 'c'), // of the time before it was moved
        told(3, NoticeKind::Postponed, START, 5, ' '),
    ];
    let scheduled = hearing(Stage::Scheduled);
    assert_eq!(left(&scheduled, &notices), [2, 3], "the fourth was told nothing yet");
    let second = unconfirmed(&scheduled, &notices, EARLIER)[0];
    assert_eq!((second.told_at, second.read_at), (EARLIER.plus_millis(9 * 60_000), Some(EARLIER)));
    let opened = hearing(Stage::CheckIn { since: EARLIER });
    assert_eq!(left(&opened, &notices), [2, 3], "opened by hand, a day before its time");
    let in_time = opened.check_in_opens_at();
    assert_eq!(unconfirmed(&opened, &notices, in_time).len(), 0);
    assert_eq!(unconfirmed(&scheduled, &notices, in_time).len(), 2);
    assert_eq!(left(&hearing(Stage::Closed { at: EARLIER }), &notices), [0; 0]);
}

#[test]
fn they_are_reminded_again_and_nobody_else_and_not_twice_in_half_an_hour() {
    let mut notices =
        vec![told(1, NoticeKind::Scheduled, START, 0, 'c'), told(2, NoticeKind::Scheduled, START, 0, ' ')];
    let scheduled = hearing(Stage::Scheduled);
    let at = |minute: i64| EARLIER.plus_millis(minute * 60_000);
    let change = remind_again(&scheduled, &notices, None, at(1)).unwrap();
    assert_eq!(notices_of(change.kind, &change.details), [(Whom::Seat(seat(2)), NoticeKind::Again)]);
    // The log is asked, not the notices: they are written later.
    let event = |change: Change, minute, hearing| Event {
        id: EventId(Uuid::nil()),
        at: at(minute),
        chain: "620103".parse().unwrap(),
        petition: scheduled.petition,
        hearing: Some(hearing),
        actor: Actor::System,
        kind: change.kind,
        reason: None,
        due_before: None,
        due_after: None,
        details: change.details,
    };
    let day_before = Change::new(EventKind::HearingReminded).with("before", NoticeKind::DayBefore);
    let log = [
        event(change.clone(), 1, scheduled.id),
        event(change, 20, HearingId(Uuid::from_u128(9))),
        event(day_before, 25, scheduled.id),
    ];
    let last = reminded_at(scheduled.id, log.iter());
    assert_eq!(last, Some(at(1)));
    assert_eq!(remind_again(&scheduled, &notices, last, at(30)), Err(NotReminded::Before(at(31))));
    assert!(remind_again(&scheduled, &notices, last, at(31)).is_ok());
    notices.push(told(3, NoticeKind::Scheduled, START, 0, 'n'));
    notices.push(told(2, NoticeKind::Again, START, 2, 'c'));
    assert_eq!(left(&scheduled, &notices), [3], "who cannot come is shown, and not asked again");
    assert_eq!(remind_again(&scheduled, &notices, last, at(99)), Err(NotReminded::NobodyLeft));
}
