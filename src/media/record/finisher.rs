//! Makes files whole, on a thread of its own: hashing an hour of picture takes seconds that writing has not.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread::JoinHandle;
use std::{
    fs,
    io::{self, ErrorKind},
};
use tokio::sync::mpsc::UnboundedSender;
use uuid::Uuid;

use super::file::read_part;
use super::finish::{Finished, finish, nothing, remains};
use crate::media::plane::{RecordedDone, RecordedFile};
use crate::reels::Reels;

/// What the thread is asked to do, one after the other.
#[derive(Debug)]
pub enum Job {
    Finish {
        path: PathBuf,
        about: RecordedFile,
    },
    /// Its row is written: it gets its name.
    Filed(Uuid),
    /// There is a row for it from before the start, and no end of it.
    Owed(RecordedFile),
}

/// Starts the thread; first it sees to what a crash left. It ends when nobody has work for it any more.
pub fn start(
    reels: Reels,
    jobs: mpsc::Receiver<Job>,
    news: UnboundedSender<RecordedFile>,
) -> io::Result<JoinHandle<()>> {
    let left = left_behind(reels.folder()); // before anything new is begun
    std::thread::Builder::new().name("recordings".to_owned()).spawn(move || {
        let mut finisher = Finisher { reels, news, named: HashMap::new() };
        for (path, about) in left {
            finisher.finish(path, about, true);
        }
        for job in jobs {
            match job {
                Job::Finish { path, about } => finisher.finish(path, about, false),
                Job::Filed(id) => finisher.name(id),
                Job::Owed(about) => finisher.owed(about),
            }
        }
    })
}

struct Finisher {
    reels: Reels,
    news: UnboundedSender<RecordedFile>,
    /// Files that are whole and wait for their row.
    named: HashMap<Uuid, (PathBuf, Uuid)>,
}

impl Finisher {
    fn finish(&mut self, path: PathBuf, about: RecordedFile, interrupted: bool) {
        let torn = |error: io::Error| match error.kind() {
            ErrorKind::InvalidData => {
                tracing::error!(%error, file = %about.id, "nothing of a recording can be played");
                self.reels.at(&path, about.id, false).and_then(remains)
            }
            _ => Err(error),
        };
        match self.reels.at(&path, about.id, true).and_then(finish).or_else(torn) {
            Ok(finished) => {
                self.named.insert(about.id, (path, about.room.0));
                self.tell(about, finished, interrupted);
            }
            Err(error) => {
                tracing::error!(%error, file = %about.id, "a recording could not be finished; it stays as it is");
            }
        }
    }

    /// The database is older than the folder, or the folder lost what the database has.
    fn owed(&mut self, about: RecordedFile) {
        let is_it = |(_, left): &(PathBuf, RecordedFile)| left.id == about.id;
        if in_folder(&self.reels.folder_of(about.room.0)).iter().any(is_it) {
            return; // seen to at the start, or begun since
        }
        match self.reels.path_of(about.room.0, about.id) {
            Ok(path) => self.finish(path, about, true),
            Err(_) => {
                tracing::error!(file = %about.id, "a recording is gone");
                self.tell(about, nothing(), true);
            }
        }
    }

    fn tell(&self, about: RecordedFile, finished: Finished, interrupted: bool) {
        let done = RecordedDone {
            ended_at: about.began_at + i64::try_from(finished.lasts).unwrap_or_default(),
            bytes: finished.bytes,
            sha256: finished.sha256,
            gaps: finished.gaps,
            interrupted,
        };
        // Nobody to tell: the next start finds it again.
        let _ = self.news.send(RecordedFile { done: Some(done), ..about });
    }

    fn name(&mut self, id: Uuid) {
        let Some((path, room)) = self.named.remove(&id) else { return };
        if let Err(error) = self.reels.finish(&path, room, id) {
            tracing::error!(%error, file = %id, "a recording could not be given its name");
        }
    }
}

fn left_behind(folder: &Path) -> Vec<(PathBuf, RecordedFile)> {
    entries(folder).iter().flat_map(|room| in_folder(room)).collect()
}

/// Parts of a room's folder.
fn in_folder(room: &Path) -> Vec<(PathBuf, RecordedFile)> {
    entries(room).into_iter().filter_map(|path| read_part(&path).map(|about| (path, about))).collect()
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect()
}
