use super::fixtures::*;
use crate::{contract, kit::database::TestStore};
use lianjie::{
    domain::{
        Timestamp,
        administration::{Deed, DeedKind},
        chain,
        event::{Actor, Event},
        ids::DeedId,
    },
    storage::{Cursor, Engine, Fault, Gone, StoreError, gone_since, heads, verify},
};
use uuid::Builder;

contract!(
    an_event_comes_back_as_appended,
    each_chain_counts_for_itself,
    a_timeline_is_oldest_first,
    an_event_is_logged_once,
    an_undone_event_leaves_no_gap,
    an_untouched_log_is_sound,
    verify_names_what_was_changed,
    verify_names_what_is_missing,
    verify_names_a_log_rewritten_to_its_end,
    what_was_cut_or_written_anew_does_not_stand_against_heads_of_before,
);

async fn an_event_comes_back_as_appended(test: TestStore) {
    let mut tx = test.store.begin().await.unwrap();
    let mut previous = chain::GENESIS;
    let mut appended = Vec::new();
    let actors = [
        Actor::Staff { staff: CLERK, agency: DISTRICT_BUREAU },
        Actor::Seat(seat_id(1, 1)),
        Actor::Petitioner,
        Actor::System,
    ];
    for (n, actor) in (1..).zip(actors) {
        let mut event = event(n, "620102");
        event.actor = actor;
        let chained = tx.append(&event).await.unwrap();
        assert_eq!((u128::from(chained.number), chained.previous), (n, previous));
        assert_eq!(chained.hash, chain::hash(&previous, chained.number, &event));
        previous = chained.hash;
        appended.push(chained);
    }
    tx.commit().await.unwrap();
    let mut records = test.store.read().await.unwrap();
    let chain = "620102".parse().unwrap();
    assert_eq!(records.chain_slice(&chain, 1, 10).await.unwrap(), appended);
    assert_eq!(records.chain_slice(&chain, 2, 2).await.unwrap(), appended[1..3]);
    assert_eq!(records.event(appended[2].event.id).await.unwrap().as_ref(), Some(&appended[2].event));
    assert_eq!(records.event(event(9, "620102").id).await.unwrap(), None);
    assert_eq!(records.chain_head(&chain).await.unwrap(), Some((4, previous)));
    assert!(records.chain_heads().await.unwrap().contains(&(chain.clone(), 4)));
    assert_eq!(records.chain_head(&"63".parse().unwrap()).await.unwrap(), None);
}

async fn each_chain_counts_for_itself(test: TestStore) {
    let mut tx = test.store.begin().await.unwrap();
    let mut numbers = Vec::new();
    for (n, chain) in [(1, "620102"), (2, "620103"), (3, "620102")] {
        numbers.push(tx.append(&event(n, chain)).await.unwrap().number);
    }
    assert_eq!(numbers, [1, 1, 2]);
    let chains = tx.chains().await.unwrap();
    assert_eq!(chains.iter().map(|chain| chain.as_str()).collect::<Vec<_>>(), ["620102", "620103"]);
}

async fn a_timeline_is_oldest_first(test: TestStore) {
    let mut tx = test.store.begin().await.unwrap();
    for n in [3, 1, 2] {
        tx.append(&event(n, "620102")).await.unwrap();
    }
    tx.append(&Event { at: event(1, "620102").at, ..event(4, "620102") }).await.unwrap();
    let timeline = tx.timeline(petition_id(1)).await.unwrap();
    assert_eq!(timeline.iter().map(|chained| chained.number).collect::<Vec<_>>(), [2, 4, 3, 1]);
    let (mut back, mut after) = (Vec::new(), None);
    loop {
        let page = tx.timeline_back(petition_id(1), true, after, 3).await.unwrap();
        back.extend(page.rows);
        after = page.next.as_deref().and_then(Cursor::read);
        if after.is_none() {
            break;
        }
    }
    back.reverse();
    assert_eq!(back, timeline, "page by page, also between two of one time");
}

async fn an_event_is_logged_once(test: TestStore) {
    let mut tx = test.store.begin().await.unwrap();
    tx.append(&event(1, "620102")).await.unwrap();
    assert!(matches!(tx.append(&event(1, "620103")).await, Err(StoreError::Exists { what: "event" })));
}

async fn an_undone_event_leaves_no_gap(test: TestStore) {
    let mut dropped = test.store.begin().await.unwrap();
    dropped.append(&event(1, "620102")).await.unwrap();
    drop(dropped);
    let mut tx = test.store.begin().await.unwrap();
    assert_eq!(tx.append(&event(2, "620102")).await.unwrap().number, 1);
}

/// Two chains of five events.
async fn logged(test: &TestStore) {
    let mut tx = test.store.begin().await.unwrap();
    for n in 1..=5 {
        tx.append(&event(n, "620102")).await.unwrap();
        tx.append(&event(100 + n, "620103")).await.unwrap();
    }
    tx.commit().await.unwrap();
}

/// Changes the database past the store, says what verify found in 620102, and puts all back.
async fn found(test: &TestStore, change: &str) -> (u64, Option<Fault>) {
    const SAVE: &str = "create table kept_events as select * from events;
        create table kept_heads as select * from chain_heads;";
    const RESTORE: &str = "delete from events; delete from chain_heads;
        insert into events select * from kept_events; insert into chain_heads select * from kept_heads;
        drop table kept_events; drop table kept_heads;";
    test.tamper(SAVE).await;
    test.tamper(change).await;
    let report = verify(test.store.as_ref()).await.unwrap();
    test.tamper(RESTORE).await;
    assert!(!report.is_sound(), "{change}");
    let chain = report.chains.into_iter().find(|chain| chain.chain.as_str() == "620102").unwrap();
    (chain.sound, chain.fault)
}

async fn an_untouched_log_is_sound(test: TestStore) {
    assert!(verify(test.store.as_ref()).await.unwrap().is_sound(), "an empty one too");
    logged(&test).await;
    let report = verify(test.store.as_ref()).await.unwrap();
    assert!(report.is_sound());
    assert_eq!(report.chains.iter().map(|chain| chain.sound).collect::<Vec<_>>(), [5, 5]);
}

async fn verify_names_what_was_changed(test: TestStore) {
    logged(&test).await;
    for column in [
        "id = hearing",
        "at = at + 1",
        "petition = id",
        "hearing = null",
        "actor = 'system'",
        "actor_id = actor_agency",
        "actor_agency = actor_id",
        "kind = 'hearing.stage'",
        "reason = 'x'",
        "reason = null",
        "due_before = 1",
        "due_after = due_after + 1",
        "details = '[]'",
        "details = replace(details, '3', '4')",
        "previous = hash",
        "hash = previous",
    ] {
        let change = format!("update events set {column} where chain = '620102' and number = 3");
        assert_eq!(found(&test, &change).await, (2, Some(Fault::Changed { number: 3 })), "{column}");
    }
    for unreadable in
        ["kind = 'x'", "actor = 'x'", "actor_id = null", "details = '?'", "hash = substr(hash, 1, 5)"]
    {
        let change = format!("update events set {unreadable} where chain = '620102' and number = 3");
        let (sound, fault) = found(&test, &change).await;
        assert!(matches!(fault, Some(Fault::Unreadable { number: 3, .. })), "{unreadable}: {fault:?}");
        assert_eq!(sound, 2);
    }
}

async fn verify_names_what_is_missing(test: TestStore) {
    logged(&test).await;
    for (change, sound, fault) in [
        ("delete from events where chain = '620102' and number = 1", 0, Fault::Missing { number: 1 }),
        ("delete from events where chain = '620102' and number = 3", 2, Fault::Missing { number: 3 }),
        (
            "delete from events where chain = '620102' and number > 3",
            3,
            Fault::Truncated { number: 4, head: 5 },
        ),
        ("delete from events where chain = '620102'", 0, Fault::Truncated { number: 1, head: 5 }),
        ("delete from chain_heads where chain = '620102'", 0, Fault::BeyondHead { number: 1 }),
        ("update chain_heads set number = 4 where chain = '620102'", 4, Fault::BeyondHead { number: 5 }),
    ] {
        assert_eq!(found(&test, change).await, (sound, Some(fault)), "{change}");
    }
}

/// Someone who knows how the chain is made changes the last event and its hash, but not the head.
async fn verify_names_a_log_rewritten_to_its_end(test: TestStore) {
    logged(&test).await;
    let mut records = test.store.read().await.unwrap();
    let last = records.chain_slice(&"620102".parse().unwrap(), 5, 1).await.unwrap().remove(0);
    drop(records);
    let mut forged = last.event.clone();
    forged.reason = Some("伪造".into());
    let hash = hex::encode(chain::hash(&last.previous, 5, &forged));
    let literal = match test.engine {
        Engine::Sqlite => format!("x'{hash}'"),
        Engine::Postgres => format!("'\\x{hash}'::bytea"),
    };
    let change =
        format!("update events set reason = '伪造', hash = {literal} where chain = '620102' and number = 5");
    assert_eq!(found(&test, &change).await, (5, Some(Fault::Replaced { number: 5 })));
}

/// Each of them with heads that fit: in itself the log is sound.
async fn what_was_cut_or_written_anew_does_not_stand_against_heads_of_before(test: TestStore) {
    let at = |hour: i64| MORNING.plus_millis(HOUR * hour);
    logged(&test).await;
    administered(&test, &[at(1), at(2)]).await;
    let then = heads(test.store.as_ref(), at(3)).await.unwrap();
    assert_eq!((then.chains[0].number, then.deeds.count, then.sessions.count), (5, 2, 0));
    let mut tx = test.store.begin().await.unwrap();
    let hash_of_four = tx.chain_slice(&then.chains[0].chain, 4, 1).await.unwrap()[0].hash;
    tx.append(&event(6, "620102")).await.unwrap();
    tx.append(&event(7, "6202")).await.unwrap();
    tx.commit().await.unwrap();
    administered(&test, &[at(4)]).await;
    assert_eq!(gone_since(test.store.as_ref(), &then).await.unwrap(), [], "what came since is no matter");

    let literal = |bytes: [u8; 32]| match test.engine {
        Engine::Sqlite => format!("x'{}'", hex::encode(bytes)),
        Engine::Postgres => format!("'\\x{}'::bytea", hex::encode(bytes)),
    };
    let cut = format!(
        "delete from events where chain = '620102' and number > 4;
        update chain_heads set number = 4, hash = {} where chain = '620102';",
        literal(hash_of_four)
    );
    test.tamper(&cut).await;
    test.tamper("delete from administration_log where about = '1'").await;
    assert!(verify(test.store.as_ref()).await.unwrap().is_sound(), "nothing of the log itself tells");
    let chain = then.chains[0].chain.clone();
    let fewer = Gone::Deeds { list: "deeds", had: 2, has: 1 };
    let gone = gone_since(test.store.as_ref(), &then).await.unwrap();
    assert_eq!(gone, [Gone::Cut { chain: chain.clone(), had: 5, has: 4 }, fewer.clone()]);

    let mut tx = test.store.begin().await.unwrap();
    tx.append(&event(8, "620102")).await.unwrap();
    tx.commit().await.unwrap();
    assert!(verify(test.store.as_ref()).await.unwrap().is_sound());
    let gone = gone_since(test.store.as_ref(), &then).await.unwrap();
    assert_eq!(gone, [Gone::Rewritten { chain, number: 5 }, fewer]);
}

/// Deeds of these times, each about its place among them.
async fn administered(test: &TestStore, times: &[Timestamp]) {
    let mut tx = test.store.begin().await.unwrap();
    for (n, at) in (1..).zip(times) {
        let id = Builder::from_unix_timestamp_millis(u64::try_from(at.0).unwrap(), &[n; 10]).into_uuid();
        let deed = Deed {
            id: DeedId(id),
            at: *at,
            by: None,
            division: String::new(),
            kind: DeedKind::AgencyRenamed,
            about: n.to_string(),
        };
        tx.add_deed(&deed).await.unwrap();
    }
    tx.commit().await.unwrap();
}
