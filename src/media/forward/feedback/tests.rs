use super::written::{Form, write};
use super::*;
use proptest::prelude::*;

#[track_caller]
fn read(packet: &[u8]) -> Vec<(u16, Option<i64>)> {
    Feedback::parse(packet).expect("a feedback").iter().collect()
}

/// The packet with these chunks and deltas, which claims `count` statuses from 100 on.
fn raw(count: u16, rest: &[u8]) -> Vec<u8> {
    let mut packet = vec![0x8f, 205, 0, 0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 100];
    packet.extend(count.to_be_bytes());
    packet.extend([0, 0, 7, 9]);
    packet.extend(rest);
    packet.resize(packet.len().next_multiple_of(4), 0);
    packet[3] = (packet.len() / 4 - 1) as u8;
    packet
}

#[test]
fn the_head_is_read() {
    let packet = raw(1, &[0x20, 1, 5]);
    let feedback = Feedback::parse(&packet).unwrap();
    assert_eq!((feedback.reference(), feedback.number()), (7, 9));
}

#[test]
fn every_form_of_chunk_is_read() {
    let expected = |ticks: &[Option<i64>]| (100..).zip(ticks.iter().copied()).collect::<Vec<_>>();
    for (count, rest, ticks) in [
        (3, &[0x20, 3, 5, 6, 7][..], &[Some(5), Some(11), Some(18)][..]), // a run of arrivals
        (2, &[0x00, 2], &[None, None]),                                   // a run of losses
        (3, &[0b1010_1000, 0, 5, 6], &[Some(5), None, Some(11)]),         // one bit each
        (3, &[0b1101_0010, 0, 5, 0xff, 0xfe], &[Some(5), None, Some(3)]), // two bits each, back in time
        (2, &[0x20, 1, 0x40, 1, 5, 1, 0], &[Some(5), Some(261)]),         // two chunks
    ] {
        assert_eq!(read(&raw(count, rest)), expected(ticks), "{rest:x?}");
    }
}

#[test]
fn a_reserved_symbol_and_missing_bytes_end_it() {
    for (count, rest, told) in [
        (3, &[0b1101_1101, 0, 5, 6][..], 1),  // arrived, reserved, arrived
        (4, &[0x60, 4, 1, 1], 0),             // a run of reserved ones
        (9, &[0x20, 9, 1, 1, 1, 1, 1, 1], 6), // deltas for six
        (20, &[0xc0, 0], 7),                  // chunks for seven
        (4, &[], 0),
    ] {
        assert_eq!(read(&raw(count, rest)).len(), told, "{rest:x?}");
    }
}

#[test]
fn a_short_packet_does_not_speak_of_everything() {
    let claims = raw(65_535, &[0x1f, 0xff].repeat(8));
    assert_eq!(read(&claims).len(), usize::from(MOST_STATUSES));
    assert_eq!(read(&raw(5, &[0; 4])).len(), 0); // runs of nothing
}

#[test]
fn numbers_wrap() {
    let packet = write(Form::TwoBits, 65_535, 0, 0, &[Some(1), None, Some(2)]);
    assert_eq!(read(&packet), [(65_535, Some(1)), (0, None), (1, Some(2))]);
}

#[test]
fn what_our_own_receiver_writes_is_read() {
    // 65,534 and 65,535 at 64 and 65 ms, 1 and 2 at 70 and 200 ms; 0 is missing (media/peer/arrivals.rs).
    let packet = [
        0xaf, 0xcd, 0, 6, 0, 0, 0, 1, 0, 0, 0, 2, 0xff, 0xfe, 0, 5, 0, 0, 1, 0, 0xd4, 0x60, 0, 4, 20, 2, 8, 1,
    ];
    let told = [(65_534, Some(0)), (65_535, Some(4)), (0, None), (1, Some(24)), (2, Some(544))];
    assert_eq!(read(&packet), told);
    assert_eq!(Feedback::parse(&packet).map(|feedback| feedback.reference()), Some(1));
}

#[test]
fn other_packets_are_not_feedback() {
    let good = raw(1, &[0x20, 1, 5]);
    assert!(Feedback::parse(&good).is_some());
    for (at, value) in [(0, 0x8e), (0, 0x4f), (1, 206), (1, 200), (3, 200)] {
        let mut packet = good.clone();
        packet[at] = value;
        assert_eq!(Feedback::parse(&packet), None, "{value} at {at}");
    }
    for length in 0..good.len() {
        assert_eq!(Feedback::parse(&good[..length]), None);
    }
    let mut padded = good;
    padded[0] |= 0x20;
    *padded.last_mut().unwrap() = 200; // more padding than packet
    assert_eq!(Feedback::parse(&padded), None);
}

#[test]
fn what_follows_in_a_compound_packet_is_left_alone() {
    let mut compound = raw(1, &[0x20, 1, 5]);
    compound.extend([0x80, 200, 0, 0]);
    assert_eq!(read(&compound), [(100, Some(5))]);
}

proptest! {
    #[test]
    fn what_is_written_is_read(
        base: u16,
        reference in 0u32..0x100_0000,
        deltas in prop::collection::vec(prop::option::of(prop_oneof![0i64..256, -30_000i64..30_000]), 1..600),
        form in prop::sample::select(vec![Form::Runs, Form::OneBit, Form::TwoBits]),
    ) {
        let mut clock = 0;
        let ticks = deltas.iter().map(|delta| delta.map(|delta| { clock += delta; clock }));
        let ticks: Vec<Option<i64>> = ticks.collect();
        let packet = write(form, base, reference, 3, &ticks);
        let feedback = Feedback::parse(&packet).unwrap();
        prop_assert_eq!(feedback.reference(), reference);
        let told: Vec<(u16, Option<i64>)> = feedback.iter().collect();
        let expected = ticks.iter().enumerate().map(|(at, tick)| (base.wrapping_add(at as u16), *tick));
        prop_assert_eq!(told, expected.collect::<Vec<_>>());
    }

    #[test]
    fn no_bytes_make_it_fail(mut packet in prop::collection::vec(any::<u8>(), 0..80), whole: bool) {
        if whole && packet.len() >= 4 {
            let words = (packet.len() / 4 - 1) as u8;
            packet[..4].copy_from_slice(&[0x8f, 205, 0, words]);
        }
        if let Some(feedback) = Feedback::parse(&packet) {
            prop_assert!(feedback.iter().count() <= usize::from(MOST_STATUSES));
        }
    }
}
