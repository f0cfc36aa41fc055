//! A live hearing over a real store: what is announced is on record, and what is on record comes back.

mod apart;
mod beside;
mod chat;
mod check_in;
mod exhibits;
mod lines;
mod mending;
mod outside;
mod papers;
mod presiding;
mod recording;
mod reseating;
mod signing;
pub mod table;

use crate::kit::wait::eventually;
use lianjie::{
    domain::{
        event::{Actor, EventKind},
        hearing::{COUNTDOWN, ItemDraft, OutcomeDraft, OutcomeStandard, PaperKind, StageName, Unfinished},
        ids::{EntryId, HearingId, OpId},
    },
    rooms::Command,
    storage,
    world::{RealWorld, World},
};
use signaling::wire::{
    AgendaPhase, ByeReason, ClientMessage, DisconnectReason, Presence, RefusalCode, ServerMessage,
    SourceKind, StageStep,
};
use std::sync::atomic::Ordering;
use table::{CLERK, Guest, PETITIONER, PRESIDER, Table, UNIT, step};

fn entry(op: u128, id: u128, revision: u32, text: &str) -> ClientMessage {
    ClientMessage::PutEntry {
        op: OpId(uuid::Uuid::from_u128(op)).into(),
        entry: EntryId(uuid::Uuid::from_u128(id)).into(),
        revision,
        phase: AgendaPhase::Opening,
        speaker: None,
        text: text.into(),
        typed_ms_ago: None,
    }
}

#[tokio::test]
async fn a_hearing_runs_from_lobby_to_published_orders() {
    let table = Table::laid().await;
    let rooms = table.rooms();
    let mut guests = table.in_session(&rooms).await;
    guests[CLERK].done(entry(1, 1, 1, "物业公司承诺三日内公开账目。")).await;
    guests[PRESIDER].done(step(StageStep::NextPhase {})).await;
    guests[PRESIDER].done(step(StageStep::ReviewMinutes {})).await;

    let draft = OutcomeDraft {
        conclusion: "物业公司三日内公开近三年收支，街道监督。".into(),
        standards: vec![OutcomeStandard::Resolve],
        items: vec![ItemDraft {
            agency: table.bureau,
            content: "督促公开账目".into(),
            deadline: table.clock.now().local_date().next_day().unwrap(),
            entry: EntryId(uuid::Uuid::from_u128(1)),
            proposal: None,
        }],
        next: None,
        left_out: Vec::new(),
        heirs: Vec::new(),
    };
    let by = Actor::Seat(table.seats[PRESIDER]);
    let silent = Command::IssueOutcome(draft.clone(), Unfinished::default());
    let refused = rooms.command(table.hearing, by, silent).await.unwrap_err();
    assert_eq!(refused.code, RefusalCode::Unsigned, "nobody has signed, and it was not said why");
    let left = Unfinished { unsigned: Some("各方同意另行补签".into()), agreement: None };
    rooms.command(table.hearing, by, Command::IssueOutcome(draft, left)).await.unwrap();
    guests[PETITIONER]
        .until(|m| matches!(m, ServerMessage::Bye { reason: ByeReason::HearingOver, .. }))
        .await;

    assert_eq!(table.hearing().await.stage.name(), StageName::OutcomeIssued);
    let mut records = table.store.read().await.unwrap();
    let outcome = records.outcome(table.hearing).await.unwrap().unwrap();
    assert_eq!(outcome.items.len(), 1);
    let kinds: Vec<_> =
        records.timeline(table.petition).await.unwrap().into_iter().map(|e| e.event.kind).collect();
    for kind in [
        EventKind::HearingSeatAdmitted,
        EventKind::HearingStage,
        EventKind::HearingClosedUnsigned,
        EventKind::HearingPhase,
        EventKind::HearingEntryWritten,
        EventKind::HearingOutcomeIssued,
        EventKind::ActionItemOrdered,
    ] {
        assert!(kinds.contains(&kind), "{kind} is not in the log: {kinds:?}");
    }
    assert!(storage::verify(&*table.store).await.unwrap().is_sound());
}

/// A page gives up after some offers that cannot be answered, and sends one again for as long as nobody is there to answer it.
#[tokio::test]
async fn an_offer_that_nobody_can_answer_now_is_not_called_a_bad_one() {
    let table = Table::laid().await;
    let rooms = table.rooms();
    let mut guests = table.in_session(&rooms).await;
    for (sdp, code) in [("", RefusalCode::BadOffer), ("to nobody", RefusalCode::NotStored)] {
        let offer =
            ClientMessage::Offer { peer: 1, sdp: sdp.into(), sources: Vec::new(), receivers: Vec::new() };
        guests[PETITIONER].refused(offer, code).await;
    }
}

#[tokio::test]
async fn a_restarted_server_puts_everybody_back_where_they_were() {
    let table = Table::laid().await;
    let rooms = table.rooms();
    let mut guests = table.in_session(&rooms).await;
    guests[PETITIONER].offer().await;
    let seat = table.seats[PETITIONER].into();
    guests[PRESIDER].done(ClientMessage::Mute { seat, kind: SourceKind::Microphone, muted: true }).await;
    guests[CLERK].done(entry(1, 1, 1, "第一句。")).await;
    // The mute's row is written behind the answer; the entry came after it in the same journal.
    drop((guests, rooms));

    let rooms = table.rooms();
    for seat in [PRESIDER, CLERK, UNIT, PETITIONER] {
        let guest = table.sit(&rooms, seat).await;
        let Some(ServerMessage::Welcome { stage, seats, minutes, grants, .. }) = guest.heard.first().cloned()
        else {
            panic!("welcome comes first");
        };
        assert_eq!(stage.stage, signaling::wire::Stage::InSession);
        assert_eq!(minutes.len(), 1);
        assert!(grants.attend, "nobody is sent back to the lobby");
        let petitioner = seats.iter().find(|s| s.id.0 == table.seats[PETITIONER].0).unwrap();
        assert!(petitioner.sources.iter().any(|s| s.kind == SourceKind::Microphone && s.muted));
        std::mem::forget(guest); // stays connected
    }
}

#[tokio::test]
async fn a_room_that_is_open_is_reached_while_another_cannot_be_opened() {
    let mut table = Table::laid().await;
    let store = table.silent();
    let rooms = table.rooms();
    let _presider = table.sit(&rooms, PRESIDER).await;
    store.silent.store(true, Ordering::Relaxed);
    tokio::select! {
        biased;
        _ = Guest::connect(&rooms, HearingId(RealWorld.new_id()), table.seats[PRESIDER]) => {
            panic!("the store does not answer");
        }
        _clerk = table.sit(&rooms, CLERK) => {}
    }
}

/// As a commit leaves it whose answer was lost, or another node.
#[tokio::test]
async fn a_room_that_the_record_has_gone_past_begins_anew() {
    let table = Table::laid().await;
    let rooms = table.rooms();
    let mut guests = table.in_session(&rooms).await;
    let mut tx = table.store.begin().await.unwrap();
    tx.save_hearing(&table.hearing().await).await.unwrap();
    tx.commit().await.unwrap();
    guests[PRESIDER].refused(step(StageStep::NextPhase {}), RefusalCode::NotStored).await;
    for guest in &mut guests {
        guest.until(|m| matches!(m, ServerMessage::Bye { reason: ByeReason::Restarting, .. })).await;
    }
    eventually(async || (rooms.count() == 0).then_some(())).await;
    for (seat, guest) in guests.iter_mut().enumerate() {
        *guest = table.sit(&rooms, seat).await;
    }
    guests[PRESIDER].done(step(StageStep::NextPhase {})).await;
}

/// The hearing waits for who must be there; their seat waits for them.
#[tokio::test]
async fn who_was_gone_for_ten_minutes_is_back_without_being_let_in() {
    let table = Table::laid().await;
    let rooms = table.rooms();
    let mut guests = table.in_session(&rooms).await;
    for guest in &mut guests {
        guest.offer().await;
    }
    drop(guests.pop());
    let petitioner = table.seats[PETITIONER];
    let is = |presence: fn(&Presence) -> bool| {
        move |message: &ServerMessage| match message {
            ServerMessage::Seat { seat } => seat.id.0 == petitioner.0 && presence(&seat.presence),
            _ => false,
        }
    };
    guests[PRESIDER].until(is(|presence| matches!(presence, Presence::Dropped { admitted: true, .. }))).await;
    for _minute in 0..10 {
        table.clock.advance(60_000);
        guests[PRESIDER].done(ClientMessage::RaiseHand { up: false }).await; // wakes the room
    }
    guests[PRESIDER].until_stage("suspended").await;
    assert!(table.flows().iter().all(|(to, from, _)| *to != petitioner && *from != petitioner));

    let mut back = table.sit(&rooms, PETITIONER).await;
    guests[PRESIDER].until(is(|presence| matches!(presence, Presence::Seated { .. }))).await;
    guests[PRESIDER].done(step(StageStep::Resume {})).await;
    table.clock.advance(COUNTDOWN);
    guests[PRESIDER].done(ClientMessage::RaiseHand { up: false }).await;
    back.until_stage("in_session").await;
    back.until_granted(|grants| grants.attend).await;
    back.offer().await;
    assert_eq!(table.flows().len(), 12, "everybody hears the three others again");
    let events = table.store.read().await.unwrap().timeline(table.petition).await.unwrap();
    let admitted = events.iter().filter(|e| e.event.kind == EventKind::HearingSeatAdmitted);
    assert_eq!(admitted.count(), 4, "each was admitted once, however they came");
}

#[tokio::test]
async fn what_flows_follows_the_grants() {
    let table = Table::laid().await;
    let rooms = table.rooms();
    let mut guests = table.in_session(&rooms).await;
    for guest in &mut guests {
        guest.offer().await;
    }
    assert_eq!(table.flows().len(), 12, "everybody hears the three others");

    let petitioner = table.seats[PETITIONER];
    let mute = |muted| ClientMessage::Mute { seat: petitioner.into(), kind: SourceKind::Microphone, muted };
    guests[PRESIDER].done(mute(true)).await;
    assert!(table.flows().iter().all(|(_, from, _)| *from != petitioner));
    guests[PRESIDER].done(mute(false)).await;
    assert_eq!(table.flows().len(), 12);

    guests[PRESIDER].done(step(StageStep::Pause { reason: "休息十分钟".into() })).await;
    assert!(table.flows().is_empty(), "media are held in recess");
    guests[PRESIDER].done(step(StageStep::Resume {})).await;
    assert_eq!(table.flows().len(), 12);

    let remove = ClientMessage::Remove {
        seat: petitioner.into(), reason: "扰乱接访秩序，经劝阻无效".into()
    };
    guests[PRESIDER].done(remove).await;
    assert!(table.flows().iter().all(|(to, from, _)| *to != petitioner && *from != petitioner));
    let again = Guest::connect(&rooms, table.hearing, petitioner).await;
    assert_eq!(again.err(), Some(ByeReason::Removed));
}

#[tokio::test]
async fn an_entry_sent_twice_is_written_once() {
    let table = Table::laid().await;
    let rooms = table.rooms();
    let mut clerk = table.sit(&rooms, CLERK).await;
    clerk.until_granted(|grants| grants.minute).await;
    clerk.done(entry(1, 1, 1, "第一句。")).await;
    clerk.done(entry(1, 1, 1, "第一句。")).await;
    clerk.done(entry(2, 1, 2, "第一句，改。")).await;
    let stale = clerk.ask(entry(3, 1, 2, "又改。")).await;
    assert!(matches!(stale, ServerMessage::Refused { code: RefusalCode::StaleRevision, .. }), "{stale:?}");
    let minutes = table.store.read().await.unwrap().minutes(table.hearing).await.unwrap();
    assert_eq!(minutes.iter().map(|e| e.text.as_str()).collect::<Vec<_>>(), ["第一句，改。"]);
}

#[tokio::test]
async fn a_line_is_struck_by_who_may_write_it_and_restored_by_writing_it_again() {
    let table = Table::laid().await;
    let rooms = table.rooms();
    let mut guests = table.in_session(&rooms).await;
    guests[CLERK].done(entry(1, 1, 1, "第一句。")).await;
    guests[CLERK].done(entry(2, 2, 1, "第一句。")).await;
    let strike = |op, id, revision, reason: &str| ClientMessage::Strike {
        op: OpId(uuid::Uuid::from_u128(op)).into(),
        entry: EntryId(uuid::Uuid::from_u128(id)).into(),
        revision,
        reason: reason.into(),
    };
    let reason = "与第一条重复";
    guests[UNIT].refused(strike(3, 2, 2, reason), RefusalCode::NotAllowed).await;
    guests[CLERK].refused(strike(3, 2, 2, "重复"), RefusalCode::ReasonNeeded).await;
    guests[CLERK].refused(strike(3, 9, 2, reason), RefusalCode::StaleRevision).await;
    guests[CLERK].done(strike(3, 2, 2, reason)).await;
    guests[CLERK].done(strike(3, 2, 2, reason)).await; // sent again after a lost answer
    guests[CLERK].refused(strike(4, 2, 2, reason), RefusalCode::StaleRevision).await;
    let struck = |message: &ServerMessage| match message {
        ServerMessage::Entry { entry, .. } => entry.struck.as_deref() == Some(reason),
        _ => false,
    };
    guests[PETITIONER].until(struck).await;

    guests[PRESIDER].done(step(StageStep::ReviewMinutes {})).await;
    let text = async || {
        let mut records = table.store.read().await.unwrap();
        let record = records.signing_record(table.hearing, PaperKind::Minutes).await.unwrap();
        record.latest().unwrap().text.clone()
    };
    assert!(text().await.contains("\n2. （作废）\n（完）\n"), "{}", text().await);
    guests[CLERK].done(entry(5, 2, 3, "第二句。")).await;
    guests[CLERK].done(ClientMessage::Freeze {}).await;
    assert!(text().await.contains("  第二句。\n"), "{}", text().await);
    guests[CLERK].done(step(StageStep::StartSigning {})).await;
    guests[CLERK].refused(strike(6, 2, 4, reason), RefusalCode::NotAllowed).await;

    let mut records = table.store.read().await.unwrap();
    let log = records.timeline(table.petition).await.unwrap();
    let of = |kind| log.iter().filter(|one| one.event.kind == kind).count();
    assert_eq!((of(EventKind::HearingEntryWritten), of(EventKind::HearingEntryStruck)), (3, 1));
    assert!(!format!("{log:?}").contains(reason), "the log vouches for the reason and does not repeat it");
    assert!(storage::verify(&*table.store).await.unwrap().is_sound());
}

#[tokio::test]
async fn who_may_not_is_refused_and_nothing_changes() {
    let table = Table::laid().await;
    let rooms = table.rooms();
    let mut guests = table.in_session(&rooms).await;
    for (message, code) in [
        (step(StageStep::NextPhase {}), RefusalCode::NotAllowed),
        (entry(1, 1, 1, "我来写。"), RefusalCode::NotAllowed),
        (ClientMessage::MuteAll { muted: true }, RefusalCode::NotAllowed),
    ] {
        let answer = guests[PETITIONER].ask(message).await;
        assert!(matches!(&answer, ServerMessage::Refused { code: c, .. } if *c == code), "{answer:?}");
    }
    let answer = guests[PRESIDER].ask(step(StageStep::Start {})).await;
    assert!(matches!(answer, ServerMessage::Refused { code: RefusalCode::WrongStage, .. }), "{answer:?}");
    assert!(table.store.read().await.unwrap().minutes(table.hearing).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_second_device_replaces_the_first() {
    let table = Table::laid().await;
    let rooms = table.rooms();
    let mut first = table.sit(&rooms, PETITIONER).await;
    let _second = table.sit(&rooms, PETITIONER).await;
    first.until(|m| matches!(m, ServerMessage::Bye { reason: ByeReason::Replaced, .. })).await;
    assert!(table.folder().exists());
}

/// The clerk's network was gone for five minutes, and the clerk typed on.
#[tokio::test]
async fn a_line_typed_out_of_reach_has_the_time_of_its_key_and_no_time_before() {
    const MINUTE: i64 = 60_000;
    let table = Table::laid().await;
    let rooms = table.rooms();
    let mut guests = table.in_session(&rooms).await;
    table.clock.advance(10 * MINUTE);
    guests.remove(CLERK).connection.lost(DisconnectReason::Network);
    let gone = |message: &ServerMessage| match message {
        ServerMessage::Seat { seat } => matches!(seat.presence, Presence::Dropped { .. }),
        _ => false,
    };
    guests[PRESIDER].until(gone).await;
    table.clock.advance(5 * MINUTE);
    let mut clerk = table.sit(&rooms, CLERK).await;
    clerk.until_granted(|grants| grants.minute).await;
    let now = table.clock.now();
    for (n, ago) in [(1, Some(4 * 60_000)), (2, Some(60 * 60_000)), (3, None)] {
        let mut line = entry(n, n, 1, "现在开庭。");
        if let ClientMessage::PutEntry { typed_ms_ago, .. } = &mut line {
            *typed_ms_ago = ago;
        }
        clerk.done(line).await;
    }
    let minutes = table.store.read().await.unwrap().minutes(table.hearing).await.unwrap();
    let before: Vec<_> = minutes.iter().map(|line| (now.0 - line.at.0 + MINUTE / 2) / MINUTE).collect();
    assert_eq!(before, [4, 5, 0], "minutes before it came; none while the clerk was connected");
}
