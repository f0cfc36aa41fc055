use crate::domain::with_causes;

/// Why the store could not do it. "Not there" is not an error: it is `None`.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Somebody changed the row since it was read.
    #[error("{what} was changed by somebody else meanwhile")]
    Stale { what: &'static str },
    /// A uniqueness rule of the schema was broken.
    #[error("{what} exists already")]
    Exists { what: &'static str },
    /// A stored value does not fit the domain: a bug or a damaged file.
    #[error("stored {what} cannot be read: {why}")]
    Corrupt { what: &'static str, why: String },
    #[error("there are no records")]
    Absent,
    #[error(
        "a later version of this program has written there: go on with that one, or restore the backup from before it"
    )]
    Later,
    /// The database is not to be reached or refused. Its causes are in the text, because log lines print the text alone.
    #[error("the database failed: {}", with_causes(.0.as_ref()))]
    Database(Box<dyn std::error::Error + Send + Sync>),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(Box::new(error))
    }
}

impl From<sqlx::migrate::MigrateError> for StoreError {
    fn from(error: sqlx::migrate::MigrateError) -> Self {
        Self::Database(Box::new(error))
    }
}

impl StoreError {
    pub(super) fn corrupt(what: &'static str, why: impl std::fmt::Display) -> Self {
        Self::Corrupt { what, why: why.to_string() }
    }
}

/// For inserts: a broken uniqueness rule means that `what` exists.
pub(super) fn or_exists(what: &'static str) -> impl FnOnce(sqlx::Error) -> StoreError {
    move |error| match &error {
        sqlx::Error::Database(refusal) if refusal.is_unique_violation() => StoreError::Exists { what },
        _ => error.into(),
    }
}

/// For writes of one row: none changed means that `what` is not as it was read, or is gone.
pub(super) fn or_stale(what: &'static str, rows_changed: u64) -> Result<(), StoreError> {
    if rows_changed == 1 { Ok(()) } else { Err(StoreError::Stale { what }) }
}

#[test]
fn a_failure_of_the_database_names_its_cause() {
    let full = std::io::Error::other("the disk is full");
    let error = StoreError::from(sqlx::Error::Io(full));
    assert_eq!(error.to_string(), "the database failed: error communicating with database: the disk is full");
}
