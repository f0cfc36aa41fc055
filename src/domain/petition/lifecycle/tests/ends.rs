//! How petitions end, by whose word, and how an end is taken back.

use super::{fixtures::*, *};
use crate::domain::petition::{Delivery, Finding, LegalWay, Retention, SETTLED_AFTER, UndoGround};
use time::{
    Date,
    macros::{date, datetime},
};

fn close(
    petition: &Petition,
    by: By,
    accepted: Option<Timestamp>,
    when: Timestamp,
) -> Result<Applied, Refusal> {
    let accepted = accepted.map(proof_of);
    let close = Transition::Close { reason: REASON.to_owned(), accepted };
    apply(petition, close, by, when, &Calendar::shipped())
}

/// Art. 35, 36; P18.
#[test]
fn nobody_cuts_off_the_right_to_review() {
    let day = 86_400_000;
    for (name, kind, article) in [
        (StateName::Replied, ClockKind::ReviewWindow, 35),
        (StateName::Reviewed, ClockKind::RereviewWindow, 36),
    ] {
        let running = standing(name);
        let due = running.clock(kind).unwrap().due;
        let posted = Petition { clocks: Vec::new(), ..running.clone() };
        for (petition, by, accepted, when, expected) in [
            (&running, By::Staff, None, due, Err(RefusalCode::WindowOpen)),
            (&running, By::System, None, due, Err(RefusalCode::WindowOpen)),
            (&posted, By::Staff, None, due.plus_millis(400 * day), Err(RefusalCode::WindowOpen)),
            (&posted, By::System, None, due.plus_millis(400 * day), Err(RefusalCode::WindowOpen)),
            (&running, By::Staff, Some(now().plus_millis(-day)), due, Err(RefusalCode::BadAcceptance)),
            (&running, By::Staff, Some(now()), due, Ok("open")),
            (&posted, By::Staff, Some(now()), due, Ok("open")),
            (&running, By::Petitioner, None, due, Ok("open")),
            (&running, By::Staff, None, due.plus_millis(1), Ok("over")),
            (&running, By::System, None, due.plus_millis(1), Ok("over")),
        ] {
            let found = close(petition, by, accepted, when);
            let window = found.as_ref().map(|applied| applied.change.details[0].1.as_str());
            assert_eq!(window.map_err(|refusal| refusal.code), expected, "{name} {by:?} {accepted:?}");
            if let Err(refusal) = found {
                assert_eq!((refusal.rule, refusal.article), ("P18", article), "{name} {by:?}");
            }
        }
    }
}

#[test]
fn an_acceptance_is_on_record_with_its_paper() {
    let closed = close(&standing(StateName::Replied), By::Staff, Some(now()), now()).unwrap();
    let details = closed.change.details;
    assert!(details.contains(&("accepted".to_owned(), "signed".to_owned())), "{details:?}");
    let paper = proof_of(now()).paper.to_string();
    assert!(details.contains(&("acceptance".to_owned(), paper)), "{details:?}");
}

/// They have no window that could end: time closes them, and a head may before.
#[test]
fn a_suggestion_or_report_is_closed_ten_working_days_after_its_reply() {
    assert_eq!(SETTLED_AFTER, 10);
    for category in [Category::Suggestion, Category::Report] {
        let replied = Petition { category, clocks: Vec::new(), ..standing(StateName::Replied) };
        // Replied on Monday 23 November: ten working days after it ends Monday 7 December.
        for (when, closes) in
            [(datetime!(2026-12-07 23:59 +8), false), (datetime!(2026-12-08 00:00 +8), true)]
        {
            let found = close(&replied, By::System, None, at(when));
            assert_eq!(found.is_ok(), closes, "{category} {when}");
        }
        assert!(close(&replied, By::Staff, None, now()).is_ok(), "{category}");
    }
}

/// Art. 31, 22: its bureau has it back, with fifteen days of its own.
#[test]
fn what_an_organ_gives_back_is_screened_anew() {
    let screening = standing(StateName::Screening);
    let divert =
        Transition::Divert { way: LegalWay::Arbitration, organ: unit(UNIT), reason: REASON.to_owned() };
    let diverted = run(&screening, divert).unwrap().petition;
    assert!(diverted.next_due().is_none());
    let later = now().plus_millis(5 * 86_400_000);
    let back = Transition::ReturnDiverted { reason: REASON.to_owned() };
    let returned = apply(&diverted, back, By::Staff, later, &Calendar::shipped()).unwrap();
    assert_eq!(returned.petition.state, PetitionState::Screening);
    assert_eq!(returned.petition.clocks[0], diverted.clocks[0], "the first days stay");
    assert_eq!(returned.petition.clock(ClockKind::Route).map(|clock| clock.anchor), Some(later));
    assert!(returned.change.details.contains(&("organ".to_owned(), UNIT.to_string())));
}

fn decided(name: StateName, finding: Finding, redo_until: Option<Date>) -> Result<Applied, Refusal> {
    let (text, delivery) = ("经审查，意见如下，理由附后。".to_owned(), Delivery::IN_PERSON);
    let decide = match name {
        StateName::Reviewing => Transition::DecideReview { finding, text, delivery, redo_until },
        _ => Transition::DecideRereview { finding, text, redo_until },
    };
    run(&standing(name), decide)
}

/// Art. 35, 36: each finding has its consequence.
#[test]
fn upheld_and_changed_opinions_go_on_and_a_revoked_one_goes_back() {
    let until = date!(2026 - 12 - 20);
    for (from, finding, to, running) in [
        (StateName::Reviewing, Finding::Upheld, StateName::Reviewed, Some(ClockKind::RereviewWindow)),
        (StateName::Reviewing, Finding::Changed, StateName::Reviewed, Some(ClockKind::RereviewWindow)),
        (StateName::Reviewing, Finding::Revoked, StateName::Handling, Some(ClockKind::Ordered)),
        (StateName::Rereviewing, Finding::Upheld, StateName::Rereviewed, Some(ClockKind::Rereview)),
        (StateName::Rereviewing, Finding::Changed, StateName::Rereviewed, Some(ClockKind::Rereview)),
        (StateName::Rereviewing, Finding::Revoked, StateName::Handling, Some(ClockKind::Ordered)),
    ] {
        let revoked = finding == Finding::Revoked;
        let petition = decided(from, finding, revoked.then_some(until)).unwrap().petition;
        assert_eq!(petition.state.name(), to, "{from} {finding}");
        assert_eq!(petition.next_due().map(|clock| clock.kind), running, "{from} {finding}");
        let course = &petition.course;
        assert_eq!((course.redone_by, course.reworks), (revoked.then_some(BUREAU), u32::from(revoked)));
        assert!(!petition.is_final(), "{from} {finding}");
    }
}

/// Art. 36; P19. A hearing has come to its end with the decision, told or not.
#[test]
fn what_rereview_decided_is_due_until_the_petitioner_has_it() {
    let (hearing, reason) = (HEARING, "举行听证会".to_owned());
    let pause = Transition::PauseClock { hearing, reason, in_handling: false };
    let mut current = standing(StateName::Rereviewing);
    let due = current.clocks[0].due;
    for transition in [pause, sample(TransitionKind::DecideRereview)] {
        current = run(&current, transition).unwrap().petition;
    }
    assert_eq!(current.next_due().map(|clock| (clock.kind, clock.due)), Some((ClockKind::Rereview, due)));
    for (when, late) in [(due, false), (due.plus_millis(1), true)] {
        let terminate = sample(TransitionKind::Terminate);
        let applied = apply(&current, terminate, By::Staff, when, &Calendar::shipped()).unwrap();
        assert_eq!(applied.change.details.contains(&("late".to_owned(), "yes".to_owned())), late);
        assert!(applied.petition.next_due().is_none());
    }
}

#[test]
fn who_revokes_orders_by_when_within_sixty_days_and_nobody_else_does() {
    let (tomorrow, last) = (date!(2026 - 11 - 24), date!(2027 - 01 - 22));
    for (from, article) in [(StateName::Reviewing, 35), (StateName::Rereviewing, 36)] {
        for (finding, until, good) in [
            (Finding::Revoked, Some(tomorrow), true),
            (Finding::Revoked, Some(last), true),
            (Finding::Revoked, last.next_day(), false),
            (Finding::Revoked, Some(now().local_date()), false),
            (Finding::Revoked, None, false),
            (Finding::Changed, Some(tomorrow), false),
            (Finding::Upheld, None, true),
        ] {
            match decided(from, finding, until) {
                Ok(_) => assert!(good, "{from} {finding} {until:?}"),
                Err(refusal) => {
                    assert!(!good, "{from} {finding} {until:?}");
                    assert_eq!((refusal.code, refusal.article), (RefusalCode::BadDeadline, article));
                }
            }
        }
    }
}

/// What was made anew may be reviewed anew, and only what re-review leaves standing is final.
#[test]
fn an_opinion_made_anew_has_its_own_review() {
    use TransitionKind as K;
    let mut current =
        decided(StateName::Rereviewing, Finding::Revoked, Some(date!(2026 - 12 - 20))).unwrap().petition;
    assert_eq!(run(&current, sample(K::RequestReview)).unwrap_err().code, RefusalCode::WrongState);
    for kind in [K::DraftReply, K::DeliverReply] {
        current = run(&current, sample(kind)).unwrap().petition;
    }
    assert_eq!(current.course.redone_by, None);
    assert_eq!(current.next_due().map(|clock| clock.kind), Some(ClockKind::ReviewWindow));
    assert!(current.delivered_rereview().is_some_and(|review| review.finding == Finding::Revoked));
    current = run(&current, sample(K::RequestReview)).unwrap().petition;
    assert_eq!(
        (&current.course.review, &current.course.rereview),
        (&None, &None),
        "of the opinion that is gone"
    );
    for kind in [
        K::StartReview,
        K::DecideReview,
        K::RequestRereview,
        K::StartRereview,
        K::DecideRereview,
        K::Terminate,
    ] {
        assert!(!current.is_final(), "{kind}");
        current = run(&current, sample(kind)).unwrap().petition;
    }
    assert!(current.is_final());
}

const UNDOABLE: [StateName; 5] = [
    StateName::Diverted,
    StateName::NotAccepted,
    StateName::NoLongerAccepted,
    StateName::Merged,
    StateName::Withdrawn,
];

#[test]
fn a_wrong_end_is_taken_back_with_days_of_its_own_beside_the_first() {
    for name in UNDOABLE {
        let mut ended = standing(name);
        let mut first =
            Clock::start(ClockKind::Route, now().plus_millis(-20 * 86_400_000), &Calendar::shipped())
                .unwrap();
        first.stopped_at = Some(now().plus_millis(-86_400_000));
        ended.clocks = vec![first.clone()];
        let undone = run(&ended, sample(TransitionKind::Undo)).unwrap();
        let petition = undone.petition;
        assert_eq!((&petition.state, petition.course.reworks), (&PetitionState::Screening, 1), "{name}");
        assert_eq!(petition.clocks[0], first, "{name}");
        assert_eq!(petition.clock(ClockKind::Route).map(|clock| clock.anchor), Some(now()), "{name}");
        assert!(undone.change.details.contains(&("ended".to_owned(), name.to_string())), "{name}");

        let returned = Transition::Undo { ground: UndoGround::OrganReturned, reason: REASON.to_owned() };
        let found = run(&ended, returned).map(drop).map_err(|refusal| refusal.code);
        let diverted = name == StateName::Diverted;
        assert_eq!(found, if diverted { Ok(()) } else { Err(RefusalCode::BadGround) }, "{name}");
    }
}

/// Art. 23, 24, 34: what was said, ruled and granted was of a unit that has it no more.
#[test]
fn whoever_has_it_after_a_wrong_end_objects_and_extends_on_their_own_account() {
    use TransitionKind as K;
    for (name, back) in [(StateName::Withdrawn, K::Undo), (StateName::Diverted, K::ReturnDiverted)] {
        let mut ended = standing(name);
        (ended.course.objections, ended.course.ruled, ended.course.extended_by) = (2, true, Some(30));
        let mut routed = ended;
        for kind in [back, K::Route] {
            routed = run(&routed, sample(kind)).unwrap().petition;
        }
        let objected = run(&routed, sample(K::Object)).unwrap().petition;
        assert!(run(&objected, sample(K::RefuseObjection)).is_ok(), "{name}: the first of two");
        let mut handled = routed;
        for kind in [K::Accept, K::AssignHandler, K::Extend] {
            handled = run(&handled, sample(kind)).unwrap().petition;
        }
        assert_eq!(handled.state.name(), StateName::Extended, "{name}");
    }
}

/// Filing away takes nothing from what it was.
#[test]
fn whatever_has_ended_is_archived_as_what_it_ended_as() {
    for name in StateName::ALL.iter().filter(|name| !name.is_open() && **name != StateName::Archived) {
        let mut ended = standing(*name);
        ended.opinion = Some(opinion());
        let archived = run(&ended, sample(TransitionKind::Archive)).unwrap().petition;
        let expected = PetitionState::Archived {
            ended: Box::new(ended.state.clone()),
            retention: Retention::TenYears,
            at: now(),
        };
        assert_eq!(archived.state, expected, "{name}");
        let same = |read: fn(&Petition) -> bool| (read(&ended), read(&archived));
        for (before, after) in [
            same(Petition::is_final),
            same(|petition| petition.delivered_opinion().is_some()),
            same(crate::domain::supervision::is_answered),
            same(|petition| petition.state.unit().is_some()),
            same(|petition| petition.state.organ().is_some()),
        ] {
            assert_eq!(before, after, "{name}");
        }
    }
}

/// P20: their code says who withdraws; at the desk a paper or a hearing does, and is on record.
#[test]
fn staff_record_a_withdrawal_by_what_shows_it() {
    for together in [false, true] {
        let withdraw = |proof| Transition::Withdraw { reason: REASON.to_owned(), together, proof };
        let before = standing(StateName::Handling);
        let refusal = run(&before, withdraw(None)).unwrap_err();
        assert_eq!((refusal.code, refusal.rule, refusal.article), (RefusalCode::ProofNeeded, "P20", 19));
        let shown = run(&before, withdraw(Some(proof_of(now())))).unwrap().change.details;
        let paper = ("proof".to_owned(), proof_of(now()).paper.to_string());
        assert!(shown.contains(&("shown_by".to_owned(), "signed".to_owned())), "{shown:?}");
        assert!(shown.contains(&paper), "{shown:?}");
        let own = apply(&before, withdraw(None), By::Petitioner, now(), &Calendar::shipped()).unwrap();
        assert!(own.change.details.iter().all(|(name, _)| name != "proof" && name != "shown_by"));
    }
}

/// Once, and not the matter: others are in it.
#[test]
fn a_household_leaves_what_others_are_in() {
    let proof = Some(proof_of(now()));
    let leave = || Transition::Withdraw { reason: REASON.to_owned(), together: true, proof };
    for name in [StateName::Handling, StateName::Replied, StateName::Merged] {
        let before = standing(name);
        let left = run(&before, leave()).unwrap();
        assert_eq!(left.change.kind, EventKind::PetitionHouseholdLeft, "{name}");
        assert_eq!((&left.petition.state, &left.petition.clocks), (&before.state, &before.clocks), "{name}");
        assert_eq!(left.petition.course.left_at, Some(now()), "{name}");
        assert_eq!(run(&left.petition, leave()).unwrap_err().code, RefusalCode::HasLeft, "{name}");
    }
    // By itself again, it is its household's again.
    let left = run(&standing(StateName::Merged), leave()).unwrap().petition;
    let again = run(&left, sample(TransitionKind::Undo)).unwrap().petition;
    assert_eq!(again.course.left_at, None);
}
