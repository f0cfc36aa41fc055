//! All the workers as one media plane: each room lives on one of them, and may be moved to another.

mod balance;
mod places;
mod start;

use async_trait::async_trait;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::sync::oneshot;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::counters;
use super::peer::ice::WorkerId;
use super::plane::{
    MediaError, MediaEvent, MediaPlane, MediaRoom, Offer, PeerStatistics, RecordedFile, Recorder, RoutePlan,
    Source,
};
use super::record::Recording;
use super::relay::moving::Moving;
use super::streams::Door;
use super::worker::inbox::{Command, MediaWorker};
use balance::{Balance, LOOKS_EVERY};
use places::Places;
use signaling::wire::{IceServer, SeatId, Tile};

pub use start::start;

/// Cheap to clone; the threads end with [`Workers::shutdown`].
#[derive(Debug, Clone)]
pub struct Workers(Arc<Switchboard>);

#[derive(Debug)]
struct Switchboard {
    first: MediaWorker,
    others: Vec<MediaWorker>,
    recording: Option<Recording>,
    /// Cancelled when a thread ends.
    ended: CancellationToken,
    /// Held while a command is sent, so that none overtakes another, and never across an await.
    places: Mutex<Places<Command>>,
}

impl Workers {
    fn new(
        first: MediaWorker,
        others: Vec<MediaWorker>,
        recording: Option<Recording>,
        ended: CancellationToken,
    ) -> Self {
        let places = Mutex::new(Places::new(1 + others.len()));
        Self(Arc::new(Switchboard { first, others, recording, ended, places }))
    }

    /// How many there are: never none.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "there is always one")]
    pub fn len(&self) -> usize {
        1 + self.0.others.len()
    }

    /// Where the first one listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.0.first.address
    }

    /// Where connections of other ports are handed in: at the first one, whose TURN server leads to all.
    #[must_use]
    pub fn door(&self) -> &Door {
        &self.0.first.door
    }

    /// Which of them a room is on, counted from 0; the first if it is not open.
    #[must_use]
    pub fn worker_of(&self, room: MediaRoom) -> usize {
        self.0.places().worker(room).0.into()
    }

    /// Moves a room to another worker while everybody goes on talking. Whether it sets off: it is open, not on its
    /// way already, and there is such another worker.
    pub fn move_room(&self, room: MediaRoom, to: usize) -> bool {
        let Ok(to) = u8::try_from(to).map(WorkerId) else { return false };
        let mut places = self.0.places();
        let Some(from) = places.set_off(room, to) else { return false };
        let handover = Handover { board: self.0.clone(), from, to };
        let sent = self.0.worker(from).wire.send(Command::Move(room, handover));
        if !sent {
            places.arrive(room, from);
        }
        sent
    }

    /// Watches how full the workers are, and moves a room when that is uneven for long.
    pub async fn balance(self) {
        let mut balance = Balance::default();
        let mut clock = tokio::time::interval(LOOKS_EVERY);
        loop {
            clock.tick().await;
            let shares: Vec<f32> = self.0.all().map(|worker| worker.load.share()).collect();
            let Some(uneven) = balance.look(&shares) else { continue };
            let room = uneven.choose(self.0.places().on(uneven.from));
            if let Some(room) = room.filter(|room| self.move_room(*room, uneven.to.0.into())) {
                tracing::info!(hearing.id = %room.0, from = uneven.from.0, to = uneven.to.0, "Moving a room");
            }
        }
    }

    /// Waits until one of the threads ends. Before [`Workers::shutdown`] none should: what it carried is lost, and no
    /// other takes its place.
    pub async fn ended(&self) {
        self.0.ended.cancelled().await;
    }

    /// Says goodbye to every peer and ends the threads. Waits for them: a few milliseconds.
    pub fn shutdown(&self) {
        self.0.all().for_each(MediaWorker::shutdown);
        if let Some(recording) = &self.0.recording {
            recording.stop();
        }
    }

    /// What becomes of recorded files; whoever takes it first hears it. None: nothing is recorded.
    #[must_use]
    pub fn recorded_files(&self) -> Option<UnboundedReceiver<RecordedFile>> {
        self.0.recording.as_ref()?.news()
    }
}

impl Switchboard {
    fn all(&self) -> impl Iterator<Item = &MediaWorker> {
        std::iter::once(&self.first).chain(&self.others)
    }

    fn worker(&self, id: WorkerId) -> &MediaWorker {
        usize::from(id.0).checked_sub(1).and_then(|at| self.others.get(at)).unwrap_or(&self.first)
    }

    fn places(&self) -> MutexGuard<'_, Places<Command>> {
        self.places.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks something of a room's worker. Whether it is going to be heard.
    fn ask(&self, room: MediaRoom, command: Command) -> bool {
        let mut places = self.places();
        match &command {
            Command::Open(..) => places.open(room),
            Command::Negotiate(offer, _) => places.sit(room, offer.peer.seat),
            Command::Close(_, Some(seat)) => places.leave(room, *seat),
            _ => {}
        }
        let closes = matches!(command, Command::Close(_, None));
        let heard = match places.address(room, command) {
            Some((worker, command)) => self.worker(worker).wire.send(command),
            None => true,
        };
        if closes {
            places.close(room);
        }
        heard
    }
}

/// The end of a move, done by the worker that the room leaves.
#[derive(Debug)]
pub struct Handover {
    board: Arc<Switchboard>,
    from: WorkerId,
    to: WorkerId,
}

impl Handover {
    pub fn to(&self) -> WorkerId {
        self.to
    }

    /// Brings the room there, and behind it whatever was asked of it meanwhile. None: it was not here after all.
    pub fn complete(self, room: MediaRoom, moving: Option<Moving>) {
        let Self { board, from, to } = self;
        let mut places = board.places();
        let moved = moving.is_some_and(|it| board.worker(to).wire.send(Command::Put(Box::new(it))));
        let at = if moved { to } else { from };
        let mut closed = false;
        for command in places.arrive(room, at) {
            match &command {
                Command::Close(_, None) => closed = true,
                Command::Open(..) => closed = false,
                _ => {}
            }
            board.worker(at).wire.send(command);
        }
        if closed {
            places.close(room);
        }
        if moved {
            counters::room_moved();
        }
    }
}

#[async_trait]
impl MediaPlane for Workers {
    fn open(&self, room: MediaRoom, events: tokio::sync::mpsc::Sender<MediaEvent>) {
        self.0.ask(room, Command::Open(room, events));
    }

    async fn negotiate(&self, offer: Offer) -> Result<String, MediaError> {
        let (reply, answer) = oneshot::channel();
        if !self.0.ask(offer.peer.room, Command::Negotiate(offer, reply)) {
            return Err(MediaError::Down);
        }
        answer.await.unwrap_or(Err(MediaError::Down))
    }

    fn route(&self, room: MediaRoom, plan: RoutePlan) {
        self.0.ask(room, Command::Route(room, plan));
    }

    fn record(&self, room: MediaRoom, sources: Option<Vec<Source>>) {
        self.0.ask(room, Command::Record(room, sources));
    }

    fn recorder(&self, room: MediaRoom) -> Option<Recorder> {
        let recording = self.0.recording.as_ref()?;
        Some(recording.tap.board.state(room, recording.now()))
    }

    fn unkept(&self, room: MediaRoom) -> Vec<Source> {
        self.0.recording.as_ref().map(|recording| recording.tap.board.unkept(room)).unwrap_or_default()
    }

    fn revive_recorder(&self) {
        if let Some(recording) = &self.0.recording {
            recording.revive();
        }
    }

    fn filed(&self, file: Uuid) {
        if let Some(recording) = &self.0.recording {
            recording.filed(file);
        }
    }

    fn owed(&self, file: RecordedFile) {
        if let Some(recording) = &self.0.recording {
            recording.owed(file);
        }
    }

    fn show(&self, room: MediaRoom, seat: SeatId, tiles: Vec<Tile>) {
        self.0.ask(room, Command::Show(room, seat, tiles));
    }

    async fn statistics(&self, room: MediaRoom) -> Vec<PeerStatistics> {
        let (reply, answer) = oneshot::channel();
        self.0.ask(room, Command::Statistics(room, reply));
        answer.await.unwrap_or_default()
    }

    fn is_running(&self) -> bool {
        self.0.all().all(MediaWorker::is_running)
    }

    fn ice_servers(&self, room: MediaRoom, seat: SeatId, from: Option<IpAddr>) -> Vec<IceServer> {
        let worker = self.0.places().worker(room);
        let invitations = self.0.worker(worker).invitations.iter();
        invitations.filter_map(|invitations| invitations.invite(seat, from)).collect()
    }

    fn close(&self, room: MediaRoom, seat: Option<SeatId>) {
        self.0.ask(room, Command::Close(room, seat));
    }
}
