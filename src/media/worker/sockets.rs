//! The sockets of media: one UDP port, and the same number for TCP.

use std::io::{self, ErrorKind, IoSliceMut};
use std::net::{SocketAddr, TcpListener, UdpSocket};
use std::os::fd::{AsRawFd, RawFd};

use quinn_udp::{RecvMeta, Transmit, UdpSocketState};

use socket2::{Domain, Protocol, Socket, Type};

use crate::media::peer::ice::Path;

/// A second of 40 Mbit/s, for the moments when the thread is not scheduled. The system may grant less.
const SOCKET_BUFFER: usize = 5 * 1024 * 1024;
/// Connections the kernel keeps for us before they are accepted.
const BACKLOG: i32 = 256;
/// Free UDP ports tried when any will do, until one is found whose number is free for TCP too.
const TRIES: usize = 16;

/// A UDP socket, and what the kernel can do with it: several datagrams a call, and by which address each came.
#[derive(Debug)]
pub struct MediaSocket {
    socket: UdpSocket,
    state: UdpSocketState,
    /// Runs are handed to the kernel whole, where it cuts them.
    runs: bool,
    /// Bound to all addresses: each datagram must say by which it leaves, and the kernel looks that up.
    any: bool,
}

impl MediaSocket {
    /// Without `runs` it sends datagram by datagram, as where the kernel knows no better.
    pub fn new(socket: UdpSocket, runs: bool) -> io::Result<Self> {
        let state = UdpSocketState::new((&socket).into())?;
        let any = socket.local_addr()?.ip().is_unspecified();
        Ok(Self { socket, state, runs, any })
    }

    pub fn address(&self) -> io::Result<SocketAddr> {
        self.socket.local_addr()
    }

    /// How many buffers were filled.
    pub fn receive(&self, slices: &mut [IoSliceMut<'_>], meta: &mut [RecvMeta]) -> io::Result<usize> {
        self.state.recv((&self.socket).into(), slices, meta)
    }

    /// Whether the kernel cuts a run into its datagrams (UDP_SEGMENT).
    pub fn joins(&self) -> bool {
        self.runs && self.state.max_gso_segments() > 1
    }

    /// Whether the kernel took it.
    pub fn send(&self, to: Path, contents: &[u8], segment_size: Option<usize>) -> bool {
        let src_ip = to.local.filter(|_| self.any);
        let transmit = Transmit { destination: to.remote, ecn: None, contents, segment_size, src_ip };
        self.state.try_send((&self.socket).into(), &transmit).is_ok()
    }
}

impl AsRawFd for MediaSocket {
    fn as_raw_fd(&self) -> RawFd {
        self.socket.as_raw_fd()
    }
}

/// Binds the UDP socket, and a listener on the same port if TCP is wanted.
pub fn bind(address: SocketAddr, tcp: bool) -> io::Result<(UdpSocket, Option<TcpListener>)> {
    for left in (0..TRIES).rev() {
        let udp = bind_udp(address)?;
        if !tcp {
            return Ok((udp, None));
        }
        match listen(SocketAddr::new(address.ip(), udp.local_addr()?.port())) {
            Ok(listener) => return Ok((udp, Some(listener))),
            Err(error) if error.kind() == ErrorKind::AddrInUse && address.port() == 0 && left > 0 => {}
            Err(error) => return Err(error),
        }
    }
    Err(ErrorKind::AddrInUse.into())
}

fn bind_udp(address: SocketAddr) -> io::Result<UdpSocket> {
    let socket = Socket::new(Domain::for_address(address), Type::DGRAM, Some(Protocol::UDP))?;
    let receive = socket.set_recv_buffer_size(SOCKET_BUFFER).and_then(|()| socket.recv_buffer_size());
    let send = socket.set_send_buffer_size(SOCKET_BUFFER).and_then(|()| socket.send_buffer_size());
    for (given, limit) in [(receive, "net.core.rmem_max"), (send, "net.core.wmem_max")] {
        // The kernel cuts what is over its limit without a word, and tells the double of what it gives.
        match given.map(|bytes| bytes / 2) {
            Ok(bytes) if bytes >= SOCKET_BUFFER => {}
            Ok(bytes) => tracing::warn!(
                "The media socket's buffer is smaller than asked for: {bytes} of {SOCKET_BUFFER} bytes; raise {limit}"
            ),
            Err(error) => tracing::warn!(%error, "The media socket's buffer stays small ({limit})"),
        }
    }
    open(&socket, address)?;
    Ok(socket.into())
}

fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
    socket.set_reuse_address(true)?; // connections of the process before this one may still be closing
    open(&socket, address)?;
    socket.listen(BACKLOG)?;
    Ok(socket.into())
}

fn open(socket: &Socket, address: SocketAddr) -> io::Result<()> {
    if address.is_ipv6() {
        socket.set_only_v6(false)?; // `[::]` is for both
    }
    socket.set_nonblocking(true)?;
    socket.bind(&address.into())
}
