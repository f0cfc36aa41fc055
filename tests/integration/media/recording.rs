//! The recorder behind real media: what is in its files, and what never is.

use super::Hall;
use crate::kit::participant::{PATIENCE, seat};
use lianjie::{
    media::{
        MediaConfig, RecordConfig,
        plane::{MediaPlane, RecordedFile, Recorder, Source},
    },
    reels::Reels,
    world::{RealWorld, World},
};
use signaling::wire::SourceKind;
use std::{fs, net::Ipv4Addr, path::Path, sync::Arc, time::Duration};

fn sources(mark: u8) -> Vec<Source> {
    let of = |kind| Source { seat: seat(mark), kind };
    vec![of(SourceKind::Microphone), of(SourceKind::Camera)]
}

fn reels(folder: &Path) -> Reels {
    Reels::open(folder, false, |_| ()).unwrap()
}

fn hall(folder: &Path) -> Hall {
    let localhost = Ipv4Addr::LOCALHOST;
    let record = Some(RecordConfig { reels: reels(folder), keep_free: 0 });
    let config = MediaConfig::new((localhost, 0).into(), vec![localhost.into()], Arc::new(RealWorld));
    Hall::open_with(MediaConfig { record, ..config })
}

/// All bytes of all recordings below.
fn bytes_below(folder: &Path) -> Vec<u8> {
    let rooms = fs::read_dir(reels(folder).folder()).unwrap().map(|entry| entry.unwrap().path());
    let files = rooms.flat_map(|room| fs::read_dir(room).unwrap()).map(|entry| entry.unwrap().path());
    files.flat_map(|file| fs::read(file).unwrap()).collect()
}

fn has(bytes: &[u8], mark: u8) -> bool {
    bytes.windows(40).any(|window| window.iter().all(|byte| *byte == mark))
}

/// Two speak all the time: one of them to the table, the other in private, and then both in private.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_private_leaves_nothing_in_the_files() {
    let folder = tempfile::tempdir().unwrap();
    let mut hall = hall(folder.path());
    let mut news = hall.media.recorded_files().unwrap();
    let _one = hall.join(1).await;
    let _two = hall.join(2).await;
    hall.media.record(hall.room, Some(sources(1)));
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!(hall.media.recorder(hall.room), Some(Recorder::Writing));
    hall.media.record(hall.room, None);
    // Its worker answers in the order it is asked: when it does, the room is private.
    hall.media.statistics(hall.room).await;
    let private_since = RealWorld.now().0;

    let mut whole: Vec<RecordedFile> = Vec::new();
    while whole.len() < 2 {
        let file =
            tokio::time::timeout(PATIENCE, news.recv()).await.expect("two files are made whole").unwrap();
        whole.extend(file.done.is_some().then_some(file));
    }
    let before = bytes_below(folder.path()).len();
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(bytes_below(folder.path()).len(), before, "deliberation adds nothing");
    assert!(news.try_recv().is_err());
    for file in &whole {
        let done = file.done.unwrap();
        assert_eq!(file.source.seat, seat(1));
        assert!(done.ended_at <= private_since, "{done:?}, private since {private_since}");
        assert!(done.ended_at - file.began_at > 1_000, "{done:?}");
    }
    let bytes = bytes_below(folder.path());
    assert!(has(&bytes, 1), "the one who spoke to the table is heard");
    assert!(!has(&bytes, 2), "the one who did not is in no file");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_that_moves_to_another_worker_goes_on_being_recorded() {
    let folder = tempfile::tempdir().unwrap();
    let localhost = Ipv4Addr::LOCALHOST;
    let record = Some(RecordConfig { reels: reels(folder.path()), keep_free: 0 });
    let config = MediaConfig::new((localhost, 0).into(), vec![localhost.into()], Arc::new(RealWorld));
    let mut hall = Hall::open_with(MediaConfig { record, workers: 2, ..config });
    let mut news = hall.media.recorded_files().unwrap();
    let _one = hall.join(1).await;
    hall.media.record(hall.room, Some(sources(1)));
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert!(hall.media.move_room(hall.room, 1));
    tokio::time::sleep(Duration::from_secs(1)).await;
    hall.media.record(hall.room, None);
    let mut whole = 0;
    while whole < 2 {
        let file = tokio::time::timeout(PATIENCE, news.recv()).await.expect("two files").unwrap();
        if let Some(done) = file.done {
            whole += 1;
            assert!(done.ended_at - file.began_at > 1_500 && done.gaps == 0, "{file:?}");
        }
    }
}
