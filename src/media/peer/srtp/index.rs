//! Packet indices of SRTP: the 16 bits on the wire, the rollover counter both sides count by themselves
//! (RFC 3711 §3.3.1), and which of the last packets were here before (§3.3.2).

/// Packets that may arrive this much later than the newest of their stream.
pub const REPLAY_WINDOW: u64 = 1024;
const WORDS: usize = (REPLAY_WINDOW / 64) as usize;

/// The newest index of a stream.
#[derive(Debug, Clone, Copy, Default)]
pub struct Newest(Option<u64>);

impl Newest {
    /// The 48-bit index a sequence number stands for: the one nearest to the newest. `None` for one before
    /// the beginning.
    pub fn index(self, sequence: u16) -> Option<u64> {
        let Some(newest) = self.0 else { return Some(sequence.into()) };
        let ahead = sequence.wrapping_sub(newest as u16);
        if ahead < 0x8000 {
            Some(newest + u64::from(ahead))
        } else {
            newest.checked_sub(u64::from(ahead.wrapping_neg()))
        }
    }

    pub fn note(&mut self, index: u64) {
        self.0 = Some(self.0.map_or(index, |newest| newest.max(index)));
    }
}

/// Which of a stream's last packets came.
#[derive(Debug, Clone, Default)]
pub struct Replay {
    newest: u64,
    any: bool,
    /// Bit `index % REPLAY_WINDOW`.
    seen: [u64; WORDS],
}

impl Replay {
    /// Whether a packet with this index may still come.
    pub fn fresh(&self, index: u64) -> bool {
        if !self.any || index > self.newest {
            return true;
        }
        self.newest - index < REPLAY_WINDOW && self.seen[word(index)] & bit(index) == 0
    }

    /// It came, and it was authentic.
    pub fn note(&mut self, index: u64) {
        if !self.any {
            self.any = true;
        } else if index > self.newest {
            if index - self.newest >= REPLAY_WINDOW {
                self.seen = [0; WORDS];
            } else {
                (self.newest + 1..index).for_each(|skipped| self.seen[word(skipped)] &= !bit(skipped));
            }
        }
        self.newest = self.newest.max(index);
        self.seen[word(index)] |= bit(index);
    }
}

fn word(index: u64) -> usize {
    ((index % REPLAY_WINDOW) / 64) as usize
}

fn bit(index: u64) -> u64 {
    1 << (index % 64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn the_rollover_counter_follows_the_numbers() {
        let mut newest = Newest::default();
        for (sequence, index) in
            [(65_533, 65_533), (65_535, 65_535), (1, 65_537), (65_534, 65_534), (2, 65_538), (40_000, 40_000)]
        {
            assert_eq!(newest.index(sequence), Some(index), "{sequence}");
            newest.note(index);
        }
    }

    #[test]
    fn nothing_comes_before_the_beginning() {
        let mut newest = Newest::default();
        newest.note(3);
        assert_eq!(newest.index(65_000), None);
    }

    #[test]
    fn a_packet_passes_once() {
        let mut replay = Replay::default();
        let mut seen = HashSet::new();
        let mut index = 5_000_u64;
        for step in 0..20_000_u64 {
            // Forwards and back, by steps that are no pattern, with a leap now and then.
            index = match step % 97 {
                0 => index + 3 * REPLAY_WINDOW,
                _ => (index + step * 7919 % 61).saturating_sub(step * 104_729 % 29),
            };
            let newest = seen.iter().copied().max().unwrap_or(0);
            let old = newest >= index + REPLAY_WINDOW;
            assert_eq!(replay.fresh(index), !old && !seen.contains(&index), "{index} at {step}");
            if replay.fresh(index) {
                replay.note(index);
                seen.insert(index);
            }
            seen.retain(|other| other + 4 * REPLAY_WINDOW > newest);
        }
    }
}
