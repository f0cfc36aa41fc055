//! How petitions are found.

use super::archived;
use crate::{contract, kit::database::TestStore, storage::fixtures::*};
use lianjie::domain::{
    ids::{AttachmentId, PetitionId},
    petition::{Category, ClockKind, Petition, PetitionState},
};
use uuid::Uuid;

contract!(
    merged_petitions_are_found_by_their_lead,
    only_lapsed_windows_are_found,
    replies_without_a_window_are_found_by_their_age,
    the_same_person_is_found_however_the_number_is_written,
    nothing_unknown_is_found,
);

async fn merged_petitions_are_found_by_their_lead(test: TestStore) {
    let mut tx = furnished(&test).await;
    for n in 1..=5 {
        tx.add_petition(&registration(petition(n))).await.unwrap();
    }
    for (n, state) in [
        (5, archived(PetitionState::Merged { lead: petition_id(1), at: MORNING })),
        (2, PetitionState::Merged { lead: petition_id(1), at: MORNING }),
        (3, PetitionState::NoLongerAccepted { earlier: petition_id(1), at: MORNING }),
        (4, PetitionState::Merged { lead: petition_id(2), at: MORNING }),
    ] {
        tx.save_petition(&Petition { state, ..petition(n) }).await.unwrap();
    }
    let found = tx.merged_into(petition_id(1)).await.unwrap();
    let found: Vec<_> = found.into_iter().map(|petition| petition.id).collect();
    assert_eq!(found, [petition_id(2), petition_id(4), petition_id(5)], "by whatever number of mergers");
    for (n, matter, is_merged) in [(1, 1, false), (2, 1, true), (3, 3, false), (4, 1, true), (5, 1, true)] {
        let own = tx.petition(petition_id(n)).await.unwrap().unwrap();
        let household = tx.household(own).await.unwrap();
        assert_eq!((household.matter.id, household.is_merged()), (petition_id(matter), is_merged), "{n}");
    }
}

async fn only_lapsed_windows_are_found(test: TestStore) {
    let mut tx = furnished(&test).await;
    for (n, due, state) in [
        (1, 2, PetitionState::Replied { unit: HOUSING, delivered_at: MORNING }),
        (2, 1, PetitionState::Reviewed { unit: HOUSING, organ: HOUSING, delivered_at: MORNING }),
        (3, 1, PetitionState::Accepted { unit: HOUSING, since: MORNING }),
        (4, 3, PetitionState::Replied { unit: HOUSING, delivered_at: MORNING }),
    ] {
        tx.add_petition(&registration(petition(n))).await.unwrap();
        let clocks = vec![clock(ClockKind::ReviewWindow, MORNING.plus_millis(due * DAY))];
        tx.save_petition(&Petition { state, clocks, ..petition(n) }).await.unwrap();
    }
    let now = MORNING.plus_millis(2 * DAY + 1);
    assert_eq!(tx.lapsed(now, 10).await.unwrap(), [petition_id(2), petition_id(1)]);
    assert_eq!(tx.lapsed(now, 1).await.unwrap(), [petition_id(2)]);
}

async fn replies_without_a_window_are_found_by_their_age(test: TestStore) {
    let mut tx = furnished(&test).await;
    let replied =
        |days: i64| PetitionState::Replied { unit: HOUSING, delivered_at: MORNING.plus_millis(-days * DAY) };
    for (n, category, state) in [
        (1, Category::Suggestion, replied(20)),
        (2, Category::Report, replied(30)),
        (3, Category::Appeal, replied(40)),
        (4, Category::Suggestion, replied(5)),
        (5, Category::Suggestion, PetitionState::Accepted { unit: HOUSING, since: MORNING }),
    ] {
        tx.add_petition(&registration(petition(n))).await.unwrap();
        tx.save_petition(&Petition { state, category, ..petition(n) }).await.unwrap();
    }
    let before = MORNING.plus_millis(-10 * DAY);
    assert_eq!(tx.settled(before, 10).await.unwrap(), [petition_id(2), petition_id(1)]);
    assert_eq!(tx.settled(before, 1).await.unwrap(), [petition_id(2)]);
}

async fn the_same_person_is_found_however_the_number_is_written(test: TestStore) {
    let mut tx = furnished(&test).await;
    let mut filed = registration(petition(1));
    filed.parties[0].phone = Some("+86 139-0000-0001".into());
    filed.parties[0].id_number = Some("62010219900101123x".into());
    tx.add_petition(&filed).await.unwrap();
    for (phone, id_number, found) in [
        (Some("13900000001"), None, true),
        (Some("139 0000 0002"), None, false),
        (None, Some("62010219900101123X"), true),
        (Some("-"), None, false),
        (None, None, false),
    ] {
        let same = tx.of_same_person(phone, id_number).await.unwrap();
        assert_eq!(same.len(), usize::from(found), "{phone:?} {id_number:?}");
    }
}

async fn nothing_unknown_is_found(test: TestStore) {
    let mut tx = test.store.begin().await.unwrap();
    let unknown = PetitionId(Uuid::nil());
    assert_eq!(tx.petition(unknown).await.unwrap(), None);
    assert_eq!(tx.petition_by_number("XF").await.unwrap(), None);
    assert_eq!(tx.parties(unknown).await.unwrap(), []);
    assert_eq!(tx.attachments(unknown).await.unwrap(), []);
    assert_eq!(tx.attachment(AttachmentId(Uuid::nil())).await.unwrap(), None);
    assert_eq!(tx.timeline(unknown).await.unwrap(), []);
}
