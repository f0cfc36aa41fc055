//! Papers that a step owes and nobody made.

use super::{super::fixtures::*, HANDLER, at_the_unit, topics};
use crate::{contract, kit::database::TestStore};
use lianjie::{
    domain::{
        document::{DocumentKind, Owed},
        event::{Actor, Change, EventKind},
        ids::EventId,
        people::Role,
        petition::ClockKind,
        staff_notice::Topic,
    },
    storage::PetitionFilter,
};
use uuid::Uuid;

contract!(
    a_paper_that_a_step_owes_is_asked_for_once_and_then_of_the_head,
    a_paper_is_asked_for_though_another_of_the_same_day_was,
);

async fn a_paper_that_a_step_owes_is_asked_for_once_and_then_of_the_head(test: TestStore) {
    let (mut tx, petition) = at_the_unit(&test, Some(Role::UnitHead)).await;
    let (id, by) = (petition.id, Actor::Staff { staff: HANDLER, agency: HOUSING });
    let filter = PetitionFilter {
        scope: within("620102"),
        paper_missing: true,
        limit: 9,
        ..PetitionFilter::default()
    };
    assert_eq!(tx.count_petitions(&filter).await.unwrap(), 0);
    let accepted = Change::new(EventKind::PetitionAccepted);
    tx.append(&accepted.event(EventId(Uuid::from_u128(1)), MORNING, by, &petition)).await.unwrap();
    let due = petition.clocks[0].due;
    let (asked_at, late_at) = (None, None);
    let owed =
        Owed { kind: DocumentKind::Acceptance, organ: HOUSING, since: MORNING, due, asked_at, late_at };
    assert_eq!(tx.papers_owed(id).await.unwrap(), [owed]);
    assert_eq!(tx.count_petitions(&filter).await.unwrap(), 1);
    let (missing, late) = (Topic::PaperMissing, Topic::PaperLate);
    assert_eq!(tx.paperless(missing, MORNING, None, 9).await.unwrap(), [], "accepted just now");
    let later = due.plus_millis(DAY);
    let (by_step, by_day) = ([(MORNING, id)], [(due, id)]);
    assert_eq!(tx.paperless(missing, later, None, 9).await.unwrap(), by_step);
    assert_eq!(tx.paperless(late, later, None, 9).await.unwrap(), by_day);
    assert_eq!(tx.paperless(late, later, Some(by_day[0]), 9).await.unwrap(), []);
    assert_eq!(tx.warn_of_papers(&petition, later).await.unwrap(), 2);
    assert_eq!(topics(tx.as_mut(), HANDLER).await, [missing]);
    assert_eq!(topics(tx.as_mut(), PRESIDER).await, [late], "the head of the bureau");
    assert_eq!(tx.warn_of_papers(&petition, later).await.unwrap(), 0, "once");
    for topic in [missing, late] {
        assert_eq!(tx.paperless(topic, later, None, 9).await.unwrap(), []);
    }
    let issued = Change::new(EventKind::DocumentIssued).with("kind", DocumentKind::Acceptance);
    tx.append(&issued.event(EventId(Uuid::from_u128(2)), later, by, &petition)).await.unwrap();
    assert_eq!(tx.papers_owed(id).await.unwrap(), []);
    assert_eq!(tx.count_petitions(&filter).await.unwrap(), 0);
}

/// The bureau is late with its letter to the unit, and the unit with its notice, which is due on the same day: each is told of
/// its own. What is owed anew is asked for anew.
async fn a_paper_is_asked_for_though_another_of_the_same_day_was(test: TestStore) {
    let (mut tx, mut petition) = at_the_unit(&test, Some(Role::UnitHead)).await;
    let due = MORNING.plus_millis(9 * DAY);
    petition.clocks = vec![clock(ClockKind::Route, due), clock(ClockKind::Accept, due)];
    tx.save_petition(&petition).await.unwrap();
    let steps = [
        (Change::new(EventKind::PetitionRouted).with("how", "transfer"), PRESIDER, DISTRICT_BUREAU, 0),
        (Change::new(EventKind::PetitionAccepted), HANDLER, HOUSING, 3 * HOUR),
    ];
    let mut n = 10;
    for (step, staff, agency, after) in steps.clone() {
        n += 1;
        let (id, at) = (EventId(Uuid::from_u128(n)), MORNING.plus_millis(after));
        let by = Actor::Staff { staff, agency };
        tx.append(&step.event(id, at, by, &petition)).await.unwrap();
    }
    let mut owed = tx.papers_owed(petition.id).await.unwrap();
    owed.sort_by_key(|one| one.since);
    let kinds: Vec<_> = owed.iter().map(|one| one.kind).collect();
    assert_eq!(kinds, [DocumentKind::Transfer, DocumentKind::Acceptance]);
    assert!(owed.iter().all(|one| one.due == due));
    let [first, second] = [DAY, DAY + 4 * HOUR].map(|after: i64| MORNING.plus_millis(after));
    assert!(tx.warn_of_papers(&petition, first).await.unwrap() > 0);
    assert!(!topics(tx.as_mut(), HANDLER).await.contains(&Topic::PaperMissing), "the bureau's letter");
    let left = tx.paperless(Topic::PaperMissing, second, None, 9).await.unwrap();
    assert_eq!(left, [(owed[1].since, petition.id)]);
    assert_eq!(tx.warn_of_papers(&petition, second).await.unwrap(), 1);
    assert!(topics(tx.as_mut(), HANDLER).await.contains(&Topic::PaperMissing));
    assert_eq!(tx.paperless(Topic::PaperMissing, second, None, 9).await.unwrap(), []);
    let again = steps[1].0.clone().event(
        EventId(Uuid::from_u128(20)),
        second,
        Actor::Staff { staff: HANDLER, agency: HOUSING },
        &petition,
    );
    tx.append(&again).await.unwrap();
    let later = second.plus_millis(2 * DAY);
    assert_eq!(tx.paperless(Topic::PaperMissing, later, None, 9).await.unwrap(), [(second, petition.id)]);
    assert_eq!(tx.warn_of_papers(&petition, later).await.unwrap(), 1);
    let told = topics(tx.as_mut(), HANDLER).await;
    assert_eq!(told.iter().filter(|topic| **topic == Topic::PaperMissing).count(), 2);
    tx.settle_papers(second).await.unwrap();
    let left: Vec<_> = tx.papers_owed(petition.id).await.unwrap().iter().map(|one| one.since).collect();
    assert_eq!(left, [second], "of a history that was brought in nothing is owed");
}
