use super::*;
use proptest::prelude::*;

const HEADER: Header =
    Header { marker: true, payload_type: 111, sequence: 7, timestamp: 960, ssrc: 0xdecade };

/// Payload, length of the padding, extension elements.
type Content<'a> = (&'a [u8], u8, &'a [(u8, &'a [u8])]);

#[track_caller]
fn check(packet: &[u8], expected: Result<Content, RtpError>) {
    let found = RtpView::parse(packet);
    match expected {
        Err(error) => assert_eq!(found.unwrap_err(), error),
        Ok((payload, padding, extensions)) => {
            let view = found.unwrap();
            assert_eq!((view.payload(), view.padding()), (payload, padding));
            assert_eq!(view.extensions().collect::<Vec<_>>(), extensions);
        }
    }
}

/// A fixed header with this first byte, then `rest`.
fn packet(first: u8, rest: &[u8]) -> Vec<u8> {
    let mut bytes = vec![first, 0xef, 0, 7, 0, 0, 3, 0xc0, 0, 0xde, 0xca, 0xde];
    bytes.extend_from_slice(rest);
    bytes
}

/// One-byte form: this extension body (a multiple of four) and no payload.
fn one_byte(body: &[u8]) -> Vec<u8> {
    packet(0x90, &[&[0xbe, 0xde, 0, (body.len() / 4) as u8], body].concat())
}

fn two_byte(body: &[u8]) -> Vec<u8> {
    packet(0x90, &[&[0x10, 0x03, 0, (body.len() / 4) as u8], body].concat())
}

#[test]
fn a_plain_packet_is_header_and_payload() {
    check(&packet(0x80, b"abc"), Ok((b"abc", 0, &[])));
    assert_eq!(RtpView::parse(&packet(0x80, b"")).unwrap().header(), HEADER);
}

#[test]
fn what_ends_too_early_is_refused() {
    check(&[], Err(RtpError::Short));
    check(&packet(0x80, b"")[..11], Err(RtpError::Short));
    check(&packet(0x82, &[0; 7]), Err(RtpError::Short)); // two CSRCs
    check(&packet(0x90, &[0xbe, 0xde, 0]), Err(RtpError::Short));
    check(&packet(0x90, &[0xbe, 0xde, 0, 2, 0, 0, 0, 0]), Err(RtpError::Short));
}

#[test]
fn another_version_is_refused() {
    check(&packet(0x40, b""), Err(RtpError::Version(1)));
}

#[test]
fn padding_is_cut_off_and_never_reaches_into_the_header() {
    check(&packet(0xa0, &[b'a', 0, 0, 3]), Ok((b"a", 3, &[])));
    check(&packet(0xa0, &[0, 2]), Ok((b"", 2, &[])));
    check(&packet(0xa0, &[0, 3]), Err(RtpError::Padding));
    check(&packet(0xa0, &[1, 0]), Err(RtpError::Padding));
    check(&packet(0xa0, &[]), Err(RtpError::Padding));
}

#[test]
fn contributing_sources_are_passed_over() {
    check(&packet(0x81, &[9, 9, 9, 9, b'p']), Ok((b"p", 0, &[])));
}

#[test]
fn one_byte_elements_are_read_to_the_end() {
    check(&one_byte(&[0x10, 7, 0, 0x21, 8, 9, 0, 0]), Ok((b"", 0, &[(1, &[7]), (2, &[8, 9])])));
}

#[test]
fn id_fifteen_and_a_long_id_zero_end_the_one_byte_form() {
    check(&one_byte(&[0x10, 7, 0xf0, 1, 0x20, 8, 0, 0]), Ok((b"", 0, &[(1, &[7])])));
    check(&one_byte(&[0x10, 7, 0x01, 1, 0x20, 8, 0, 0]), Ok((b"", 0, &[(1, &[7])])));
}

#[test]
fn an_element_longer_than_the_block_is_no_element() {
    check(&one_byte(&[0x10, 7, 0x22, 8]), Ok((b"", 0, &[(1, &[7])])));
    check(&two_byte(&[1, 1, 7, 2]), Ok((b"", 0, &[(1, &[7])])));
}

#[test]
fn two_byte_elements_may_be_empty_and_use_id_fifteen() {
    check(&two_byte(&[15, 0, 0, 200, 2, 8, 9, 0]), Ok((b"", 0, &[(15, &[]), (200, &[8, 9])])));
}

#[test]
fn an_unknown_profile_has_no_elements() {
    check(&packet(0x90, &[1, 2, 0, 1, 0x10, 7, 0, 0]), Ok((b"", 0, &[])));
}

#[test]
fn an_extension_that_was_not_negotiated_is_left_out() {
    let mut out = [0xff; 64];
    let length = HEADER.write(&mut out, &[(0, &[1]), (3, &[2])], &[b"p"]).unwrap();
    check(&out[..length], Ok((b"p", 0, &[(3, &[2])])));
    let length = HEADER.write(&mut out, &[(0, &[1]), (4, &[])], &[b"p"]).unwrap();
    check(&out[..length], Ok((b"p", 0, &[])));
    assert_eq!(HEADER.write(&mut out[..13], &[], &[b"p"]), Ok(13));
}

#[test]
fn what_the_short_form_does_not_take_is_in_the_long_one() {
    let mut out = [0xff; 64];
    let long: &[(u8, &[u8])] = &[(3, &[1]), (15, &[2])];
    let longer: &[(u8, &[u8])] = &[(3, &[1]), (4, &[5; 17])];
    for (extensions, bytes) in [(long, 8), (longer, 24)] {
        let length = HEADER.write(&mut out, extensions, &[b"p"]).unwrap();
        check(&out[..length], Ok((b"p", 0, extensions)));
        assert_eq!(length, FIXED + BLOCK_HEAD + bytes + 1);
    }
}

#[test]
fn what_does_not_fit_is_not_written() {
    let mut out = [0; 21];
    assert_eq!(HEADER.write(&mut out[..11], &[], &[]), Err(NoRoom));
    assert_eq!(HEADER.write(&mut out[..19], &[(1, &[1])], &[]), Err(NoRoom));
    assert_eq!(HEADER.write(&mut out, &[(1, &[1])], &[b"ab"]), Err(NoRoom));
    assert_eq!(HEADER.write(&mut out, &[(1, &[1])], &[b"a"]), Ok(21));
    assert_eq!(HEADER.write(&mut [0; 999], &[(1, &[0; 256])], &[b"a"]), Err(NoRoom));
}

#[test]
fn rewriting_keeps_extensions_and_payload() {
    let mut bytes = [one_byte(&[0x10, 7, 0, 0]), b"pay".to_vec()].concat();
    let fresh = Header { marker: false, payload_type: 96, sequence: 65535, timestamp: 1, ssrc: 2 };
    fresh.rewrite(&mut bytes).unwrap();
    check(&bytes, Ok((b"pay", 0, &[(1, &[7])])));
    assert_eq!(RtpView::parse(&bytes).unwrap().header(), fresh);
    assert_eq!(fresh.rewrite(&mut bytes[..3]), Err(RtpError::Short));
}

#[test]
fn a_retransmission_becomes_the_packet_it_repeats() {
    let mut out = [0; 64];
    let rtx = Header { payload_type: 97, sequence: 500, ssrc: 0xbeef, ..HEADER };
    let length = rtx.write(&mut out, &[(4, &[1])], &[&7u16.to_be_bytes(), b"frame"]).unwrap();
    let restored = restore_rtx(&mut out[..length], HEADER.ssrc, HEADER.payload_type).unwrap();
    assert_eq!(RtpView::parse(restored).unwrap().header(), HEADER);
    check(restored, Ok((b"frame", 0, &[(4, &[1])])));
}

#[test]
fn an_empty_retransmission_repeats_nothing() {
    assert!(restore_rtx(&mut packet(0xa0, &[0, 0, 3]), 1, 2).is_none());
    assert!(restore_rtx(&mut packet(0x80, &[1]), 1, 2).is_none());
}

#[test]
fn rtcp_is_told_from_rtp_by_its_second_byte() {
    let seconds = [(200, true), (206, true), (111, false), (111 | 0x80, false), (96 | 0x80, false)];
    for (second, rtcp) in seconds {
        assert_eq!(is_rtcp(&[0x80, second]), rtcp, "{second}");
    }
    assert!(!is_rtcp(&[0x80]));
}

/// Bytes that often look like a header: arbitrary ones would mostly fail at the version.
fn hostile() -> impl Strategy<Value = Vec<u8>> {
    let profile = prop_oneof![Just(vec![0xbe, 0xde, 0]), Just(vec![0x10, 0, 0]), any::<Vec<u8>>()];
    let first = prop_oneof![0x80u8..=0xbf, any::<u8>()];
    (first, profile, prop::collection::vec(any::<u8>(), 0..80))
        .prop_map(|(first, profile, rest)| packet(first, &[profile, rest].concat()))
}

proptest! {
    #[test]
    fn no_bytes_make_the_parser_panic(mut bytes in prop_oneof![hostile(), any::<Vec<u8>>()]) {
        if let Ok(view) = RtpView::parse(&bytes) {
            let room: usize = view.extensions().map(|(_, value)| value.len()).sum();
            prop_assert!(room + view.payload().len() + usize::from(view.padding()) + FIXED <= bytes.len());
        }
        restore_rtx(&mut bytes, 1, 2);
    }

    #[test]
    fn what_is_written_is_read_again(
        extensions in prop::collection::vec((1u8.., prop::collection::vec(any::<u8>(), 1..40)), 0..6),
        payload in any::<Vec<u8>>(),
        room in 0usize..600,
    ) {
        let borrowed: Vec<(u8, &[u8])> = extensions.iter().map(|(id, value)| (*id, &value[..])).collect();
        let mut out = vec![0xff; room];
        if let Ok(length) = HEADER.write(&mut out, &borrowed, &[&payload]) {
            let view = RtpView::parse(&out[..length]).unwrap();
            prop_assert_eq!(view.header(), HEADER);
            prop_assert_eq!(view.payload(), &payload[..]);
            prop_assert_eq!(view.extensions().collect::<Vec<_>>(), borrowed);
        } else {
            prop_assert!(room < FIXED + 4 + 3 + 42 * extensions.len() + payload.len());
        }
    }
}
