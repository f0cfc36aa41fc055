use super::*;
use crate::domain::{
    Timestamp,
    hearing::Stage,
    ids::{EntryId, HearingId, SeatId},
};
use AgendaPhase::{Evidence, Opening, Questions, ReadBack, Response, Statement};
use uuid::Uuid;

const NOW: Timestamp = Timestamp(1_795_395_600_000);

fn hearing(stage: Stage) -> Hearing {
    Hearing {
        starts_at: NOW,
        ends_at: NOW,
        agenda: vec![Opening, Statement, Response, ReadBack],
        planned: vec![(Statement, 20)],
        stage,
        ..Hearing::blank()
    }
}

fn session(phase: AgendaPhase) -> Hearing {
    hearing(Stage::InSession { since: NOW, phase, phase_since: NOW })
}

fn plan(phases: &[AgendaPhase]) -> Vec<PlannedPhase> {
    phases.iter().map(|phase| PlannedPhase { phase: *phase, minutes: None }).collect()
}

#[test]
fn before_the_session_all_of_it_may_change_but_its_beginning_and_its_end() {
    let scheduled = hearing(Stage::Scheduled);
    for (phases, taken) in [
        (&[Opening, Response, Statement, Evidence, ReadBack][..], true),
        (&[Opening, Statement], true),
        (&[Statement, Opening], false),
        (&[Opening, ReadBack, Statement], false),
        (&[Opening, Statement, Statement], false),
        (&[], false),
    ] {
        assert_eq!(scheduled.replanned(&plan(phases), &[]).is_ok(), taken, "{phases:?}");
    }
}

#[test]
fn in_session_what_was_held_keeps_its_place() {
    let at_statement = session(Statement);
    for (phases, taken) in [
        (&[Opening, Statement, Evidence, Questions, Response, ReadBack][..], true),
        (&[Opening, Statement], true),
        (&[Opening, Response, Statement, ReadBack], false),
        (&[Opening, Response, ReadBack], false),
    ] {
        assert_eq!(at_statement.replanned(&plan(phases), &[]).is_ok(), taken, "{phases:?}");
    }
    for stage in [Stage::MinutesReview { since: NOW }, Stage::Closed { at: NOW }] {
        let refusal = hearing(stage).replanned(&plan(&[Opening]), &[]).unwrap_err();
        assert_eq!(refusal.code, RefusalCode::WrongStage);
    }
}

#[test]
fn what_was_gone_back_from_keeps_its_place_too() {
    let line = Entry {
        id: EntryId(Uuid::nil()),
        hearing: HearingId(Uuid::nil()),
        number: 1,
        revision: 1,
        phase: Response,
        speaker: None,
        text: "责任单位说明情况。".to_owned(),
        at: NOW,
        struck: None,
        author: SeatId(Uuid::nil()),
    };
    let back_at_statement = session(Statement);
    for (phases, taken) in [
        (&[Opening, Statement, Response, Evidence, ReadBack][..], true),
        (&[Opening, Statement, Evidence, Response, ReadBack], false),
        (&[Opening, Statement, ReadBack], false),
    ] {
        let replanned = back_at_statement.replanned(&plan(phases), std::slice::from_ref(&line));
        assert_eq!(replanned.is_ok(), taken, "{phases:?}");
    }
    assert!(hearing(Stage::Scheduled).replanned(&plan(&[Opening]), &[line]).is_ok(), "nothing was held yet");
}

#[test]
fn minutes_are_planned_and_the_log_says_what_was_and_what_is() {
    let scheduled = hearing(Stage::Scheduled);
    assert_eq!(scheduled.replanned(&scheduled.plan().collect::<Vec<_>>(), &[]), Ok(None), "nothing changed");
    let mut wanted = plan(&[Opening, Statement, Evidence]);
    wanted[2].minutes = Some(30);
    let (next, change) = scheduled.replanned(&wanted, &[]).unwrap().unwrap();
    assert_eq!((next.planned_minutes(Evidence), next.planned_minutes(Statement)), (Some(30), None));
    let told = |name: &str| change.details.iter().find(|(known, _)| known == name).unwrap().1.clone();
    assert_eq!(told("before"), "opening,statement 20,response,read_back");
    assert_eq!(told("after"), "opening,statement,evidence 30");
    for minutes in [0, 481] {
        wanted[2].minutes = Some(minutes);
        assert_eq!(scheduled.replanned(&wanted, &[]).unwrap_err().code, RefusalCode::BadAgenda);
    }
}
