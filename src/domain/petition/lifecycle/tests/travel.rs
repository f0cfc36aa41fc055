//! From bureau to bureau (art. 22): whom it may go to, by when it may come back, whose share of the days was kept.

use super::{fixtures::*, *};
use crate::domain::{
    jurisdiction::{Agency, AgencyKind},
    petition::{Accused, Passage, Routing, TierShares},
};
use time::{
    Date, OffsetDateTime,
    macros::{date, datetime},
};

const CITY: AgencyId = AgencyId(uuid::Uuid::from_u128(41));
const DISTRICT: AgencyId = AgencyId(uuid::Uuid::from_u128(42));

fn go(petition: &Petition, transition: Transition, when: OffsetDateTime) -> Result<Applied, Refusal> {
    apply(petition, transition, By::Staff, at(when), &Calendar::shipped())
}

fn of(id: AgencyId, division: &str) -> Agency {
    Agency { id, ..bureau(division) }
}

/// Registered by the province on Monday 23 November.
fn registered() -> Petition {
    let number = "XF620000202611231000001K".to_owned();
    Petition { number, ..standing(StateName::Screening) }
}

fn down(to: Agency, was: &str, share: u16) -> Transition {
    let (how, was, by) = (Routing::Transfer, was.parse().unwrap(), HANDLER);
    Transition::HandDown { how, bureau: to, was, ordered_until: None, share, by }
}

fn back(to: Agency) -> Transition {
    Transition::GiveBack { to, share: 5, reason: "不属本辖区事项".to_owned(), by: HANDLER }
}

fn screened(petition: &Petition, when: OffsetDateTime) -> Petition {
    go(petition, sample(TransitionKind::StartScreening), when).unwrap().petition
}

#[test]
fn it_goes_down_to_the_bureau_of_a_division_below_where_the_matter_lies() {
    let conference = Agency { kind: AgencyKind::JointConference, ..of(CITY, "6201") };
    for (to, was, good) in [
        (of(CITY, "6201"), "62", true),
        (of(DISTRICT, "620103"), "62", true),
        (of(DISTRICT, "620103"), "6201", true),
        (of(DISTRICT, "620103002"), "620103", true),
        (of(CITY, "6201"), "6201", false),
        (of(CITY, "62"), "6201", false),
        (of(CITY, "6202"), "62", false),
        (of(CITY, "620102"), "6201", false),
        (conference, "62", false),
    ] {
        let found = go(&registered(), down(to.clone(), was, 3), datetime!(2026-11-24 09:00 +8));
        assert_eq!(found.is_ok(), good, "{} of {was}", to.division);
        if let Err(refusal) = found {
            assert_eq!((refusal.code, refusal.article), (RefusalCode::NotBelow, 22));
        }
    }
}

/// The fifteen days run on from registration under one number; it arrives to be screened anew.
#[test]
fn the_number_and_the_fifteen_days_go_with_it() {
    let before = registered();
    let applied = go(&before, down(of(CITY, "6201"), "62", 3), datetime!(2026-11-25 09:00 +8)).unwrap();
    assert_eq!(applied.change.kind, EventKind::PetitionHandedDown);
    assert_eq!(applied.change.due_before, applied.change.due_after);
    let there = applied.petition;
    assert_eq!((there.desk, there.registered_by), (CITY, before.registered_by));
    assert_eq!((there.state.name(), &there.number), (StateName::Registered, &before.number));
    assert_eq!(there.clock(ClockKind::Route), before.clock(ClockKind::Route));
    assert_eq!(there.next_due().map(|clock| clock.kind), Some(ClockKind::Route), "giving back is no duty");
}

#[test]
fn an_assignment_to_a_bureau_has_a_day_for_its_report() {
    for (how, until, good) in [
        (Routing::Assignment, Some(date!(2026 - 12 - 20)), true),
        (Routing::Assignment, None, false),
        (Routing::Transfer, Some(date!(2026 - 12 - 20)), false),
    ] {
        let (bureau, was, share, by) = (of(CITY, "6201"), "62".parse().unwrap(), 3, HANDLER);
        let step = Transition::HandDown { how, bureau, was, ordered_until: until, share, by };
        assert_eq!(run(&registered(), step).is_ok(), good, "{how} {until:?}");
    }
}

#[test]
fn it_is_given_back_once_within_five_working_days() {
    let monday = datetime!(2026-11-23 10:00 +8);
    let there = go(&registered(), down(of(CITY, "6201"), "62", 3), monday).unwrap().petition;
    let late = go(&there, back(of(BUREAU, "62")), datetime!(2026-12-01 00:00 +8)).unwrap_err();
    assert_eq!((late.code, late.article), (RefusalCode::TooLate, 22));
    let returned = go(&there, back(of(BUREAU, "62")), datetime!(2026-11-30 23:59 +8)).unwrap();
    assert_eq!(returned.change.kind, EventKind::PetitionGivenBack);
    assert_eq!(returned.change.reason.as_deref(), Some("不属本辖区事项"));
    let returned = returned.petition;
    assert_eq!((returned.desk, returned.state.name()), (BUREAU, StateName::Registered));
    let no_further = go(&returned, back(of(CITY, "6201")), datetime!(2026-12-01 09:00 +8)).unwrap_err();
    assert_eq!(no_further.code, RefusalCode::NotHandedDown);
    let again = screened(&returned, datetime!(2026-12-01 09:00 +8));
    let again = go(&again, down(of(CITY, "6201"), "62", 3), datetime!(2026-12-01 10:00 +8)).unwrap().petition;
    assert!(again.clock(ClockKind::GiveBack).is_none(), "it is not offered");
    let refusal = go(&again, back(of(BUREAU, "62")), datetime!(2026-12-01 11:00 +8)).unwrap_err();
    assert_eq!(refusal.code, RefusalCode::NotHandedDown, "what comes again is the bureau's to screen");
}

/// A bureau merged into the one that handed it down has nobody to give it back to.
#[test]
fn nothing_is_given_back_to_oneself() {
    let there = run(&registered(), down(of(CITY, "6201"), "62", 3)).unwrap().petition;
    let merged = Petition { desk: there.registered_by, ..there };
    let refusal = run(&merged, back(of(merged.desk, "62"))).unwrap_err();
    assert_eq!(refusal.code, RefusalCode::NotHandedDown);
}

/// No completion report is asked for of a sealed one: its day is a clock of the bureau's, whichever unit gets it.
#[test]
fn the_day_of_a_sealed_assignment_runs_for_the_bureau() {
    let report =
        Petition { category: Category::Report, accused: Some(Accused::agency(ACCUSED)), ..registered() };
    let day = date!(2026 - 12 - 20);
    let assigned = |report: &Petition| {
        let Transition::HandDown { bureau, was, share, by, .. } = down(of(CITY, "6201"), "62", 3) else {
            unreachable!()
        };
        let how = Routing::Assignment;
        let step = Transition::HandDown { how, bureau, was, ordered_until: Some(day), share, by };
        go(report, step, datetime!(2026-11-24 09:00 +8)).unwrap().petition
    };
    assert!(assigned(&registered()).clock(ClockKind::Ordered).is_none(), "of others it is the report's");
    let there = assigned(&report);
    assert_eq!(there.clock(ClockKind::Ordered).map(|clock| clock.due), Some(Timestamp::end_of(day)));
    let returned = go(&there, back(of(report.desk, "62")), datetime!(2026-11-25 09:00 +8)).unwrap().petition;
    assert!(returned.clock(ClockKind::Ordered).is_none(), "it goes back with the matter");
    let screened = screened(&there, datetime!(2026-11-25 09:00 +8));
    let sent = go(&screened, sample(TransitionKind::Route), datetime!(2026-11-26 09:00 +8)).unwrap().petition;
    assert!(sent.is_ordered_from_above(sent.clock(ClockKind::Ordered).unwrap()));
    let objected =
        go(&sent, sample(TransitionKind::Object), datetime!(2026-11-26 10:00 +8)).unwrap().petition;
    let ruled =
        go(&objected, sample(TransitionKind::RuleCompetence), datetime!(2026-11-26 11:00 +8)).unwrap();
    let orders = ruled.petition.clocks.iter().filter(|one| one.kind == ClockKind::Ordered);
    assert_eq!(orders.count(), 1, "the ruling sets the unit no day");
}

/// With the day until which the organ above wants an answer.
fn wanted_above(day: Date) -> Petition {
    let mut petition = registered();
    petition.origin.answer_by = Some(day);
    petition.clocks.push(Clock::ordered(petition.registered_at, day));
    petition
}

/// The events of its steps tell the unit's own dates, by which statistics judge it, and a suggestion has none. A day that
/// the bureau sets the unit is the unit's, be it the same day.
#[test]
fn a_day_wanted_above_judges_no_step_of_the_unit() {
    let late = ("late".to_owned(), "yes".to_owned());
    let day = date!(2026 - 12 - 01);
    for (category, ordered) in
        [(Category::Appeal, None), (Category::Suggestion, None), (Category::Suggestion, Some(day))]
    {
        let how = if ordered.is_some() { Routing::Assignment } else { Routing::Transfer };
        let route = Transition::Route { how, unit: unit(UNIT), ordered_until: ordered };
        let begun = Petition { category, ..wanted_above(day) };
        let sent = go(&begun, route, datetime!(2026-11-24 09:00 +8)).unwrap().petition;
        let own = [sent.clock(ClockKind::Accept).unwrap().due]
            .into_iter()
            .chain(ordered.map(Timestamp::end_of))
            .min();
        let accepted = go(&sent, Transition::Accept, datetime!(2026-12-03 09:00 +8)).unwrap();
        let (change, there) = (accepted.change, accepted.petition);
        assert_eq!(there.next_due().map(|clock| clock.due), Some(Timestamp::end_of(day)), "it runs on");
        let reply = there.clock(ClockKind::Reply).map(|clock| clock.due);
        assert_eq!(reply.is_some(), category == Category::Appeal);
        let after = ordered.map(Timestamp::end_of).or(reply);
        assert_eq!((change.due_before, change.due_after), (own, after), "{category} {ordered:?}");
        assert_eq!(change.details.contains(&late), ordered.is_some(), "{category} {ordered:?}");
    }
}

/// What a bureau owed upwards when the matter ended it owes again by the same day; what it had done by then it has done.
#[test]
fn an_undo_brings_back_the_day_wanted_above() {
    use TransitionKind as K;
    let day = date!(2026 - 12 - 10);
    let owed = |petition: &Petition| {
        let running = petition.clocks.iter().filter(|one| one.is_running());
        running.filter(|one| petition.is_ordered_from_above(one)).map(|one| one.due).collect::<Vec<_>>()
    };
    let undone_after = |days: i64, petition: &Petition, end: K, undo: K| {
        let begun = datetime!(2026-11-24 09:00 +8) + time::Duration::days(days);
        let ended = go(petition, sample(end), begun).unwrap().petition;
        assert_eq!(owed(&ended), [], "{end}");
        let back = go(&ended, sample(undo), begun + time::Duration::days(1)).unwrap();
        let route = back.petition.clock(ClockKind::Route).map(|clock| clock.due);
        assert_eq!(back.change.due_after, route, "{end}");
        back.petition
    };
    let undone = |petition: &Petition, end: K, undo: K| undone_after(1, petition, end, undo);
    for (end, undo) in [
        (K::Merge, K::Undo),
        (K::Withdraw, K::Undo),
        (K::RefuseRepeated, K::Undo),
        (K::Divert, K::Undo),
        (K::Divert, K::ReturnDiverted),
    ] {
        assert_eq!(owed(&undone(&wanted_above(day), end, undo)), [Timestamp::end_of(day)], "{end}");
        assert_eq!(owed(&undone(&registered(), end, undo)), [], "{end}: none was wanted");
    }
    let mut answered = wanted_above(day);
    answered.clocks[1].stopped_at = Some(at(datetime!(2026-11-24 09:00 +8)));
    assert_eq!(owed(&undone(&answered, K::Withdraw, K::Undo)), []);
    let twice = undone_after(3, &undone(&wanted_above(day), K::Withdraw, K::Undo), K::Withdraw, K::Undo);
    assert_eq!(owed(&twice), [Timestamp::end_of(day)], "once, however often");
}

/// Whatever happened to it there: who has it now, and no praise for what was withdrawn.
#[test]
fn the_trail_ends_with_who_has_it() {
    let shares = TierShares::default();
    let there = go(&registered(), down(of(CITY, "6201"), "62", 3), datetime!(2026-11-24 09:00 +8)).unwrap();
    let merged = Petition { desk: DISTRICT, ..there.petition };
    let last = |petition: &Petition| *petition.trail(&shares).last().unwrap();
    assert_eq!((last(&merged).desk, merged.trail(&shares)[0].desk), (DISTRICT, merged.registered_by));
    let withdrawn = go(&merged, sample(TransitionKind::Withdraw), datetime!(2026-11-25 09:00 +8)).unwrap();
    let stint = last(&withdrawn.petition);
    assert_eq!((stint.kept(), stint.share_due, stint.until.is_some()), (None, None, true));
    let first = withdrawn.petition.trail(&shares)[0];
    assert_eq!(first.kept(), Some(true), "what was done before stands");
}

/// Art. 30.
#[test]
fn a_report_is_handed_down_by_the_rules_of_every_way_out() {
    let report = Petition { category: Category::Report, ..registered() };
    let step = || down(of(CITY, "6201"), "62", 3);
    assert_eq!(run(&report, step()).unwrap_err().code, RefusalCode::AccusedUnnamed);
    let accuses = |id| Petition { accused: Some(Accused::agency(id)), ..report.clone() };
    let refusal = run(&accuses(CITY), step()).unwrap_err();
    assert_eq!((refusal.code, refusal.article), (RefusalCode::AccusedUnit, 30));
    let there = run(&accuses(ACCUSED), step()).unwrap().petition;
    let accused_above = Petition { accused: Some(Accused::agency(BUREAU)), ..there };
    let refusal = run(&accused_above, back(of(BUREAU, "62"))).unwrap_err();
    assert_eq!(refusal.code, RefusalCode::AccusedUnit, "nor does it come back to the accused");
}

/// Province 3, city 3, county 4 days, each from when it came there (the county was given 3); never beyond the fifteen.
#[test]
fn each_bureau_has_its_share_from_when_it_came() {
    let shares = TierShares::default();
    let mut current = registered();
    let last_days = |petition: &Petition| {
        let day = |at: Option<Timestamp>| at.map(Timestamp::local_date);
        petition
            .trail(&shares)
            .iter()
            .map(|stint| (stint.desk, day(stint.share_due), stint.kept()))
            .collect::<Vec<_>>()
    };
    let province = current.desk;
    assert_eq!(last_days(&current), [(province, Some(date!(2026 - 11 - 26)), None)]);
    current = go(&current, down(of(CITY, "6201"), "62", 3), datetime!(2026-11-30 09:00 +8)).unwrap().petition;
    assert_eq!(shares.due(&current).map(Timestamp::local_date), Some(date!(2026 - 12 - 03)));
    current = screened(&current, datetime!(2026-11-30 15:00 +8));
    let step = down(of(DISTRICT, "620103"), "6201", 3);
    current = go(&current, step, datetime!(2026-12-03 20:00 +8)).unwrap().petition;
    current = screened(&current, datetime!(2026-12-04 09:00 +8));
    current = go(&current, sample(TransitionKind::Route), datetime!(2026-12-08 09:00 +8)).unwrap().petition;
    let expected = [
        (province, Some(date!(2026 - 11 - 26)), Some(false)),
        (CITY, Some(date!(2026 - 12 - 03)), Some(true)),
        (DISTRICT, Some(date!(2026 - 12 - 06)), Some(false)),
    ];
    assert_eq!(last_days(&current), expected);
    assert_eq!(shares.due(&current), None, "it is routed");
    let passages: Vec<_> = current.course.hops.iter().map(|hop| hop.passage).collect();
    assert_eq!(passages, [Passage::Down(Routing::Transfer); 2]);
    assert_eq!(current.came_from(), Some(CITY));
}

#[test]
fn a_share_never_ends_after_the_fifteen_days() {
    let step = down(of(CITY, "6201"), "62", 3);
    let there = go(&registered(), step, datetime!(2026-12-07 09:00 +8)).unwrap().petition;
    let due = there.clock(ClockKind::Route).unwrap().due;
    assert_eq!(TierShares::default().due(&there), Some(due));
}

/// Who sent it to the unit answers its objection; the bureau above, which registered it, may rule.
#[test]
fn the_bureau_that_has_it_is_the_sender_of_an_objection() {
    let mut objected = standing(StateName::Objected);
    objected.desk = DISTRICT;
    let rule = |ruled_by| Transition::RuleCompetence {
        unit: unit(UNIT),
        ruled_by,
        was: below(),
        reason: REASON.to_owned(),
    };
    let sender = run(&objected, rule(of(DISTRICT, "6201"))).unwrap_err();
    assert_eq!(sender.code, RefusalCode::NotSuperior);
    assert!(run(&objected, rule(of(objected.registered_by, "62"))).is_ok());
}
