//! Papers that nobody made, and urgent matters that nobody confirmed.

use super::*;
use crate::domain::{
    document::{DocumentKind, Owed},
    petition::Urgent,
};

/// Due on a Monday.
fn owed(kind: DocumentKind, organ: AgencyId) -> Owed {
    let (since, due) = (on(date!(2026 - 11 - 02)), Timestamp::end_of(date!(2026 - 11 - 09)));
    Owed { kind, organ, since, due, asked_at: None, late_at: None }
}

#[test]
fn who_is_told_nothing_by_the_day_sets_off_what_a_missed_date_does() {
    use {DemandKind as K, DocumentKind as D};
    let about = |kind| Some(About::Paper(kind, on(date!(2026 - 11 - 02))));
    let reminded = |kind| Demand {
        about: about(kind),
        way: Way::System,
        made_at: on(date!(2026 - 11 - 10)),
        ..made(K::Reminder)
    };
    for (day, paper, organ, before, expected) in [
        (date!(2026 - 11 - 09), D::Acceptance, UNIT, vec![], None),
        (date!(2026 - 11 - 10), D::Acceptance, UNIT, vec![], Some((BUREAU, K::Reminder))),
        (date!(2026 - 11 - 10), D::Acceptance, UNIT, vec![reminded(D::Acceptance)], None),
        (date!(2026 - 11 - 10), D::Acceptance, UNIT, vec![reminded(D::Opinion)], Some((BUREAU, K::Reminder))),
        (date!(2026 - 11 - 16), D::Acceptance, UNIT, vec![reminded(D::Acceptance)], None), // four working days
        (date!(2026 - 11 - 17), D::Acceptance, UNIT, vec![reminded(D::Acceptance)], Some((BUREAU, K::Urge))),
        (date!(2026 - 12 - 31), D::Acceptance, UNIT, vec![], Some((BUREAU, K::Reminder))), // nobody watched
        (date!(2026 - 11 - 10), D::Diversion, BUREAU, vec![], Some((CITY, K::Reminder))),
        (date!(2026 - 11 - 10), D::Review, BUREAU, vec![], Some((CITY, K::Reminder))),
        (date!(2026 - 11 - 10), D::Review, CITY, vec![], None), // nobody is above it
        (date!(2026 - 11 - 23), D::Transfer, BUREAU, vec![], None), // no petitioner waits for it
    ] {
        let follows = paper_escalation(&routed(), &[owed(paper, organ)], &before, &reckoning(day));
        let who = follows.as_ref().map(|follows| (follows.by, follows.demand.kind));
        assert_eq!(who, expected, "{day} {paper}");
        assert!(follows.is_none_or(|follows| {
            (follows.demand.to, follows.demand.about) == (Some(organ), about(paper))
        }));
    }
    let text = |category| {
        let petition = Petition { category, ..routed() };
        let late = [owed(D::Opinion, UNIT)];
        paper_escalation(&petition, &late, &[], &reckoning(date!(2026 - 11 - 10))).unwrap().demand.text
    };
    assert!(text(Category::Appeal).starts_with("信访处理意见书应于2026-11-09前"));
    assert!(text(Category::Suggestion).starts_with("建议答复应于"));
}

#[test]
fn what_is_urgent_and_nobody_above_confirms_is_demanded_from_above() {
    use DemandKind as K;
    let since = on(date!(2026 - 11 - 09));
    let urgent = |to, seen| {
        let reason = "扬言极端行为".to_owned();
        let mut petition = routed();
        petition.course.urgent = Some(Urgent { reason, by: CLERK, since, reported_to: to, seen });
        petition
    };
    let reminder = Demand {
        about: Some(About::Urgent(since)),
        way: Way::System,
        to: BUREAU,
        made_at: on(date!(2026 - 11 - 11)),
        ..made(K::Reminder)
    };
    let waiting = urgent(Some(BUREAU), None);
    for (day, petition, before, expected) in [
        (date!(2026 - 11 - 10), &waiting, vec![], None),
        (date!(2026 - 11 - 11), &waiting, vec![], Some(K::Reminder)),
        (date!(2026 - 11 - 30), &waiting, vec![], Some(K::Reminder)),
        (date!(2026 - 11 - 12), &waiting, vec![reminder.clone()], None),
        (date!(2026 - 11 - 18), &waiting, vec![reminder], Some(K::Urge)),
        (date!(2026 - 11 - 11), &urgent(Some(BUREAU), Some((CLERK, since))), vec![], None),
        (date!(2026 - 11 - 11), &urgent(None, None), vec![], None),
        (date!(2026 - 11 - 11), &urgent(Some(CITY), None), vec![], None), // nobody is above it
    ] {
        let follows = unconfirmed_escalation(petition, since, &before, &reckoning(day));
        assert_eq!(follows.as_ref().map(|follows| follows.demand.kind), expected, "{day}");
        assert!(follows.is_none_or(|one| (one.by, one.demand.to) == (CITY, Some(BUREAU))));
    }
    let sealed = Petition { category: Category::Report, ..waiting.clone() };
    assert_eq!(unconfirmed_escalation(&sealed, since, &[], &reckoning(date!(2026 - 11 - 11))), None);
    // Passed on, it has its day there too, whenever it was marked.
    let came = on(date!(2026 - 11 - 12));
    for (day, expected) in [(date!(2026 - 11 - 13), None), (date!(2026 - 11 - 14), Some(K::Reminder))] {
        let follows = unconfirmed_escalation(&waiting, came, &[], &reckoning(day));
        assert_eq!(follows.map(|follows| follows.demand.kind), expected, "{day}");
    }
}
