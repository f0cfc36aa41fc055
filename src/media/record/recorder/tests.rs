use super::*;
use crate::reels::Reels;
use crate::world::RealWorld;
use signaling::wire::SeatId;
use uuid::Uuid;

const ROOM: MediaRoom = MediaRoom(Uuid::from_u128(7));

fn recorder(folder: &std::path::Path) -> Recorder {
    Recorder::new(Outfit {
        config: RecordConfig { reels: Reels::open(folder, false, |_| ()).unwrap(), keep_free: 0 },
        world: Arc::new(RealWorld),
        board: Arc::default(),
        inbox: Arc::new(Mutex::new(mpsc::channel().1)),
        news: tokio::sync::mpsc::unbounded_channel().0,
        finisher: mpsc::channel().0,
    })
}

/// What comes after a failed write waits for a key picture, and one was there just before.
#[test]
fn a_write_that_fails_is_the_recorders_failure_and_no_devices() {
    let folder = tempfile::tempdir().unwrap();
    let mut recorder = recorder(folder.path());
    recorder.take(Message::Begin(ROOM));
    let source = |seat| Source { seat: SeatId(Uuid::from_u128(seat)), kind: SourceKind::Camera };
    let (fails, comes) = (source(1), source(2));
    for second in 0..=24 {
        let now = second * 1_000;
        for source in [fails, comes] {
            Coming::go_on(&mut recorder.tracks.entry((ROOM, source)).or_default().coming, now);
        }
        if second == 11 {
            recorder.failed((ROOM, fails), now, &io::Error::other("no room"));
        }
        recorder.tell_unkept(now);
        let mut unkept = recorder.outfit.board.unkept(ROOM);
        unkept.sort_by_key(|source| source.seat);
        let expected = match second {
            0..=22 => vec![],
            23 => vec![comes],
            _ => vec![fails, comes],
        };
        assert_eq!(unkept, expected, "{second}");
    }
}

#[test]
fn a_slow_disk_sets_no_clock() {
    const HOUR: i64 = 3_600_000;
    for (said, took, set) in
        [(100, 100, false), (5_000, 5_000, false), (3_000, 100, true), (-HOUR, 100, true), (100, 5_000, true)]
    {
        assert_eq!(is_set(said, Duration::from_millis(took)), set, "{said} in {took}");
    }
}

#[test]
fn sound_is_kept_longest() {
    for (free, camera, sound) in [(100, true, true), (99, false, true), (25, false, true), (24, false, false)]
    {
        let budget = Budget::of(free, 100);
        assert_eq!(budget.allows(SourceKind::Camera), camera, "{free}");
        assert_eq!(budget.allows(SourceKind::Microphone), sound, "{free}");
    }
}
