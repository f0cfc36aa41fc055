use super::*;
use crate::domain::{
    hearing::Outcome,
    ids::{HearingId, PetitionId},
};
use time::macros::date;
use uuid::Uuid;

/// 2026-11-23 10:00 in China.
const CLOSED: Timestamp = Timestamp(1_795_399_200_000);

fn hearing(kind: HearingKind, stage: Stage) -> Hearing {
    Hearing {
        number: "TJ62010020261123-1".to_owned(),
        kind,
        title: "听证".to_owned(),
        starts_at: CLOSED,
        ends_at: CLOSED,
        stage,
        ..Hearing::blank()
    }
}

fn outcome(later: i64, published_at: Option<Timestamp>) -> Outcome {
    Outcome {
        hearing: HearingId(Uuid::nil()),
        petition: PetitionId(Uuid::nil()),
        conclusion: String::new(),
        standards: Vec::new(),
        items: Vec::new(),
        issued_at: CLOSED.plus_millis(later),
        closed_at: CLOSED,
        next: None,
        published_at,
        withdrawn_at: None,
        earlier: Vec::new(),
    }
}

#[test]
fn a_formal_hearing_is_delivered_in_ten_days_if_announced_and_else_in_twenty() {
    let formal = HearingKind::FormalHearing;
    let issued = Stage::OutcomeIssued { at: CLOSED };
    let day = CLOSED.local_date();
    let due = |days| Timestamp::end_of(day + Duration::days(days));
    for (kind, stage, outcome, expected) in [
        (HearingKind::JointReception, issued.clone(), Some(outcome(0, None)), None),
        (formal, Stage::Scheduled, None, None),
        (formal, Stage::Closed { at: CLOSED }, None, Some((due(20), false))),
        (formal, issued.clone(), Some(outcome(0, None)), Some((due(10), true))),
        (formal, issued, Some(outcome(60_000, None)), Some((due(20), false))),
    ] {
        let found = DeliveryClock::of(&hearing(kind, stage), outcome.as_ref(), None);
        assert_eq!(found.map(|clock| (clock.due, clock.announced)), expected);
    }
    assert!(day > date!(2026 - 11 - 01));
}

#[test]
fn what_was_published_is_no_longer_overdue() {
    let formal = hearing(HearingKind::FormalHearing, Stage::OutcomeIssued { at: CLOSED });
    for (published, later, overdue) in [(None, 0, false), (None, 1, true), (Some(CLOSED), 1, false)] {
        let clock = DeliveryClock::of(&formal, Some(&outcome(0, published)), None).unwrap();
        assert_eq!(clock.is_overdue(clock.due.plus_millis(later)), overdue);
    }
}

fn handed(days: i64, way: DeliveryWay) -> HandedOver {
    let day = CLOSED.local_date() + Duration::days(days);
    HandedOver { hearing: HearingId(Uuid::nil()), day, way, slip: AttachmentId(Uuid::nil()) }
}

#[test]
fn the_earlier_of_publishing_and_handing_over_delivers() {
    let formal = hearing(HearingKind::FormalHearing, Stage::OutcomeIssued { at: CLOSED });
    let (early, late) = (handed(1, DeliveryWay::Post), handed(9, DeliveryWay::InPerson));
    let second_day = Some(CLOSED.plus_millis(2 * 86_400_000));
    let first_day = Some(Timestamp::start_of(early.day));
    for (published, handed, at, way) in [
        (None, Some(early), first_day, Some(DeliveryWay::Post)),
        (second_day, Some(early), first_day, Some(DeliveryWay::Post)),
        (second_day, Some(late), second_day, None),
        (second_day, None, second_day, None),
        (None, None, None, None),
    ] {
        let clock = DeliveryClock::of(&formal, Some(&outcome(0, published)), handed.as_ref()).unwrap();
        assert_eq!((clock.delivered_at, clock.way), (at, way));
        assert_eq!(clock.is_overdue(clock.due.plus_millis(1)), at.is_none());
    }
}

#[test]
fn a_conclusion_is_handed_over_between_its_making_and_today_and_not_online() {
    let today = CLOSED.local_date() + Duration::days(3);
    for (days, way, expected) in [
        (0, DeliveryWay::InPerson, Ok(())),
        (3, DeliveryWay::Substituted, Ok(())),
        (-1, DeliveryWay::InPerson, Err(NotHandedOver::BadDay)),
        (4, DeliveryWay::Post, Err(NotHandedOver::BadDay)),
        (1, DeliveryWay::Online, Err(NotHandedOver::Online)),
    ] {
        assert_eq!(handed(days, way).check(&outcome(0, None), today), expected, "{days} {way}");
    }
}
