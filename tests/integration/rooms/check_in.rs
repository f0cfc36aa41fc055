//! Check-in in a live room: who may ring on whose page, and that the log says so.

use super::table::{CLERK, PETITIONER, PRESIDER, Table, UNIT, step};
use lianjie::{
    domain::{
        Timestamp,
        event::{Actor, EventKind},
        hearing::{Arrival, CheckIn, CheckInNote, Language, ParticipantRole as R, StageName},
    },
    rooms::{Arrived, Command, Refused, Rooms},
    world::World,
};
use signaling::wire::{
    CheckInAsk, CheckInNews, ClientMessage, DisconnectReason, Presence, RefusalCode, SeatId, ServerMessage,
    SourceKind, StageStep,
};
use uuid::Uuid;

fn ring(seat: SeatId) -> ClientMessage {
    ClientMessage::CheckIn { ask: CheckInAsk::Ring { seat } }
}

#[tokio::test]
async fn who_runs_the_hearing_rings_on_a_page_and_the_log_says_so() {
    let table = Table::laid().await;
    let rooms = table.rooms();
    let mut guests = table.in_session(&rooms).await;
    let seat = |n: usize| SeatId::from(table.seats[n]);
    for (by, whom, code) in [
        (UNIT, seat(PETITIONER), RefusalCode::NotAllowed),
        (CLERK, SeatId(Uuid::nil()), RefusalCode::NoSuchSeat),
    ] {
        guests[by].refused(ring(whom), code).await;
    }
    for by in [CLERK, PRESIDER] {
        guests[by].done(ring(seat(PETITIONER))).await;
    }
    let rung =
        |message: &ServerMessage| matches!(message, ServerMessage::CheckIn { news: CheckInNews::Rung {} });
    guests[PETITIONER].until(rung).await;
    drop(guests);
    rooms.stop().await;
    let log = table.store.read().await.unwrap().timeline(table.petition).await.unwrap();
    let rings = log.iter().filter(|event| event.event.kind == EventKind::HearingSeatRung);
    assert_eq!(rings.count(), 2);
}

#[tokio::test]
async fn who_wished_an_interpreter_calls_the_officer_until_one_sits_there_and_is_heard() {
    const INTERPRETER: usize = 4;
    let table = Table::laid_with(&[(R::Interpreter, &[Language::Tibetan])]).await;
    let rooms = table.rooms();
    let mut guests = table.ready(&rooms).await;
    let listener: SeatId = table.seats[PETITIONER].into();
    let language = Some(Language::Tibetan);
    let arrival = Arrival { declared_at: Timestamp(0), language, interpreter: true };
    let note = Arrived::Noted(CheckInNote::Arrived(arrival));
    rooms.arrived(table.hearing, table.seats[PETITIONER], note).await;
    guests[PRESIDER].done(ClientMessage::Admit { seat: table.seats[INTERPRETER].into() }).await;
    let heard = |message: &ServerMessage| match message {
        ServerMessage::Apart { apart } => apart.interpreters[0].listeners == [listener],
        _ => false,
    };
    guests[PETITIONER].until(heard).await; // without a press
    drop(guests);
    rooms.stop().await;
    let log = table.store.read().await.unwrap().timeline(table.petition).await.unwrap();
    let kinds = log.iter().map(|chained| chained.event.kind);
    let told = [EventKind::HearingInterpreterMissing, EventKind::HearingInterpreterFound];
    assert_eq!(kinds.filter(|kind| told.contains(kind)).collect::<Vec<_>>(), told);
    assert!(!format!("{log:?}").contains("tibetan"), "a language tells where somebody comes from");
}

/// Everybody was there, and it was put off to the next day: whom they let in then is asked anew.
#[tokio::test]
async fn who_was_let_in_before_it_was_postponed_waits_to_be_let_in_again() {
    let table = Table::laid().await;
    let rooms = table.rooms();
    let mut guests = table.ready(&rooms).await;
    let petitioner = table.seats[PETITIONER];
    let note =
        CheckInNote::Arrived(Arrival { declared_at: Timestamp(1), language: None, interpreter: false });
    let mut tx = table.store.begin().await.unwrap();
    tx.note_check_in(table.hearing, petitioner, &note).await.unwrap();
    tx.commit().await.unwrap();
    rooms.arrived(table.hearing, petitioner, Arrived::Noted(note)).await;

    let starts_at = table.clock.now().plus_millis(24 * 3_600_000);
    let to = Some((starts_at, starts_at.plus_millis(3_600_000)));
    let postpone = Command::Postpone { reason: "主持人临时有紧急公务".into(), to };
    rooms.command(table.hearing, Actor::System, postpone).await.unwrap();
    let told = |message: &ServerMessage| matches!(message, ServerMessage::Stage { stage } if stage.starts_at == starts_at.0);
    guests[PETITIONER].until(told).await;
    let waits = |message: &ServerMessage| match message {
        ServerMessage::Seat { seat } => {
            seat.id == petitioner.into() && matches!(seat.presence, Presence::Waiting { .. })
        }
        _ => false,
    };
    guests[PRESIDER].until(waits).await;
    drop(guests);
    rooms.stop().await;

    let hearing = table.hearing().await;
    assert_eq!(hearing.stage.name(), StageName::Scheduled);
    assert_eq!(hearing.seat(petitioner).unwrap().admitted, None);
    let known = table.store.read().await.unwrap().check_ins(table.hearing).await.unwrap();
    assert_eq!(known, [CheckIn::new(petitioner)], "what was promised was promised for the day before");
}

/// The mute is put on record behind the step.
#[tokio::test]
async fn what_is_written_of_a_seat_while_it_is_postponed_lets_nobody_in() {
    let table = Table::laid().await;
    let rooms = table.rooms();
    let mut guests = table.ready(&rooms).await;
    let petitioner = table.seats[PETITIONER];
    let starts_at = table.clock.now().plus_millis(24 * 3_600_000);
    let to = Some((starts_at, starts_at.plus_millis(3_600_000)));
    let postpone = Command::Postpone { reason: "主持人临时有紧急公务".into(), to };
    let mute = ClientMessage::Mute { seat: petitioner.into(), kind: SourceKind::Microphone, muted: true };
    let (postponed, ()) = behind(&table, &rooms, postpone, guests[PRESIDER].done(mute)).await;
    postponed.unwrap();
    drop(guests);
    rooms.stop().await;
    let hearing = table.hearing().await;
    let seat = hearing.seat(petitioner).unwrap();
    assert_eq!((seat.admitted, seat.muted.len()), (None, 1));
}

/// Both are of one seat, and the mute is asked for before the record has the admission.
#[tokio::test]
async fn who_is_muted_while_being_let_in_is_in_and_muted() {
    let table = Table::laid().await;
    let rooms = table.rooms();
    let mut presider = table.sit(&rooms, PRESIDER).await;
    presider.until_granted(|grants| grants.preside).await;
    let petitioner = table.seats[PETITIONER];
    let waiting = table.sit(&rooms, PETITIONER).await;
    let held = table.store.begin().await.unwrap(); // nothing is written
    let admitted = presider.send(ClientMessage::Admit { seat: petitioner.into() }).await;
    let kind = SourceKind::Microphone;
    presider.done(ClientMessage::Mute { seat: petitioner.into(), kind, muted: true }).await;
    drop(held);
    let answer = presider.answered(admitted).await;
    assert!(matches!(answer, ServerMessage::Done { .. }), "{answer:?}");
    drop((presider, waiting));
    rooms.stop().await;
    let hearing = table.hearing().await;
    let seat = hearing.seat(petitioner).unwrap();
    assert_eq!((seat.admitted.is_some(), seat.muted.len()), (true, 1));
}

/// What `meanwhile` does is done while a command is on its way to the record.
async fn behind<T>(
    table: &Table,
    rooms: &Rooms,
    command: Command,
    meanwhile: impl Future<Output = T>,
) -> (Result<(), Refused>, T) {
    let held = table.store.begin().await.unwrap(); // nothing is written
    let then = async {
        rooms.overview(table.hearing).await.unwrap(); // taken by now
        let done = meanwhile.await;
        drop(held);
        done
    };
    tokio::join!(rooms.command(table.hearing, Actor::System, command), then)
}

/// Who presides asks nobody, so nobody would ask again for them.
#[tokio::test]
async fn who_presides_comes_in_whatever_becomes_of_a_postponement() {
    let mut table = Table::laid().await;
    let store = table.failing();
    let rooms = table.rooms();
    let mut clerk = table.sit(&rooms, CLERK).await;
    clerk.until_stage("check_in").await;
    clerk.until_granted(|grants| grants.minute).await;
    let starts_at = table.clock.now().plus_millis(24 * 3_600_000);
    let to = Some((starts_at, starts_at.plus_millis(3_600_000)));
    let postpone = Command::Postpone { reason: "主持人临时有紧急公务".into(), to };
    let comes = async {
        store.fail(1);
        table.sit(&rooms, PRESIDER).await
    };
    let (postponed, mut presider) = Box::pin(behind(&table, &rooms, postpone, comes)).await;
    assert_eq!(postponed.unwrap_err().code, RefusalCode::NotStored);
    presider.until_granted(|grants| grants.preside).await;
}

/// The agenda changes long before the day: that puts nothing off.
#[tokio::test]
async fn who_is_let_in_while_the_agenda_changes_is_in() {
    let table = Table::laid().await;
    let mut tx = table.store.begin().await.unwrap();
    let mut hearing = tx.hearing(table.hearing).await.unwrap().unwrap();
    (hearing.starts_at, hearing.ends_at) =
        (hearing.starts_at.plus_millis(2 * 3_600_000), hearing.ends_at.plus_millis(2 * 3_600_000));
    tx.save_hearing(&hearing).await.unwrap();
    tx.commit().await.unwrap();
    let rooms = table.rooms();
    let mut presider = table.sit(&rooms, PRESIDER).await;
    presider.until_granted(|grants| grants.preside).await;
    let _petitioner = table.sit(&rooms, PETITIONER).await;
    let before: Vec<_> = hearing.plan().collect();
    let mut plan = before.clone();
    plan[0].minutes = Some(10);
    let asked = presider.send(ClientMessage::Admit { seat: table.seats[PETITIONER].into() });
    let (replanned, asked) = behind(&table, &rooms, Command::Replan { before, plan }, asked).await;
    replanned.unwrap();
    let answer = presider.answered(asked).await;
    assert!(matches!(answer, ServerMessage::Done { .. }), "{answer:?}");
    assert_eq!(table.hearing().await.stage.name(), StageName::Scheduled);
}

/// The desk had not let the petitioner in yet when the wait was over.
#[tokio::test]
async fn nobody_is_declared_absent_who_waits_to_be_let_in() {
    let table = Table::laid().await;
    let rooms = table.rooms();
    let mut presider = table.sit(&rooms, PRESIDER).await;
    presider.until_stage("check_in").await;
    presider.until_granted(|grants| grants.preside).await;
    let petitioner = table.sit(&rooms, PETITIONER).await;
    table.clock.advance(20 * 60_000);
    let absent = || step(StageStep::DeclareNoShow { reason: "信访人未到，电话未接".into() });
    presider.refused(absent(), RefusalCode::PetitionerPresent).await;
    assert_eq!(table.hearing().await.stage.name(), StageName::CheckIn);
    petitioner.connection.lost(DisconnectReason::UserLeft);
    presider.until(|message| matches!(message, ServerMessage::Seat { seat } if matches!(seat.presence, Presence::Dropped { .. }))).await;
    presider.done(absent()).await;
    assert_eq!(table.hearing().await.stage.name(), StageName::NoShow);
}
