//! The media plane: every seat's sound and picture in over one UDP port, and out to whom the room says.

mod advertised;
mod counters;
mod directory;
pub mod forward;
#[cfg(any(test, fuzzing))]
pub mod fuzzing;
mod invitations;
mod outbox;
mod parcels;
mod peer;
pub mod plane;
mod record;
mod relay;
mod room;
mod streams;
mod turn;
mod worker;
mod workers;

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use crate::access_log::AccessLog;
use crate::world::SharedWorld;
use peer::ice::WorkerId;

pub use advertised::Advertised;
pub use record::tap::RecordConfig;
pub use streams::Door;
pub use turn::door::turn_in;
pub use worker::pace::Pace;
pub use workers::{Workers, start};

/// How the media plane is set up.
#[derive(Debug, Clone)]
pub struct MediaConfig {
    /// The first worker's UDP port, and the same for TCP; each further worker has the next number. Port 0 takes
    /// any free ones.
    pub listen: SocketAddr,
    /// Threads, each with a port of its own; 0 counts as 1.
    pub workers: usize,
    /// Where browsers reach the first port, the best one first: one for each network the node is on. Port 0 stands
    /// for the port of `listen`.
    pub advertise: Vec<Advertised>,
    pub tcp: Tcp,
    /// The TURN server; none, and there is none.
    pub turn: Option<TurnConfig>,
    /// What the media port speaks to those who begin with TLS; none, and it does not.
    pub tls: Option<Arc<rustls::ServerConfig>>,
    /// Where recordings go; none, and nothing is recorded.
    pub record: Option<RecordConfig>,
    /// Hands the kernel several datagrams in one call where it takes them (UDP_SEGMENT). Off only to try the other path.
    pub runs: bool,
    /// Where peers that go are noted.
    pub log: Option<AccessLog>,
    pub world: SharedWorld,
}

impl MediaConfig {
    /// UDP alone.
    #[must_use]
    pub fn new(listen: SocketAddr, advertise: Vec<IpAddr>, world: SharedWorld) -> Self {
        let advertise = advertise.into_iter().map(|ip| SocketAddr::new(ip, 0).into()).collect();
        Self {
            listen,
            workers: 1,
            advertise,
            tcp: Tcp::Off,
            turn: None,
            tls: None,
            record: None,
            runs: true,
            log: None,
            world,
        }
    }

    /// Where browsers reach the worker that listens on `port`. None: there is no such port.
    fn candidates(&self, worker: WorkerId, port: u16) -> Option<Vec<Advertised>> {
        let of = |Advertised { at, networks }: &Advertised| {
            let port = if at.port() == 0 { port } else { at.port().checked_add(worker.0.into())? };
            Some(Advertised { at: SocketAddr::new(at.ip(), port), networks: networks.clone() })
        };
        self.advertise.iter().map(of).collect()
    }

    /// Where that worker listens.
    fn listen_of(&self, worker: WorkerId) -> Option<SocketAddr> {
        let port = match self.listen.port() {
            0 => 0,
            first => first.checked_add(worker.0.into())?,
        };
        Some(SocketAddr::new(self.listen.ip(), port))
    }

    /// The pages have the first worker's port at most.
    fn listens_on_tcp(&self, worker: WorkerId) -> bool {
        match self.tcp {
            Tcp::Off => false,
            Tcp::Own => true,
            Tcp::WithPages => worker.0 > 0,
        }
    }
}

/// Whether media may come by TCP.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tcp {
    #[default]
    Off,
    /// On a listener of our own, on the media port.
    Own,
    /// The pages have that port, and hand in what is not theirs at the [`Door`].
    WithPages,
}

/// How the TURN server is set up.
#[derive(Clone)]
pub struct TurnConfig {
    /// What credentials are made with; empty: chance, and they end with the process.
    pub secret: String,
    /// Allocations one seat may have at a time.
    pub quota: usize,
    /// What browsers are told to ask for it; none: each of the advertised addresses.
    pub host: Option<String>,
    /// Where else than at the media port browsers reach it over UDP; none: they are told of no TURN over UDP.
    pub udp_port: Option<u16>,
    /// `host:port` of TURN in TLS; the certificate must be for that host.
    pub tls: Option<String>,
}

impl Default for TurnConfig {
    fn default() -> Self {
        Self { secret: String::new(), quota: 24, host: None, udp_port: None, tls: None }
    }
}

impl std::fmt::Debug for TurnConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { secret: _, quota, host, udp_port, tls } = self;
        write!(f, "TurnConfig {{ quota: {quota}, host: {host:?}, udp_port: {udp_port:?}, tls: {tls:?} }}")
    }
}
