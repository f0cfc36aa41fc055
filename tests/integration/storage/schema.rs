use crate::{
    contract,
    kit::database::{MASTER_KEY, TestStore, sqlite_url},
};
use lianjie::storage::{self, Engine, Schema, Statement, StoreError};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, SqlSafeStr, SqliteConnection, query_scalar};
use std::{collections::BTreeSet, path::Path};

contract!(
    every_statement_is_understood,
    migrating_twice_changes_nothing,
    a_database_is_looked_at_and_left_as_it_is,
    the_log_is_only_inserted_into,
);

/// Their file names.
fn migrations(folder: &str) -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(folder);
    let files = std::fs::read_dir(folder).unwrap();
    files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn both_databases_have_the_same_migrations() {
    assert_eq!(migrations("sqlite"), migrations("postgres"));
    assert!(migrations("sqlite").iter().all(|name| name.ends_with(".sql") && name.as_bytes()[14] == b'_'));
}

#[test]
fn a_url_names_its_database() {
    for (url, engine) in [
        ("sqlite:data/lianjie.db", Some(Engine::Sqlite)),
        ("postgres://lianjie@localhost/lianjie", Some(Engine::Postgres)),
        ("postgresql://lianjie@localhost/lianjie", Some(Engine::Postgres)),
        ("mysql://localhost/lianjie", None),
        ("data/lianjie.db", None),
    ] {
        assert_eq!(Engine::of(url).ok(), engine, "{url}");
    }
}

async fn every_statement_is_understood(test: TestStore) {
    let statements = test.engine.statements();
    assert!(statements.len() > 100, "{}", statements.len());
    match test.engine {
        Engine::Sqlite => {
            understood(&mut SqliteConnection::connect(&test.url).await.unwrap(), statements).await
        }
        Engine::Postgres => {
            understood(&mut PgConnection::connect(&test.url).await.unwrap(), statements).await
        }
    }
}

async fn understood<C: Connection>(connection: &mut C, statements: Vec<Statement>)
where
    for<'c> &'c mut C: Executor<'c>,
{
    for Statement { name, sql } in statements {
        let prepared = connection.prepare(AssertSqlSafe(sql).into_sql_str()).await.map(|_| ());
        assert!(prepared.is_ok(), "{name}: {prepared:?}");
    }
}

async fn migrating_twice_changes_nothing(test: TestStore) {
    storage::migrate(&test.url).await.unwrap();
    const APPLIED: &str = "select count(*) from _sqlx_migrations";
    let applied: i64 = match test.engine {
        Engine::Sqlite => {
            let mut connection = SqliteConnection::connect(&test.url).await.unwrap();
            query_scalar(APPLIED).fetch_one(&mut connection).await.unwrap()
        }
        Engine::Postgres => {
            let mut connection = PgConnection::connect(&test.url).await.unwrap();
            query_scalar(APPLIED).fetch_one(&mut connection).await.unwrap()
        }
    };
    assert_eq!(usize::try_from(applied).unwrap(), migrations("sqlite").len());
}

async fn a_database_is_looked_at_and_left_as_it_is(test: TestStore) {
    let (url, key) = (&test.url, MASTER_KEY);
    assert_eq!(storage::open_as_is(url, key).await.unwrap().1, Schema::Current);
    assert!(storage::open_as_is(url, [8; 32]).await.is_err(), "another key");
    let newest = "(select max(version) from _sqlx_migrations)";
    test.tamper(&format!("delete from _sqlx_migrations where version = {newest}")).await;
    let (store, schema) = storage::open_as_is(url, key).await.unwrap();
    assert_eq!(schema, Schema::Behind(1));
    assert_eq!(store.read().await.unwrap().agencies().await.unwrap(), []);
    assert_eq!(storage::schema(url).await.unwrap(), Schema::Behind(1), "it was not brought up to date");

    test.tamper("update _sqlx_migrations set version = 29990101000000 where version = (select min(version) from _sqlx_migrations)").await;
    let later = |opened: Result<(), StoreError>| matches!(opened, Err(StoreError::Later));
    assert!(later(storage::open_as_is(url, key).await.map(drop)));
    assert!(later(storage::open(url, key).await.map(drop)));
    assert!(later(storage::migrate(url).await));

    test.tamper("drop table _sqlx_migrations").await;
    assert_eq!(storage::schema(url).await.unwrap(), Schema::Absent);
    assert!(matches!(storage::open_as_is(url, key).await, Err(StoreError::Absent)));
}

#[tokio::test]
async fn looking_for_a_file_makes_none() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("lianjie.db");
    assert_eq!(storage::schema(&sqlite_url(&file)).await.unwrap(), Schema::Absent);
    assert!(!file.exists());
}

async fn the_log_is_only_inserted_into(test: TestStore) {
    for Statement { name, sql } in test.engine.statements() {
        let sql = sql.to_lowercase();
        let changes = sql.contains("update events") || sql.contains("delete from events");
        assert!(!changes, "{name} changes the log");
    }
}

/// `kit::migrated` moves it at once, and others copy it. A connection that is dropped instead of closed still moves its
/// log into it then, and the copy may be half of a file.
#[tokio::test]
async fn a_migrated_file_is_at_rest() {
    let folder = tempfile::tempdir().unwrap();
    storage::migrate(&sqlite_url(&folder.path().join("lianjie.db"))).await.unwrap();
    let left: Vec<_> =
        std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["lianjie.db"], "no log is still to be moved into it");
}
