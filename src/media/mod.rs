//! The media plane: every seat's sound and picture in over one UDP port, and out to whom the room says.

mod counters;
pub mod forward;
#[cfg(any(test, fuzzing))]
pub mod fuzzing;
mod invitations;
mod outbox;
mod peer;
pub mod plane;
mod relay;
mod room;
mod streams;
mod turn;
mod worker;

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use crate::world::SharedWorld;

pub use streams::Door;
pub use turn::door::turn_in;
pub use worker::inbox::MediaWorker;
pub use worker::start;

/// How the media plane is set up.
#[derive(Debug, Clone)]
pub struct MediaConfig {
    /// The one UDP port, and the same for TCP; port 0 takes any free one.
    pub listen: SocketAddr,
    /// Where browsers reach that port, the best one first: one for each network the node is on. Port 0 stands for
    /// the port of `listen`.
    pub advertise: Vec<SocketAddr>,
    pub tcp: Tcp,
    /// The TURN server; none, and there is none.
    pub turn: Option<TurnConfig>,
    /// What the media port speaks to those who begin with TLS; none, and it does not.
    pub tls: Option<Arc<rustls::ServerConfig>>,
    pub world: SharedWorld,
}

impl MediaConfig {
    /// UDP alone.
    #[must_use]
    pub fn new(listen: SocketAddr, advertise: Vec<IpAddr>, world: SharedWorld) -> Self {
        let advertise = advertise.into_iter().map(|ip| SocketAddr::new(ip, 0)).collect();
        Self { listen, advertise, tcp: Tcp::Off, turn: None, tls: None, world }
    }

    fn candidates(&self, port: u16) -> Vec<SocketAddr> {
        let with_port = |at: &SocketAddr| if at.port() == 0 { SocketAddr::new(at.ip(), port) } else { *at };
        self.advertise.iter().map(with_port).collect()
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
    /// `host:port` of TURN in TLS; the certificate must be for that host.
    pub tls: Option<String>,
}

impl Default for TurnConfig {
    fn default() -> Self {
        Self { secret: String::new(), quota: 24, host: None, tls: None }
    }
}

impl std::fmt::Debug for TurnConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { secret: _, quota, host, tls } = self;
        write!(f, "TurnConfig {{ quota: {quota}, host: {host:?}, tls: {tls:?} }}")
    }
}
