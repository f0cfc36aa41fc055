use super::*;
use crate::domain::{
    hearing::Outcome,
    ids::{AgencyId, HearingId, PetitionId},
};
use time::macros::date;
use uuid::Uuid;

/// 2026-11-23 10:00 in China.
const CLOSED: Timestamp = Timestamp(1_795_399_200_000);

fn hearing(kind: HearingKind, stage: Stage) -> Hearing {
    Hearing {
        id: HearingId(Uuid::nil()),
        number: "TJ62010020261123-1".to_owned(),
        petition: PetitionId(Uuid::nil()),
        continues: None,
        kind,
        title: "听证".to_owned(),
        host: AgencyId(Uuid::nil()),
        starts_at: CLOSED,
        ends_at: CLOSED,
        agenda: Vec::new(),
        seats: Vec::new(),
        stage,
        version: 1,
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
        let found = Delivery::of(&hearing(kind, stage), outcome.as_ref());
        assert_eq!(found.map(|clock| (clock.due, clock.announced)), expected);
    }
    assert!(day > date!(2026 - 11 - 01));
}

#[test]
fn what_was_published_is_no_longer_overdue() {
    let formal = hearing(HearingKind::FormalHearing, Stage::OutcomeIssued { at: CLOSED });
    for (published, later, overdue) in [(None, 0, false), (None, 1, true), (Some(CLOSED), 1, false)] {
        let clock = Delivery::of(&formal, Some(&outcome(0, published))).unwrap();
        assert_eq!(clock.is_overdue(clock.due.plus_millis(later)), overdue);
    }
}
