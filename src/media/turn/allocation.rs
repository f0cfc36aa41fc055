//! One client's relayed address, and which of our addresses it may send to from there.

use rtc_stun::message::TransactionId;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::{Duration, Instant};

use super::held::Share;
use super::{AllocationId, Own};
use crate::media::peer::ice::Path;

/// RFC 8656 §9 and §12.
const PERMISSION_LIFETIME: Duration = Duration::from_secs(300);
const CHANNEL_LIFETIME: Duration = Duration::from_secs(600);

/// Of addresses: a client may send only to such as its relayed one is (RFC 8656 §10.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    V4,
    V6,
}

impl Family {
    pub fn of(ip: IpAddr) -> Self {
        if ip.is_ipv4() { Self::V4 } else { Self::V6 }
    }

    /// By its number in REQUESTED-ADDRESS-FAMILY (RFC 8656 §18.6).
    pub fn read(value: &[u8]) -> Option<Self> {
        match value {
            [1, ..] => Some(Self::V4),
            [2, ..] => Some(Self::V6),
            _ => None,
        }
    }
}

/// Whose request made an allocation, and its place in their quota.
#[derive(Debug)]
pub struct Made {
    pub username: String,
    /// To tell the request's repetition from a second one (RFC 8656 §7.2).
    pub transaction: TransactionId,
    #[expect(dead_code, reason = "held as long as the allocation is, and given back with it")]
    pub share: Share,
}

/// Lists are as short as the list of our own addresses: nothing else ever gets in.
#[derive(Debug)]
pub struct Allocation {
    pub client: Path,
    pub made: Made,
    pub relayed: SocketAddr,
    pub expires: Instant,
    permissions: Vec<(IpAddr, Instant)>,
    channels: Vec<Channel>,
}

#[derive(Debug, Clone, Copy)]
struct Channel {
    number: u16,
    own: Own,
    expires: Instant,
}

impl Allocation {
    pub fn new(client: Path, made: Made, relayed: SocketAddr, expires: Instant) -> Self {
        Self { client, made, relayed, expires, permissions: Vec::new(), channels: Vec::new() }
    }

    pub fn family(&self) -> Family {
        Family::of(self.relayed.ip())
    }

    pub fn permit(&mut self, now: Instant, ip: IpAddr) {
        let expires = now + PERMISSION_LIFETIME;
        match self.permissions.iter_mut().find(|(known, _)| *known == ip) {
            Some(known) => known.1 = expires,
            None => self.permissions.push((ip, expires)),
        }
    }

    pub fn permits(&self, now: Instant, ip: IpAddr) -> bool {
        self.permissions.iter().any(|(known, expires)| *known == ip && now < *expires)
    }

    /// Binds a channel, or binds it again. `false`: the number or the address is bound otherwise.
    pub fn bind(&mut self, now: Instant, number: u16, own: Own) -> bool {
        self.channels.retain(|channel| now < channel.expires);
        let expires = now + CHANNEL_LIFETIME;
        match self.channels.iter_mut().find(|bound| bound.number == number || bound.own == own) {
            Some(bound) if bound.number == number && bound.own == own => bound.expires = expires,
            Some(_) => return false,
            None => self.channels.push(Channel { number, own, expires }),
        }
        true
    }

    pub fn bound_to(&self, now: Instant, number: u16) -> Option<Own> {
        self.live_channels(now).find(|channel| channel.number == number).map(|channel| channel.own)
    }

    pub fn channel_of(&self, now: Instant, own: Own) -> Option<u16> {
        self.live_channels(now).find(|channel| channel.own == own).map(|channel| channel.number)
    }

    fn live_channels(&self, now: Instant) -> impl Iterator<Item = &Channel> {
        self.channels.iter().filter(move |channel| now < channel.expires)
    }
}

/// The address an allocation is given: one that nobody can have, so that it means nothing outside of this process. IPv4: the network
/// for benchmarks (RFC 2544); IPv6: the one whose packets are discarded (RFC 6666). Even ports, as EVEN-PORT asks.
pub fn relayed_address(id: AllocationId, family: Family) -> SocketAddr {
    let port = 49_152 + 2 * ((id.0 >> 17) as u16 & 0x1fff);
    let ip = match family {
        Family::V4 => Ipv4Addr::from_bits(Ipv4Addr::new(198, 18, 0, 0).to_bits() | (id.0 & 0x1_ffff)).into(),
        Family::V6 => Ipv6Addr::from_bits((0x0100_u128 << 112) | u128::from(id.0)).into(),
    };
    SocketAddr::new(ip, port)
}
