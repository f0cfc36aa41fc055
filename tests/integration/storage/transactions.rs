use super::fixtures::*;
use crate::{
    contract,
    kit::database::{MASTER_KEY, TestStore, sqlite_store},
};
use lianjie::storage;

contract!(
    what_was_committed_is_there_after_opening_again,
    what_was_dropped_is_gone,
    nobody_reads_what_is_not_committed,
    a_view_does_not_change_while_it_is_read,
    a_hundred_writers_are_all_there,
    a_refused_write_spoils_only_its_own_transaction,
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
