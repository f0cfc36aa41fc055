//! Speaking times, and how long somebody who must be there is waited for.

use super::{MINUTE, preside, view, wake};
use crate::rooms::table::{CLERK, PETITIONER, PRESIDER, Table, step};
use lianjie::{domain::hearing::StageName, storage};
use signaling::wire::{
    AgendaPhase, ClientMessage, DisconnectReason, Presence, PresidingDeed, PresidingView, ServerMessage,
    Side, StageStep,
};

fn spent(view: &PresidingView, side: Side) -> i64 {
    let is =
        |time: &&signaling::wire::SpeakingTimeView| (time.phase, time.side) == (AgendaPhase::Opening, side);
    view.times.iter().find(is).unwrap().spent
}

#[tokio::test]
async fn speaking_time_runs_with_the_floor_rests_in_recess_and_survives_a_restart() {
    let table = Table::laid().await;
    let rooms = table.rooms();
    let mut guests = table.in_session(&rooms).await;
    let allot =
        PresidingDeed::Allot { phase: AgendaPhase::Opening, side: Side::Petitioner, seconds: Some(600) };
    guests[PRESIDER].done(preside(allot)).await;
    let floor = |seat: usize| ClientMessage::GiveFloor { seat: Some(table.seats[seat].into()) };
    guests[PRESIDER].done(floor(PETITIONER)).await;
    view(&mut guests[CLERK], |view| view.turn.is_some_and(|turn| turn.since.is_some())).await;
    table.clock.advance(MINUTE);
    guests[PRESIDER].done(step(StageStep::Pause { reason: "休息十分钟".into() })).await;
    let rested = view(&mut guests[CLERK], |view| view.turn.is_some_and(|turn| turn.since.is_none())).await;
    assert!((MINUTE..MINUTE + 5_000).contains(&spent(&rested, Side::Petitioner)), "{rested:?}");
    table.clock.advance(10 * MINUTE);
    guests[PRESIDER].done(step(StageStep::Resume {})).await;
    let running = view(&mut guests[CLERK], |view| view.turn.is_some_and(|turn| turn.since.is_some())).await;
    assert_eq!(spent(&running, Side::Petitioner), spent(&rested, Side::Petitioner));

    rooms.stop().await;
    drop(guests);
    let rooms = table.rooms();
    let mut clerk = table.sit(&rooms, CLERK).await;
    let again = view(&mut clerk, |view| view.turn.is_some_and(|turn| turn.since.is_none())).await;
    assert_eq!(again.turn.map(|turn| turn.side), Some(Side::Petitioner), "it waits for who is not back yet");
    let lost = spent(&again, Side::Petitioner) - spent(&running, Side::Petitioner);
    assert!((0..1_000).contains(&lost), "{lost}");
    let Some(ServerMessage::Welcome { floor, .. }) = clerk.heard.first() else {
        panic!("welcome comes first")
    };
    assert_eq!(*floor, Some(table.seats[PETITIONER].into()), "the floor is kept too");
    let _phone = table.sit(&rooms, PETITIONER).await;
    view(&mut clerk, |view| view.turn.is_some_and(|turn| turn.since.is_some())).await;
    assert!(storage::verify(&*table.store).await.unwrap().is_sound());
}

#[tokio::test]
async fn speaking_time_stands_still_while_who_has_the_floor_is_cut_off() {
    let table = Table::laid().await;
    let rooms = table.rooms();
    let mut guests = table.in_session(&rooms).await;
    let floor = ClientMessage::GiveFloor { seat: Some(table.seats[PETITIONER].into()) };
    guests[PRESIDER].done(floor).await;
    view(&mut guests[CLERK], |view| view.turn.is_some_and(|turn| turn.since.is_some())).await;
    table.clock.advance(MINUTE);
    guests.pop().unwrap().connection.lost(DisconnectReason::Network);
    let cut = view(&mut guests[CLERK], |view| view.turn.is_some_and(|turn| turn.since.is_none())).await;
    assert!((MINUTE..MINUTE + 5_000).contains(&spent(&cut, Side::Petitioner)), "{cut:?}");
    table.clock.advance(MINUTE / 2);
    let _phone = table.sit(&rooms, PETITIONER).await;
    let back = view(&mut guests[CLERK], |view| view.turn.is_some_and(|turn| turn.since.is_some())).await;
    assert_eq!(spent(&back, Side::Petitioner), spent(&cut, Side::Petitioner));
}

/// The petitioner, told to wait outside, locks the phone.
#[tokio::test]
async fn a_deliberation_is_suspended_for_nobody_who_waits_outside() {
    let table = Table::laid().await;
    let rooms = table.rooms();
    let mut guests = table.in_session(&rooms).await;
    for _ in 0..2 {
        guests[PRESIDER].done(step(StageStep::NextPhase {})).await;
    }
    guests.pop().unwrap().connection.lost(DisconnectReason::Network);
    guests[CLERK].until(|message| is_dropped(message, &table)).await;
    table.clock.advance(10 * MINUTE);
    wake(&mut guests[PRESIDER]).await;
    wake(&mut guests[PRESIDER]).await;
    assert_eq!(table.hearing().await.stage.name(), StageName::InSession);

    // From here on the parties are waited for, and for as long as ever.
    guests[PRESIDER].done(step(StageStep::PreviousPhase { reason: "合议结束，再听陈述".into() })).await;
    table.clock.advance(MINUTE / 2);
    wake(&mut guests[PRESIDER]).await;
    wake(&mut guests[PRESIDER]).await;
    assert_eq!(table.hearing().await.stage.name(), StageName::InSession);
    table.clock.advance(MINUTE);
    wake(&mut guests[PRESIDER]).await;
    guests[PRESIDER].until_stage("suspended").await;
}

fn is_dropped(message: &ServerMessage, table: &Table) -> bool {
    let whose = table.seats[PETITIONER].into();
    matches!(message, ServerMessage::Seat { seat } if seat.id == whose && matches!(seat.presence, Presence::Dropped { .. }))
}

#[tokio::test]
async fn a_lost_quorum_is_counted_down_taken_back_by_a_return_and_suspends_with_its_class() {
    let table = Table::laid().await;
    let rooms = table.rooms();
    let mut guests = table.in_session(&rooms).await;
    guests[PRESIDER].done(preside(PresidingDeed::Grace { seconds: 120 })).await;
    let clerk = guests.remove(CLERK);
    clerk.connection.lost(DisconnectReason::Power);
    let counted = view(&mut guests[PRESIDER], |view| view.suspends_at.is_some()).await;
    assert_eq!(counted.absence_grace, 120_000);
    table.clock.advance(100_000);
    let clerk = table.sit(&rooms, CLERK).await;
    view(&mut guests[PRESIDER], |view| view.suspends_at.is_none()).await;

    clerk.connection.lost(DisconnectReason::Power);
    view(&mut guests[PRESIDER], |view| view.suspends_at.is_some()).await;
    table.clock.advance(121_000);
    wake(&mut guests[PRESIDER]).await;
    guests[PRESIDER].until_stage("suspended").await;
    let events = table.store.read().await.unwrap().timeline(table.petition).await.unwrap();
    let suspended =
        events.iter().rev().find(|chained| chained.event.kind.as_str() == "hearing.stage").unwrap();
    let class = suspended.event.details.iter().find(|(name, _)| name == "class").unwrap();
    assert_eq!(class.1, "power");
    assert!(suspended.event.reason.as_deref().unwrap().contains("120秒"));
}
