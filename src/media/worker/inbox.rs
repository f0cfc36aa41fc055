//! How the rest of the house speaks to the worker: a channel and a waker.

use async_trait::async_trait;
use mio::Waker;
use std::net::SocketAddr;
use std::sync::{Arc, mpsc};
use std::thread::JoinHandle;
use tokio::sync::oneshot;

use crate::media::invitations::Invitations;
use crate::media::plane::{MediaError, MediaEvent, MediaPlane, MediaRoom, Offer, PeerStatistics, RoutePlan};
use crate::media::streams::{Arrival, Door};
use signaling::wire::{IceServer, SeatId, Tile};

/// One thing asked of the worker.
#[derive(Debug)]
pub enum Command {
    Open(MediaRoom, tokio::sync::mpsc::Sender<MediaEvent>),
    Negotiate(Offer, oneshot::Sender<Result<String, MediaError>>),
    Route(MediaRoom, RoutePlan),
    Show(MediaRoom, SeatId, Vec<Tile>),
    Statistics(MediaRoom, oneshot::Sender<Vec<PeerStatistics>>),
    Close(MediaRoom, Option<SeatId>),
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

/// The worker as seen from outside. Cheap to clone; the thread ends with [`MediaWorker::shutdown`].
#[derive(Debug, Clone)]
pub struct MediaWorker {
    wire: Wire,
    address: SocketAddr,
    door: Door,
    invitations: Option<Arc<Invitations>>,
    thread: Arc<std::sync::Mutex<Option<JoinHandle<()>>>>,
}

impl MediaWorker {
    pub(super) fn new(
        wire: Wire,
        address: SocketAddr,
        door: Door,
        invitations: Option<Invitations>,
        thread: JoinHandle<()>,
    ) -> Self {
        let invitations = invitations.map(Arc::new);
        Self { wire, address, door, invitations, thread: Arc::new(std::sync::Mutex::new(Some(thread))) }
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where connections of other ports are handed in.
    #[must_use]
    pub fn door(&self) -> &Door {
        &self.door
    }

    /// Says goodbye to every peer and ends the thread. Waits for it: a few milliseconds.
    pub fn shutdown(&self) {
        self.ask(Command::Shutdown);
        self.door.close();
        let thread = self.thread.lock().ok().and_then(|mut thread| thread.take());
        if let Some(thread) = thread
            && thread.join().is_err()
        {
            tracing::error!("the media worker ended in a panic");
        }
    }

    /// Whether the worker heard it.
    fn ask(&self, command: Command) -> bool {
        self.wire.send(command)
    }
}

#[async_trait]
impl MediaPlane for MediaWorker {
    fn open(&self, room: MediaRoom, events: tokio::sync::mpsc::Sender<MediaEvent>) {
        self.ask(Command::Open(room, events));
    }

    async fn negotiate(&self, offer: Offer) -> Result<String, MediaError> {
        let (reply, answer) = oneshot::channel();
        if !self.ask(Command::Negotiate(offer, reply)) {
            return Err(MediaError::Down);
        }
        answer.await.unwrap_or(Err(MediaError::Down))
    }

    fn route(&self, room: MediaRoom, plan: RoutePlan) {
        self.ask(Command::Route(room, plan));
    }

    fn show(&self, room: MediaRoom, seat: SeatId, tiles: Vec<Tile>) {
        self.ask(Command::Show(room, seat, tiles));
    }

    async fn statistics(&self, room: MediaRoom) -> Vec<PeerStatistics> {
        let (reply, answer) = oneshot::channel();
        self.ask(Command::Statistics(room, reply));
        answer.await.unwrap_or_default()
    }

    fn is_running(&self) -> bool {
        let thread = self.thread.lock().ok();
        thread.is_some_and(|thread| thread.as_ref().is_some_and(|thread| !thread.is_finished()))
    }

    fn ice_servers(&self, seat: SeatId) -> Vec<IceServer> {
        self.invitations.iter().map(|invitations| invitations.invite(seat)).collect()
    }

    fn close(&self, room: MediaRoom, seat: Option<SeatId>) {
        self.ask(Command::Close(room, seat));
    }
}
