//! The recorder: every seat's sound and picture as they came, one file per seat and source, in fragments of half a
//! second that outlive a crash. Workers copy packets to it ([`tap`]) and never wait for it.

mod assemble;
mod clock;
mod file;
mod finish;
mod finisher;
mod opus;
pub mod pick;
pub mod piece;
mod recorder;
pub mod tap;
mod webm;

use std::io;
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread::JoinHandle;
use tokio::sync::mpsc::UnboundedReceiver;
use uuid::Uuid;

use crate::media::plane::RecordedFile;
use crate::world::SharedWorld;
use finisher::Job;
use recorder::Recorder;
use tap::{Board, Message, RecordConfig, Tap};

/// The running recorder, as the workers' owner holds it.
#[derive(Debug)]
pub struct Recording {
    pub tap: Tap,
    world: SharedWorld,
    finisher: Mutex<Option<mpsc::Sender<Job>>>,
    news: Mutex<Option<UnboundedReceiver<RecordedFile>>>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

impl Recording {
    /// # Errors
    /// The folder cannot be made, or a thread not started.
    pub fn start(config: RecordConfig, world: SharedWorld) -> io::Result<Self> {
        let reels = config.reels.clone();
        std::fs::create_dir_all(reels.folder()).map_err(|error| {
            let folder = reels.folder().display();
            io::Error::new(error.kind(), format!("the folder of recordings {folder} cannot be made: {error}"))
        })?;
        let board = Arc::new(Board::default());
        let (messages, inbox) = mpsc::channel();
        let (jobs, work) = mpsc::channel();
        let (tell, news) = tokio::sync::mpsc::unbounded_channel();
        let finishing = finisher::start(reels, work, tell.clone())?;
        let writing = Recorder::start(config, world.clone(), board.clone(), inbox, tell, jobs.clone())?;
        Ok(Self {
            tap: Tap { messages, board },
            world,
            finisher: Mutex::new(Some(jobs)),
            news: Mutex::new(Some(news)),
            threads: Mutex::new(vec![writing, finishing]),
        })
    }

    /// News of files, once.
    pub fn news(&self) -> Option<UnboundedReceiver<RecordedFile>> {
        self.news.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    pub fn now(&self) -> i64 {
        self.world.now().0
    }

    pub fn filed(&self, id: Uuid) {
        if let Some(finisher) = &*self.finisher.lock().unwrap_or_else(PoisonError::into_inner) {
            // A finisher that is gone: the next start finds the file.
            let _ = finisher.send(Job::Filed(id));
        }
    }

    /// Makes every file whole. Waits until what comes last is written.
    pub fn stop(&self) {
        self.tap.tell(Message::Stop);
        self.finisher.lock().unwrap_or_else(PoisonError::into_inner).take();
        for thread in self.threads.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
            if thread.join().is_err() {
                tracing::error!("the recorder ended in a panic");
            }
        }
    }
}

#[cfg(test)]
mod tests;
