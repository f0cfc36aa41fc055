//! What was not recorded, and the line of the minutes that tells it.

use super::{goes, kinds, recorded};
use crate::rooms::table::{Asked, CLERK, PETITIONER, PRESIDER, Table, step};
use lianjie::{
    domain::{
        event::{Actor, EventKind},
        hearing::{self, WholeRecording},
        ids::{RecordingId, StaffId},
    },
    media::plane::Recorder,
    rooms::{Command, OfficerAct},
    world::{RealWorld, World},
};
use signaling::wire::{ClientMessage, OpId, PresidingDeed, Recording, RefusalCode, ServerMessage, StageStep};
use std::time::Duration;

/// (number, revision, how it begins) of the lines the minutes have of gaps.
async fn gaps(table: &Table) -> Vec<(u32, u32, String)> {
    let minutes = table.store.read().await.unwrap().minutes(table.hearing).await.unwrap();
    let told = minutes.into_iter().filter(|entry| entry.text.starts_with("【录制中断】"));
    told.map(|entry| (entry.number, entry.revision, entry.text)).collect()
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
    let begin = || Command::Act(OfficerAct::RestartRecording);
    rooms.command(table.hearing, officer, begin()).await.unwrap();
    guests[PRESIDER].done(step(StageStep::Pause { reason: "休息十分钟".into() })).await;
    let refused = rooms.command(table.hearing, officer, begin()).await.unwrap_err();
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

/// A seat that was muted for half an hour has a file that ends before the others', and one that left closed its own.
#[tokio::test]
async fn what_a_dead_server_did_not_record_begins_where_the_last_file_ends() {
    const MINUTE: i64 = 60_000;
    let (table, rooms, guests) = recorded().await;
    drop((guests, rooms));
    let died = table.clock.now();
    let mut tx = table.store.begin().await.unwrap();
    for (began, ended, interrupted) in [(0, 0, true), (1, -30, true), (2, -10, false)] {
        let file = hearing::Recording {
            id: RecordingId(RealWorld.new_id()),
            hearing: table.hearing,
            seat: table.seats[PETITIONER],
            source: hearing::SourceKind::Microphone,
            began_at: died.plus_millis((began - 40) * MINUTE),
            whole: Some(WholeRecording {
                ended_at: died.plus_millis(ended * MINUTE),
                bytes: 1,
                sha256: [1; 32],
                gaps: 0,
                interrupted,
            }),
        };
        tx.put_recording(&file).await.unwrap();
    }
    tx.commit().await.unwrap();
    let rooms = table.rooms();
    drop(table.sit(&rooms, PRESIDER).await);
    rooms.stop().await;
    let told = gaps(&table).await;
    let [(1, 1, text)] = &told[..] else { panic!("{told:?}") };
    let at = died.local().time();
    let from = format!("【录制中断】{:02}:{:02}:{:02}至", at.hour(), at.minute(), at.second());
    assert!(text.starts_with(&from), "{text}, not {from}");
}

/// The clock was set back by seconds before the server died: its files ran ahead of the clock.
#[tokio::test]
async fn what_a_dead_server_did_not_record_begins_before_it_ends() {
    let (table, rooms, guests) = recorded().await;
    drop((guests, rooms));
    let now = table.clock.now();
    let ahead = WholeRecording {
        ended_at: now.plus_millis(20_000),
        bytes: 1,
        sha256: [1; 32],
        gaps: 0,
        interrupted: true,
    };
    let file = hearing::Recording {
        id: RecordingId(RealWorld.new_id()),
        hearing: table.hearing,
        seat: table.seats[PETITIONER],
        source: hearing::SourceKind::Microphone,
        began_at: now,
        whole: Some(ahead),
    };
    let mut tx = table.store.begin().await.unwrap();
    tx.put_recording(&file).await.unwrap();
    tx.commit().await.unwrap();
    let rooms = table.rooms();
    drop(table.sit(&rooms, PRESIDER).await);
    rooms.stop().await;
    let told = gaps(&table).await;
    let [(1, 1, text)] = &told[..] else { panic!("{told:?}") };
    let (from, rest) = text.strip_prefix("【录制中断】").unwrap().split_at("08:00:00".len());
    assert!(rest.starts_with(&format!("至{from}未能")), "{text}");
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
