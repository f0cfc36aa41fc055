//! The wall of art. 30 is taken down by two people, and the clocks are as if it had never stood.

use super::{fixtures::*, *};
use crate::domain::ids::StaffId;
use time::macros::{date, datetime};

const FIRST: StaffId = StaffId(uuid::Uuid::from_u128(31));
const SECOND: StaffId = StaffId(uuid::Uuid::from_u128(32));

fn propose(category: Category) -> Transition {
    Transition::ProposeUnsealing {
        category, reason: "反映的是物业收费，并非检举控告".to_owned(), by: FIRST
    }
}

fn report(name: StateName) -> Petition {
    let accused = Some(Accused::agency(ACCUSED));
    Petition { category: Category::Report, accused, clocks: Vec::new(), ..standing(name) }
}

fn unsealed(report: &Petition, category: Category) -> Applied {
    let proposed = run(report, propose(category)).unwrap().petition;
    assert!(proposed.is_sealed(), "nothing is open before another has agreed");
    run(&proposed, Transition::Unseal { by: SECOND }).unwrap()
}

#[test]
fn nobody_takes_the_wall_down_alone() {
    let sealed = report(StateName::Screening);
    let alone = run(&sealed, Transition::Unseal { by: SECOND }).unwrap_err();
    assert_eq!(alone.code, RefusalCode::WrongState, "nobody has proposed it");
    let proposed = run(&sealed, propose(Category::Appeal)).unwrap().petition;
    for (step, code) in [
        (Transition::Unseal { by: FIRST }, RefusalCode::SecondPerson),
        (propose(Category::Appeal), RefusalCode::WrongState),
    ] {
        let refusal = run(&proposed, step).unwrap_err();
        assert_eq!((refusal.code, refusal.article), (code, 30));
    }
    assert_eq!(run(&sealed, propose(Category::Report)).unwrap_err().code, RefusalCode::BadCategory);
    let refused = run(&proposed, Transition::RefuseUnsealing { reason: REASON.to_owned() }).unwrap();
    assert_eq!((refused.petition.course.unsealing, refused.petition.category), (None, Category::Report));
    assert_eq!(refused.petition.accused, sealed.accused, "it stays as it was");
}

#[test]
fn the_log_says_who_proposed_and_what_it_was() {
    let applied = unsealed(&report(StateName::Registered), Category::Suggestion);
    assert_eq!(applied.change.kind, EventKind::PetitionUnsealed);
    for (name, value) in [
        ("category_before", "report".to_owned()),
        ("category", "suggestion".to_owned()),
        ("proposed_by", FIRST.to_string()),
    ] {
        assert!(applied.change.details.contains(&(name.to_owned(), value)), "{name}");
    }
    let Petition { category, accused, course, .. } = applied.petition;
    assert_eq!((category, accused, course.unsealing), (Category::Suggestion, None, None));
    assert!(course.opened_at.is_some(), "what was heard before stays behind the wall");
}

/// The bureau has not seen it: what its discipline desk screened it screens itself.
#[test]
fn the_bureau_screens_what_it_has_not_seen() {
    for (from, to) in [
        (StateName::Registered, StateName::Registered),
        (StateName::Screening, StateName::Registered),
        (StateName::Objected, StateName::Objected),
        (StateName::Routed, StateName::Routed),
        (StateName::Accepted, StateName::Accepted),
    ] {
        let applied = unsealed(&report(from), Category::Appeal);
        assert_eq!(applied.petition.state.name(), to, "{from}");
    }
}

/// Fifteen days from registration, sixty from acceptance: the day the mistake was found moves none.
#[test]
fn its_clocks_are_what_they_would_have_been() {
    let calendar = Calendar::shipped();
    let mut sealed = report(StateName::Registered);
    sealed.clocks = vec![Clock::start(ClockKind::Route, now(), &calendar).unwrap()];
    let first = sealed.clocks[0].due;
    let freed = unsealed(&sealed, Category::Appeal).petition;
    assert_eq!(freed.clock(ClockKind::Route).map(|clock| clock.due), Some(first));

    let routed = Petition { category: Category::Report, ..standing(StateName::Routed) };
    let accepted = run(&routed, Transition::Accept).unwrap().petition;
    assert_eq!(accepted.clock(ClockKind::Reply), None, "a report has no sixty days");
    let later = at(datetime!(2026-12-23 09:00 +8));
    let step = |petition: &Petition, step| apply(petition, step, By::Staff, later, &calendar).unwrap();
    let proposed = step(&accepted, propose(Category::Appeal)).petition;
    let freed = step(&proposed, Transition::Unseal { by: SECOND });
    let expected = Clock::start(ClockKind::Reply, now(), &calendar).unwrap().due;
    assert_eq!(freed.petition.clock(ClockKind::Reply).map(|clock| clock.due), Some(expected));
    assert_eq!(freed.change.due_after, Some(expected));
    let suggestion = step(&accepted, propose(Category::Suggestion)).petition;
    let freed = step(&suggestion, Transition::Unseal { by: SECOND }).petition;
    assert_eq!(freed.clock(ClockKind::Reply), None, "a suggestion has none either");
}

/// What leaves the states in which somebody could decide takes no proposal along: after an answer it would come back with a
/// rework, long after anybody meant it.
#[test]
fn a_proposal_does_not_outlive_the_states_in_which_it_is_decided() {
    let proposed = run(&report(StateName::Accepted), propose(Category::Appeal)).unwrap().petition;
    assert!(proposed.course.unsealing.is_some(), "it may still be decided");
    let withdrawn = run(&proposed, sample(TransitionKind::Withdraw)).unwrap().petition;
    assert_eq!(withdrawn.course.unsealing, None);
}

fn reclassify(category: Option<Category>, content_class: Option<ContentClass>) -> Transition {
    Transition::Reclassify {
        category, content_class, reason: "来信后半部分反映的是收受贿赂".to_owned()
    }
}

/// Art. 30, 31: at the desk to anything, and as the log says; once a unit has it to a report alone; from a report to nothing.
#[test]
fn what_it_is_is_set_right_after_its_screening() {
    use {Category as C, StateName as S};
    let (land, same) = (Some(ContentClass::Land), Some(Petition::blank().content_class));
    for (from, category, class, code) in [
        (S::Screening, Some(C::Suggestion), None, None),
        (S::Screening, None, land, None),
        (S::Objected, Some(C::Report), land, None),
        (S::Screening, Some(C::Appeal), same, Some(RefusalCode::BadCategory)),
        (S::Screening, None, None, Some(RefusalCode::BadCategory)),
        (S::Routed, Some(C::Suggestion), None, Some(RefusalCode::BadCategory)),
        (S::Handling, None, land, Some(RefusalCode::BadCategory)),
        (S::Handling, Some(C::Report), land, None),
    ] {
        let before = standing(from);
        let found = run(&before, reclassify(category, class));
        assert_eq!(found.as_ref().err().map(|refusal| refusal.code), code, "{from} {category:?} {class:?}");
        let Ok(Applied { petition, change }) = found else { continue };
        assert_eq!(change.kind, EventKind::PetitionReclassified);
        assert_eq!(petition.category, category.unwrap_or(before.category));
        assert_eq!(petition.content_class, class.unwrap_or(before.content_class));
        let told = |name: &str| change.details.iter().any(|(detail, _)| detail == name);
        assert_eq!((told("category"), told("category_before")), (category.is_some(), category.is_some()));
        assert_eq!(told("content_class"), class.is_some());
    }
    let sealed = report(S::Screening);
    let code = |step| run(&sealed, step).map(drop).map_err(|refusal| refusal.code);
    assert_eq!(code(reclassify(Some(C::Appeal), None)), Err(RefusalCode::StaysSealed));
    assert_eq!(code(reclassify(None, land)), Ok(()));
}

/// What runs is stopped, and runs on as it did where the wall was a mistake: with the days added, and beside no day ordered.
#[test]
fn sixty_days_that_a_wall_stopped_are_what_they_were_when_it_is_down() {
    for name in [StateName::Accepted, StateName::Handling, StateName::Extended, StateName::ReplyApproval] {
        let before = standing(name);
        let sealed = run(&before, reclassify(Some(Category::Report), None)).unwrap();
        assert_eq!(sealed.change.due_after, None, "{name}: a report has no sixty days");
        assert!(sealed.petition.is_accused_unnamed() && sealed.petition.state.name() != StateName::Extended);
        let mut sealed = sealed.petition;
        let accept = Clock::start(ClockKind::Accept, now(), &Calendar::shipped()).unwrap();
        sealed.clocks.insert(0, Clock { stopped_at: Some(now()), ..accept });
        let freed = unsealed(&sealed, Category::Appeal).petition;
        let reply = |petition: &Petition| petition.clock(ClockKind::Reply).cloned();
        assert_eq!(reply(&freed), reply(&before), "{name}");
        assert_eq!(freed.state.name(), name);
    }
    let mut redone = standing(StateName::Handling);
    let later = now().plus_millis(1);
    redone.clocks = vec![Clock::ordered(later, date!(2026 - 12 - 20))];
    let mut sealed = run(&redone, reclassify(Some(Category::Report), None)).unwrap().petition;
    let accept = Clock::start(ClockKind::Accept, now(), &Calendar::shipped()).unwrap();
    sealed.clocks.insert(0, Clock { stopped_at: Some(now()), ..accept });
    assert_eq!(unsealed(&sealed, Category::Appeal).petition.clock(ClockKind::Reply), None);
}

/// Sealed late, it may be with the very organ that it accuses: it is so no longer than nobody knows it.
#[test]
fn what_the_accused_have_goes_back_to_the_desk_when_they_are_named() {
    for name in [StateName::Routed, StateName::Accepted, StateName::Handling, StateName::ReplyApproval] {
        let before = Petition { accused: None, opinion: Some(opinion()), ..report(name) };
        let naming = |id| Transition::NameAccused {
            agencies: vec![unit(id)],
            staff: Vec::new(),
            reason: REASON.to_owned(),
        };
        let kept = run(&before, naming(ACCUSED)).unwrap().petition;
        assert_eq!(kept.state, before.state, "{name}: it accuses somebody else");
        let taken = run(&before, naming(UNIT)).unwrap();
        assert_eq!(taken.petition.state, PetitionState::Screening, "{name}");
        assert_eq!((taken.petition.opinion.as_ref(), taken.petition.course.reworks), (None, 0), "{name}");
        assert!(taken.petition.clock(ClockKind::Route).is_some(), "{name}");
        assert!(taken.change.details.contains(&("unit".to_owned(), UNIT.to_string())), "{name}");
    }
    let objected = Petition { accused: None, ..report(StateName::Objected) };
    let (agencies, staff, reason) = (vec![unit(UNIT)], Vec::new(), REASON.to_owned());
    let named = run(&objected, Transition::NameAccused { agencies, staff, reason }).unwrap().petition;
    assert_eq!(named.state, objected.state, "its desk has it already, and sends it elsewhere");
}
