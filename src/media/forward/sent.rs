//! What was sent on a leg under which number, so that it can be sent again.

use super::leg::StreamId;
use super::rewritten::Rewritten;
use std::time::Duration;

/// A packet asked for twice within this time is sent once: receivers repeat a request only after a round
/// trip, and those who do not shall not make us a stronger sender than the publisher.
const LEAST_INTERVAL: Duration = Duration::from_millis(20);
/// What has failed this often does not arrive at all.
const MOST_REPEATS: u8 = 6;

/// One packet sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sent {
    pub stream: StreamId,
    /// Its number in the source.
    pub sequence: u16,
    pub rewritten: Rewritten,
}

#[derive(Debug, Clone, Copy)]
struct Place {
    sent: Sent,
    repeated: Option<Duration>,
    repeats: u8,
}

/// The last packets of a leg, by the number they were sent under; memory is taken once.
#[derive(Debug)]
pub struct SentLog {
    /// At `number % packets.len()`.
    packets: Box<[Option<Place>]>,
}

impl SentLog {
    /// Remembers this many packets (rounded up to a power of two).
    pub fn new(remembered: usize) -> Self {
        let remembered = remembered.clamp(1, 0x8000).next_power_of_two(); // divides 65,536
        Self { packets: vec![None; remembered].into() }
    }

    pub fn note(&mut self, sent: Sent) {
        let at = self.at(sent.rewritten.sequence);
        self.packets[at] = Some(Place { sent, repeated: None, repeats: 0 });
    }

    /// The packet sent under this number.
    pub fn get(&self, sequence: u16) -> Option<&Sent> {
        let place = self.packets[self.at(sequence)].as_ref()?;
        (place.sent.rewritten.sequence == sequence).then_some(&place.sent)
    }

    /// Whether the packet may be sent again now; it is noted as such.
    pub fn repeat(&mut self, now: Duration, sequence: u16) -> bool {
        let at = self.at(sequence);
        let Some(place) = &mut self.packets[at] else { return false };
        let early = place.repeated.is_some_and(|last| now.saturating_sub(last) < LEAST_INTERVAL);
        if early || place.repeats == MOST_REPEATS || place.sent.rewritten.sequence != sequence {
            return false;
        }
        place.repeated = Some(now);
        place.repeats += 1;
        true
    }

    /// What was sent must not be sent again.
    pub fn clear(&mut self) {
        self.packets.fill(None);
    }

    fn at(&self, sequence: u16) -> usize {
        usize::from(sequence) % self.packets.len()
    }
}
