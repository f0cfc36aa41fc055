//! What the phases refuse, each with its article.

use super::{fixtures::*, *};
use crate::domain::{
    ids::StaffId,
    jurisdiction::Agency,
    petition::{Delivery, Finding, NonAcceptance, ReturnKind, SamePerson},
};
use time::macros::date;

/// Art. 24.
#[test]
fn after_two_objections_the_common_superior_rules_and_that_is_final() {
    use TransitionKind as K;
    let mut current = standing(StateName::Routed);
    for kind in [K::Object, K::RefuseObjection, K::Object] {
        current = run(&current, sample(kind)).unwrap().petition;
    }
    for kind in [K::RefuseObjection, K::Reroute, K::TakeBack] {
        let refusal = run(&current, sample(kind)).unwrap_err();
        assert_eq!((refusal.code, refusal.article), (RefusalCode::RulingNeeded, 24), "{kind}");
    }
    let rule = |ruled_by| Transition::RuleCompetence {
        unit: unit(UNIT),
        ruled_by,
        was: below(),
        reason: "由行业主管部门办理".to_owned(),
    };
    for nobody in [
        unit(BUREAU),
        bureau("620102"),
        Agency { id: petition(state(StateName::Routed)).registered_by, ..bureau("6201") },
    ] {
        assert_eq!(run(&current, rule(nobody)).unwrap_err().code, RefusalCode::NotSuperior);
    }
    let ruled = run(&current, rule(bureau("6201"))).unwrap().petition;
    assert_eq!(run(&ruled, sample(K::Object)).unwrap_err().code, RefusalCode::RulingFinal);
    assert_eq!(
        ruled.clocks.iter().filter(|clock| clock.kind == ClockKind::Accept).count(),
        2,
        "received anew"
    );
}

/// Art. 23: the bureau that agrees has it again, to do anything with it, and owes nobody an apology for it; but a second unit
/// objects as the second, and then it is ruled on.
#[test]
fn what_a_bureau_takes_back_it_screens_again() {
    use TransitionKind as K;
    let mut current = standing(StateName::Routed);
    current.clocks.push(Clock::ordered(now(), date!(2026 - 12 - 20)));
    current = run(&current, sample(K::Object)).unwrap().petition;
    let short = Transition::TakeBack { reason: "同意".to_owned() };
    assert_eq!(run(&current, short).unwrap_err().code, RefusalCode::ReasonNeeded);
    let taken = run(&current, sample(K::TakeBack)).unwrap();
    assert_eq!(taken.change.kind, EventKind::PetitionTakenBack);
    assert!(taken.change.details.contains(&("unit".to_owned(), UNIT.to_string())));
    let petition = taken.petition;
    let running: Vec<_> = petition.clocks.iter().filter(|clock| clock.stopped_at.is_none()).collect();
    assert_eq!(running.iter().map(|clock| clock.kind).collect::<Vec<_>>(), [ClockKind::Route]);
    assert_eq!((petition.course.reworks, petition.course.objections), (0, 1));
    assert!(run(&petition, sample(K::Divert)).is_ok() && run(&petition, sample(K::RefuseAcceptance)).is_ok());
    let mut again = petition;
    for kind in [K::Route, K::Object] {
        again = run(&again, sample(kind)).unwrap().petition;
    }
    for kind in [K::Reroute, K::TakeBack] {
        let refusal = run(&again, sample(kind)).unwrap_err();
        assert_eq!(
            (refusal.code, refusal.article),
            (RefusalCode::RulingNeeded, 24),
            "{kind}: the second objection"
        );
    }
    again.category = Category::Report;
    assert!(run(&again, sample(K::TakeBack)).is_ok(), "nobody rules on what they may not read");
}

/// Art. 22: as a unit it could neither screen nor route it on.
#[test]
fn no_petition_bureau_is_sent_a_matter_as_if_it_were_a_unit() {
    let (how, reason) = (Routing::Transfer, REASON.to_owned());
    let route = Transition::Route { how, unit: bureau("620103"), ordered_until: None };
    let reroute =
        Transition::Reroute { how, unit: bureau("620103"), ordered_until: None, reason: reason.clone() };
    let rule =
        Transition::RuleCompetence { unit: bureau("620103"), ruled_by: bureau("6201"), was: below(), reason };
    for (from, step) in
        [(StateName::Screening, route), (StateName::Objected, reroute), (StateName::Objected, rule)]
    {
        let refusal = run(&standing(from), step).unwrap_err();
        assert_eq!((refusal.code, refusal.article), (RefusalCode::BureauNoUnit, 22), "{from}");
    }
}

/// Who had it is told that it went: the state after it names another.
#[test]
fn a_petition_that_goes_to_another_unit_says_from_which() {
    for kind in [TransitionKind::Reroute, TransitionKind::RuleCompetence] {
        let objected = standing(StateName::Objected);
        let left = |unit: AgencyId| PetitionState::Objected { how: Routing::Transfer, unit, since: now() };
        for (before, from) in [(UNIT, None), (ACCUSED, Some(ACCUSED.to_string()))] {
            let petition = Petition { state: left(before), ..objected.clone() };
            let change = run(&petition, sample(kind)).unwrap().change;
            let said = change.details.into_iter().find(|(part, _)| part == "from");
            assert_eq!(said.map(|(_, from)| from), from, "{kind}");
        }
    }
}

#[test]
fn a_refused_objection_leaves_the_clocks_as_they_run() {
    let routed = standing(StateName::Routed);
    let objected = run(&routed, sample(TransitionKind::Object)).unwrap().petition;
    let back = run(&objected, sample(TransitionKind::RefuseObjection)).unwrap().petition;
    assert_eq!((&back.clocks, &back.state), (&routed.clocks, &routed.state));
}

/// Art. 28; docs/rules.md 3.5, 3.
#[test]
fn who_is_recused_neither_handles_nor_approves() {
    use TransitionKind as K;
    let current = run(&standing(StateName::ReplyApproval), sample(K::Recuse)).unwrap().petition;
    assert_eq!((current.state.name(), &current.opinion), (StateName::Accepted, &None));
    for kind in [K::AssignHandler, K::Recuse] {
        let refusal = run(&current, sample(kind)).unwrap_err();
        assert_eq!((refusal.code, refusal.article), (RefusalCode::Recused, 28), "{kind}");
    }
    let mut waiting = standing(StateName::ReplyApproval);
    waiting.course.recused.push(HANDLER);
    for kind in [K::ApproveReply, K::DeliverReply] {
        assert_eq!(run(&waiting, sample(kind)).unwrap_err().code, RefusalCode::Recused, "{kind}");
    }
}

/// Art. 28: at the bureau that screens it and at the organ that reviews it, too; nobody gets it back who handled it once.
#[test]
fn whoever_works_on_it_is_recused_wherever_it_is() {
    use TransitionKind as K;
    for name in StateName::ALL.iter().filter(|name| name.is_open()) {
        let recused = run(&standing(*name), sample(K::Recuse)).unwrap().petition;
        assert!(recused.course.is_recused(HANDLER), "{name}");
        assert_eq!(recused.course.handler, None, "{name}");
    }
    let replied = run(&standing(StateName::Replied), sample(K::Recuse)).unwrap().petition;
    let closed = run(&replied, sample(K::Close)).unwrap().petition;
    let reopened = run(&closed, sample(K::Reopen)).unwrap().petition;
    assert_eq!(reopened.state.name(), StateName::Accepted, "another handler is named");
}

#[test]
fn two_stages_are_two_people_and_a_changed_draft_is_approved_anew() {
    let (first, second) = (HANDLER, StaffId(uuid::Uuid::from_u128(77)));
    let deliver = |by| Transition::DeliverReply { delivery: Delivery::IN_PERSON, by, two_stage: true };
    let waiting = standing(StateName::ReplyApproval);
    assert_eq!(run(&waiting, deliver(second)).unwrap_err().code, RefusalCode::SecondApprover);
    let once = run(&waiting, Transition::ApproveReply { by: first }).unwrap().petition;
    assert_eq!(run(&once, deliver(first)).unwrap_err().code, RefusalCode::SecondApprover);
    assert!(run(&once, Transition::ApproveReply { by: second }).is_err(), "there is one first approval");
    assert!(run(&once, deliver(second)).is_ok());
    let mended = run(&once, sample(TransitionKind::DraftReply)).unwrap().petition;
    assert_eq!(mended.course.first_approval, None);
}

#[test]
fn a_draft_goes_back_with_ten_characters_and_only_rehandling_drops_it() {
    let mut waiting = standing(StateName::ReplyApproval);
    waiting.opinion = Some(opinion());
    let back = |how, reason: &str| run(&waiting, Transition::ReturnReply { how, reason: reason.to_owned() });
    assert_eq!(back(ReturnKind::Modify, "九个字是不够退回的").unwrap_err().code, RefusalCode::ReasonNeeded);
    assert!(back(ReturnKind::Modify, "十个字的理由可以退回").unwrap().petition.opinion.is_some());
    assert!(back(ReturnKind::Rehandle, "事实没有查清，请重新调查").unwrap().petition.opinion.is_none());
}

/// Art. 19: who is turned away because it is being handled already is told which one that is.
#[test]
fn what_is_handled_elsewhere_is_named_and_open_and_of_the_same_category() {
    let refuse = |ground, elsewhere: Option<Petition>| {
        let (elsewhere, reason) = (elsewhere.map(Box::new), REASON.to_owned());
        let refuse = Transition::RefuseAcceptance { ground, elsewhere, reason };
        run(&standing(StateName::Screening), refuse)
    };
    let pending = NonAcceptance::PendingElsewhere;
    let other = |name| Petition { id: EARLIER, number: "XF1".to_owned(), ..petition(state(name)) };
    let refused = refuse(pending, Some(other(StateName::Handling))).unwrap();
    let details = &refused.change.details;
    assert!(details.contains(&("elsewhere_number".to_owned(), "XF1".to_owned())), "{details:?}");
    let open = other(StateName::Handling);
    for (ground, elsewhere) in [
        (pending, None),
        (pending, Some(other(StateName::Closed))),
        (pending, Some(petition(state(StateName::Handling)))), // itself
        (pending, Some(Petition { category: Category::Report, ..open.clone() })),
        (NonAcceptance::OutOfScope, Some(open)),
    ] {
        let refusal = refuse(ground, elsewhere).unwrap_err();
        assert_eq!((refusal.code, refusal.article), (RefusalCode::BadPetition, 19), "{ground}");
    }
    assert!(refuse(NonAcceptance::Unidentified, None).is_ok());
}

/// Art. 36; docs/rules.md 3.5, 6.
#[test]
fn only_what_rereview_ended_is_no_longer_accepted() {
    for name in StateName::ALL {
        let earlier = Box::new(Petition { id: EARLIER, ..petition(state(*name)) });
        let same = Some(SamePerson::Recorded);
        let (received_on, reason) = (None, REASON.to_owned());
        let refuse = Transition::RefuseRepeated { earlier, received_on, same, reason };
        let found = run(&standing(StateName::Screening), refuse).map(|applied| applied.petition.state);
        assert_eq!(found.is_ok(), *name == StateName::Terminated, "{name}");
    }
}

/// A neighbour who never had a review is not sent away with another's.
#[test]
fn what_rereview_ended_for_somebody_else_is_taken_up() {
    let received_on = Some(date!(2026 - 03 - 02));
    let refuse = |same| Transition::RefuseRepeated {
        earlier: final_one(),
        received_on,
        same,
        reason: REASON.to_owned(),
    };
    let screening = standing(StateName::Screening);
    let refusal = run(&screening, refuse(None)).unwrap_err();
    assert_eq!((refusal.code, refusal.rule, refusal.article), (RefusalCode::AnotherPerson, "P6", 36));
    for same in SamePerson::ALL {
        let details = run(&screening, refuse(Some(*same))).unwrap().change.details;
        assert!(details.contains(&("same_person".to_owned(), same.to_string())), "{details:?}");
        let day = now().local_date().to_string();
        assert!(details.contains(&("terminated_on".to_owned(), day)), "{details:?}");
        let received = ("received_on".to_owned(), "2026-03-02".to_owned());
        assert!(details.contains(&received), "{details:?}");
    }
}

#[test]
fn merging_needs_an_open_petition_of_the_same_kind() {
    let merge = |lead: Petition| {
        let step = Transition::Merge { lead: Box::new(lead), same_person: true };
        run(&standing(StateName::Screening), step)
    };
    for name in StateName::ALL {
        let lead = Petition { id: EARLIER, ..petition(state(*name)) };
        assert_eq!(merge(lead).is_ok(), name.is_open(), "{name}");
    }
    let open = petition(state(StateName::Handling));
    assert!(merge(open.clone()).is_err(), "itself");
    let report = Petition { id: EARLIER, category: Category::Report, ..open };
    assert_eq!(merge(report).unwrap_err().code, RefusalCode::BadPetition);
}

#[test]
fn reviews_are_of_appeals_and_by_the_next_higher_organ() {
    for category in [Category::Suggestion, Category::Report] {
        let replied = Petition { category, ..standing(StateName::Replied) };
        let refusal = run(&replied, sample(TransitionKind::RequestReview)).unwrap_err();
        assert_eq!(refusal.code, RefusalCode::OnlyAppeals, "{category}");
    }
    for (division, good) in
        [("62", false), ("6201", true), ("620103", false), ("6202", false), ("620103002", false)]
    {
        let (organ, above, reason) = (Some(bureau(division)), above("620103"), REASON.to_owned());
        let asked = run(&standing(StateName::Replied), Transition::RequestReview { organ, above, reason });
        let code = asked.map(drop).map_err(|refusal| refusal.code);
        assert_eq!(code, if good { Ok(()) } else { Err(RefusalCode::NotSuperior) }, "{division}");
    }
    let again = |division: &str| {
        let (organ, above, reason) = (Some(bureau(division)), above("6201"), REASON.to_owned());
        run(&standing(StateName::Reviewed), Transition::RequestRereview { organ, above, reason })
    };
    assert!(again("62").is_ok() && again("6201").is_err(), "re-review is by the next higher one again");
}

/// Art. 35, 36; ADR 61: after a review by the province nobody of this system is higher, and of a provincial unit nobody is.
#[test]
fn review_that_nobody_of_this_system_makes_is_asked_for_on_record_and_no_clock_closes_it() {
    use TransitionKind as K;
    let reason = || REASON.to_owned();
    let review = || Transition::RequestReview { organ: None, above: above("620103"), reason: reason() };
    let rereview = || Transition::RequestRereview { organ: None, above: above("620103"), reason: reason() };
    for (from, window, ask, kind) in [
        (StateName::Replied, ClockKind::ReviewWindow, review(), EventKind::PetitionReviewBeyond),
        (StateName::Reviewed, ClockKind::RereviewWindow, rereview(), EventKind::PetitionRereviewBeyond),
    ] {
        let before = standing(from);
        let asked = run(&before, ask.clone()).unwrap();
        assert_eq!((asked.change.kind, asked.petition.state.name()), (kind, from));
        assert!(asked.petition.asked_beyond() && !before.asked_beyond(), "{from}");
        assert_eq!(asked.petition.clock(window), None, "it runs out on nobody");
        assert_eq!(run(&asked.petition, ask.clone()).unwrap_err().code, RefusalCode::WrongState, "once");
        let later = now().plus_millis(90 * 86_400_000);
        let close = |by| {
            let close = Transition::Close { reason: reason(), accepted: None };
            apply(&asked.petition, close, by, later, &Calendar::shipped())
        };
        assert_eq!(close(By::System).unwrap_err().code, RefusalCode::WindowOpen, "{from}");
        let closed = close(By::Staff).unwrap().petition;
        let reopened = run(&closed, sample(K::Reopen)).unwrap().petition;
        let again = run(&reopened, sample(K::DraftReply)).unwrap().petition;
        let again = run(&again, sample(K::DeliverReply)).unwrap().petition;
        assert!(!again.asked_beyond(), "another opinion, another window");

        // Who asks has read it, whatever is on record; that is recorded no more.
        let unknown = Petition { clocks: Vec::new(), ..before.clone() };
        let asked = run(&unknown, ask.clone()).unwrap().petition;
        assert!(asked.asked_beyond(), "{from}");
        assert_eq!(run(&asked, sample(K::RecordReceipt)).unwrap_err().code, RefusalCode::BadReceipt);
        let late = apply(&before, ask, By::Petitioner, later, &Calendar::shipped()).unwrap();
        assert!(!late.petition.asked_beyond(), "too late is too late, whoever would review");
    }
}

/// Answered as an appeal, withdrawn and screened anew it is a suggestion: of that nobody has asked review, and a clock closes it.
#[test]
fn the_window_of_an_earlier_round_asks_for_nothing() {
    let mut replied = standing(StateName::Replied);
    replied.category = Category::Suggestion;
    replied.clocks[0].stopped_at = Some(now());
    assert!(!replied.asked_beyond());
    let (later, calendar) = (now().plus_millis(15 * 86_400_000), Calendar::shipped());
    let close = Transition::Close { reason: REASON.to_owned(), accepted: None };
    assert!(apply(&replied, close, By::System, later, &calendar).is_ok());
}

#[test]
fn a_way_by_review_and_rereview_ends_for_good() {
    use TransitionKind as K;
    let mut current = standing(StateName::Replied);
    for (kind, running) in [
        (K::RequestReview, "review"),
        (K::StartReview, "review"),
        (K::DecideReview, "rereview_window"),
        (K::RequestRereview, "rereview"),
        (K::StartRereview, "rereview"),
        (K::DecideRereview, "rereview"),
        (K::Terminate, ""),
        (K::Archive, ""),
    ] {
        assert!(!current.is_final(), "{kind}");
        current = run(&current, sample(kind)).unwrap().petition;
        let found = current.next_due().map_or("", |clock| clock.kind.as_str());
        assert_eq!(found, running, "{kind}");
        if current.state.name() == StateName::Terminated {
            assert!(current.is_final());
            current.state = state(StateName::Terminated);
            break;
        }
    }
    assert_eq!(current.delivered_rereview().map(|review| review.finding), Some(Finding::Upheld));
    assert!(run(&current, sample(K::Archive)).unwrap().petition.is_final());
    let route = Transition::Route { how: Routing::Transfer, unit: unit(UNIT), ordered_until: None };
    assert!(run(&current, route).is_err());
}
