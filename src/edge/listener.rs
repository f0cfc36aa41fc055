//! TCP with or without TLS, for [`super::serving`]. A slow handshake never holds up the next caller, and there are only so
//! many connections: in total, since each holds one of the process's files, and from one address.
//!
//! On the HTTPS port media may come in as well, for networks that let nothing else out: what does not begin with
//! TLS, and what is TURN inside it, is handed aside.

use crate::connection_quota::{ConnectionQuota, Permit};
use rustls::ServerConfig;
use std::{
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    pin::Pin,
    sync::Arc,
    task,
    time::Duration,
};
use tokio::{
    io::{AsyncBufReadExt, AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpListener, TcpStream},
    sync::mpsc,
};
use tokio_rustls::{TlsAcceptor, server::TlsStream};

/// Longest a caller may take to finish the TLS handshake.
const HANDSHAKE_WITHIN: Duration = Duration::from_secs(10);
/// First byte of a TLS handshake record (RFC 8446 §5.1).
const TLS_HANDSHAKE: u8 = 0x16;
/// ALPN of TURN (RFC 7443).
const TURN: &[u8] = b"stun.turn";
/// Handshakes that are done and wait to be served.
const READY: usize = 64;
/// Connections in total; docs/operations.md has the unit allow four times as many files.
const MOST: usize = 16_384;
/// From one address: a bureau's hundreds of browsers may stand behind one, with six connections each.
const MOST_OF_ONE: usize = 2048;

/// How many connections a listener takes. Those by way of `proxies`, or from this machine, are anybody's.
#[must_use]
pub fn quota(proxies: &[IpAddr]) -> ConnectionQuota {
    let own = [IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)];
    ConnectionQuota::new(MOST, MOST_OF_ONE, &[&own[..], proxies].concat())
}

/// Takes connections that are not for pages.
pub trait Aside: Send + Sync {
    /// One that does not begin with TLS.
    fn plain(&self, stream: TcpStream, peer: SocketAddr);
    /// One that speaks TURN inside of TLS.
    fn turn(&self, stream: TlsStream<TcpStream>, peer: SocketAddr);
}

/// A listening socket. With TLS, a task of its own does the handshakes.
#[derive(Debug)]
pub enum Listener {
    Plain { tcp: TcpListener, quota: ConnectionQuota },
    Tls { ready: mpsc::Receiver<(Stream, SocketAddr)>, local: SocketAddr },
}

impl Listener {
    /// Wraps a bound socket.
    ///
    /// # Errors
    /// The socket has no local address.
    pub fn new(
        tcp: TcpListener,
        tls: Option<Arc<ServerConfig>>,
        aside: Option<Arc<dyn Aside>>,
        quota: ConnectionQuota,
    ) -> io::Result<Self> {
        let Some(tls) = tls else { return Ok(Self::Plain { tcp, quota }) };
        let local = tcp.local_addr()?;
        let (done, ready) = mpsc::channel(READY);
        tokio::spawn(accept_loop(tcp, TlsAcceptor::from(tls), aside, quota, done));
        Ok(Self::Tls { ready, local })
    }
}

async fn accept_loop(
    tcp: TcpListener,
    tls: TlsAcceptor,
    aside: Option<Arc<dyn Aside>>,
    quota: ConnectionQuota,
    done: mpsc::Sender<(Stream, SocketAddr)>,
) {
    while !done.is_closed() {
        let (stream, peer, permit) = accept_within(&tcp, &quota).await;
        let (tls, aside, done) = (tls.clone(), aside.clone(), done.clone());
        tokio::spawn(async move {
            let opening = open(stream, peer, &tls, aside.as_deref());
            if let Ok(Ok(Some(stream))) = tokio::time::timeout(HANDSHAKE_WITHIN, opening).await {
                // A closed channel means the server is stopping; the caller sees a reset.
                let stream = Stream { carries: Carrier::Tls(Box::new(stream)), _permit: permit };
                let _ = done.send((stream, peer)).await;
            }
        });
    }
}

/// Shakes hands. `None`: it was not for pages.
async fn open(
    stream: TcpStream,
    peer: SocketAddr,
    tls: &TlsAcceptor,
    aside: Option<&dyn Aside>,
) -> io::Result<Option<TlsStream<TcpStream>>> {
    let Some(aside) = aside else { return tls.accept(stream).await.map(Some) };
    let mut first = [0];
    if stream.peek(&mut first).await? == 1 && first[0] != TLS_HANDSHAKE {
        aside.plain(stream, peer);
        return Ok(None);
    }
    let mut stream = tls.accept(stream).await?;
    if is_turn(&mut stream).await? {
        aside.turn(stream, peer);
        return Ok(None);
    }
    Ok(Some(stream))
}

/// By what was agreed on, or else by the first byte: of a STUN message 0 or 1, of HTTP a letter.
async fn is_turn(stream: &mut TlsStream<TcpStream>) -> io::Result<bool> {
    match stream.get_ref().1.alpn_protocol() {
        Some(agreed) => Ok(agreed == TURN),
        None => Ok(matches!(stream.fill_buf().await?.first(), Some(0 | 1))),
    }
}

/// Accepts whoever gets a permit; anybody else is hung up on.
async fn accept_within(tcp: &TcpListener, quota: &ConnectionQuota) -> (TcpStream, SocketAddr, Permit) {
    loop {
        let (stream, peer) = accept(tcp).await;
        if let Some(permit) = quota.take(peer.ip()) {
            return (stream, peer, permit);
        }
        metrics::counter!("connections_refused_total").increment(1);
    }
}

/// Accepts, waiting out errors such as too many open files.
async fn accept(tcp: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match tcp.accept().await {
            Ok((stream, peer)) => {
                // Frames are small and wanted at once; a refusal only costs latency.
                let _ = stream.set_nodelay(true);
                #[cfg(target_os = "linux")]
                repeat_soon(&stream);
                return (stream, peer);
            }
            Err(error) => {
                tracing::warn!(%error, "Could not accept a connection");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }
}

/// What is lost of the little that is under way goes out again after the same few hundred milliseconds six times, not each
/// time after twice as long: a line that loses in bursts would else be waited for by whom it has long let through.
#[cfg(target_os = "linux")]
fn repeat_soon(stream: &TcpStream) {
    // A refusal only costs latency.
    let _ = socket2::SockRef::from(stream).set_tcp_thin_linear_timeouts(true);
}

impl axum::serve::Listener for Listener {
    type Io = Stream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Stream, SocketAddr) {
        match self {
            Self::Plain { tcp, quota } => {
                let (stream, peer, permit) = accept_within(tcp, quota).await;
                (Stream { carries: Carrier::Plain(stream), _permit: permit }, peer)
            }
            Self::Tls { ready, .. } => match ready.recv().await {
                Some(caller) => caller,
                // The accept task lives as long as this receiver.
                None => std::future::pending().await,
            },
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        match self {
            Self::Plain { tcp, .. } => tcp.local_addr(),
            Self::Tls { local, .. } => Ok(*local),
        }
    }
}

/// A connection to be served, and its permit, given back when it ends.
#[derive(Debug)]
pub struct Stream {
    carries: Carrier,
    _permit: Permit,
}

#[derive(Debug)]
enum Carrier {
    Plain(TcpStream),
    Tls(Box<TlsStream<TcpStream>>),
}

impl AsyncRead for Stream {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut task::Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> task::Poll<io::Result<()>> {
        match &mut self.get_mut().carries {
            Carrier::Plain(stream) => Pin::new(stream).poll_read(cx, buffer),
            Carrier::Tls(stream) => Pin::new(stream).poll_read(cx, buffer),
        }
    }
}

impl AsyncWrite for Stream {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut task::Context<'_>,
        bytes: &[u8],
    ) -> task::Poll<io::Result<usize>> {
        match &mut self.get_mut().carries {
            Carrier::Plain(stream) => Pin::new(stream).poll_write(cx, bytes),
            Carrier::Tls(stream) => Pin::new(stream).poll_write(cx, bytes),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut task::Context<'_>) -> task::Poll<io::Result<()>> {
        match &mut self.get_mut().carries {
            Carrier::Plain(stream) => Pin::new(stream).poll_flush(cx),
            Carrier::Tls(stream) => Pin::new(stream).poll_flush(cx),
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut task::Context<'_>) -> task::Poll<io::Result<()>> {
        match &mut self.get_mut().carries {
            Carrier::Plain(stream) => Pin::new(stream).poll_shutdown(cx),
            Carrier::Tls(stream) => Pin::new(stream).poll_shutdown(cx),
        }
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;
    use tokio::io::AsyncReadExt as _;

    #[tokio::test]
    async fn who_gets_no_permit_is_hung_up_on_until_one_is_free() {
        let tcp = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = tcp.local_addr().unwrap();
        let mut listener = Listener::new(tcp, None, None, ConnectionQuota::new(1, 1, &[])).unwrap();
        let _first = TcpStream::connect(address).await.unwrap();
        let (held, _) = axum::serve::Listener::accept(&mut listener).await;
        let mut second = TcpStream::connect(address).await.unwrap();
        let next = tokio::spawn(async move { axum::serve::Listener::accept(&mut listener).await });
        assert!(matches!(second.read(&mut [0]).await, Ok(0) | Err(_)), "hung up on");
        drop(held);
        let third = TcpStream::connect(address).await.unwrap();
        let (_, peer) = next.await.unwrap();
        assert_eq!(peer, third.local_addr().unwrap());
    }

    #[tokio::test]
    async fn what_is_accepted_sends_at_once_and_repeats_itself_soon() {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let _caller = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        let (stream, _) = accept(&listener).await;
        assert!(stream.nodelay().unwrap());
        assert!(socket2::SockRef::from(&stream).tcp_thin_linear_timeouts().unwrap());
    }
}
