//! A TURN server (RFC 8656) that leads nowhere but into this process: for clients whose network lets no UDP
//! out, or nothing but TLS. Does no I/O and reads no clock.
//!
//! **Invariant:** a peer address is one of our own media addresses, exactly; anything else is refused before any
//! state is made. A relayed address is a number inside the process and no socket, so what a client sends can
//! reach nobody but our own relay (docs/threats.md T1).
//! **Invariant:** nothing is kept of a request that is not authentic, and a source that has not shown where it
//! is gets few answers (T2).

mod allocation;
mod channel;
pub mod door;
mod held;
mod keys;
mod limiter;
mod message;
mod requests;

use bytes::BytesMut;
use rtc_stun::attributes::{ATTR_DATA, ATTR_NONCE};
use rtc_stun::message::{CLASS_INDICATION, CLASS_REQUEST, METHOD_SEND};
use std::collections::HashMap;
use std::net::SocketAddr;
use std::ops::Range;
use std::sync::Arc;
use std::time::Instant;

use super::counters;
use super::peer::dtls::Identity;
use super::peer::ice::{AllocationId, Own, Path, Via};
use super::plane::Carrier;
use super::worker::timer::Timers;
use crate::world::World;
use allocation::Allocation;
use keys::{Nonce, Nonces};
use limiter::Limiter;
use message::{Request, data_indication};

pub use held::Held;
pub use keys::Credentials;

/// Alive at a time, whosever they are.
const MOST_ALLOCATIONS: usize = 8192;

/// How the server is set up.
#[derive(Debug, Clone)]
pub struct Setup {
    pub credentials: Credentials,
    /// Allocations one seat may have at a time, with all servers that share what is held.
    pub quota: usize,
    pub held: Held,
    /// The only addresses a client may send to: where browsers are told to find our media, whichever worker's.
    pub own: Vec<SocketAddr>,
}

/// Now, on both clocks.
#[derive(Debug, Clone, Copy)]
pub struct Now {
    pub at: Instant,
    /// Seconds since 1970, which credentials are written in.
    pub unix: u64,
}

/// What became of a datagram.
#[derive(Debug, PartialEq)]
pub enum Taken {
    Nothing,
    /// Goes back to where the request came from.
    Answer(BytesMut),
    /// The datagram lying there is from this path, which ends in the client's relayed address.
    Inside(Path, Range<usize>),
}

/// The TURN server of one worker: its clients' allocations, what each may reach, and until when.
#[derive(Debug)]
pub struct Turn {
    setup: Setup,
    /// For its cryptography.
    identity: Arc<Identity>,
    nonces: Nonces,
    limiter: Limiter,
    allocations: HashMap<AllocationId, Allocation>,
    by_client: HashMap<Path, AllocationId>,
    timers: Timers<AllocationId>,
    next: u32,
}

impl Turn {
    pub fn new(now: Instant, setup: Setup, identity: Arc<Identity>, world: &dyn World) -> Self {
        let mut chance = [0; 48];
        world.fill(&mut chance);
        let (secret, salt) = chance.split_at(32);
        Self {
            setup,
            identity,
            nonces: Nonces::new(secret),
            limiter: Limiter::new(now, salt.try_into().expect("48 are 32 and 16")),
            allocations: HashMap::new(),
            by_client: HashMap::new(),
            timers: Timers::default(),
            next: 0,
        }
    }

    /// Takes what a client sent us: a STUN message or ChannelData.
    pub fn receive(&mut self, now: Now, client: Path, datagram: &[u8]) -> Taken {
        if let Some((number, data)) = channel::read(datagram) {
            return self.channel_data(now, client, number, data).unwrap_or(Taken::Nothing);
        }
        let Some(request) = Request::parse(datagram) else { return Taken::Nothing };
        let kind = request.kind();
        match kind.class {
            CLASS_INDICATION if kind.method == METHOD_SEND => {
                self.send(now, client, &request).unwrap_or(Taken::Nothing)
            }
            CLASS_REQUEST if requests::is_known(kind.method) && self.may_answer(now, client, &request) => {
                self.request(now, client, request).map_or(Taken::Nothing, Taken::Answer)
            }
            _ => Taken::Nothing,
        }
    }

    /// What our `own` address sends to an allocation: written over what is in a buffer, and to which client. `None`: it is
    /// not let through.
    pub fn wrap(
        &self,
        now: Instant,
        id: AllocationId,
        own: Own,
        datagram: &[u8],
        into: &mut BytesMut,
    ) -> Option<Path> {
        let allocation = self.allocations.get(&id).filter(|allocation| now < allocation.expires)?;
        let from = *self.setup.own.get(usize::from(own.0))?;
        if !allocation.permits(now, from.ip()) {
            return None;
        }
        let client = allocation.client;
        into.clear();
        match allocation.channel_of(now, own) {
            Some(number) => channel::write(number, datagram, client.via != Via::Udp, into)?,
            None => into.extend_from_slice(&data_indication(from, datagram)),
        }
        Some(client)
    }

    /// A client's connection is gone, and its allocation with it (RFC 8656 §5).
    pub fn gone(&mut self, client: Path) {
        if let Some(&id) = self.by_client.get(&client) {
            self.free(id);
        }
    }

    /// When [`Self::timeout`] wants to be called.
    pub fn deadline(&mut self) -> Option<Instant> {
        self.timers.next()
    }

    /// Frees what has expired.
    pub fn timeout(&mut self, now: Instant) {
        while let Some(id) = self.timers.due(now) {
            match self.allocations.get(&id).map(|allocation| allocation.expires) {
                Some(expires) if expires > now => self.timers.arm(id, expires), // refreshed
                _ => self.free(id),
            }
        }
    }

    /// Allocations alive.
    pub fn len(&self) -> usize {
        self.allocations.len()
    }

    /// Which of our own addresses this is.
    fn own(&self, address: SocketAddr) -> Option<Own> {
        let at = self.setup.own.iter().position(|own| *own == address)?;
        u8::try_from(at).ok().map(Own)
    }

    fn allocation(&self, now: Now, client: Path) -> Option<(AllocationId, &Allocation)> {
        let id = *self.by_client.get(&client)?;
        Some((id, self.allocations.get(&id).filter(|allocation| now.at < allocation.expires)?))
    }

    fn channel_data(&self, now: Now, client: Path, number: u16, data: Range<usize>) -> Option<Taken> {
        let (id, allocation) = self.allocation(now, client)?;
        let own = allocation.bound_to(now.at, number)?;
        Some(Taken::Inside(self.inside(id, allocation, own)?, data))
    }

    fn send(&self, now: Now, client: Path, request: &Request) -> Option<Taken> {
        if !request.not_understood().is_empty() {
            return None;
        }
        let (id, allocation) = self.allocation(now, client)?;
        let peer = *request.peers()?.first()?;
        let own = self.own(peer)?;
        let data = request.place(ATTR_DATA)?;
        let permitted = allocation.permits(now.at, peer.ip());
        permitted.then_some(Taken::Inside(self.inside(id, allocation, own)?, data))
    }

    /// How a datagram from an allocation looks to the relay.
    fn inside(&self, id: AllocationId, allocation: &Allocation, own: Own) -> Option<Path> {
        let local = self.setup.own.get(usize::from(own.0))?.ip();
        let via = Via::Allocation(id, own, over(allocation.client));
        Some(Path { remote: allocation.relayed, local: Some(local), via, at: allocation.client.at })
    }

    /// Connections show where they come from, as does whoever hands back a nonce of ours. All others might be
    /// made to speak for a victim.
    fn may_answer(&mut self, now: Now, client: Path, request: &Request) -> bool {
        let nonce = request.text(ATTR_NONCE);
        client.via != Via::Udp
            || nonce.is_some_and(|nonce| self.nonces.judge(now.unix, client, nonce) != Nonce::Foreign)
            || self.limiter.allows(now.at, client.remote.ip())
    }

    fn free(&mut self, id: AllocationId) {
        let Some(allocation) = self.allocations.remove(&id) else { return };
        self.by_client.remove(&allocation.client);
        self.timers.disarm(id);
        counters::allocation_freed();
    }
}

/// What an allocation's datagrams travel by.
fn over(client: Path) -> Carrier {
    match client.carrier() {
        Carrier::Udp => Carrier::TurnUdp,
        stream => stream,
    }
}

#[cfg(test)]
pub mod tests;
