use super::fixtures::*;
use crate::{
    contract,
    kit::database::{MASTER_KEY, TestStore, on_postgres, sqlite_store},
};
use futures_util::future::join_all;
use lianjie::{
    domain::petition::PetitionState,
    storage::{self, StoreError},
};
use sqlx::{Connection as _, PgConnection, raw_sql};
use std::time::Duration;
use tokio::time::timeout;

contract!(
    what_was_committed_is_there_after_opening_again,
    what_was_dropped_is_gone,
    a_commit_whose_answer_was_lost_was_made,
    nobody_reads_what_is_not_committed,
    a_view_does_not_change_while_it_is_read,
    a_hundred_writers_are_all_there,
    a_refused_write_spoils_only_its_own_transaction,
    of_two_merged_into_each_other_at_once_one_goes_on,
    a_lead_that_ends_meanwhile_takes_nothing_in,
);

async fn what_was_committed_is_there_after_opening_again(test: TestStore) {
    let mut tx = furnished(&test).await;
    tx.add_petition(&registration(petition(1))).await.unwrap();
    tx.append(&event(1, "620102")).await.unwrap();
    tx.commit().await.unwrap();
    let TestStore { url, store, .. } = test;
    drop(store);
    let again = storage::open(&url, MASTER_KEY).await.unwrap();
    let mut records = again.read().await.unwrap();
    assert_eq!(records.petition(petition_id(1)).await.unwrap(), Some(petition(1)));
    assert_eq!(records.parties(petition_id(1)).await.unwrap().len(), 1);
    assert!(storage::verify(again.as_ref()).await.unwrap().is_sound());
}

async fn what_was_dropped_is_gone(test: TestStore) {
    furnished(&test).await.commit().await.unwrap();
    let mut dropped = test.store.begin().await.unwrap();
    dropped.add_petition(&registration(petition(1))).await.unwrap();
    assert!(dropped.petition(petition_id(1)).await.unwrap().is_some(), "it sees its own writes");
    drop(dropped);
    let mut tx = test.store.begin().await.unwrap();
    assert_eq!(tx.petition(petition_id(1)).await.unwrap(), None);
    tx.commit().await.unwrap();
    assert_eq!(test.store.read().await.unwrap().petition(petition_id(1)).await.unwrap(), None);
}

async fn a_commit_whose_answer_was_lost_was_made(test: TestStore) {
    let (happened, not) = (event(1, "620102"), event(2, "620102"));
    let mut tx = furnished(&test).await;
    tx.add_petition(&registration(petition(1))).await.unwrap();
    tx.append(&happened).await.unwrap();
    let lost = async {
        tx.commit().await.unwrap();
        Err(StoreError::Database("the line went dead".into()))
    };
    storage::made(&test.store, Some(happened.id), lost).await.unwrap();
    let mut tx = test.store.begin().await.unwrap();
    tx.append(&not).await.unwrap();
    let undone = async {
        drop(tx);
        Err(StoreError::Database("the line went dead".into()))
    };
    assert!(storage::made(&test.store, Some(not.id), undone).await.is_err());
}

/// As many as there are connections wait for a lock, and those who asked give up.
#[tokio::test]
async fn what_was_given_up_keeps_no_place_in_the_pool() {
    on_postgres(|test| async move {
        let mut other = PgConnection::connect(&test.url).await.unwrap();
        raw_sql("begin; lock table agencies in access exclusive mode").execute(&mut other).await.unwrap();
        let store = &test.store;
        let asked = (0..16)
            .map(|_| timeout(Duration::from_secs(2), async move { store.read().await?.agencies().await }));
        assert!(join_all(asked).await.iter().all(Result::is_err), "the table is locked");
        store.read().await.expect("there is a place soon");
    })
    .await;
}

async fn nobody_reads_what_is_not_committed(test: TestStore) {
    let tx = furnished(&test).await;
    assert_eq!(test.store.read().await.unwrap().agencies().await.unwrap(), []);
    tx.commit().await.unwrap();
    assert_eq!(test.store.read().await.unwrap().agencies().await.unwrap().len(), 3);
}

async fn a_view_does_not_change_while_it_is_read(test: TestStore) {
    let mut before = test.store.read().await.unwrap();
    assert_eq!(before.agencies().await.unwrap(), []);
    furnished(&test).await.commit().await.unwrap();
    assert_eq!(before.agencies().await.unwrap(), [], "two questions, one answer");
    assert_eq!(test.store.read().await.unwrap().agencies().await.unwrap().len(), 3);
}

/// A is merged into B, and at once B into A: whoever is second finds that the other is not what was read.
async fn of_two_merged_into_each_other_at_once_one_goes_on(test: TestStore) {
    let mut tx = furnished(&test).await;
    for n in [1, 2] {
        tx.add_petition(&registration(petition(n))).await.unwrap();
    }
    tx.commit().await.unwrap();
    let merging = |own: u128, lead: u128| {
        let store = test.store.clone();
        async move {
            let mut tx = store.begin().await.unwrap();
            tx.hold_petitions([(petition_id(own), 1), (petition_id(lead), 1)]).await?;
            let mut merged = petition(own);
            merged.state = PetitionState::Merged { lead: petition_id(lead), at: MORNING };
            tx.save_petition(&merged).await?;
            tx.commit().await
        }
    };
    let (first, second) = (tokio::spawn(merging(1, 2)), tokio::spawn(merging(2, 1)));
    let outcomes = [first.await.unwrap(), second.await.unwrap()];
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
    assert!(outcomes.iter().any(|outcome| matches!(outcome, Err(StoreError::Stale { .. }))), "{outcomes:?}");
}

async fn a_lead_that_ends_meanwhile_takes_nothing_in(test: TestStore) {
    let mut tx = furnished(&test).await;
    for n in [1, 2] {
        tx.add_petition(&registration(petition(n))).await.unwrap();
    }
    let mut withdrawn = petition(2);
    withdrawn.state = PetitionState::Withdrawn { at: MORNING };
    tx.save_petition(&withdrawn).await.unwrap();
    let held = tx.hold_petitions([(petition_id(1), 1), (petition_id(2), 1)]).await;
    assert!(matches!(held, Err(StoreError::Stale { .. })), "{held:?}");
}

async fn a_hundred_writers_are_all_there(test: TestStore) {
    let writers = (0..100_u128).map(|n| {
        let store = test.store.clone();
        tokio::spawn(async move {
            let mut tx = store.begin().await.unwrap();
            let number = tx.next_in_sequence("XF620102202611231").await.unwrap();
            tx.append(&event(n, "620102")).await.unwrap();
            tx.commit().await.unwrap();
            number
        })
    });
    let mut numbers = Vec::new();
    for writer in writers.collect::<Vec<_>>() {
        numbers.push(writer.await.unwrap());
    }
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=100).collect::<Vec<_>>());
    let report = storage::verify(test.store.as_ref()).await.unwrap();
    assert_eq!((report.is_sound(), report.chains[0].sound), (true, 100));
}

async fn a_refused_write_spoils_only_its_own_transaction(test: TestStore) {
    let mut first = furnished(&test).await;
    first.add_petition(&registration(petition(1))).await.unwrap();
    first.commit().await.unwrap();
    let mut refused = test.store.begin().await.unwrap();
    refused.append(&event(1, "620102")).await.unwrap();
    assert!(refused.add_petition(&registration(petition(1))).await.is_err());
    drop(refused);
    let mut after = test.store.begin().await.unwrap();
    assert_eq!(after.append(&event(2, "620102")).await.unwrap().number, 1);
    after.commit().await.unwrap();
}

#[tokio::test]
async fn the_kit_opens_a_store_for_tests_of_other_areas() {
    let (store, folder) = sqlite_store().await;
    assert_eq!(store.read().await.unwrap().agencies().await.unwrap(), []);
    assert!(folder.path().join("lianjie.db").exists());
}
