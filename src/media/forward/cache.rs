//! The last packets of a source, kept for retransmission. One per source stream, not one per receiver.

/// A ring of bytes with an index by sequence number; all memory is taken at the start.
#[derive(Debug)]
pub struct PacketCache {
    bytes: Box<[u8]>,
    /// At `sequence % index.len()`.
    index: Box<[Place]>,
    /// Bytes written ever; `written % bytes.len()` is where the next packet goes.
    written: u64,
}

#[derive(Debug, Clone, Copy, Default)]
struct Place {
    sequence: u16,
    /// 0: nothing here.
    length: u16,
    /// What `written` was before.
    start: u64,
}

impl PacketCache {
    /// Keeps the last `bytes` bytes, or `packets` packets (rounded up to a power of two) if those are fewer.
    /// A second of 2.5 Mbit/s video needs 320 kB and 260 packets; a second of sound 10 kB and 50.
    pub fn new(bytes: usize, packets: usize) -> Self {
        let packets = packets.clamp(1, 0x8000).next_power_of_two(); // divides 65,536, so the index wraps evenly
        Self {
            bytes: vec![0; bytes.max(1)].into(),
            index: vec![Place::default(); packets].into(),
            written: 0,
        }
    }

    /// Keeps a packet as it came, header and all, over the oldest ones. What is larger than the ring is not kept.
    pub fn put(&mut self, sequence: u16, packet: &[u8]) {
        let capacity = self.bytes.len();
        let Ok(length) = u16::try_from(packet.len()) else { return };
        if packet.len() > capacity {
            return;
        }
        let left = capacity - self.offset(self.written);
        if left < packet.len() {
            self.written += left as u64; // no packet is split
        }
        let (start, offset) = (self.written, self.offset(self.written));
        self.bytes[offset..offset + packet.len()].copy_from_slice(packet);
        self.written += packet.len() as u64;
        let slot = usize::from(sequence) % self.index.len();
        self.index[slot] = Place { sequence, length, start };
    }

    pub fn get(&self, sequence: u16) -> Option<&[u8]> {
        let place = self.index[usize::from(sequence) % self.index.len()];
        let kept = self.written - place.start <= self.bytes.len() as u64;
        if place.length == 0 || place.sequence != sequence || !kept {
            return None;
        }
        let offset = self.offset(place.start);
        self.bytes.get(offset..offset + usize::from(place.length))
    }

    fn offset(&self, written: u64) -> usize {
        (written % self.bytes.len() as u64) as usize
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
            cache.put(*sequence, packet.as_bytes());
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
        cache.put(5, b"a");
        assert_eq!(cache.get(1), None);
    }

    proptest! {
        #[test]
        fn what_is_found_is_what_was_put(
            bytes in 0usize..600,
            packets in 0usize..80,
            put in prop::collection::vec((any::<u16>(), prop::collection::vec(any::<u8>(), 0..200)), 0..200),
        ) {
            let mut cache = PacketCache::new(bytes, packets);
            let mut model = std::collections::HashMap::new();
            for (sequence, packet) in put {
                cache.put(sequence, &packet);
                if packet.len() <= bytes.max(1) {
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
