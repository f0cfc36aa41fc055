//! PostgreSQL: READ COMMITTED with row locks and compare-and-set.

mod dialect;
mod line;
#[path = "../shared/mod.rs"]
mod shared;

use super::{Records, Schema, Store, StoreError, Tx, vault::Vault};
use async_trait::async_trait;
use sqlx::{
    ConnectOptions, Connection as _, Executor as _, PgConnection, PgPool, Postgres, Transaction,
    migrate::Migrator,
    postgres::{PgConnectOptions, PgPoolOptions, PgSslMode},
    raw_sql,
};
use std::{io::ErrorKind, net::IpAddr, str::FromStr, sync::Arc, time::Duration};
use tokio::time::timeout;

pub(super) use line::Line;
pub(super) use shared::statements;

static MIGRATIONS: Migrator = sqlx::migrate!("migrations/postgres");

/// PostgreSQL's own default allows 100 for all that use it.
const CONNECTIONS: u32 = 16;
/// Longer than this without a free connection is a failure people should be told of.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(10);
/// A connection that is given back undoes what it had begun. One that cannot within this is closed: its place is needed.
const RELEASE_TIMEOUT: Duration = Duration::from_secs(5);
/// Between two tries to reach a server that is away.
const TRY_AGAIN: Duration = Duration::from_secs(1);
/// The members of the work list family and all else; a connection keeps them prepared.
const PREPARED_STATEMENTS_KEPT: usize = 256;

/// What PostgreSQL ends by itself, for every connection of the pool: a statement that waits for a lock for ever, and a
/// transaction whose machine vanished while others wait for its rows.
const LIMITS: &str = "set statement_timeout = '5min'; set idle_in_transaction_session_timeout = '5min'";

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
    shared::migrate(&mut connection, &MIGRATIONS).await
}

pub(super) async fn open(url: &str, vault: Vault) -> Result<PostgresStore, StoreError> {
    migrate(url).await?;
    let store = over(url, vault).await?;
    shared::seal(store.session(WRITE).await?).await?;
    while shared::catch_up(store.session(WRITE).await?).await? {}
    Ok(store)
}

pub(super) async fn open_as_is(url: &str, vault: Vault) -> Result<PostgresStore, StoreError> {
    let store = over(url, vault).await?;
    shared::unlock(store.session(READ).await?).await?;
    Ok(store)
}

async fn over(url: &str, vault: Vault) -> Result<PostgresStore, StoreError> {
    let pool = PgPoolOptions::new()
        .max_connections(CONNECTIONS)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .after_connect(|connection, _| {
            Box::pin(async move {
                connection.execute(LIMITS).await?;
                Ok(())
            })
        })
        .after_release(|connection, _| {
            Box::pin(async move {
                // sqlx asks then whether the connection is alive, and would wait for what is unanswered without end.
                let undone = timeout(RELEASE_TIMEOUT, connection.flush()).await;
                undone.unwrap_or_else(|_| Err(sqlx::Error::PoolTimedOut)).map(|()| true)
            })
        })
        .connect_with(options(url)?)
        .await?;
    Ok(PostgresStore { pool, vault: Arc::new(vault) })
}

pub(super) async fn wait(url: &str, patience: Duration) -> Result<(), StoreError> {
    let (options, mut last) = (options(url)?, None);
    let asked = async {
        loop {
            match options.connect().await {
                Ok(connection) => return connection.close().await,
                Err(error) if passes(&error) => {
                    tracing::warn!(%error, "PostgreSQL is not there yet: it is tried again");
                    last = Some(error);
                }
                Err(error) => return Err(error),
            }
            tokio::time::sleep(TRY_AGAIN).await;
        }
    };
    let ended = timeout(patience, asked).await;
    Ok(ended.unwrap_or_else(|_| Err(last.unwrap_or(sqlx::Error::PoolTimedOut)))?)
}

/// Nobody listens, or the server is starting, stopping or full: all of this passes. A certificate that is not taken does
/// not; it comes as data that are not what they should be.
fn passes(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(error) => error.kind() != ErrorKind::InvalidData,
        sqlx::Error::Database(said) => matches!(said.code().as_deref(), Some("57P03" | "53300")),
        _ => false,
    }
}

pub(super) async fn schema(url: &str) -> Result<Schema, StoreError> {
    shared::schema(&mut options(url)?.connect().await?, &MIGRATIONS).await
}

/// The host of `url`, where that is another machine and TLS is not demanded.
pub(super) fn in_the_clear(url: &str) -> Result<Option<String>, StoreError> {
    let options = options(url)?;
    let demanded =
        matches!(options.get_ssl_mode(), PgSslMode::Require | PgSslMode::VerifyCa | PgSslMode::VerifyFull);
    let host = options.get_host();
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    let here = options.get_socket().is_some()
        || host.starts_with('/')
        || host == "localhost"
        || address.is_ok_and(|address| address.is_loopback());
    Ok((!here && !demanded).then(|| host.to_owned()))
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
type Row = sqlx::postgres::PgRow;
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
    shared::lay_aside(&mut options(url)?.connect().await?).await
}

/// Then it does what the server does by itself in time: it looks at what it has.
pub(super) async fn make_indexes(url: &str, indexes: Vec<String>) -> Result<(), StoreError> {
    let mut connection = options(url)?.connect().await?;
    raw_sql("set maintenance_work_mem = '1GB'").execute(&mut connection).await?;
    shared::make(&mut connection, indexes).await?;
    raw_sql("vacuum analyze").execute(&mut connection).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_demand_keeps_records_from_going_in_the_clear() {
        for (url, clear) in [
            ("postgres://lianjie@localhost/lianjie", None),
            ("postgres://lianjie@127.0.0.1:5433/lianjie", None),
            ("postgres://lianjie@[::1]/lianjie", None),
            ("postgres://lianjie@%2Frun%2Fpostgresql/lianjie", None),
            ("postgres://lianjie@db.example/lianjie?host=/run/postgresql", None),
            ("postgres://lianjie@db.example/lianjie?sslmode=require", None),
            ("postgres://lianjie@db.example/lianjie?sslmode=verify-ca", None),
            ("postgres://lianjie@db.example/lianjie?sslmode=verify-full&sslrootcert=/etc/ssl/db.pem", None),
            ("postgres://lianjie@db.example/lianjie?sslmode=prefer", Some("db.example")),
            ("postgres://lianjie@db.example/lianjie?sslmode=disable", Some("db.example")),
            ("postgres://lianjie@10.20.0.7/lianjie?sslmode=allow", Some("10.20.0.7")),
            ("postgres://lianjie@localhost.example/lianjie?sslmode=prefer", Some("localhost.example")),
        ] {
            assert_eq!(in_the_clear(url).unwrap().as_deref(), clear, "{url}");
        }
    }
}
