//! How other threads send commands to the worker: a channel and a waker.

use mio::Waker;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::thread::JoinHandle;
use tokio::sync::oneshot;

use crate::media::invitations::Invitations;
use crate::media::plane::{MediaError, MediaEvent, MediaRoom, Offer, PeerStatistics, RoutePlan, Source};
use crate::media::relay::moving::Moving;
use crate::media::streams::{Arrival, Door};
use crate::media::workers::Handover;
use signaling::wire::{SeatId, Tile};

/// One thing asked of the worker.
#[derive(Debug)]
pub enum Command {
    Open(MediaRoom, tokio::sync::mpsc::Sender<MediaEvent>),
    Negotiate(Offer, oneshot::Sender<Result<String, MediaError>>),
    Route(MediaRoom, RoutePlan),
    Record(MediaRoom, Option<Vec<Source>>),
    Show(MediaRoom, SeatId, Vec<Tile>),
    Statistics(MediaRoom, oneshot::Sender<Vec<PeerStatistics>>),
    Close(MediaRoom, Option<SeatId>),
    /// The room goes to another worker.
    Move(MediaRoom, Handover),
    /// A room comes from another worker.
    Put(Box<Moving>),
    /// A TCP connection has something.
    Stream(Arrival),
    Shutdown,
}

/// The way to the worker's inbox.
#[derive(Debug, Clone)]
pub struct Wire {
    commands: mpsc::Sender<Command>,
    waker: Arc<Waker>,
}

impl Wire {
    pub fn new(commands: mpsc::Sender<Command>, waker: Arc<Waker>) -> Self {
        Self { commands, waker }
    }

    /// Whether the worker heard it.
    pub fn send(&self, command: Command) -> bool {
        self.commands.send(command).is_ok() && self.waker.wake().is_ok()
    }
}

/// How full a worker's core is, for whoever looks.
#[derive(Debug, Clone, Default)]
pub struct Load(Arc<AtomicU32>);

impl Load {
    /// `share` of a core.
    pub fn set(&self, share: f32) {
        self.0.store(share.to_bits(), Ordering::Relaxed);
    }

    pub fn share(&self) -> f32 {
        f32::from_bits(self.0.load(Ordering::Relaxed))
    }
}

/// A worker as seen from outside. Its thread ends with [`MediaWorker::shutdown`].
#[derive(Debug)]
pub struct MediaWorker {
    pub address: SocketAddr,
    /// Where connections of other ports are handed in.
    pub door: Door,
    pub wire: Wire,
    pub load: Load,
    pub invitations: Option<Invitations>,
    pub thread: Mutex<Option<JoinHandle<()>>>,
}

impl MediaWorker {
    /// Says goodbye to every peer and ends the thread. Waits for it: a few milliseconds.
    pub fn shutdown(&self) {
        self.wire.send(Command::Shutdown);
        self.door.close();
        let thread = self.thread.lock().ok().and_then(|mut thread| thread.take());
        if let Some(thread) = thread
            && thread.join().is_err()
        {
            tracing::error!("A media worker ended in a panic");
        }
    }

    pub fn is_running(&self) -> bool {
        let thread = self.thread.lock().ok();
        thread.is_some_and(|thread| thread.as_ref().is_some_and(|thread| !thread.is_finished()))
    }
}
