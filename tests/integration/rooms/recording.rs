//! What a room has recorded, when, and who is told.

mod files;
mod gaps;
mod index;

use super::table::{Asked, Guest, PETITIONER, PRESIDER, Table, step};
use lianjie::{
    domain::event::EventKind,
    media::plane::{Recorder, Source},
    rooms::Rooms,
};
use signaling::wire::{ClientMessage, Recording, ServerMessage, SourceKind, StageStep};

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
