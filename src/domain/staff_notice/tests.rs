mod clocks;

use super::*;
use crate::domain::{
    document::{DocumentKind, Owed},
    event::{self, Change, Event, EventKind},
    ids::EventId,
    jurisdiction::{Agency, AgencyKind},
    people::{Role, Staff},
    petition::{
        Accused, Category, Clock, ClockKind, Finding, PetitionState, Review, Routing, Urgent, WarnDays,
    },
};
use time::macros::date;

const NOW: Timestamp = Timestamp(1_795_395_600_000);
const DAY: i64 = 24 * 3_600_000;
const BUREAU: AgencyId = AgencyId(Uuid::from_u128(1));
const UNIT: AgencyId = AgencyId(Uuid::from_u128(2));
const ME: StaffId = StaffId(Uuid::from_u128(7));

fn petition(category: Category, state: PetitionState) -> Petition {
    Petition { category, registered_by: BUREAU, desk: BUREAU, registered_at: NOW, state, ..Petition::blank() }
}

fn routed() -> PetitionState {
    PetitionState::Routed { how: Routing::Transfer, unit: UNIT, since: NOW }
}

fn actor(role: Role, organ: AgencyId) -> Official {
    let kind = if organ == BUREAU { AgencyKind::PetitionBureau } else { AgencyKind::ResponsibleUnit };
    let staff = Staff {
        id: ME,
        username: String::new(),
        name: String::new(),
        agency: organ,
        roles: vec![role],
        disabled: false,
    };
    let agency = Agency { id: organ, name: String::new(), kind, division: "620103".parse().unwrap() };
    Official { staff, agency, acting: Vec::new(), program: None }
}

fn event(kind: EventKind, by: event::Actor, petition: &Petition) -> Event {
    let change = Change::new(kind).with("addressee", UNIT).with("demander", BUREAU).with("unit", UNIT);
    let change = change.with("asked_by", ME).with("agency", UNIT);
    change.event(EventId(Uuid::nil()), NOW, by, petition)
}

/// Topics that `actor` is told of the event, were they where it looks.
fn told(kind: EventKind, by: event::Actor, petition: &Petition, actor: &Official) -> Vec<Topic> {
    told_by(kind, by, hand(by), petition, actor)
}

/// Whose hand stands behind an actor that is no program.
fn hand(by: event::Actor) -> By {
    match by {
        event::Actor::Staff { staff, .. } => By::Person(staff),
        event::Actor::System => By::System,
        event::Actor::Seat(_) | event::Actor::Petitioner => By::Citizen,
    }
}

fn told_by(kind: EventKind, by: event::Actor, hand: By, petition: &Petition, actor: &Official) -> Vec<Topic> {
    let calls = calls(&event(kind, by, petition), hand, petition, None);
    let here = |call: &&Call| match &call.whom {
        Whom::Organ(organ) => *organ == actor.agency.id,
        Whom::Person(staff) => *staff == actor.staff.id,
        Whom::Desk(_) => AgencyKind::DESKS.contains(&actor.agency.kind),
        Whom::Superior(_) => AgencyKind::RULERS.contains(&actor.agency.kind),
    };
    let concerned = calls.iter().filter(here).filter(|call| call.concerns(actor, petition, None));
    concerned.map(|call| call.topic).collect()
}

#[test]
fn whoever_may_take_the_next_step_is_told_and_nobody_else_there() {
    use EventKind as E;
    use event::Actor::{Petitioner, System};
    let withdrawn = PetitionState::Withdrawn { at: NOW };
    let decided = PetitionState::Rereviewed { unit: UNIT, organ: BUREAU, since: NOW };
    let handling = PetitionState::Handling { unit: UNIT, handler: ME, since: NOW };
    let another = PetitionState::Handling { unit: UNIT, handler: StaffId(Uuid::from_u128(8)), since: NOW };
    let unit = event::Actor::Staff { staff: StaffId(Uuid::from_u128(8)), agency: UNIT };
    for (kind, by, state, (role, organ), topics) in [
        (
            E::PetitionRegistered,
            Petitioner,
            PetitionState::Registered,
            (Role::CounterClerk, BUREAU),
            &[Topic::Registered][..],
        ),
        (E::PetitionRegistered, Petitioner, PetitionState::Registered, (Role::Presider, BUREAU), &[]),
        (E::PetitionRouted, System, routed(), (Role::Handler, UNIT), &[Topic::Routed]),
        (E::PetitionRouted, System, routed(), (Role::Leader, UNIT), &[]),
        (E::PetitionRouted, System, routed(), (Role::BureauHead, BUREAU), &[]),
        (E::PetitionHandling, System, handling.clone(), (Role::Handler, UNIT), &[Topic::Assigned]),
        (E::PetitionHandling, System, another.clone(), (Role::Handler, UNIT), &[]),
        (E::PetitionAttachmentAdded, Petitioner, handling, (Role::Handler, UNIT), &[Topic::Material]),
        (E::PetitionAttachmentAdded, Petitioner, another, (Role::Handler, UNIT), &[]),
        (E::SupervisionOrdered, System, routed(), (Role::UnitHead, UNIT), &[Topic::Demanded]),
        (E::SupervisionOrdered, System, routed(), (Role::Archivist, UNIT), &[]),
        (E::SupervisionAnswered, System, routed(), (Role::Supervisor, BUREAU), &[Topic::DemandAnswered]),
        (E::HearingRefused, System, routed(), (Role::Handler, UNIT), &[Topic::RequestRefused]),
        (E::HearingRefused, System, routed(), (Role::Archivist, UNIT), &[]),
        (E::ActionItemDeclined, unit, routed(), (Role::Supervisor, BUREAU), &[Topic::ItemDeclined]),
        (E::ActionItemDeclined, unit, routed(), (Role::Handler, UNIT), &[]),
        (E::ActionItemLifted, System, routed(), (Role::Handler, UNIT), &[Topic::ItemLifted]),
        (E::PetitionRereviewed, System, decided.clone(), (Role::BureauHead, BUREAU), &[Topic::RereviewMade]),
        (E::PetitionRereviewed, System, decided.clone(), (Role::Screener, BUREAU), &[]),
        (E::PetitionRereviewed, System, decided, (Role::UnitHead, UNIT), &[Topic::Reviewed]),
        (E::PetitionUndone, System, PetitionState::Screening, (Role::Screener, BUREAU), &[Topic::Undone]),
        (E::PetitionUndone, System, PetitionState::Screening, (Role::Handler, UNIT), &[]),
        (E::PetitionWithdrawn, Petitioner, withdrawn.clone(), (Role::Handler, UNIT), &[Topic::Withdrawn]),
        (E::PetitionWithdrawn, Petitioner, withdrawn.clone(), (Role::Leader, UNIT), &[]),
        (E::PetitionWithdrawn, Petitioner, withdrawn, (Role::CounterClerk, BUREAU), &[Topic::Withdrawn]),
    ] {
        let petition = petition(Category::Appeal, state);
        assert_eq!(told(kind, by, &petition, &actor(role, organ)), topics, "{kind} {role}");
    }
}

/// Whoever watches over others at the bureau learns of it, whoever heard it; of who is content nobody is told.
#[test]
fn who_is_not_content_reaches_the_bureau_that_keeps_the_matter() {
    let petition = petition(Category::Appeal, PetitionState::Replied { unit: UNIT, delivered_at: NOW });
    let caller = event::Actor::Staff { staff: StaffId(Uuid::from_u128(8)), agency: UNIT };
    for (kind, by) in
        [(EventKind::EvaluationGiven, event::Actor::Petitioner), (EventKind::EvaluationCalledBack, caller)]
    {
        let told = |level: &str, role, organ| {
            let change = Change::new(kind).with("target", "unit").with("level", level);
            let event = change.event(EventId(Uuid::nil()), NOW, by, &petition);
            let calls = calls(&event, hand(by), &petition, None);
            let actor = actor(role, organ);
            let here =
                |call: &&Call| call.whom == Whom::Organ(organ) && call.concerns(&actor, &petition, None);
            calls.iter().filter(here).map(|call| call.topic).collect::<Vec<_>>()
        };
        for role in [Role::BureauHead, Role::Supervisor] {
            assert_eq!(told("dissatisfied", role, BUREAU), [Topic::Dissatisfied], "{kind} {role}");
            assert_eq!(told("satisfied", role, BUREAU), [], "{kind} {role}");
            assert_eq!(told("not_reached", role, BUREAU), [], "{kind} {role}");
        }
        assert_eq!(told("dissatisfied", Role::Screener, BUREAU), [], "{kind}");
        assert_eq!(told("dissatisfied", Role::Handler, UNIT), [], "{kind}");
    }
}

/// Whoever posted it looks for the slip, and so does who keeps the record; a window that runs, or was used, asks nobody.
#[test]
fn a_receipt_that_is_not_on_record_calls_who_sent_it_and_who_keeps_the_record() {
    let organ = AgencyId(Uuid::from_u128(3));
    let replied = PetitionState::Replied { unit: UNIT, delivered_at: NOW };
    let reviewed = PetitionState::Reviewed { unit: UNIT, organ, delivered_at: NOW };
    for (state, kind, sender) in
        [(replied, ClockKind::ReviewWindow, UNIT), (reviewed, ClockKind::RereviewWindow, organ)]
    {
        let sent = petition(Category::Appeal, state);
        let (calls, _) = receipt_calls(&sent).unwrap();
        assert_eq!(calls.map(|call| call.whom), [Whom::Organ(sender), Whom::Organ(BUREAU)], "{kind}");
        let mut window = Clock::ordered(NOW, NOW.local_date());
        window.kind = kind;
        let stopped = Clock { stopped_at: Some(NOW), ..window.clone() };
        for clock in [window, stopped] {
            assert!(receipt_calls(&Petition { clocks: vec![clock], ..sent.clone() }).is_none(), "{kind}");
        }
        assert!(receipt_calls(&Petition { category: Category::Suggestion, ..sent }).is_none(), "{kind}");
    }
    assert!(receipt_calls(&petition(Category::Appeal, routed())).is_none());
}

/// It is no bureau: nobody there may do what a head does, and its writers see it by their review alone.
#[test]
fn a_late_paper_of_a_review_is_asked_of_who_reviewed_though_the_matter_has_ended() {
    let organ = AgencyId(Uuid::from_u128(3));
    let mut ended = petition(Category::Appeal, PetitionState::Closed { unit: UNIT, at: NOW });
    ended.course.review = Some(Review { organ, finding: Finding::Changed, text: String::new() });
    let (kind, asked_at, late_at) = (DocumentKind::Review, Some(NOW), None);
    let owed = [Owed { kind, organ, since: NOW, due: NOW.plus_millis(DAY), asked_at, late_at }];
    let late = paper_warnings(&ended, &owed, NOW.plus_millis(2 * DAY));
    assert_eq!(late.len(), 1);
    let call = &late[0].1.call;
    assert_eq!((call.topic, &call.whom), (Topic::PaperLate, &Whom::Organ(organ)));
    for (role, told) in [(Role::UnitHead, true), (Role::Leader, false)] {
        assert_eq!(call.concerns(&actor(role, organ), &ended, None), told, "{role}");
    }
}

/// Hours since it was marked, and whether it is told again; a day later that is another notice.
#[test]
fn what_is_urgent_and_unseen_above_is_told_again_each_day() {
    let mut waiting = petition(Category::Appeal, routed());
    let above = AgencyId(Uuid::from_u128(4));
    let (reason, reported_to) = ("扬言聚集".to_owned(), Some(above));
    let urgent = Urgent { reason, by: ME, since: NOW, reported_to, seen: None };
    waiting.course.urgent = Some(urgent.clone());
    let after = |petition: &Petition, hours: i64| unseen_call(petition, NOW.plus_millis(hours * DAY / 24));
    assert_eq!(after(&waiting, 23), None);
    let (call, first) = after(&waiting, 24).unwrap();
    assert_eq!((call.topic, call.whom), (Topic::Urgent, Whom::Organ(above)));
    assert_eq!(after(&waiting, 47).unwrap().1, first);
    assert_ne!(after(&waiting, 48).unwrap().1, first);
    let with = |urgent| {
        let mut petition = waiting.clone();
        petition.course.urgent = urgent;
        petition
    };
    let over = Petition { state: PetitionState::Withdrawn { at: NOW }, ..waiting.clone() };
    let seen = with(Some(Urgent { seen: Some((ME, NOW)), ..urgent.clone() }));
    for settled in [over, seen, with(Some(Urgent { reported_to: None, ..urgent })), with(None)] {
        assert_eq!(after(&settled, 48), None);
    }
}

#[test]
fn own_work_is_no_news_to_the_bureau_that_did_it() {
    let own = event::Actor::Staff { staff: StaffId(Uuid::from_u128(9)), agency: BUREAU };
    let clerk = actor(Role::BureauHead, BUREAU);
    let registered = petition(Category::Appeal, PetitionState::Registered);
    assert_eq!(told(EventKind::PetitionRegistered, own, &registered, &clerk), []);
}

/// A hotline's order stands in the log as the bureau's own account; nobody there has seen it yet.
#[test]
fn what_a_program_brings_is_news_and_the_pictures_of_a_filing_are_not() {
    let program = event::Actor::Staff { staff: StaffId(Uuid::from_u128(9)), agency: BUREAU };
    let clerk = actor(Role::BureauHead, BUREAU);
    let registered = petition(Category::Appeal, PetitionState::Registered);
    let told = |kind, by, hand| told_by(kind, by, hand, &registered, &clerk);
    assert_eq!(told(EventKind::PetitionRegistered, program, By::Program), [Topic::Registered]);
    assert_eq!(told(EventKind::PetitionAttachmentAdded, program, By::Program), [Topic::Material]);
    assert_eq!(told(EventKind::PetitionAttachmentAdded, event::Actor::System, By::System), []);
}

/// Objections, who is told.
#[test]
fn after_two_objections_whoever_rules_is_told_and_the_sender_is_not() {
    let sender = actor(Role::BureauHead, BUREAU);
    let mut superior = actor(Role::BureauHead, AgencyId(Uuid::from_u128(3)));
    superior.agency.kind = AgencyKind::PetitionBureau;
    superior.agency.division = "6201".parse().unwrap();
    let unit = event::Actor::Staff { staff: StaffId(Uuid::from_u128(8)), agency: UNIT };
    for (objections, by_sender, by_superior) in
        [(1, &[Topic::Objected][..], &[][..]), (2, &[], &[Topic::Objected])]
    {
        let how = Routing::Transfer;
        let mut disputed =
            petition(Category::Appeal, PetitionState::Objected { how, unit: UNIT, since: NOW });
        disputed.course.objections = objections;
        assert_eq!(told(EventKind::PetitionObjected, unit, &disputed, &sender), by_sender, "{objections}");
        assert_eq!(
            told(EventKind::PetitionObjected, unit, &disputed, &superior),
            by_superior,
            "{objections}"
        );
    }
}

#[test]
fn who_must_keep_away_is_told_nothing() {
    let unit_head = actor(Role::UnitHead, UNIT);
    let mut recused = petition(Category::Appeal, routed());
    recused.course.recused = vec![ME];
    let mut accused = petition(Category::Report, routed());
    accused.accused = Some(Accused::agency(UNIT));
    for petition in [recused, accused] {
        for kind in [EventKind::PetitionRouted, EventKind::SupervisionOrdered] {
            assert_eq!(told(kind, event::Actor::System, &petition, &unit_head), [], "{kind}");
        }
    }
}

/// A petitioner who withdrew is news to who had it in hands, and to their head; to a colleague it is none.
#[test]
fn a_withdrawal_is_told_to_who_handled_it() {
    let mut withdrawn = petition(Category::Appeal, PetitionState::Withdrawn { at: NOW });
    let told = |petition: &Petition, role| {
        told(EventKind::PetitionWithdrawn, event::Actor::Petitioner, petition, &actor(role, UNIT))
    };
    withdrawn.course.handler = Some(ME);
    assert_eq!(told(&withdrawn, Role::Handler), [Topic::Withdrawn]);
    withdrawn.course.handler = Some(StaffId(Uuid::from_u128(8)));
    assert_eq!(told(&withdrawn, Role::Handler), []);
    assert_eq!(told(&withdrawn, Role::UnitHead), [Topic::Withdrawn]);
    let report = Petition { category: Category::Report, ..withdrawn };
    assert_eq!(told(&report, Role::UnitHead), []);
}

/// The wall of art. 30: the counter that registered a report does not learn what becomes of it.
#[test]
fn a_report_calls_its_discipline_desk_and_not_the_bureau() {
    let report = petition(Category::Report, PetitionState::Registered);
    let head = actor(Role::BureauHead, BUREAU);
    assert_eq!(told(EventKind::PetitionRegistered, event::Actor::Petitioner, &report, &head), []);
    let mut desk = actor(Role::DisciplineDesk, AgencyId(Uuid::from_u128(5)));
    desk.agency.kind = AgencyKind::Discipline;
    let counter = event::Actor::Staff { staff: StaffId(Uuid::from_u128(9)), agency: BUREAU };
    for by in [event::Actor::Petitioner, counter] {
        assert_eq!(told(EventKind::PetitionRegistered, by, &report, &desk), [Topic::Registered]);
    }
}

#[test]
fn what_is_not_heeded_calls_for_nobody() {
    for kind in EventKind::ALL {
        let handled =
            petition(Category::Appeal, PetitionState::Handling { unit: UNIT, handler: ME, since: NOW });
        let event = event(*kind, event::Actor::System, &handled);
        assert!(heeds(&event) || calls(&event, By::System, &handled, None).is_empty(), "{kind}");
    }
}

/// What may be opened now, topic, what is shown.
#[test]
fn a_notice_shows_no_more_than_its_reader_may_see_now() {
    let reader = actor(Role::UnitHead, UNIT);
    let open = petition(Category::Appeal, routed());
    let sealed = petition(Category::Report, routed());
    for (matter, petition, hearing, topic, sight) in [
        (&open, true, true, Topic::Routed, Sight::Petition),
        (&open, false, true, Topic::Seated, Sight::Hearing),
        (&open, false, false, Topic::Routed, Sight::Nothing),
        (&open, false, false, Topic::Demanded, Sight::Number),
        (&sealed, false, false, Topic::Demanded, Sight::Nothing),
        (&open, false, false, Topic::Unseated, Sight::Number),
    ] {
        let notice = StaffNotice {
            staff: ME,
            source: Uuid::nil(),
            topic,
            about: About::Petition(matter.id),
            hearing: None,
            agency: UNIT,
            due: None,
            at: NOW,
            read_at: None,
        };
        assert_eq!(notice.sight(&reader, matter, petition, hearing), sight, "{topic}");
    }
}
