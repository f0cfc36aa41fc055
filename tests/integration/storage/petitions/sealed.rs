//! People are sealed, and only the right key opens them.

use crate::{
    contract,
    kit::database::{MASTER_KEY, TestStore},
    storage::fixtures::*,
};
use lianjie::storage::{self, Engine};
use sqlx::{Connection, PgConnection, SqliteConnection, query_scalar};

contract!(
    parties_are_sealed_in_the_database,
    who_loses_the_key_has_lost_the_people,
    another_master_key_opens_nothing,
);

async fn parties_are_sealed_in_the_database(test: TestStore) {
    let mut tx = furnished(&test).await;
    tx.add_petition(&registration(petition(1))).await.unwrap();
    tx.commit().await.unwrap();
    const SEALED: &str = "select name from parties union all select phone from parties
        union all select address from parties";
    let sealed: Vec<Vec<u8>> = match test.engine {
        Engine::Sqlite => {
            let mut connection = SqliteConnection::connect(&test.url).await.unwrap();
            query_scalar(SEALED).fetch_all(&mut connection).await.unwrap()
        }
        Engine::Postgres => {
            let mut connection = PgConnection::connect(&test.url).await.unwrap();
            query_scalar(SEALED).fetch_all(&mut connection).await.unwrap()
        }
    };
    assert_eq!(sealed.len(), 3);
    for bytes in sealed {
        let text = String::from_utf8_lossy(&bytes);
        for told in ["马秀英", "13900000000", "酒泉路"] {
            assert!(!text.contains(told));
        }
    }
}

async fn who_loses_the_key_has_lost_the_people(test: TestStore) {
    let mut tx = furnished(&test).await;
    tx.add_petition(&registration(petition(1))).await.unwrap();
    tx.commit().await.unwrap();
    test.tamper("delete from petition_keys").await;
    let mut records = test.store.read().await.unwrap();
    assert_eq!(records.parties(petition_id(1)).await.unwrap(), []);
    assert!(records.petition(petition_id(1)).await.unwrap().is_some());
}

async fn another_master_key_opens_nothing(test: TestStore) {
    assert!(storage::open(&test.url, MASTER_KEY).await.is_ok());
    let refused = storage::open(&test.url, [8; 32]).await.unwrap_err();
    assert!(refused.to_string().contains("master key"), "{refused}");
}
