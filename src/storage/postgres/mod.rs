//! PostgreSQL: READ COMMITTED with row locks and compare-and-set; what several nodes share.

mod dialect;

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
    ConnectOptions, PgConnection, PgPool, Postgres, Transaction,
    migrate::Migrator,
    postgres::{PgConnectOptions, PgPoolOptions},
    raw_sql,
};
use std::{str::FromStr, sync::Arc, time::Duration};

static MIGRATIONS: Migrator = sqlx::migrate!("migrations/postgres");

/// Of one node. PostgreSQL's own default allows 100 for all nodes together.
const CONNECTIONS: u32 = 16;
/// Longer than this without a free connection is a failure people should be told of.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(10);
/// The members of the work list family and all else; a connection keeps them prepared.
const PREPARED_STATEMENTS_KEPT: usize = 256;

const READ: &str = "begin isolation level repeatable read read only";
const WRITE: &str = "begin isolation level read committed read write";

pub(super) struct PostgresStore {
    pool: PgPool,
    vault: Arc<Vault>,
}

impl std::fmt::Debug for PostgresStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PostgresStore").field("connections", &self.pool.size()).finish_non_exhaustive()
    }
}

/// Brings the database up to date; it must exist.
pub(super) async fn migrate(url: &str) -> Result<(), StoreError> {
    let mut connection = options(url)?.connect().await?;
    MIGRATIONS.run(&mut connection).await?;
    Ok(())
}

pub(super) async fn open(url: &str, vault: Vault) -> Result<PostgresStore, StoreError> {
    migrate(url).await?;
    let pool = PgPoolOptions::new()
        .max_connections(CONNECTIONS)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .connect_with(options(url)?)
        .await?;
    let store = PostgresStore { pool, vault: Arc::new(vault) };
    seal(&store).await?;
    catch_up(&store).await?;
    Ok(store)
}

/// Seals a new store under the master key, and refuses another key.
async fn seal(store: &PostgresStore) -> Result<(), StoreError> {
    let mut session = store.session(WRITE).await?;
    if !vault_seal::check(&mut session).await? {
        vault_seal::set(&mut session).await?;
        Box::new(session).commit().await?;
    }
    Ok(())
}

/// What only a server can do that has the key: a few petitions at a time, so that another server may work.
async fn catch_up(store: &PostgresStore) -> Result<(), StoreError> {
    loop {
        let mut session = store.session(WRITE).await?;
        let more = party_index::catch_up(&mut session).await?;
        Box::new(session).commit().await?;
        if !more {
            return Ok(());
        }
    }
}

fn options(url: &str) -> Result<PgConnectOptions, StoreError> {
    Ok(PgConnectOptions::from_str(url)?
        .application_name("lianjie")
        .statement_cache_capacity(PREPARED_STATEMENTS_KEPT))
}

impl PostgresStore {
    async fn session(&self, begin: &'static str) -> Result<Session, StoreError> {
        let transaction = self.pool.begin_with(begin).await?;
        Ok(Session { transaction, writing: begin == WRITE, vault: self.vault.clone() })
    }
}

#[async_trait]
impl Store for PostgresStore {
    async fn read(&self) -> Result<Box<dyn Records>, StoreError> {
        Ok(Box::new(self.session(READ).await?))
    }

    async fn begin(&self) -> Result<Box<dyn Tx>, StoreError> {
        Ok(Box::new(self.session(WRITE).await?))
    }
}

/// A statement with what is bound to it.
type Connection = PgConnection;
type Asked<'q> = sqlx::query::Query<'q, Postgres, <Postgres as sqlx::Database>::Arguments>;

/// A transaction, to read from or to write in.
struct Session {
    transaction: Transaction<'static, Postgres>,
    writing: bool,
    vault: Arc<Vault>,
}

impl Session {
    fn conn(&mut self) -> &mut PgConnection {
        &mut self.transaction
    }

    const fn is_writing(&self) -> bool {
        self.writing
    }

    fn vault(&self) -> Arc<Vault> {
        self.vault.clone()
    }
}

#[async_trait]
impl Tx for Session {
    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        Ok(self.transaction.commit().await?)
    }
}

pub(super) async fn lay_aside_indexes(url: &str) -> Result<Vec<String>, StoreError> {
    indexes::lay_aside(&mut options(url)?.connect().await?).await
}

/// Then it does what the server does by itself in time: it looks at what it has.
pub(super) async fn make_indexes(url: &str, indexes: Vec<String>) -> Result<(), StoreError> {
    let mut connection = options(url)?.connect().await?;
    raw_sql("set maintenance_work_mem = '1GB'").execute(&mut connection).await?;
    indexes::make(&mut connection, indexes).await?;
    raw_sql("vacuum analyze").execute(&mut connection).await?;
    Ok(())
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
