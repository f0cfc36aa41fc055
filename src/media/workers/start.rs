//! Binds the ports, then starts a thread on each.

use mio::{Poll, Waker};
use std::io::{self, ErrorKind};
use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex, mpsc};
use tokio_util::sync::CancellationToken;

use super::Workers;
use crate::connection_quota::ConnectionQuota;
use crate::media::advertised::Advertised;
use crate::media::directory::Directory;
use crate::media::invitations::{self, Invitations};
use crate::media::peer::dtls::Identity;
use crate::media::peer::ice::WorkerId;
use crate::media::record::{Recording, tap::Tap};
use crate::media::relay::Relay;
use crate::media::streams::Door;
use crate::media::turn::{Credentials, Held};
use crate::media::worker::inbox::{Load, MediaWorker, Wire};
use crate::media::worker::neighbours::{Batch, Neighbour, Neighbours};
use crate::media::worker::sockets::{self, MediaSocket};
use crate::media::worker::{COMMANDS, Desk, spawn};
use crate::media::{MediaConfig, Tcp};

/// Connections in total. Each holds a socket and, while something waits to be sent, at most `QUEUE` datagrams.
const MOST: usize = 8192;
/// From one address: a county's offices may well stand behind one, with two or three connections a seat.
const MOST_OF_ONE: usize = 512;
/// More ports than anybody opens; and a worker's number fits its byte.
const MOST_WORKERS: u8 = 64;

/// Starts the media plane's threads. With TCP, in a tokio runtime: connections are tasks of it.
///
/// # Errors
/// An address cannot be bound, none is advertised, or there is no key.
pub fn start(config: MediaConfig) -> io::Result<Workers> {
    let count = u8::try_from(config.workers).unwrap_or(u8::MAX).clamp(1, MOST_WORKERS);
    let ports = (0..count).map(|at| Port::bind(&config, WorkerId(at))).collect::<io::Result<Vec<_>>>()?;
    let (sockets, ports): (Vec<_>, Vec<_>) = ports.into_iter().unzip();
    let (neighbours, inboxes): (Vec<_>, Vec<_>) =
        ports.iter().map(|port| Neighbour::new(port.waker.clone())).unzip();
    let house = House {
        identity: Arc::new(Identity::generate().map_err(io::Error::other)?),
        directory: Directory::default(),
        quota: ConnectionQuota::new(MOST, MOST_OF_ONE, &[]),
        credentials: invitations::credentials(&config),
        held: Held::default(),
        own: ports.iter().flat_map(|port| &port.candidates).map(|candidate| candidate.at).collect(),
        sockets: sockets.into(),
        neighbours,
        tap: None,
        ended: CancellationToken::new(),
        config,
    };
    let recording = match house.config.record.clone() {
        Some(record) => Some(Recording::start(record, house.config.world.clone())?),
        None => None,
    };
    let house = House { tap: recording.as_ref().map(|recording| recording.tap.clone()), ..house };
    let workers = ports.into_iter().zip(inboxes).map(|(port, handed)| house.employ(port, handed));
    let mut workers = workers.collect::<io::Result<Vec<_>>>()?.into_iter();
    let first = workers.next().ok_or(ErrorKind::InvalidInput)?;
    Ok(Workers::new(first, workers.collect(), recording, house.ended))
}

/// What one worker listens by.
struct Port {
    me: WorkerId,
    address: SocketAddr,
    listener: Option<TcpListener>,
    /// Where browsers reach it.
    candidates: Vec<Advertised>,
    poll: Poll,
    waker: Arc<Waker>,
}

impl Port {
    fn bind(config: &MediaConfig, me: WorkerId) -> io::Result<(MediaSocket, Self)> {
        let invalid = |text| io::Error::new(ErrorKind::InvalidInput, text);
        let beyond = || invalid("the media workers need more ports than there are above the first");
        let listen = config.listen_of(me).ok_or_else(beyond)?;
        let (socket, listener) = sockets::bind(listen, config.listens_on_tcp(me))?;
        let socket = MediaSocket::new(socket, config.runs)?;
        let address = socket.address()?;
        let candidates = config.candidates(me, address.port()).ok_or_else(beyond)?;
        if candidates.is_empty() || candidates.iter().any(|candidate| candidate.at.ip().is_unspecified()) {
            return Err(invalid("no address to tell browsers for media"));
        }
        let poll = Poll::new()?;
        let waker = Arc::new(Waker::new(poll.registry(), COMMANDS)?);
        Ok((socket, Self { me, address, listener, candidates, poll, waker }))
    }
}

/// What all workers have in common.
struct House {
    config: MediaConfig,
    /// One certificate: a peer that moves does not change whom it speaks to.
    identity: Arc<Identity>,
    directory: Directory,
    quota: ConnectionQuota,
    credentials: Credentials,
    /// A seat's TURN quota is one over all workers.
    held: Held,
    /// Everybody's candidates: any worker's TURN server leads to every worker.
    own: Vec<SocketAddr>,
    sockets: Arc<[MediaSocket]>,
    neighbours: Vec<Neighbour>,
    tap: Option<Tap>,
    /// Of the first thread that does.
    ended: CancellationToken,
}

impl House {
    fn employ(&self, port: Port, handed: mpsc::Receiver<Batch>) -> io::Result<MediaWorker> {
        let Port { me, address, listener, candidates, poll, waker } = port;
        let (sender, commands) = mpsc::channel();
        let wire = Wire::new(sender, waker);
        let door = Door::new(wire.clone(), me, self.config.tls.clone(), self.quota.clone());
        if let Some(listener) = listener {
            let runtime = tokio::runtime::Handle::try_current().map_err(io::Error::other)?;
            let _in_it = runtime.enter();
            runtime.spawn(door.clone().listen(tokio::net::TcpListener::from_std(listener)?));
        }
        let invitations = Invitations::new(&self.config, &candidates, &self.credentials);
        let turn =
            invitations.as_ref().map(|invitations| invitations.server(self.own.clone(), self.held.clone()));
        let load = Load::default();
        let neighbours = Neighbours::new(self.neighbours.iter().cloned());
        let (sockets, ended) = (self.sockets.clone(), self.ended.clone());
        let desk = Desk { me, sockets, poll, commands, handed, neighbours, load: load.clone(), ended };
        let thread = spawn(desk, |now| {
            let mut relay = Relay::new(now, self.identity.clone(), self.config.world.clone(), candidates);
            relay.join(me, self.neighbours.len() as u32, self.directory.clone());
            relay.record_to(self.tap.clone());
            relay.log_to(self.config.log.clone());
            relay.open_ways(now, self.config.tcp != Tcp::Off, turn);
            relay
        })?;
        Ok(MediaWorker { address, door, wire, load, invitations, thread: Mutex::new(Some(thread)) })
    }
}
