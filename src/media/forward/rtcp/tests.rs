use super::*;
use crate::media::forward::leg::SenderInfo;

/// A report that outlives its packet.
#[derive(Debug, PartialEq, Eq)]
enum Said {
    Sent(u32, u64, u32),
    Received(Block),
    Lost(u32, Vec<u16>),
    KeyFrame(u32),
    Bears(u64),
    Arrivals(usize),
}

fn said(packet: &[u8]) -> Vec<Said> {
    let mut all = Vec::new();
    read(packet, |report| {
        all.push(match report {
            Report::Sent { ssrc, ntp, rtp } => Said::Sent(ssrc, ntp, rtp),
            Report::Received(block) => Said::Received(block),
            Report::Lost { ssrc, packets } => Said::Lost(ssrc, packets.sequences().collect()),
            Report::KeyFrame { ssrc } => Said::KeyFrame(ssrc),
            Report::Bears(rate) => Said::Bears(rate.as_bps()),
            Report::Arrivals(packet) => Said::Arrivals(packet.len()),
        });
    });
    all
}

const BLOCK: Block = Block {
    ssrc: 5,
    fraction_lost: 51,
    total_lost: 0x01_0203,
    highest: 0x1_0002,
    jitter: 77,
    last_sender_report: 0x3344_5566,
    delay: 32_768,
};

fn everything() -> Compound {
    let mut compound = Compound::default();
    let info = SenderInfo { timestamp: 99, packets: 10, octets: 1000 };
    compound
        .receiver_report(1, &[BLOCK])
        .sender_report(7, 0x0102_0304_0506_0708, info)
        .nack(1, 5, &[(65_534, 0b11), (20, 1 << 15), (37, 0)])
        .key_frame(1, 6);
    compound
}

#[test]
fn feedback_is_read_back_as_it_was_written() {
    let expected = [
        Said::Received(BLOCK),
        Said::Sent(7, 0x0102_0304_0506_0708, 99),
        Said::Lost(5, vec![65_534, 65_535, 0, 20, 36, 37]),
        Said::KeyFrame(6),
    ];
    assert_eq!(said(everything().finish().unwrap()), expected);
}

#[test]
fn malformed_parts_end_the_reading_and_nothing_else() {
    let compound = everything();
    let whole = compound.finish().unwrap();
    let all = said(whole);
    for cut in 0..whole.len() {
        assert!(all.starts_with(&said(&whole[..cut])), "{cut} bytes");
    }
    let mut bytes = whole.to_vec();
    bytes.extend([0x81, 205, 0, 1, 0, 0, 0, 0]); // a NACK with no room for its SSRCs
    bytes.extend(whole);
    assert_eq!(said(&bytes), all);
}

#[test]
fn a_report_that_promises_more_blocks_than_it_has_gives_those_it_has() {
    let mut compound = Compound::default();
    compound.receiver_report(1, &[BLOCK]);
    let mut bytes = compound.finish().unwrap().to_vec();
    bytes[0] = 0x80 | 31;
    assert_eq!(said(&bytes), [Said::Received(BLOCK)]);
}

#[test]
fn what_does_not_fit_is_left_out_whole() {
    let mut compound = Compound::default();
    for _ in 0..200 {
        compound.key_frame(1, 6);
    }
    let bytes = compound.finish().unwrap();
    assert_eq!((bytes.len(), said(bytes).len()), (1200, 100));
}

#[test]
fn a_nack_asks_for_a_bounded_number_of_packets() {
    let mut compound = Compound::default();
    compound.nack(1, 5, &[(0, u16::MAX); 200]);
    let [Said::Lost(5, sequences)] = &said(compound.finish().unwrap())[..] else { panic!() };
    assert_eq!(sequences.len(), 256);
}

#[test]
fn what_a_browser_thinks_the_line_bears_is_read() {
    let remb = |exponent: u8, mantissa: u32| {
        let [_, high, middle, low] = mantissa.to_be_bytes();
        let mut packet = vec![0x8f, 206, 0, 5, 0, 0, 0, 1, 0, 0, 0, 0];
        packet.extend(*b"REMB");
        packet.extend([1, (exponent << 2) | high, middle, low, 0, 0, 0, 9]);
        packet
    };
    for (exponent, mantissa, bits) in
        [(0, 30_000, 30_000), (2, 0x3_ffff, 1_048_572), (17, 23, 23 << 17), (63, 0, 0)]
    {
        assert_eq!(said(&remb(exponent, mantissa)), [Said::Bears(bits)]);
    }
    let cut = [0x8f, 206, 0, 3, 0, 0, 0, 1, 0, 0, 0, 0, b'R', b'E', b'M', b'B'];
    assert!(said(&cut).is_empty());
}

#[test]
fn a_report_on_ours_says_how_long_the_way_is() {
    let ours = |seconds: u64, parts: u64| (seconds << 32) | (parts << 16);
    let block = |delay| Block { last_sender_report: (ours(7, 0x8000) >> 16) as u32, delay, ..BLOCK };
    let trip = Some(Duration::from_millis(250));
    assert_eq!(block(0x4000).round_trip(ours(8, 0)), trip);
    assert_eq!(block(0x4000).round_trip(ours(0x1_0008, 0)), trip, "only 16 bits of the seconds are sent");
    assert_eq!(block(0x9000).round_trip(ours(8, 0)), None, "it was kept longer than it took");
    assert_eq!(Block { last_sender_report: 0, ..block(0) }.round_trip(ours(8, 0)), None, "none of ours came");
}
