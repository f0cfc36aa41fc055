//! What was sent when, until the receiver tells how it fared.

use super::ClusterId;
use std::time::Duration;

/// Packets remembered: 1.5 s at 13 Mbit/s, 16 KB.
const REMEMBERED: usize = 2048;

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

/// The last packets, by transport-wide number.
#[derive(Debug)]
pub struct History {
    /// At `number % REMEMBERED`.
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
        Self { places: vec![NOTHING; REMEMBERED].into(), next: None, told: 0, settled: 0 }
    }

    /// Notes a packet; its number is near the one before.
    pub fn sent(&mut self, now: Duration, sequence: u16, bytes: usize, cluster: Option<ClusterId>) {
        let next = *self.next.get_or_insert(0x1_0000 + u64::from(sequence));
        let ahead = sequence.wrapping_sub(next as u16);
        if ahead >= 0x8000 {
            return; // older than what was sent already
        }
        let number = next + u64::from(ahead);
        for skipped in (next..number).rev().take(REMEMBERED) {
            self.places[at(skipped)] = NOTHING;
        }
        let bytes = u16::try_from(bytes).unwrap_or(u16::MAX);
        self.places[at(number)] = Place { sent: now.as_micros() as u32, bytes, cluster, fate: Fate::Flying };
        self.next = Some(number + 1);
    }

    /// The receiver tells of a packet. `None` if it has told the same before, or if it was never sent.
    pub fn tell(&mut self, now: Duration, sequence: u16, arrived: bool) -> Option<Told> {
        let number = self.number(sequence)?;
        let place = &mut self.places[at(number)];
        let news = match (place.fate, arrived) {
            (Fate::Flying | Fate::Untold, _) => true,
            (Fate::Missing, late) => late,
            (Fate::Unknown | Fate::Arrived, _) => false,
        };
        if !news {
            return None;
        }
        place.fate = if arrived { Fate::Arrived } else { Fate::Missing };
        if arrived {
            self.told = self.told.max(number + 1);
        }
        let age = (now.as_micros() as u32).wrapping_sub(place.sent);
        let sent = now.saturating_sub(Duration::from_micros(age.into()));
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
            let place = &mut self.places[at(number)];
            if place.fate == Fate::Flying {
                place.fate = Fate::Untold;
                bytes += u64::from(place.bytes);
            }
        }
        bytes
    }

    /// Calls with (number, whether it arrived) for each packet told of below `end` that was not settled before and
    /// was not a probe's. Jitter makes no losses if `end` is what was told by the feedback before.
    pub fn settle(&mut self, end: u64, mut each: impl FnMut(u64, bool)) {
        let end = end.min(self.next());
        for number in self.settled.max(self.oldest())..end {
            let place = &self.places[at(number)];
            // What a probe lost says what the probe was to find out.
            if place.cluster.is_none() && matches!(place.fate, Fate::Missing | Fate::Arrived) {
                each(number, place.fate == Fate::Arrived);
            }
        }
        self.settled = self.settled.max(end);
    }

    fn oldest(&self) -> u64 {
        self.next().saturating_sub(REMEMBERED as u64)
    }

    fn number(&self, sequence: u16) -> Option<u64> {
        let highest = self.next?.checked_sub(1)?;
        let behind = u64::from((highest as u16).wrapping_sub(sequence));
        (behind < REMEMBERED as u64).then(|| highest.checked_sub(behind)).flatten()
    }
}

fn at(number: u64) -> usize {
    (number % REMEMBERED as u64) as usize
}
