//! Who presides when the presider cannot.

use super::{entry, preside, view, wake};
use crate::rooms::table::{CLERK, PRESIDER, Table, UNIT, step};
use lianjie::domain::hearing::{Occupant, StageName};
use signaling::wire::{
    ClientMessage, DisconnectReason, PresidingDeed, RefusalCode, ServerMessage, StageStep,
};

fn name_stand_in(table: &Table, seat: usize) -> ClientMessage {
    preside(PresidingDeed::NameStandIn { seat: Some(table.seats[seat].into()) })
}

#[tokio::test]
async fn the_stand_in_presides_while_the_presider_is_gone_and_hands_back() {
    let table = Table::laid().await;
    let rooms = table.rooms();
    let mut guests = table.in_session(&rooms).await;
    guests[PRESIDER].refused(name_stand_in(&table, CLERK), RefusalCode::CannotStandIn).await;
    guests[PRESIDER].done(name_stand_in(&table, UNIT)).await;
    guests[PRESIDER].done(preside(PresidingDeed::Grace { seconds: 30 })).await;

    let presider = guests.remove(PRESIDER);
    let (clerk, unit) = (CLERK - 1, UNIT - 1);
    presider.connection.lost(DisconnectReason::Network);
    view(&mut guests[clerk], |view| view.suspends_at.is_some()).await;
    table.clock.advance(29_000);
    wake(&mut guests[unit]).await;
    guests[unit].refused(step(StageStep::NextPhase {}), RefusalCode::NotAllowed).await;
    table.clock.advance(2_000);
    wake(&mut guests[unit]).await;
    let acting = Some(table.seats[UNIT].into());
    let view_now =
        view(&mut guests[unit], |view| view.presider == acting && view.suspends_at.is_none()).await;
    assert_eq!(view_now.stand_in, acting);
    guests[unit].done(step(StageStep::NextPhase {})).await;
    let hearing = table.hearing().await;
    assert_eq!(hearing.stage.name(), StageName::InSession, "it was not suspended");
    assert!(hearing.seats[UNIT].acted.is_some(), "who led signs the minutes");
    let told = |message: &ServerMessage| matches!(message, ServerMessage::Entry { entry, .. } if entry.text.contains("代行主持"));
    if !guests[clerk].heard.iter().any(told) {
        guests[clerk].until(told).await;
    }

    let mut presider = table.sit(&rooms, PRESIDER).await;
    let back = Some(table.seats[PRESIDER].into());
    view(&mut presider, |view| view.presider == back).await;
    presider.done(step(StageStep::PreviousPhase { reason: "回到开场说明".into() })).await;
    guests[unit].refused(step(StageStep::NextPhase {}), RefusalCode::NotAllowed).await;
}

#[tokio::test]
async fn a_presider_recused_in_session_is_stood_in_for_at_once() {
    let table = Table::laid().await;
    let rooms = table.rooms();
    let mut guests = table.in_session(&rooms).await;
    guests[PRESIDER].done(name_stand_in(&table, UNIT)).await;
    let hearing = table.store.read().await.unwrap().hearing(table.hearing).await.unwrap().unwrap();
    let Occupant::Official { staff, .. } = hearing.seats[PRESIDER].occupant else { panic!("an official") };
    rooms.recused(table.hearing, staff).await;
    guests[UNIT].until_granted(|grants| grants.preside).await;
    guests[PRESIDER].refused(step(StageStep::NextPhase {}), RefusalCode::NotAllowed).await;
    guests[UNIT].done(step(StageStep::NextPhase {})).await;
}

/// Behind a slow write: the presider comes back before its turn, or somebody else leads by then.
#[tokio::test]
async fn a_step_is_no_more_the_stand_ins_when_its_turn_comes_and_the_presider_is_back() {
    let table = Table::laid().await;
    let rooms = table.rooms();
    let mut guests = table.in_session(&rooms).await;
    guests[PRESIDER].done(name_stand_in(&table, UNIT)).await;
    guests[PRESIDER].done(preside(PresidingDeed::Grace { seconds: 30 })).await;
    guests.remove(PRESIDER).connection.lost(DisconnectReason::Network);
    let (clerk, unit) = (CLERK - 1, UNIT - 1);
    view(&mut guests[clerk], |view| view.suspends_at.is_some()).await;
    table.clock.advance(31_000);
    wake(&mut guests[unit]).await;
    let (acting, back) = (Some(table.seats[UNIT].into()), Some(table.seats[PRESIDER].into()));
    view(&mut guests[unit], |view| view.presider == acting).await;

    let held = table.store.begin().await.unwrap(); // nothing is written
    guests[clerk].send(entry(1, 1, 1, "第一句。")).await;
    rooms.overview(table.hearing).await.unwrap(); // it has come by now
    let asked = guests[unit].send(step(StageStep::Adjourn { reason: "需要重新鉴定".into() })).await;
    rooms.overview(table.hearing).await.unwrap();
    let mut presider = table.sit(&rooms, PRESIDER).await;
    rooms.overview(table.hearing).await.unwrap();
    drop(held);
    let answer = guests[unit].answered(asked).await;
    assert!(matches!(answer, ServerMessage::Refused { code: RefusalCode::NotAllowed, .. }), "{answer:?}");
    view(&mut presider, |view| view.presider == back).await;
    assert_eq!(table.hearing().await.stage.name(), StageName::InSession);
}

#[tokio::test]
async fn a_step_is_not_taken_of_who_was_recused_before_its_turn() {
    let table = Table::laid().await;
    let rooms = table.rooms();
    let mut guests = table.in_session(&rooms).await;
    let Occupant::Official { staff, .. } = table.hearing().await.seats[PRESIDER].occupant else {
        panic!("an official")
    };
    let held = table.store.begin().await.unwrap(); // nothing is written
    guests[CLERK].send(entry(1, 1, 1, "第一句。")).await;
    rooms.overview(table.hearing).await.unwrap(); // it has come by now
    let asked = guests[PRESIDER].send(step(StageStep::NextPhase {})).await;
    rooms.overview(table.hearing).await.unwrap();
    rooms.recused(table.hearing, staff).await;
    drop(held);
    let answer = guests[PRESIDER].answered(asked).await;
    assert!(matches!(answer, ServerMessage::Refused { code: RefusalCode::NotAllowed, .. }), "{answer:?}");
}
