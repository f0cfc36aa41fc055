//! Makes files whole, on a thread of its own: hashing an hour of picture takes seconds that writing has not.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
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

/// What could not be finished is tried again so often: the disk may have room again, or answer.
const AGAIN_EVERY: Duration = Duration::from_secs(60);

/// What the thread is asked to do, one after the other.
#[derive(Debug, Clone)]
pub enum Job {
    Finish {
        path: PathBuf,
        about: RecordedFile,
        /// A crash left it.
        interrupted: bool,
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
        let mut finisher = Finisher { reels, news, named: HashMap::new(), failed: Vec::new() };
        for (path, about) in left {
            finisher.run(Job::Finish { path, about, interrupted: true });
        }
        finisher.work_on(&jobs);
    })
}

struct Finisher {
    reels: Reels,
    news: UnboundedSender<RecordedFile>,
    /// Files that are whole and wait for their row.
    named: HashMap<Uuid, (PathBuf, Uuid)>,
    /// To be done again.
    failed: Vec<Job>,
}

impl Finisher {
    fn work_on(&mut self, jobs: &mpsc::Receiver<Job>) {
        let mut tried = Instant::now();
        loop {
            match jobs.recv_timeout(AGAIN_EVERY) {
                Ok(job) => self.run(job),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return self.again(),
            }
            if tried.elapsed() >= AGAIN_EVERY {
                self.again();
                tried = Instant::now();
            }
        }
    }

    fn again(&mut self) {
        std::mem::take(&mut self.failed).into_iter().for_each(|job| self.run(job));
    }

    /// One file that cannot be finished keeps no other from it.
    fn run(&mut self, job: Job) {
        match catch_unwind(AssertUnwindSafe(|| self.work(&job))) {
            Ok(Ok(())) => {}
            Ok(Err(error)) => {
                tracing::error!(%error, ?job, "A recording could not be finished; it stays as it is and is tried again");
                self.failed.push(job);
            }
            Err(_) => {
                tracing::error!(?job, "Finishing a recording panicked; it stays as it is and is tried again");
                self.failed.push(job);
            }
        }
        metrics::gauge!("lianjie_recordings_waiting", "for" => "disk").set(self.failed.len() as f64);
    }

    fn work(&mut self, job: &Job) -> io::Result<()> {
        match job {
            Job::Finish { path, about, interrupted } => {
                match self.finish(path.clone(), *about, *interrupted) {
                    Err(error) if error.kind() == ErrorKind::NotFound && self.has_folder_of(about) => {
                        self.owed(*about)
                    }
                    done => done,
                }
            }
            Job::Filed(id) => self.name(*id),
            Job::Owed(about) => self.owed(*about),
        }
    }

    /// Where the hearing's folder is missing too, the disk may not be mounted: then what is not found is not gone.
    fn has_folder_of(&self, about: &RecordedFile) -> bool {
        self.reels.folder_of(about.room.0).is_dir()
    }

    fn finish(&mut self, path: PathBuf, about: RecordedFile, interrupted: bool) -> io::Result<()> {
        let torn = |error: io::Error| match error.kind() {
            ErrorKind::InvalidData => {
                tracing::error!(%error, recording.id = %about.id, "Nothing of a recording can be played");
                self.reels.at(&path, about.id, false).and_then(remains)
            }
            _ => Err(error),
        };
        let finished = self.reels.at(&path, about.id, true).and_then(finish).or_else(torn)?;
        self.named.insert(about.id, (path, about.room.0));
        self.tell(about, finished, interrupted);
        Ok(())
    }

    /// The database is older than the folder, or the folder lost what the database has.
    fn owed(&mut self, about: RecordedFile) -> io::Result<()> {
        let is_it = |(_, left): &(PathBuf, RecordedFile)| left.id == about.id;
        if in_folder(&self.reels.folder_of(about.room.0)).iter().any(is_it) {
            return Ok(()); // seen to at the start, or begun since
        }
        match self.reels.path_of(about.room.0, about.id) {
            Ok(path) => self.finish(path, about, true),
            Err(_) => {
                tracing::error!(recording.id = %about.id, "A recording is gone");
                self.tell(about, nothing(), true);
                Ok(())
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

    fn name(&mut self, id: Uuid) -> io::Result<()> {
        if let Some((path, room)) = self.named.get(&id) {
            self.reels.finish(path, *room, id)?;
            self.named.remove(&id);
        }
        Ok(())
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::plane::{MediaRoom, Source};
    use crate::media::record::webm::{Track, head};
    use signaling::wire::{SeatId, SourceKind};
    use std::io::Write;
    use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

    fn finisher(folder: &Path) -> (Finisher, UnboundedReceiver<RecordedFile>) {
        let reels = Reels::open(folder, false, |_| ()).unwrap();
        let (news, told) = unbounded_channel();
        (Finisher { reels, news, named: HashMap::new(), failed: Vec::new() }, told)
    }

    fn about(id: Uuid, room: Uuid) -> RecordedFile {
        let source = Source { seat: SeatId(Uuid::from_u128(3)), kind: SourceKind::Microphone };
        RecordedFile { id, room: MediaRoom(room), source, began_at: 0, done: None }
    }

    #[test]
    fn of_what_somebody_removed_it_is_told_that_it_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        let (mut finisher, mut told) = finisher(folder.path());
        let (id, room) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let path = finisher.reels.place(room, "x.part");
        finisher.run(Job::Finish { path, about: about(id, room), interrupted: false });
        assert!(told.try_recv().is_err(), "its disk may not be there");
        fs::create_dir_all(finisher.reels.folder_of(room)).unwrap();
        finisher.again();
        assert_eq!(told.try_recv().unwrap().done.unwrap().bytes, 0);
        assert!(finisher.failed.is_empty());
    }

    /// A disk that refuses, and answers again.
    #[test]
    fn what_could_not_be_finished_is_finished_later() {
        let folder = tempfile::tempdir().unwrap();
        let (mut finisher, mut told) = finisher(folder.path());
        let reels = finisher.reels.clone();
        let (id, room) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let about = about(id, room);
        let path = reels.place(room, "x.part");
        fs::create_dir_all(&path).unwrap(); // a folder where the file should be
        finisher.run(Job::Finish { path: path.clone(), about, interrupted: false });
        assert!(told.try_recv().is_err());
        fs::remove_dir(&path).unwrap();
        reels.create(&path, id).unwrap().write_all(&head(&Track::Sound, 0).bytes).unwrap();
        finisher.again();
        assert!(told.try_recv().unwrap().done.is_some());
        // Nor can it be given its name at first.
        fs::rename(&path, folder.path().join("elsewhere")).unwrap();
        finisher.run(Job::Filed(id));
        fs::rename(folder.path().join("elsewhere"), &path).unwrap();
        finisher.again();
        assert!(reels.path_of(room, id).is_ok() && finisher.failed.is_empty());
    }
}
