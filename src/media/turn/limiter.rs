//! How often a source that has not shown where it is gets an answer: the addresses of its datagrams may be a
//! victim's (docs/threats.md T2). Constant memory: sources share buckets when they are many.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::net::IpAddr;
use std::time::{Duration, Instant};

const BUCKETS: usize = 4096;
/// Answers at once, and then one in so long: 10 a second.
const BURST: u32 = 10;
const EVERY: Duration = Duration::from_millis(100);

/// One for all sources of a worker, in the memory of its buckets.
#[derive(Debug)]
pub struct Limiter {
    started: Instant,
    /// Of each bucket, until when its answers are spent, in units of [`EVERY`] since the start.
    spent: Vec<u32>,
    /// Makes the buckets unpredictable.
    salt: [u8; 16],
}

impl Limiter {
    pub fn new(now: Instant, salt: [u8; 16]) -> Self {
        Self { started: now, spent: vec![0; BUCKETS], salt }
    }

    /// Whether the source may have an answer now; counts it.
    pub fn allows(&mut self, now: Instant, source: IpAddr) -> bool {
        let since = now.saturating_duration_since(self.started).as_millis() / EVERY.as_millis();
        let turn = u32::try_from(since).unwrap_or(u32::MAX - BURST - 1);
        let at = self.bucket(source);
        let spent = &mut self.spent[at];
        let next = (*spent).max(turn) + 1;
        let allowed = next <= turn + BURST;
        if allowed {
            *spent = next;
        }
        allowed
    }

    /// By address, or by network where everybody has 2⁶⁴ of them.
    fn bucket(&self, source: IpAddr) -> usize {
        let mut hasher = DefaultHasher::new();
        self.salt.hash(&mut hasher);
        match source.to_canonical() {
            IpAddr::V4(address) => address.hash(&mut hasher),
            IpAddr::V6(address) => address.segments()[..4].hash(&mut hasher),
        }
        hasher.finish() as usize % BUCKETS
    }
}
