//! A connection of its own, whose session holds the lock of the one server.

use super::{TRY_AGAIN, options};
use crate::storage::StoreError;
use sqlx::{ConnectOptions, Connection as _, PgConnection, query_scalar, raw_sql};
use std::time::Duration;
use tokio::time::{sleep, timeout};

/// `lianjie`, in ASCII: a number among those of whatever else locks in this database.
const SERVING: i64 = 0x006c_6961_6e6a_6965;
const TAKE: &str = "select pg_try_advisory_lock($1)";

const LOOK_EVERY: Duration = Duration::from_secs(3);
/// What has not answered within this is broken.
const ANSWER: Duration = Duration::from_secs(5);
/// PostgreSQL that is started anew, or a line that broke for a moment, ends no hearing.
const ANEW_WITHIN: Duration = Duration::from_secs(20);
/// PostgreSQL gives the lock of a machine that vanished to the next one after a minute. By then a server that merely lost
/// its line has ended: it gives up after the three times above, half a minute.
const KEPT_ALIVE: &str =
    "set tcp_keepalives_idle = 30; set tcp_keepalives_interval = 10; set tcp_keepalives_count = 3";

#[derive(Debug)]
pub(in crate::storage) struct Line {
    connection: PgConnection,
    url: Address,
}

/// It may have a password in it.
struct Address(String);

impl std::fmt::Debug for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[redacted]")
    }
}

impl Line {
    pub(in crate::storage) async fn open(url: &str) -> Result<Self, StoreError> {
        let mut connection = options(url)?.application_name("lianjie serve").connect().await?;
        raw_sql(KEPT_ALIVE).execute(&mut connection).await?;
        Ok(Self { connection, url: Address(url.to_owned()) })
    }

    /// Whether the lock is ours now. Who has it does not ask again: a session may take it twice.
    pub(in crate::storage) async fn take(&mut self) -> Result<bool, StoreError> {
        let taken = query_scalar::<_, bool>(TAKE).bind(SERVING).fetch_one(&mut self.connection);
        Ok(timeout(ANSWER, taken).await.map_err(|_| silent())??)
    }

    /// Ends when the lock is gone and was not to be had again in time, with what broke.
    pub(in crate::storage) async fn lost(mut self) -> StoreError {
        loop {
            let error = self.broken().await;
            tracing::warn!(%error, "The line that keeps other servers from these records broke: it is made anew");
            let Self { connection, url } = self;
            drop(connection); // else its session, if it is still there, keeps the lock from us
            match timeout(ANEW_WITHIN, held_anew(&url.0)).await {
                Ok(line) => self = line,
                Err(_) => return error,
            }
            tracing::warn!("The line is there again, and no other server came in between");
        }
    }

    async fn broken(&mut self) -> StoreError {
        loop {
            sleep(LOOK_EVERY).await;
            match timeout(ANSWER, self.connection.ping()).await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => return error.into(),
                Err(_) => return silent(),
            }
        }
    }
}

async fn held_anew(url: &str) -> Line {
    loop {
        if let Ok(mut line) = Line::open(url).await
            && matches!(line.take().await, Ok(true))
        {
            return line;
        }
        sleep(TRY_AGAIN).await;
    }
}

fn silent() -> StoreError {
    StoreError::Database("PostgreSQL does not answer".into())
}
