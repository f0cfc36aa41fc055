//! Finds the addresses of this machine and chooses those that browsers are told.

use crate::{config::Config, media::Advertised};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket};

/// Addresses browsers are told to send media to: those configured, or the one media listens on, or
/// loopback when the pages are on loopback, or this machine's main address.
#[must_use]
pub fn advertised(config: &Config) -> Vec<IpAddr> {
    let listen = config.media.listen.ip();
    if !config.media.addresses.is_empty() {
        config.media.addresses.iter().map(|address| address.ip).collect()
    } else if !listen.is_unspecified() {
        vec![listen]
    } else if config.server.listen.ip().is_loopback() {
        vec![IpAddr::V4(Ipv4Addr::LOCALHOST)]
    } else {
        vec![main_address().unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST))]
    }
}

/// The same with the port browsers reach the media port by, 0 where it is that one, and the networks each is for.
#[must_use]
pub fn candidates(config: &Config) -> Vec<Advertised> {
    let configured = config.media.addresses.iter().map(|address| Advertised {
        at: SocketAddr::new(address.ip, address.port.unwrap_or(0)),
        networks: address.networks.clone(),
    });
    if config.media.addresses.is_empty() {
        return advertised(config).into_iter().map(|ip| SocketAddr::new(ip, 0).into()).collect();
    }
    configured.collect()
}

/// How many workers carry media.
#[must_use]
pub fn media_workers(config: &Config) -> usize {
    match config.media.workers {
        0 => std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
        workers => workers,
    }
}

/// The port of every media worker, the first worker's first. Numbers past the last port are left out.
#[must_use]
pub fn media_ports(config: &Config) -> Vec<SocketAddr> {
    let listen = config.media.listen;
    let ports = (0..).map_while(|more| listen.port().checked_add(more)).take(media_workers(config));
    ports.map(|port| SocketAddr::new(listen.ip(), port)).collect()
}

/// Whether pages and media share one TCP port: the pages then hand over what is not theirs.
#[must_use]
pub fn shares_port(config: &Config) -> bool {
    config.media.listen.port() == config.server.listen.port()
}

/// `host:port` of TURN in TLS: the pages' own, unless configured. None without TLS.
#[must_use]
pub fn turn_in_tls(config: &Config) -> Option<String> {
    if !config.turn.enabled || config.tls.mode == crate::config::TlsMode::Off {
        return None;
    }
    let public = public_url(config);
    let (host, port) = authority(public.strip_prefix("https://")?);
    let port = port.map_or(Some(443), |port| port.parse().ok())?;
    let host = if config.turn.host.is_empty() { host } else { &config.turn.host };
    let port = if config.turn.tls_port == 0 { port } else { config.turn.tls_port };
    Some(format!("{host}:{port}"))
}

/// The names or addresses that browsers ask for pages by, the public one first.
#[must_use]
pub fn hosts(config: &Config) -> Vec<String> {
    let urls = std::iter::once(public_url(config)).chain(config.server.origins.iter().cloned());
    urls.map(|url| authority(url.split_once("://").map_or(url.as_str(), |(_, rest)| rest)).0.to_owned())
        .collect()
}

/// Host and port of what follows the scheme of an address.
fn authority(rest: &str) -> (&str, Option<&str>) {
    let authority = rest.split('/').next().unwrap_or_default();
    match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        _ => (authority, None),
    }
}

/// The source address of the default route. Connecting a UDP socket sends nothing; the address asked
/// for is one reserved for documentation (RFC 5737).
#[must_use]
fn main_address() -> Option<IpAddr> {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9)).ok()?;
    Some(socket.local_addr().ok()?.ip()).filter(|address| !address.is_unspecified())
}

/// Whether this machine has `address` on one of its interfaces.
#[must_use]
pub fn is_own(address: IpAddr) -> bool {
    UdpSocket::bind(SocketAddr::new(address, 0)).is_ok()
}

/// What links begin with, without a slash at the end.
#[must_use]
pub fn public_url(config: &Config) -> String {
    if !config.server.public_url.is_empty() {
        return config.server.public_url.trim_end_matches('/').to_owned();
    }
    let scheme = match config.tls.mode {
        crate::config::TlsMode::Off => "http",
        _ => "https",
    };
    let listen = config.server.listen;
    let host = if listen.ip().is_unspecified() {
        main_address().unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST))
    } else {
        listen.ip()
    };
    // Browsers count `localhost` as secure by name.
    let host = match host {
        host if host.is_loopback() => "localhost".to_owned(),
        IpAddr::V4(host) => host.to_string(),
        IpAddr::V6(host) => format!("[{host}]"),
    };
    // As browsers name it: the scheme's own port is left out.
    match (scheme, listen.port()) {
        ("http", 80) | ("https", 443) => format!("{scheme}://{host}"),
        (_, port) => format!("{scheme}://{host}:{port}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(server: &str, media: &str, addresses: &[&str]) -> Config {
        let mut config = Config::default();
        config.server.listen = server.parse().unwrap();
        config.media.listen = media.parse().unwrap();
        config.media.addresses = addresses.iter().map(|a| (*a).to_owned().try_into().unwrap()).collect();
        config
    }

    #[test]
    fn what_is_configured_is_told() {
        let config = config("0.0.0.0:443", "0.0.0.0:8443", &["203.0.113.7"]);
        assert_eq!(advertised(&config), ["203.0.113.7".parse::<IpAddr>().unwrap()]);
    }

    #[test]
    fn a_node_on_two_networks_tells_each_its_own_address() {
        let sides = ["10.20.0.5 for 10.0.0.0/8", "203.0.113.7:9000"];
        let told = candidates(&config("0.0.0.0:443", "[::]:8443", &sides));
        let at: Vec<String> = told.iter().map(|address| address.at.to_string()).collect();
        assert_eq!(at, ["10.20.0.5:0", "203.0.113.7:9000"]);
        assert_eq!(told.iter().map(|address| address.networks.len()).collect::<Vec<_>>(), [1, 0]);
    }

    #[test]
    fn turn_in_tls_is_where_the_pages_are() {
        for (public, host, port, expected) in [
            ("https://jf.example", "", 0, Some("jf.example:443")),
            ("https://jf.example:8443/", "", 0, Some("jf.example:8443")),
            ("https://[2001:db8::7]", "", 0, Some("[2001:db8::7]:443")),
            ("https://jf.example", "turn.example", 3478, Some("turn.example:3478")),
            ("http://jf.example", "", 0, None),
        ] {
            let mut config = config("0.0.0.0:443", "0.0.0.0:8443", &[]);
            config.tls.mode = crate::config::TlsMode::Files;
            config.server.public_url = public.to_owned();
            (config.turn.host, config.turn.tls_port) = (host.to_owned(), port);
            assert_eq!(turn_in_tls(&config).as_deref(), expected, "{public}");
        }
    }

    #[test]
    fn pages_have_a_host_on_each_network() {
        let mut config = config("0.0.0.0:443", "0.0.0.0:8443", &[]);
        config.server.public_url = "https://jf.example:8443".into();
        config.server.origins = vec!["https://jf.intranet.example".into()];
        assert_eq!(hosts(&config), ["jf.example", "jf.intranet.example"]);
    }

    #[test]
    fn pages_on_loopback_mean_media_on_loopback() {
        let config = config("127.0.0.1:8080", "0.0.0.0:8443", &[]);
        assert_eq!(advertised(&config), [IpAddr::V4(Ipv4Addr::LOCALHOST)]);
        assert_eq!(public_url(&config), "http://localhost:8080");
    }

    #[test]
    fn without_a_public_url_it_is_what_browsers_make_of_the_address() {
        for (listen, tls, expected) in [
            ("10.20.0.5:443", crate::config::TlsMode::Files, "https://10.20.0.5"),
            ("10.20.0.5:443", crate::config::TlsMode::Off, "http://10.20.0.5:443"),
            ("10.20.0.5:80", crate::config::TlsMode::Off, "http://10.20.0.5"),
            ("[2001:db8::7]:8080", crate::config::TlsMode::Off, "http://[2001:db8::7]:8080"),
        ] {
            let mut config = config(listen, "0.0.0.0:8443", &[]);
            config.tls.mode = tls;
            assert_eq!(public_url(&config), expected);
        }
    }

    #[test]
    fn a_reserved_address_is_nobodys_own() {
        assert!(!is_own("192.0.2.1".parse().unwrap()));
    }
}
