use super::fixtures::*;
use crate::{
    contract,
    kit::database::{TestStore, on_postgres, on_sqlite},
};
use lianjie::{
    domain::{
        event::{Actor, Change, Event, EventKind},
        ids::EventId,
        petition::{Petition, PetitionState, Routing},
        rights::FoundBy,
    },
    storage::{self, Engine, History, PetitionFilter, StoreError, Tx, check_facts},
};
use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection, query_scalar};
use uuid::Uuid;

contract!(
    a_past_leaves_the_rows_that_each_step_would_have,
    a_past_that_is_there_is_refused_whole,
    indexes_laid_aside_are_made_again,
);

/// Registered, routed and accepted; the second one as a village's of another county.
fn histories() -> Vec<History> {
    let past = |n: u128, place: &str| {
        let mut filed = petition(n);
        filed.place = place.parse().unwrap();
        filed.state = PetitionState::Accepted { unit: HOUSING, since: MORNING.plus_millis(4 * DAY) };
        filed.version = 3;
        let routed =
            Change::new(EventKind::PetitionRouted).with("how", Routing::Transfer).with("unit", HOUSING);
        let accepted =
            Change::new(EventKind::PetitionAccepted).due(None, Some(MORNING.plus_millis(64 * DAY)));
        let events = (0..)
            .zip([registered(&filed), routed, accepted])
            .map(|(day, change)| event(&filed, change, n * 16 + u128::try_from(day).unwrap(), day));
        History { events: events.collect(), registration: registration(filed) }
    };
    vec![past(1, "620102001"), past(2, "620103"), past(3, "620102")]
}

fn event(petition: &Petition, change: Change, id: u128, days: i64) -> Event {
    let actor = Actor::Staff { staff: CLERK, agency: DISTRICT_BUREAU };
    change.event(EventId(Uuid::from_u128(id)), MORNING.plus_millis(days * DAY), actor, petition)
}

/// What the two ways must agree in; what is sealed is another each time.
const TABLES: [(&str, &[&str]); 8] = [
    ("petitions", &[]),
    ("clocks", &[]),
    ("parties", &["name", "phone", "id_number", "address"]),
    ("petition_keys", &["wrapped"]),
    ("party_index", &[]),
    ("events", &[]),
    ("chain_heads", &[]),
    ("petition_facts", &[]),
];

/// Every row of [`TABLES`] as text.
async fn rows(test: &TestStore) -> Vec<String> {
    let mut rows = Vec::new();
    for (table, sealed) in TABLES {
        let mut found: Vec<String> = match test.engine {
            Engine::Sqlite => {
                let mut connection = SqliteConnection::connect(&test.url).await.unwrap();
                let columns = format!("select name from pragma_table_info('{table}')");
                let columns: Vec<String> =
                    query_scalar(AssertSqlSafe(columns)).fetch_all(&mut connection).await.unwrap();
                let quoted = columns.iter().filter(|column| !sealed.contains(&column.as_str()));
                let quoted = quoted.map(|column| format!("quote(\"{column}\")")).collect::<Vec<_>>();
                let sql = format!("select {} from {table}", quoted.join(" || ' ' || "));
                query_scalar(AssertSqlSafe(sql)).fetch_all(&mut connection).await.unwrap()
            }
            Engine::Postgres => {
                let mut connection = PgConnection::connect(&test.url).await.unwrap();
                let without = sealed.iter().map(|column| format!(" - '{column}'")).collect::<String>();
                let sql = format!("select (to_jsonb(t){without})::text from {table} t");
                query_scalar(AssertSqlSafe(sql)).fetch_all(&mut connection).await.unwrap()
            }
        };
        assert!(!found.is_empty(), "{table}");
        found.sort();
        rows.extend(found.into_iter().map(|row| format!("{table}: {row}")));
    }
    rows
}

async fn step_by_step(test: TestStore, told: tokio::sync::oneshot::Sender<Vec<String>>) {
    let mut tx = furnished(&test).await;
    for History { registration, events } in histories() {
        tx.add_petition(&registration).await.unwrap();
        for event in &events {
            tx.append(event).await.unwrap();
        }
    }
    tx.commit().await.unwrap();
    told.send(rows(&test).await).unwrap();
}

async fn a_past_leaves_the_rows_that_each_step_would_have(test: TestStore) {
    let mut tx: Box<dyn Tx> = furnished(&test).await;
    // A chain that has begun goes on.
    let (first, others) = (&histories()[..1], &histories()[1..]);
    tx.add_histories(first).await.unwrap();
    tx.add_histories(others).await.unwrap();
    tx.commit().await.unwrap();
    let (told, steps) = tokio::sync::oneshot::channel();
    match test.engine {
        Engine::Sqlite => on_sqlite(|other| step_by_step(other, told)).await,
        Engine::Postgres => on_postgres(|other| step_by_step(other, told)).await,
    }
    assert_eq!(rows(&test).await, steps.await.unwrap());

    assert!(storage::verify(&*test.store).await.unwrap().is_sound());
    assert!(check_facts(&*test.store).await.unwrap().iter().all(|facts| facts.different == 0));
    let mut records = test.store.read().await.unwrap();
    let named = histories()[0].registration.parties[0].name.clone();
    for words in [histories()[0].registration.petition.title[..6].to_owned(), named] {
        let filter = PetitionFilter {
            scope: within("62"),
            search: Some(words.clone()),
            found_by: FoundBy::People,
            limit: 50,
            ..PetitionFilter::default()
        };
        assert_eq!(records.petitions(&filter).await.unwrap().rows.len(), 3, "{words}");
    }
}

async fn a_past_that_is_there_is_refused_whole(test: TestStore) {
    let mut tx = furnished(&test).await;
    tx.add_histories(&histories()[..1]).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = test.store.begin().await.unwrap();
    let refused = tx.add_histories(&histories()).await;
    assert!(matches!(refused, Err(StoreError::Exists { what: "petition" })), "{refused:?}");
    drop(tx);
    let mut records = test.store.read().await.unwrap();
    assert!(records.petition(histories()[1].registration.petition.id).await.unwrap().is_none());
}

async fn indexes_laid_aside_are_made_again(test: TestStore) {
    let mut before = storage::lay_aside_indexes(&test.url).await.unwrap();
    assert!(before.len() > 30, "{}", before.len());
    assert!(storage::lay_aside_indexes(&test.url).await.unwrap().is_empty());
    storage::make_indexes(&test.url, before.clone()).await.unwrap();
    let mut after = storage::lay_aside_indexes(&test.url).await.unwrap();
    before.sort();
    after.sort();
    assert_eq!(before, after);
}
