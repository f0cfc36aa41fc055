//! The recorder: every seat's sound and picture as they came, one file per seat and source, in fragments of half a
//! second that outlive a crash. Workers copy packets to it ([`tap`]) and never wait for it.

mod assemble;
mod clock;
mod coming;
mod file;
mod finish;
mod finisher;
mod opus;
pub mod pick;
pub mod pictures;
pub mod piece;
mod recorder;
pub mod tap;
mod webm;

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc};
use std::thread::JoinHandle;
use tokio::sync::mpsc::UnboundedReceiver;
use uuid::Uuid;

use crate::media::plane::RecordedFile;
use crate::world::SharedWorld;
use finisher::Job;
use recorder::{Outfit, Recorder};
use tap::{Board, Message, RecordConfig, Tap};

/// The running recorder, as the workers' owner holds it.
#[derive(Debug)]
pub struct Recording {
    pub tap: Tap,
    world: SharedWorld,
    /// For a recorder that takes another's place; gone with the stop.
    outfit: Mutex<Option<Outfit>>,
    news: Mutex<Option<UnboundedReceiver<RecordedFile>>>,
    writing: Mutex<Option<JoinHandle<()>>>,
    finishing: Mutex<Option<JoinHandle<()>>>,
}

impl Recording {
    /// # Errors
    /// The folder cannot be made, or a thread not started.
    pub fn start(config: RecordConfig, world: SharedWorld) -> io::Result<Self> {
        let reels = config.reels.clone();
        reels.prepare().map_err(|error| {
            let folder = reels.folder().display();
            io::Error::new(error.kind(), format!("the folder of recordings {folder} cannot be made: {error}"))
        })?;
        let board = Arc::new(Board::default());
        let (messages, inbox) = mpsc::channel();
        let (jobs, work) = mpsc::channel();
        let (tell, news) = tokio::sync::mpsc::unbounded_channel();
        let finishing = finisher::start(reels, work, tell.clone())?;
        let outfit = Outfit {
            config,
            world: world.clone(),
            board: board.clone(),
            inbox: Arc::new(Mutex::new(inbox)),
            news: tell,
            finisher: jobs,
        };
        let writing = Recorder::start(outfit.clone())?;
        Ok(Self {
            tap: Tap { messages, board },
            world,
            outfit: Mutex::new(Some(outfit)),
            news: Mutex::new(Some(news)),
            writing: Mutex::new(Some(writing)),
            finishing: Mutex::new(Some(finishing)),
        })
    }

    /// News of files, once.
    pub fn news(&self) -> Option<UnboundedReceiver<RecordedFile>> {
        lock(&self.news).take()
    }

    pub fn now(&self) -> i64 {
        self.world.now().0
    }

    pub fn filed(&self, id: Uuid) {
        self.ask(Job::Filed(id));
    }

    pub fn owed(&self, file: RecordedFile) {
        self.ask(Job::Owed(file));
    }

    fn ask(&self, job: Job) {
        if let Some(outfit) = &*lock(&self.outfit) {
            // A finisher that is gone: the next start finds the file.
            let _ = outfit.finisher.send(job);
        }
    }

    /// Has another recorder write if the one there is gives no sign of life: that one is left to the file it hangs
    /// over, which it hands in if it ever comes round.
    pub fn revive(&self) {
        let Some(outfit) = lock(&self.outfit).clone() else { return };
        if !outfit.board.hangs(self.now()) {
            return;
        }
        match Recorder::start(outfit) {
            Ok(thread) => *lock(&self.writing) = Some(thread),
            Err(error) => tracing::error!(%error, "Another recorder could not be started"),
        }
    }

    /// Makes every file whole. Waits until what comes last is written.
    pub fn stop(&self) {
        self.tap.tell(Message::Stop);
        lock(&self.outfit).take();
        for thread in [&self.writing, &self.finishing].into_iter().filter_map(|thread| lock(thread).take()) {
            if thread.join().is_err() {
                tracing::error!("The recorder ended in a panic");
            }
        }
    }
}

/// Each holds one value that is replaced whole.
fn lock<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
