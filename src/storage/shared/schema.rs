//! Runs the migrations.

use super::{Connection, dialect};
use crate::storage::{Schema, StoreError, statements::statements};
use sqlx::{migrate::Migrator, query_scalar};

statements! {
    HAS_MIGRATIONS = dialect::HAS_MIGRATIONS;
    MIGRATIONS_APPLIED = "select version from _sqlx_migrations";
}

pub(in crate::storage) async fn of(
    connection: &mut Connection,
    known: &Migrator,
) -> Result<Schema, StoreError> {
    let tables: i64 = query_scalar(HAS_MIGRATIONS).fetch_one(&mut *connection).await?;
    if tables == 0 {
        return Ok(Schema::Absent);
    }
    let applied: Vec<i64> = query_scalar(MIGRATIONS_APPLIED).fetch_all(connection).await?;
    let known: Vec<i64> = known.iter().map(|migration| migration.version).collect();
    Ok(Schema::of(&applied, &known))
}

/// Brings the schema up to date, unless a later version was here.
pub(in crate::storage) async fn migrate(
    connection: &mut Connection,
    known: &Migrator,
) -> Result<(), StoreError> {
    if of(connection, known).await? == Schema::Ahead {
        return Err(StoreError::Later);
    }
    Ok(known.run(connection).await?)
}
