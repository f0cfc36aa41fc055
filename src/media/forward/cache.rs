//! The last packets of a source, kept for retransmission. One per source stream, not one per receiver.

use std::time::Duration;

/// Memory taken first, and what is added to it when that does not do: a quarter, but so much at least.
const FIRST: usize = 32 * 1024;
const STEP: usize = 8 * 1024;
/// What came within this time is kept at most, if there is room at all: as long as anybody may wait for it.
const LONGEST: Duration = Duration::from_secs(1);
/// And at least: lines tremble, and the pictures since a key frame of a moment ago are there for who joins.
const SHORTEST: Duration = Duration::from_millis(400);
/// Round trips in which a packet is missed and asked for, twice.
const TRIPS: u32 = 3;

/// How long packets are kept for those whose longest round trip is this.
pub fn kept_for(longest: Duration) -> Duration {
    longest.saturating_mul(TRIPS).clamp(SHORTEST, LONGEST)
}

/// A ring of bytes with an index by sequence number. It begins small, and grows when it would write over what may
/// still be asked for: a source takes as much as its rate and its receivers' lines need.
#[derive(Debug)]
pub struct PacketCache {
    bytes: Box<[u8]>,
    /// It grows no larger.
    most: usize,
    /// What is younger than this is kept.
    kept: Duration,
    /// When the packet at the ring's beginning came.
    lap_began: Duration,
    /// Where in the ring the next packet goes.
    next: usize,
    /// Bytes written ever, modulo 4 GiB, and how many of the last are here.
    written: u32,
    here: usize,
    /// At `sequence % index.len()`, a power of two.
    index: Box<[Place]>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Place {
    sequence: u16,
    /// 0: nothing here.
    length: u16,
    /// What `written` was before.
    start: u32,
}

impl PacketCache {
    /// Keeps the last `most` bytes at most, or `packets` packets (rounded up to a power of two) if those are fewer.
    /// A second of 2.5 Mbit/s video needs 320 kB and 260 packets; a second of sound 10 kB and 50.
    pub fn new(most: usize, packets: usize) -> Self {
        Self::beginning(FIRST, most, packets)
    }

    fn beginning(first: usize, most: usize, packets: usize) -> Self {
        let packets = packets.clamp(1, 0x8000).next_power_of_two(); // divides 65,536, so the index wraps evenly
        Self {
            bytes: vec![0; most.min(first).max(1)].into(),
            most,
            kept: LONGEST,
            lap_began: Duration::ZERO,
            next: 0,
            written: 0,
            here: 0,
            index: vec![Place::default(); packets].into(),
        }
    }

    /// What is younger than this may be asked for, or waits in a pacing queue.
    pub fn keep_for(&mut self, time: Duration) {
        self.kept = time;
    }

    /// Keeps a packet as it came, header and all, over the oldest ones. What is larger than the ring is not kept.
    pub fn put(&mut self, now: Duration, sequence: u16, packet: &[u8]) {
        let Ok(length) = u16::try_from(packet.len()) else { return };
        if packet.len() > self.bytes.len() {
            return;
        }
        if self.here == 0 {
            self.lap_began = now;
        }
        while self.bytes.len() - self.next < packet.len() {
            self.pass(self.bytes.len() - self.next); // no packet is split
            self.end_lap(now);
        }
        let start = self.written;
        self.bytes[self.next..self.next + packet.len()].copy_from_slice(packet);
        self.pass(packet.len());
        let place = self.at(sequence);
        self.index[place] = Place { sequence, length, start };
    }

    pub fn get(&self, sequence: u16) -> Option<&[u8]> {
        let place = self.index[self.at(sequence)];
        let behind = self.written.wrapping_sub(place.start) as usize;
        if place.length == 0 || place.sequence != sequence || behind > self.here {
            return None;
        }
        let ring = self.bytes.len();
        let offset = if behind <= self.next { self.next - behind } else { self.next + ring - behind };
        self.bytes.get(offset..offset + usize::from(place.length))
    }

    /// So many bytes of the ring are written, or left out.
    fn pass(&mut self, bytes: usize) {
        self.next += bytes;
        self.written = self.written.wrapping_add(bytes as u32);
        self.here = (self.here + bytes).min(self.bytes.len());
    }

    /// The ring is full: it begins anew, or grows and goes on.
    fn end_lap(&mut self, now: Duration) {
        let young = now.saturating_sub(self.lap_began) < self.kept;
        let grown = (self.bytes.len() + (self.bytes.len() / 4).max(STEP)).min(self.most);
        if !young || grown <= self.bytes.len() {
            (self.next, self.lap_began) = (0, now);
            return;
        }
        let mut bytes = vec![0; grown];
        bytes[..self.bytes.len()].copy_from_slice(&self.bytes);
        self.bytes = bytes.into();
    }

    fn at(&self, sequence: u16) -> usize {
        usize::from(sequence) & (self.index.len() - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Puts packets into ten bytes and four places, then says which of them can be got.
    #[track_caller]
    fn check(put: &[(u16, &str)], kept: &[u16]) {
        let mut cache = PacketCache::new(10, 4);
        for (sequence, packet) in put {
            cache.put(Duration::ZERO, *sequence, packet.as_bytes());
        }
        for (sequence, packet) in put {
            let found = kept.contains(sequence).then_some(packet.as_bytes());
            assert_eq!(cache.get(*sequence), found, "{sequence}");
        }
    }

    #[test]
    fn what_fits_is_kept() {
        check(&[(1, "abc"), (2, "defg"), (3, "hij")], &[1, 2, 3]);
    }

    #[test]
    fn the_oldest_bytes_go_first() {
        check(&[(1, "abc"), (2, "defg"), (3, "hij"), (4, "k")], &[2, 3, 4]);
    }

    #[test]
    fn a_packet_is_never_split() {
        check(&[(1, "abc"), (2, "defg"), (3, "hijk")], &[3]);
        check(&[(1, "abcdefgh"), (2, "ijk")], &[2]);
    }

    #[test]
    fn the_number_of_packets_is_bounded_too() {
        check(&[(1, "a"), (2, "b"), (3, "c"), (4, "d"), (5, "e")], &[2, 3, 4, 5]);
    }

    #[test]
    fn numbers_wrap() {
        check(&[(65_534, "a"), (65_535, "b"), (0, "c"), (1, "d")], &[65_534, 65_535, 0, 1]);
    }

    #[test]
    fn what_is_larger_than_the_ring_is_not_kept() {
        check(&[(1, "abc"), (2, "0123456789a"), (3, "d")], &[1, 3]);
    }

    #[test]
    fn a_packet_never_put_is_not_found_under_anothers_place() {
        let mut cache = PacketCache::new(10, 4);
        assert_eq!(cache.get(0), None);
        cache.put(Duration::ZERO, 5, b"a");
        assert_eq!(cache.get(1), None);
    }

    /// Packets of 1,000 bytes at this rate for five seconds: the memory taken, and how old the oldest packet is.
    #[track_caller]
    fn check_growth(a_second: u64, trip: u64, kilobytes: usize, seconds: std::ops::Range<f64>) {
        let mut cache = PacketCache::new(256 * 1024, 512);
        cache.keep_for(kept_for(Duration::from_millis(trip)));
        let packets = 5 * a_second;
        for number in 0..packets {
            cache.put(Duration::from_millis(number * 1000 / a_second), number as u16, &[number as u8; 1000]);
        }
        let kept = (0..packets).rev().take_while(|number| cache.get(*number as u16).is_some());
        let kept =
            kept.inspect(|number| assert_eq!(cache.get(*number as u16), Some(&[*number as u8; 1000][..])));
        let age = kept.count() as f64 / a_second as f64;
        assert_eq!(cache.bytes.len() / 1024, kilobytes);
        assert!(seconds.contains(&age), "{age} s");
    }

    #[test]
    fn a_source_takes_the_memory_that_a_second_of_it_needs() {
        check_growth(10, 500, 32, 3.0..3.3);
        check_growth(20, 500, 32, 1.5..1.7);
        check_growth(80, 500, 97, 1.2..1.3);
        check_growth(200, 500, 238, 1.1..1.3);
    }
    #[test]
    fn where_all_are_near_it_takes_less() {
        check_growth(80, 30, 32, 0.3..0.42);
        check_growth(200, 30, 97, 0.4..0.6);
        check_growth(80, 250, 62, 0.7..0.9);
    }
    #[test]
    fn a_large_source_gets_the_most_there_is() {
        check_growth(400, 500, 256, 0.6..0.7);
    }

    /// A small layer, whose key frame comes all at once, for a narrow line.
    #[test]
    fn a_small_layer_is_kept_as_long_as_a_narrow_line_waits() {
        let mut cache = PacketCache::new(64 * 1024, 128);
        cache.keep_for(Duration::from_millis(2250));
        let mut came = Vec::new();
        for frame in 0..300_u64 {
            let parts = if frame.is_multiple_of(40) { 8 } else { 1 };
            let now = Duration::from_millis(frame * 50);
            for _ in 0..parts {
                cache.put(now, came.len() as u16, &[7; 1000]);
                came.push(now);
            }
            let waits = |at: &Duration| now.saturating_sub(*at) <= Duration::from_millis(1600);
            let lost = came.iter().enumerate().filter(|(_, at)| waits(at));
            let lost = lost.filter(|(number, _)| cache.get(*number as u16).is_none());
            assert_eq!(lost.count(), 0, "after {now:?}");
        }
        assert!(cache.bytes.len() <= 64 * 1024);
    }

    proptest! {
        #[test]
        fn what_is_found_is_what_was_put(
            first in 1usize..300,
            most in prop_oneof![0usize..600, 8000usize..40_000],
            packets in 0usize..80,
            after in 0u64..50,
            put in prop::collection::vec((any::<u16>(), prop::collection::vec(any::<u8>(), 0..2000)), 0..200),
        ) {
            let mut cache = PacketCache::beginning(first, most, packets);
            let mut now = Duration::ZERO;
            let mut model = std::collections::HashMap::new();
            for (sequence, packet) in put {
                let fits = packet.len() <= cache.bytes.len();
                now += Duration::from_millis(after);
                cache.put(now, sequence, &packet);
                if fits {
                    if !packet.is_empty() {
                        prop_assert_eq!(cache.get(sequence), Some(&packet[..]));
                    }
                    model.insert(sequence, packet);
                }
                for (sequence, packet) in &model {
                    prop_assert!(cache.get(*sequence).is_none_or(|found| found == packet));
                }
            }
        }
    }
}
