//! The TURN server without a socket and in virtual time.

mod allocations;
mod client;
mod hostile;
mod inside;

use super::*;
use crate::world::RealWorld;
use client::{Client, Reply};
use std::time::Duration;

pub use client::settle;

const SECRET: &[u8] = b"known to both";
const QUOTA: usize = 12;
/// Ours, on two networks.
const OWN: [&str; 3] = ["192.0.2.1:3478", "10.20.0.5:3478", "[2001:db8::7]:3478"];

/// A server that [`settle`] knows.
pub fn setup() -> Setup {
    Setup {
        credentials: Credentials::new(SECRET),
        quota: QUOTA,
        held: Held::default(),
        own: OWN.iter().map(|own| own.parse().unwrap()).collect(),
    }
}

struct Hall {
    turn: Turn,
    now: Now,
}

impl Hall {
    fn open() -> Self {
        Self::sharing(Held::default())
    }

    /// One worker's of several.
    fn sharing(held: Held) -> Self {
        let setup = Setup { held, ..setup() };
        let now = Now { at: Instant::now(), unix: 1_800_000_000 };
        let identity = Arc::new(Identity::generate().unwrap());
        Self { turn: Turn::new(now.at, setup, identity, &RealWorld), now }
    }

    fn asks(&mut self, client: Path, datagram: &[u8]) -> Option<Reply> {
        match self.turn.receive(self.now, client, datagram) {
            Taken::Answer(answer) => Some(Reply::read(&answer)),
            Taken::Nothing => None,
            Taken::Inside(..) => panic!("a request is no data"),
        }
    }

    fn pass(&mut self, seconds: u64) {
        self.now.at += Duration::from_secs(seconds);
        self.now.unix += seconds;
        self.turn.timeout(self.now.at);
    }

    /// What our first address sends into the only allocation there is, as it reaches the client.
    fn sends_back(&self, datagram: &[u8]) -> Option<BytesMut> {
        let id = *self.turn.allocations.keys().next()?;
        let mut wrapped = BytesMut::from("what was there before");
        self.turn.wrap(self.now.at, id, Own(0), datagram, &mut wrapped).map(|_| wrapped)
    }
}

fn own(at: usize) -> SocketAddr {
    OWN[at].parse().unwrap()
}
