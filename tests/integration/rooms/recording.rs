//! What a room has recorded, when, and who is told.

use super::table::{Asked, CLERK, Guest, PETITIONER, PRESIDER, Table, step};
use crate::kit::wait::eventually;
use lianjie::{
    domain::{
        Timestamp,
        event::{Actor, EventKind},
        hearing::{self, AgendaPhase, Indexed, Stretch, WholeRecording, index_text},
        ids::{HearingId, RecordingId, StaffId},
    },
    media::plane::{MediaEvent, MediaRoom, RecordedFile, Recorder, Source},
    rooms::{Command, Duty, Rooms, keep_recordings},
    world::{RealWorld, World},
};
use signaling::wire::{
    ClientMessage, OpId, PresidingDeed, Recording, RefusalCode, ServerMessage, SourceKind, StageStep,
};
use std::time::Duration;

async fn recorded() -> (Table, Rooms, Vec<Guest>) {
    let table = Table::laid().await;
    *table.plane.recorder.lock().unwrap() = Some(Recorder::Writing);
    let rooms = table.rooms();
    let mut guests = table.in_session(&rooms).await;
    for guest in &mut guests {
        guest.offer().await;
    }
    (table, rooms, guests)
}

fn last_asked(table: &Table) -> Option<Vec<Source>> {
    let asked = table.plane.asked.lock().unwrap();
    let last = asked.iter().rev().find_map(|asked| match asked {
        Asked::Record(sources) => Some(sources.clone()),
        Asked::Revive | Asked::Route => None,
    });
    last.flatten()
}

fn state(message: &ServerMessage) -> Option<Recording> {
    match message {
        ServerMessage::Stage { stage } => Some(stage.recording),
        _ => None,
    }
}

/// The recorder is so now, and the room has looked.
async fn goes(table: &Table, guests: &mut [Guest], recorder: Recorder, shown: Recording) {
    *table.plane.recorder.lock().unwrap() = Some(recorder);
    table.clock.advance(1_000);
    guests[PRESIDER].done(ClientMessage::RaiseHand { up: false }).await; // wakes the room
    guests[PETITIONER].until(|message| state(message) == Some(shown)).await;
}

/// (number, revision, how it begins) of the lines the minutes have of gaps.
async fn gaps(table: &Table) -> Vec<(u32, u32, String)> {
    let minutes = table.store.read().await.unwrap().minutes(table.hearing).await.unwrap();
    let told = minutes.into_iter().filter(|entry| entry.text.starts_with("【录制中断】"));
    told.map(|entry| (entry.number, entry.revision, entry.text)).collect()
}

async fn kinds(table: &Table) -> Vec<EventKind> {
    let mut records = table.store.read().await.unwrap();
    let timeline = records.timeline(table.petition).await.unwrap();
    let kinds = timeline.into_iter().map(|chained| chained.event.kind);
    kinds.filter(|kind| kind.as_str().starts_with("hearing.recording")).collect()
}

#[tokio::test]
async fn what_flows_in_session_is_recorded_and_nothing_else() {
    let (table, _rooms, mut guests) = recorded().await;
    assert_eq!(last_asked(&table).unwrap().len(), 4, "four microphones");
    let petitioner = table.seats[PETITIONER].into();
    let mute = ClientMessage::Mute { seat: petitioner, kind: SourceKind::Microphone, muted: true };
    guests[PRESIDER].done(mute).await;
    let asked = last_asked(&table).unwrap();
    assert!(asked.len() == 3 && asked.iter().all(|source| source.seat != petitioner), "{asked:?}");
    guests[PRESIDER].done(step(StageStep::Pause { reason: "休息十分钟".into() })).await;
    assert_eq!(last_asked(&table), None);
    guests[PRESIDER].done(step(StageStep::Resume {})).await;
    assert_eq!(last_asked(&table).unwrap().len(), 3);
    guests[PRESIDER].done(step(StageStep::ReviewMinutes {})).await;
    assert_eq!(last_asked(&table), None);
    use EventKind as E;
    assert_eq!(
        kinds(&table).await,
        [
            E::HearingRecordingStarted,
            E::HearingRecordingPaused,
            E::HearingRecordingIndexed,
            E::HearingRecordingResumed,
            E::HearingRecordingStopped,
            E::HearingRecordingIndexed,
        ]
    );
}

/// Invariant 9 of docs/rules.md 3.5.
#[tokio::test]
async fn deliberation_is_cut_off_before_it_is_heard() {
    let (table, _rooms, mut guests) = recorded().await;
    guests[PRESIDER].done(step(StageStep::NextPhase {})).await;
    table.plane.asked.lock().unwrap().clear();
    guests[PRESIDER].done(step(StageStep::NextPhase {})).await;
    let asked = table.plane.asked.lock().unwrap().clone();
    assert_eq!(asked.first(), Some(&Asked::Record(None)), "before anything is routed anew");
    assert!(asked[1..].iter().all(|asked| *asked == Asked::Route), "{asked:?}");
    guests[PETITIONER].until(|message| state(message) == Some(Recording::Paused)).await;
}

#[tokio::test]
async fn a_recorder_that_fails_is_announced_and_put_on_record() {
    let (table, _rooms, mut guests) = recorded().await;
    for (state_of, shown) in [
        (Recorder::Failing, Recording::Failed),
        (Recorder::SoundOnly, Recording::SoundOnly),
        (Recorder::Writing, Recording::On),
    ] {
        goes(&table, &mut guests, state_of, shown).await;
    }
    use EventKind as E;
    let expected = [
        E::HearingRecordingStarted,
        E::HearingRecordingFailed,
        E::HearingRecordingFailed,
        E::HearingRecordingResumed,
    ];
    // Notes are written behind what was announced; the entry of a step waits for them.
    guests[PRESIDER].done(step(StageStep::Pause { reason: "休息十分钟".into() })).await;
    assert_eq!(kinds(&table).await[..4], expected);
}

#[tokio::test]
async fn a_clock_that_was_set_back_hides_no_failure() {
    let (table, _rooms, mut guests) = recorded().await;
    goes(&table, &mut guests, Recorder::SoundOnly, Recording::SoundOnly).await;
    table.clock.advance(-3_600_000);
    goes(&table, &mut guests, Recorder::Failing, Recording::Failed).await;
}

#[tokio::test]
async fn what_has_stopped_is_begun_anew_by_a_person_and_the_minutes_tell_the_gap() {
    let (table, rooms, mut guests) = recorded().await;
    let anew = || ClientMessage::Preside { deed: PresidingDeed::RestartRecording {} };
    guests[PRESIDER].refused(anew(), RefusalCode::WrongStage).await;
    goes(&table, &mut guests, Recorder::Failing, Recording::Failed).await;
    guests[CLERK].until(|message| matches!(message, ServerMessage::Entry { .. })).await;
    guests[CLERK].refused(anew(), RefusalCode::NotAllowed).await;
    table.plane.asked.lock().unwrap().clear();

    guests[PRESIDER].done(anew()).await;
    let asked = table.plane.asked.lock().unwrap().clone();
    assert!(
        matches!(&asked[..], [Asked::Revive, Asked::Record(None), Asked::Record(Some(four)), ..] if four.len() == 4),
        "{asked:?}"
    );
    goes(&table, &mut guests, Recorder::Writing, Recording::On).await;
    guests[CLERK].until(|message| matches!(message, ServerMessage::Entry { .. })).await;
    let [(1, 2, text)] = &gaps(&table).await[..] else { panic!("one line, mended once") };
    assert!(text.contains("未能录音录像"), "{text}");

    goes(&table, &mut guests, Recorder::SoundOnly, Recording::SoundOnly).await;
    let officer = Actor::Staff { staff: StaffId(RealWorld.new_id()), agency: table.bureau };
    let duty = || Command::Duty(Duty::RestartRecording);
    rooms.command(table.hearing, officer, duty()).await.unwrap();
    guests[PRESIDER].done(step(StageStep::Pause { reason: "休息十分钟".into() })).await;
    let refused = rooms.command(table.hearing, officer, duty()).await.unwrap_err();
    assert!(refused.detail.contains("rests"), "{refused}");
    let by_hand =
        kinds(&table).await.into_iter().filter(|kind| *kind == EventKind::HearingRecordingRestarted);
    assert_eq!(by_hand.count(), 2);
}

/// The clerk writes the reason into the line in the moment in which recording goes on.
#[tokio::test]
async fn the_end_of_a_gap_is_told_below_what_the_clerk_was_just_writing() {
    let (table, _rooms, mut guests) = recorded().await;
    goes(&table, &mut guests, Recorder::Failing, Recording::Failed).await;
    let told = guests[CLERK].until(|message| matches!(message, ServerMessage::Entry { .. })).await;
    let ServerMessage::Entry { entry, .. } = told else { panic!("a line") };
    *table.plane.recorder.lock().unwrap() = Some(Recorder::Writing);
    table.clock.advance(1_000);
    let edit = ClientMessage::PutEntry {
        op: OpId(RealWorld.new_id()),
        entry: entry.id,
        revision: 2,
        phase: entry.phase,
        speaker: None,
        text: format!("{}停电。", entry.text),
        typed_ms_ago: None,
    };
    guests[CLERK].done(edit).await;
    let third = |message: &ServerMessage| matches!(message, ServerMessage::Entry { entry, .. } if entry.revision == 3);
    guests[CLERK].until(third).await;
    let [(1, 3, text)] = &gaps(&table).await[..] else { panic!("one line: hers, and the end of it") };
    let (theirs, end) = text.split_once('\n').unwrap();
    assert!(theirs.ends_with("停电。") && end.ends_with("现已恢复。"), "{text}");
}

/// The presider pauses to have the recorder mended.
#[tokio::test]
async fn a_recess_is_no_part_of_the_gap_that_the_minutes_tell() {
    let (table, _rooms, mut guests) = recorded().await;
    goes(&table, &mut guests, Recorder::Failing, Recording::Failed).await;
    guests[CLERK].until(|message| matches!(message, ServerMessage::Entry { .. })).await;
    guests[PRESIDER].done(step(StageStep::Pause { reason: "修理录制设备".into() })).await;
    guests[CLERK].until(|message| matches!(message, ServerMessage::Entry { .. })).await;
    let rests = gaps(&table).await;
    let [(_, 2, text)] = &rests[..] else { panic!("{rests:?}") };
    assert!(text.contains("此后按程序停止录制"), "{text}");
    table.clock.advance(600_000);
    *table.plane.recorder.lock().unwrap() = Some(Recorder::Writing);
    guests[PRESIDER].done(step(StageStep::Resume {})).await;
    goes(&table, &mut guests, Recorder::SoundOnly, Recording::SoundOnly).await;
    assert_eq!(gaps(&table).await, rests, "the line stands");
}

#[tokio::test]
async fn without_a_recorder_nobody_is_told_that_there_is_one() {
    let table = Table::laid().await;
    let rooms = table.rooms();
    let mut guests = table.in_session(&rooms).await;
    let told = guests[PETITIONER].heard.iter().filter_map(state);
    assert!(told.into_iter().all(|state| state == Recording::Off));
    guests[PRESIDER].done(step(StageStep::Pause { reason: "休息十分钟".into() })).await;
    assert_eq!(kinds(&table).await, []);
}

#[tokio::test]
async fn a_session_that_outlived_its_server_is_recorded_again() {
    let (table, rooms, guests) = recorded().await;
    drop((guests, rooms));
    table.plane.asked.lock().unwrap().clear();
    let rooms = table.rooms();
    let _presider = table.sit(&rooms, PRESIDER).await;
    assert!(table.plane.asked.lock().unwrap().iter().any(|asked| matches!(asked, Asked::Record(Some(_)))));
}

/// What the server died over is told by its last file; a server that dies again has nothing more to tell.
#[tokio::test]
async fn the_minutes_tell_once_what_a_dead_server_did_not_record() {
    let (table, rooms, guests) = recorded().await;
    drop((guests, rooms));
    let mut file = hearing::Recording {
        id: RecordingId(RealWorld.new_id()),
        hearing: table.hearing,
        seat: table.seats[PETITIONER],
        source: hearing::SourceKind::Microphone,
        began_at: table.clock.now(),
        whole: None,
    };
    let whole = |interrupted| WholeRecording {
        ended_at: table.clock.now(),
        bytes: 1,
        sha256: [1; 32],
        gaps: 0,
        interrupted,
    };
    for (whole, lines) in [(whole(false), 0), (whole(true), 1)] {
        file = hearing::Recording { id: RecordingId(RealWorld.new_id()), whole: Some(whole), ..file };
        let mut tx = table.store.begin().await.unwrap();
        tx.put_recording(&file).await.unwrap();
        tx.commit().await.unwrap();
        for _ in 0..2 {
            let rooms = table.rooms();
            drop(table.sit(&rooms, PRESIDER).await);
            rooms.stop().await;
            assert_eq!(gaps(&table).await.len(), lines, "{file:?}");
        }
    }
}

/// The disk that was full when the server died is full a little longer.
#[tokio::test]
async fn what_a_dead_server_did_not_record_is_told_when_it_can_be_written() {
    let (mut table, rooms, guests) = recorded().await;
    drop((guests, rooms));
    let file = hearing::Recording {
        id: RecordingId(RealWorld.new_id()),
        hearing: table.hearing,
        seat: table.seats[PETITIONER],
        source: hearing::SourceKind::Microphone,
        began_at: table.clock.now(),
        whole: None,
    };
    let mut tx = table.store.begin().await.unwrap();
    tx.put_recording(&file).await.unwrap();
    tx.commit().await.unwrap();
    table.failing().fail(3); // the note that recording goes on, and the line
    let rooms = table.rooms();
    let mut presider = table.sit(&rooms, PRESIDER).await;
    let mut told = gaps(&table).await;
    for _look in 0..200 {
        table.clock.advance(1_000);
        presider.done(ClientMessage::RaiseHand { up: false }).await; // wakes the room
        told = gaps(&table).await;
        if !told.is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await; // the store has a thread of its own
    }
    assert_eq!(told.len(), 1, "{told:?}");
}

#[tokio::test]
async fn a_file_whose_row_cannot_be_written_keeps_no_other_from_its_row() {
    let table = Table::laid().await;
    let source = Source { seat: table.seats[PETITIONER].into(), kind: SourceKind::Microphone };
    let file = |hearing: HearingId| RecordedFile {
        id: RealWorld.new_id(),
        room: MediaRoom(hearing.0),
        source,
        began_at: table.clock.now().0,
        done: None,
    };
    let (tell, news) = tokio::sync::mpsc::unbounded_channel();
    tell.send(file(HearingId(RealWorld.new_id()))).unwrap(); // of a hearing that is nowhere
    tell.send(file(table.hearing)).unwrap();
    let keeping = keep_recordings(table.store.clone(), table.clock.clone(), table.plane.clone(), news);
    let kept = eventually(async || {
        let rows = table.store.read().await.unwrap().recordings(table.hearing).await.unwrap();
        (!rows.is_empty()).then_some(())
    });
    tokio::select! {
        () = keeping => panic!("the recorder goes on"),
        () = kept => {}
    }
    drop(tell);
}

/// The database is older than the folder of recordings.
#[tokio::test]
async fn a_file_of_a_hearing_that_is_nowhere_is_tried_once() {
    let table = Table::laid().await;
    let source = Source { seat: table.seats[PETITIONER].into(), kind: SourceKind::Microphone };
    let (id, room) = (RealWorld.new_id(), MediaRoom(RealWorld.new_id()));
    let (tell, news) = tokio::sync::mpsc::unbounded_channel();
    tell.send(RecordedFile { id, room, source, began_at: table.clock.now().0, done: None }).unwrap();
    drop(tell);
    let keeping = keep_recordings(table.store.clone(), table.clock.clone(), table.plane.clone(), news);
    tokio::time::timeout(Duration::from_secs(3), keeping).await.expect("nothing waits for a last try");
}

/// Who is heard now; the room has taken note.
async fn speak(table: &Table, guests: &mut [Guest], who: &[usize]) {
    let seats = who.iter().map(|seat| table.seats[*seat].into()).collect();
    table.plane.tell(MediaEvent::Speaking(seats)).await;
    let heard = |message: &ServerMessage| matches!(message, ServerMessage::Speaking { .. });
    guests[CLERK].until(heard).await;
}

#[tokio::test]
async fn who_spoke_when_and_in_which_phase_is_indexed_and_vouched_for() {
    let (table, _rooms, mut guests) = recorded().await;
    speak(&table, &mut guests, &[PETITIONER]).await;
    let began = table.clock.now();
    table.clock.advance(6_000);
    guests[PRESIDER].done(ClientMessage::RaiseHand { up: false }).await; // wakes the room: it writes as it goes
    speak(&table, &mut guests, &[]).await;
    table.clock.advance(1_000);
    guests[PRESIDER].done(step(StageStep::NextPhase {})).await;
    table.clock.advance(4_000);
    guests[PRESIDER].done(step(StageStep::Pause { reason: "休息十分钟".into() })).await;
    // What is said in the recess is nobody's business.
    table.plane.tell(MediaEvent::Speaking(vec![table.seats[PRESIDER].into()])).await;
    table.clock.advance(9_000);
    guests[PRESIDER].done(ClientMessage::RaiseHand { up: false }).await;

    let mut records = table.store.read().await.unwrap();
    let index = records.recording_index(table.hearing).await.unwrap();
    // The table's clock runs on while it is moved: to half a second.
    let after = |at: Timestamp| (at.0 - began.0 + 500).div_euclid(1_000);
    let told = |one: &Stretch| (one.what, after(one.from), after(one.to));
    let (voices, others): (Vec<_>, Vec<_>) =
        index.iter().map(told).partition(|(what, ..)| matches!(what, Indexed::Voice(_)));
    assert_eq!(voices, [(Indexed::Voice(table.seats[PETITIONER]), 0, 6)], "nothing of the recess");
    let [(Indexed::Phase(AgendaPhase::Opening), 0, 7), (Indexed::Phase(_), 7, 11)] = others[..] else {
        panic!("two phases, one after the other: {others:?}")
    };
    drop(records);
    assert!(is_vouched_for(&table).await);
}

/// Whether what the log said last of the index is said of the rows that are there.
async fn is_vouched_for(table: &Table) -> bool {
    let mut records = table.store.read().await.unwrap();
    let index = records.recording_index(table.hearing).await.unwrap();
    let timeline = records.timeline(table.petition).await.unwrap();
    let vouched = timeline.iter().rfind(|one| one.event.kind == EventKind::HearingRecordingIndexed).unwrap();
    let text = index_text(table.hearing, &index);
    let sha256: [u8; 32] =
        sha2::Digest::finalize(<sha2::Sha256 as sha2::Digest>::new_with_prefix(text)).into();
    assert!(!index.is_empty());
    vouched.event.detail("sha256") == Some(&*hex::encode(sha256))
}

/// A server without a recorder ends what one with a recorder began, and what it left is vouched for.
#[tokio::test]
async fn what_an_earlier_server_indexed_is_vouched_for_without_a_recorder() {
    let (table, rooms, mut guests) = recorded().await;
    speak(&table, &mut guests, &[PETITIONER]).await;
    table.clock.advance(6_000);
    guests[PRESIDER].done(ClientMessage::RaiseHand { up: false }).await; // wakes the room
    rooms.stop().await;
    drop(guests);
    *table.plane.recorder.lock().unwrap() = None;
    let rooms = table.rooms();
    let mut presider = table.sit(&rooms, PRESIDER).await;
    presider.done(step(StageStep::Pause { reason: "休息十分钟".into() })).await;
    assert!(is_vouched_for(&table).await);
}
