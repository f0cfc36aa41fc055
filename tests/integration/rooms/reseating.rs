//! The table changes while the session is on: who gives up a place goes, who takes it waits to be let in, and what was
//! said stays with who said it.

use super::{
    entry,
    table::{CLERK, Guest, PETITIONER, PRESIDER, Table, UNIT},
};
use lianjie::{
    domain::{
        event::{Actor, Change, EventKind},
        hearing::{Gone, Occupant, ParticipantRole, Reseating, Seat},
        ids::{self, SeatId},
    },
    rooms::{Command, Refused, Rooms},
    world::{RealWorld, World},
};
use signaling::wire::{self, ByeReason, ClientMessage, Presence, RefusalCode, ServerMessage};

/// Somebody else for the unit.
fn instead(table: &Table) -> Reseating {
    let leaves = table.seats[UNIT];
    let occupant =
        Occupant::External {
            organisation: "兰州市信访局".into(), name: "另一位".into(), phone: None
        };
    let id = SeatId(RealWorld.new_id());
    let seat = Seat {
        replaces: Some(leaves),
        mandatory: true,
        ..Seat::new(id, ParticipantRole::AgencyRep, occupant)
    };
    let change = Change::new(EventKind::HearingSeatReplaced).with("seat", leaves).with("successor", id);
    Reseating { leaves: Some((leaves, "单位另派他人参加".into())), joins: Some(seat), change }
}

async fn reseat(rooms: &Rooms, table: &Table, reseating: &Reseating) -> Result<(), Refused> {
    let actor = Actor::Seat(table.seats[PRESIDER]);
    rooms.command(table.hearing, actor, Command::Reseat(Box::new(reseating.clone()))).await
}

fn presence_of(seat: ids::SeatId) -> impl Fn(&ServerMessage) -> Option<Presence> {
    move |message| match message {
        ServerMessage::Seat { seat: view } if view.id == wire::SeatId::from(seat) => {
            Some(view.presence.clone())
        }
        _ => None,
    }
}

#[tokio::test]
async fn a_place_changes_hands_in_session() {
    let table = Table::laid().await;
    let rooms = table.rooms();
    let mut guests = table.in_session(&rooms).await;
    let (before, reseating) = (table.seats[UNIT], instead(&table));
    let after = reseating.joins.as_ref().unwrap().id;
    reseat(&rooms, &table, &reseating).await.unwrap();
    let gone =
        |message: &ServerMessage| matches!(message, ServerMessage::Bye { reason: ByeReason::Withdrawn, .. });
    guests[UNIT].until(gone).await;
    let withdrawn =
        |message: &ServerMessage| matches!(presence_of(before)(message), Some(Presence::Withdrawn { .. }));
    guests[PETITIONER].until(withdrawn).await;
    assert_eq!(Guest::connect(&rooms, table.hearing, before).await.err(), Some(ByeReason::Withdrawn));

    let mut newcomer = Guest::connect(&rooms, table.hearing, after).await.unwrap();
    newcomer.offer().await;
    assert!(table.flows().iter().all(|(to, from, _)| *to != after && *from != after), "waits outside");
    guests[PRESIDER].done(ClientMessage::Admit { seat: after.into() }).await;
    newcomer.until_granted(|grants| grants.speak && grants.attend).await;
    drop((guests, newcomer));
    rooms.stop().await;

    let again = table.rooms();
    let hearing = table.hearing().await;
    let order: Vec<_> = hearing.seats.iter().map(|seat| seat.id).collect();
    let [presider, clerk, petitioner] = [PRESIDER, CLERK, PETITIONER].map(|n| table.seats[n]);
    assert_eq!(order, [presider, clerk, before, after, petitioner]);
    assert!(matches!(hearing.seats[UNIT].gone, Some(Gone::Withdrawn { .. })));
    assert!(hearing.seats[UNIT].admitted.is_some(), "that it sat there stays on record");
    assert!(hearing.seats[UNIT + 1].admitted.is_some());
    assert_eq!(Guest::connect(&again, table.hearing, before).await.err(), Some(ByeReason::Withdrawn));
    let log = table.store.read().await.unwrap().timeline(table.petition).await.unwrap();
    assert!(log.iter().any(|event| event.event.kind == EventKind::HearingSeatReplaced));
    again.stop().await;
}

#[tokio::test]
async fn what_was_said_stays_with_who_said_it() {
    let table = Table::laid().await;
    let rooms = table.rooms();
    let mut guests = table.in_session(&rooms).await;
    let mut said = entry(1, 1, 1, "我局已经立案。");
    if let ClientMessage::PutEntry { speaker, .. } = &mut said {
        *speaker = Some(table.seats[UNIT].into());
    }
    guests[CLERK].done(said).await;
    reseat(&rooms, &table, &instead(&table)).await.unwrap();
    let minutes = table.store.read().await.unwrap().minutes(table.hearing).await.unwrap();
    assert_eq!(minutes[0].speaker, Some(table.seats[UNIT]));
    rooms.stop().await;
}

#[tokio::test]
async fn a_place_is_taken_once() {
    let table = Table::laid().await;
    let rooms = table.rooms();
    let _guests = table.in_session(&rooms).await;
    let (first, second) = (instead(&table), instead(&table));
    let both = tokio::join!(reseat(&rooms, &table, &first), reseat(&rooms, &table, &second));
    let refused = both.0.err().or(both.1.err()).expect("one of them");
    assert!(matches!(refused.code, RefusalCode::TooFast | RefusalCode::NoSuchSeat), "{refused}");
    assert_eq!(table.hearing().await.standing().count(), 4);
    rooms.stop().await;
}
