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
    /// The database is not to be reached or refused.
    #[error("the database failed")]
    Database(#[source] Box<dyn std::error::Error + Send + Sync>),
}
