//! Microphones that are locked, and the day a lock is for.

use super::{MINUTE, preside, view};
use crate::rooms::table::{PETITIONER, PRESIDER, Table};
use lianjie::{domain::event::Actor, rooms::Command, storage, world::World};
use signaling::wire::{ClientMessage, Layout, PresidingDeed, RefusalCode, SourceKind};

#[tokio::test]
async fn while_locked_only_presider_and_floor_are_heard_whatever_a_page_says() {
    let table = Table::laid().await;
    let rooms = table.rooms();
    let mut guests = table.in_session(&rooms).await;
    for guest in &mut guests {
        guest.offer().await;
    }
    let heard = |table: &Table| {
        let mut senders: Vec<_> = table.flows().into_iter().map(|(_, from, _)| from).collect();
        senders.sort_unstable();
        senders.dedup();
        senders.len()
    };
    assert_eq!(heard(&table), 4);
    let lock = |locked| preside(PresidingDeed::LockMicrophones { locked });
    guests[PETITIONER].refused(lock(true), RefusalCode::NotAllowed).await;
    guests[PRESIDER].done(lock(true)).await;
    guests[PETITIONER].done(ClientMessage::SetSource { kind: SourceKind::Microphone, on: true }).await;
    assert_eq!(heard(&table), 1, "the presider");

    let own = table.seats[PETITIONER].into();
    let unmute = ClientMessage::Mute { seat: own, kind: SourceKind::Microphone, muted: false };
    guests[PRESIDER].done(ClientMessage::MuteAll { muted: true }).await;
    guests[PETITIONER].refused(unmute.clone(), RefusalCode::NotAllowed).await;
    guests[PRESIDER].done(ClientMessage::GiveFloor { seat: Some(own) }).await;
    assert_eq!(heard(&table), 1, "muted as it was");
    guests[PETITIONER].done(unmute).await;
    assert_eq!(heard(&table), 2, "the floor unmutes itself");
    guests[PRESIDER].done(lock(false)).await;
    assert_eq!(heard(&table), 2, "the others are muted still");
}

/// Whoever is let in on that day would not be heard, and nobody would know why.
#[tokio::test]
async fn lock_and_spotlight_are_of_the_day_they_were_ordered() {
    let table = Table::laid().await;
    let rooms = table.rooms();
    let mut guests = table.ready(&rooms).await;
    let own = table.seats[PETITIONER].into();
    let show = PresidingDeed::Show { layout: Layout::Three, spotlight: Some(own) };
    guests[PRESIDER].done(preside(PresidingDeed::LockMicrophones { locked: true })).await;
    guests[PRESIDER].done(preside(show)).await;
    view(&mut guests[PETITIONER], |view| view.microphones_locked && view.spotlight == Some(own)).await;
    let starts_at = table.clock.now().plus_millis(10 * MINUTE);
    let to = Some((starts_at, starts_at.plus_millis(60 * MINUTE)));
    let postpone = Command::Postpone { reason: "等待当事人补齐材料".into(), to };
    rooms.command(table.hearing, Actor::System, postpone).await.unwrap();
    let anew = view(&mut guests[PRESIDER], |view| !view.microphones_locked && view.spotlight.is_none()).await;
    assert_eq!(anew.layout, Layout::Three, "how the page is laid out is nobody's in particular");
    drop(guests);
    rooms.stop().await;
    let kept = table.store.read().await.unwrap().presiding(table.hearing).await.unwrap();
    assert_eq!((kept.microphones_locked, kept.spotlight), (false, None));
    assert!(storage::verify(&*table.store).await.unwrap().is_sound());
}
