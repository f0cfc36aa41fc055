//! What encoders make, cut into packets as devices do, recorded, and decoded by FFmpeg: every picture of it.

use super::*;
use crate::media::forward::frame::Codec;
use crate::media::record::pictures::av1::leb128;
use std::process::{Command, Output};

/// Two seconds, a key picture each second.
const PICTURES: usize = 30;
const PACKET: usize = 1_000;

type Encoder = (Codec, &'static str, &'static [&'static str]);
#[rustfmt::skip]
const ENCODERS: [Encoder; 3] = [
    (Codec::H264, "h264", &["-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-x264-params", "aud=1", "-f", "h264"]),
    (Codec::Vp9, "vp9", &["-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-lag-in-frames", "0", "-auto-alt-ref", "0", "-f", "ivf"]),
    (Codec::Av1, "av1", &["-c:v", "libaom-av1", "-usage", "realtime", "-cpu-used", "8", "-lag-in-frames", "0", "-f", "ivf"]),
];

fn run(program: &str, arguments: &[&str]) -> Output {
    let output = Command::new(program).args(arguments).output();
    output.unwrap_or_else(|why| panic!("{program} (scripts/install-system installs ffmpeg): {why}"))
}

/// Packets of each picture.
fn pictures(codec: Codec, encoder: &[&str]) -> Vec<Vec<Vec<u8>>> {
    const MADE_OF: &str = "testsrc=size=320x240:rate=15:duration=2";
    let made = ["-v", "error", "-f", "lavfi", "-i", MADE_OF, "-pix_fmt", "yuv420p", "-g", "15"];
    let stream = run("ffmpeg", &[&made[..], encoder, &["pipe:1"]].concat()).stdout;
    match codec {
        Codec::H264 => {
            let units = units(&stream);
            // A delimiter stands before each picture.
            units.chunk_by(|_, next| next[0] & 0x1f != 9).map(of_h264).collect()
        }
        Codec::Vp9 => frames(&stream).into_iter().map(of_vp9).collect(),
        _ => frames(&stream).into_iter().map(of_av1).collect(),
    }
}

/// What lies between start codes.
fn units(stream: &[u8]) -> Vec<&[u8]> {
    let codes: Vec<usize> = (0..stream.len() - 2).filter(|at| stream[*at..*at + 3] == [0, 0, 1]).collect();
    let ends = codes.iter().skip(1).copied().chain([stream.len()]);
    let between = codes.iter().zip(ends).map(|(code, end)| {
        let mut unit = &stream[code + 3..end];
        while let [rest @ .., 0] = unit {
            unit = rest;
        }
        unit
    });
    between.collect()
}

/// Of an IVF file.
fn frames(stream: &[u8]) -> Vec<&[u8]> {
    let (mut rest, mut found) = (&stream[32..], Vec::new());
    while let Some((length, behind)) = rest.split_first_chunk::<4>() {
        let (frame, behind) = behind[8..].split_at(u32::from_le_bytes(*length) as usize);
        found.push(frame);
        rest = behind;
    }
    found
}

/// Pieces of a unit, each with whether it is the first and the last.
fn cut(unit: &[u8]) -> impl Iterator<Item = (bool, bool, &[u8])> {
    let last = unit.len().div_ceil(PACKET) - 1;
    unit.chunks(PACKET).enumerate().map(move |(at, piece)| (at == 0, at == last, piece))
}

fn of_h264(units: &[&[u8]]) -> Vec<Vec<u8>> {
    let mut packets = Vec::new();
    for unit in units {
        if unit.len() <= PACKET {
            packets.push(unit.to_vec());
            continue;
        }
        packets.extend(cut(&unit[1..]).map(|(first, last, piece)| {
            let marks = u8::from(first) << 7 | u8::from(last) << 6;
            [&[unit[0] & 0xe0 | 28, marks | unit[0] & 0x1f][..], piece].concat()
        }));
    }
    packets
}

fn of_vp9(frame: &[u8]) -> Vec<Vec<u8>> {
    let predicted = (frame[0] & 0x04) << 4;
    let packet = |(first, last, piece): (bool, bool, &[u8])| {
        [&[predicted | u8::from(first) << 3 | u8::from(last) << 2][..], piece].concat()
    };
    cut(frame).map(packet).collect()
}

fn of_av1(unit: &[u8]) -> Vec<Vec<u8>> {
    const SEQUENCE: u8 = 1;
    const DELIMITER: u8 = 2;
    let (mut rest, mut packets) = (unit, Vec::new());
    while let [head, behind @ ..] = rest {
        rest = behind;
        let length = leb128(&mut rest).unwrap();
        let (content, behind) = rest.split_at(length);
        rest = behind;
        if head >> 3 & 0xf == DELIMITER {
            continue;
        }
        let begins = packets.is_empty() && head >> 3 & 0xf == SEQUENCE;
        let bare = [&[head & !0x02][..], content].concat();
        packets.extend(cut(&bare).map(|(first, last, piece)| {
            let marks = u8::from(!first) << 7 | u8::from(!last) << 6 | u8::from(begins && first) << 3;
            [&[0x10 | marks][..], piece].concat()
        }));
    }
    packets
}

#[test]
fn what_an_encoder_makes_is_decoded_from_its_file_picture_by_picture() {
    for (codec, name, encoder) in ENCODERS {
        let folder = tempdir().unwrap();
        let recording = started(folder.path());
        let (begin, mut number) = (now(), 0);
        recording.tap.tell(Message::Begin(ROOM));
        let pictures = pictures(codec, encoder);
        assert_eq!(pictures.len(), PICTURES, "{name}");
        for (at, packets) in (0..).zip(pictures) {
            let (at, last) = (begin + at * 66, packets.len() - 1);
            for (n, data) in packets.into_iter().enumerate() {
                let like = piece(SourceKind::Camera, number, at, false);
                recording.tap.put(Piece { part: Part::Coded(codec), ends: n == last, data, ..like });
                number += 1;
            }
        }
        recording.tap.tell(Message::End(ROOM));
        let mut news = recording.news().unwrap();
        recording.stop();
        let whole = std::iter::from_fn(|| news.try_recv().ok()).find(|file| file.done.is_some()).unwrap();
        let plain = folder.path().join("plain.webm");
        fs::write(&plain, bytes_of(&whole, folder.path())).unwrap();
        let asked = ["-v", "error", "-count_frames", "-of", "csv=p=0", "-show_entries"];
        let wanted = ["stream=codec_name,width,height,nb_read_frames", plain.to_str().unwrap()];
        let told = run("ffprobe", &[&asked[..], &wanted].concat());
        assert_eq!(String::from_utf8_lossy(&told.stderr), "", "{name}");
        assert_eq!(String::from_utf8_lossy(&told.stdout).trim(), format!("{name},320,240,{PICTURES}"));
    }
}
