use super::*;
use crate::domain::{
    hearing::{NoticeKind, Occupant, ParticipantRole, Stage},
    ids::{EventId, HearingId, HearingNoticeId, PetitionId},
};
use uuid::Uuid;

const START: Timestamp = Timestamp(1_795_395_600_000);
const COMING: NoticeAnswer = NoticeAnswer::Comes;
const NOTHING: Needs = Needs { language: None, interpreter: false };
const TIBETAN: Needs = Needs { language: Some(Language::Tibetan), interpreter: true };

fn seat() -> SeatId {
    SeatId(Uuid::from_u128(1))
}

fn hearing() -> Hearing {
    let outside = Occupant::External { organisation: String::new(), name: String::new(), phone: None };
    let seats = vec![Seat::new(seat(), ParticipantRole::Petitioner, outside)];
    Hearing { starts_at: START, ends_at: START, seats, stage: Stage::Scheduled, ..Hearing::blank() }
}

fn notice(starts_at: Timestamp) -> HearingNotice {
    HearingNotice {
        id: HearingNoticeId(Uuid::nil()),
        petition: PetitionId(Uuid::nil()),
        hearing: HearingId(Uuid::nil()),
        seat: seat(),
        kind: NoticeKind::Scheduled,
        event: EventId(Uuid::nil()),
        at: before(9),
        starts_at,
        ends_at: START,
        receipt: None,
    }
}

/// So many hours before it begins.
fn before(hours: i64) -> Timestamp {
    START.plus_millis(-hours * 3_600_000)
}

fn cannot() -> NoticeAnswer {
    NoticeAnswer::Cannot { reason: "当天要住院手术".into(), wish: NoticeWish::AnotherTime }
}

fn said(hours: i64, answer: NoticeAnswer, needs: Needs) -> Said {
    Said { at: before(hours), answer, needs }
}

#[test]
fn the_first_reading_stands_and_the_last_answer() {
    let read = notice(START).read(ReceiptWay::Query, before(8)).read(ReceiptWay::Link, before(7));
    let expected = Receipt { read_at: before(8), said: None, way: ReceiptWay::Query };
    assert_eq!(read.receipt, Some(expected.clone()));
    let comes = read.answered(said(6, COMING, NOTHING), ReceiptWay::Link);
    let again = comes.answered(said(5, COMING, NOTHING), ReceiptWay::Desk);
    let receipt = again.receipt.clone().unwrap();
    assert_eq!((receipt.confirmed_at(), receipt.way), (Some(before(6)), ReceiptWay::Link), "said before");
    let not = again.answered(said(4, cannot(), NOTHING), ReceiptWay::Query).receipt.unwrap();
    assert_eq!((not.confirmed_at(), not.read_at, not.way), (None, before(8), ReceiptWay::Query));
    assert_eq!(not.said, Some(said(4, cannot(), NOTHING)));
}

#[test]
fn one_cannot_come_while_it_is_ahead_and_comes_at_any_time() {
    let hearing = hearing();
    for (now, expected) in [(before(1), true), (START, false)] {
        assert_eq!(hearing.takes(&cannot(), now), expected);
        assert!(hearing.takes(&COMING, now));
    }
}

#[test]
fn what_is_needed_outlasts_a_new_time_and_the_answer_does_not() {
    let earlier = notice(before(2)).answered(said(8, COMING, TIBETAN), ReceiptWay::Query);
    let told = [earlier, notice(START)];
    assert_eq!(hearing().said_by(&told, seat()), None);
    assert_eq!(needs_of(&told, seat()), TIBETAN);
}

#[test]
fn on_record_is_what_others_must_act_on() {
    let hearing = hearing();
    let fresh = [notice(START)];
    let refused = [notice(START).answered(said(8, cannot(), NOTHING), ReceiptWay::Query)];
    for (claim, notices, answer, needs, on_record) in [
        ("as it was arranged", &fresh, COMING, NOTHING, None),
        ("an interpreter is to be found", &fresh, COMING, TIBETAN, Some(COMES)),
        ("not on that day", &fresh, cannot(), NOTHING, Some(CANNOT)),
        ("said before", &refused, cannot(), NOTHING, None),
        ("after all", &refused, COMING, NOTHING, Some(COMES)),
    ] {
        let change = answer_on_record(&hearing, notices, &hearing.seats[0], &said(7, answer, needs));
        let detail = |change: &Change, name: &str| {
            change.details.iter().find(|(found, _)| found == name).map(|(_, value)| value.clone())
        };
        let found = change.as_ref().and_then(|change| detail(change, "answer"));
        assert_eq!(found.as_deref(), on_record, "{claim}");
        let told = change.iter().all(|change| change.reason.is_none());
        assert!(told, "why is personal, and the chain is never erased");
    }
}
