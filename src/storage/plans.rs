//! How the database would answer a statement, in its own words. For tests and measurements alone.

use super::{Engine, StoreError};
use sqlx::{AssertSqlSafe, Connection, PgConnection, Row, SqliteConnection, query, raw_sql};
use uuid::Uuid;

/// What a statement is asked with.
#[derive(Debug, Clone, Copy)]
pub enum Asked<'a> {
    Text(&'a str),
    Bytes(&'a [u8]),
    /// Of nothing there is.
    Id,
    Number(i64),
}

/// The plan of `sql` at `url`. With few rows PostgreSQL is right to read a whole table: `few` forbids it that.
///
/// # Errors
/// The database is not to be reached, or cannot explain it.
pub async fn plan(url: &str, sql: &str, asked: &[Asked<'_>], few: bool) -> Result<String, StoreError> {
    macro_rules! explained {
        ($connection:expr, $explain:literal, $column:literal) => {{
            let mut explain = query(AssertSqlSafe(format!("{} {sql}", $explain)));
            for one in asked {
                explain = match one {
                    Asked::Text(text) => explain.bind(*text),
                    Asked::Bytes(bytes) => explain.bind(*bytes),
                    Asked::Id => explain.bind(Uuid::nil()),
                    Asked::Number(number) => explain.bind(*number),
                };
            }
            let lines = explain.fetch_all($connection).await?;
            lines.iter().map(|line| line.get::<String, _>($column)).collect::<Vec<_>>().join("\n")
        }};
    }
    Ok(match Engine::of(url)? {
        Engine::Sqlite => {
            let mut connection = SqliteConnection::connect(url).await?;
            explained!(&mut connection, "explain query plan", "detail")
        }
        Engine::Postgres => {
            let mut connection = PgConnection::connect(url).await?;
            if few {
                raw_sql("set enable_seqscan = off").execute(&mut connection).await?;
            }
            explained!(&mut connection, "explain", "QUERY PLAN")
        }
    })
}
