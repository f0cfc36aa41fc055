//! Who spoke when, and in which phase.

use super::recorded;
use crate::rooms::table::{CLERK, Guest, PETITIONER, PRESIDER, Table, step};
use lianjie::{
    domain::{
        Timestamp,
        event::EventKind,
        hearing::{AgendaPhase, Indexed, Stretch, index_text},
    },
    media::plane::{MediaEvent, Source},
    world::World,
};
use signaling::wire::{ClientMessage, ServerMessage, SourceKind, StageStep, UnkeptPicture};

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

/// A device that sends what nobody can record: everybody is told while it is so, and the index says from when to when.
#[tokio::test]
async fn whose_pictures_cannot_be_recorded_is_said_in_the_room_and_indexed() {
    let (table, rooms, mut guests) = recorded().await;
    let seat = table.seats[PETITIONER];
    let camera = Source { seat: seat.into(), kind: SourceKind::Camera };
    let screen = Source { kind: SourceKind::Screen, ..camera };
    for unkept in [vec![screen, camera], vec![]] {
        let told: Vec<_> =
            unkept.iter().map(|&Source { seat, kind }| UnkeptPicture { seat, kind }).rev().collect();
        *table.plane.unkept.lock().unwrap() = unkept;
        table.clock.advance(1_000);
        guests[PRESIDER].done(ClientMessage::RaiseHand { up: false }).await; // wakes the room, which looks
        guests[CLERK]
            .until(|message| matches!(message, ServerMessage::Stage { stage } if stage.unkept == told))
            .await;
        assert_eq!(rooms.overview(table.hearing).await.unwrap().unkept, told, "the officer's board");
        table.clock.advance(3_000);
        guests[PRESIDER].done(ClientMessage::RaiseHand { up: false }).await; // the index looks before the recorder is
    }
    guests[PRESIDER].done(step(StageStep::Pause { reason: "休息十分钟".into() })).await;
    let mut records = table.store.read().await.unwrap();
    let index = records.recording_index(table.hearing).await.unwrap();
    let unkept: Vec<_> = index.iter().filter(|one| matches!(one.what, Indexed::Unkept(_))).collect();
    let [Stretch { from, what, to }] = unkept[..] else { panic!("one stretch: {unkept:?}") };
    assert_eq!(*what, Indexed::Unkept(seat));
    assert!((2_000..8_000).contains(&(to.0 - from.0)), "{from:?} to {to:?}");
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
