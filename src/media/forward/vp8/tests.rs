use super::*;
use proptest::prelude::*;

/// A payload: picture id, base layer number, temporal layer (`sync` with `y`), first byte of the frame.
fn payload(picture: PictureId, tl0: u8, layer: Layer, first: u8) -> Vec<u8> {
    let mut bytes = vec![0x90, 0xe0];
    match picture {
        PictureId::Long(id) => bytes.extend((id | 0x8000).to_be_bytes()),
        PictureId::Short(id) => bytes.push(id),
    }
    bytes.extend([tl0, (layer.temporal << 6) | (u8::from(layer.sync) << 5), first, 0xaa]);
    bytes
}

const BASE: Layer = Layer { temporal: 0, sync: false };

#[track_caller]
fn parse(bytes: &[u8]) -> Descriptor {
    Descriptor::parse(bytes).unwrap()
}

#[test]
fn the_shortest_descriptor_is_one_byte() {
    let frame = parse(&[0x10, 0x00]);
    assert!(frame.starts_frame && frame.key_frame);
    assert_eq!((frame.picture_id, frame.tl0_picture, frame.layer), (None, None, None));
}

#[test]
fn a_key_frame_is_known_by_its_first_packet_only() {
    let kinds = [(0x10, 0x00, true), (0x10, 0x01, false), (0x00, 0x00, false), (0x11, 0x00, false)];
    for (head, first, key_frame) in kinds {
        assert_eq!(parse(&[head, first]).key_frame, key_frame, "{head:#x} {first:#x}");
    }
    assert!(parse(&[0x30, 0x00]).key_frame, "a key frame no other refers to");
}

#[test]
fn every_field_is_read() {
    let layer = Layer { temporal: 2, sync: true };
    let frame = parse(&payload(PictureId::Long(0x1234), 9, layer, 1));
    assert_eq!(frame.picture_id, Some(PictureId::Long(0x1234)));
    assert_eq!((frame.tl0_picture, frame.layer, frame.temporal()), (Some(9), Some(layer), 2));
    assert_eq!(parse(&payload(PictureId::Short(0x7f), 9, layer, 1)).picture_id, Some(PictureId::Short(0x7f)));
}

#[test]
fn a_key_index_without_a_layer_is_no_layer() {
    assert_eq!(parse(&[0x90, 0x10, 0xe3, 0x00]).layer, None);
}

#[test]
fn a_payload_cut_anywhere_in_its_descriptor_is_none() {
    let whole = payload(PictureId::Long(7), 9, BASE, 0);
    for length in 0..7 {
        assert_eq!(Descriptor::parse(&whole[..length]), None, "{length}");
    }
    assert!(Descriptor::parse(&whole[..7]).is_some());
}

#[test]
fn renumbering_changes_the_numbers_and_nothing_else() {
    for (before, after) in
        [(PictureId::Long(1), PictureId::Long(0x7abc)), (PictureId::Short(1), PictureId::Short(0x3c))]
    {
        let mut bytes = payload(before, 9, BASE, 0);
        parse(&bytes).renumber(&mut bytes, Numbers { picture: 0x7abc, tl0_picture: 200 });
        assert_eq!(bytes, payload(after, 200, BASE, 0));
    }
    let mut plain = [0x10, 0x00];
    parse(&plain).renumber(&mut plain, Numbers { picture: 1, tl0_picture: 2 });
    assert_eq!(plain, [0x10, 0x00]);
}

#[test]
fn renumbering_a_shorter_copy_is_harmless() {
    let bytes = payload(PictureId::Long(1), 9, BASE, 0);
    parse(&bytes).renumber(&mut [0; 3], Numbers::default());
}

/// Feeds picture ids; `x` marks one whose layer is not wanted, `k` a key frame, `|` another source.
#[track_caller]
fn check(incoming: &str, sent: &str) {
    let mut map = PictureMap::default();
    let mut out = Vec::new();
    for word in incoming.split(' ') {
        if word == "|" {
            map.switch();
            continue;
        }
        let (word, wanted) = word.strip_prefix('x').map_or((word, true), |word| (word, false));
        let (id, first) = word.strip_prefix('k').map_or((word, 1), |id| (id, 0));
        let frame = parse(&payload(PictureId::Long(id.parse().unwrap()), 0, BASE, first));
        let mapped = map.map(&frame, wanted);
        out.push(mapped.map_or("-".to_owned(), |numbers| numbers.picture.to_string()));
    }
    assert_eq!(out.join(" "), sent);
}

#[test]
fn the_first_source_keeps_its_numbers() {
    check("7 7 8 10 9", "7 7 8 10 9");
}

#[test]
fn a_layer_withheld_leaves_no_gap() {
    check("7 x8 9 x10 x11 12", "7 - 8 - - 9");
}

#[test]
fn all_packets_of_a_picture_share_its_fate() {
    check("7 x8 8 9 x9", "7 - - 8 8");
}

#[test]
fn a_picture_that_was_overtaken_goes_through_unwanted() {
    check("7 x8 10 x9 11", "7 - 9 8 10");
}

#[test]
fn another_source_goes_on_with_the_next_picture() {
    check("7 8 | 500 501 499", "7 8 9 10 -");
    check("7 8 | x500 501", "7 8 - 9");
}

#[test]
fn fifteen_bits_wrap() {
    check("32766 x32767 0 1", "32766 - 32767 0");
    check("32767 1 0", "32767 1 0");
}

#[test]
fn a_picture_too_old_is_withheld() {
    check("100 200 137 136", "100 200 137 -");
}

#[test]
fn an_encoder_that_begins_anew_far_back_goes_on_with_its_key_frame() {
    check("9000 9001 20 k21 21 22", "9000 9001 - 9002 9002 9003");
    check("9000 k8936 8937", "9000 9001 9002");
    check("8900 9000 k8937 8936", "8900 9000 8937 -"); // near enough to be a late one
}

#[test]
fn seven_bits_wrap_too() {
    let mut map = PictureMap::default();
    let ids = [126, 127, 1, 0].map(|id| {
        let frame = parse(&payload(PictureId::Short(id), 0, BASE, 1));
        map.map(&frame, true).unwrap().picture & 0x7f
    });
    assert_eq!(ids, [126, 127, 1, 0]);
}

#[test]
fn base_layer_numbers_go_on_over_a_switch() {
    let mut map = PictureMap::default();
    let mut tl0 = |picture, number| {
        map.map(&parse(&payload(PictureId::Long(picture), number, BASE, 1)), true).unwrap().tl0_picture
    };
    assert_eq!([tl0(1, 254), tl0(3, 0), tl0(2, 255), tl0(4, 1)], [254, 0, 255, 1]);
    map.switch();
    let mut tl0 = |picture, number| {
        map.map(&parse(&payload(PictureId::Long(picture), number, BASE, 1)), true).unwrap().tl0_picture
    };
    assert_eq!([tl0(900, 77), tl0(901, 78)], [2, 3]);
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(payloads: Vec<(Vec<u8>, bool)>) {
        let mut map = PictureMap::default();
        for (mut bytes, wanted) in payloads {
            if let Some(frame) = Descriptor::parse(&bytes)
                && let Some(numbers) = map.map(&frame, wanted)
            {
                frame.renumber(&mut bytes, numbers);
                prop_assert_eq!(Descriptor::parse(&bytes).unwrap().key_frame, frame.key_frame);
            }
        }
    }

    #[test]
    fn whatever_layer_is_dropped_pictures_have_no_gap(
        first in 0u16..0x8000,
        wanted in prop::collection::vec(any::<bool>(), 1..500),
    ) {
        let mut map = PictureMap::default();
        let mut expected = first;
        for (offset, wanted) in wanted.into_iter().enumerate() {
            let id = PictureId::Long((first as usize + offset) as u16 & 0x7fff);
            let sent = map.map(&parse(&payload(id, 0, BASE, 1)), wanted);
            prop_assert_eq!(sent.map(|numbers| numbers.picture), wanted.then_some(expected));
            expected = (expected + u16::from(wanted)) & 0x7fff;
        }
    }
}
