use super::*;
use crate::domain::{
    event::EventKind,
    ids::{PetitionId, StaffId},
    jurisdiction::AgencyKind,
    petition::{Channel, Clock, OpinionResult, Purpose, StateName, possible},
};
use time::macros::{date, datetime};
use uuid::Uuid;

const UNIT: AgencyId = AgencyId(Uuid::from_u128(1));
const ACCUSED: AgencyId = AgencyId(Uuid::from_u128(2));
const HANDLER: StaffId = StaffId(Uuid::from_u128(3));
const REASON: &str = "信访人书面同意";

fn at(text: time::OffsetDateTime) -> Timestamp {
    Timestamp(text.unix_timestamp() * 1000)
}

fn now() -> Timestamp {
    at(datetime!(2026-11-23 09:00 +8))
}

fn petition(state: PetitionState) -> Petition {
    Petition {
        id: PetitionId(Uuid::from_u128(9)),
        number: String::new(),
        title: "小区物业".to_owned(),
        text: String::new(),
        place: "620103002".parse().unwrap(),
        category: Category::Appeal,
        purpose: Purpose::Resolution,
        content_class: ContentClass::PropertyManagement,
        channel: Channel::Visit,
        registered_by: AgencyId(Uuid::from_u128(4)),
        registered_at: now(),
        persons_concerned: 66,
        respondent: None,
        accused: None,
        state,
        opinion: None,
        clocks: Vec::new(),
        version: 1,
    }
}

fn unit(id: AgencyId) -> Agency {
    let division = "620103".parse().unwrap();
    Agency { id, name: "区住建局".to_owned(), kind: AgencyKind::ResponsibleUnit, division }
}

fn handler() -> Staff {
    Staff {
        id: HANDLER,
        username: "handler".to_owned(),
        name: "李某".to_owned(),
        agency: UNIT,
        roles: vec![Role::Handler],
        disabled: false,
    }
}

fn states() -> Vec<PetitionState> {
    let (unit, handler, since) = (UNIT, HANDLER, now());
    vec![
        PetitionState::Registered,
        PetitionState::Screening,
        PetitionState::Routed { how: Routing::Transfer, unit, since },
        PetitionState::Accepted { unit, since },
        PetitionState::Handling { unit, handler, since },
        PetitionState::ReplyApproval { unit, handler },
        PetitionState::Replied { unit, delivered_at: since },
        PetitionState::Closed { unit, at: since },
        PetitionState::Withdrawn { at: since },
    ]
}

fn sample(kind: TransitionKind) -> Transition {
    let reason = REASON.to_owned();
    match kind {
        TransitionKind::StartScreening => Transition::StartScreening { category: None, content_class: None },
        TransitionKind::Route => {
            Transition::Route { how: Routing::Transfer, unit: unit(UNIT), ordered_until: None }
        }
        TransitionKind::Accept => Transition::Accept,
        TransitionKind::AssignHandler => Transition::AssignHandler { handler: handler() },
        TransitionKind::DraftReply => Transition::DraftReply(opinion()),
        TransitionKind::DeliverReply => Transition::DeliverReply,
        TransitionKind::Close => Transition::Close { reason },
        TransitionKind::Withdraw => Transition::Withdraw { reason },
    }
}

fn opinion() -> Opinion {
    Opinion {
        result: OpinionResult::Support, text: "诉求合理，责令限期维修屋面和电梯。".to_owned()
    }
}

fn run(petition: &Petition, transition: Transition) -> Result<Applied, Refusal> {
    apply(petition, transition, By::Staff, now(), &Calendar::shipped())
}

/// Every cell: `x` is refused as not possible from there, else the first letters of the state it leads to.
#[test]
fn every_cell_of_the_table_has_its_verdict() {
    #[rustfmt::skip]
    let table = [
        // start_screening route accept assign draft deliver close withdraw
        (StateName::Registered,    "screening x x x x x x withdrawn"),
        (StateName::Screening,     "x routed x x x x x withdrawn"),
        (StateName::Routed,        "x x accepted x x x x withdrawn"),
        (StateName::Accepted,      "x x x handling x x x withdrawn"),
        (StateName::Handling,      "x x x x reply_approval x x withdrawn"),
        (StateName::ReplyApproval, "x x x x reply_approval replied x withdrawn"),
        (StateName::Replied,       "x x x x x x closed withdrawn"),
        (StateName::Closed,        "x x x x x x x x"),
        (StateName::Withdrawn,     "x x x x x x x x"),
    ];
    assert_eq!(table.len(), StateName::ALL.len());
    for ((name, verdicts), state) in table.into_iter().zip(states()) {
        assert_eq!(state.name(), name);
        let verdicts: Vec<_> = verdicts.split(' ').collect();
        assert_eq!(verdicts.len(), TransitionKind::ALL.len());
        for (kind, verdict) in TransitionKind::ALL.iter().zip(verdicts) {
            let applied = run(&petition(state.clone()), sample(*kind));
            let found = match &applied {
                Ok(applied) => applied.petition.state.name().as_str(),
                Err(refusal) if refusal.code == RefusalCode::WrongState => "x",
                Err(refusal) => panic!("{name} × {kind}: {refusal}"),
            };
            assert_eq!(found, verdict, "{name} × {kind}");
            assert_eq!(possible(name, *kind), verdict != "x", "{name} × {kind}");
        }
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
    let routed = petition(states()[2].clone());
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
        (TransitionKind::Route, "accept 2026-12-08"),
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
        for (state, kind) in [(2, TransitionKind::Accept), (5, TransitionKind::DeliverReply)] {
            let mut before = petition(states()[state].clone());
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
    report.accused = Some(ACCUSED);
    let route = |id| Transition::Route { how: Routing::Transfer, unit: unit(id), ordered_until: None };
    let refusal = run(&report, route(ACCUSED)).unwrap_err();
    assert_eq!((refusal.code, refusal.article), (RefusalCode::AccusedUnit, 30));
    assert!(run(&report, route(UNIT)).is_ok());
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
        let refusal = run(&petition(states()[3].clone()), Transition::AssignHandler { handler }).unwrap_err();
        assert_eq!(refusal.code, RefusalCode::BadHandler);
    }
}

#[test]
fn a_reason_has_five_to_five_hundred_characters() {
    for (reason, good) in [("", false), ("太短了吧", false), ("   四个字了  ", false), ("刚好五个字", true)]
        .map(|(text, good)| (text.to_owned(), good))
        .into_iter()
        .chain([("字".repeat(500), true), ("字".repeat(501), false)])
    {
        let applied =
            run(&petition(PetitionState::Screening), Transition::Withdraw { reason: reason.clone() });
        assert_eq!(applied.is_ok(), good, "{reason}");
        assert!(applied.map_or_else(|refusal| refusal.code == RefusalCode::ReasonNeeded, |_| true));
    }
}

#[test]
fn an_empty_opinion_is_no_draft() {
    let draft =
        Transition::DraftReply(Opinion { result: OpinionResult::Reject, text: " 不予支持 ".to_owned() });
    assert_eq!(run(&petition(states()[4].clone()), draft).unwrap_err().code, RefusalCode::BadOpinion);
}

#[test]
fn a_clock_closes_only_after_the_window_and_staff_may_before() {
    let calendar = Calendar::shipped();
    let mut replied = petition(states()[6].clone());
    replied.clocks = vec![Clock::start(ClockKind::ReviewWindow, now(), &calendar).unwrap()];
    let due = replied.clocks[0].due;
    for (by, when, window) in [
        (By::System, due, None),
        (By::System, due.plus_millis(1), Some("over")),
        (By::Staff, due, Some("open")),
        (By::Petitioner, due.plus_millis(1), None),
    ] {
        let close = Transition::Close { reason: REASON.to_owned() };
        let found = apply(&replied, close, by, when, &calendar).ok().map(|applied| applied.change.details);
        let expected = window.map(|window| vec![("window".to_owned(), window.to_owned())]);
        assert_eq!(found, expected, "{by:?}");
    }
}

#[test]
fn the_petitioner_may_only_withdraw() {
    for kind in TransitionKind::ALL {
        let from = states().into_iter().find(|state| possible(state.name(), *kind)).unwrap();
        let applied = apply(&petition(from), sample(*kind), By::Petitioner, now(), &Calendar::shipped());
        assert_eq!(applied.is_ok(), *kind == TransitionKind::Withdraw, "{kind}");
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
    let mut routed = petition(states()[2].clone());
    routed.clocks = vec![
        Clock::start(ClockKind::Accept, now(), &Calendar::shipped()).unwrap(),
        Clock::ordered(now(), date!(2026 - 12 - 31)),
    ];
    let withdrawn = run(&routed, Transition::Withdraw { reason: REASON.to_owned() }).unwrap().petition;
    assert!(withdrawn.next_due().is_none());
    assert!(withdrawn.clocks.iter().all(|clock| clock.stopped_at == Some(now())));
}
