//! SQLite: one file, one writer with group commit, a few readers.

mod dialect;
#[path = "../shared/mod.rs"]
mod shared;
mod writer;

use super::{Records, Schema, Store, StoreError, Tx, vault::Vault};
use async_trait::async_trait;
use sqlx::{
    ConnectOptions, Connection as _, Sqlite, SqliteConnection, SqlitePool, Transaction,
    migrate::Migrator,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use std::{path::PathBuf, str::FromStr, sync::Arc, time::Duration};
use writer::{Turn, Writer};

pub(super) use shared::statements;

static MIGRATIONS: Migrator = sqlx::migrate!("migrations/sqlite");

/// Readers do not wait for the writer or for each other; more of them than this only share two or four cores.
const READERS: u32 = 8;
/// How long to wait for another process that writes, such as `lianjie user add` beside a running server.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// Pages of the file a connection holds, in KiB. SQLite's own 2 MiB are less than the inner pages of a province's
/// indexes: every write then reads and spills a dozen of them. Taken as they are used.
const WRITER_CACHE: &str = "-65536";
const READER_CACHE: &str = "-16384";
const MAKING_CACHE: &str = "-524288";
/// The members of the work list family and all else; a connection keeps them prepared.
const PREPARED_STATEMENTS_KEPT: usize = 256;

pub(super) struct SqliteStore {
    writer: Writer,
    readers: SqlitePool,
    vault: Arc<Vault>,
}

impl std::fmt::Debug for SqliteStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SqliteStore").field("readers", &self.readers.size()).finish_non_exhaustive()
    }
}

/// Closed, not dropped: a connection that is dropped moves its log into the file some time later, on its own thread.
pub(super) async fn migrate_and_close(url: &str) -> Result<(), StoreError> {
    Ok(migrate(url).await?.close().await?)
}

/// Creates the file if there is none and brings it up to date.
async fn migrate(url: &str) -> Result<SqliteConnection, StoreError> {
    let mut connection =
        options(url)?.create_if_missing(true).pragma("cache_size", WRITER_CACHE).connect().await?;
    shared::migrate(&mut connection, &MIGRATIONS).await?;
    Ok(connection)
}

pub(super) async fn open(url: &str, vault: Vault) -> Result<SqliteStore, StoreError> {
    let store = over(migrate(url).await?, url, vault)?;
    shared::seal(store.write().await?).await?;
    while shared::catch_up(store.write().await?).await? {}
    Ok(store)
}

pub(super) async fn open_as_is(url: &str, vault: Vault) -> Result<SqliteStore, StoreError> {
    let store = over(options(url)?.pragma("cache_size", WRITER_CACHE).connect().await?, url, vault)?;
    shared::unlock(store.session().await?).await?;
    Ok(store)
}

fn over(writer: SqliteConnection, url: &str, vault: Vault) -> Result<SqliteStore, StoreError> {
    let readers = SqlitePoolOptions::new()
        .max_connections(READERS)
        .connect_lazy_with(options(url)?.pragma("query_only", "on").pragma("cache_size", READER_CACHE));
    Ok(SqliteStore { writer: Writer::new(writer), readers, vault: Arc::new(vault) })
}

pub(super) async fn schema(url: &str) -> Result<Schema, StoreError> {
    let options = options(url)?;
    if !options.get_filename().exists() {
        return Ok(Schema::Absent);
    }
    shared::schema(&mut options.connect().await?, &MIGRATIONS).await
}

pub(super) fn file_of(url: &str) -> Result<PathBuf, StoreError> {
    Ok(options(url)?.get_filename().to_owned())
}

/// WAL lets readers read while the writer writes; `synchronous=FULL` makes a commit last through a power cut.
fn options(url: &str) -> Result<SqliteConnectOptions, StoreError> {
    Ok(SqliteConnectOptions::from_str(url)?
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(BUSY_TIMEOUT)
        .statement_cache_capacity(PREPARED_STATEMENTS_KEPT))
}

impl SqliteStore {
    async fn session(&self) -> Result<Session, StoreError> {
        let hold = Hold::Reading(self.readers.begin().await?);
        Ok(Session { hold, vault: self.vault.clone() })
    }

    async fn write(&self) -> Result<Session, StoreError> {
        let hold = Hold::Writing(self.writer.begin().await?);
        Ok(Session { hold, vault: self.vault.clone() })
    }
}

#[async_trait]
impl Store for SqliteStore {
    async fn read(&self) -> Result<Box<dyn Records>, StoreError> {
        Ok(Box::new(self.session().await?))
    }

    async fn begin(&self) -> Result<Box<dyn Tx>, StoreError> {
        Ok(Box::new(self.write().await?))
    }
}

/// A statement with what is bound to it.
type Connection = SqliteConnection;
type Row = sqlx::sqlite::SqliteRow;
type Asked<'q> = sqlx::query::Query<'q, Sqlite, <Sqlite as sqlx::Database>::Arguments>;

/// A connection for a while: to read from, or the writer's.
struct Session {
    hold: Hold,
    vault: Arc<Vault>,
}

enum Hold {
    Reading(Transaction<'static, Sqlite>),
    Writing(Turn),
}

impl Session {
    fn conn(&mut self) -> &mut SqliteConnection {
        match &mut self.hold {
            Hold::Reading(transaction) => transaction,
            Hold::Writing(turn) => turn.conn(),
        }
    }

    const fn is_writing(&self) -> bool {
        matches!(self.hold, Hold::Writing(_))
    }

    fn vault(&self) -> Arc<Vault> {
        self.vault.clone()
    }
}

#[async_trait]
impl Tx for Session {
    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        match self.hold {
            Hold::Writing(turn) => turn.commit().await,
            Hold::Reading(transaction) => Ok(transaction.commit().await?),
        }
    }
}

pub(super) async fn lay_aside_indexes(url: &str) -> Result<Vec<String>, StoreError> {
    shared::lay_aside(&mut options(url)?.connect().await?).await
}

pub(super) async fn make_indexes(url: &str, indexes: Vec<String>) -> Result<(), StoreError> {
    let mut connection = options(url)?.pragma("cache_size", MAKING_CACHE).connect().await?;
    shared::make(&mut connection, indexes).await
}
