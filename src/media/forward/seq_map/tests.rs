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
    check("1 8001 8000 7746 7745", "1 8001 8000 7746 -");
}

#[test]
fn holes_with_nothing_sent_between_them_take_no_second_round() {
    check("1 x30001 x60001 60002 60003", "1 8194 8195");
    check("1 30001 29999 | 900 | 31000 31001", "1 8194 8192 8195 8196 8197");
    check("1 x8193 x8195 x8197 8198 8194 8196", "1 8194 8193 -");
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

    /// SRTP counts rounds by the last number it saw: whatever a publisher sends, the next one is near it.
    #[test]
    fn no_number_is_far_from_the_newest_before(steps: Vec<(u16, bool, u8)>, first: u16) {
        let (mut map, mut newest) = (SeqMap::new(first), first.wrapping_sub(1));
        for (sequence, wanted, switch) in steps {
            if switch < 40 {
                map.switch();
            }
            if !wanted {
                map.withhold(sequence);
            } else if let Some(out) = map.forward(sequence) {
                let (ahead, behind) = (out.wrapping_sub(newest), newest.wrapping_sub(out));
                prop_assert!((1..=MOST_FREE + 1).contains(&ahead) || (1..256).contains(&behind), "{newest}, {out}");
                newest = if ahead <= MOST_FREE + 1 { out } else { newest };
            }
        }
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
