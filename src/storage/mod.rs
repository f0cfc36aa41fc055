//! Records: one contract in words of the domain, two databases behind it.
//!
//! **Invariant:** nothing outside this folder names `sqlx` or a table.

mod bigrams;
mod blind;
mod damaged;
mod error;
mod heads;
mod patience;
mod plans;
#[expect(
    clippy::duplicate_mod,
    reason = "bodies in `shared` are written once and compiled for each database"
)]
mod postgres;
mod rebuild;
mod records;
mod rows;
mod schema;
mod sole;
mod sqlite;
mod statements;
mod values;
mod vault;
mod verify;

pub use bigrams::{MOST_WORDS, search_words};
pub use damaged::passed_over;
pub use error::StoreError;
pub use heads::{ChainHead, Gone, Heads, Tally, gone_since, heads};
pub use records::{
    AdministrationRecords, AdministrationWrites, Booking, BookingClash, Brought, CalendarVersion,
    CheckInRecords, CheckInWrites, ClientRecords, ClientWrites, CodeMessage, Cursor, DelegationRecords,
    DelegationWrites, DemandBox, DeviceToken, DocumentRecords, DocumentWrites, EntryReceipt, ExhibitRecords,
    ExhibitWrites, FilterRecords, FilterWrites, GridBox, GridRecords, GridWrites, HearingRecords,
    HearingWrites, History, IdentityPhoto, IntakeRecords, IntakeWrites, ItemBox, KeepingRecords,
    KeepingWrites, KeptFile, LogRecords, LogWrites, Looked, NoticeRecords, NoticeWrites, Opening,
    OpeningRecords, OpeningRow, OpeningWrites, OpeningsWanted, OrderedItem, OutboxRecords, OutboxWrites,
    Page, PaperRecords, PaperWrites, PauseOwner, PeopleRecords, PeopleWrites, PetitionFilter,
    PetitionRecords, PetitionRow, PetitionWrites, PlaceRecords, PlaceWrites, PresidingRecords,
    PresidingWrites, Queue, QueueRecords, QueueWrites, Queued, Raised, ReceptionRecords, ReceptionWrites,
    Records, RequestBox, RequestRecords, RequestWrites, ResetCode, SavedFilter, ScreenRecords, ScreenWrites,
    SeatKey, SeatSession, SecondFactorRecords, SecondFactorWrites, SignInStep, SigningRecords, SigningWrites,
    Sought, StaffNoticeRecords, StaffNoticeWrites, StaffPhoneRecords, StaffPhoneWrites, StaffSession,
    StatisticsRecords, StatisticsWrites, SupervisionRecords, SupervisionWrites, Told, Tx,
};

pub use patience::{LONGEST_TURN, PATIENCE, in_time, made};
pub use plans::{Asked, plan};
pub use rebuild::{FactsReport, check_facts, rebuild_facts};
pub use schema::Schema;
pub use sole::{Sole, sole};
pub use statements::Statement;
pub use verify::{ChainReport, Fault, Report, verify};

use async_trait::async_trait;
use std::{sync::Arc, time::Duration};

/// A database. Cheap to share.
#[async_trait]
pub trait Store: Send + Sync + std::fmt::Debug {
    /// A view to read from; it sees what was committed when it first reads.
    async fn read(&self) -> Result<Box<dyn Records>, StoreError>;

    /// A transaction. Dropping it without [`Tx::commit`] undoes everything. Keep it short and hold one at a
    /// time: SQLite has one writer, and who asks for a second waits for their own first.
    async fn begin(&self) -> Result<Box<dyn Tx>, StoreError>;
}

/// The one database of this process, whichever it is.
pub type SharedStore = Arc<dyn Store>;

/// Which database a URL names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    /// # Errors
    /// The URL begins with neither `sqlite:` nor `postgres:`.
    pub fn of(url: &str) -> Result<Self, StoreError> {
        match url.split_once(':') {
            Some(("sqlite", _)) => Ok(Self::Sqlite),
            Some(("postgres" | "postgresql", _)) => Ok(Self::Postgres),
            _ => {
                Err(StoreError::Database("the URL of a database begins with `sqlite:` or `postgres:`".into()))
            }
        }
    }

    /// Every statement the store can send, for a test to prepare.
    #[must_use]
    pub fn statements(self) -> Vec<Statement> {
        match self {
            Self::Sqlite => sqlite::statements(),
            Self::Postgres => postgres::statements(),
        }
    }
}

/// Opens the store at `url` (`sqlite:data/lianjie.db`, `postgres://user@host/name`) and brings its schema up to
/// date. A SQLite file is created if it is not there. Personal fields are sealed under `master_key`; the first
/// key given is the one the store will open with.
///
/// # Errors
/// The database is not to be reached, a migration failed, the master key is another one, or the records are a later
/// version's.
pub async fn open(url: &str, master_key: [u8; 32]) -> Result<SharedStore, StoreError> {
    let vault = vault::Vault::new(&master_key);
    Ok(match Engine::of(url)? {
        Engine::Sqlite => Arc::new(sqlite::open(url, vault).await?),
        Engine::Postgres => Arc::new(postgres::open(url, vault).await?),
    })
}

/// Opens records that are there as they are: nothing is made, no schema is changed.
///
/// # Errors
/// The database is not to be reached, there are no records in it, or they are a later version's; the master key is
/// another one.
pub async fn open_as_is(url: &str, master_key: [u8; 32]) -> Result<(SharedStore, Schema), StoreError> {
    let schema = schema(url).await?;
    match schema {
        Schema::Absent => return Err(StoreError::Absent),
        Schema::Ahead => return Err(StoreError::Later),
        Schema::Behind(_) | Schema::Current => {}
    }
    let vault = vault::Vault::new(&master_key);
    let store: SharedStore = match Engine::of(url)? {
        Engine::Sqlite => Arc::new(sqlite::open_as_is(url, vault).await?),
        Engine::Postgres => Arc::new(postgres::open_as_is(url, vault).await?),
    };
    Ok((store, schema))
}

/// Waits until the database at `url` takes connections, at most `patience`; not for what waiting does not mend, such as a
/// wrong password. A file is there or not.
///
/// # Errors
/// It is not to be reached.
pub async fn wait(url: &str, patience: Duration) -> Result<(), StoreError> {
    match Engine::of(url)? {
        Engine::Sqlite => Ok(()),
        Engine::Postgres => postgres::wait(url, patience).await,
    }
}

/// The host that records go to, where it is another machine and `url` does not demand TLS on the way.
///
/// # Errors
/// The URL is none of a database.
pub fn in_the_clear(url: &str) -> Result<Option<String>, StoreError> {
    match Engine::of(url)? {
        Engine::Sqlite => Ok(None),
        Engine::Postgres => postgres::in_the_clear(url),
    }
}

/// How far the database at `url` is. It is only looked at.
///
/// # Errors
/// The database is not to be reached.
pub async fn schema(url: &str) -> Result<Schema, StoreError> {
    match Engine::of(url)? {
        Engine::Sqlite => sqlite::schema(url).await,
        Engine::Postgres => postgres::schema(url).await,
    }
}

/// Takes away the indexes that are no constraint's, for filling an empty store with a whole province's past: giving each
/// row its place in thirty of them takes longer than all else. Nobody else may be at work there. Gives back what
/// [`make_indexes`] needs.
///
/// # Errors
/// The database is not to be reached.
pub async fn lay_aside_indexes(url: &str) -> Result<Vec<String>, StoreError> {
    match Engine::of(url)? {
        Engine::Sqlite => sqlite::lay_aside_indexes(url).await,
        Engine::Postgres => postgres::lay_aside_indexes(url).await,
    }
}

/// Makes the indexes again that were laid aside.
///
/// # Errors
/// The database is not to be reached, or has no room.
pub async fn make_indexes(url: &str, indexes: Vec<String>) -> Result<(), StoreError> {
    match Engine::of(url)? {
        Engine::Sqlite => sqlite::make_indexes(url, indexes).await,
        Engine::Postgres => postgres::make_indexes(url, indexes).await,
    }
}

/// Brings the schema at `url` up to date and does nothing else. A file of SQLite is whole and at rest when this
/// returns, with no log beside it: it may be moved or copied.
///
/// # Errors
/// The database is not to be reached, or a migration failed.
pub async fn migrate(url: &str) -> Result<(), StoreError> {
    match Engine::of(url)? {
        Engine::Sqlite => sqlite::migrate_and_close(url).await,
        Engine::Postgres => postgres::migrate(url).await,
    }
}
