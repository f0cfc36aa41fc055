//! Where notices may be sent: a server that posts wherever it is told to is a way into the network it stands in
//! (docs/threats.md T29). HTTPS to public addresses, and what the administrator has named.

use ipnet::{IpNet, Ipv4Net};
use std::net::{IpAddr, Ipv4Addr};

/// Why nothing is sent there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadAddress {
    #[error("Only https:// is sent to, but for hosts the administrator has named")]
    NotHttps,
    #[error("The address has no host, or carries a user name or a fragment")]
    Malformed,
    #[error("The host is in a network that the administrator has not allowed")]
    NotPublic,
}

/// `plain_hosts`: hosts (with `:port` where one is given) that may be sent to without TLS.
///
/// # Errors
/// Neither HTTPS nor one of them.
pub fn host_allowed(
    scheme: &str,
    host: &str,
    port: Option<u16>,
    plain_hosts: &[String],
) -> Result<(), BadAddress> {
    let with_port = port.map(|port| format!("{host}:{port}"));
    let named = plain_hosts.iter().any(|plain| plain == host || Some(plain) == with_port.as_ref());
    match scheme {
        "https" => Ok(()),
        "http" if named => Ok(()),
        _ => Err(BadAddress::NotHttps),
    }
}

/// Whether notices may go to `address`: public, or in one of `networks` (`10.20.0.0/16`).
#[must_use]
pub fn address_allowed(address: IpAddr, networks: &[IpNet]) -> bool {
    let address = address.to_canonical();
    is_public(address) || networks.iter().any(|network| network.contains(&address))
}

/// Nothing of this machine, of a local network, of documentation, of translation into IPv4 (RFC 6890 and 6052).
fn is_public(address: IpAddr) -> bool {
    const SPECIAL_V4: [Ipv4Net; 14] = [
        v4([0, 0, 0, 0], 8),
        v4([10, 0, 0, 0], 8),
        v4([100, 64, 0, 0], 10),
        v4([127, 0, 0, 0], 8),
        v4([169, 254, 0, 0], 16),
        v4([172, 16, 0, 0], 12),
        v4([192, 0, 0, 0], 24),
        v4([192, 0, 2, 0], 24),
        v4([192, 88, 99, 0], 24),
        v4([192, 168, 0, 0], 16),
        v4([198, 18, 0, 0], 15),
        v4([198, 51, 100, 0], 24),
        v4([203, 0, 113, 0], 24),
        v4([224, 0, 0, 0], 3),
    ];
    match address {
        IpAddr::V4(v4) => !SPECIAL_V4.iter().any(|network| network.contains(&v4)),
        // Global unicast is 2000::/3; of it, documentation, 6to4 and Teredo lead elsewhere.
        IpAddr::V6(v6) => {
            let [first, second, ..] = v6.segments();
            first & 0xe000 == 0x2000
                && first != 0x2002
                && first & 0xfff0 != 0x3ff0
                && !(first == 0x2001 && (second == 0x0db8 || second < 0x0200))
        }
    }
}

const fn v4([a, b, c, d]: [u8; 4], bits: u8) -> Ipv4Net {
    Ipv4Net::new_assert(Ipv4Addr::new(a, b, c, d), bits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_public_addresses_and_named_networks_are_sent_to() {
        let office = ["10.20.0.0/16".parse().unwrap(), "fd00:1::/32".parse().unwrap()];
        for (address, allowed) in [
            ("1.2.4.8", true),
            ("127.0.0.1", false),
            ("0.0.0.0", false),
            ("10.21.0.1", false),
            ("10.20.3.4", true),
            ("100.100.100.200", false),
            ("169.254.169.254", false),
            ("172.31.255.255", false),
            ("172.32.0.1", true),
            ("192.168.1.1", false),
            ("198.19.0.1", false),
            ("224.0.0.1", false),
            ("255.255.255.255", false),
            ("::1", false),
            ("::", false),
            ("::ffff:127.0.0.1", false),
            ("::ffff:10.20.0.1", true),
            ("64:ff9b::7f00:1", false),
            ("fe80::1", false),
            ("fc00::1", false),
            ("fd00:1::5", true),
            ("2001:db8::1", false),
            ("2001::1", false),
            ("2002:7f00:1::", false),
            ("2400:3200::1", true),
        ] {
            assert_eq!(address_allowed(address.parse().unwrap(), &office), allowed, "{address}");
        }
    }

    #[test]
    fn without_tls_only_named_hosts_are_sent_to() {
        let named = ["gateway.local".to_owned(), "10.0.0.5:8080".to_owned()];
        for (scheme, host, port, allowed) in [
            ("https", "a.example", None, true),
            ("http", "a.example", None, false),
            ("http", "gateway.local", Some(80), true),
            ("http", "10.0.0.5", Some(8080), true),
            ("http", "10.0.0.5", Some(9090), false),
            ("ftp", "gateway.local", None, false),
            ("file", "gateway.local", None, false),
        ] {
            assert_eq!(host_allowed(scheme, host, port, &named).is_ok(), allowed, "{scheme}://{host}");
        }
    }
}
