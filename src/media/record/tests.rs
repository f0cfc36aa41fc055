//! The recorder as a whole: what is told to it comes out of its files, also after a kill or a power cut.

mod kills;
mod power;
mod timecode;

mod codecs;
mod played;

use std::fs;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tempfile::tempdir;
use uuid::Uuid;

use super::piece::{Part, Piece};
use super::tap::RecordConfig;
use super::webm::{self, CLUSTER, SIMPLE_BLOCK, TIMESTAMP};
use super::{Message, Recording};
use crate::files::disk_of;
use crate::media::forward::leg::StreamId;
use crate::media::plane::{MediaRoom, RecordedFile, Recorder, Source};
use crate::reels::Reels;
use crate::world::{RealWorld, World};
use signaling::wire::{SeatId, SourceKind};

const ROOM: MediaRoom = MediaRoom(Uuid::from_u128(7));

fn now() -> i64 {
    RealWorld.now().0
}

/// Locked: whatever holds for these holds for those in the clear.
fn reels(folder: &Path) -> Reels {
    Reels::open(folder, true, |_| ()).unwrap()
}

fn started(folder: &Path) -> Recording {
    let config = RecordConfig { reels: reels(folder), keep_free: 0 };
    Recording::start(config, Arc::new(RealWorld)).unwrap()
}

/// A frame of one packet whose payload tells which it is and when it was made.
fn piece(kind: SourceKind, number: u16, at: i64, key: bool) -> Piece {
    let mut data = vec![0x78, 0, 0, 0x9d, 0x01, 0x2a, 0x80, 0x02, 0x68, 0x01]; // 640 by 360, as RFC 6386 writes it
    data.extend(number.to_be_bytes());
    data.extend(at.to_be_bytes());
    let sound = kind == SourceKind::Microphone;
    Piece {
        room: ROOM,
        source: Source { seat: SeatId(Uuid::from_u128(1)), kind },
        stream: StreamId(1),
        sequence: number,
        timestamp: (at * if sound { 48 } else { 90 }) as u32,
        ends: true,
        part: if sound { Part::Sound } else { Part::Picture { starts: true, key } },
        arrived: at,
        report: None,
        data,
    }
}

/// A block: where it is in the file, milliseconds, and what its payload says.
struct Block {
    at: i64,
    said: i64,
}

fn blocks(bytes: &[u8]) -> Vec<Block> {
    let head = webm::head(&webm::Track::Sound, 0);
    let mut rest = &bytes[head.duration + webm::DURATION_ROOM..];
    let mut found = Vec::new();
    while let Some((name, begins, length)) = webm::read_element(rest) {
        let Some(mut cluster) = rest.get(begins..begins + length) else { break };
        rest = &rest[begins + length..];
        let mut began = 0;
        while let Some((name, begins, length)) = webm::read_element(cluster).filter(|_| name == CLUSTER) {
            let body = &cluster[begins..begins + length];
            cluster = &cluster[begins + length..];
            match name {
                TIMESTAMP => began = body.iter().fold(0, |sum, byte| sum << 8 | i64::from(*byte)),
                SIMPLE_BLOCK => {
                    let after = i16::from_be_bytes([body[1], body[2]]);
                    if body[4..] == super::opus::SILENCE {
                        continue;
                    }
                    let (_, said) = body.split_last_chunk().unwrap();
                    found.push(Block { at: began + i64::from(after), said: i64::from_be_bytes(*said) });
                }
                _ => {}
            }
        }
    }
    found
}

/// What was said of files that are whole, and the bytes of each.
fn filed(recording: &Recording, folder: &Path) -> Vec<(RecordedFile, Vec<u8>)> {
    let mut news = recording.news().unwrap();
    recording.stop();
    let mut found = Vec::new();
    while let Ok(file) = news.try_recv() {
        if file.done.is_some() {
            let bytes = bytes_of(&file, folder);
            found.push((file, bytes));
        }
    }
    found
}

/// What was said of files that are whole, and the blocks in each.
fn told(recording: &Recording, folder: &Path) -> Vec<(RecordedFile, Vec<Block>)> {
    filed(recording, folder).into_iter().map(|(file, bytes)| (file, blocks(&bytes))).collect()
}

/// A file as it was written, whatever it is called by now.
fn bytes_of(file: &RecordedFile, folder: &Path) -> Vec<u8> {
    let open = fs::read_dir(reels(folder).folder_of(file.room.0)).unwrap().map(|entry| entry.unwrap().path());
    let name = file.id.to_string();
    let path = open.filter(|path| path.to_string_lossy().contains(&name)).last().unwrap();
    let mut bytes = Vec::new();
    reels(folder).at(&path, file.id, false).unwrap().read_to_end(&mut bytes).unwrap();
    bytes
}

#[test]
fn every_frame_is_in_its_file_at_its_time() {
    let folder = tempdir().unwrap();
    let recording = started(folder.path());
    let begin = now();
    recording.tap.tell(Message::Begin(ROOM));
    for n in 0..150_u16 {
        recording.tap.put(piece(SourceKind::Microphone, n, begin + i64::from(n) * 20, true));
        recording.tap.put(piece(SourceKind::Camera, n, begin + i64::from(n) * 20, n % 50 == 25));
    }
    recording.tap.tell(Message::End(ROOM));
    let mut files = told(&recording, folder.path());
    files.sort_by_key(|(file, _)| file.source.kind as u8 != SourceKind::Microphone as u8);
    let counts: Vec<_> = files.iter().map(|(_, blocks)| blocks.len()).collect();
    assert_eq!(counts, [150, 125], "sound from the first packet, pictures from the first key frame");
    for (file, blocks) in &files {
        let done = file.done.unwrap();
        assert!(!done.interrupted && done.gaps == 0);
        for Block { at, said, .. } in blocks {
            assert_eq!(file.began_at + at, *said);
        }
    }
}

#[test]
fn a_gap_in_sound_is_filled_with_silence_and_counted() {
    let folder = tempdir().unwrap();
    let recording = started(folder.path());
    let begin = now();
    recording.tap.tell(Message::Begin(ROOM));
    for (number, at) in [(1, 0), (2, 20), (3, 5_020), (4, 5_040)] {
        recording.tap.put(piece(SourceKind::Microphone, number, begin + at, true));
    }
    recording.tap.tell(Message::End(ROOM));
    let [(file, blocks)] = &told(&recording, folder.path())[..] else { panic!("one file") };
    assert_eq!(blocks.iter().map(|block| block.at).collect::<Vec<_>>(), [0, 20, 5_020, 5_040]);
    let done = file.done.unwrap();
    assert_eq!(done.gaps, 1);
    assert!(done.bytes > 249 * 3, "every 20 ms are there");
}

/// By NTP after a start without a network, or by somebody's hand.
#[test]
fn a_clock_that_was_set_begins_another_file_at_its_own_time() {
    const YEAR: i64 = 365 * 24 * 60 * 60 * 1_000;
    for (set, files) in [(3_000, 1), (-3_600_000, 2), (YEAR, 2)] {
        let folder = tempdir().unwrap();
        let recording = started(folder.path());
        let begin = now();
        recording.tap.tell(Message::Begin(ROOM));
        for (number, made, at) in [(1, 0, 0), (2, 20, 20), (3, 40, set + 40), (4, 60, set + 60)] {
            for kind in [SourceKind::Microphone, SourceKind::Camera] {
                let timestamp = piece(kind, number, begin + made, true).timestamp;
                let report = (number > 2).then_some((timestamp, begin + at));
                recording.tap.put(Piece { timestamp, report, ..piece(kind, number, begin + at, number < 4) });
            }
        }
        recording.tap.tell(Message::End(ROOM));
        let told = told(&recording, folder.path());
        assert_eq!(told.len(), 2 * files, "set by {set}");
        assert_eq!(told.iter().map(|(_, blocks)| blocks.len()).sum::<usize>(), 8, "and nothing is lost");
        for (file, blocks) in &told {
            assert!(blocks.iter().all(|block| file.began_at + block.at == block.said), "set by {set}");
        }
    }
}

#[test]
fn timestamps_that_leap_begin_no_other_file() {
    const LEAP: u32 = 48 * 1_000 * 60 * 60 * 11;
    let folder = tempdir().unwrap();
    let recording = started(folder.path());
    let begin = now();
    recording.tap.tell(Message::Begin(ROOM));
    for n in 0..100_u16 {
        let sent = piece(SourceKind::Microphone, n, begin + i64::from(n) * 20, true);
        let timestamp = sent.timestamp.wrapping_add(LEAP * u32::from(n % 2));
        recording.tap.put(Piece { timestamp, ..sent });
    }
    recording.tap.tell(Message::End(ROOM));
    let [(_, blocks)] = &told(&recording, folder.path())[..] else { panic!("one file") };
    assert_eq!(blocks.len(), 100, "and nothing is lost");
    assert!(blocks.iter().all(|block| block.at <= 2_000), "nor filled with hours of silence");
}

#[test]
fn a_file_gets_its_name_once_its_row_is_written() {
    let folder = tempdir().unwrap();
    let recording = started(folder.path());
    recording.tap.tell(Message::Begin(ROOM));
    recording.tap.put(piece(SourceKind::Microphone, 1, now(), true));
    recording.tap.tell(Message::End(ROOM));
    let mut news = recording.news().unwrap();
    let whole = loop {
        let file = news.blocking_recv().unwrap();
        if file.done.is_some() {
            break file;
        }
    };
    let named = || reels(folder.path()).path_of(ROOM.0, whole.id);
    assert!(named().is_err());
    recording.filed(whole.id);
    recording.stop();
    assert!(named().is_ok());
}

#[test]
fn of_a_row_without_an_end_it_is_told_what_became_of_its_file() {
    let folder = tempdir().unwrap();
    let source = Source { seat: SeatId(Uuid::from_u128(8)), kind: SourceKind::Camera };
    let about =
        |id| RecordedFile { id: Uuid::from_u128(id), room: ROOM, source, began_at: now(), done: None };
    let part =
        reels(folder.path()).place(ROOM.0, &format!("{}.{}.camera.{}.part", about(1).id, source.seat, now()));
    fs::create_dir_all(part.parent().unwrap()).unwrap();
    fs::write(&part, "a head that was t").unwrap();
    let recording = started(folder.path());
    let mut news = recording.news().unwrap();
    let torn = news.blocking_recv().unwrap();
    assert_eq!(
        (torn.id, torn.done.unwrap().bytes, torn.done.unwrap().ended_at),
        (about(1).id, 17, torn.began_at)
    );
    for lost in [1, 2] {
        recording.owed(about(lost));
    }
    let gone = news.blocking_recv().unwrap();
    assert_eq!((gone.id, gone.done.unwrap().bytes), (about(2).id, 0), "the first was seen to at the start");
    recording.filed(torn.id);
    recording.stop();
    let recording = started(folder.path());
    let mut news = recording.news().unwrap();
    recording.owed(about(1));
    let named = news.blocking_recv().unwrap();
    assert_eq!(
        (named.id, named.done.unwrap().sha256),
        (torn.id, torn.done.unwrap().sha256),
        "the row is older than the file"
    );
    recording.stop();
}

#[test]
fn what_cannot_be_written_is_failing_within_the_second() {
    let folder = tempdir().unwrap();
    let recording = started(folder.path());
    recording.tap.tell(Message::Begin(ROOM));
    // A file where the folder of the hearing should be.
    fs::write(reels(folder.path()).folder_of(ROOM.0), b"").unwrap();
    let began = now();
    for n in 0.. {
        recording.tap.put(piece(SourceKind::Microphone, n, now(), true));
        std::thread::sleep(Duration::from_millis(20));
        if recording.tap.board.state(ROOM, now()) == Recorder::Failing {
            break;
        }
        assert!(now() - began < 1_000);
    }
    recording.stop();
}

#[test]
fn a_disk_that_runs_short_keeps_the_sound_and_leaves_the_pictures_out() {
    let folder = tempdir().unwrap();
    let free = disk_of(folder.path()).unwrap().free;
    let config = RecordConfig { reels: reels(folder.path()), keep_free: free * 2 };
    let recording = Recording::start(config, Arc::new(RealWorld)).unwrap();
    recording.tap.tell(Message::Begin(ROOM));
    let began = now();
    while recording.tap.board.state(ROOM, now()) != Recorder::SoundOnly {
        assert!(now() - began < 5_000, "the disk is looked at each other second");
        std::thread::sleep(Duration::from_millis(20));
    }
    let begin = now();
    for n in 0..50_u16 {
        for kind in [SourceKind::Microphone, SourceKind::Camera] {
            recording.tap.put(piece(kind, n, begin + i64::from(n) * 20, true));
        }
    }
    recording.tap.tell(Message::End(ROOM));
    let [(file, blocks)] = &told(&recording, folder.path())[..] else { panic!("one file, of the sound") };
    assert_eq!((file.source.kind, blocks.len()), (SourceKind::Microphone, 50));
}
