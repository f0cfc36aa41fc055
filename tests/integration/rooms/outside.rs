//! Who waits outside is told nothing of what is said inside; who is let in learns all of it, and who owes their word may
//! read what they are asked to sign.

use super::{
    entry,
    table::{CLERK, Guest, PETITIONER, PRESIDER, Table, UNIT, step},
};
use lianjie::{
    domain::{
        hearing::{Language, PaperKind, ParticipantRole as R},
        ids::OpId,
    },
    world::{RealWorld, World},
};
use signaling::wire::{
    ClientMessage, PapersAsk, ReadBackView, RefusalCode, ServerMessage, SignatureMark, StageStep,
};

const COMPANY: usize = 4;
const OTHERS: [(R, &[Language]); 6] = [
    (R::CompanyRep, &[]),
    (R::Interpreter, &[Language::Tibetan]),
    (R::GridWorker, &[]),
    (R::Observer, &[]),
    (R::Tech, &[]),
    (R::Officer, &[]),
];

fn of_minutes(message: &ServerMessage) -> bool {
    match message {
        ServerMessage::Welcome { minutes, read_back, .. } => !minutes.is_empty() || read_back.is_some(),
        ServerMessage::Entry { .. }
        | ServerMessage::Minutes { .. }
        | ServerMessage::ReadBack { .. }
        | ServerMessage::Papers { .. } => true,
        _ => false,
    }
}

/// An answer comes after all that was to be told before it.
async fn caught_up(guest: &mut Guest) {
    guest.done(ClientMessage::Tiles { tiles: Vec::new() }).await;
}

/// Whether anything of the minutes or of what is put to people was told since then.
async fn is_told(guest: &mut Guest, since: usize) -> bool {
    caught_up(guest).await;
    guest.heard[since..].iter().any(of_minutes)
}

/// How many lines the last full telling had.
fn lines(guest: &Guest) -> Option<usize> {
    guest.heard.iter().rev().find_map(|message| match message {
        ServerMessage::Welcome { minutes, .. } | ServerMessage::Minutes { minutes } => Some(minutes.len()),
        _ => None,
    })
}

fn text(guest: &Guest, since: usize) -> Option<ReadBackView> {
    guest.heard[since..].iter().find_map(|message| match message {
        ServerMessage::ReadBack { read_back } if read_back.text.is_some() => Some(read_back.clone()),
        _ => None,
    })
}

fn agreement(table: &Table) -> ClientMessage {
    let parties = vec![table.seats[UNIT].into(), table.seats[PETITIONER].into()];
    let terms = "物业公司于十二月三十一日前公开三年账目。".into();
    ClientMessage::Papers { ask: PapersAsk::FreezeAgreement { terms, parties } }
}

fn sign(table: &Table, seat: usize, on: &ReadBackView) -> ClientMessage {
    ClientMessage::Sign {
        op: OpId(RealWorld.new_id()).into(),
        paper: None,
        seat: table.seats[seat].into(),
        version: on.version,
        sha256: on.sha256.clone(),
        mark: SignatureMark::Drawn { strokes: "M1 1L20 30".into() },
    }
}

async fn leaves(guest: &mut Guest) {
    guest.send(ClientMessage::Leave {}).await;
    guest.until(|message| matches!(message, ServerMessage::Bye { .. })).await;
}

#[tokio::test]
async fn nothing_of_the_minutes_is_told_outside_and_all_of_it_to_who_is_let_in() {
    let table = Table::laid_with(&OTHERS).await;
    let rooms = table.rooms();
    let mut guests = table.in_session(&rooms).await;
    guests[CLERK].done(entry(1, 1, 1, "六十六户")).await;
    guests[CLERK].done(agreement(&table)).await;
    guests[PRESIDER].done(step(StageStep::ReviewMinutes {})).await;
    for seat in COMPANY..guests.len() {
        assert!(!is_told(&mut guests[seat], 0).await, "seat {seat} was told outside");
        guests[seat] = table.sit(&rooms, seat).await;
        assert!(!is_told(&mut guests[seat], 0).await, "seat {seat} was told when it came back outside");
    }
    for seat in COMPANY..guests.len() {
        let since = guests[seat].heard.len();
        guests[PRESIDER].done(ClientMessage::Admit { seat: table.seats[seat].into() }).await;
        guests[seat].until(|message| matches!(message, ServerMessage::Papers { .. })).await;
        assert_eq!(lines(&guests[seat]), Some(1), "seat {seat}");
        assert!(text(&guests[seat], since).is_some(), "seat {seat} reads what is read back");
    }
    guests[CLERK].done(entry(2, 2, 1, "六十八户")).await;
    guests[COMPANY].until(|message| matches!(message, ServerMessage::Entry { .. })).await;
}

#[tokio::test]
async fn whoever_was_let_in_and_comes_back_has_all_of_it_in_the_welcome() {
    let table = Table::laid().await;
    let rooms = table.rooms();
    let mut guests = table.in_session(&rooms).await;
    guests[CLERK].done(entry(1, 1, 1, "六十六户")).await;
    guests[CLERK].done(agreement(&table)).await;
    for seat in [PRESIDER, CLERK, UNIT, PETITIONER] {
        // On a second device the first one goes.
        let mut back = table.sit(&rooms, seat).await;
        assert_eq!(lines(&back), Some(1), "seat {seat}");
        back.until(|message| matches!(message, ServerMessage::Papers { .. })).await;
        let again = |message: &ServerMessage| matches!(message, ServerMessage::Minutes { .. });
        caught_up(&mut back).await;
        assert!(!back.heard.iter().any(again), "told once");
        guests[seat] = back;
    }
}

#[tokio::test]
async fn who_is_sent_out_is_told_no_more_until_let_in_again() {
    let table = Table::laid().await;
    let rooms = table.rooms();
    let mut guests = table.in_session(&rooms).await;
    guests[CLERK].done(entry(1, 1, 1, "六十六户")).await;
    let seat = table.seats[PETITIONER].into();
    guests[PRESIDER].done(ClientMessage::Dismiss { seat }).await;
    caught_up(&mut guests[PETITIONER]).await;
    let since = guests[PETITIONER].heard.len();
    guests[CLERK].done(entry(2, 2, 1, "六十八户")).await;
    guests[CLERK].done(agreement(&table)).await;
    assert!(!is_told(&mut guests[PETITIONER], since).await);
    guests[PRESIDER].done(ClientMessage::Admit { seat }).await;
    guests[PETITIONER].until(|message| matches!(message, ServerMessage::Papers { .. })).await;
    assert_eq!(lines(&guests[PETITIONER]), Some(2));
}

/// They hung up in session and came back when the others signed: there may be nobody who lets them in any more.
#[tokio::test]
async fn who_was_there_reads_and_signs_from_outside_and_who_never_came_does_neither() {
    let table = Table::laid_with(&OTHERS[..1]).await;
    let rooms = table.rooms();
    let mut guests = table.in_session(&rooms).await;
    guests[CLERK].done(entry(1, 1, 1, "六十六户")).await;
    leaves(&mut guests[PETITIONER]).await;
    guests[PETITIONER] = table.sit(&rooms, PETITIONER).await;
    assert!(!is_told(&mut guests[PETITIONER], 0).await, "what is said now is said inside");
    guests[PRESIDER].done(step(StageStep::ReviewMinutes {})).await;
    let review = |message: &ServerMessage| matches!(message, ServerMessage::ReadBack { read_back } if read_back.text.is_some());
    guests[PETITIONER].until(review).await;
    assert_eq!(lines(&guests[PETITIONER]), Some(1));
    guests[PRESIDER].done(step(StageStep::StartSigning {})).await;
    guests[PETITIONER].until_stage("signing").await;

    let mut back = table.sit(&rooms, PETITIONER).await;
    let on = back.heard.iter().find_map(|message| match message {
        ServerMessage::Welcome { read_back, .. } => read_back.clone(),
        _ => None,
    });
    let on = on.expect("it reads what it is asked to sign");
    assert!(!is_told(&mut guests[COMPANY], 0).await);
    let company = sign(&table, COMPANY, &on);
    guests[COMPANY].refused(company, RefusalCode::NotAllowed).await;
    back.done(sign(&table, PETITIONER, &on)).await;
    let mut records = table.store.read().await.unwrap();
    let record = records.signing_record(table.hearing, PaperKind::Minutes).await.unwrap();
    let signed: Vec<_> = record.signatures.iter().map(|signature| signature.seat).collect();
    assert_eq!(signed, [table.seats[PETITIONER]]);
}

/// With the last party's mark it would be in force.
#[tokio::test]
async fn an_agreement_is_not_signed_from_the_lobby_by_who_never_came() {
    let table = Table::laid_with(&OTHERS[..1]).await;
    let rooms = table.rooms();
    let mut guests = table.in_session(&rooms).await;
    let parties = vec![table.seats[PETITIONER].into(), table.seats[COMPANY].into()];
    let terms = "物业公司于十二月三十一日前公开三年账目。".into();
    guests[CLERK].done(ClientMessage::Papers { ask: PapersAsk::FreezeAgreement { terms, parties } }).await;
    let told = |message: &ServerMessage| match message {
        ServerMessage::Papers { papers } => papers.agreement.clone(),
        _ => None,
    };
    if !guests[PETITIONER].heard.iter().any(|message| told(message).is_some()) {
        guests[PETITIONER].until(|message| told(message).is_some()).await;
    }
    let on = guests[PETITIONER].heard.iter().rev().find_map(told).unwrap();
    let marked = |seat: usize| match sign(&table, seat, &on) {
        ClientMessage::Sign { op, seat, version, sha256, mark, .. } => {
            let paper = Some(signaling::wire::PaperKind::Agreement);
            ClientMessage::Sign { op, paper, seat, version, sha256, mark }
        }
        other => panic!("{other:?}"),
    };
    guests[PETITIONER].done(marked(PETITIONER)).await;
    guests[COMPANY].refused(marked(COMPANY), RefusalCode::NotAllowed).await;
    guests[PRESIDER].done(ClientMessage::Admit { seat: table.seats[COMPANY].into() }).await;
    guests[COMPANY].done(marked(COMPANY)).await;
    let mut records = table.store.read().await.unwrap();
    assert!(records.signing_record(table.hearing, PaperKind::Agreement).await.unwrap().is_agreed());
}
