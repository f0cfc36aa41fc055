use super::fixtures::*;
use crate::{contract, kit::database::TestStore};
use lianjie::{
    domain::hearing::{Entry, EntryWrite},
    storage::{EntryReceipt, StoreError},
};

contract!(
    entries_are_numbered_in_order,
    an_operation_sent_twice_is_applied_once,
    a_repeated_operation_answers_as_it_did_then,
    only_the_next_revision_replaces,
    what_a_changed_line_said_is_kept_with_who_wrote_it,
    a_struck_line_keeps_its_words_and_stands_again_when_it_is_written,
    an_entry_stays_in_its_hearing,
    what_was_undone_leaves_no_gap,
    fifty_clerks_leave_no_gap,
);

#[track_caller]
fn written(receipt: EntryReceipt) -> Entry {
    match receipt {
        EntryReceipt::Written(entry) => entry,
        other => panic!("{other:?}"),
    }
}

async fn entries_are_numbered_in_order(test: TestStore) {
    let mut tx = scheduled(&test, 2).await;
    for n in 1..=3 {
        let entry = written(tx.write_entry(&write(1, n, 10 - n, 1, "陈述")).await.unwrap());
        assert_eq!((u128::from(entry.number), entry.revision), (n, 1));
    }
    written(tx.write_entry(&write(2, 4, 11, 1, "另一场")).await.unwrap());
    let numbers = tx.minutes(hearing_id(1)).await.unwrap();
    assert_eq!(numbers.iter().map(|entry| entry.number).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(tx.minutes(hearing_id(2)).await.unwrap()[0].number, 1, "each hearing counts for itself");
}

async fn an_operation_sent_twice_is_applied_once(test: TestStore) {
    let mut tx = scheduled(&test, 2).await;
    let first = written(tx.write_entry(&write(1, 1, 1, 1, "陈述")).await.unwrap());
    tx.commit().await.unwrap();
    let mut tx = test.store.begin().await.unwrap();
    let again = tx.write_entry(&write(1, 1, 1, 1, "陈述")).await.unwrap();
    assert_eq!(again, EntryReceipt::Repeated(first.clone()));
    assert_eq!(tx.minutes(hearing_id(1)).await.unwrap(), [first]);
}

async fn a_repeated_operation_answers_as_it_did_then(test: TestStore) {
    let mut tx = scheduled(&test, 2).await;
    let first = written(tx.write_entry(&write(1, 1, 1, 1, "初稿")).await.unwrap());
    let second = written(tx.write_entry(&write(1, 2, 1, 2, "定稿")).await.unwrap());
    assert_eq!(tx.write_entry(&write(1, 1, 1, 1, "初稿")).await.unwrap(), EntryReceipt::Repeated(first));
    assert_eq!(tx.minutes(hearing_id(1)).await.unwrap(), [second]);
}

async fn only_the_next_revision_replaces(test: TestStore) {
    let mut tx = scheduled(&test, 2).await;
    written(tx.write_entry(&write(1, 1, 1, 1, "一")).await.unwrap());
    let standing = written(tx.write_entry(&write(1, 2, 1, 2, "二")).await.unwrap());
    for (op, revision) in [(3, 1), (4, 2), (5, 4), (6, 0)] {
        let refused = tx.write_entry(&write(1, op, 1, revision, "三")).await.unwrap();
        assert_eq!(refused, EntryReceipt::Stale(standing.clone()), "revision {revision}");
    }
    let third = written(tx.write_entry(&write(1, 7, 1, 3, "三")).await.unwrap());
    assert_eq!((third.text.as_str(), third.number, third.at), ("三", 1, standing.at));
    let unknown = tx.write_entry(&write(1, 8, 2, 2, "?")).await;
    assert!(matches!(unknown, Err(StoreError::Stale { what: "entry" })));
}

async fn what_a_changed_line_said_is_kept_with_who_wrote_it(test: TestStore) {
    let mut tx = scheduled(&test, 2).await;
    let first = written(tx.write_entry(&write(1, 1, 1, 1, "六十户")).await.unwrap());
    written(tx.write_entry(&write(1, 2, 2, 1, "没有改过")).await.unwrap());
    let (later, other) = (MORNING.plus_millis(60_000), seat_id(1, 1));
    let changed = EntryWrite { at: later, author: other, ..write(1, 3, 1, 2, "六十六户") };
    let second = written(tx.write_entry(&changed).await.unwrap());
    written(tx.write_entry(&write(2, 4, 3, 1, "另一场")).await.unwrap());
    written(tx.write_entry(&write(2, 5, 3, 2, "另一场的")).await.unwrap());
    let wordings = tx.wordings(hearing_id(1)).await.unwrap();
    assert_eq!(wordings, [first, Entry { at: later, ..second }]);
    assert_eq!((wordings[1].author, wordings[1].text.as_str()), (other, "六十六户"));
}

async fn a_struck_line_keeps_its_words_and_stands_again_when_it_is_written(test: TestStore) {
    let mut tx = scheduled(&test, 2).await;
    let first = written(tx.write_entry(&write(1, 1, 1, 1, "六十户")).await.unwrap());
    let strike = |op, revision| {
        let op = write(1, op, 1, revision, "").op;
        first.strike((op, revision), " 与上一条重复 ", seat_id(1, 1), MORNING).unwrap()
    };
    let struck = written(tx.write_entry(&strike(2, 2)).await.unwrap());
    assert_eq!((struck.text.as_str(), struck.struck.as_deref()), ("六十户", Some("与上一条重复")));
    let again = tx.write_entry(&strike(2, 2)).await.unwrap();
    assert_eq!(again, EntryReceipt::Repeated(struck.clone()));
    assert_eq!(tx.write_entry(&strike(3, 2)).await.unwrap(), EntryReceipt::Stale(struck.clone()));
    assert_eq!(tx.minutes(hearing_id(1)).await.unwrap(), [struck.clone()]);
    let restored = written(tx.write_entry(&write(1, 4, 1, 3, "六十户")).await.unwrap());
    assert_eq!((restored.number, restored.struck.clone()), (1, None));
    assert_eq!(tx.wordings(hearing_id(1)).await.unwrap(), [first, struck, restored]);
}

async fn an_entry_stays_in_its_hearing(test: TestStore) {
    let mut tx = scheduled(&test, 2).await;
    written(tx.write_entry(&write(1, 1, 1, 1, "一")).await.unwrap());
    for elsewhere in [write(2, 1, 1, 1, "一"), write(2, 2, 1, 2, "二")] {
        assert!(matches!(tx.write_entry(&elsewhere).await, Err(StoreError::Exists { .. })));
    }
    let nowhere = tx.write_entry(&write(9, 3, 3, 1, "?")).await;
    assert!(matches!(nowhere, Err(StoreError::Stale { what: "hearing" })));
}

async fn what_was_undone_leaves_no_gap(test: TestStore) {
    scheduled(&test, 2).await.commit().await.unwrap();
    let mut dropped = test.store.begin().await.unwrap();
    written(dropped.write_entry(&write(1, 1, 1, 1, "撤回")).await.unwrap());
    drop(dropped);
    let mut tx = test.store.begin().await.unwrap();
    let entry = written(tx.write_entry(&write(1, 2, 2, 1, "留下")).await.unwrap());
    assert_eq!(entry.number, 1);
}

async fn fifty_clerks_leave_no_gap(test: TestStore) {
    scheduled(&test, 2).await.commit().await.unwrap();
    let clerks = (1..=50_u128).map(|n| {
        let store = test.store.clone();
        tokio::spawn(async move {
            let mut tx = store.begin().await.unwrap();
            let receipt = tx.write_entry(&write(1, n, n, 1, "记录")).await.unwrap();
            tx.append(&event(n, "620102")).await.unwrap();
            tx.commit().await.unwrap();
            written(receipt).number
        })
    });
    let mut numbers = Vec::new();
    for clerk in clerks.collect::<Vec<_>>() {
        numbers.push(clerk.await.unwrap());
    }
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=50).collect::<Vec<_>>());
    let report = lianjie::storage::verify(test.store.as_ref()).await.unwrap();
    assert!(report.is_sound(), "{report:?}");
    assert_eq!(report.chains[0].sound, 50);
}
