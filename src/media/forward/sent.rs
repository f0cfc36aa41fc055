//! What was sent on a leg under which number, so that it can be sent again.

use super::leg::{Rewritten, StreamId};
use std::time::Duration;

/// A packet asked for twice within this time is sent once: receivers repeat a request only after a round
/// trip, and those who do not shall not make us a stronger sender than the publisher.
const LEAST_INTERVAL: Duration = Duration::from_millis(20);

/// One packet sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sent {
    pub stream: StreamId,
    /// Its number in the source.
    pub sequence: u16,
    pub rewritten: Rewritten,
}

/// The last packets of a leg, by the number they were sent under; memory is taken once.
#[derive(Debug)]
pub struct SentLog {
    /// At `number % packets.len()`: the packet, and when it was last sent again.
    packets: Box<[Option<(Sent, Option<Duration>)>]>,
}

impl SentLog {
    /// Remembers this many packets (rounded up to a power of two).
    pub fn new(remembered: usize) -> Self {
        let remembered = remembered.clamp(1, 0x8000).next_power_of_two(); // divides 65,536
        Self { packets: vec![None; remembered].into() }
    }

    pub fn note(&mut self, sent: Sent) {
        let at = self.at(sent.rewritten.sequence);
        self.packets[at] = Some((sent, None));
    }

    /// The packet sent under this number, noted as sent again.
    pub fn again(&mut self, now: Duration, sequence: u16) -> Option<Sent> {
        let at = self.at(sequence);
        let (sent, resent) =
            self.packets[at].as_mut().filter(|(sent, _)| sent.rewritten.sequence == sequence)?;
        if resent.is_some_and(|last| now.saturating_sub(last) < LEAST_INTERVAL) {
            return None;
        }
        *resent = Some(now);
        Some(*sent)
    }

    /// What was sent must not be sent again.
    pub fn clear(&mut self) {
        self.packets.fill(None);
    }

    fn at(&self, sequence: u16) -> usize {
        usize::from(sequence) % self.packets.len()
    }
}
