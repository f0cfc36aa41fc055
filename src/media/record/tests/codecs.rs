//! Pictures that are no VP8: what becomes of each codec, and what is said of pictures nobody can record.

use super::*;
use crate::media::forward::frame::Codec;
use crate::media::record::pictures::tests::picture;

/// As a device sends them that has no VP8.
#[test]
fn pictures_of_other_codecs_are_in_a_file_that_says_what_they_are() {
    for (codec, name) in [
        (Codec::H264, "V_MPEG4/ISO/AVC"),
        (Codec::Vp9, "V_VP9"),
        (Codec::Av1, "V_AV1"),
        (Codec::Vp8, "V_VP8"),
    ] {
        let folder = tempdir().unwrap();
        let recording = started(folder.path());
        let begin = now();
        recording.tap.tell(Message::Begin(ROOM));
        for n in 0..100_u16 {
            let at = begin + i64::from(n) * 20;
            let key = n % 50 == 25;
            let vp8 = piece(SourceKind::Camera, n, at, key);
            let said = [&n.to_be_bytes()[..], &at.to_be_bytes()].concat();
            recording.tap.put(match codec {
                Codec::Vp8 => vp8,
                _ => Piece { part: Part::Coded(codec), data: picture(codec, key, &said), ..vp8 },
            });
        }
        recording.tap.tell(Message::End(ROOM));
        let [(file, blocks)] = &told(&recording, folder.path())[..] else { panic!("one file of {name}") };
        assert_eq!(blocks.len(), 75, "{name}: from the first key picture");
        assert!(blocks.iter().all(|block| file.began_at + block.at == block.said), "{name}");
        let bytes = bytes_of(file, folder.path());
        assert!(bytes[..512].windows(name.len()).any(|part| part == name.as_bytes()), "{name}");
    }
}

/// A device in the seat, then a page, then the device again.
#[test]
fn another_codec_in_the_same_seat_is_another_file() {
    let folder = tempdir().unwrap();
    let recording = started(folder.path());
    let begin = now();
    recording.tap.tell(Message::Begin(ROOM));
    for (n, codec) in (0_u16..).zip([Codec::H264, Codec::Vp8, Codec::Av1]) {
        let at = begin + i64::from(n) * 20;
        let vp8 = Piece { stream: StreamId(n.into()), ..piece(SourceKind::Camera, n, at, true) };
        let said = [&n.to_be_bytes()[..], &at.to_be_bytes()].concat();
        recording.tap.put(match codec {
            Codec::Vp8 => vp8,
            _ => Piece { part: Part::Coded(codec), data: picture(codec, true, &said), ..vp8 },
        });
    }
    recording.tap.tell(Message::End(ROOM));
    let told = told(&recording, folder.path());
    assert_eq!(told.iter().map(|(_, blocks)| blocks.len()).collect::<Vec<_>>(), [1, 1, 1]);
}

/// A camera whose encoder tells its parameters elsewhere, and one of which nothing comes that one could begin with.
#[test]
fn pictures_that_cannot_be_recorded_are_named_in_time_and_fail_nothing() {
    let folder = tempdir().unwrap();
    let recording = started(folder.path());
    recording.tap.tell(Message::Begin(ROOM));
    let source = |seat| Source { seat: SeatId(Uuid::from_u128(seat)), kind: SourceKind::Camera };
    let began = now();
    for n in 0.. {
        recording.tap.put(piece(SourceKind::Microphone, n, now(), true));
        let unreadable = Piece {
            part: Part::Coded(Codec::H264),
            data: vec![0x65, 1, 2],
            ..piece(SourceKind::Camera, n, now(), true)
        };
        recording.tap.put(unreadable);
        recording.tap.tell(Message::Unkept(ROOM, source(2)));
        std::thread::sleep(Duration::from_millis(50));
        let mut unkept = recording.tap.board.unkept(ROOM);
        assert_eq!(recording.tap.board.state(ROOM, now()), Recorder::Writing);
        if unkept.len() == 2 {
            unkept.sort_by_key(|source| source.seat);
            assert_eq!(unkept, [source(1), source(2)]);
            assert!(now() - began >= 12_000, "a picture may take a while to begin");
            break;
        }
        assert!(now() - began < 18_000, "{unkept:?}");
    }
    let [(file, _)] = &told(&recording, folder.path())[..] else { panic!("the sound is kept") };
    assert_eq!(file.source.kind, SourceKind::Microphone);
}
