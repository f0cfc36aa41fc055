//! Drops indexes before very many rows are written and creates them again afterwards.

use super::{Connection, dialect::INDEXES};
use crate::storage::StoreError;
use sqlx::{AssertSqlSafe, query_as, raw_sql};

/// Takes away every index that is no constraint's, and says how each was made.
pub(in crate::storage) async fn lay_aside(connection: &mut Connection) -> Result<Vec<String>, StoreError> {
    let indexes: Vec<(String, String)> = query_as(INDEXES).fetch_all(&mut *connection).await?;
    let mut made = Vec::new();
    for (name, sql) in indexes {
        raw_sql(AssertSqlSafe(format!("drop index {name}"))).execute(&mut *connection).await?;
        made.push(sql);
    }
    Ok(made)
}

/// Makes again what [`lay_aside`] took away.
pub(in crate::storage) async fn make(
    connection: &mut Connection,
    indexes: Vec<String>,
) -> Result<(), StoreError> {
    for sql in indexes {
        raw_sql(AssertSqlSafe(sql)).execute(&mut *connection).await?;
    }
    Ok(())
}
