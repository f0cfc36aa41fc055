//! Packets that wait, oldest first, in a ring of bytes.

use std::collections::VecDeque;
use std::time::Duration;

/// The least a packet is reckoned to have; bounds how many are kept.
const SMALL: usize = 128;

#[derive(Debug, Clone, Copy)]
struct Entry {
    start: u32,
    length: u16,
    since: Duration,
    token: u64,
}

/// Memory taken first: what most bursts need.
const FIRST: usize = 8 * 1024;

/// Doubles its memory when it is full, up to what it may have.
#[derive(Debug)]
pub struct Fifo {
    bytes: Box<[u8]>,
    room: usize,
    entries: VecDeque<Entry>,
    most: usize,
    waiting: usize,
}

impl Fifo {
    pub fn new(room: usize) -> Self {
        let most = room.div_ceil(SMALL);
        Self { bytes: vec![0; room.min(FIRST)].into(), room, entries: VecDeque::new(), most, waiting: 0 }
    }

    /// False, and nothing is kept, if there is no room.
    pub fn push(&mut self, now: Duration, packet: &[u8], token: u64) -> bool {
        let Ok(length) = u16::try_from(packet.len()) else { return false };
        let start = self.place(packet.len());
        let Some(start) = start.or_else(|| self.grow(packet.len())) else { return false };
        let Ok(at) = u32::try_from(start) else { return false };
        self.bytes[start..start + packet.len()].copy_from_slice(packet);
        self.entries.push_back(Entry { start: at, length, since: now, token });
        self.waiting += packet.len();
        true
    }

    pub fn fits(&self, length: usize) -> bool {
        let grows = self.entries.len() < self.most && self.grown(length).is_some();
        u16::try_from(length).is_ok() && (grows || self.place(length).is_some())
    }

    /// What it grows to, to keep that much more.
    fn grown(&self, length: usize) -> Option<usize> {
        let doubled = (self.bytes.len() * 2).max(self.waiting + length).min(self.room);
        (doubled > self.bytes.len() && self.waiting + length <= doubled).then_some(doubled)
    }

    /// Moves what waits into a larger ring, one behind the other; where the next packet goes.
    fn grow(&mut self, length: usize) -> Option<usize> {
        let mut bytes = vec![0; self.grown(length).filter(|_| self.entries.len() < self.most)?];
        let mut end = 0;
        for entry in &mut self.entries {
            let (start, length) = (entry.start as usize, usize::from(entry.length));
            bytes[end..end + length].copy_from_slice(&self.bytes[start..start + length]);
            entry.start = end as u32;
            end += length;
        }
        self.bytes = bytes.into();
        Some(end)
    }

    pub fn pop(&mut self) -> Option<(&[u8], u64)> {
        let entry = self.entries.pop_front()?;
        let (start, length) = (entry.start as usize, usize::from(entry.length));
        self.waiting -= length;
        Some((self.bytes.get(start..start + length)?, entry.token))
    }

    pub fn oldest(&self) -> Option<Duration> {
        self.entries.front().map(|entry| entry.since)
    }

    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    pub fn bytes(&self) -> usize {
        self.waiting
    }

    /// Where a packet of this length would go: behind the newest, or at the front if it does not fit there. It
    /// must end before the oldest begins; packets are not split.
    fn place(&self, length: usize) -> Option<usize> {
        if self.entries.len() == self.most {
            return None;
        }
        let (Some(oldest), Some(newest)) = (self.entries.front(), self.entries.back()) else {
            return (length <= self.bytes.len()).then_some(0);
        };
        let (first, end) = (oldest.start as usize, newest.start as usize + usize::from(newest.length));
        let wrapped = newest.start < oldest.start;
        if wrapped {
            return (end + length <= first).then_some(end);
        }
        if end + length <= self.bytes.len() {
            return Some(end);
        }
        (length <= first).then_some(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Packets of 1,000 bytes come in and go out by turns; what goes out is what came in, and the memory taken.
    #[track_caller]
    fn check(steps: &[(usize, usize)], refused: usize, taken: usize) {
        let mut fifo = Fifo::new(48 * 1024);
        let (mut came, mut went, mut lost) = (0u64, 0, 0);
        for (come, go) in steps {
            for _ in 0..*come {
                let fits = fifo.fits(1000);
                assert_eq!(fifo.push(Duration::ZERO, &[came as u8; 1000], came), fits);
                if fits { came += 1 } else { lost += 1 }
            }
            for _ in 0..*go {
                assert_eq!(fifo.pop(), Some((&[went as u8; 1000][..], went)));
                went += 1;
            }
        }
        assert_eq!(fifo.bytes(), (came - went) as usize * 1000);
        assert_eq!((lost, fifo.bytes.len()), (refused, taken));
    }

    #[test]
    fn a_short_burst_takes_little() {
        check(&[(8, 8), (8, 8)], 0, FIRST);
    }
    #[test]
    fn a_long_one_takes_more_and_keeps_the_order() {
        check(&[(8, 5), (20, 3), (5, 25)], 0, 4 * FIRST);
    }
    #[test]
    fn it_takes_no_more_than_its_room() {
        check(&[(60, 49), (10, 10)], 11, 48 * 1024);
    }
}
