//! Each codec's packets, made by hand: in order, twice, lost, malformed.

use super::*;
use crate::media::forward::leg::StreamId;
use crate::media::plane::{MediaRoom, Source};
use crate::media::record::assemble::Assembler;
use crate::media::record::piece::{Part, Piece};
use proptest::prelude::*;
use signaling::wire::{SeatId, SourceKind};
use uuid::Uuid;

pub const CODECS: [Codec; 3] = [Codec::H264, Codec::Vp9, Codec::Av1];

/// A picture of one packet that ends in `said`.
pub fn picture(codec: Codec, key: bool, said: &[u8]) -> Vec<u8> {
    let (sps, pps) = (h264::tests::SPS, h264::tests::PPS);
    match (codec, key) {
        (Codec::H264, true) => {
            let length = said.len() as u8 + 1;
            [&[0x78, 0, 10][..], &sps, &[0, 4], &pps, &[0, length, 0x65], said].concat()
        }
        (Codec::H264, false) => [&[0x41][..], said].concat(),
        (Codec::Vp9, true) => [&[0x8c, 0x80, 1][..], &vp9::tests::KEY, said].concat(),
        (Codec::Vp9, false) => [&[0xcc, 0x80, 1][..], said].concat(),
        (_, true) => [&[0x28, 12][..], &av1::tests::SEQUENCE_HEADER, &[0x30, 0x10], said].concat(),
        (_, false) => [&[0x10, 0x30, 0x30][..], said].concat(),
    }
}

/// Three pictures: a key picture and another one of two packets each, and one of a single packet.
fn pieces(codec: Codec) -> Vec<Piece> {
    let key = match codec {
        Codec::H264 => [&[0x78, 0, 10][..], &h264::tests::SPS, &[0, 4], &h264::tests::PPS].concat(),
        Codec::Vp9 => [&[0x88, 0x80, 1][..], &vp9::tests::KEY].concat(),
        _ => [&[0x68, 12][..], &av1::tests::SEQUENCE_HEADER, &[0x30, 0x10]].concat(),
    };
    let others: [&[u8]; 4] = match codec {
        Codec::H264 => [&[0x65, 1, 2], &[0x5c, 0x81, 4], &[0x5c, 0x41, 5], &[0x41, 6]],
        Codec::Vp9 => [&[0x84, 0x80, 1, 7], &[0xc8, 0x80, 2, 4], &[0xc4, 0x80, 2, 5], &[0xcc, 0x80, 3, 6]],
        _ => [&[0x90, 7], &[0x50, 0x30, 0x30], &[0x90, 5], &[0x10, 0x30, 0x30, 6]],
    };
    let payloads = std::iter::once(key).chain(others.map(<[u8]>::to_vec));
    let places = [(1, false), (1, true), (2, false), (2, true), (3, true)];
    let one = |(number, ((picture, ends), data)): (u16, ((u32, bool), Vec<u8>))| Piece {
        room: MediaRoom(Uuid::nil()),
        source: Source { seat: SeatId(Uuid::nil()), kind: SourceKind::Camera },
        stream: StreamId(1),
        sequence: number,
        timestamp: picture * 3_000,
        ends,
        part: Part::Coded(codec),
        arrived: 1_000,
        report: None,
        data,
    };
    (1..).zip(places.into_iter().zip(payloads)).map(one).collect()
}

fn put_together(pieces: impl IntoIterator<Item = Piece>) -> Vec<Assembled> {
    let (mut assembler, mut out) = (Assembler::default(), Vec::new());
    for piece in pieces {
        assembler.take(piece, &mut out);
    }
    assembler.flush(&mut out);
    out
}

#[test]
fn pictures_are_put_together_in_order_and_once() {
    for codec in CODECS {
        let whole = put_together(pieces(codec));
        assert_eq!(
            whole.iter().map(|frame| frame.key).collect::<Vec<_>>(),
            [true, false, false],
            "{codec:?}"
        );
        let Some(Track::Picture(Picture { width: 640, height: 360, .. })) = track(codec, &whole[0].data)
        else {
            panic!("{codec:?}: a file can begin with it")
        };
        let sent = pieces(codec);
        let shuffled = [0, 0, 2, 1, 2, 4, 3, 3].map(|at: usize| sent[at].clone());
        assert_eq!(put_together(shuffled), whole, "{codec:?}");
    }
}

/// How many pictures are left when each of the five packets is lost in turn.
#[test]
fn what_has_a_hole_is_left_out_and_what_follows_where_it_is_known_to_begin_is_not() {
    for (codec, left) in
        [(Codec::H264, [0, 0, 2, 1, 2]), (Codec::Vp9, [0, 0, 2, 2, 2]), (Codec::Av1, [0, 0, 2, 1, 2])]
    {
        let counts = [0, 1, 2, 3, 4].map(|lost: usize| {
            let mut sent = pieces(codec);
            sent.remove(lost);
            put_together(sent).len()
        });
        assert_eq!(counts, left, "{codec:?}");
    }
}

#[test]
fn a_malformed_packet_costs_its_own_picture_alone() {
    for codec in CODECS {
        let whole = put_together(pieces(codec));
        for bytes in [&b""[..], &[0x1f], &[0x00], &[0x00, 0xff, 0xff], &[0x5c], &[0x78, 9, 9]] {
            let mut sent = pieces(codec);
            sent[3].data = bytes.to_vec();
            let got = put_together(sent);
            assert_eq!((got.first(), got.last()), (whole.first(), whole.last()), "{codec:?} {bytes:x?}");
        }
    }
}

#[test]
fn a_sender_that_sets_no_marker_is_understood() {
    for codec in CODECS {
        let whole = put_together(pieces(codec));
        let unmarked = pieces(codec).into_iter().map(|piece| Piece { ends: false, ..piece });
        assert_eq!(put_together(unmarked), whole[..2], "{codec:?}: the last is not known to be over");
    }
}

#[test]
fn another_codec_under_the_same_number_begins_anew() {
    let mut sent = pieces(Codec::H264);
    let more = pieces(Codec::Av1).into_iter();
    sent.extend(more.map(|piece| Piece { sequence: piece.sequence + 5, ..piece }));
    let codecs: Vec<_> = put_together(sent).into_iter().map(|frame| frame.codec).collect();
    assert_eq!(codecs, [[Codec::H264; 3], [Codec::Av1; 3]].concat());
}

proptest! {
    /// Whatever comes: no panic, and one begins to watch with a key picture.
    #[test]
    fn nothing_that_is_sent_panics(
        codec in prop::sample::select(CODECS.to_vec()),
        payloads in prop::collection::vec((any::<bool>(), 0_u32..3, prop::collection::vec(any::<u8>(), 0..40)), 0..20),
    ) {
        let (mut pictures, mut out) = (Pictures::of(codec), Vec::new());
        for (ends, timestamp, bytes) in &payloads {
            pictures.take(Payload { at: 0, timestamp: *timestamp, ends: *ends, bytes }, &mut out);
        }
        prop_assert!(out.first().is_none_or(|first| first.key));
        for frame in &out {
            let _ = track(codec, &frame.data);
        }
    }
}
