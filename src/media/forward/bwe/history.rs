//! What was sent when, until the receiver tells how it fared.

use super::ClusterId;
use std::time::Duration;

/// Packets that memory is taken for first, and at most: 1.5 s at 13 Mbit/s, 16 KB.
const FEW: usize = 256;
const MOST: usize = 2048;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// Not sent, or told twice.
    Unknown,
    /// Sent; no feedback spoke of it.
    Flying,
    /// The feedback that spoke of it was lost.
    Untold,
    /// Told missing. It may still be told to have come late.
    Missing,
    Arrived,
}

/// Eight bytes.
#[derive(Debug, Clone, Copy)]
struct Place {
    /// Microseconds, modulo 71 minutes.
    sent: u32,
    bytes: u16,
    cluster: Option<ClusterId>,
    fate: Fate,
}

const NOTHING: Place = Place { sent: 0, bytes: 0, cluster: None, fate: Fate::Unknown };

/// A packet the receiver has told about for the first time.
#[derive(Debug, Clone, Copy)]
pub struct Told {
    /// Since the same moment as every `now`.
    pub sent: Duration,
    pub bytes: u16,
    pub cluster: Option<ClusterId>,
    pub arrived: bool,
}

/// The last packets, by transport-wide number. Memory is taken with the first, and more only when what is not settled does
/// not fit: a hearing's feedback settles most of a second's packets.
#[derive(Debug)]
pub struct History {
    /// At `number % places.len()`, a power of two.
    places: Box<[Place]>,
    /// The number the next packet gets, extended to 64 bits.
    next: Option<u64>,
    /// One more than the highest number told to have arrived.
    told: u64,
    /// Everything below is settled.
    settled: u64,
}

impl History {
    pub fn new() -> Self {
        Self { places: Box::default(), next: None, told: 0, settled: 0 }
    }

    /// Notes a packet; its number is near the one before.
    pub fn sent(&mut self, now: Duration, sequence: u16, bytes: usize, cluster: Option<ClusterId>) {
        let next = self.next.unwrap_or_else(|| self.begin(sequence));
        let ahead = sequence.wrapping_sub(next as u16);
        if ahead >= 0x8000 {
            return; // older than what was sent already
        }
        let number = next + u64::from(ahead);
        while self.places.len() < MOST && number - self.settled >= self.places.len() as u64 {
            self.grow(next);
        }
        for skipped in (next..number).rev().take(self.places.len()) {
            *self.place(skipped) = NOTHING;
        }
        let bytes = u16::try_from(bytes).unwrap_or(u16::MAX);
        *self.place(number) = Place { sent: now.as_micros() as u32, bytes, cluster, fate: Fate::Flying };
        self.next = Some(number + 1);
    }

    /// The number of the first packet, in the second round so that those before it have one too.
    fn begin(&mut self, sequence: u16) -> u64 {
        let first = 0x1_0000 + u64::from(sequence);
        self.places = vec![NOTHING; FEW].into();
        self.settled = first;
        first
    }

    /// Doubles the memory; what was sent before `next` keeps its places.
    fn grow(&mut self, next: u64) {
        let before = self.places.len() as u64;
        let doubled = vec![NOTHING; 2 * self.places.len()].into();
        let places = std::mem::replace(&mut self.places, doubled);
        for number in next.saturating_sub(before)..next {
            *self.place(number) = places[(number % before) as usize];
        }
    }

    /// The receiver tells of a packet. `None` if it has told the same before, or if it was never sent.
    pub fn tell(&mut self, now: Duration, sequence: u16, arrived: bool) -> Option<Told> {
        let number = self.number(sequence)?;
        let place = self.place(number);
        let news = match (place.fate, arrived) {
            (Fate::Flying | Fate::Untold, _) => true,
            (Fate::Missing, late) => late,
            (Fate::Unknown | Fate::Arrived, _) => false,
        };
        if !news {
            return None;
        }
        place.fate = if arrived { Fate::Arrived } else { Fate::Missing };
        let place = *place;
        if arrived {
            self.told = self.told.max(number + 1);
        }
        let sent = now.saturating_sub(age(now, place));
        Some(Told { sent, bytes: place.bytes, cluster: place.cluster, arrived })
    }

    /// What is told to have arrived lies below this.
    pub fn told(&self) -> u64 {
        self.told
    }

    /// One more than the highest number sent.
    pub fn next(&self) -> u64 {
        self.next.unwrap_or_default()
    }

    /// A feedback begins with this number: what lies between it and the last told was in one that was lost. How
    /// many bytes that is.
    pub fn pass_over(&mut self, base: u16) -> u64 {
        let Some(base) = self.number(base) else { return 0 };
        let mut bytes = 0;
        for number in self.told.max(self.oldest())..base {
            let place = self.place(number);
            if place.fate == Fate::Flying {
                place.fate = Fate::Untold;
                bytes += u64::from(place.bytes);
            }
        }
        bytes
    }

    /// Calls with (number, whether it arrived) for each packet told of below `end` that was not settled before and
    /// was not a probe's. Jitter makes no losses if `end` is what was told by the feedback before. What was sent within
    /// `patience` and is missing may come yet: it is settled later, with all behind it.
    pub fn settle(&mut self, now: Duration, end: u64, patience: Duration, mut each: impl FnMut(u64, bool)) {
        let mut end = end.min(self.next());
        for number in self.settled.max(self.oldest())..end {
            let place = *self.place(number);
            if place.fate == Fate::Missing && age(now, place) < patience {
                end = number;
                break;
            }
            // What a probe lost says what the probe was to find out.
            if place.cluster.is_none() && matches!(place.fate, Fate::Missing | Fate::Arrived) {
                each(number, place.fate == Fate::Arrived);
            }
        }
        self.settled = self.settled.max(end);
    }

    fn oldest(&self) -> u64 {
        self.next().saturating_sub(self.places.len() as u64)
    }

    fn number(&self, sequence: u16) -> Option<u64> {
        let highest = self.next?.checked_sub(1)?;
        let behind = u64::from((highest as u16).wrapping_sub(sequence));
        (behind < self.places.len() as u64).then(|| highest.checked_sub(behind)).flatten()
    }

    fn place(&mut self, number: u64) -> &mut Place {
        let at = number as usize & (self.places.len() - 1);
        &mut self.places[at]
    }
}

/// How long ago it was sent.
fn age(now: Duration, place: Place) -> Duration {
    Duration::from_micros((now.as_micros() as u32).wrapping_sub(place.sent).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Packets each millisecond for three seconds, all told of after so long and settled a feedback (100 ms) later; the
    /// places taken, and how many were told as news.
    #[track_caller]
    fn check(told_after: usize, places: usize, news: usize) {
        let mut history = History::new();
        let mut told = 0;
        for at in 0..3000_usize {
            let now = Duration::from_millis(at as u64);
            history.sent(now, (65_000 + at) as u16, 1200, None);
            if at.is_multiple_of(100) && at > told_after {
                let before = history.told();
                let until = at - told_after;
                let fresh = until.saturating_sub(100)..until;
                told += fresh.filter(|n| history.tell(now, (65_000 + n) as u16, true).is_some()).count();
                history.settle(now, before, Duration::ZERO, |_, _| {});
            }
        }
        assert_eq!((history.places.len(), told), (places, news));
    }

    #[test]
    fn a_short_line_takes_few_places_and_a_long_one_more() {
        check(50, 256, 2850);
        check(300, 512, 2600);
        check(1500, 2048, 1400);
    }
    #[test]
    fn what_is_not_told_of_in_two_thousand_packets_is_forgotten() {
        check(2100, 2048, 0);
    }

    /// A picture that is told missing at first and comes after so many milliseconds: [came, lost], with the sound after it.
    fn overtaken(patience: u64, late: u64) -> [u32; 2] {
        let (mut history, mut counts) = (History::new(), [0; 2]);
        let ms = Duration::from_millis;
        history.sent(ms(0), 7, 1200, None);
        history.sent(ms(1), 8, 100, None);
        for (at, sequence, arrived) in
            [(100, 7, false), (100, 8, true), (late - 50, 7, false), (late, 7, true)]
        {
            history.tell(ms(at), sequence, arrived);
            let told = history.told();
            history.settle(ms(at), told, ms(patience), |_, came| counts[usize::from(!came)] += 1);
        }
        counts
    }

    #[test]
    fn what_is_overtaken_is_lost_when_it_does_not_come_in_time() {
        for (patience, late, counts) in [(0, 600, [1, 1]), (1500, 600, [2, 0]), (1500, 1600, [1, 1])] {
            assert_eq!(overtaken(patience, late), counts, "{patience} ms, {late} ms");
        }
    }

    #[test]
    fn nothing_is_taken_before_the_first_packet() {
        assert!(History::new().places.is_empty());
    }
}
