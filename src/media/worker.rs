//! The worker: one thread, one UDP socket, all its peers. The only place of the media plane that does I/O
//! and reads the clock; everything between is [`Relay`].
//!
//! A turn of the loop: take in what came, do what is due, then send everything at once. Reading and sending
//! are two functions at the edge: reading is batched already (recvmmsg), sending can become so without a change
//! inside.

mod carriers;
pub mod inbox;
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

use super::counters;
use super::invitations::Invitations;
use super::peer::dtls::Identity;
use super::peer::ice::{Path, Via};
use super::peer::transport::Outbox;
use super::relay::Relay;
use super::streams::Door;
use super::{MediaConfig, Tcp};
use carriers::Carriers;
use inbox::{Command, MediaWorker, Wire};

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
        let (out, carriers) = (Outbox::default(), Carriers::default());
        let worker = Worker { socket, state, poll, commands, relay, buffers, out, carriers };
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
}

impl Worker {
    fn run(mut self) -> io::Result<()> {
        let socket = self.socket.as_raw_fd();
        self.poll.registry().register(&mut SourceFd(&socket), SOCKET, Interest::READABLE)?;
        let mut events = Events::with_capacity(8);
        let mut more = false;
        loop {
            let nap = if more { Duration::ZERO } else { self.nap(Instant::now()) };
            match self.poll.poll(&mut events, Some(nap)) {
                Err(error) if error.kind() != ErrorKind::Interrupted => return Err(error),
                _ => {}
            }
            let now = Instant::now();
            let go_on = self.obey(now);
            let (incoming, full) = self.receive(now);
            more = full;
            self.relay.tick(now, &mut self.out);
            let outgoing = self.flush(now);
            counters::turn(incoming, outgoing);
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

    /// Takes in a batch: (datagrams, bytes), and whether there may be more.
    fn receive(&mut self, now: Instant) -> ((u64, u64), bool) {
        let mut slices: Vec<IoSliceMut<'_>> = self.buffers.chunks_mut(BUFFER).map(IoSliceMut::new).collect();
        let mut meta = [RecvMeta::default(); BATCH_SIZE];
        let filled = match self.state.recv((&self.socket).into(), &mut slices, &mut meta) {
            Ok(filled) => filled,
            Err(error) => return ((0, 0), error.kind() != ErrorKind::WouldBlock),
        };
        let mut taken = (0, 0);
        for (buffer, meta) in self.buffers.chunks(BUFFER).zip(&meta).take(filled) {
            let from = Path::udp(meta.addr, meta.dst_ip);
            for datagram in buffer.get(..meta.len).unwrap_or_default().chunks(meta.stride.max(1)) {
                taken = (taken.0 + 1, taken.1 + datagram.len() as u64);
                self.relay.datagram(now, from, datagram, &mut self.out);
            }
        }
        (taken, true)
    }

    /// Sends what the turn produced. What the socket does not take now is lost, as on any busy line.
    fn flush(&mut self, now: Instant) -> (u64, u64) {
        let mut sent = (0, 0);
        for (mut to, mut datagram) in self.out.drain() {
            if to.via != Via::Udp {
                match self.carriers.send(now, &self.relay, to, &datagram) {
                    Some(wrapped) => (to, datagram) = wrapped,
                    None => continue,
                }
            }
            let transmit = Transmit {
                destination: to.remote,
                ecn: None,
                contents: &datagram,
                segment_size: None,
                src_ip: to.local,
            };
            if self.state.try_send((&self.socket).into(), &transmit).is_ok() {
                sent = (sent.0 + 1, sent.1 + datagram.len() as u64);
            }
        }
        sent
    }
}
