//! TURN server addresses and a seat's credentials, as a browser gets them.

use std::net::{IpAddr, SocketAddr};

use super::advertised::{Advertised, told};
use super::turn::{self, Credentials, Held};
use super::{MediaConfig, Tcp, TurnConfig};
use crate::world::SharedWorld;
use signaling::wire::{IceServer, SeatId};

/// Seconds a credential is good for: the longest day of hearings. It is looked at when an allocation is made.
const LIFETIME: u64 = 12 * 3600;

/// Writes invitations.
#[derive(Debug)]
pub struct Invitations {
    turn: TurnConfig,
    tcp: bool,
    candidates: Vec<Advertised>,
    credentials: Credentials,
    world: SharedWorld,
}

impl Invitations {
    /// None if there is no TURN server. `candidates`: where browsers reach a worker's media port; `credentials`
    /// are good with all of them.
    pub fn new(config: &MediaConfig, candidates: &[Advertised], credentials: &Credentials) -> Option<Self> {
        Some(Self {
            turn: config.turn.clone()?,
            tcp: config.tcp != Tcp::Off,
            candidates: candidates.to_vec(),
            credentials: credentials.clone(),
            world: config.world.clone(),
        })
    }

    /// The server that honours them, and leads to `own`: the candidates of all workers, as what is `held` is of all.
    pub fn server(&self, own: Vec<SocketAddr>, held: Held) -> turn::Setup {
        turn::Setup { credentials: self.credentials.clone(), quota: self.turn.quota, held, own }
    }

    /// For a seat whose client comes `from` there. None if there is no way that it could be told of.
    pub fn invite(&self, seat: SeatId, from: Option<IpAddr>) -> Option<IceServer> {
        let urls = self.urls(&told(&self.candidates, from));
        let now = u64::try_from(self.world.now().0 / 1000).unwrap_or_default();
        let (username, credential) = self.credentials.until(now + LIFETIME, &seat.0.to_string());
        (!urls.is_empty()).then_some(IceServer { urls, username, credential })
    }

    fn urls(&self, candidates: &[SocketAddr]) -> Vec<String> {
        let mut hosts: Vec<(String, u16)> = match (&self.turn.host, candidates.first()) {
            (Some(host), Some(first)) => vec![(bracketed(host), first.port())],
            _ => candidates.iter().map(|at| (bracketed(&at.ip().to_string()), at.port())).collect(),
        };
        hosts.dedup();
        let mut urls = Vec::new();
        for (host, port) in hosts {
            // Never at the media port itself, though it is served there: Chromium has one socket for direct media
            // and TURN, and takes whatever comes from a TURN server's address for TURN. Direct UDP would be dead.
            urls.extend(self.turn.udp_port.map(|port| format!("turn:{host}:{port}?transport=udp")));
            if self.tcp {
                urls.push(format!("turn:{host}:{port}?transport=tcp"));
            }
        }
        urls.extend(self.turn.tls.iter().map(|host| format!("turns:{host}?transport=tcp")));
        urls
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
    use crate::world::RealWorld;
    use std::sync::Arc;

    fn urls(tcp: Tcp, turn: TurnConfig) -> Vec<String> {
        told_to("192.0.2.1", tcp, turn)
    }

    /// `10.0.0.0/8` has an address of its own.
    fn told_to(from: &str, tcp: Tcp, turn: TurnConfig) -> Vec<String> {
        let mut config = MediaConfig::new("0.0.0.0:0".parse().unwrap(), vec![], Arc::new(RealWorld));
        config.tcp = tcp;
        config.turn = Some(turn);
        let candidates = [
            Advertised {
                at: "10.0.0.9:8443".parse().unwrap(),
                networks: vec!["10.0.0.0/8".parse().unwrap()],
            },
            "192.0.2.7:8443".parse::<SocketAddr>().unwrap().into(),
            "[2001:db8::1]:9000".parse::<SocketAddr>().unwrap().into(),
        ];
        let invitations = Invitations::new(&config, &candidates, &Credentials::new(b"s")).unwrap();
        let server = invitations.invite(SeatId(uuid::Uuid::from_u128(7)), from.parse().ok());
        server.map(|server| server.urls).unwrap_or_default()
    }

    #[test]
    fn every_network_is_told_its_own_address_unless_one_name_serves_all() {
        let both = urls(Tcp::Own, TurnConfig { tls: Some("jf.example:443".into()), ..TurnConfig::default() });
        assert_eq!(
            both,
            [
                "turn:192.0.2.7:8443?transport=tcp",
                "turn:[2001:db8::1]:9000?transport=tcp",
                "turns:jf.example:443?transport=tcp",
            ]
        );
        assert_eq!(
            told_to("10.5.5.5", Tcp::Own, TurnConfig::default()),
            ["turn:10.0.0.9:8443?transport=tcp"]
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
            ["turn:192.0.2.7:3478?transport=udp", "turn:[2001:db8::1]:3478?transport=udp"]
        );
    }
}
