//! Power cuts at random instants: what was synced is left, and of the rest nothing or some bytes.

use std::sync::Arc;
use tempfile::{TempDir, tempdir};

use super::kills::{how_many, lost};
use super::timecode::Clip;
use super::{ROOM, now, reels};
use crate::media::record::tap::RecordConfig;
use crate::media::record::{Message, Recording};
use crate::world::{RealWorld, World};

/// A power cut may cost as much, milliseconds.
const BOUND: i64 = 2_000;

/// Where the disk is laid out as it was left, when recording began and when the power was cut.
type Cut = (TempDir, i64, i64);

#[test]
fn a_power_cut_costs_less_than_two_seconds() {
    let folder = tempdir().unwrap();
    let clip = Clip::code(folder.path());
    let cuts = how_many();
    let mut worst = 0;
    for batch in (0..cuts).collect::<Vec<_>>().chunks(5) {
        let cut: Vec<Cut> = std::thread::scope(|scope| {
            let cut = |n: &usize| {
                let (clip, torn) = (&clip, n % 2 == 1);
                scope.spawn(move || cut_once(clip, torn))
            };
            let cutting: Vec<_> = batch.iter().map(cut).collect();
            cutting.into_iter().map(|cutting| cutting.join().unwrap()).collect()
        });
        for (left, began, at) in cut {
            let lost = lost(&clip, left.path(), began, at);
            assert!(lost <= BOUND, "{lost} ms are lost");
            worst = worst.max(lost);
        }
    }
    println!("{cuts} power cuts, at most {worst} ms lost");
}

/// `torn`: some of what was not synced is there too.
fn cut_once(clip: &Clip, torn: bool) -> Cut {
    let (folder, left) = (tempdir().unwrap(), tempdir().unwrap());
    let reels = reels(folder.path());
    let kept = reels.kept.clone();
    let recording = Recording::start(RecordConfig { reels, keep_free: 0 }, Arc::new(RealWorld)).unwrap();
    recording.tap.tell(Message::Begin(ROOM));
    let began = now();
    clip.play(&recording, began, 75 + usize::from(random()) % 100);
    kept.cut(folder.path(), left.path(), |bytes| if torn { u64::from(random()) % (bytes + 1) } else { 0 });
    let at = now();
    recording.stop();
    (left, began, at)
}

fn random() -> u16 {
    let mut random = [0; 2];
    RealWorld.fill(&mut random);
    u16::from_be_bytes(random)
}
