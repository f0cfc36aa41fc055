use super::fixtures::*;
use crate::{contract, kit::database::TestStore};
use lianjie::{
    domain::{
        hearing::{AgendaPhase, Indexed, KeepClass, Keeping, Recording, SourceKind, Stretch, WholeRecording},
        ids::RecordingId,
    },
    storage::KeptFile,
};
use uuid::Uuid;

contract!(
    a_recording_comes_back_as_it_was_put,
    what_is_whole_stays_as_it_is,
    what_was_not_destroyed_must_be_there,
    a_recording_needs_its_hearing,
    a_stretch_of_the_index_grows_until_it_ends,
);

fn recording(n: u128, seat: u128, source: SourceKind) -> Recording {
    Recording {
        id: RecordingId(Uuid::from_u128(n)),
        hearing: hearing_id(1),
        seat: seat_id(1, seat),
        source,
        began_at: MORNING.plus_millis(i64::try_from(n).unwrap()),
        whole: None,
    }
}

fn whole(bytes: u64) -> WholeRecording {
    WholeRecording {
        ended_at: MORNING.plus_millis(60_000),
        bytes,
        sha256: [7; 32],
        gaps: 2,
        interrupted: true,
    }
}

async fn a_recording_comes_back_as_it_was_put(test: TestStore) {
    let mut tx = scheduled(&test, 1).await;
    let sound = recording(3, 1, SourceKind::Microphone);
    let done =
        Recording { whole: Some(whole(u64::from(u32::MAX) + 1)), ..recording(2, 2, SourceKind::Screen) };
    let picture = recording(1, 1, SourceKind::Camera);
    for one in [&done, &sound, &picture] {
        assert!(tx.put_recording(one).await.unwrap());
    }
    tx.commit().await.unwrap();
    let mut records = test.store.read().await.unwrap();
    assert_eq!(records.recordings(hearing_id(1)).await.unwrap(), [picture, sound.clone(), done]);
    assert_eq!(records.recording(sound.id).await.unwrap(), Some(sound));
    assert_eq!(records.recording(RecordingId(Uuid::from_u128(9))).await.unwrap(), None);
}

async fn what_is_whole_stays_as_it_is(test: TestStore) {
    let mut tx = scheduled(&test, 1).await;
    let begun = recording(1, 1, SourceKind::Microphone);
    let done = Recording { whole: Some(whole(10)), ..begun.clone() };
    assert!(tx.put_recording(&begun).await.unwrap());
    assert!(tx.put_recording(&done).await.unwrap());
    for later in [&begun, &Recording { whole: Some(whole(11)), ..begun.clone() }] {
        assert!(!tx.put_recording(later).await.unwrap());
    }
    assert_eq!(tx.recording(begun.id).await.unwrap(), Some(done));
}

async fn what_was_not_destroyed_must_be_there(test: TestStore) {
    let mut tx = scheduled(&test, 1).await;
    let begun = recording(1, 1, SourceKind::Camera);
    let kept = |n, bytes| Recording { whole: Some(whole(bytes)), ..recording(n, 1, SourceKind::Microphone) };
    for one in [&begun, &kept(2, 20), &kept(3, 30)] {
        assert!(tx.put_recording(one).await.unwrap());
    }
    let gone = kept(4, 0);
    assert!(tx.put_recording(&gone).await.unwrap());
    let of = |one: Recording, size| (hearing_id(1), KeptFile { id: one.id.0, size, sha256: [7; 32] });
    let second = kept(2, 20).id;
    let nil = RecordingId(Uuid::nil());
    let all = [of(kept(2, 20), 20), of(kept(3, 30), 30)];
    assert_eq!(tx.kept_recordings(nil, 9).await.unwrap(), all);
    assert_eq!(tx.kept_recordings(nil, 1).await.unwrap(), all[..1]);
    assert_eq!(tx.kept_recordings(second, 9).await.unwrap(), all[1..]);
    let destroyed = Keeping { class: KeepClass::Ordinary, sealed: None, destroyed: Some(MORNING) };
    tx.put_keeping(hearing_id(1), &destroyed).await.unwrap();
    assert_eq!(tx.kept_recordings(nil, 9).await.unwrap(), []);
}

async fn a_recording_needs_its_hearing(test: TestStore) {
    let mut tx = furnished(&test).await;
    assert!(tx.put_recording(&recording(1, 1, SourceKind::Camera)).await.is_err());
}

async fn a_stretch_of_the_index_grows_until_it_ends(test: TestStore) {
    let mut tx = scheduled(&test, 1).await;
    let stretch =
        |from, what, to| Stretch { from: MORNING.plus_millis(from), what, to: MORNING.plus_millis(to) };
    let phase = stretch(0, Indexed::Phase(AgendaPhase::Opening), 9_000);
    let floor = stretch(500, Indexed::Floor(seat_id(1, 2)), 900);
    let voice = |to| stretch(500, Indexed::Voice(seat_id(1, 2)), to);
    let again = stretch(7_000, Indexed::Voice(seat_id(1, 2)), 9_000);
    tx.put_stretches(hearing_id(1), &[again, voice(5_500)]).await.unwrap();
    tx.put_stretches(hearing_id(1), &[voice(6_000), floor, phase]).await.unwrap();
    tx.put_stretches(hearing_id(1), &[voice(5_800)]).await.unwrap(); // came late
    tx.commit().await.unwrap();
    let mut records = test.store.read().await.unwrap();
    let kept = records.recording_index(hearing_id(1)).await.unwrap();
    assert_eq!(kept, [phase, floor, voice(6_000), again]);
    assert_eq!(records.recording_index(hearing_id(2)).await.unwrap(), []);
}
