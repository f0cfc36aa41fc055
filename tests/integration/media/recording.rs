//! The recorder behind real media: what is in its files, and what never is.

use super::Hall;
use crate::kit::{
    participant::{PATIENCE, seat},
    server::MovedClock,
};
use lianjie::{
    domain::Timestamp,
    media::{
        MediaConfig, RecordConfig,
        plane::{MediaPlane, RecordedFile, Recorder, Source},
    },
    reels::Reels,
    world::{RealWorld, SharedWorld, World},
};
use signaling::wire::SourceKind;
use std::{
    fs,
    net::Ipv4Addr,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::sync::mpsc::UnboundedReceiver;

fn sources(mark: u8) -> Vec<Source> {
    let of = |kind| Source { seat: seat(mark), kind };
    vec![of(SourceKind::Microphone), of(SourceKind::Camera)]
}

fn reels(folder: &Path) -> Reels {
    Reels::open(folder, false, |_| ()).unwrap()
}

fn hall(folder: &Path) -> Hall {
    hall_in(Arc::new(RealWorld), folder)
}

fn hall_in(world: SharedWorld, folder: &Path) -> Hall {
    let localhost = Ipv4Addr::LOCALHOST;
    let record = Some(RecordConfig { reels: reels(folder), keep_free: 0 });
    let config = MediaConfig::new((localhost, 0).into(), vec![localhost.into()], world);
    Hall::open_with(MediaConfig { record, ..config })
}

/// All bytes of all recordings below.
fn bytes_below(folder: &Path) -> Vec<u8> {
    let rooms = fs::read_dir(reels(folder).folder()).unwrap().map(|entry| entry.unwrap().path());
    let files = rooms.flat_map(|room| fs::read_dir(room).unwrap()).map(|entry| entry.unwrap().path());
    files.flat_map(|file| fs::read(file).unwrap()).collect()
}

/// The first two files that are made whole, by when they began.
async fn two_whole(news: &mut UnboundedReceiver<RecordedFile>) -> Vec<RecordedFile> {
    let mut whole: Vec<RecordedFile> = Vec::new();
    while whole.len() < 2 {
        let file = tokio::time::timeout(PATIENCE, news.recv()).await.expect("two files are made whole");
        whole.extend(file.filter(|file| file.done.is_some()));
    }
    whole.sort_by_key(|file| file.began_at);
    whole
}

/// Lets those who are there speak on: a recording is as long as the time that it was made in.
async fn speak_for(seconds: f64) {
    tokio::time::sleep(Duration::from_secs_f64(seconds)).await;
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
    speak_for(2.0).await;
    assert_eq!(hall.media.recorder(hall.room), Some(Recorder::Writing));
    hall.media.record(hall.room, None);
    // Its worker answers in the order it is asked: when it does, the room is private.
    hall.media.statistics(hall.room).await;
    let private_since = RealWorld.now().0;

    let whole = two_whole(&mut news).await;
    let before = bytes_below(folder.path()).len();
    speak_for(1.0).await;
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
    speak_for(1.0).await;
    assert!(hall.media.move_room(hall.room, 1));
    speak_for(1.0).await;
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

/// By NTP after a start without a network, or by somebody's hand: workers that stamp packets, the recorder and whoever
/// looks at it go by one clock.
#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_is_set_stops_no_recording_and_what_is_written_then_has_its_time() {
    for (set, files) in [(5_000, 2), (-3_600_000, 4)] {
        let (folder, clock) = (tempfile::tempdir().unwrap(), Arc::<MovedClock>::default());
        let mut hall = hall_in(clock.clone(), folder.path());
        let mut news = hall.media.recorded_files().unwrap();
        let _one = hall.join(1).await;
        hall.media.record(hall.room, Some(sources(1)));
        speak_for(1.0).await;
        clock.advance(set);
        speak_for(2.5).await; // reports come once a second
        for _ in 0..40 {
            assert_eq!(hall.media.recorder(hall.room), Some(Recorder::Writing), "set by {set}");
            speak_for(0.05).await;
        }
        hall.media.record(hall.room, None);
        let mut ends = Vec::new();
        while ends.len() < files {
            let file =
                tokio::time::timeout(PATIENCE, news.recv()).await.expect("files are made whole").unwrap();
            ends.extend(file.done.map(|done| clock.now().0 - done.ended_at));
        }
        let last = ends.iter().filter(|since| (0..5_000).contains(*since));
        assert_eq!(last.count(), 2, "set by {set}: sound and picture end when they ended, {ends:?}");
    }
}

/// A clock over which the recorder's thread hangs or panics once, as it would over a file.
#[derive(Debug, Default)]
struct Bewitched {
    hangs: AtomicBool,
    panics: AtomicBool,
}

const HANGS_FOR: Duration = Duration::from_secs(6);

impl World for Bewitched {
    fn now(&self) -> Timestamp {
        if std::thread::current().name() == Some("recorder") {
            assert!(!self.panics.swap(false, Ordering::Relaxed), "the recorder panics once");
            if self.hangs.swap(false, Ordering::Relaxed) {
                std::thread::sleep(HANGS_FOR);
            }
        }
        RealWorld.now()
    }

    fn fill(&self, bytes: &mut [u8]) {
        RealWorld.fill(bytes);
    }
}

async fn until(hall: &Hall, state: Recorder) {
    let reached = async {
        while hall.media.recorder(hall.room) != Some(state) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(PATIENCE, reached).await.unwrap_or_else(|_| panic!("{state:?}"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recorder_that_hangs_gives_way_to_another_that_writes_what_came_meanwhile() {
    let (folder, world) = (tempfile::tempdir().unwrap(), Arc::new(Bewitched::default()));
    let mut hall = hall_in(world.clone(), folder.path());
    let mut news = hall.media.recorded_files().unwrap();
    let _one = hall.join(1).await;
    hall.media.record(hall.room, Some(sources(1)[..1].to_vec()));
    let begun = tokio::time::timeout(PATIENCE, news.recv()).await.expect("a file is begun").unwrap();
    assert!(begun.done.is_none());
    speak_for(1.0).await;
    hall.media.revive_recorder();
    world.hangs.store(true, Ordering::Relaxed);
    until(&hall, Recorder::Failing).await;
    hall.media.revive_recorder();
    until(&hall, Recorder::Writing).await;
    speak_for(HANGS_FOR.as_secs_f64()).await; // the first comes round, and hands its file in
    assert_eq!(hall.media.recorder(hall.room), Some(Recorder::Writing));
    hall.media.record(hall.room, None);
    let [before, after] = two_whole(&mut news).await[..] else { panic!("two files") };
    let missing = after.began_at - before.done.unwrap().ended_at;
    assert!(missing < 500, "{missing} ms are in neither file");
    assert!(after.done.unwrap().gaps == 0, "{after:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recorder_that_panics_says_so_and_goes_on_in_another_file() {
    let (folder, world) = (tempfile::tempdir().unwrap(), Arc::new(Bewitched::default()));
    let mut hall = hall_in(world.clone(), folder.path());
    let mut news = hall.media.recorded_files().unwrap();
    let _one = hall.join(1).await;
    hall.media.record(hall.room, Some(sources(1)[..1].to_vec()));
    let begun = tokio::time::timeout(PATIENCE, news.recv()).await.expect("a file is begun").unwrap();
    assert!(begun.done.is_none());
    speak_for(1.0).await;
    world.panics.store(true, Ordering::Relaxed);
    until(&hall, Recorder::Failing).await;
    until(&hall, Recorder::Writing).await;
    hall.media.record(hall.room, None);
    let [before, after] = two_whole(&mut news).await[..] else { panic!("two files") };
    assert!(before.done.is_some() && after.began_at > before.began_at);
}
