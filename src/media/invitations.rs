//! What a browser is told of the ways round a firewall: addresses of the TURN server, and a seat's credentials.

use std::net::SocketAddr;

use super::turn::{self, Credentials};
use super::{MediaConfig, Tcp};
use crate::world::SharedWorld;
use signaling::wire::{IceServer, SeatId};

/// Seconds a credential is good for: the longest day of hearings. It is looked at when an allocation is made.
const LIFETIME: u64 = 12 * 3600;

/// Writes invitations.
#[derive(Debug)]
pub struct Invitations {
    urls: Vec<String>,
    credentials: Credentials,
    quota: usize,
    world: SharedWorld,
}

impl Invitations {
    /// None if there is no TURN server. `candidates`: where browsers reach a worker's media port; `credentials`
    /// are good with all of them.
    pub fn new(config: &MediaConfig, candidates: &[SocketAddr], credentials: &Credentials) -> Option<Self> {
        let turn = config.turn.as_ref()?;
        let mut hosts: Vec<(String, u16)> = match (&turn.host, candidates.first()) {
            (Some(host), Some(first)) => vec![(bracketed(host), first.port())],
            _ => candidates.iter().map(|at| (bracketed(&at.ip().to_string()), at.port())).collect(),
        };
        hosts.dedup();
        let mut urls = Vec::new();
        for (host, port) in hosts {
            // Never at the media port itself, though it is served there: Chromium has one socket for direct media
            // and TURN, and takes whatever comes from a TURN server's address for TURN. Direct UDP would be dead.
            urls.extend(turn.udp_port.map(|port| format!("turn:{host}:{port}?transport=udp")));
            if config.tcp != Tcp::Off {
                urls.push(format!("turn:{host}:{port}?transport=tcp"));
            }
        }
        urls.extend(turn.tls.iter().map(|host| format!("turns:{host}?transport=tcp")));
        let credentials = credentials.clone();
        Some(Self { urls, credentials, quota: turn.quota, world: config.world.clone() })
    }

    /// The server that honours them, and leads to `own`: the candidates of all workers.
    pub fn server(&self, own: Vec<SocketAddr>) -> turn::Setup {
        turn::Setup { credentials: self.credentials.clone(), quota: self.quota, own }
    }

    /// None if there is no way that browsers could be told of.
    pub fn invite(&self, seat: SeatId) -> Option<IceServer> {
        let now = u64::try_from(self.world.now().0 / 1000).unwrap_or_default();
        let (username, credential) = self.credentials.until(now + LIFETIME, &seat.0.to_string());
        (!self.urls.is_empty()).then(|| IceServer { urls: self.urls.clone(), username, credential })
    }
}

/// What all workers' credentials are made with: the secret that is configured, or chance.
pub fn credentials(config: &MediaConfig) -> Credentials {
    let mut secret = config.turn.as_ref().map(|turn| turn.secret.clone().into_bytes()).unwrap_or_default();
    if secret.is_empty() {
        secret.resize(32, 0);
        config.world.fill(&mut secret);
    }
    Credentials::new(&secret)
}

/// An IPv6 address stands in brackets before a port.
fn bracketed(host: &str) -> String {
    if host.contains(':') && !host.starts_with('[') { format!("[{host}]") } else { host.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::TurnConfig;
    use crate::world::RealWorld;
    use std::sync::Arc;

    fn urls(tcp: Tcp, turn: TurnConfig) -> Vec<String> {
        let mut config = MediaConfig::new("0.0.0.0:0".parse().unwrap(), vec![], Arc::new(RealWorld));
        config.tcp = tcp;
        config.turn = Some(turn);
        let candidates = ["10.0.0.1:8443".parse().unwrap(), "[2001:db8::1]:9000".parse().unwrap()];
        let invitations = Invitations::new(&config, &candidates, &Credentials::new(b"s")).unwrap();
        invitations.invite(SeatId(uuid::Uuid::from_u128(7))).map(|server| server.urls).unwrap_or_default()
    }

    #[test]
    fn every_network_is_told_its_own_address_unless_one_name_serves_all() {
        let both = urls(Tcp::Own, TurnConfig { tls: Some("jf.example:443".into()), ..TurnConfig::default() });
        assert_eq!(
            both,
            [
                "turn:10.0.0.1:8443?transport=tcp",
                "turn:[2001:db8::1]:9000?transport=tcp",
                "turns:jf.example:443?transport=tcp",
            ]
        );
        let named = TurnConfig { host: Some("jf.example".into()), ..TurnConfig::default() };
        assert_eq!(urls(Tcp::Own, named), ["turn:jf.example:8443?transport=tcp"]);
    }

    #[test]
    fn turn_over_udp_is_told_only_at_a_port_that_direct_media_does_not_use() {
        assert_eq!(urls(Tcp::Off, TurnConfig::default()), [""; 0]);
        let other = TurnConfig { udp_port: Some(3478), ..TurnConfig::default() };
        assert_eq!(
            urls(Tcp::Off, other),
            ["turn:10.0.0.1:3478?transport=udp", "turn:[2001:db8::1]:3478?transport=udp"]
        );
    }
}
