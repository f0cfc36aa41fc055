//! Papers that a step owes and nobody made.

use super::{super::fixtures::*, HANDLER, append, at_the_unit, topics};
use crate::{contract, kit::database::TestStore};
use lianjie::{
    domain::{
        document::{DocumentKind, Owed},
        event::{Actor, Change, EventKind},
        ids::EventId,
        people::Role,
        petition::{ClockKind, Opinion, OpinionResult, PetitionState},
        staff_notice::Topic,
    },
    storage::PetitionFilter,
};
use uuid::Uuid;

contract!(
    a_paper_that_a_step_owes_is_asked_for_once_and_then_of_the_head,
    a_paper_is_asked_for_though_another_of_the_same_day_was,
    an_opinion_owes_its_paper_though_the_matter_is_closed,
    each_bureau_on_the_way_owes_its_own_letter,
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

/// Art. 32: who replied makes the paper, the clock having closed the matter; the head of the bureau learns that they did not.
async fn an_opinion_owes_its_paper_though_the_matter_is_closed(test: TestStore) {
    let (mut tx, mut petition) = at_the_unit(&test, Some(Role::UnitHead)).await;
    let due = MORNING.plus_millis(3 * DAY);
    petition.clocks = vec![clock(ClockKind::Reply, due)];
    petition.state = PetitionState::Replied { unit: HOUSING, delivered_at: MORNING };
    let text = "经调查，物业公司应公开收支账目。".to_owned();
    petition.opinion =
        Some(Opinion {
            result: OpinionResult::Support, text, basis: "《物业管理条例》第五十三条".into()
        });
    tx.save_petition(&petition).await.unwrap();
    let by = Actor::Staff { staff: HANDLER, agency: HOUSING };
    let replied = Change::new(EventKind::PetitionReplied);
    tx.append(&replied.event(EventId(Uuid::from_u128(1)), MORNING, by, &petition)).await.unwrap();
    let mut petition = tx.petition(petition.id).await.unwrap().unwrap();
    petition.state = PetitionState::Closed { unit: HOUSING, at: MORNING.plus_millis(DAY) };
    tx.save_petition(&petition).await.unwrap();
    append(tx.as_mut(), 24, Change::new(EventKind::PetitionClosed), &petition).await;
    let (asked_at, late_at) = (None, None);
    let owed = Owed { kind: DocumentKind::Opinion, organ: HOUSING, since: MORNING, due, asked_at, late_at };
    assert_eq!(tx.papers_owed(petition.id).await.unwrap(), [owed]);
    assert_eq!(tx.warn_of_papers(&petition, due.plus_millis(DAY)).await.unwrap(), 2);
    assert!(topics(tx.as_mut(), HANDLER).await.contains(&Topic::PaperMissing));
    assert!(topics(tx.as_mut(), PRESIDER).await.contains(&Topic::PaperLate), "the head, of what is closed");
    let issued = Change::new(EventKind::DocumentIssued).with("kind", DocumentKind::Opinion);
    tx.append(&issued.event(EventId(Uuid::from_u128(2)), due, by, &petition)).await.unwrap();
    assert_eq!(tx.papers_owed(petition.id).await.unwrap(), []);
}

/// The city's bureau hands it down, the district's routes it: a letter settles what its own bureau owes, or who was merged into
/// that.
async fn each_bureau_on_the_way_owes_its_own_letter(test: TestStore) {
    let (mut tx, mut petition) = at_the_unit(&test, Some(Role::UnitHead)).await;
    petition.clocks = vec![clock(ClockKind::Route, MORNING.plus_millis(9 * DAY))];
    tx.save_petition(&petition).await.unwrap();
    let transfer = |kind: EventKind| Change::new(kind).with("how", "transfer");
    let issued = || Change::new(EventKind::DocumentIssued).with("kind", DocumentKind::Transfer);
    let steps = [
        (transfer(EventKind::PetitionHandedDown), CITY_BUREAU, vec![CITY_BUREAU]),
        (transfer(EventKind::PetitionRouted), DISTRICT_BUREAU, vec![CITY_BUREAU, DISTRICT_BUREAU]),
        (issued(), DISTRICT_BUREAU, vec![CITY_BUREAU]),
        (issued(), HOUSING, vec![CITY_BUREAU]),
        (issued(), CITY_BUREAU, vec![]),
        (transfer(EventKind::PetitionRerouted), DISTRICT_BUREAU, vec![DISTRICT_BUREAU]),
    ];
    let mut n: u128 = 0;
    for (step, agency, left) in steps {
        n += 1;
        let at = MORNING.plus_millis(HOUR * i64::try_from(n).unwrap());
        let by = Actor::Staff { staff: PRESIDER, agency };
        tx.append(&step.event(EventId(Uuid::from_u128(n)), at, by, &petition)).await.unwrap();
        let owed = tx.papers_owed(petition.id).await.unwrap();
        assert_eq!(owed.iter().map(|one| one.organ).collect::<Vec<_>>(), left, "{n}");
    }
    tx.close_agency(&merger(DISTRICT_BUREAU, CITY_BUREAU)).await.unwrap();
    let by = Actor::Staff { staff: PRESIDER, agency: CITY_BUREAU };
    tx.append(&issued().event(EventId(Uuid::from_u128(9)), MORNING.plus_millis(DAY), by, &petition))
        .await
        .unwrap();
    assert_eq!(tx.papers_owed(petition.id).await.unwrap(), [], "the successor's letter");
}
