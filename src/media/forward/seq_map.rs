//! Sequence numbers: unwrapped to 64 bits, and renumbered for a receiver.

/// How far back a late packet can still be placed: two seconds of 2.5 Mbit/s video in 1200-byte packets.
/// Anything older has been concealed by then.
pub const REMEMBERED: usize = 512;

/// Extends 16-bit numbers that may wrap and arrive out of order. The first is placed in the second round, so
/// that its predecessors have numbers too.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unwrapper {
    highest: Option<u64>,
}

impl Unwrapper {
    /// The extended number nearest to the highest so far (RFC 1982).
    pub fn extend(&mut self, short: u16) -> u64 {
        let highest = *self.highest.get_or_insert(0x1_0000 + u64::from(short));
        let ahead = short.wrapping_sub(highest as u16);
        let extended = if ahead < 0x8000 {
            highest.saturating_add(ahead.into())
        } else {
            highest.saturating_sub(u64::from(ahead.wrapping_neg()))
        };
        self.highest = Some(highest.max(extended));
        extended
    }
}

/// What became of one number of the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// Not here yet; its number in the output is kept free.
    Missing,
    Sent,
    Withheld,
}

/// Renumbers packets so that those we withhold (another layer, padding) leave no gap, those that were lost on
/// the way to us leave theirs, and another source goes on where the last one stopped.
#[derive(Debug, Clone)]
pub struct SeqMap {
    source: Unwrapper,
    /// First and highest number of this source so far.
    span: Option<(u64, u64)>,
    /// Fate and output number of the source's last numbers, at `number % REMEMBERED`.
    recent: [(Fate, u16); REMEMBERED],
    /// The output's next number.
    next: u16,
    /// The last number that was too old to place.
    stray: Option<u16>,
}

impl SeqMap {
    /// `first` is the number of the first packet forwarded. Below 32,768, both ends of SRTP agree that the
    /// rollover counter is 0 even when the first packets are lost (RFC 3711 §3.3.1).
    pub fn new(first: u16) -> Self {
        Self {
            source: Unwrapper::default(),
            span: None,
            recent: [(Fate::Missing, 0); REMEMBERED],
            next: first,
            stray: None,
        }
    }

    /// Forwards a packet under the number returned. `None` for a duplicate, for what was withheld before, and
    /// for what is too old to be placed.
    pub fn forward(&mut self, sequence: u16) -> Option<u16> {
        self.place(sequence, Fate::Sent)
    }

    /// Withholds a packet: what follows it closes the gap. A late one leaves its gap, for its successors have
    /// their numbers.
    pub fn withhold(&mut self, sequence: u16) {
        self.place(sequence, Fate::Withheld);
    }

    /// Another source follows; its first packet takes the next number.
    pub fn switch(&mut self) {
        *self = Self::new(self.next);
    }

    /// The source's number for which this output number is kept free: it has not come, or was not offered.
    pub fn missing(&self, sent: u16) -> Option<u16> {
        let (first, highest) = self.span?;
        let behind = self.next.wrapping_sub(sent);
        // Output numbers ascend with the source's; a withheld one shares the number of its successor.
        let (mut low, mut high) = (first.max((highest + 1).saturating_sub(REMEMBERED as u64)), highest);
        while low < high {
            let middle = high - (high - low) / 2;
            if self.next.wrapping_sub(self.recent[at(middle)].1) >= behind {
                low = middle
            } else {
                high = middle - 1
            }
        }
        (self.recent[at(low)] == (Fate::Missing, sent)).then_some(low as u16)
    }

    fn place(&mut self, sequence: u16, fate: Fate) -> Option<u16> {
        let number = self.source.extend(sequence);
        let (first, highest) = match self.span {
            None => (number, number.wrapping_sub(1)),
            Some(span) => span,
        };
        if self.span.is_none() || number > highest {
            self.skip_to(number, highest);
            self.span = Some((first, number));
            self.recent[at(number)] = (fate, self.next);
            self.next = self.next.wrapping_add((fate == Fate::Sent).into());
        } else if highest - number >= REMEMBERED as u64 {
            return self.too_old(sequence, fate);
        } else if number < first {
            return None;
        } else if self.recent[at(number)].0 == Fate::Missing {
            self.recent[at(number)].0 = fate;
        } else {
            return None;
        }
        (fate == Fate::Sent).then_some(self.recent[at(number)].1)
    }

    /// Keeps output numbers free for what is missing between `highest` and `number`.
    fn skip_to(&mut self, number: u64, highest: u64) {
        let missing = number.wrapping_sub(highest).saturating_sub(1);
        let remembered = missing.min(REMEMBERED as u64);
        self.next = self.next.wrapping_add((missing - remembered) as u16);
        for late in number - remembered..number {
            self.recent[at(late)] = (Fate::Missing, self.next);
            self.next = self.next.wrapping_add(1);
        }
    }

    /// Two very old packets in a row mean that the source has gone on elsewhere (RFC 3550 A.1): begin anew
    /// rather than fall silent for half a round.
    fn too_old(&mut self, sequence: u16, fate: Fate) -> Option<u16> {
        if self.stray.replace(sequence) != Some(sequence.wrapping_sub(1)) {
            return None;
        }
        self.switch();
        self.place(sequence, fate)
    }
}

fn at(number: u64) -> usize {
    (number % REMEMBERED as u64) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Feeds incoming sequence numbers; `x` marks a packet we withhold, `|` another source. `-` in the output
    /// is a packet that was offered and not forwarded.
    #[track_caller]
    fn check(incoming: &str, forwarded: &str) {
        let mut words = incoming.split(' ').peekable();
        let first = words.peek().unwrap().parse().unwrap();
        let mut map = SeqMap::new(first);
        let mut out = Vec::new();
        for word in words {
            if word == "|" {
                map.switch();
            } else if let Some(withheld) = word.strip_prefix('x') {
                map.withhold(withheld.parse().unwrap());
            } else {
                let placed = map.forward(word.parse().unwrap());
                out.push(placed.map_or("-".to_owned(), |sequence| sequence.to_string()));
            }
        }
        assert_eq!(out.join(" "), forwarded);
    }

    #[test]
    fn gap_left_by_the_sender_stays_a_gap() {
        check("1 2 4", "1 2 4");
    }

    #[test]
    fn packet_we_withheld_leaves_no_gap() {
        check("1 x2 3 4", "1 2 3");
        check("1 x2 x3 x4 5", "1 2");
    }

    #[test]
    fn late_packet_keeps_its_old_place() {
        check("1 3 2", "1 3 2");
        check("1 3 x4 5 2", "1 3 4 2");
        check("1 x2 4 3 5", "1 3 2 4");
    }

    #[test]
    fn a_late_packet_we_withhold_leaves_its_gap() {
        check("1 3 x2 4 2", "1 3 4 -");
    }

    #[test]
    fn numbering_wraps() {
        check("65534 x65535 0 1", "65534 65535 0");
        check("65534 1 0 65535", "65534 1 0 65535");
    }

    #[test]
    fn a_packet_that_comes_twice_is_forwarded_once() {
        check("1 2 2 1 3", "1 2 - - 3");
    }

    #[test]
    fn a_withheld_packet_that_comes_twice_stays_withheld() {
        check("1 x2 3 2", "1 2 -");
    }

    #[test]
    fn what_came_before_the_first_packet_is_not_forwarded() {
        check("100 99 101", "100 - 101");
    }

    #[test]
    fn another_source_goes_on_where_the_last_one_stopped() {
        check("1 2 | 900 901", "1 2 3 4");
        check("1 2 | x900 901 899", "1 2 3 -");
        check("1 3 | 900 2", "1 3 4 -");
    }

    #[test]
    fn what_an_output_number_is_kept_for_is_known() {
        let mut map = SeqMap::new(65_534);
        for sequence in [7, 10, 13] {
            map.forward(sequence); // as 65534, 0 and 2
            map.withhold(sequence + 1);
        }
        let missing = [65_533, 65_534, 65_535, 0, 1, 2, 3, 4].map(|sent| map.missing(sent));
        assert_eq!(missing, [None, None, Some(9), None, Some(12), None, None, None]);
        map.withhold(9);
        assert_eq!(map.missing(65_535), None);
        map.switch();
        assert_eq!(map.missing(65_535), None);
    }

    #[test]
    fn a_wide_gap_stays_a_gap_and_what_is_too_old_is_refused() {
        check("1 20001 20000 19490 19489", "1 20001 20000 19490 -");
    }

    #[test]
    fn a_source_that_went_on_elsewhere_is_picked_up() {
        check("40000 8000 8001 8002", "40000 - 40001 40002");
        check("40000 8000 40001 8001", "40000 - 40001 40002");
        check("40000 8000 39000 40001", "40000 - - 40001");
    }

    #[test]
    fn extended_numbers_follow_the_shortest_way() {
        let mut unwrapper = Unwrapper::default();
        let extended = [65535, 0, 65534, 1, 32768, 2].map(|short| unwrapper.extend(short));
        assert_eq!(extended, [0x1_ffff, 0x2_0000, 0x1_fffe, 0x2_0001, 0x2_8000, 0x2_0002]);
    }

    proptest! {
        #[test]
        fn whatever_is_withheld_the_output_has_no_gap(
            start: u16,
            first: u16,
            wanted in prop::collection::vec(any::<bool>(), 1..2000),
        ) {
            let mut map = SeqMap::new(first);
            let mut expected = first;
            for (offset, wanted) in wanted.into_iter().enumerate() {
                let sequence = start.wrapping_add(offset as u16);
                if wanted {
                    prop_assert_eq!(map.forward(sequence), Some(expected));
                    expected = expected.wrapping_add(1);
                } else {
                    map.withhold(sequence);
                }
            }
        }

        #[test]
        fn no_number_is_given_twice(
            steps in prop::collection::vec((-300i32..300, any::<bool>()), 1..400),
        ) {
            let mut map = SeqMap::new(0);
            let mut given = std::collections::HashSet::new();
            let mut at = 30_000i32;
            for (step, wanted) in steps {
                let sequence = (at + step) as u16;
                at += step.max(0) / 8;
                if !wanted {
                    map.withhold(sequence);
                } else if let Some(out) = map.forward(sequence) {
                    prop_assert!(given.insert(out), "{out} twice");
                }
            }
        }

        #[test]
        fn every_number_kept_free_is_filled_by_its_packet(
            start: u16,
            first: u16,
            kinds in prop::collection::vec(0u8..3, 1..700),
        ) {
            let mut map = SeqMap::new(first);
            map.forward(start);
            let mut absent = Vec::new();
            for (offset, kind) in kinds.into_iter().chain([0]).enumerate() {
                let sequence = start.wrapping_add(1 + offset as u16);
                match kind {
                    0 => { map.forward(sequence); }
                    1 => map.withhold(sequence),
                    _ => absent.push(sequence),
                }
            }
            let mut found = Vec::new();
            let next = map.next;
            for sent in (1..=next.wrapping_sub(first)).map(|back| next.wrapping_sub(back)) {
                if let Some(sequence) = map.missing(sent) {
                    found.push(sequence);
                    prop_assert_eq!(map.forward(sequence), Some(sent));
                }
            }
            found.reverse();
            let placed = &absent[absent.len() - found.len()..];
            prop_assert_eq!(&found[..], placed);
        }

        #[test]
        fn no_numbers_make_it_panic(numbers: Vec<(u16, bool, bool)>) {
            let mut map = SeqMap::new(65_535);
            for (sequence, wanted, switch) in numbers {
                if switch {
                    map.switch();
                }
                if wanted { map.forward(sequence); } else { map.withhold(sequence); }
            }
        }
    }
}
