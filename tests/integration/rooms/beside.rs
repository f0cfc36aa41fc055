//! A petitioner without a device of their own, before the camera of another seat.

use super::table::{CLERK, Guest, PETITIONER, PRESIDER, Table, UNIT, begun, step};
use lianjie::{
    domain::{
        event::{Actor, Event, EventKind},
        hearing::{COUNTDOWN, StageName},
        ids::SeatId,
    },
    rooms::{Command, Refused, Rooms},
    storage,
};
use signaling::wire::{
    self, ClientMessage, Presence, PresidingDeed, RefusalCode, ServerMessage, Side, SourceKind, StageStep,
};

fn admit(seat: SeatId) -> ClientMessage {
    ClientMessage::Admit { seat: seat.into() }
}

async fn sit_beside(table: &Table, rooms: &Rooms, carrier: Option<usize>) -> Result<(), Refused> {
    let (seat, carrier) = (table.seats[PETITIONER], carrier.map(|n| table.seats[n]));
    let clerk = Actor::Seat(table.seats[CLERK]);
    rooms.command(table.hearing, clerk, Command::SitBeside { seat, carrier }).await
}

/// Presider, clerk and unit at the table, the petitioner beside the unit; nobody holds the petitioner's seat.
async fn ready(table: &Table, rooms: &Rooms) -> Vec<Guest> {
    let mut guests = Vec::new();
    for seat in [PRESIDER, CLERK, UNIT] {
        guests.push(table.sit(rooms, seat).await);
    }
    guests[PRESIDER].until_granted(|grants| grants.preside).await;
    guests[PRESIDER].done(admit(table.seats[UNIT])).await;
    guests[PRESIDER].refused(admit(table.seats[PETITIONER]), RefusalCode::NotAllowed).await;
    sit_beside(table, rooms, Some(UNIT)).await.unwrap();
    guests[PRESIDER].done(admit(table.seats[PETITIONER])).await;
    guests[PRESIDER].until_stage("ready").await;
    guests
}

fn is(seat: SeatId, presence: fn(&Presence) -> bool) -> impl Fn(&ServerMessage) -> bool {
    let seat: wire::SeatId = seat.into();
    move |message| match message {
        ServerMessage::Seat { seat: view } => view.id == seat && presence(&view.presence),
        _ => false,
    }
}

fn senders(table: &Table) -> Vec<SeatId> {
    let mut senders: Vec<_> = table.flows().into_iter().map(|(_, from, _)| from).collect();
    senders.sort_unstable();
    senders.dedup();
    senders
}

#[tokio::test]
async fn a_hearing_is_held_with_a_petitioner_who_has_no_device() {
    let table = Table::laid().await;
    let rooms = table.rooms();
    let mut guests = ready(&table, &rooms).await;
    begun(&mut guests, || table.clock.advance(COUNTDOWN)).await;
    let (unit, petitioner) = (table.seats[UNIT], table.seats[PETITIONER]);

    // With the floor the petitioner is heard by the microphone of the unit, and the petitioners' time runs.
    for guest in &mut guests {
        guest.offer().await;
    }
    let lock = PresidingDeed::LockMicrophones { locked: true };
    guests[PRESIDER].done(ClientMessage::Preside { deed: lock }).await;
    assert_eq!(senders(&table), [table.seats[PRESIDER]]);
    guests[PRESIDER].done(ClientMessage::GiveFloor { seat: Some(petitioner.into()) }).await;
    let runs = |message: &ServerMessage| match message {
        ServerMessage::Presiding { presiding } => {
            presiding.turn.is_some_and(|turn| turn.side == Side::Petitioner)
        }
        _ => false,
    };
    guests[CLERK].until(runs).await;
    assert!(senders(&table).contains(&unit), "{:?}", table.flows());
    let mute = |muted| ClientMessage::Mute { seat: unit.into(), kind: SourceKind::Microphone, muted };
    guests[PRESIDER].done(mute(true)).await;
    guests[UNIT].done(mute(false)).await; // the floor is the petitioner's, and so is the microphone

    // A camera that is gone takes the petitioner along, and the hearing waits for them.
    drop(guests.pop());
    guests[PRESIDER].until(is(petitioner, |is| matches!(is, Presence::Dropped { admitted: true, .. }))).await;
    for _minute in 0..2 {
        table.clock.advance(60_000);
        guests[PRESIDER].done(ClientMessage::RaiseHand { up: false }).await; // wakes the room
    }
    guests[PRESIDER].until_stage("suspended").await;
    guests.push(table.sit(&rooms, UNIT).await);
    guests[PRESIDER].until(is(petitioner, |is| matches!(is, Presence::Seated { .. }))).await;
    guests[PRESIDER].done(step(StageStep::Resume {})).await;
    assert_eq!(table.hearing().await.stage.name(), StageName::InSession);
    drop(guests);
    rooms.stop().await;

    let hearing = table.hearing().await;
    let seat = hearing.seat(petitioner).unwrap();
    assert_eq!((seat.beside, seat.was_there()), (Some(unit), true), "and owes a signature");
    let mut records = table.store.read().await.unwrap();
    let log = records.timeline(table.petition).await.unwrap();
    let of_petitioner = |kind| {
        let whose = |event: &&Event| {
            event.kind == kind && event.detail("seat") == Some(petitioner.to_string().as_str())
        };
        log.iter().map(|chained| &chained.event).filter(whose).count()
    };
    let (beside, in_, out, back) = (
        of_petitioner(EventKind::HearingSeatBeside),
        of_petitioner(EventKind::HearingSeatAdmitted),
        of_petitioner(EventKind::HearingSeatDropped),
        of_petitioner(EventKind::HearingSeatBack),
    );
    assert_eq!((beside, in_, out >= 1, back), (1, 1, true, 1));
    assert!(storage::verify(&*table.store).await.unwrap().is_sound());
}

/// After a restart they wait for nobody but the unit.
#[tokio::test]
async fn a_restarted_server_knows_who_sits_beside_whom() {
    let table = Table::laid().await;
    let rooms = table.rooms();
    let guests = ready(&table, &rooms).await;
    drop(guests);
    rooms.stop().await;
    let rooms = table.rooms();
    let mut presider = table.sit(&rooms, PRESIDER).await;
    let _unit = table.sit(&rooms, UNIT).await;
    presider.until(is(table.seats[PETITIONER], |is| matches!(is, Presence::Seated { .. }))).await;
}

#[tokio::test]
async fn who_deliberates_does_so_when_nobody_sits_beside() {
    let table = Table::laid().await;
    let rooms = table.rooms();
    let mut guests = ready(&table, &rooms).await;
    begun(&mut guests, || table.clock.advance(COUNTDOWN)).await;
    sit_beside(&table, &rooms, Some(PRESIDER)).await.unwrap();
    sit_beside(&table, &rooms, Some(PRESIDER)).await.unwrap(); // told twice, written once
    guests[PRESIDER].done(step(StageStep::NextPhase {})).await;
    guests[PRESIDER].refused(step(StageStep::NextPhase {}), RefusalCode::SomebodyBeside).await;
    sit_beside(&table, &rooms, None).await.unwrap();
    guests[PRESIDER].until(is(table.seats[PETITIONER], |is| matches!(is, Presence::Dropped { .. }))).await;
    guests[PRESIDER].done(step(StageStep::NextPhase {})).await;
    let refused = sit_beside(&table, &rooms, Some(PRESIDER)).await.unwrap_err();
    assert_eq!(refused.code, RefusalCode::SomebodyBeside);
    drop(guests);
    rooms.stop().await;
    let log = table.store.read().await.unwrap().timeline(table.petition).await.unwrap();
    let told = log.iter().filter(|one| one.event.kind == EventKind::HearingSeatBeside);
    assert_eq!(told.count(), 3);
}
