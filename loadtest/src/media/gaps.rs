//! Which packets of a stream came, which came twice or late, and which to ask for again (RFC 4585 §6.2.1).

use std::time::{Duration, Instant};

/// Numbers remembered to know a packet that comes again.
const WINDOW: u64 = 1024;
/// More missing at once than this is not asked for.
const MOST_MISSING: usize = 256;
/// Reordering is forgiven this long before the first request.
const GRACE: Duration = Duration::from_millis(10);
/// Between requests for the same packet.
const AGAIN: Duration = Duration::from_millis(60);
/// A packet not there after this is given up.
const PATIENCE: Duration = Duration::from_millis(800);

/// How a packet came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrival {
    /// With its number counted on without end.
    New(u64),
    /// Behind a later one.
    Late(u64),
    Again,
}

#[derive(Debug)]
struct Missing {
    number: u64,
    noticed: Instant,
    asked: Option<Instant>,
}

#[derive(Debug)]
pub struct Gaps {
    first: Option<u64>,
    highest: u64,
    seen: [u64; (WINDOW / 64) as usize],
    missing: Vec<Missing>,
    /// Retransmissions are to be had.
    asks: bool,
    pub unique: u64,
    pub duplicates: u64,
    pub reordered: u64,
}

impl Gaps {
    #[must_use]
    pub fn new(asks: bool) -> Self {
        Self {
            first: None,
            highest: 0,
            seen: [0; (WINDOW / 64) as usize],
            missing: Vec::new(),
            asks,
            unique: 0,
            duplicates: 0,
            reordered: 0,
        }
    }

    pub fn packet(&mut self, now: Instant, sequence: u16) -> Arrival {
        let Some(first) = self.first else {
            let number = (1 << 32) | u64::from(sequence); // room below for what comes late
            (self.first, self.highest, self.unique) = (Some(number), number, 1);
            self.mark(number);
            return Arrival::New(number);
        };
        let step = i64::from(sequence.wrapping_sub(self.highest as u16).cast_signed());
        let number = self.highest.saturating_add_signed(step);
        if step > 0 {
            for skipped in (self.highest + 1)..number.min(self.highest + WINDOW) {
                self.unmark(skipped);
            }
            self.note_missing(now, number);
            self.highest = number;
            self.mark(number);
            self.unique += 1;
            return Arrival::New(number);
        }
        if number + WINDOW <= self.highest || number < first || self.is_marked(number) {
            self.duplicates += 1;
            return Arrival::Again;
        }
        self.mark(number);
        self.unique += 1;
        self.reordered += 1;
        self.missing.retain(|missing| missing.number != number);
        Arrival::Late(number)
    }

    fn note_missing(&mut self, now: Instant, number: u64) {
        let room = MOST_MISSING.saturating_sub(self.missing.len()) as u64;
        if self.asks {
            let numbers = (self.highest + 1)..number.min(self.highest + 1 + room);
            self.missing.extend(numbers.map(|number| Missing { number, noticed: now, asked: None }));
        }
    }

    /// Packets that are not there and should be.
    #[must_use]
    pub fn lost(&self) -> u64 {
        self.first.map_or(0, |first| (self.highest - first + 1).saturating_sub(self.unique))
    }

    #[must_use]
    pub fn highest(&self) -> u64 {
        self.highest
    }

    #[must_use]
    pub fn expected(&self) -> u64 {
        self.first.map_or(0, |first| self.highest - first + 1)
    }

    #[must_use]
    pub fn deadline(&self) -> Option<Instant> {
        self.missing
            .iter()
            .map(|missing| missing.asked.map_or(missing.noticed + GRACE, |at| at + AGAIN))
            .min()
    }

    /// Numbers to ask for now, ascending; and whether any was given up.
    pub fn due(&mut self, now: Instant) -> (Vec<u16>, bool) {
        let before = self.missing.len();
        self.missing.retain(|missing| now.saturating_duration_since(missing.noticed) < PATIENCE);
        let given_up = self.missing.len() < before;
        let mut wanted = Vec::new();
        for missing in &mut self.missing {
            let due = missing.asked.map_or(missing.noticed + GRACE, |at| at + AGAIN);
            if due <= now {
                missing.asked = Some(now);
                wanted.push(missing.number as u16);
            }
        }
        (wanted, given_up)
    }

    fn mark(&mut self, number: u64) {
        self.seen[(number % WINDOW / 64) as usize] |= 1 << (number % 64);
    }

    fn unmark(&mut self, number: u64) {
        self.seen[(number % WINDOW / 64) as usize] &= !(1 << (number % 64));
    }

    fn is_marked(&self, number: u64) -> bool {
        self.seen[(number % WINDOW / 64) as usize] & (1 << (number % 64)) != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(sequences: &[u16], lost: u64, duplicates: u64) {
        let (now, mut gaps) = (Instant::now(), Gaps::new(true));
        for sequence in sequences {
            gaps.packet(now, *sequence);
        }
        assert_eq!((gaps.lost(), gaps.duplicates), (lost, duplicates), "{sequences:?}");
    }

    #[test]
    fn every_packet_is_counted_once() {
        check(&[1, 2, 3], 0, 0);
        check(&[1, 3], 1, 0);
        check(&[1, 3, 2], 0, 0);
        check(&[1, 3, 2, 2, 3], 0, 2);
        check(&[65_534, 65_535, 0, 2], 1, 0);
        check(&[65_535, 1, 0, 65_535], 0, 1);
        check(&[1, 2000, 2000], 1998, 1);
    }

    #[test]
    fn a_gap_is_asked_for_until_it_is_filled_or_too_old() {
        let start = Instant::now();
        let at = |ms| start + Duration::from_millis(ms);
        let mut gaps = Gaps::new(true);
        for sequence in [1, 4] {
            gaps.packet(at(0), sequence);
        }
        assert_eq!(gaps.due(at(9)), (vec![], false));
        assert_eq!(gaps.due(at(10)), (vec![2, 3], false));
        gaps.packet(at(20), 3);
        assert_eq!(gaps.due(at(69)), (vec![], false));
        assert_eq!(gaps.due(at(70)), (vec![2], false));
        assert_eq!(gaps.due(at(800)), (vec![], true));
        assert_eq!((gaps.deadline(), gaps.lost()), (None, 1));
    }
}
