use super::*;
use crate::domain::{
    Timestamp,
    hearing::{AgendaPhase, HearingKind, Stage},
    ids::{AgencyId, HearingId, PetitionId},
};
use uuid::Uuid;

const NOW: Timestamp = Timestamp(1_795_399_200_000);

fn hearing(id: u128, day: i64, stage: Stage) -> Hearing {
    let starts_at = NOW.plus_millis(day * 24 * 3_600_000);
    Hearing {
        id: HearingId(Uuid::from_u128(id)),
        number: String::new(),
        petition: PetitionId(Uuid::nil()),
        kind: HearingKind::JointReception,
        title: String::new(),
        host: AgencyId(Uuid::nil()),
        starts_at,
        ends_at: starts_at,
        agenda: Vec::new(),
        seats: Vec::new(),
        stage,
        version: 1,
    }
}

fn named(next: Option<u128>) -> Outcome {
    Outcome {
        hearing: HearingId(Uuid::nil()),
        petition: PetitionId(Uuid::nil()),
        conclusion: String::new(),
        standards: Vec::new(),
        items: Vec::new(),
        issued_at: NOW,
        closed_at: NOW,
        next: next.map(|next| HearingId(Uuid::from_u128(next))),
        published_at: None,
    }
}

#[test]
fn a_matter_goes_on_where_its_outcome_says_or_at_the_next_hearing_after_a_break() {
    let reason = || "信访人身体不适".to_owned();
    let adjourned = || Stage::Adjourned { at: NOW, phase: AgendaPhase::Statement, reason: reason() };
    let in_person = || Stage::InPerson { at: NOW, reason: reason() };
    let all = [
        hearing(1, -3, Stage::Closed { at: NOW }),
        hearing(2, 9, Stage::Scheduled),
        hearing(3, 2, Stage::Cancelled { at: NOW, reason: reason() }),
        Hearing { kind: HearingKind::Mediation, ..hearing(5, 4, Stage::Scheduled) },
        hearing(4, 5, Stage::Scheduled),
    ];
    for (stage, outcome, expected) in [
        (adjourned(), None, Some(4)),
        (in_person(), None, Some(4)),
        (Stage::Closed { at: NOW }, None, None),
        (Stage::Closed { at: NOW }, Some(named(None)), None),
        (Stage::OutcomeIssued { at: NOW }, Some(named(Some(2))), Some(2)),
    ] {
        let held = hearing(0, 0, stage);
        let found = sequel(&held, outcome.as_ref(), &all).map(|later| later.id.0.as_u128());
        assert_eq!(found, expected, "{:?}", held.stage);
    }
    assert_eq!(sequel(&hearing(0, 10, adjourned()), None, &all), None, "no later one yet");
}
