//! Kills of a writing process at random instants of its first six seconds: on its way, in the first moments, while both
//! sources are muted, when they come back. Every file plays, and the time in its last picture and its last tone
//! tells what was lost. That the minutes name the gap is tested in tests/integration/rooms/recording/gaps.rs: it begins
//! where the last file ends.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;
use tempfile::{TempDir, tempdir};

use super::timecode::{Clip, EACH, came};
use super::{ROOM, filed, now, started};
use crate::media::record::Message;
use crate::world::{RealWorld, World};

/// Tell the writing process where to write, and what.
const FOLDER: &str = "LIANJIE_TEST_RECORD_INTO";
const CLIP: &str = "LIANJIE_TEST_RECORD_CLIP";
/// Where it says when its time began.
const BEGAN: &str = "began";
/// A kill may cost as much, milliseconds.
const BOUND: i64 = 1_000;

/// Not a test by itself: the process that is killed.
#[test]
#[ignore = "run by `a_kill_costs_less_than_a_second`"]
fn writer() {
    let (Some(folder), Some(clip)) = (std::env::var_os(FOLDER), std::env::var_os(CLIP)) else { return };
    let (folder, clip) = (Path::new(&folder), Clip::read(Path::new(&clip)));
    let recording = started(folder);
    recording.tap.tell(Message::Begin(ROOM));
    let began = now();
    fs::write(folder.join(BEGAN), began.to_string()).unwrap();
    clip.play(&recording, began, usize::MAX);
    std::thread::sleep(Duration::from_secs(60)); // until it is killed
}

/// Kills, or power cuts: `LIANJIE_TEST_KILLS` says it.
pub fn how_many() -> usize {
    std::env::var("LIANJIE_TEST_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(20)
}

#[test]
fn a_kill_costs_less_than_a_second() {
    let kills = how_many();
    let folder = tempdir().unwrap();
    let clip = Clip::code(folder.path());
    let (mut worst, mut begun) = (0, 0);
    for batch in (0..kills).collect::<Vec<_>>().chunks(10) {
        let kill = |_: &usize| {
            let clip = folder.path().to_owned();
            std::thread::spawn(move || killed(&clip))
        };
        let killing: Vec<_> = batch.iter().map(kill).collect();
        // All are dead before the first is played: playing takes the machine from those who write.
        let killed: Vec<_> = killing.into_iter().map(|killing| killing.join().unwrap()).collect();
        for (folder, at) in killed {
            let began = fs::read_to_string(folder.path().join(BEGAN)).ok();
            let Some(began) = began.and_then(|began| began.parse().ok()) else { continue }; // nothing was recorded yet
            begun += 1;
            let lost = lost(&clip, folder.path(), began, at);
            assert!(lost <= BOUND, "{lost} ms are lost");
            worst = worst.max(lost);
        }
    }
    assert!(begun > 0 || kills < 10, "no process came to record");
    println!("{kills} kills, {begun} while it recorded, at most {worst} ms lost");
}

/// Where a process wrote, and when it was killed.
fn killed(clip: &Path) -> (TempDir, i64) {
    let folder = tempdir().unwrap();
    let mut writer = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "media::record::tests::kills::writer", "--ignored"])
        .env(FOLDER, folder.path())
        .env(CLIP, clip)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut random = [0; 2];
    RealWorld.fill(&mut random);
    std::thread::sleep(Duration::from_millis(u64::from(u16::from_be_bytes(random)) % 6_000));
    let at = now();
    writer.kill().unwrap();
    writer.wait().unwrap();
    (folder, at)
}

/// Has what is left made whole, and plays it: how many milliseconds were lost of what was recorded from then until then.
pub fn lost(clip: &Clip, folder: &Path, began: i64, died: i64) -> i64 {
    let files = filed(&started(folder), folder);
    let until = files.iter().map(|(file, film)| {
        let until = clip.goes_until(file.source.kind, film);
        let ended = file.done.unwrap().ended_at - began;
        // Where the gap begins of which the minutes tell.
        assert!(file.done.unwrap().interrupted && (until - EACH..until + 5 * EACH).contains(&ended));
        until
    });
    // Of who died in the first moments, sound or picture may not have a file yet.
    let until = until.min().filter(|_| files.len() == 2).unwrap_or_default();
    came(died - began) - came(until)
}
