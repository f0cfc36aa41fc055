//! Clocks by hand, each with its article, and what the phases refuse.

use super::{fixtures::*, *};
use crate::domain::{
    event::EventKind,
    jurisdiction::Agency,
    petition::{
        Delivery, DeliveryWay, Finding, NonAcceptance, Opinion, OpinionResult, ReopenGround, ReturnKind,
        Routing,
    },
};
use time::{
    Date, OffsetDateTime,
    macros::{date, datetime},
};

fn go(petition: &Petition, transition: Transition, when: OffsetDateTime) -> Result<Applied, Refusal> {
    apply(petition, transition, By::Staff, at(when), &Calendar::shipped())
}

/// In a state whose clock of `kind` started at `anchor`.
fn timed(name: StateName, kind: ClockKind, anchor: OffsetDateTime) -> Petition {
    let mut petition = standing(name);
    petition.registered_at = at(anchor);
    petition.clocks = vec![Clock::start(kind, at(anchor), &Calendar::shipped()).unwrap()];
    petition
}

fn due(petition: &Petition, kind: ClockKind) -> (Date, Date) {
    let clock = petition.clocks.iter().rfind(|clock| clock.kind == kind).unwrap();
    (clock.raw_due.local_date(), clock.due.local_date())
}

#[test]
fn statutory_days_by_hand() {
    #[rustfmt::skip]
    let cases = [
        // 22: fifteen days end in the National Day holiday (1–7 October) and roll to the day after it.
        (ClockKind::Route, datetime!(2026-09-18 16:00 +8), date!(2026-10-03), date!(2026-10-08)),
        // 22: over the end of a month into Spring Festival (15–23 February).
        (ClockKind::Route, datetime!(2026-01-31 09:00 +8), date!(2026-02-15), date!(2026-02-24)),
        // 23: five working days end on the last one before National Day; Mid-Autumn (25–27) is off.
        (ClockKind::Objection, datetime!(2026-09-22 09:00 +8), date!(2026-09-30), date!(2026-09-30)),
        // 23: one day later the fifth is the first one after it.
        (ClockKind::Objection, datetime!(2026-09-23 09:00 +8), date!(2026-10-08), date!(2026-10-08)),
        // 23: Sunday 20 September is worked for the holiday.
        (ClockKind::Objection, datetime!(2026-09-17 09:00 +8), date!(2026-09-23), date!(2026-09-23)),
        // 34: sixty days over the end of the year; a plain Sunday does not move an organ's date.
        (ClockKind::Reply, datetime!(2026-12-30 09:00 +8), date!(2027-02-28), date!(2027-02-28)),
        // 35: a petitioner's window that ends on a Sunday ends on Monday.
        (ClockKind::ReviewWindow, datetime!(2026-11-06 09:00 +8), date!(2026-12-06), date!(2026-12-07)),
        // 35: the organ's thirty days do not.
        (ClockKind::Review, datetime!(2026-11-06 09:00 +8), date!(2026-12-06), date!(2026-12-06)),
    ];
    for (kind, anchor, raw, rolled) in cases {
        assert_eq!(due(&timed(StateName::Replied, kind, anchor), kind), (raw, rolled), "{kind} of {anchor}");
    }
}

/// Art. 23.
#[test]
fn the_fifth_working_day_before_national_day_is_the_last_to_object_on() {
    let routed = timed(StateName::Routed, ClockKind::Objection, datetime!(2026-09-22 09:00 +8));
    let object = || sample(TransitionKind::Object);
    let objected = go(&routed, object(), datetime!(2026-09-30 23:59:59 +8)).unwrap();
    assert_eq!(objected.change.kind, EventKind::PetitionObjected);
    let refusal = go(&routed, object(), datetime!(2026-10-01 00:00 +8)).unwrap_err();
    assert_eq!((refusal.code, refusal.article), (RefusalCode::TooLate, 23));
}

/// Art. 34; domain.md 3.5, 4.
#[test]
fn an_extension_on_the_last_day_counts_from_acceptance_and_not_from_a_rolled_date() {
    let handling = timed(StateName::Handling, ClockKind::Reply, datetime!(2026-08-03 09:00 +8));
    assert_eq!(due(&handling, ClockKind::Reply), (date!(2026 - 10 - 02), date!(2026 - 10 - 08)));
    let extend = |days| Transition::Extend { days, reason: "案情复杂，需要鉴定".to_owned() };
    let last = datetime!(2026-10-08 23:59 +8);
    let extended = go(&handling, extend(30), last).unwrap().petition;
    assert_eq!(due(&extended, ClockKind::Reply), (date!(2026 - 11 - 01), date!(2026 - 11 - 01)));
    for (days, when, code) in [
        (30, datetime!(2026-10-09 00:00 +8), RefusalCode::TooLate),
        (31, last, RefusalCode::BadExtension),
        (0, last, RefusalCode::BadExtension),
    ] {
        let refusal = go(&handling, extend(days), when).unwrap_err();
        assert_eq!((refusal.code, refusal.rule, refusal.article), (code, "P11", 34), "{days} {when}");
    }
    assert_eq!(go(&extended, extend(1), last).unwrap_err().code, RefusalCode::BadExtension, "once");
    let suggestion = Petition { category: Category::Suggestion, ..handling };
    assert_eq!(go(&suggestion, extend(1), last).unwrap_err().code, RefusalCode::OnlyAppeals);
}

/// Art. 36: the days of a hearing are not counted, each of them once.
#[test]
fn a_hearing_stops_the_clock_of_rereview_and_no_other() {
    let pause = |in_handling| {
        let (hearing, reason) = (HEARING, "举行听证会".to_owned());
        Transition::PauseClock { hearing, reason, in_handling }
    };
    let mut current = timed(StateName::Rereviewing, ClockKind::Rereview, datetime!(2026-11-02 09:00 +8));
    for (transition, when, last) in [
        (pause(false), datetime!(2026-11-10 09:00 +8), date!(2026 - 12 - 02)),
        (Transition::ResumeClock, datetime!(2026-11-12 17:00 +8), date!(2026 - 12 - 05)),
        (pause(false), datetime!(2026-11-12 18:00 +8), date!(2026 - 12 - 05)),
        (Transition::ResumeClock, datetime!(2026-11-13 17:00 +8), date!(2026 - 12 - 06)),
    ] {
        current = go(&current, transition, when).unwrap().petition;
        assert_eq!(due(&current, ClockKind::Rereview).1, last, "{when}");
        assert_eq!(current.next_due().is_none(), current.clocks[0].is_paused());
    }
    assert_eq!(current.clocks[0].pauses.len(), 2);
    let lapsed = go(&current, pause(false), datetime!(2026-12-07 00:00 +8)).unwrap_err();
    assert_eq!((lapsed.code, lapsed.article), (RefusalCode::BadPause, 36), "what ran out is not stopped");

    // The day of the request is none of the thirty: a pause on it adds nothing.
    let mut current = timed(StateName::Rereviewing, ClockKind::Rereview, datetime!(2026-11-02 09:00 +8));
    for (transition, when) in [
        (pause(false), datetime!(2026-11-02 10:00 +8)),
        (Transition::ResumeClock, datetime!(2026-11-03 17:00 +8)),
    ] {
        current = go(&current, transition, when).unwrap().petition;
    }
    assert_eq!(due(&current, ClockKind::Rereview).1, date!(2026 - 12 - 03), "one day, the 3rd");

    let handling = timed(StateName::Handling, ClockKind::Reply, datetime!(2026-11-02 09:00 +8));
    let refusal = go(&handling, pause(false), datetime!(2026-11-10 09:00 +8)).unwrap_err();
    assert_eq!((refusal.code, refusal.article), (RefusalCode::BadPause, 34));
    assert!(go(&handling, pause(true), datetime!(2026-11-10 09:00 +8)).is_ok(), "by a local rule");
}

/// Art. 35: thirty days of receipt.
#[test]
fn the_window_runs_from_receipt_and_late_requests_are_refused_on_record() {
    let mut replying = timed(StateName::ReplyApproval, ClockKind::Reply, datetime!(2026-10-12 09:00 +8));
    replying.opinion = Some(Opinion { result: OpinionResult::Explain, text: String::new() });
    let delivery = Delivery { way: DeliveryWay::Post, received_on: None };
    let deliver = Transition::DeliverReply { delivery, by: HANDLER, two_stage: false };
    let sent = go(&replying, deliver, datetime!(2026-11-03 09:00 +8)).unwrap().petition;
    assert!(sent.next_due().is_none(), "not received yet");
    let record = |received_on| Transition::RecordReceipt { received_on };
    let recorded_at = datetime!(2026-11-09 09:00 +8);
    for day in [date!(2026 - 11 - 10), date!(2026 - 10 - 11)] {
        assert_eq!(go(&sent, record(day), recorded_at).unwrap_err().code, RefusalCode::BadReceipt, "{day}");
    }
    let received = go(&sent, record(date!(2026 - 11 - 06)), recorded_at).unwrap().petition;
    assert_eq!(due(&received, ClockKind::ReviewWindow), (date!(2026 - 12 - 06), date!(2026 - 12 - 07)));
    let ask = || sample(TransitionKind::RequestReview);
    let asked = go(&received, ask(), datetime!(2026-12-07 23:59 +8)).unwrap();
    assert_eq!(asked.change.kind, EventKind::PetitionReviewRequested);
    assert_eq!(due(&asked.petition, ClockKind::Review).0, date!(2027 - 01 - 06));
    let late = go(&received, ask(), datetime!(2026-12-08 00:00 +8)).unwrap();
    assert_eq!(late.change.kind, EventKind::PetitionReviewRefused);
    assert_eq!(late.petition, received, "nothing moved");
    assert!(go(&sent, ask(), datetime!(2027-02-01 09:00 +8)).is_ok(), "no receipt, no lateness");
}

/// Art. 24.
#[test]
fn after_two_objections_the_common_superior_rules_and_that_is_final() {
    use TransitionKind as K;
    let mut current = standing(StateName::Routed);
    for kind in [K::Object, K::RefuseObjection, K::Object] {
        current = run(&current, sample(kind)).unwrap().petition;
    }
    for kind in [K::RefuseObjection, K::Reroute] {
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

#[test]
fn a_refused_objection_leaves_the_clocks_as_they_run() {
    let routed = standing(StateName::Routed);
    let objected = run(&routed, sample(TransitionKind::Object)).unwrap().petition;
    let back = run(&objected, sample(TransitionKind::RefuseObjection)).unwrap().petition;
    assert_eq!((&back.clocks, &back.state), (&routed.clocks, &routed.state));
}

/// Art. 28; domain.md 3.5, 3.
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
    let (first, second) = (HANDLER, crate::domain::ids::StaffId(uuid::Uuid::from_u128(77)));
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

/// Art. 36; domain.md 3.5, 6.
#[test]
fn only_what_rereview_ended_is_no_longer_accepted() {
    for name in StateName::ALL {
        let earlier = Box::new(Petition { id: EARLIER, ..petition(state(*name)) });
        let refuse = Transition::RefuseRepeated { earlier, reason: REASON.to_owned() };
        let found = run(&standing(StateName::Screening), refuse).map(|applied| applied.petition.state);
        assert_eq!(found.is_ok(), *name == StateName::Terminated, "{name}");
    }
}

#[test]
fn merging_needs_an_open_petition_of_the_same_kind() {
    let merge =
        |lead: Petition| run(&standing(StateName::Screening), Transition::Merge { lead: Box::new(lead) });
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
        [("62", true), ("6201", true), ("620103", false), ("6202", false), ("620103002", false)]
    {
        let (organ, below, reason) = (Some(bureau(division)), below(), REASON.to_owned());
        let asked = run(&standing(StateName::Replied), Transition::RequestReview { organ, below, reason });
        assert_eq!(asked.is_ok(), good, "{division}");
    }
}

/// Art. 35, 36; ADR 61: after a review by the province nobody of this system is higher, and of a provincial unit nobody is.
#[test]
fn review_that_nobody_of_this_system_makes_is_asked_for_on_record_and_no_clock_closes_it() {
    use TransitionKind as K;
    let reason = || REASON.to_owned();
    let review = || Transition::RequestReview { organ: None, below: below(), reason: reason() };
    let rereview = || Transition::RequestRereview { organ: None, below: below(), reason: reason() };
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

#[test]
fn reopening_keeps_the_first_dates_and_counts_as_rework() {
    let mut closed = standing(StateName::Closed);
    let mut first =
        Clock::start(ClockKind::Reply, now().plus_millis(-86_400_000), &Calendar::shipped()).unwrap();
    first.stopped_at = Some(now());
    closed.clocks = vec![first.clone()];
    let reopen = Transition::Reopen { ground: ReopenGround::ExecutionFailed, reason: REASON.to_owned() };
    let reopened = run(&closed, reopen.clone()).unwrap().petition;
    assert_eq!((&reopened.clocks[0], reopened.course.reworks), (&first, 1));
    assert_eq!(reopened.next_due().map(|clock| clock.anchor), Some(now()));
    closed.course.handler = None;
    assert_eq!(run(&closed, reopen).unwrap().petition.state.name(), StateName::Accepted);
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
        (K::DecideRereview, ""),
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
