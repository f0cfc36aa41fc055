//! Stores for tests: each is empty, and gone afterwards.

use super::migrated;
use futures_util::FutureExt;
use lianjie::storage::{self, Engine, SharedStore};
use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection, raw_sql};
use std::{
    future::Future,
    panic::AssertUnwindSafe,
    path::{Path, PathBuf},
};
use tempfile::TempDir;
use uuid::Uuid;

/// The master key of every test's store.
pub const MASTER_KEY: [u8; 32] = [7; 32];

const NO_POSTGRES: &str = "LIANJIE_TEST_POSTGRES is not set: the tests on PostgreSQL need a server. Run them with \
    `scripts/postgres-for-tests run cargo nextest run`, or set it by `eval \"$(scripts/postgres-for-tests start)\"`";

/// A SQLite store in a folder that goes away with the second value.
pub async fn sqlite_store() -> (SharedStore, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let file = file_in(&folder);
    tokio::fs::copy(migrated::sqlite().await, &file).await.unwrap();
    let store = storage::open(&sqlite_url(&file), MASTER_KEY).await.unwrap();
    (store, folder)
}

fn file_in(folder: &TempDir) -> PathBuf {
    folder.path().join("lianjie.db")
}

pub fn sqlite_url(file: &Path) -> String {
    format!("sqlite:{}", file.display())
}

/// A store, and the way to its database past the store.
#[derive(Clone)]
pub struct TestStore {
    pub engine: Engine,
    pub url: String,
    pub store: SharedStore,
}

impl TestStore {
    /// Does to the database what the store would never do.
    pub async fn tamper(&self, sql: &str) {
        let sql = raw_sql(AssertSqlSafe(sql.to_owned()));
        match self.engine {
            Engine::Sqlite => {
                let mut connection = SqliteConnection::connect(&self.url).await.unwrap();
                sql.execute(&mut connection).await.unwrap();
            }
            Engine::Postgres => {
                let mut connection = PgConnection::connect(&self.url).await.unwrap();
                sql.execute(&mut connection).await.unwrap();
            }
        }
    }
}

/// Runs a contract test on SQLite.
pub async fn on_sqlite<F: Future<Output = ()>>(test: impl FnOnce(TestStore) -> F) {
    let (store, folder) = sqlite_store().await;
    test(TestStore { engine: Engine::Sqlite, url: sqlite_url(&file_in(&folder)), store }).await;
}

/// Runs a contract test on PostgreSQL, in a database of its own, deleted whatever the test does.
pub async fn on_postgres<F: Future<Output = ()>>(test: impl FnOnce(TestStore) -> F) {
    let server = std::env::var("LIANJIE_TEST_POSTGRES").expect(NO_POSTGRES);
    let name = format!("lianjie_{}", Uuid::from_bytes(rand::random()).simple());
    let template = migrated::postgres(&server).await;
    administer(&server, format!("create database {name} template {template}")).await;
    let url = in_database(&server, &name);
    let store = storage::open(&url, MASTER_KEY).await.unwrap();
    let test = test(TestStore { engine: Engine::Postgres, url, store });
    let ended = AssertUnwindSafe(test).catch_unwind().await;
    administer(&server, format!("drop database {name} with (force)")).await;
    if let Err(failure) = ended {
        std::panic::resume_unwind(failure);
    }
}

pub async fn administer(server: &str, sql: String) {
    let mut connection = PgConnection::connect(server).await.unwrap();
    raw_sql(AssertSqlSafe(sql)).execute(&mut connection).await.unwrap();
}

/// The server's URL with another database in its path.
pub fn in_database(server: &str, name: &str) -> String {
    let (address, options) = server.split_once('?').unwrap_or((server, ""));
    let (host, _) = address.rsplit_once('/').unwrap();
    format!("{host}/{name}?{options}")
}

/// Each named test, `async fn(TestStore)`, run on both databases.
#[macro_export]
macro_rules! contract {
    ($($claim:ident),+ $(,)?) => {$(
        mod $claim {
            #[tokio::test]
            async fn sqlite() {
                $crate::kit::database::on_sqlite(super::$claim).await;
            }

            #[tokio::test]
            async fn postgres() {
                $crate::kit::database::on_postgres(super::$claim).await;
            }
        }
    )+};
}
