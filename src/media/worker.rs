//! The worker: one thread, one UDP socket, all its peers. The only place of the media plane that does I/O
//! and reads the clock; everything between is [`Relay`].
//!
//! A turn of the loop: take in what came (recvmmsg), do what is due, then send everything at once, a destination's
//! datagrams in one call (UDP_SEGMENT). The fuller the core, the longer it waits before a turn, so that there is
//! more to send at once ([`pace`]).

mod carriers;
pub mod inbox;
mod pace;
mod sockets;
pub mod timer;

use mio::unix::SourceFd;
use mio::{Events, Interest, Poll, Token, Waker};
use quinn_udp::{BATCH_SIZE, RecvMeta, Transmit, UdpSocketState};
use std::io::{self, ErrorKind, IoSliceMut};
use std::net::UdpSocket;
use std::os::fd::AsRawFd;
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};

use super::counters::Counts;
use super::invitations::Invitations;
use super::outbox::Outbox;
use super::peer::dtls::Identity;
use super::peer::ice::{Path, Via};
use super::relay::Relay;
use super::streams::Door;
use super::{MediaConfig, Tcp};
use carriers::Carriers;
use inbox::{Command, MediaWorker, Wire};
use pace::Pace;

const SOCKET: Token = Token(0);
const COMMANDS: Token = Token(1);
/// Room for what one system call may put into one buffer: the kernel joins datagrams of a burst (GRO).
const BUFFER: usize = 64 * 1024;
/// With nothing due the loop still turns this often.
const LONGEST_NAP: Duration = Duration::from_secs(1);

/// Starts the media plane's thread. With TCP, in a tokio runtime: connections are tasks of it.
///
/// # Errors
/// The address cannot be bound, none is advertised, or there is no key.
pub fn start(config: MediaConfig) -> io::Result<MediaWorker> {
    let (socket, listener) = sockets::bind(config.listen, config.tcp == Tcp::Own)?;
    let state = UdpSocketState::new((&socket).into())?;
    let address = socket.local_addr()?;
    let candidates = config.candidates(address.port());
    if candidates.is_empty() || candidates.iter().any(|candidate| candidate.ip().is_unspecified()) {
        return Err(io::Error::new(ErrorKind::InvalidInput, "no address to tell browsers for media"));
    }
    let identity = Identity::generate().map_err(io::Error::other)?;
    let poll = Poll::new()?;
    let waker = Arc::new(Waker::new(poll.registry(), COMMANDS)?);
    let (sender, commands) = mpsc::channel();
    let wire = Wire::new(sender, waker);
    let door = Door::new(wire.clone(), config.tls.clone());
    if let Some(listener) = listener {
        let runtime = tokio::runtime::Handle::try_current().map_err(io::Error::other)?;
        let _in_it = runtime.enter();
        runtime.spawn(door.clone().listen(tokio::net::TcpListener::from_std(listener)?));
    }
    let invitations = Invitations::new(&config, &candidates);
    let turn = invitations.as_ref().map(|invitations| invitations.server(&candidates));
    let thread = std::thread::Builder::new().name("media".to_owned()).spawn(move || {
        let mut relay = Relay::new(Instant::now(), identity, config.world, candidates);
        relay.open_ways(Instant::now(), config.tcp != Tcp::Off, turn);
        let buffers = vec![0; BATCH_SIZE * BUFFER];
        let worker = Worker {
            socket,
            state,
            poll,
            commands,
            relay,
            buffers,
            out: Outbox::default(),
            carriers: Carriers::default(),
            counts: Counts::default(),
            pace: Pace::new(Instant::now()),
        };
        if let Err(error) = worker.run() {
            tracing::error!(%error, "the media worker ended");
        }
    })?;
    Ok(MediaWorker::new(wire, address, door, invitations, thread))
}

struct Worker {
    socket: UdpSocket,
    /// What the kernel can do with the socket: several datagrams a call, and by which address each came.
    state: UdpSocketState,
    poll: Poll,
    commands: mpsc::Receiver<Command>,
    relay: Relay,
    buffers: Vec<u8>,
    out: Outbox,
    carriers: Carriers,
    counts: Counts,
    pace: Pace,
}

impl Worker {
    fn run(mut self) -> io::Result<()> {
        let socket = self.socket.as_raw_fd();
        self.poll.registry().register(&mut SourceFd(&socket), SOCKET, Interest::READABLE)?;
        let mut events = Events::with_capacity(8);
        let mut more = false;
        loop {
            if !more {
                let nap = self.nap(self.pace.rested_at());
                match self.poll.poll(&mut events, Some(nap)) {
                    Err(error) if error.kind() != ErrorKind::Interrupted => return Err(error),
                    _ => {}
                }
                std::thread::sleep(self.pace.gather());
            }
            let now = Instant::now();
            let go_on = self.obey(now);
            more = self.receive(now);
            self.relay.tick(now, &mut self.out);
            self.flush(now);
            self.counts.publish();
            self.pace.worked(now, Instant::now());
            if !go_on {
                return Ok(());
            }
        }
    }

    fn nap(&mut self, now: Instant) -> Duration {
        let due = self.relay.deadline().map(|due| due.saturating_duration_since(now));
        due.map_or(LONGEST_NAP, |due| due.min(LONGEST_NAP))
    }

    /// Every command there is. `false`: shut down.
    fn obey(&mut self, now: Instant) -> bool {
        loop {
            match self.commands.try_recv() {
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

    /// Takes in a batch. Whether there may be more.
    fn receive(&mut self, now: Instant) -> bool {
        let mut chunks = self.buffers.chunks_mut(BUFFER);
        let mut slices: [IoSliceMut<'_>; BATCH_SIZE] =
            std::array::from_fn(|_| IoSliceMut::new(chunks.next().unwrap_or_default()));
        let mut meta = [RecvMeta::default(); BATCH_SIZE];
        let filled = match self.state.recv((&self.socket).into(), &mut slices, &mut meta) {
            Ok(filled) => filled,
            Err(error) => return error.kind() == ErrorKind::Interrupted,
        };
        for (buffer, meta) in self.buffers.chunks_mut(BUFFER).zip(&meta).take(filled) {
            let from = Path::udp(meta.addr, meta.dst_ip);
            for datagram in buffer.get_mut(..meta.len).unwrap_or_default().chunks_mut(meta.stride.max(1)) {
                self.counts.came_in(datagram.len());
                self.relay.datagram(now, from, datagram, &mut self.out);
            }
        }
        filled == BATCH_SIZE
    }

    /// Sends what the turn produced. What the socket does not take now is lost, as on any busy line.
    fn flush(&mut self, now: Instant) {
        for run in self.out.runs() {
            let sent = match run.to().via {
                Via::Udp if run.segment().is_none() || self.state.max_gso_segments() > 1 => {
                    self.send(run.to(), run.bytes(), run.segment())
                }
                _ => run
                    .datagrams()
                    .fold(true, |sent, datagram| self.send_one(now, run.to(), datagram) && sent),
            };
            if sent {
                self.counts.went_out(run.count(), run.bytes().len());
            }
        }
        self.out.clear();
    }

    /// What does not go by plain UDP, or everything where the kernel has no UDP_SEGMENT.
    fn send_one(&self, now: Instant, to: Path, datagram: &[u8]) -> bool {
        if to.via == Via::Udp {
            return self.send(to, datagram, None);
        }
        match self.carriers.send(now, &self.relay, to, datagram) {
            Some((client, wrapped)) => self.send(client, &wrapped, None),
            None => true,
        }
    }

    fn send(&self, to: Path, contents: &[u8], segment_size: Option<usize>) -> bool {
        let transmit =
            Transmit { destination: to.remote, ecn: None, contents, segment_size, src_ip: to.local };
        self.state.try_send((&self.socket).into(), &transmit).is_ok()
    }
}
