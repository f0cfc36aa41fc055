//! As much of an IP packet as a router looks at.

use std::net::Ipv4Addr;

/// What a firewall tells apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Traffic {
    Udp,
    Tcp { from: u16, to: u16 },
    Other,
}

/// The head of an IPv4 packet (RFC 791 §3.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ipv4 {
    pub from: Ipv4Addr,
    pub to: Ipv4Addr,
    pub traffic: Traffic,
}

impl Ipv4 {
    /// `None` for anything else, IPv6 neighbour noise for one.
    #[must_use]
    pub fn parse(packet: &[u8]) -> Option<Self> {
        let head = packet.first_chunk::<20>().filter(|head| head[0] >> 4 == 4)?;
        let address = |at: usize| Ipv4Addr::new(head[at], head[at + 1], head[at + 2], head[at + 3]);
        let ports = || packet.get(usize::from(head[0] & 0x0f) * 4..)?.first_chunk::<4>();
        let traffic = match (head[9], ports()) {
            (17, _) => Traffic::Udp,
            (6, Some(ports)) => Traffic::Tcp {
                from: u16::from_be_bytes([ports[0], ports[1]]),
                to: u16::from_be_bytes([ports[2], ports[3]]),
            },
            _ => Traffic::Other,
        };
        Some(Self { from: address(12), to: address(16), traffic })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packets_are_told_apart() {
        let packet = |words: u8, protocol: u8| {
            let mut packet = vec![0; usize::from(words) * 4];
            (packet[0], packet[9]) = (0x40 | words, protocol);
            packet[12..20].copy_from_slice(&[10, 0, 0, 8, 10, 0, 0, 9]);
            packet.extend([0x01, 0xbb, 0x13, 0x88]);
            packet
        };
        let (from, to) = (Ipv4Addr::new(10, 0, 0, 8), Ipv4Addr::new(10, 0, 0, 9));
        let tcp = Traffic::Tcp { from: 443, to: 5000 };
        for (packet, traffic) in [
            (packet(5, 6), Some(tcp)),
            (packet(8, 6), Some(tcp)),
            (packet(5, 17), Some(Traffic::Udp)),
            (packet(5, 1), Some(Traffic::Other)),
            (packet(5, 6)[..21].to_vec(), Some(Traffic::Other)),
            (packet(5, 6)[..19].to_vec(), None),
            (vec![0x60; 40], None),
            (vec![], None),
        ] {
            assert_eq!(Ipv4::parse(&packet), traffic.map(|traffic| Ipv4 { from, to, traffic }), "{packet:?}");
        }
    }
}
