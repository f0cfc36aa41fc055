//! Papers that a step owes and nobody made.

use super::{super::fixtures::*, HANDLER, at_the_unit, topics};
use crate::{contract, kit::database::TestStore};
use lianjie::{
    domain::{
        document::{DocumentKind, Owed},
        event::{Actor, Change, EventKind},
        ids::EventId,
        people::Role,
        staff_notice::Topic,
    },
    storage::PetitionFilter,
};
use uuid::Uuid;

contract!(a_paper_that_a_step_owes_is_asked_for_once_and_then_of_the_head);

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
    let owed = Owed { kind: DocumentKind::Acceptance, organ: HOUSING, since: MORNING, due };
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
