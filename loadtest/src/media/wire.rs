//! A participant's own UDP socket, with its line's faults in front of it.

use mio::unix::SourceFd;
use mio::{Interest, Registry, Token};
use quinn_udp::{BATCH_SIZE, RecvMeta, Transmit, UdpSocketState};
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::io::{self, IoSliceMut};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};
use std::os::fd::AsRawFd;
use std::time::Instant;

use super::link::{Direction, Fate, Link};

/// Room for what one system call may put into one buffer: the kernel joins datagrams of a burst (GRO).
const BUFFER: usize = 64 * 1024;
/// A second of 16 Mbit/s, for the moments when the thread is not scheduled.
const SOCKET_BUFFER: usize = 2 * 1024 * 1024;

/// Where a thread receives into; one for all its sockets.
#[derive(Debug)]
pub struct Buffers(Vec<u8>);

impl Default for Buffers {
    fn default() -> Self {
        Self(vec![0; BATCH_SIZE * BUFFER])
    }
}

#[derive(Debug)]
pub struct Wire {
    socket: UdpSocket,
    state: UdpSocketState,
    link: Option<Box<dyn Link>>,
    /// On their way, up or down, by when they arrive.
    late: BinaryHeap<Reverse<Late>>,
    sent_late: u64,
    /// What the socket did not take.
    pub refused: u64,
}

/// The address a socket that talks to `relay` is bound to: the one the system would take.
fn local_for(relay: IpAddr) -> IpAddr {
    let any: IpAddr =
        if relay.is_ipv4() { Ipv4Addr::UNSPECIFIED.into() } else { Ipv6Addr::UNSPECIFIED.into() };
    let probe = UdpSocket::bind((any, 0)).and_then(|probe| {
        probe.connect((relay, 9))?; // sends nothing
        probe.local_addr()
    });
    probe.map_or(any, |address| address.ip())
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Late {
    at: Instant,
    order: u64,
    /// Where to; from the relay to us if none.
    to: Option<SocketAddr>,
    datagram: Vec<u8>,
}

impl Wire {
    /// A socket that can reach `relay`, or any if that is not known.
    ///
    /// # Errors
    /// None is to be had.
    pub fn open(relay: Option<IpAddr>, link: Option<Box<dyn Link>>) -> io::Result<Self> {
        let socket = UdpSocket::bind((relay.map_or(Ipv4Addr::UNSPECIFIED.into(), local_for), 0))?;
        socket.set_nonblocking(true)?;
        let state = UdpSocketState::new((&socket).into())?;
        // The system may grant less; what is lost by that is counted as loss.
        let _ = socket2::SockRef::from(&socket).set_recv_buffer_size(SOCKET_BUFFER);
        let _ = socket2::SockRef::from(&socket).set_send_buffer_size(SOCKET_BUFFER);
        Ok(Self { socket, state, link, late: BinaryHeap::new(), sent_late: 0, refused: 0 })
    }

    /// # Errors
    /// The socket is gone.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.socket.local_addr()
    }

    /// # Errors
    /// It is registered already.
    pub fn register(&self, registry: &Registry, token: Token) -> io::Result<()> {
        registry.register(&mut SourceFd(&self.socket.as_raw_fd()), token, Interest::READABLE)
    }

    /// # Errors
    /// It is not registered.
    pub fn deregister(&self, registry: &Registry) -> io::Result<()> {
        registry.deregister(&mut SourceFd(&self.socket.as_raw_fd()))
    }

    pub fn send(&mut self, now: Instant, to: SocketAddr, datagram: &[u8]) {
        let fate = self.link.as_mut().map(|link| link.fate(now, Direction::Up, datagram.len()));
        match fate {
            None | Some(Fate::Passes) => self.send_now(to, datagram),
            Some(Fate::Lost) => {}
            Some(Fate::At(at)) => self.delay(at, Some(to), datagram),
        }
    }

    fn send_now(&mut self, to: SocketAddr, contents: &[u8]) {
        let transmit = Transmit { destination: to, ecn: None, contents, segment_size: None, src_ip: None };
        if self.state.try_send((&self.socket).into(), &transmit).is_err() {
            self.refused += 1;
        }
    }

    fn delay(&mut self, at: Instant, to: Option<SocketAddr>, datagram: &[u8]) {
        self.sent_late += 1;
        self.late.push(Reverse(Late { at, order: self.sent_late, to, datagram: datagram.to_vec() }));
    }

    /// Reads everything there is and hands it on, each datagram changeable where it stands.
    pub fn receive(&mut self, now: Instant, buffers: &mut Buffers, mut take: impl FnMut(&mut [u8])) {
        loop {
            let mut slices: Vec<IoSliceMut<'_>> = buffers.0.chunks_mut(BUFFER).map(IoSliceMut::new).collect();
            let mut meta = [RecvMeta::default(); BATCH_SIZE];
            let Ok(filled) = self.state.recv((&self.socket).into(), &mut slices, &mut meta) else { return };
            for (buffer, meta) in buffers.0.chunks_mut(BUFFER).zip(&meta).take(filled) {
                let Some(whole) = buffer.get_mut(..meta.len) else { continue };
                for datagram in whole.chunks_mut(meta.stride.max(1)) {
                    match self.link.as_mut().map(|link| link.fate(now, Direction::Down, datagram.len())) {
                        None | Some(Fate::Passes) => take(datagram),
                        Some(Fate::Lost) => {}
                        Some(Fate::At(at)) => self.delay(at, None, datagram),
                    }
                }
            }
            if filled < BATCH_SIZE {
                return; // more to come is another event
            }
        }
    }

    #[must_use]
    pub fn deadline(&self) -> Option<Instant> {
        self.late.peek().map(|Reverse(late)| late.at)
    }

    /// Sends what was held up until now; gives what arrived for us.
    pub fn arrive(&mut self, now: Instant) -> Vec<Vec<u8>> {
        let mut arrived = Vec::new();
        while self.deadline().is_some_and(|at| at <= now) {
            let Some(Reverse(late)) = self.late.pop() else { break };
            match late.to {
                Some(to) => self.send_now(to, &late.datagram),
                None => arrived.push(late.datagram),
            }
        }
        arrived
    }
}
