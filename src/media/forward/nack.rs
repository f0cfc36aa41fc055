//! Missing packets of a publisher, and when to ask for them again (generic NACK, RFC 4585 §6.2.1).

use super::seq_map::Unwrapper;
use std::time::Duration;

/// Packets waited for at once: a third of a second of 2.5 Mbit/s lost in one piece. A wider hole is cheaper to
/// mend by a key frame.
const MOST_MISSING: usize = 128;
/// Some links deliver a packet a little late; those that do would be asked for everything twice.
const REORDERING: Duration = Duration::from_millis(5);
/// Least time between two requests for a packet, however short the round trip: the publisher's pacer needs it.
const LEAST_WAIT: Duration = Duration::from_millis(20);
/// Requests for one packet. At 30 % loss both ways, all of them fail once in 800.
const MOST_REQUESTS: u8 = 10;
/// What is not here by then comes too late for any receiver's jitter buffer.
const GIVEN_UP: Duration = Duration::from_millis(1000);
/// Pairs of one request: up to 32 × 17 packets in 140 bytes.
const MOST_PAIRS: usize = 32;

/// What an arriving packet was to its stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrival {
    /// Newer than all before; what lies between is missing now.
    New,
    /// One that was waited for.
    Recovered,
    /// Here before, given up, or older than the first.
    Again,
    /// So far ahead that the hole is not worth mending: ask for a key frame.
    Hole,
}

#[derive(Debug, Clone, Copy)]
struct Missing {
    number: u64,
    since: Duration,
    due: Duration,
    requests: u8,
}

/// The missing packets of one stream.
#[derive(Debug, Clone, Default)]
pub struct NackRegister {
    numbers: Unwrapper,
    highest: Option<u64>,
    /// In order of number, [`MOST_MISSING`] at most.
    missing: Vec<Missing>,
}

impl NackRegister {
    pub fn arrived(&mut self, now: Duration, sequence: u16) -> Arrival {
        let number = self.numbers.extend(sequence);
        let highest = self.highest.unwrap_or(number.saturating_sub(1));
        if number <= highest {
            return if self.forget(number) { Arrival::Recovered } else { Arrival::Again };
        }
        self.highest = Some(number);
        let hole = number - highest - 1;
        if hole > MOST_MISSING.saturating_sub(self.missing.len()) as u64 {
            self.missing.clear();
            return Arrival::Hole;
        }
        let lost = |number| Missing { number, since: now, due: now + REORDERING, requests: 0 };
        self.missing.extend((highest + 1..number).map(lost));
        Arrival::New
    }

    /// What to ask for now. What finds no room stays due; call again while [`NackRegister::next_due`] is past.
    pub fn due(&mut self, now: Duration, round_trip: Duration) -> Requests {
        let mut requests = Requests::default();
        let wait = (round_trip + round_trip / 4).max(LEAST_WAIT);
        self.missing.retain_mut(|missing| {
            if missing.due > now {
                return true;
            }
            if missing.requests == MOST_REQUESTS || now.saturating_sub(missing.since) >= GIVEN_UP {
                requests.given_up += 1;
                return false;
            }
            if requests.add(missing.number as u16) {
                missing.requests += 1;
                missing.due = now + wait;
            }
            true
        });
        requests
    }

    /// When [`NackRegister::due`] has something to say.
    pub fn next_due(&self) -> Option<Duration> {
        self.missing.iter().map(|missing| missing.due).min()
    }

    /// How many packets are waited for.
    pub fn waiting(&self) -> usize {
        self.missing.len()
    }

    fn forget(&mut self, number: u64) -> bool {
        let found = self.missing.binary_search_by_key(&number, |missing| missing.number);
        found.map(|at| self.missing.remove(at)).is_ok()
    }
}

/// One NACK's worth of packets.
#[derive(Debug, Clone, Copy, Default)]
pub struct Requests {
    pairs: [(u16, u16); MOST_PAIRS],
    length: usize,
    /// Packets no longer waited for; if there are any, a key frame is needed.
    pub given_up: usize,
}

impl Requests {
    /// Packet ids with the bit mask of the sixteen packets after each.
    pub fn pairs(&self) -> &[(u16, u16)] {
        &self.pairs[..self.length]
    }

    fn add(&mut self, sequence: u16) -> bool {
        if let Some((first, mask)) = self.pairs[..self.length].last_mut() {
            let after = sequence.wrapping_sub(*first);
            if (1..=16).contains(&after) {
                *mask |= 1 << (after - 1);
                return true;
            }
        }
        let Some(free) = self.pairs.get_mut(self.length) else { return false };
        *free = (sequence, 0);
        self.length += 1;
        true
    }
}

/// The sequence numbers a pair stands for.
pub fn expand((first, mask): (u16, u16)) -> impl Iterator<Item = u16> {
    let others =
        (0..16).filter(move |bit| mask & (1 << bit) != 0).map(move |bit| first.wrapping_add(bit + 1));
    std::iter::once(first).chain(others)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ROUND_TRIP: Duration = Duration::from_millis(80);

    fn ms(count: u64) -> Duration {
        Duration::from_millis(count)
    }

    fn asked(register: &mut NackRegister, at: u64) -> Vec<u16> {
        register.due(ms(at), ROUND_TRIP).pairs().iter().copied().flat_map(expand).collect()
    }

    /// Feeds (ms, sequence numbers), then says at each of these times what is asked for.
    #[track_caller]
    fn check(incoming: &[(u64, &[u16])], expected: &[(u64, &[u16])]) {
        let mut register = NackRegister::default();
        let mut incoming = incoming.iter().peekable();
        for (at, sequences) in expected {
            while let Some((arrival, numbers)) = incoming.next_if(|(arrival, _)| arrival <= at) {
                for number in *numbers {
                    register.arrived(ms(*arrival), *number);
                }
            }
            assert_eq!(&asked(&mut register, *at), sequences, "at {at} ms");
        }
    }

    #[test]
    fn nothing_is_asked_for_while_nothing_is_missing() {
        check(&[(0, &[7, 8, 9])], &[(100, &[])]);
    }

    #[test]
    fn a_missing_packet_is_asked_for_after_a_moment() {
        check(&[(0, &[7, 9])], &[(4, &[]), (5, &[8]), (6, &[])]);
    }

    #[test]
    fn a_packet_that_was_only_late_is_not_asked_for() {
        check(&[(0, &[7, 9]), (3, &[8])], &[(5, &[])]);
    }

    #[test]
    fn it_is_asked_for_again_when_the_answer_should_have_come() {
        check(&[(0, &[7, 9])], &[(5, &[8]), (104, &[]), (105, &[8])]);
    }

    #[test]
    fn an_answered_request_is_not_repeated() {
        check(&[(0, &[7, 9]), (60, &[8])], &[(5, &[8]), (105, &[])]);
    }

    #[test]
    fn requests_wrap_with_the_numbers() {
        check(&[(0, &[65_534, 2])], &[(5, &[65_535, 0, 1])]);
    }

    #[test]
    fn a_packet_is_given_up_after_a_second() {
        let mut register = NackRegister::default();
        register.arrived(ms(0), 7);
        register.arrived(ms(0), 9);
        let times: Vec<u64> = (0..2000).filter(|at| !asked(&mut register, *at).is_empty()).collect();
        assert_eq!(times, [5, 105, 205, 305, 405, 505, 605, 705, 805, 905]);
        assert_eq!(register.waiting(), 0);
        assert_eq!(register.arrived(ms(2000), 8), Arrival::Again);
    }

    #[test]
    fn on_a_short_line_the_number_of_requests_is_bounded() {
        let mut register = NackRegister::default();
        register.arrived(ms(0), 7);
        register.arrived(ms(0), 9);
        let asked = (0..2000).filter(|at| !register.due(ms(*at), ms(1)).pairs().is_empty());
        assert_eq!(asked.count(), usize::from(MOST_REQUESTS));
    }

    #[test]
    fn a_hole_too_wide_is_not_mended() {
        let mut register = NackRegister::default();
        register.arrived(ms(0), 7);
        assert_eq!(register.arrived(ms(0), 7 + 129), Arrival::New);
        assert_eq!(register.arrived(ms(0), 7 + 131), Arrival::Hole);
        assert_eq!((register.waiting(), register.next_due()), (0, None));
        assert_eq!(register.arrived(ms(0), 7 + 132), Arrival::New);
    }

    #[test]
    fn what_finds_no_room_in_one_request_goes_into_the_next() {
        let mut register = NackRegister::default();
        for number in 0..40 {
            register.arrived(ms(0), number * 18); // of seventeen missing,
            for mended in 1..17 {
                register.arrived(ms(0), (number * 18).wrapping_sub(mended)); // the first stays away
            }
        }
        let (first, second) = (asked(&mut register, 5), asked(&mut register, 5));
        assert_eq!((first.len(), second.len()), (32, 7));
        assert_eq!([first, second].concat(), (0..39).map(|number| number * 18 + 1).collect::<Vec<_>>());
    }

    proptest! {
        #[test]
        fn what_is_missing_is_asked_for_and_nothing_else(
            lost in prop::collection::vec(prop::bool::weighted(0.2), 1..300),
            start: u16,
        ) {
            let mut register = NackRegister::default();
            register.arrived(ms(0), start.wrapping_sub(1));
            let mut missing = Vec::new();
            for (offset, lost) in lost.iter().chain([&false]).enumerate() {
                let number = start.wrapping_add(offset as u16);
                if *lost { missing.push(number); } else { register.arrived(ms(0), number); }
            }
            prop_assume!(missing.len() <= MOST_MISSING);
            let mut found = asked(&mut register, 5);
            while register.next_due() == Some(ms(5)) {
                found.extend(asked(&mut register, 5));
            }
            prop_assert_eq!(found, missing);
        }

        #[test]
        fn no_numbers_make_it_panic(steps: Vec<(u16, u16, u64)>) {
            let mut register = NackRegister::default();
            for (at, sequence, round_trip) in steps {
                register.arrived(ms(at.into()), sequence);
                register.due(ms(at.into()), ms(round_trip % 10_000));
                prop_assert!(register.waiting() <= MOST_MISSING);
            }
        }
    }
}
