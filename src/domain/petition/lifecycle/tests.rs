//! The table cell by cell, and what holds for every transition.

mod cases;
mod clocks;
mod ends;
mod fixtures;
mod model;
mod sealing;
mod travel;

use super::*;
use crate::domain::{
    event::EventKind,
    people::{Role, Staff},
    petition::{
        Accused, ContentClass, Opinion, OpinionResult, PetitionState, Routing, StateName, TransitionKind,
        possible,
    },
};
use fixtures::*;
use time::macros::date;

/// Every cell: what is not named is refused as not possible from there; else the state it leads to, or `!`
/// and the code of another refusal.
#[test]
fn every_cell_of_the_table_has_its_verdict() {
    #[rustfmt::skip]
    let table = [
        (StateName::Registered, "start_screening screening, merge merged, give_back !not_handed_down, recuse registered, withdraw withdrawn, \
            name_accused !only_reports, \
            propose_unsealing !only_reports, unseal !only_reports, refuse_unsealing !only_reports"),
        (StateName::Screening, "reclassify screening, merge merged, divert diverted, route routed, \
            hand_down registered, \
            give_back !not_handed_down, refuse_acceptance not_accepted, \
            refuse_repeated no_longer_accepted, recuse screening, withdraw withdrawn, name_accused !only_reports, \
            propose_unsealing !only_reports, unseal !only_reports, refuse_unsealing !only_reports"),
        (StateName::Objected, "reclassify objected, refuse_objection routed, reroute routed, take_back screening, \
            rule_competence routed, recuse objected, withdraw withdrawn, \
            name_accused !only_reports, \
            propose_unsealing !only_reports, unseal !only_reports, refuse_unsealing !only_reports"),
        (StateName::Routed, "reclassify routed, refuse_acceptance not_accepted, object objected, accept accepted, \
            recuse routed, \
            withdraw withdrawn, \
            name_accused !only_reports, \
            propose_unsealing !only_reports, unseal !only_reports, refuse_unsealing !only_reports"),
        (StateName::Accepted, "reclassify accepted, assign_handler handling, recuse accepted, withdraw withdrawn, \
            name_accused !only_reports, \
            propose_unsealing !only_reports, unseal !only_reports, refuse_unsealing !only_reports"),
        (StateName::Handling, "reclassify handling, assign_handler handling, recuse accepted, extend extended, \
            draft_reply reply_approval, pause_clock !bad_pause, resume_clock !bad_pause, withdraw withdrawn, \
            name_accused !only_reports, \
            propose_unsealing !only_reports, unseal !only_reports, refuse_unsealing !only_reports"),
        (StateName::Extended, "reclassify handling, assign_handler extended, recuse accepted, extend !bad_extension, \
            draft_reply reply_approval, pause_clock !bad_pause, resume_clock !bad_pause, withdraw withdrawn"),
        (StateName::ReplyApproval, "reclassify reply_approval, recuse accepted, draft_reply reply_approval, \
            approve_reply reply_approval, \
            return_reply handling, deliver_reply replied, withdraw withdrawn, \
            name_accused !only_reports, \
            propose_unsealing !only_reports, unseal !only_reports, refuse_unsealing !only_reports"),
        (StateName::Replied, "recuse replied, record_receipt !bad_receipt, request_review review_requested, close closed, \
            withdraw withdrawn"),
        (StateName::ReviewRequested, "recuse review_requested, start_review reviewing, withdraw withdrawn"),
        (StateName::Reviewing, "recuse reviewing, decide_review reviewed, withdraw withdrawn"),
        (StateName::Reviewed, "recuse reviewed, record_receipt !bad_receipt, request_rereview rereview_requested, close closed, \
            withdraw withdrawn"),
        (StateName::RereviewRequested, "recuse rereview_requested, start_rereview rereviewing, withdraw withdrawn"),
        (StateName::Rereviewing, "recuse rereviewing, pause_clock rereviewing, resume_clock !bad_pause, decide_rereview rereviewed, \
            withdraw withdrawn"),
        (StateName::Rereviewed, "recuse rereviewed, terminate terminated, withdraw withdrawn"),
        (StateName::Closed, "reopen handling, archive archived"),
        (StateName::Terminated, "archive archived"),
        (StateName::Diverted, "return_diverted screening, undo screening, archive archived"),
        (StateName::NotAccepted, "undo screening, archive archived"),
        (StateName::NoLongerAccepted, "undo screening, archive archived"),
        (StateName::Merged, "withdraw merged, undo screening, archive archived"),
        (StateName::Withdrawn, "undo screening, archive archived"),
        (StateName::Archived, ""),
    ];
    assert_eq!(table.each_ref().map(|(name, _)| *name).as_slice(), StateName::ALL);
    for (name, expected) in table {
        let mut found = Vec::new();
        for kind in TransitionKind::ALL {
            let verdict = match run(&standing(name), sample(*kind)) {
                Ok(applied) => applied.petition.state.name().to_string(),
                Err(refusal) if refusal.code == RefusalCode::WrongState => {
                    assert!(!possible(name, *kind), "{name} × {kind}");
                    continue;
                }
                Err(refusal) => format!("!{}", refusal.code),
            };
            assert!(possible(name, *kind), "{name} × {kind}");
            found.push(format!("{kind} {verdict}"));
        }
        assert_eq!(found.join(", "), expected, "{name}");
        let may_leave = name.is_open() || name == StateName::Merged;
        assert_eq!(possible(name, TransitionKind::Withdraw), may_leave, "{name}");
    }
}

#[test]
fn each_transition_has_its_own_event_and_rule() {
    let mut seen = Vec::new();
    for kind in TransitionKind::ALL {
        let row = Row::of(*kind);
        assert!(!seen.contains(&row.event), "{kind}");
        seen.push(row.event);
        assert!(row.refuse(RefusalCode::WrongState, "x").rule.starts_with('P'));
    }
}

#[test]
fn a_petition_cannot_be_accepted_twice() {
    let routed = petition(state(StateName::Routed));
    let accepted = run(&routed, Transition::Accept).unwrap().petition;
    let refusal = run(&accepted, Transition::Accept).unwrap_err();
    assert_eq!((refusal.code, refusal.rule, refusal.article), (RefusalCode::WrongState, "P9", 23));
    assert_eq!(refusal.to_string(), "A petition that is accepted cannot accept (art. 23)");
}

/// Runs the plain path and returns the running clocks after each step.
#[test]
fn the_plain_path_computes_every_clock() {
    let steps = [
        (TransitionKind::StartScreening, "route 2026-12-08"),
        (TransitionKind::Route, "accept 2026-12-08, objection 2026-11-30"),
        (TransitionKind::Accept, "reply 2027-01-22"),
        (TransitionKind::AssignHandler, "reply 2027-01-22"),
        (TransitionKind::DraftReply, "reply 2027-01-22"),
        (TransitionKind::DeliverReply, "review_window 2026-12-23"),
        (TransitionKind::Close, ""),
    ];
    let mut current = petition(PetitionState::Registered);
    current.clocks = vec![Clock::start(ClockKind::Route, now(), &Calendar::shipped()).unwrap()];
    for (kind, expected) in steps {
        let applied = run(&current, sample(kind)).unwrap();
        assert_eq!(applied.change.due_before, current.next_due().map(|clock| clock.due), "{kind}");
        assert_eq!(applied.change.due_after, applied.petition.next_due().map(|clock| clock.due), "{kind}");
        current = applied.petition;
        let running: Vec<_> = current
            .clocks
            .iter()
            .filter(|clock| clock.stopped_at.is_none())
            .map(|clock| format!("{} {}", clock.kind, clock.due.local_date()))
            .collect();
        assert_eq!(running.join(", "), expected, "{kind}");
    }
    assert_eq!(current.opinion, Some(opinion()));
}

#[test]
fn only_appeals_have_sixty_days_and_a_review_window() {
    for (category, running) in [(Category::Appeal, 1), (Category::Suggestion, 0), (Category::Report, 0)] {
        for (name, kind) in [
            (StateName::Routed, TransitionKind::Accept),
            (StateName::ReplyApproval, TransitionKind::DeliverReply),
        ] {
            let mut before = petition(state(name));
            before.category = category;
            let after = run(&before, sample(kind)).unwrap().petition;
            assert_eq!(after.clocks.len(), running, "{category} {kind}");
        }
    }
}

#[test]
fn an_assignment_has_a_deadline_ahead_and_a_transfer_has_none() {
    let cases = [
        (Routing::Transfer, None, true),
        (Routing::Transfer, Some(date!(2026 - 12 - 31)), false),
        (Routing::Assignment, None, false),
        (Routing::Assignment, Some(date!(2026 - 11 - 23)), false),
        (Routing::Assignment, Some(date!(2026 - 11 - 24)), true),
    ];
    for (how, ordered_until, good) in cases {
        let transition = Transition::Route { how, unit: unit(UNIT), ordered_until };
        let applied = run(&petition(PetitionState::Screening), transition);
        assert_eq!(applied.is_ok(), good, "{how} {ordered_until:?}");
        if let (Ok(applied), Some(day)) = (applied, ordered_until) {
            let clock =
                applied.petition.clocks.iter().find(|clock| clock.kind == ClockKind::Ordered).unwrap();
            assert_eq!((clock.due, clock.raw_due), (Timestamp::end_of(day), Timestamp::end_of(day)));
        }
    }
}

#[test]
fn a_report_never_reaches_the_agency_it_accuses() {
    let mut report = petition(PetitionState::Screening);
    report.category = Category::Report;
    report.accused = Some(Accused::agency(ACCUSED));
    let route = |id| Transition::Route { how: Routing::Transfer, unit: unit(id), ordered_until: None };
    let refusal = run(&report, route(ACCUSED)).unwrap_err();
    assert_eq!((refusal.code, refusal.article), (RefusalCode::AccusedUnit, 30));
    assert!(run(&report, route(UNIT)).is_ok());
}

#[test]
fn a_report_goes_nowhere_before_it_is_known_whom_it_accuses() {
    let mut report = petition(PetitionState::Screening);
    report.category = Category::Report;
    let lead = Box::new(Petition { id: EARLIER, ..report.clone() });
    let (how, until) = (Routing::Transfer, None);
    let sent = |id| Transition::Route { how, unit: unit(id), ordered_until: until };
    let merged = Transition::Merge { lead, same_person: false };
    for step in [sent(UNIT), sample(TransitionKind::Divert), merged] {
        let refusal = run(&report, step).unwrap_err();
        assert_eq!((refusal.code, refusal.article), (RefusalCode::AccusedUnnamed, 30));
    }
    let named = |agencies, staff| {
        let transition = Transition::NameAccused { agencies, staff, reason: REASON.to_owned() };
        run(&report, transition).unwrap().petition
    };
    let accused = Staff { agency: ACCUSED, ..handler() };
    for report in [named(vec![unit(ACCUSED)], vec![]), named(vec![], vec![accused])] {
        assert!(report.accuses(ACCUSED));
        assert_eq!(run(&report, sent(ACCUSED)).unwrap_err().code, RefusalCode::AccusedUnit);
        assert!(run(&report, sent(UNIT)).is_ok());
    }
    // Nobody of the house.
    assert!(run(&named(vec![], vec![]), sent(ACCUSED)).is_ok());
    let objected = Petition {
        state: state(StateName::Objected),
        accused: Some(Accused::agency(UNIT)),
        ..report.clone()
    };
    let refusal = run(&objected, sample(TransitionKind::RefuseObjection)).unwrap_err();
    assert_eq!(refusal.code, RefusalCode::AccusedUnit, "who has it and is accused does not keep it");
}

#[test]
fn a_report_is_not_handled_by_whom_it_accuses() {
    let mut report = petition(state(StateName::Accepted));
    report.category = Category::Report;
    report.accused = Some(Accused::new([ACCUSED], [HANDLER]));
    let refusal = run(&report, sample(TransitionKind::AssignHandler)).unwrap_err();
    assert_eq!((refusal.code, refusal.article), (RefusalCode::BadHandler, 30));
}

#[test]
fn screening_corrects_what_was_filed_but_unseals_nothing() {
    let screen = |category| Transition::StartScreening { category, content_class: Some(ContentClass::Land) };
    let applied = run(&petition(PetitionState::Registered), screen(Some(Category::Report))).unwrap();
    assert!(applied.petition.is_sealed());
    assert_eq!(applied.petition.content_class, ContentClass::Land);
    assert!(applied.change.details.contains(&("category_before".to_owned(), "appeal".to_owned())));

    let mut report = petition(PetitionState::Registered);
    report.category = Category::Report;
    for category in [Category::Appeal, Category::Suggestion] {
        assert_eq!(run(&report, screen(Some(category))).unwrap_err().code, RefusalCode::StaysSealed);
    }
    assert!(run(&report, screen(Some(Category::Report))).is_ok());
}

#[test]
fn a_handler_works_at_the_unit() {
    let strangers = [
        Staff { agency: ACCUSED, ..handler() },
        Staff { disabled: true, ..handler() },
        Staff { roles: vec![Role::SystemAdmin], ..handler() },
    ];
    for handler in strangers {
        let refusal =
            run(&petition(state(StateName::Accepted)), Transition::AssignHandler { handler }).unwrap_err();
        assert_eq!(refusal.code, RefusalCode::BadHandler);
    }
}

#[test]
fn a_transition_asks_for_a_reason_and_keeps_it_without_the_spaces_around_it() {
    let withdraw = |reason: &str| {
        let proof = Some(proof_of(now()));
        let withdraw = Transition::Withdraw { reason: reason.to_owned(), together: false, proof };
        run(&petition(PetitionState::Screening), withdraw)
    };
    assert_eq!(withdraw("   四个字了  ").unwrap_err().code, RefusalCode::ReasonNeeded);
    assert_eq!(withdraw(" 刚好五个字 ").unwrap().change.reason.as_deref(), Some("刚好五个字"));
}

#[test]
fn an_empty_opinion_is_no_draft() {
    let draft = Transition::DraftReply(Opinion { text: " 不予支持 ".to_owned(), ..opinion() });
    assert_eq!(run(&petition(state(StateName::Handling)), draft).unwrap_err().code, RefusalCode::BadOpinion);
}

/// Art. 29: what is proposed is adopted or not, which need not rest on a law.
#[test]
fn a_suggestion_has_results_of_its_own() {
    let draft = |category, result, basis: &str| {
        let handling = Petition { category, ..petition(state(StateName::Handling)) };
        let opinion = Opinion { result, basis: basis.to_owned(), ..opinion() };
        run(&handling, Transition::DraftReply(opinion)).map_err(|refusal| refusal.code)
    };
    for result in OpinionResult::ALL.iter().copied() {
        for category in Category::ALL.iter().copied() {
            let found = draft(category, result, "《物业管理条例》第五十三条").map(drop);
            let fits = OpinionResult::of(category).contains(&result);
            let expected = if fits { Ok(()) } else { Err(RefusalCode::OtherResult) };
            assert_eq!(found, expected, "{category} {result}");
        }
    }
    let drafted = draft(Category::Suggestion, OpinionResult::PartlyAdopted, " ").unwrap();
    assert_eq!(drafted.petition.opinion.as_ref().unwrap().basis, "");
    let result = ("result".to_owned(), "partly_adopted".to_owned());
    let details = &drafted.change.details;
    assert!(details.contains(&result) && details.iter().all(|(name, _)| name != "basis"), "{details:?}");
    let short = draft(Category::Suggestion, OpinionResult::Adopted, "规").map(drop);
    assert_eq!(short, Err(RefusalCode::NoBasis));
}

/// What was drafted before it was found to be of another category is not told as that.
#[test]
fn a_draft_with_the_result_of_another_category_is_written_anew() {
    let opinion = Opinion { result: OpinionResult::Adopted, ..opinion() };
    let category = Category::Suggestion;
    let handling = Petition { category, ..petition(state(StateName::Handling)) };
    let drafted = run(&handling, Transition::DraftReply(opinion)).unwrap().petition;
    assert!(run(&drafted, sample(TransitionKind::ApproveReply)).is_ok());
    let report = run(&drafted, sample(TransitionKind::Reclassify)).unwrap().petition;
    for told in [TransitionKind::ApproveReply, TransitionKind::DeliverReply] {
        assert_eq!(run(&report, sample(told)).unwrap_err().code, RefusalCode::OtherResult, "{told}");
    }
    let returned = run(&report, sample(TransitionKind::ReturnReply)).unwrap().petition;
    let again = run(&returned, sample(TransitionKind::DraftReply)).unwrap().petition;
    assert!(run(&again, sample(TransitionKind::ApproveReply)).is_ok());
}

/// Art. 32. One drafted before the basis was asked for is still delivered.
#[test]
fn an_opinion_says_what_it_rests_on() {
    let handling = petition(state(StateName::Handling));
    let draft = |basis: &str| {
        run(&handling, Transition::DraftReply(Opinion { basis: basis.to_owned(), ..opinion() }))
    };
    let long = "法".repeat(2001);
    for basis in ["", "  依据 ", long.as_str()] {
        let refusal = draft(basis).unwrap_err();
        assert_eq!((refusal.code, refusal.article), (RefusalCode::NoBasis, 32), "{basis}");
    }
    let drafted = draft("  《物业管理条例》第五十三条 ").unwrap();
    let basis = "《物业管理条例》第五十三条";
    assert_eq!(drafted.petition.opinion.as_ref().unwrap().basis, basis);
    assert!(drafted.change.details.contains(&("basis".to_owned(), basis.to_owned())));
    let mut old = drafted.petition;
    old.opinion = Some(Opinion { basis: String::new(), ..opinion() });
    assert!(run(&old, sample(TransitionKind::DeliverReply)).is_ok());
}

#[test]
fn the_petitioner_asks_accepts_and_withdraws_and_does_nothing_else() {
    use TransitionKind as K;
    for kind in K::ALL {
        let from = *StateName::ALL.iter().find(|state| possible(**state, *kind)).unwrap();
        let applied = apply(&standing(from), sample(*kind), By::Petitioner, now(), &Calendar::shipped());
        let theirs = [K::Withdraw, K::Close, K::RequestReview, K::RequestRereview].contains(kind);
        let refused = applied.is_err_and(|refusal| refusal.code == RefusalCode::NotYours);
        assert_eq!(refused, !theirs, "{kind}");
    }
}

#[test]
fn lateness_is_recorded_and_does_not_strand_the_petition() {
    let calendar = Calendar::shipped();
    let mut screening = petition(PetitionState::Screening);
    screening.clocks = vec![Clock::start(ClockKind::Route, now(), &calendar).unwrap()];
    let due = screening.clocks[0].due;
    for (when, late) in [(due, false), (due.plus_millis(1), true)] {
        let applied = apply(&screening, sample(TransitionKind::Route), By::Staff, when, &calendar).unwrap();
        assert_eq!(applied.change.details.contains(&("late".to_owned(), "yes".to_owned())), late);
        assert_eq!(applied.change.kind, EventKind::PetitionRouted);
    }
}

#[test]
fn withdrawal_stops_every_clock() {
    let mut routed = petition(state(StateName::Routed));
    routed.clocks = vec![
        Clock::start(ClockKind::Accept, now(), &Calendar::shipped()).unwrap(),
        Clock::ordered(now(), date!(2026 - 12 - 31)),
    ];
    let withdrawn = run(&routed, sample(TransitionKind::Withdraw)).unwrap().petition;
    assert!(withdrawn.next_due().is_none());
    assert!(withdrawn.clocks.iter().all(|clock| clock.stopped_at == Some(now())));
}
