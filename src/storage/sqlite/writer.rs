//! The one connection that writes, and group commit.
//!
//! Writers take turns. A turn is a savepoint inside one outer transaction; whoever ends a turn while others are
//! waiting hands the connection on and lets one of them COMMIT for all. Nobody is told that their turn was
//! committed before that COMMIT has returned: a hundred writers at once share a few flushes to disk.

use crate::storage::StoreError;
use sqlx::{SqliteConnection, raw_sql};
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};
use tokio::{
    runtime::Handle,
    sync::{Mutex, OwnedMutexGuard, oneshot},
};

/// Most turns that share a COMMIT: bounds how long the first of them waits.
const MOST_TURNS: usize = 200;

type Durable = Result<(), Arc<sqlx::Error>>;

pub(super) struct Writer {
    /// The lock is fair: turns come in the order they were asked for.
    desk: Arc<Mutex<Desk>>,
    /// Who has asked for a turn and not got it. Each of them will get it.
    waiting: Arc<AtomicUsize>,
}

struct Desk {
    connection: SqliteConnection,
    /// The outer transaction is open.
    open: bool,
    /// A turn's savepoint is open: its writes count only if it is released.
    unsettled: bool,
    /// Ended turns that the next COMMIT makes durable.
    batch: Vec<oneshot::Sender<Durable>>,
    #[cfg(test)]
    commits: usize,
}

/// The connection, for one transaction. Dropping it undoes what it wrote.
pub(super) struct Turn {
    /// Gone only once the turn has ended.
    desk: Option<OwnedMutexGuard<Desk>>,
    waiting: Arc<AtomicUsize>,
}

impl Writer {
    pub(super) fn new(connection: SqliteConnection) -> Self {
        let desk = Desk {
            connection,
            open: false,
            unsettled: false,
            batch: Vec::new(),
            #[cfg(test)]
            commits: 0,
        };
        Self { desk: Arc::new(Mutex::new(desk)), waiting: Arc::default() }
    }

    /// In a task of its own: whoever is waiting has promised to end the turn, even if the one who asked went away.
    pub(super) async fn begin(&self) -> Result<Turn, StoreError> {
        let (desk, waiting) = (self.desk.clone(), self.waiting.clone());
        waiting.fetch_add(1, Ordering::SeqCst);
        let asked = tokio::spawn(async move {
            let desk = desk.lock_owned().await;
            waiting.fetch_sub(1, Ordering::SeqCst);
            let mut turn = Turn { desk: Some(desk), waiting };
            turn.desk_mut().start_turn().await?;
            Ok(turn)
        });
        asked.await.map_err(|error| StoreError::Database(Box::new(error)))?
    }
}

impl Turn {
    fn desk_mut(&mut self) -> &mut Desk {
        self.desk.as_mut().expect("`desk` is taken only by `commit` and `drop`, which take the turn")
    }

    pub(super) fn conn(&mut self) -> &mut SqliteConnection {
        &mut self.desk_mut().connection
    }

    /// Returns when the turn is on disk. In a task of its own, so that one who goes away meanwhile does not
    /// leave the others of the batch without their COMMIT.
    pub(super) async fn commit(mut self) -> Result<(), StoreError> {
        let (told, durable) = oneshot::channel();
        let (desk, waiting) = (self.desk.take(), self.waiting.clone());
        tokio::spawn(async move {
            if let Some(mut desk) = desk {
                desk.batch.push(told);
                desk.end_turn("RELEASE turn", &waiting).await;
            }
        });
        match durable.await {
            Ok(durable) => durable.map_err(|error| StoreError::Database(Box::new(error))),
            Err(_) => Err(StoreError::Database("the store was closed before the commit".into())),
        }
    }
}

impl Drop for Turn {
    /// The connection stays taken until the turn is undone. Without a runtime the next turn undoes it.
    fn drop(&mut self) {
        if let (Some(mut desk), Ok(runtime)) = (self.desk.take(), Handle::try_current()) {
            let waiting = self.waiting.clone();
            runtime.spawn(async move { desk.end_turn(UNDO, &waiting).await });
        }
    }
}

const UNDO: &str = "ROLLBACK TO turn; RELEASE turn";

impl Desk {
    async fn start_turn(&mut self) -> Result<(), StoreError> {
        if self.unsettled {
            self.settle(UNDO).await;
        }
        if !self.open {
            self.run("BEGIN IMMEDIATE").await?;
            self.open = true;
        }
        self.unsettled = true;
        self.run("SAVEPOINT turn").await?;
        Ok(())
    }

    /// Ends the turn's savepoint; then, unless somebody is waiting who will do it, makes the batch durable.
    async fn end_turn(&mut self, end: &'static str, waiting: &AtomicUsize) {
        if self.unsettled {
            self.settle(end).await;
        }
        if self.open && (waiting.load(Ordering::SeqCst) == 0 || self.batch.len() >= MOST_TURNS) {
            self.commit().await;
        }
    }

    /// A savepoint that is not there means that SQLite undid the whole transaction (a full disk, an I/O error):
    /// then nobody of the batch is durable.
    async fn settle(&mut self, end: &'static str) {
        self.unsettled = false;
        if let Err(error) = self.run(end).await {
            self.abandon(error).await;
        }
    }

    async fn commit(&mut self) {
        match self.run("COMMIT").await {
            Ok(()) => {
                self.open = false;
                #[cfg(test)]
                {
                    self.commits += 1;
                }
                self.tell(&Ok(()));
            }
            Err(error) => self.abandon(error).await,
        }
    }

    async fn abandon(&mut self, error: sqlx::Error) {
        tracing::error!(batch.turns = self.batch.len(), %error, "A batch of writes could not be committed");
        // Refused when SQLite has rolled back by itself: both ways nothing is open afterwards.
        let _ = self.run("ROLLBACK").await;
        self.open = false;
        self.tell(&Err(Arc::new(error)));
    }

    /// Who has gone away meanwhile need not be told.
    fn tell(&mut self, durable: &Durable) {
        for turn in self.batch.drain(..) {
            let _ = turn.send(durable.clone());
        }
    }

    async fn run(&mut self, sql: &'static str) -> Result<(), sqlx::Error> {
        raw_sql(sql).execute(&mut self.connection).await.map(|_| ())
    }
}

#[cfg(test)]
#[path = "writer_tests.rs"]
mod tests;
