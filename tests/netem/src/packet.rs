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
    pub to: Ipv4Addr,
    pub traffic: Traffic,
}

impl Ipv4 {
    /// `None` for anything else, IPv6 neighbour noise for one.
    #[must_use]
    pub fn parse(packet: &[u8]) -> Option<Self> {
        let head = packet.first_chunk::<20>().filter(|head| head[0] >> 4 == 4)?;
        let to = Ipv4Addr::new(head[16], head[17], head[18], head[19]);
        let ports = || packet.get(usize::from(head[0] & 0x0f) * 4..)?.first_chunk::<4>();
        let traffic = match (head[9], ports()) {
            (17, _) => Traffic::Udp,
            (6, Some(ports)) => Traffic::Tcp {
                from: u16::from_be_bytes([ports[0], ports[1]]),
                to: u16::from_be_bytes([ports[2], ports[3]]),
            },
            _ => Traffic::Other,
        };
        Some(Self { to, traffic })
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
            packet[16..20].copy_from_slice(&[10, 0, 0, 9]);
            packet.extend([0x01, 0xbb, 0x13, 0x88]);
            packet
        };
        let to = Ipv4Addr::new(10, 0, 0, 9);
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
            assert_eq!(Ipv4::parse(&packet), traffic.map(|traffic| Ipv4 { to, traffic }), "{packet:?}");
        }
    }
}
