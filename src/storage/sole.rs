//! One running server for each database (ADR 77): rooms, tickets and what strangers tried are in its memory, and a
//! second server would have others.

use super::{Engine, StoreError, postgres, sqlite};
use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io,
    os::unix::fs::OpenOptionsExt,
    path::Path,
    time::Duration,
};

/// How often who waits asks whether the other server is gone.
const ASK_AGAIN: Duration = Duration::from_secs(1);

/// The right to serve a database. It ends with the process at the latest, however that ends.
#[derive(Debug)]
pub struct Sole(Lock);

#[derive(Debug)]
enum Lock {
    /// Beside SQLite's file. Not on it: SQLite has locks of its own there, and loses them where one process opens and
    /// closes it twice.
    File(File),
    Line(postgres::Line),
}

/// Waits until no other server has the database at `url`, and keeps others from it from then on.
///
/// # Errors
/// The database is not to be reached, or the lock not to be made.
pub async fn sole(url: &str) -> Result<Sole, StoreError> {
    let mut lock = Lock::of(url).await?;
    if !lock.take().await? {
        tracing::warn!(
            "Another server serves these records: this one waits, and takes over when that one is gone"
        );
        while !lock.take().await? {
            tokio::time::sleep(ASK_AGAIN).await;
        }
        tracing::warn!("The other server is gone: this one takes over");
    }
    Ok(Sole(lock))
}

impl Sole {
    /// Ends when the right is lost, with why. That of a file never is.
    pub async fn lost(self) -> StoreError {
        match self.0 {
            Lock::Line(line) => line.lost().await,
            Lock::File(_held) => std::future::pending().await,
        }
    }
}

impl Lock {
    async fn of(url: &str) -> Result<Self, StoreError> {
        Ok(match Engine::of(url)? {
            Engine::Postgres => Self::Line(postgres::Line::open(url).await?),
            Engine::Sqlite => {
                let path = sqlite::file_of(url)?.with_added_extension("lock");
                let made = made(&path);
                Self::File(made.map_err(|error| failed(format!("cannot make {}: {error}", path.display())))?)
            }
        })
    }

    /// Whether it is ours now. Who has it does not ask again.
    async fn take(&mut self) -> Result<bool, StoreError> {
        match self {
            Self::Line(line) => line.take().await,
            Self::File(file) => match file.try_lock() {
                Ok(()) => Ok(true),
                Err(TryLockError::WouldBlock) => Ok(false),
                Err(TryLockError::Error(error)) => {
                    Err(failed(format!("the records cannot be locked: {error}")))
                }
            },
        }
    }
}

/// At a first start the folder is not there yet.
fn made(path: &Path) -> io::Result<File> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(path)
}

fn failed(why: String) -> StoreError {
    StoreError::Database(why.into())
}
