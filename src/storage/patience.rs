//! A database that does not answer has failed: nobody waits for it for ever. And a commit whose answer was lost may have
//! been made.

use super::{SharedStore, StoreError};
use crate::domain::ids::EventId;
use std::time::Duration;
use tokio::time::{sleep, timeout};

/// For a few statements. A machine that vanishes closes no connection, and the system goes on trying for a quarter of an
/// hour.
pub const PATIENCE: Duration = Duration::from_secs(45);
/// For a turn of work in the background. What it has done by then stays done.
pub const LONGEST_TURN: Duration = Duration::from_secs(600);
/// How often, and how far apart, a database that failed to commit is asked whether it did.
const TRIES: u32 = 3;
const TRY_AGAIN: Duration = Duration::from_secs(2);

/// # Errors
/// What `work` says, or that it took longer than `patience`.
pub async fn in_time<T>(
    patience: Duration,
    work: impl Future<Output = Result<T, StoreError>>,
) -> Result<T, StoreError> {
    let ended = timeout(patience, work).await;
    ended.unwrap_or_else(|_| Err(StoreError::Database("the database did not answer in time".into())))
}

/// Commits, and where that fails asks whether it was made all the same: a connection may break between the commit and its
/// answer. `mark` is an event that was appended in the same transaction; without one there is nothing to ask for.
///
/// # Errors
/// What `committing` says, if the event is not there or nobody can tell.
pub async fn made(
    store: &SharedStore,
    mark: Option<EventId>,
    committing: impl Future<Output = Result<(), StoreError>>,
) -> Result<(), StoreError> {
    let Err(error) = in_time(PATIENCE, committing).await else { return Ok(()) };
    let Some(mark) = mark else { return Err(error) };
    for _ in 0..TRIES {
        match in_time(PATIENCE, async { store.read().await?.event(mark).await }).await {
            Ok(Some(_)) => return Ok(()),
            Ok(None) => return Err(error),
            Err(unknown) => {
                tracing::warn!(event.id = %mark, error = %unknown, "Whether an event is on record is not known");
                sleep(TRY_AGAIN).await;
            }
        }
    }
    Err(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_database_that_does_not_answer_has_failed() {
        let silent = std::future::pending::<Result<(), StoreError>>();
        let ended = in_time(Duration::from_millis(10), silent).await;
        assert!(matches!(ended, Err(StoreError::Database(_))));
        assert_eq!(in_time(PATIENCE, async { Ok(1) }).await.unwrap(), 1);
    }
}
