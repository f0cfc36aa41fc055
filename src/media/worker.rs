//! A worker: one thread, one UDP socket, all its peers. The only place of the media plane that does I/O
//! and reads the clock; everything between is [`Relay`].
//!
//! A turn of the loop: take in what came (recvmmsg), do what is due, then send everything at once, a destination's
//! datagrams in one call (UDP_SEGMENT). The fuller the core, the longer it waits before a turn, so that there is
//! more to send at once ([`pace`]). Not by sendmmsg: a call over the runs of all receivers spares a bare system call a run,
//! which is 2 % (docs/adr/0037-batching-in-the-media-worker.md).

pub mod carriers;
pub mod inbox;
pub mod neighbours;
pub mod pace;
pub mod sockets;
pub mod timer;

use mio::unix::SourceFd;
use mio::{Events, Interest, Poll, Token};
use quinn_udp::{BATCH_SIZE, RecvMeta};
use std::io::{self, ErrorKind, IoSliceMut};
use std::os::fd::AsRawFd;
use std::sync::{Arc, mpsc};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use tokio_util::sync::CancellationToken;

use super::counters::{Counts, Fate};
use super::outbox::Outbox;
use super::peer::ice::{Path, Via, WorkerId};
use super::relay::Relay;
use carriers::Carriers;
use inbox::{Command, Load};
use neighbours::{Batch, Handed, Neighbours};
use pace::Pace;
use sockets::MediaSocket;

const SOCKET: Token = Token(0);
/// Of the wakers of [`inbox::Wire`].
pub const COMMANDS: Token = Token(1);
/// Room for what one system call may put into one buffer: the kernel joins datagrams of a burst (GRO).
const BUFFER: usize = 64 * 1024;
/// With nothing due the loop still turns this often.
const LONGEST_NAP: Duration = Duration::from_secs(1);

/// What a worker is given: its own socket and inboxes, and the ways to its neighbours.
#[derive(Debug)]
pub struct Desk {
    pub me: WorkerId,
    /// Of all workers. Any may send by any: a moved peer knows us by the address it first spoke to.
    pub sockets: Arc<[MediaSocket]>,
    pub poll: Poll,
    pub commands: mpsc::Receiver<Command>,
    pub handed: mpsc::Receiver<Batch>,
    pub neighbours: Neighbours,
    pub load: Load,
    /// Cancelled when the thread ends, however it does.
    pub ended: CancellationToken,
}

/// Starts a worker's thread.
pub fn spawn(desk: Desk, relay: impl FnOnce(Instant) -> Relay) -> io::Result<JoinHandle<()>> {
    let counts = Counts::new(desk.me);
    let worker = Worker {
        desk,
        relay: relay(Instant::now()),
        buffers: vec![0; BATCH_SIZE * BUFFER],
        out: Outbox::default(),
        carriers: Carriers::default(),
        counts,
        pace: Pace::new(Instant::now()),
    };
    std::thread::Builder::new().name(format!("media-{}", worker.desk.me.0)).spawn(move || {
        let _ended = worker.desk.ended.clone().drop_guard();
        if let Err(error) = worker.run() {
            tracing::error!(%error, "A media worker ended");
        }
    })
}

struct Worker {
    desk: Desk,
    relay: Relay,
    buffers: Vec<u8>,
    out: Outbox,
    carriers: Carriers,
    counts: Counts,
    pace: Pace,
}

impl Worker {
    fn run(mut self) -> io::Result<()> {
        let socket = self.desk.socket(self.desk.me)?.as_raw_fd();
        self.desk.poll.registry().register(&mut SourceFd(&socket), SOCKET, Interest::READABLE)?;
        let mut events = Events::with_capacity(8);
        let mut came = 0;
        loop {
            if came < BATCH_SIZE {
                self.rest(&mut events, came > 0)?;
            }
            let now = Instant::now();
            // Looked for before the commands, done after them: whoever hands on a moved room's packet has told
            // us of the room before.
            let handed: Vec<Batch> = self.desk.handed.try_iter().collect();
            let go_on = self.obey(now);
            self.take_over(now, handed);
            came = self.receive(now);
            self.relay.tick(now, &mut self.out);
            self.flush(now);
            self.pace.worked(now, Instant::now());
            self.counts.publish(self.pace.share());
            self.desk.load.set(self.pace.share());
            if !go_on {
                return Ok(());
            }
        }
    }

    /// Waits until the next turn. While packets flow that is a matter of time; else for something to happen, and then
    /// for what comes with it.
    fn rest(&mut self, events: &mut Events, flows: bool) -> io::Result<()> {
        let period = self.pace.period();
        if flows && !period.is_zero() {
            std::thread::sleep(period.saturating_sub(self.pace.worked_lately()));
            return Ok(());
        }
        let nap = self.nap(self.pace.rested_at());
        match self.desk.poll.poll(events, Some(nap)) {
            Err(error) if error.kind() != ErrorKind::Interrupted => return Err(error),
            _ => {}
        }
        std::thread::sleep(period);
        Ok(())
    }

    fn nap(&mut self, now: Instant) -> Duration {
        let due = self.relay.deadline().map(|due| due.saturating_duration_since(now));
        due.map_or(LONGEST_NAP, |due| due.min(LONGEST_NAP))
    }

    /// Every command there is. `false`: shut down.
    fn obey(&mut self, now: Instant) -> bool {
        loop {
            match self.desk.commands.try_recv() {
                Ok(Command::Stream(arrival)) => {
                    self.carriers.arrival(now, arrival, &mut self.relay, &mut self.out);
                }
                Ok(command) => {
                    if !self.relay.command(now, command, &mut self.out) {
                        return false;
                    }
                }
                Err(mpsc::TryRecvError::Empty) => return true,
                Err(mpsc::TryRecvError::Disconnected) => return false, // nobody can ask us anything any more
            }
        }
    }

    /// What other workers hand over: datagrams for our peers, and for sockets and connections that are ours.
    fn take_over(&mut self, now: Instant, mut batches: Vec<Batch>) {
        if batches.is_empty() {
            return;
        }
        // Dealt out together, as what comes by the own socket is.
        let all = batches.iter_mut().flat_map(Batch::iter_mut);
        let came = all.filter_map(|(handed, datagram)| match handed {
            Handed::In(from) => Some((from, datagram)),
            Handed::Out(_) => None,
        });
        self.relay.datagrams(now, came, &mut self.out);
        for (handed, datagram) in batches.iter_mut().flat_map(Batch::iter_mut) {
            if let Handed::Out(to) = handed {
                let fate = self.send_one(now, to, datagram);
                self.counts.sent(fate, 1, datagram.len());
            }
        }
    }

    /// Takes in a batch; how many buffers were filled. All of them: there may be more.
    fn receive(&mut self, now: Instant) -> usize {
        let mut chunks = self.buffers.chunks_mut(BUFFER);
        let mut slices: [IoSliceMut<'_>; BATCH_SIZE] =
            std::array::from_fn(|_| IoSliceMut::new(chunks.next().unwrap_or_default()));
        let mut meta = [RecvMeta::default(); BATCH_SIZE];
        let Some(socket) = self.desk.sockets.get(usize::from(self.desk.me.0)) else { return 0 };
        let filled = match socket.receive(&mut slices, &mut meta) {
            Ok(filled) => filled,
            Err(error) if error.kind() == ErrorKind::Interrupted => return BATCH_SIZE,
            Err(_) => return 0,
        };
        let (me, counts) = (self.desk.me, &mut self.counts);
        let filled_buffers = self.buffers.chunks_mut(BUFFER).zip(&meta).take(filled);
        let datagrams = filled_buffers.flat_map(|(buffer, meta)| {
            let from = Path { at: me, ..Path::udp(meta.addr, meta.dst_ip) };
            let bytes = buffer.get_mut(..meta.len).unwrap_or_default();
            bytes.chunks_mut(meta.stride.max(1)).map(move |datagram| (from, datagram))
        });
        let counted = datagrams.inspect(|(_, datagram)| counts.came_in(datagram.len()));
        self.relay.datagrams(now, counted, &mut self.out);
        filled
    }

    /// Sends what the turn produced. What the socket does not take now is lost, as on any busy line.
    fn flush(&mut self, now: Instant) {
        let mut out = std::mem::take(&mut self.out);
        for run in out.runs() {
            match run.to().via {
                Via::Udp if run.segment().is_none() || self.desk.joins(run.to()) => {
                    let fate = self.desk.send(run.to(), run.bytes(), run.segment());
                    self.counts.sent(fate, run.count(), run.bytes().len());
                }
                _ => {
                    for datagram in run.datagrams() {
                        let fate = self.send_one(now, run.to(), datagram);
                        self.counts.sent(fate, 1, datagram.len());
                    }
                }
            }
        }
        out.clear();
        self.out = out;
        for ((worker, from), datagram) in self.relay.elsewhere().iter_mut() {
            self.desk.neighbours.hand(worker, Handed::In(from), datagram);
        }
        self.relay.elsewhere().clear();
        self.desk.neighbours.flush();
    }

    /// What does not go by plain UDP, or everything where the kernel has no UDP_SEGMENT. Connections and
    /// allocations of another worker are that worker's to send by.
    fn send_one(&mut self, now: Instant, to: Path, datagram: &[u8]) -> Fate {
        if to.via == Via::Udp {
            return self.desk.send(to, datagram, None);
        }
        if to.at != self.desk.me {
            self.desk.neighbours.hand(to.at, Handed::Out(to), datagram);
            return Fate::Handed;
        }
        match self.carriers.send(now, &self.relay, to, datagram) {
            Some((client, wrapped)) => self.desk.send(client, wrapped, None),
            None => Fate::Out,
        }
    }
}

impl Desk {
    fn send(&self, to: Path, contents: &[u8], segment: Option<usize>) -> Fate {
        Fate::of(self.socket(to.at).is_ok_and(|socket| socket.send(to, contents, segment)))
    }

    /// Whether the kernel cuts a run to there into its datagrams.
    fn joins(&self, to: Path) -> bool {
        self.socket(to.at).is_ok_and(MediaSocket::joins)
    }

    fn socket(&self, of: WorkerId) -> io::Result<&MediaSocket> {
        self.sockets.get(usize::from(of.0)).ok_or_else(|| ErrorKind::NotFound.into())
    }
}
