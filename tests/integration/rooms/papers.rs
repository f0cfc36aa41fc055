//! An agreement is signed into force, items are accepted, lines proposed and returned; and who hears nothing of it.

use super::{
    entry,
    table::{CLERK, Guest, PETITIONER, PRESIDER, Table, UNIT, step},
};
use lianjie::{
    domain::{
        event::EventKind,
        hearing::{ItemAnswer, PaperKind, ParticipantRole as R},
    },
    storage,
    world::{RealWorld, World},
};
use signaling::wire::{
    self, AgendaPhase, ClientMessage, ItemAnswerView, OpId, PapersAsk, PapersView, RefusalCode,
    ServerMessage, SignatureMark, StageStep,
};
use uuid::Uuid;

const TERMS: &str = "物业公司于十二月三十一日前公开三年账目。";

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

fn ask(ask: PapersAsk) -> ClientMessage {
    ClientMessage::Papers { ask }
}

fn freeze(table: &Table, parties: &[usize]) -> ClientMessage {
    let parties = parties.iter().map(|seat| table.seats[*seat].into()).collect();
    ask(PapersAsk::FreezeAgreement { terms: TERMS.into(), parties })
}

fn line(n: u128, text: &str) -> ClientMessage {
    let (entry, phase) = (wire::EntryId(id(n)), AgendaPhase::Statement);
    ask(PapersAsk::ProposeEntry { entry, phase, text: text.into() })
}

fn item(table: &Table, n: u128, deadline: &str) -> ClientMessage {
    ask(PapersAsk::ProposeItem {
        item: OpId(id(n)),
        seat: table.seats[UNIT].into(),
        content: "三日内公开账目".into(),
        deadline: deadline.into(),
        entry: wire::EntryId(id(1)),
    })
}

fn answer(n: u128, declined: Option<&str>) -> ClientMessage {
    ask(PapersAsk::AnswerItem { item: OpId(id(n)), declined: declined.map(Into::into) })
}

fn told(message: &ServerMessage) -> Option<&PapersView> {
    match message {
        ServerMessage::Papers { papers } => Some(papers),
        _ => None,
    }
}

/// What this guest was told last.
fn papers(guest: &Guest) -> PapersView {
    guest.heard.iter().rev().find_map(told).cloned().unwrap_or_default()
}

async fn until(guest: &mut Guest, wanted: impl Fn(&PapersView) -> bool) {
    if !wanted(&papers(guest)) {
        guest.until(|message| told(message).is_some_and(&wanted)).await;
    }
}

/// On the agreement as this guest reads it.
fn sign(table: &Table, guest: &Guest, seat: usize, mark: SignatureMark) -> ClientMessage {
    let read = guest.heard.iter().rev().filter_map(told).find_map(|papers| papers.agreement.clone());
    let read = read.expect("there is an agreement");
    ClientMessage::Sign {
        op: OpId(RealWorld.new_id()),
        paper: Some(wire::PaperKind::Agreement),
        seat: table.seats[seat].into(),
        version: read.version,
        sha256: read.sha256,
        mark,
    }
}

async fn logged(table: &Table, kinds: &[EventKind]) -> Vec<usize> {
    let log = table.store.read().await.unwrap().timeline(table.petition).await.unwrap();
    kinds.iter().map(|kind| log.iter().filter(|event| event.event.kind == *kind).count()).collect()
}

#[tokio::test]
async fn an_agreement_is_in_force_with_the_last_partys_signature_and_not_before() {
    let table = Table::laid().await;
    let rooms = table.rooms();
    let mut guests = table.in_session(&rooms).await;
    for (seat, parties, code) in [
        (PETITIONER, &[UNIT, PETITIONER][..], RefusalCode::NotAllowed),
        (CLERK, &[UNIT], RefusalCode::BadText),
    ] {
        guests[seat].refused(freeze(&table, parties), code).await;
    }
    for _ in 0..2 {
        guests[CLERK].done(freeze(&table, &[UNIT, PETITIONER])).await; // the second says the same
    }
    for seat in [UNIT, PETITIONER, PRESIDER] {
        until(&mut guests[seat], |papers| papers.agreement.is_some()).await;
        let view = papers(&guests[seat]).agreement.unwrap();
        assert_eq!((view.version, view.seats.len()), (1, 2), "seat {seat}");
        assert!(view.text.unwrap().contains(TERMS), "seat {seat}");
    }
    let not_a_party = sign(&table, &guests[PRESIDER], PRESIDER, SignatureMark::Confirmed {});
    guests[PRESIDER].refused(not_a_party, RefusalCode::NotAllowed).await;

    let confirmed = sign(&table, &guests[UNIT], UNIT, SignatureMark::Confirmed {});
    guests[UNIT].done(confirmed).await;
    let reason = "金额与协商的不一致".to_owned();
    let no = sign(&table, &guests[PETITIONER], PETITIONER, SignatureMark::Refused { reason });
    guests[PETITIONER].done(no).await;
    let kinds = [
        EventKind::HearingAgreementFrozen,
        EventKind::HearingAgreementSigned,
        EventKind::HearingAgreementRefused,
        EventKind::HearingAgreementEffective,
    ];
    assert_eq!(logged(&table, &kinds).await, [1, 1, 1, 0], "one refusal, and it is not in force");
    assert!(guests.iter().all(|guest| !papers(guest).agreed));

    let drawn = SignatureMark::Drawn { strokes: "M1 1L20 30".into() };
    let yes = sign(&table, &guests[PETITIONER], PETITIONER, drawn);
    guests[PETITIONER].done(yes).await;
    until(&mut guests[UNIT], |papers| papers.agreed).await;
    assert_eq!(logged(&table, &kinds).await, [1, 2, 1, 1]);
    guests[CLERK].refused(freeze(&table, &[CLERK, PETITIONER]), RefusalCode::SignedAlready).await;

    let log = table.store.read().await.unwrap().timeline(table.petition).await.unwrap();
    let last = log.iter().rfind(|event| event.event.kind == kinds[1]).unwrap();
    let effective = log.iter().find(|event| event.event.kind == kinds[3]).unwrap();
    assert_eq!(effective.number, last.number + 1, "in one transaction");
    assert!(!format!("{log:?}").contains("金额") && !format!("{log:?}").contains("公开三年"));
    assert!(storage::verify(&*table.store).await.unwrap().is_sound());
}

#[tokio::test]
async fn an_agreement_half_signed_outlives_the_server() {
    let table = Table::laid().await;
    let rooms = table.rooms();
    let mut guests = table.in_session(&rooms).await;
    guests[CLERK].done(freeze(&table, &[UNIT, PETITIONER])).await;
    until(&mut guests[UNIT], |papers| papers.agreement.is_some()).await;
    let confirmed = sign(&table, &guests[UNIT], UNIT, SignatureMark::Confirmed {});
    guests[UNIT].done(confirmed).await;
    drop(guests);
    rooms.stop().await;

    let rooms = table.rooms();
    let mut back = table.sit(&rooms, PETITIONER).await;
    until(&mut back, |papers| papers.agreement.as_ref().is_some_and(|view| view.text.is_some())).await;
    let drawn = SignatureMark::Drawn { strokes: "M1 1L20 30".into() };
    let yes = sign(&table, &back, PETITIONER, drawn);
    back.done(yes).await;
    until(&mut back, |papers| papers.agreed).await;
    let mut records = table.store.read().await.unwrap();
    assert!(records.signing_record(table.hearing, PaperKind::Agreement).await.unwrap().is_agreed());
}

#[tokio::test]
async fn the_asked_agencys_seat_alone_accepts_an_item_and_a_yes_stays() {
    let table = Table::laid().await;
    let rooms = table.rooms();
    let mut guests = table.in_session(&rooms).await;
    guests[CLERK].done(entry(1, 1, 1, "物业公司承诺三日内公开账目。")).await;
    let soon = table.clock.now().local_date().next_day().unwrap().to_string();
    guests[UNIT].refused(item(&table, 7, &soon), RefusalCode::NotAllowed).await;
    for no_deadline in ["明天", "2020-01-01", "9999-12-31"] {
        guests[CLERK].refused(item(&table, 7, no_deadline), RefusalCode::BadText).await;
    }
    for n in [7, 8, 7] {
        guests[CLERK].done(item(&table, n, &soon)).await; // asked twice, put once
    }
    guests[PETITIONER].refused(answer(7, None), RefusalCode::NotAllowed).await;
    guests[UNIT].refused(answer(7, Some("不")), RefusalCode::ReasonNeeded).await;
    guests[UNIT].done(answer(8, Some("不属于本单位的职责"))).await;
    for _ in 0..2 {
        guests[UNIT].done(answer(7, None)).await;
    }
    guests[UNIT].refused(answer(7, Some("不属于本单位的职责")), RefusalCode::SignedAlready).await;
    let by = table.seats[UNIT].into();
    until(&mut guests[PETITIONER], |papers| {
        let accepts =
            |one: &ItemAnswerView| matches!(one, ItemAnswerView::Accepted { seat, .. } if *seat == by);
        papers.items.iter().any(|one| accepts(&one.answer))
    })
    .await;
    let kept = table.store.read().await.unwrap().item_proposals(table.hearing).await.unwrap();
    let mut answers: Vec<_> = kept.iter().map(|one| (one.id.0, one.acceptance().is_some())).collect();
    answers.sort_unstable();
    assert_eq!(answers, [(id(7), true), (id(8), false)]);
    assert!(kept.iter().all(|one| one.answer != ItemAnswer::Open));
    let kinds =
        [EventKind::HearingItemProposed, EventKind::HearingItemAccepted, EventKind::HearingItemDeclined];
    assert_eq!(logged(&table, &kinds).await, [2, 1, 1]);
}

#[tokio::test]
async fn a_proposed_line_is_taken_as_an_entry_or_comes_back_with_a_reason() {
    let table = Table::laid().await;
    let rooms = table.rooms();
    let mut guests = table.in_session(&rooms).await;
    guests[UNIT].done(line(21, "账目已在十月公开。")).await;
    guests[UNIT].done(line(22, "另有一事。")).await;
    until(&mut guests[CLERK], |papers| papers.entries.len() == 2).await;
    assert!(papers(&guests[UNIT]).entries.len() <= 2);
    guests[PETITIONER].done(ClientMessage::RaiseHand { up: true }).await;
    assert!(papers(&guests[PETITIONER]).entries.is_empty(), "not yet said is not yet heard");

    let returns = |n| {
        let (entry, reason) = (wire::EntryId(id(n)), "与本案无关".to_owned());
        ask(PapersAsk::ReturnEntry { entry, reason })
    };
    guests[PETITIONER].refused(returns(22), RefusalCode::NotAllowed).await;
    guests[CLERK].done(entry(9, 21, 1, "账目已在十月公开。")).await;
    guests[CLERK].done(returns(22)).await;
    guests[CLERK].refused(returns(21), RefusalCode::SignedAlready).await;
    until(&mut guests[UNIT], |papers| {
        papers.entries.len() == 1 && papers.entries[0].returned.as_deref() == Some("与本案无关")
    })
    .await;
    let kinds = [EventKind::HearingEntryProposed, EventKind::HearingEntryReturned];
    assert_eq!(logged(&table, &kinds).await, [2, 1]);
    assert_eq!(table.store.read().await.unwrap().minutes(table.hearing).await.unwrap().len(), 1);
}

#[tokio::test]
async fn the_line_being_read_is_on_every_screen_and_led_by_who_keeps_the_minutes() {
    let table = Table::laid().await;
    let rooms = table.rooms();
    let mut guests = table.in_session(&rooms).await;
    guests[CLERK].done(entry(1, 1, 1, "第一句。")).await;
    guests[PRESIDER].done(step(StageStep::ReviewMinutes {})).await;
    let reads = |n: Option<u128>| ask(PapersAsk::ReadLine { entry: n.map(|n| wire::EntryId(id(n))) });
    guests[PETITIONER].refused(reads(Some(1)), RefusalCode::NotAllowed).await;
    guests[CLERK].refused(reads(Some(9)), RefusalCode::StaleRevision).await;
    guests[CLERK].done(reads(Some(1))).await;
    for seat in [UNIT, PETITIONER] {
        until(&mut guests[seat], |papers| papers.reading == Some(wire::EntryId(id(1)))).await;
    }
    let mut late = table.sit(&rooms, UNIT).await;
    until(&mut late, |papers| papers.reading.is_some()).await;
    guests[PRESIDER].done(reads(None)).await;
    until(&mut guests[PETITIONER], |papers| papers.reading.is_none()).await;
}

#[tokio::test]
async fn reading_aloud_ends_when_signing_begins_and_may_begin_anew() {
    let table = Table::laid().await;
    let rooms = table.rooms();
    let mut guests = table.in_session(&rooms).await;
    guests[CLERK].done(entry(1, 1, 1, "第一句。")).await;
    guests[PRESIDER].done(step(StageStep::ReviewMinutes {})).await;
    let reads = || ask(PapersAsk::ReadLine { entry: Some(wire::EntryId(id(1))) });
    guests[CLERK].done(reads()).await;
    until(&mut guests[PETITIONER], |papers| papers.reading.is_some()).await;
    guests[CLERK].done(step(StageStep::StartSigning {})).await;
    until(&mut guests[PETITIONER], |papers| papers.reading.is_none()).await;
    // Once more for somebody who asks before signing.
    guests[CLERK].done(reads()).await;
    until(&mut guests[PETITIONER], |papers| papers.reading.is_some()).await;
}

#[tokio::test]
async fn a_witness_hears_nothing_of_papers() {
    let table = Table::laid_with(&[(R::Witness, &[])]).await;
    let rooms = table.rooms();
    let mut guests = table.in_session(&rooms).await;
    let witness = guests.len() - 1;
    guests[CLERK].refused(freeze(&table, &[witness, PETITIONER]), RefusalCode::BadText).await;
    guests[CLERK].done(freeze(&table, &[UNIT, PETITIONER])).await;
    guests[CLERK].done(entry(1, 1, 1, "第一句。")).await;
    guests[CLERK].done(ask(PapersAsk::ReadLine { entry: Some(wire::EntryId(id(1))) })).await;
    until(&mut guests[UNIT], |papers| papers.reading.is_some()).await;
    let again = table.sit(&rooms, witness).await;
    guests[witness] = again;
    // Whatever it is answered, it comes after all that was to be told.
    guests[witness].ask(ClientMessage::RaiseHand { up: true }).await;
    assert!(guests[witness].heard.iter().all(|message| told(message).is_none()));
}
