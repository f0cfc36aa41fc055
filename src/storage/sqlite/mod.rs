//! SQLite: one file, one writer with group commit, a few readers.

mod dialect;
mod writer;

// Bodies written once, compiled for each database: `super::Session` is this one's there.
#[path = "../shared/administration.rs"]
mod administration;
#[path = "../shared/bookings.rs"]
mod bookings;
#[path = "../shared/check_in.rs"]
mod check_in;
#[path = "../shared/clients.rs"]
mod clients;
#[path = "../shared/colleagues.rs"]
mod colleagues;
#[path = "../shared/corrections.rs"]
mod corrections;
#[path = "../shared/delegations.rs"]
mod delegations;
#[path = "../shared/documents.rs"]
mod documents;
#[path = "../shared/exhibits.rs"]
mod exhibits;
#[path = "../shared/facts.rs"]
mod facts;
#[path = "../shared/filters.rs"]
mod filters;
#[path = "../shared/grid.rs"]
mod grid;
#[path = "../shared/hearings.rs"]
mod hearings;
#[path = "../shared/histories.rs"]
mod histories;
#[path = "../shared/indexes.rs"]
mod indexes;
#[path = "../shared/intake.rs"]
mod intake;
#[path = "../shared/keeping.rs"]
mod keeping;
#[path = "../shared/log.rs"]
mod log;
#[path = "../shared/minutes.rs"]
mod minutes;
#[path = "../shared/narrowing.rs"]
mod narrowing;
#[path = "../shared/notices.rs"]
mod notices;
#[path = "../shared/organs.rs"]
mod organs;
#[path = "../shared/outbox.rs"]
mod outbox;
#[path = "../shared/outcomes.rs"]
mod outcomes;
#[path = "../shared/papers.rs"]
mod papers;
#[path = "../shared/parties.rs"]
mod parties;
#[path = "../shared/party_index.rs"]
mod party_index;
#[path = "../shared/people.rs"]
mod people;
#[path = "../shared/petitions.rs"]
mod petitions;
#[path = "../shared/places.rs"]
mod places;
#[path = "../shared/presiding.rs"]
mod presiding;
#[path = "../shared/quality.rs"]
mod quality;
#[path = "../shared/queue.rs"]
mod queue;
#[path = "../shared/ranges.rs"]
mod ranges;
#[path = "../shared/reception.rs"]
mod reception;
#[path = "../shared/recordings.rs"]
mod recordings;
#[path = "../shared/requests.rs"]
mod requests;
#[path = "../shared/screens.rs"]
mod screens;
#[path = "../shared/signing.rs"]
mod signing;
#[path = "../shared/staff_notices.rs"]
mod staff_notices;
#[path = "../shared/supervision.rs"]
mod supervision;
#[path = "../shared/vault_seal.rs"]
mod vault_seal;
#[path = "../shared/work_list.rs"]
mod work_list;
#[path = "../shared/work_list_shape.rs"]
mod work_list_shape;

use super::{Records, Store, StoreError, Tx, statements::Statement, vault::Vault};
use async_trait::async_trait;
use sqlx::{
    ConnectOptions, Sqlite, SqliteConnection, SqlitePool, Transaction,
    migrate::Migrator,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use std::{str::FromStr, sync::Arc, time::Duration};
use writer::{Turn, Writer};

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

/// Creates the file if there is none and brings it up to date.
pub(super) async fn migrate(url: &str) -> Result<SqliteConnection, StoreError> {
    let mut connection =
        options(url)?.create_if_missing(true).pragma("cache_size", WRITER_CACHE).connect().await?;
    MIGRATIONS.run(&mut connection).await?;
    Ok(connection)
}

pub(super) async fn open(url: &str, vault: Vault) -> Result<SqliteStore, StoreError> {
    let writer = Writer::new(migrate(url).await?);
    let readers = SqlitePoolOptions::new()
        .max_connections(READERS)
        .connect_lazy_with(options(url)?.pragma("query_only", "on").pragma("cache_size", READER_CACHE));
    let store = SqliteStore { writer, readers, vault: Arc::new(vault) };
    seal(&store).await?;
    catch_up(&store).await?;
    Ok(store)
}

/// Seals a new store under the master key, and refuses another key.
async fn seal(store: &SqliteStore) -> Result<(), StoreError> {
    let mut session = store.write().await?;
    if !vault_seal::check(&mut session).await? {
        vault_seal::set(&mut session).await?;
        Box::new(session).commit().await?;
    }
    Ok(())
}

/// What only a server can do that has the key: a few petitions at a time, so that another server may work.
async fn catch_up(store: &SqliteStore) -> Result<(), StoreError> {
    loop {
        let mut session = store.write().await?;
        let more = party_index::catch_up(&mut session).await?;
        Box::new(session).commit().await?;
        if !more {
            return Ok(());
        }
    }
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
    async fn write(&self) -> Result<Session, StoreError> {
        let hold = Hold::Writing(self.writer.begin().await?);
        Ok(Session { hold, vault: self.vault.clone() })
    }
}

#[async_trait]
impl Store for SqliteStore {
    async fn read(&self) -> Result<Box<dyn Records>, StoreError> {
        let hold = Hold::Reading(self.readers.begin().await?);
        Ok(Box::new(Session { hold, vault: self.vault.clone() }))
    }

    async fn begin(&self) -> Result<Box<dyn Tx>, StoreError> {
        Ok(Box::new(self.write().await?))
    }
}

/// A statement with what is bound to it.
type Connection = SqliteConnection;
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
    indexes::lay_aside(&mut options(url)?.connect().await?).await
}

pub(super) async fn make_indexes(url: &str, indexes: Vec<String>) -> Result<(), StoreError> {
    let mut connection = options(url)?.pragma("cache_size", MAKING_CACHE).connect().await?;
    indexes::make(&mut connection, indexes).await
}

pub(super) fn statements() -> Vec<Statement> {
    let lists = [
        administration::ALL,
        bookings::ALL,
        check_in::ALL,
        facts::ALL,
        delegations::ALL,
        documents::ALL,
        filters::ALL,
        clients::ALL,
        grid::ALL,
        hearings::ALL,
        intake::ALL,
        keeping::ALL,
        log::ALL,
        minutes::ALL,
        outbox::ALL,
        outcomes::ALL,
        corrections::ALL,
        parties::ALL,
        party_index::ALL,
        people::ALL,
        petitions::ALL,
        organs::ALL,
        places::ALL,
        presiding::ALL,
        quality::ALL,
        colleagues::ALL,
        staff_notices::ALL,
        supervision::ALL,
        recordings::ALL,
        reception::ALL,
        requests::ALL,
        screens::ALL,
        notices::ALL,
        queue::ALL,
        papers::ALL,
        signing::ALL,
        exhibits::ALL,
        vault_seal::ALL,
        work_list::ALL,
    ];
    let named = lists.into_iter().flatten();
    let named = named.map(|(name, sql)| Statement { name: (*name).to_owned(), sql: (*sql).to_owned() });
    named.chain(work_list::all()).collect()
}
