//! TCP with or without TLS, for `axum::serve`. A slow handshake never holds up the next caller.
//!
//! On the HTTPS port media may come in as well, for networks that let nothing else out: what does not begin with
//! TLS, and what is TURN inside it, is handed aside.

use rustls::ServerConfig;
use std::{io, net::SocketAddr, pin::Pin, sync::Arc, task, time::Duration};
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
    Plain(TcpListener),
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
    ) -> io::Result<Self> {
        let Some(tls) = tls else { return Ok(Self::Plain(tcp)) };
        let local = tcp.local_addr()?;
        let (done, ready) = mpsc::channel(READY);
        tokio::spawn(accept_loop(tcp, TlsAcceptor::from(tls), aside, done));
        Ok(Self::Tls { ready, local })
    }
}

async fn accept_loop(
    tcp: TcpListener,
    tls: TlsAcceptor,
    aside: Option<Arc<dyn Aside>>,
    done: mpsc::Sender<(Stream, SocketAddr)>,
) {
    while !done.is_closed() {
        let (stream, peer) = accept(&tcp).await;
        let (tls, aside, done) = (tls.clone(), aside.clone(), done.clone());
        tokio::spawn(async move {
            let opening = open(stream, peer, &tls, aside.as_deref());
            if let Ok(Ok(Some(stream))) = tokio::time::timeout(HANDSHAKE_WITHIN, opening).await {
                // A closed channel means the server is stopping; the caller sees a reset.
                let _ = done.send((Stream::Tls(Box::new(stream)), peer)).await;
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
            Self::Plain(tcp) => {
                let (stream, peer) = accept(tcp).await;
                (Stream::Plain(stream), peer)
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
            Self::Plain(tcp) => tcp.local_addr(),
            Self::Tls { local, .. } => Ok(*local),
        }
    }
}

#[derive(Debug)]
pub enum Stream {
    Plain(TcpStream),
    Tls(Box<TlsStream<TcpStream>>),
}

impl AsyncRead for Stream {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut task::Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> task::Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_read(cx, buffer),
            Self::Tls(stream) => Pin::new(stream).poll_read(cx, buffer),
        }
    }
}

impl AsyncWrite for Stream {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut task::Context<'_>,
        bytes: &[u8],
    ) -> task::Poll<io::Result<usize>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_write(cx, bytes),
            Self::Tls(stream) => Pin::new(stream).poll_write(cx, bytes),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut task::Context<'_>) -> task::Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_flush(cx),
            Self::Tls(stream) => Pin::new(stream).poll_flush(cx),
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut task::Context<'_>) -> task::Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_shutdown(cx),
            Self::Tls(stream) => Pin::new(stream).poll_shutdown(cx),
        }
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_is_accepted_sends_at_once_and_repeats_itself_soon() {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let _caller = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        let (stream, _) = accept(&listener).await;
        assert!(stream.nodelay().unwrap());
        assert!(socket2::SockRef::from(&stream).tcp_thin_linear_timeouts().unwrap());
    }
}
