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
        let mut hosts: Vec<String> = match (&turn.host, candidates.first()) {
            (Some(host), Some(first)) => vec![format!("{}:{}", bracketed(host), first.port())],
            _ => candidates.iter().map(ToString::to_string).collect(),
        };
        hosts.dedup();
        let mut urls = Vec::new();
        for host in hosts {
            urls.push(format!("turn:{host}?transport=udp"));
            if config.tcp != Tcp::Off {
                urls.push(format!("turn:{host}?transport=tcp"));
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

    pub fn invite(&self, seat: SeatId) -> IceServer {
        let now = u64::try_from(self.world.now().0 / 1000).unwrap_or_default();
        let (username, credential) = self.credentials.until(now + LIFETIME, &seat.0.to_string());
        IceServer { urls: self.urls.clone(), username, credential }
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

    fn urls(tcp: Tcp, host: Option<&str>, tls: Option<&str>) -> Vec<String> {
        let mut config = MediaConfig::new("0.0.0.0:0".parse().unwrap(), vec![], Arc::new(RealWorld));
        config.tcp = tcp;
        let (host, tls) = (host.map(str::to_owned), tls.map(str::to_owned));
        config.turn = Some(TurnConfig { host, tls, ..TurnConfig::default() });
        let candidates = ["10.0.0.1:8443".parse().unwrap(), "[2001:db8::1]:9000".parse().unwrap()];
        let invitations = Invitations::new(&config, &candidates, &Credentials::new(b"s")).unwrap();
        invitations.invite(SeatId(uuid::Uuid::from_u128(7))).urls
    }

    #[test]
    fn every_network_is_told_its_own_address_unless_one_name_serves_all() {
        let both = urls(Tcp::Own, None, Some("jf.example:443"));
        assert_eq!(
            both,
            [
                "turn:10.0.0.1:8443?transport=udp",
                "turn:10.0.0.1:8443?transport=tcp",
                "turn:[2001:db8::1]:9000?transport=udp",
                "turn:[2001:db8::1]:9000?transport=tcp",
                "turns:jf.example:443?transport=tcp",
            ]
        );
        assert_eq!(urls(Tcp::Off, Some("jf.example"), None), ["turn:jf.example:8443?transport=udp"]);
    }
}
