//! Media over TCP: ICE (RFC 6544), TURN, and TURN in TLS, told apart by their first bytes. A task a connection
//! cuts it into datagrams, hands them to the worker as if they had come by UDP, and writes what the worker
//! queues for it. A receiver that stalls loses datagrams and costs nobody else anything.

pub mod framing;
mod lanes;
mod pump;

use bytes::BytesMut;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::timeout;
use tokio_rustls::{TlsAcceptor, server::TlsStream};
use tokio_util::sync::CancellationToken;

use super::peer::ice::{Path, StreamId, Via, WorkerId};
use super::worker::inbox::{Command, Wire};
use crate::connection_quota::{ConnectionQuota, Permit};
use framing::Opening;

pub use framing::Framing;
pub use lanes::{Lanes, lanes};

/// A connection must say what it is, TLS handshake included, within this.
const OPENS_WITHIN: Duration = Duration::from_secs(5);
/// Bytes that the kernel holds of what it has not sent yet, roughly. What is said now waits behind them: a sixth of a second
/// on a line of 200 kbit/s.
#[cfg(target_os = "linux")]
const UNSENT: u32 = 4 * 1024;

/// What a connection tells the worker.
#[derive(Debug)]
pub enum Arrival {
    Opened {
        path: Path,
        out: Lanes,
    },
    /// The permit comes back when the worker has done with it: a flood waits in its own connection.
    Datagram {
        path: Path,
        datagram: BytesMut,
        permit: OwnedSemaphorePermit,
    },
    Closed {
        path: Path,
    },
}

/// Where connections are handed in.
#[derive(Clone)]
pub struct Door {
    wire: Wire,
    tls: Option<TlsAcceptor>,
    quota: ConnectionQuota,
    numbers: Arc<AtomicU32>,
    /// Whose connections they are.
    at: WorkerId,
    stopping: CancellationToken,
}

impl std::fmt::Debug for Door {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Door")
    }
}

impl Door {
    /// `quota`: shared by all the doors of a server.
    pub fn new(
        wire: Wire,
        at: WorkerId,
        tls: Option<Arc<rustls::ServerConfig>>,
        quota: ConnectionQuota,
    ) -> Self {
        Self {
            wire,
            tls: tls.map(TlsAcceptor::from),
            quota,
            numbers: Arc::default(),
            at,
            stopping: CancellationToken::new(),
        }
    }

    /// Ends every connection and the listener.
    pub fn close(&self) {
        self.stopping.cancel();
    }

    /// Takes connections until closed.
    pub async fn listen(self, listener: TcpListener) {
        while let Some(accepted) = self.stopping.run_until_cancelled(listener.accept()).await {
            match accepted {
                Ok((stream, from)) => self.take(stream, from),
                // Too many open files, say; they are given back.
                Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
            }
        }
    }

    /// Takes a connection that may be anything, and soon says what.
    pub fn take(&self, stream: TcpStream, from: SocketAddr) {
        self.spawn(from, async move |door: Self, permit| {
            // A refusal only costs latency.
            let _ = stream.set_nodelay(true);
            // As the pages' port does, by which others come.
            #[cfg(target_os = "linux")]
            let _ = socket2::SockRef::from(&stream).set_tcp_thin_linear_timeouts(true);
            keep_little(&stream);
            let local = stream.local_addr()?;
            let connection = Connection { from, local, permit };
            door.open(stream, connection).await
        });
    }

    /// Takes a connection of the pages' port whose TLS handshake is done.
    pub fn take_tls(&self, stream: TlsStream<TcpStream>, from: SocketAddr) {
        self.spawn(from, async move |door: Self, permit| {
            keep_little(stream.get_ref().0);
            let local = stream.get_ref().0.local_addr()?;
            door.open_tls(stream, Connection { from, local, permit }).await
        });
    }

    fn spawn<F>(&self, from: SocketAddr, work: impl FnOnce(Self, Permit) -> F)
    where
        F: Future<Output = io::Result<()>> + Send + 'static,
    {
        let Some(permit) = self.quota.take(from.ip()) else { return };
        let work = work(self.clone(), permit);
        let stopping = self.stopping.clone();
        // How a connection ends is its peer's business.
        tokio::spawn(async move { stopping.run_until_cancelled(work).await });
    }

    async fn open(self, mut stream: TcpStream, connection: Connection) -> io::Result<()> {
        let mut first = [0; 2];
        let seen = timeout(OPENS_WITHIN, stream.peek(&mut first)).await??;
        if framing::opening(&first[..seen]) == Opening::Tls {
            let Some(tls) = &self.tls else { return Ok(()) };
            let stream = timeout(OPENS_WITHIN, tls.accept(stream)).await??;
            return self.open_tls(stream, connection).await;
        }
        let mut read = BytesMut::new();
        match timeout(OPENS_WITHIN, opening(&mut stream, &mut read)).await?? {
            Opening::Turn => self.pump(stream, read, connection, Via::TurnTcp).await,
            Opening::Ice => self.pump(stream, read, connection, Via::Tcp).await,
            Opening::Tls | Opening::More | Opening::Junk => Ok(()),
        }
    }

    async fn open_tls(self, mut stream: TlsStream<TcpStream>, connection: Connection) -> io::Result<()> {
        let mut read = BytesMut::new();
        match timeout(OPENS_WITHIN, opening(&mut stream, &mut read)).await?? {
            Opening::Turn => self.pump(stream, read, connection, Via::TurnTls).await,
            _ => Ok(()),
        }
    }

    fn number(&self) -> StreamId {
        StreamId(self.numbers.fetch_add(1, Ordering::Relaxed))
    }

    async fn pump<S>(
        &self,
        stream: S,
        read: BytesMut,
        connection: Connection,
        via: fn(StreamId) -> Via,
    ) -> io::Result<()>
    where
        S: AsyncRead + AsyncWrite + Send,
    {
        let Connection { from, local, permit: _permit } = connection;
        let path = Path { remote: from, local: Some(local.ip()), via: via(self.number()), at: self.at };
        let (out, waiting) = lanes();
        self.wire.send(Command::Stream(Arrival::Opened { path, out }));
        let ended = pump::run(stream, read, path, waiting, &self.wire).await;
        self.wire.send(Command::Stream(Arrival::Closed { path }));
        ended
    }
}

/// Has what waits wait here, where it can be let go of, and not in the kernel.
#[cfg_attr(not(target_os = "linux"), expect(unused_variables))]
fn keep_little(stream: &TcpStream) {
    // A refusal only costs latency.
    #[cfg(target_os = "linux")]
    let _ = socket2::SockRef::from(stream).set_tcp_notsent_lowat(UNSENT);
}

/// A connection that has not said what it is.
struct Connection {
    from: SocketAddr,
    local: SocketAddr,
    permit: Permit,
}

/// How the datagrams of a path stand in its stream.
pub fn framing_of(via: Via) -> Framing {
    if matches!(via, Via::Tcp(_)) { Framing::Rfc4571 } else { Framing::Turn }
}

/// Reads until the first bytes say what the stream speaks.
async fn opening(stream: &mut (impl AsyncRead + Unpin), read: &mut BytesMut) -> io::Result<Opening> {
    loop {
        match framing::opening(read) {
            Opening::More if stream.read_buf(read).await? == 0 => return Ok(Opening::Junk),
            Opening::More => {}
            known => return Ok(known),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rustls::crypto::ring::default_provider;
    use rustls::pki_types::{PrivateKeyDer, pem::PemObject as _};
    use rustls::{ClientConfig, ClientConnection, RootCertStore, ServerConfig};
    use std::io::Write as _;

    /// What a door speaks, and what trusts it.
    fn both_ends() -> (ServerConfig, ClientConfig) {
        let pair = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        let key = PrivateKeyDer::from_pem_slice(pair.signing_key.serialize_pem().as_bytes()).unwrap();
        let server = ServerConfig::builder_with_provider(Arc::new(default_provider()));
        let server = server.with_safe_default_protocol_versions().unwrap().with_no_client_auth();
        let server = server.with_single_cert(vec![pair.cert.der().clone()], key).unwrap();
        let mut roots = RootCertStore::empty();
        roots.add(pair.cert.der().clone()).unwrap();
        let client = ClientConfig::builder_with_provider(Arc::new(default_provider()));
        let client = client.with_safe_default_protocol_versions().unwrap();
        (server, client.with_root_certificates(roots).with_no_client_auth())
    }

    /// STUN's Binding request.
    const REQUEST: [u8; 20] = [0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1];

    #[tokio::test(flavor = "multi_thread")]
    async fn a_first_segment_of_one_byte_opens_the_door() {
        let (server, client) = both_ends();
        let poll = mio::Poll::new().unwrap();
        let waker = mio::Waker::new(poll.registry(), mio::Token(0)).unwrap();
        let (sender, commands) = std::sync::mpsc::channel();
        let wire = Wire::new(sender, Arc::new(waker));
        let quota = ConnectionQuota::new(1, 1, &[]);
        let door = Door::new(wire, WorkerId::default(), Some(Arc::new(server)), quota);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mut socket = std::net::TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        socket.set_nodelay(true).unwrap();
        socket.set_read_timeout(Some(OPENS_WITHIN)).unwrap();
        tokio::spawn(door.listen(listener));

        let mut client = ClientConnection::new(Arc::new(client), "localhost".try_into().unwrap()).unwrap();
        let mut hello = Vec::new();
        client.write_tls(&mut hello).unwrap();
        socket.write_all(&hello[..1]).unwrap();
        tokio::time::sleep(Duration::from_millis(100)).await; // so that it is looked at alone
        socket.write_all(&hello[1..]).unwrap();
        let mut tls = rustls::Stream::new(&mut client, &mut socket);
        tls.write_all(&REQUEST).expect("a handshake that ends well");
        tls.flush().unwrap();
        let told = commands.recv_timeout(OPENS_WITHIN).expect("the worker hears of it");
        let Command::Stream(Arrival::Opened { path, .. }) = told else { panic!("{told:?}") };
        assert!(matches!(path.via, Via::TurnTls(_)), "{path:?}");
    }
}
