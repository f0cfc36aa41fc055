//! Completion reports: who owes one, when it is filed, and when nobody waits for it any more.

use super::*;
use crate::domain::petition::{Applied, By, Transition, apply};

/// [`routed`] after a step of this kind.
fn after(kind: EventKind) -> Applied {
    Applied { petition: routed(), change: Change::new(kind) }
}

/// Art. 22(3): a day goes with an assignment, and a report with the day.
#[test]
fn an_assignment_wants_a_report_of_whoever_got_it() {
    let bureau = |id, division: &str| Agency {
        id,
        name: String::new(),
        kind: AgencyKind::PetitionBureau,
        division: division.parse().unwrap(),
    };
    let day = Some(date!(2026 - 12 - 20));
    let screening = Petition { state: PetitionState::Screening, ..routed() };
    let down = |how, ordered_until| Transition::HandDown {
        how,
        bureau: bureau(CITY, "620103"),
        was: "6201".parse().unwrap(),
        ordered_until,
        share: 3,
        by: CLERK,
    };
    let unit = || Agency { kind: AgencyKind::ResponsibleUnit, ..bureau(UNIT, "620103") };
    let route = |how, unit, ordered_until| Transition::Route { how, unit, ordered_until };
    let (assigned, sent) = (Routing::Assignment, Routing::Transfer);
    let sealed =
        Petition { category: Category::Report, accused: Some(Accused::new([], [])), ..screening.clone() };
    for (before, step, expected) in [
        (&screening, down(assigned, day), Some(CITY)),
        (&screening, down(sent, None), None),
        (&screening, route(assigned, unit(), day), Some(UNIT)),
        (&screening, route(sent, unit(), None), None),
        (&screening, route(assigned, Agency { id: BUREAU, ..unit() }, day), None), // to itself
        (&sealed, route(assigned, unit(), day), None),
    ] {
        let applied = apply(before, step, By::Staff, now(), &Calendar::shipped()).unwrap();
        let wanted = report_wanted(before, &applied);
        assert_eq!(wanted.as_ref().and_then(|wanted| wanted.demand.to), expected);
        if let Some(Escalated { by, demand }) = wanted {
            assert_eq!((by, demand.answer_by), (BUREAU, day));
            let (_, change) = demand.make(DemandId(Uuid::nil()), &applied.petition, by, now()).unwrap();
            assert_eq!(change.kind, EventKind::CompletionWanted, "no order of supervision in the statistics");
        }
    }
}

#[test]
fn a_report_follows_the_reply_and_is_accepted_or_made_anew() {
    let mut demand = made(DemandKind::Completion);
    let words = "已经查明，并责令公开收支".to_owned();
    let report = Report { found: words.clone(), done: words.clone(), view: words, files: vec![paper(1)] };
    let late = on(date!(2026 - 12 - 01));
    assert!(demand.answer(&an_answer(None), CLERK, now()).is_err(), "in its own form only");
    let early = demand.report(&report, &routed(), CLERK, now()).unwrap_err();
    assert_eq!((early.code, early.article), (RefusalCode::WrongState, 22));
    let short = Report { view: "好".to_owned(), ..report.clone() };
    let refused = demand.report(&short, &replied(Category::Appeal), CLERK, now()).unwrap_err();
    assert_eq!(refused.field, Some("view"));
    assert!(demand.send_back(TEXT, now()).is_err(), "nothing was filed");

    let mut recused = replied(Category::Appeal);
    recused.course.recused.push(CLERK);
    let kept_away = demand.report(&report, &recused, CLERK, now()).unwrap_err();
    assert_eq!((kept_away.code, kept_away.article), (RefusalCode::Recused, 28));

    let filed = demand.report(&report, &replied(Category::Appeal), CLERK, late).unwrap();
    assert_eq!(filed.kind, EventKind::CompletionFiled);
    assert!(filed.details.contains(&("late".to_owned(), "yes".to_owned())));
    assert_eq!(demand.state.answer().unwrap().files, [paper(1).id]);
    assert_eq!(demand.send_back("少", late).unwrap_err().field, Some("reason"));
    assert_eq!(demand.send_back(TEXT, late).unwrap().kind, EventKind::CompletionReturned);
    assert!(demand.is_overdue(late), "it is owed again");
    demand.report(&report, &replied(Category::Appeal), CLERK, late).unwrap();
    assert!(!demand.is_overdue(late));
    let [first] = &demand.earlier[..] else { panic!("{:?}", demand.earlier) };
    assert_eq!((first.reason.as_str(), first.answer.by), (TEXT, CLERK), "what was sent back stays");
    let mut pointless = demand.clone();
    pointless.send_back(TEXT, late).unwrap();
    pointless.lift(TEXT, late).unwrap();
    assert_eq!((pointless.earlier.len(), pointless.state.answer()), (2, None));
    assert_eq!(demand.lift(TEXT, late).unwrap().kind, EventKind::CompletionAccepted);
    assert!(demand.report(&report, &replied(Category::Appeal), CLERK, late).is_err(), "it is done with");
    assert_eq!(made(DemandKind::Completion).lift(TEXT, late).unwrap().kind, EventKind::CompletionWaived);
    let mut order = made(DemandKind::Supervise);
    order.answer(&an_answer(None), CLERK, now()).unwrap();
    assert!(order.send_back(TEXT, now()).is_err());
}

#[test]
fn nobody_waits_for_the_report_of_who_lost_the_matter() {
    let owed = || vec![made(DemandKind::Completion), made(DemandKind::Supervise)];
    for (kind, waived) in [
        (EventKind::PetitionRerouted, 1),
        (EventKind::PetitionCompetenceRuled, 1),
        (EventKind::PetitionTakenBack, 1),
        (EventKind::PetitionWithdrawn, 1),
        (EventKind::PetitionMerged, 1),
        (EventKind::PetitionGivenBack, 0), // the bureau's, not the unit's
        (EventKind::PetitionUndone, 1),    // it is the desk's again
        (EventKind::PetitionAccepted, 0),
    ] {
        let found = reports_waived(&routed(), &after(kind), owed(), now());
        assert_eq!(found.len(), waived, "{kind:?}");
        assert!(found.iter().all(|(_, demand, _)| demand.state.is_lifted()));
        assert!(found.iter().all(|(_, _, change)| change.kind == EventKind::CompletionWaived));
    }
}

/// Art. 30: what the bureau below finds to be a report leaves every box, filed or not.
#[test]
fn nobody_outside_the_wall_owes_a_report_any_more() {
    let mut filed = made(DemandKind::Completion);
    let text = String::new();
    filed.state =
        DemandState::Answered(Answer { text, adopted: None, files: Vec::new(), by: CLERK, at: now() });
    let demands = || vec![made(DemandKind::Completion), filed.clone(), made(DemandKind::Supervise)];
    let screened = |category| Applied {
        petition: Petition { category, ..routed() },
        change: Change::new(EventKind::PetitionScreening),
    };
    let waived = |category| reports_waived(&routed(), &screened(category), demands(), now());
    assert_eq!(waived(Category::Suggestion), []);
    let found = waived(Category::Report);
    assert_eq!(found.len(), 2);
    assert!(
        found.iter().all(|(_, demand, _)| demand.kind == DemandKind::Completion && demand.state.is_lifted())
    );
    assert!(found.iter().all(|(_, _, change)| change.kind == EventKind::CompletionWaived));
}

/// What the desk owes to the bureau above comes back with the matter; what a unit owed to the desk does not.
#[test]
fn an_end_that_was_taken_back_wants_the_desks_report_again() {
    let ended = on(date!(2026 - 11 - 20));
    let of_desk = Demand { by: CITY, to: BUREAU, ..made(DemandKind::Completion) };
    let lifted = |one: &Demand, at| {
        let state = DemandState::Lifted { answer: None, reason: TEXT.to_owned(), at };
        Demand { state, ..one.clone() }
    };
    let earlier = on(date!(2026 - 11 - 19));
    let demands =
        [lifted(&of_desk, ended), lifted(&made(DemandKind::Completion), ended), lifted(&of_desk, earlier)];
    let withdrawn = Petition { state: PetitionState::Withdrawn { at: ended }, ..routed() };
    let again = |before: &Petition, kind, now| {
        reports_wanted_again(before, &after(kind), &demands, &Calendar::shipped(), now)
    };
    let wanted = again(&withdrawn, EventKind::PetitionUndone, now());
    let [Escalated { by: CITY, demand }] = &wanted[..] else { panic!("{wanted:?}") };
    assert_eq!((demand.to, demand.answer_by), (Some(BUREAU), Some(date!(2026 - 11 - 30))));
    let late = again(&withdrawn, EventKind::PetitionUndone, on(date!(2026 - 12 - 07)));
    assert_eq!(late[0].demand.answer_by, Some(date!(2026 - 12 - 21)), "two weeks where the day is over");
    assert_eq!(again(&withdrawn, EventKind::PetitionArchived, now()), []);
    assert_eq!(again(&routed(), EventKind::PetitionUndone, now()), []);
}

/// Who waits for the report asks for it, up the ladder; what is filed, waived or sealed is not asked for.
#[test]
fn a_report_whose_day_is_over_is_asked_for_by_who_waits_for_it() {
    use DemandKind as K;
    let report = |by, to| Demand { by, to, ..made(K::Completion) };
    let owed = report(CITY, BUREAU);
    let reminded = Demand { made_at: on(date!(2026 - 12 - 01)), by: CITY, to: BUREAU, ..made(K::Reminder) };
    let answer = Answer { text: String::new(), adopted: None, files: Vec::new(), by: CLERK, at: now() };
    let filed = Demand { state: DemandState::Answered(answer.clone()), ..owed.clone() };
    let back = Returned { answer, reason: String::new(), at: now() };
    let returned = Demand { state: DemandState::Returned(back), ..owed.clone() };
    let sealed = Petition { category: Category::Report, accused: Some(Accused::new([], [])), ..routed() };
    let of_accused = Petition { accused: Some(Accused::agency(CITY)), ..routed() };
    let asked = |by, kind| Some((by, kind));
    for (day, petition, report, before, expected) in [
        (date!(2026 - 11 - 30), routed(), owed.clone(), vec![], None),
        (date!(2026 - 12 - 01), routed(), owed.clone(), vec![], asked(CITY, K::Reminder)),
        (date!(2026 - 12 - 01), routed(), owed.clone(), vec![reminded.clone()], None),
        (date!(2026 - 12 - 08), routed(), owed.clone(), vec![reminded], asked(CITY, K::Urge)),
        (date!(2026 - 12 - 01), routed(), returned, vec![], asked(CITY, K::Reminder)),
        (date!(2026 - 12 - 01), routed(), report(BUREAU, UNIT), vec![], asked(BUREAU, K::Reminder)),
        (date!(2026 - 12 - 01), routed(), report(BUREAU, BUREAU), vec![], asked(CITY, K::Reminder)),
        (date!(2026 - 12 - 01), routed(), filed, vec![], None),
        (date!(2026 - 12 - 01), sealed, owed.clone(), vec![], None),
        (date!(2026 - 12 - 01), of_accused, owed, vec![], None),
    ] {
        let follows = answer_escalation(&report, &petition, &before, &reckoning(day));
        let found = follows.as_ref().map(|follows| (follows.by, follows.demand.kind));
        assert_eq!(found, expected, "{day} {report:?}");
        assert!(follows.is_none_or(|follows| follows.demand.to == Some(report.to)));
    }
}

/// Art. 43–46: what a person demanded and nobody answered climbs the ladder like a report. What is ordered about a matter
/// that is over is not asked for, and no order of the system sets off another.
#[test]
fn an_answer_whose_day_is_over_is_asked_for_by_who_demanded_it() {
    use DemandKind as K;
    let withdrawn = Petition { state: PetitionState::Withdrawn { at: now() }, ..routed() };
    let by_system = |kind| Demand { way: Way::System, ..made(kind) };
    let answer = Answer { text: String::new(), adopted: None, files: Vec::new(), by: CLERK, at: now() };
    let answered = Demand { state: DemandState::Answered(answer), ..made(K::Supervise) };
    let late = date!(2026 - 12 - 01);
    for (day, petition, owed, words) in [
        (date!(2026 - 11 - 30), routed(), made(K::Supervise), None),
        (late, routed(), made(K::Supervise), Some("督办的答复期限（2026-11-30）")),
        (late, routed(), made(K::Placard), Some("挂牌督办的答复期限")),
        (late, routed(), made(K::Policy), Some("完善政策建议的答复期限")),
        (late, withdrawn.clone(), made(K::Policy), Some("完善政策建议的答复期限")),
        (late, withdrawn, made(K::Supervise), None),
        (late, routed(), answered, None),
        (late, routed(), by_system(K::Supervise), None),
    ] {
        let follows = answer_escalation(&owed, &petition, std::slice::from_ref(&owed), &reckoning(day));
        assert_eq!(follows.is_some(), words.is_some(), "{day} {owed:?}");
        let Some(Escalated { by, demand }) = follows else { continue };
        let expected = (BUREAU, K::Reminder, Way::System, Some(UNIT));
        assert_eq!((by, demand.kind, demand.way, demand.to), expected, "{owed:?}");
        assert!(demand.text.starts_with(words.unwrap()), "{}", demand.text);
    }
}
