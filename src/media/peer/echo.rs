//! Retransmission of audio to a client that reports a loss.
//!
//! It goes out a second time byte for byte, its transport-wide number included. Sealed anew under another number it would
//! be another message under the same nonce, and two of those give AES-GCM's key for tags away (RFC 7714 §8.4). Pictures
//! have retransmissions of their own (RFC 4588); browsers offer none for sound.

use crate::media::forward::cache::PacketCache;
use std::time::Duration;

/// A second of sound, twice as much as a jitter buffer waits for.
const BYTES: usize = 8 * 1024;
const PACKETS: usize = 64;
/// Browsers ask with every packet that comes until they have it.
const LEAST_INTERVAL: Duration = Duration::from_millis(20);
const MOST_REPEATS: u8 = 3;

/// The last datagrams of a slot of sound. Nothing is kept, and no memory taken, before its client has asked once.
#[derive(Debug, Default)]
pub struct Echo {
    kept: Option<Box<Kept>>,
}

#[derive(Debug)]
struct Kept {
    datagrams: PacketCache,
    /// At `sequence % PACKETS`.
    repeats: [Repeats; PACKETS],
}

#[derive(Debug, Clone, Copy, Default)]
struct Repeats {
    sequence: u16,
    times: u8,
    last: Duration,
}

impl Echo {
    /// Whether datagrams are worth keeping.
    pub fn listens(&self) -> bool {
        self.kept.is_some()
    }

    /// Keeps a datagram that went out.
    pub fn keep(&mut self, now: Duration, sequence: u16, datagram: &[u8]) {
        if let Some(kept) = &mut self.kept {
            kept.datagrams.put(now, sequence, datagram);
        }
    }

    /// The datagram the client asks for, if it is here and was not sent again within `interval`, a moment ago, or too often.
    pub fn again(&mut self, now: Duration, sequence: u16, interval: Duration) -> Option<&[u8]> {
        let kept = self.kept.get_or_insert_with(|| {
            let datagrams = PacketCache::new(BYTES, PACKETS);
            Box::new(Kept { datagrams, repeats: [Repeats::default(); PACKETS] })
        });
        let datagram = kept.datagrams.get(sequence)?;
        let place = kept.repeats.get_mut(usize::from(sequence) % PACKETS)?;
        if place.sequence != sequence {
            *place = Repeats { sequence, ..Repeats::default() };
        }
        let early = place.times > 0 && now.saturating_sub(place.last) < interval.max(LEAST_INTERVAL);
        if early || place.times == MOST_REPEATS {
            return None;
        }
        (place.times, place.last) = (place.times + 1, now);
        Some(datagram)
    }

    /// What went out is of a source that may not be heard here any more.
    pub fn clear(&mut self) {
        self.kept = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TURN: Duration = Duration::from_millis(20);

    fn asked_once() -> Echo {
        let mut echo = Echo::default();
        assert_eq!(echo.again(Duration::ZERO, 0, Duration::ZERO), None);
        echo
    }

    #[test]
    fn nothing_is_kept_for_who_never_asks() {
        let mut echo = Echo::default();
        echo.keep(Duration::ZERO, 1, b"sound");
        assert!(!echo.listens());
        assert_eq!(echo.again(Duration::ZERO, 1, Duration::ZERO), None);
    }

    #[test]
    fn what_is_asked_for_goes_out_as_it_was() {
        let mut echo = asked_once();
        for sequence in 65_530..=65_535 {
            echo.keep(TURN, sequence, &sequence.to_be_bytes());
        }
        assert_eq!(echo.again(TURN, 65_533, Duration::ZERO), Some(&65_533_u16.to_be_bytes()[..]));
        assert_eq!(echo.again(TURN, 65_529, Duration::ZERO), None);
    }

    #[test]
    fn who_asks_without_end_is_answered_three_times() {
        let mut echo = asked_once();
        echo.keep(TURN, 7, b"sound");
        let answers = (1..10).filter(|turn| echo.again(*turn * TURN / 2, 7, Duration::ZERO).is_some());
        assert_eq!(answers.count(), 3);
    }

    /// Ten asks within 180 ms, by a line with a round trip of 100.
    #[test]
    fn what_may_still_be_on_its_way_is_not_sent_again() {
        let mut echo = asked_once();
        echo.keep(TURN, 7, b"sound");
        let answers = (1..=10).filter(|turn| echo.again(*turn * TURN, 7, 5 * TURN).is_some());
        assert_eq!(answers.collect::<Vec<_>>(), [1, 6]);
    }

    #[test]
    fn another_source_takes_nothing_over() {
        let mut echo = asked_once();
        echo.keep(TURN, 7, b"sound");
        echo.clear();
        assert_eq!(echo.again(TURN, 7, Duration::ZERO), None);
    }
}
