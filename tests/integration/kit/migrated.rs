//! Empty stores with today's schema, made by the first test that needs one and copied by all others: fifty migrations
//! would be most of a short test's time. Opening a copy still checks every migration by its hash.

use super::database::{administer, in_database, sqlite_url};
use lianjie::storage;
use sha2::{Digest, Sha256};
use sqlx::{Connection, PgConnection, migrate::Migrator, query, query_scalar};
use std::path::{Path, PathBuf};
use uuid::Uuid;

static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");

/// Any number, the same in every test: who makes the template of a PostgreSQL holds it.
const MAKING: i64 = 0x006c_6961_6e6a_6965;

/// A file to be copied.
pub async fn sqlite() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let kept = folder.join(format!("empty-{}.db", schema(&SQLITE)));
    if !kept.exists() {
        // Others may make theirs at the same moment: each puts an equal file in its place, in one step.
        let making = tempfile::tempdir_in(folder).unwrap();
        let file = making.path().join("lianjie.db");
        storage::migrate(&sqlite_url(&file)).await.unwrap();
        tokio::fs::rename(file, &kept).await.unwrap();
    }
    kept
}

/// The name of a database to be copied; it stays on its server, as one for each schema there was.
pub async fn postgres(server: &str) -> String {
    let kept = format!("lianjie_empty_{}", schema(&POSTGRES));
    let mut connection = PgConnection::connect(server).await.unwrap();
    if !there(&mut connection, &kept).await {
        query("select pg_advisory_lock($1)").bind(MAKING).execute(&mut connection).await.unwrap();
        if !there(&mut connection, &kept).await {
            // Under another name until it is whole: a test that is broken off leaves no half of a template.
            let making = format!("lianjie_making_{}", Uuid::from_bytes(rand::random()).simple());
            administer(server, format!("create database {making}")).await;
            storage::migrate(&in_database(server, &making)).await.unwrap();
            administer(server, format!("alter database {making} rename to {kept}")).await;
        }
    }
    kept
}

async fn there(connection: &mut PgConnection, database: &str) -> bool {
    let found = "select exists (select from pg_database where datname = $1)";
    query_scalar(found).bind(database).fetch_one(connection).await.unwrap()
}

/// Another name for other migrations.
fn schema(migrations: &Migrator) -> String {
    let whole =
        migrations.iter().fold(Sha256::new(), |whole, migration| whole.chain_update(&migration.checksum));
    hex::encode(&whole.finalize()[..8])
}
