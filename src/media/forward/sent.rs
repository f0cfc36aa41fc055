//! A log of what was sent on a leg under which number, for retransmissions.

use super::leg::StreamId;
use super::rewritten::Rewritten;
use super::vp8::Numbers;
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

/// A packet in 24 bytes: there are hundreds for every picture on every screen.
#[derive(Debug, Clone, Copy, Default)]
struct Place {
    stream: StreamId,
    timestamp: u32,
    /// When it was last repeated, in milliseconds.
    repeated: u32,
    sequence: u16,
    sent: u16,
    picture: u16,
    tl0_picture: u8,
    /// [`USED`], [`NUMBERED`], and how often it was repeated.
    state: u8,
}

const USED: u8 = 0x80;
/// The packet has [`Numbers`].
const NUMBERED: u8 = 0x40;
const REPEATS: u8 = 0x3f;

impl Place {
    fn new(sent: Sent) -> Self {
        let Rewritten { sequence, timestamp, numbers } = sent.rewritten;
        let Numbers { picture, tl0_picture } = numbers.unwrap_or_default();
        let state = USED | if numbers.is_some() { NUMBERED } else { 0 };
        Self {
            stream: sent.stream,
            timestamp,
            repeated: 0,
            sequence: sent.sequence,
            sent: sequence,
            picture,
            tl0_picture,
            state,
        }
    }

    fn sent(&self) -> Sent {
        let numbers = Numbers { picture: self.picture, tl0_picture: self.tl0_picture };
        let numbers = (self.state & NUMBERED != 0).then_some(numbers);
        let rewritten = Rewritten { sequence: self.sent, timestamp: self.timestamp, numbers };
        Sent { stream: self.stream, sequence: self.sequence, rewritten }
    }
}

/// Packets that memory is taken for first.
const FEW: usize = 64;

/// The last packets of a leg, by the number they were sent under. Memory is taken with the first packet, and more
/// only when what may be asked for does not fit: a small picture sends a fifth of what a large one does.
#[derive(Debug)]
pub struct SentLog {
    /// At `number % packets.len()`, a power of two.
    packets: Box<[Place]>,
    most: usize,
    /// Ticks of the timestamps in a second, and in the time for which a packet may be asked for.
    second: u32,
    kept: u32,
}

impl SentLog {
    /// Remembers the packets of a second until it is told another time, but `most` of them (rounded up to a power of
    /// two).
    pub fn new(most: usize, clock_rate: u32) -> Self {
        let most = most.clamp(1, 0x8000).next_power_of_two(); // divides 65,536
        Self { packets: Box::default(), most, second: clock_rate, kept: clock_rate }
    }

    /// Packets may be asked for again for so long.
    pub fn remember(&mut self, time: Duration) {
        let millis = u32::try_from(time.as_millis()).unwrap_or(u32::MAX);
        self.kept = (self.second / 1000).saturating_mul(millis);
    }

    pub fn note(&mut self, sent: Sent) {
        if self.packets.is_empty() {
            self.packets = vec![Place::default(); FEW.min(self.most)].into();
        }
        while self.packets.len() < self.most && self.is_young(&sent) {
            self.grow();
        }
        let at = self.at(sent.rewritten.sequence);
        self.packets[at] = Place::new(sent);
    }

    /// Whether what lies in a packet's place may still be asked for.
    fn is_young(&self, sent: &Sent) -> bool {
        let place = self.packets[self.at(sent.rewritten.sequence)];
        let age = sent.rewritten.timestamp.wrapping_sub(place.timestamp);
        place.state & USED != 0 && place.sent != sent.rewritten.sequence && age < self.kept
    }

    fn grow(&mut self) {
        let doubled = vec![Place::default(); self.packets.len() * 2].into();
        for place in std::mem::replace(&mut self.packets, doubled) {
            let at = self.at(place.sent);
            if place.state & USED != 0 {
                self.packets[at] = place;
            }
        }
    }

    /// The packet sent under this number.
    pub fn get(&self, sequence: u16) -> Option<Sent> {
        let place = self.packets.get(self.at(sequence))?;
        (place.sent == sequence && place.state & USED != 0).then(|| place.sent())
    }

    /// Whether the packet may be sent again now; it is noted as such.
    pub fn repeat(&mut self, now: Duration, sequence: u16) -> bool {
        let (at, now) = (self.at(sequence), now.as_millis() as u32);
        let Some(place) = self.packets.get_mut(at) else { return false };
        let repeats = place.state & REPEATS;
        let least = LEAST_INTERVAL.as_millis() as u32;
        let early = repeats > 0 && now.wrapping_sub(place.repeated) < least;
        if early || repeats == MOST_REPEATS || place.sent != sequence || place.state & USED == 0 {
            return false;
        }
        place.repeated = now;
        place.state += 1;
        true
    }

    /// What was sent must not be sent again.
    pub fn clear(&mut self) {
        self.packets.fill(Place::default());
    }

    fn at(&self, sequence: u16) -> usize {
        usize::from(sequence) & self.packets.len().saturating_sub(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Packets of a stream of 90,000 ticks at this rate for three seconds: places taken, and how many of the last can
    /// be asked for again.
    #[track_caller]
    fn check(a_second: u32, most: usize, places: usize, found: usize) {
        let mut log = SentLog::new(most, 90_000);
        let sent = |number: u32| Sent {
            stream: StreamId(1),
            sequence: number as u16,
            rewritten: Rewritten {
                sequence: (number as u16).wrapping_add(65_000),
                timestamp: number * (90_000 / a_second),
                numbers: None,
            },
        };
        let packets = 3 * a_second;
        (0..packets).for_each(|number| log.note(sent(number)));
        assert_eq!(log.packets.len(), places);
        let kept =
            (0..packets).filter(|number| log.get(sent(*number).rewritten.sequence) == Some(sent(*number)));
        assert_eq!(kept.count(), found);
    }

    #[test]
    fn a_stream_takes_places_for_the_packets_of_a_second() {
        check(30, 512, 64, 64);
        check(90, 512, 128, 128);
        check(250, 512, 256, 256);
    }
    #[test]
    fn what_nobody_asks_for_any_more_takes_no_place() {
        let mut log = SentLog::new(512, 90_000);
        log.remember(Duration::from_millis(400));
        let rewritten = |number: u32| Rewritten {
            sequence: number as u16,
            timestamp: number * 90_000 / 80,
            numbers: None,
        };
        for number in 0..800 {
            log.note(Sent { stream: StreamId(1), sequence: 0, rewritten: rewritten(number) });
        }
        assert_eq!(log.packets.len(), FEW);
        assert!((800 - 32..800).all(|number| log.get(number).is_some()));
    }
    #[test]
    fn a_large_stream_takes_no_more_than_the_most() {
        check(900, 512, 512, 512);
    }
    #[test]
    fn of_sound_nothing_is_asked_for_again() {
        check(50, 1, 1, 1);
    }
}
