//! Which addresses this machine has and which it tells browsers.

use crate::config::Config;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket};

/// Addresses browsers are told to send media to: those configured, or the one media listens on, or
/// loopback when the pages are on loopback, or this machine's main address.
#[must_use]
pub fn advertised(config: &Config) -> Vec<IpAddr> {
    let listen = config.media.listen.ip();
    if !config.media.addresses.is_empty() {
        config.media.addresses.clone()
    } else if !listen.is_unspecified() {
        vec![listen]
    } else if config.server.listen.ip().is_loopback() {
        vec![IpAddr::V4(Ipv4Addr::LOCALHOST)]
    } else {
        vec![main_address().unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST))]
    }
}

/// The source address of the default route. Connecting a UDP socket sends nothing; the address asked
/// for is one reserved for documentation (RFC 5737).
#[must_use]
pub fn main_address() -> Option<IpAddr> {
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
    let host = if host.is_loopback() { "localhost".to_owned() } else { host.to_string() };
    format!("{scheme}://{host}:{}", listen.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(server: &str, media: &str, addresses: &[&str]) -> Config {
        let mut config = Config::default();
        config.server.listen = server.parse().unwrap();
        config.media.listen = media.parse().unwrap();
        config.media.addresses = addresses.iter().map(|a| a.parse().unwrap()).collect();
        config
    }

    #[test]
    fn what_is_configured_is_told() {
        let config = config("0.0.0.0:443", "0.0.0.0:8443", &["203.0.113.7"]);
        assert_eq!(advertised(&config), ["203.0.113.7".parse::<IpAddr>().unwrap()]);
    }

    #[test]
    fn pages_on_loopback_mean_media_on_loopback() {
        let config = config("127.0.0.1:8080", "0.0.0.0:8443", &[]);
        assert_eq!(advertised(&config), [IpAddr::V4(Ipv4Addr::LOCALHOST)]);
        assert_eq!(public_url(&config), "http://localhost:8080");
    }

    #[test]
    fn a_reserved_address_is_nobodys_own() {
        assert!(!is_own("192.0.2.1".parse().unwrap()));
    }
}
