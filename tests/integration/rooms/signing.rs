//! Read back, corrected, signed on every device, closed and sealed.

use super::{
    entry,
    table::{CLERK, Guest, PETITIONER, PRESIDER, Table, UNIT, step},
};
use lianjie::{
    domain::{
        event::{Actor, EventKind},
        hearing::{MarkKind, PaperKind, StageName},
        ids::{AttachmentId, OpId},
    },
    rooms::Command,
    storage,
    world::{RealWorld, World},
};
use signaling::wire::{ClientMessage, ReadBackView, RefusalCode, ServerMessage, SignatureMark, StageStep};

fn op() -> signaling::wire::OpId {
    OpId(RealWorld.new_id()).into()
}

/// The version that stands, as this guest was last told.
fn read_back(guest: &Guest) -> ReadBackView {
    let told = |message: &ServerMessage| match message {
        ServerMessage::ReadBack { read_back } => Some(read_back.clone()),
        ServerMessage::Welcome { read_back, .. } => read_back.clone(),
        _ => None,
    };
    guest.heard.iter().rev().find_map(told).expect("it was told of a version")
}

fn sign(table: &Table, seat: usize, on: &ReadBackView, mark: SignatureMark) -> ClientMessage {
    let (version, sha256) = (on.version, on.sha256.clone());
    ClientMessage::Sign { op: op(), paper: None, seat: table.seats[seat].into(), version, sha256, mark }
}

fn drawn() -> SignatureMark {
    SignatureMark::Drawn { strokes: "M1 1L20 30".into() }
}

#[track_caller]
fn refused(answer: ServerMessage, wanted: RefusalCode) {
    match answer {
        ServerMessage::Refused { code, .. } => assert_eq!(code, wanted),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn minutes_are_read_back_corrected_signed_and_sealed() {
    let table = Table::laid().await;
    let rooms = table.rooms();
    let mut guests = table.in_session(&rooms).await;
    guests[CLERK].done(entry(1, 1, 1, "六十六户")).await;
    guests[PRESIDER].done(step(StageStep::ReviewMinutes {})).await;
    guests[PETITIONER].until_stage("minutes_review").await;
    let first = read_back(&guests[PETITIONER]);
    assert_eq!((first.version, first.changed), (1, false));
    assert!(first.text.as_ref().is_some_and(|text| text.contains("六十六户")));
    let early = sign(&table, PETITIONER, &first, drawn());
    refused(guests[PETITIONER].ask(early).await, RefusalCode::WrongStage);

    let text = "应为六十八户".to_owned();
    guests[PETITIONER].done(ClientMessage::AskCorrection { op: op(), entry: None, text }).await;
    refused(guests[UNIT].ask(ClientMessage::Freeze {}).await, RefusalCode::NotAllowed);
    guests[CLERK].done(entry(2, 1, 2, "六十八户")).await;
    refused(guests[CLERK].ask(step(StageStep::StartSigning {})).await, RefusalCode::StaleRevision);
    guests[CLERK].done(ClientMessage::Freeze {}).await;
    guests[CLERK].done(step(StageStep::StartSigning {})).await;
    refused(guests[CLERK].ask(entry(3, 1, 3, "改")).await, RefusalCode::NotAllowed);

    for guest in &mut guests {
        guest.until_stage("signing").await;
    }
    let second = read_back(&guests[UNIT]);
    assert_eq!((second.version, second.corrections.len()), (2, 1));
    let old = sign(&table, PETITIONER, &first, drawn());
    refused(guests[PETITIONER].ask(old).await, RefusalCode::StaleRevision);
    guests[PETITIONER].done(sign(&table, PETITIONER, &second, drawn())).await;
    let twice = sign(&table, PETITIONER, &second, drawn());
    refused(guests[PETITIONER].ask(twice).await, RefusalCode::WrongStage);
    let anothers = sign(&table, PETITIONER, &second, drawn());
    refused(guests[UNIT].ask(anothers).await, RefusalCode::NotAllowed);
    let reason = "第三条与我单位所述不符".to_owned();
    guests[UNIT].done(sign(&table, UNIT, &second, SignatureMark::Refused { reason })).await;
    guests[CLERK].done(sign(&table, CLERK, &second, SignatureMark::Confirmed {})).await;

    let close = || {
        step(StageStep::Close { reason: "结论另行书面作出".into(), unsigned: None, agreement: None })
    };
    refused(guests[PRESIDER].ask(close()).await, RefusalCode::Unsigned);
    let paper = Command::TakePaper {
        paper: PaperKind::Minutes,
        seat: table.seats[PRESIDER],
        attachment: AttachmentId(RealWorld.new_id()),
        sha256: [7; 32],
    };
    let clerk = match table.hearing().await.seat(table.seats[CLERK]).unwrap().occupant {
        lianjie::domain::hearing::Occupant::Official { staff, .. } => staff,
        ref other => panic!("{other:?}"),
    };
    let by = Actor::Staff { staff: clerk, agency: table.bureau };
    rooms.command(table.hearing, by, paper).await.unwrap();
    guests[PRESIDER].done(close()).await;

    let mut records = table.store.read().await.unwrap();
    assert_eq!(table.hearing().await.stage.name(), StageName::Closed);
    let record = records.signing_record(table.hearing, PaperKind::Minutes).await.unwrap();
    let kinds: Vec<_> = record.signatures.iter().map(|signature| signature.mark.kind()).collect();
    assert_eq!(kinds, [MarkKind::Drawn, MarkKind::Refused, MarkKind::Confirmed, MarkKind::PaperScan]);
    assert!(record.signatures.iter().all(|signature| signature.version == 2));
    let seals = records.seals(table.hearing).await.unwrap();
    assert!(seals[0].statement.contains(&second.sha256));
    let log = records.timeline(table.petition).await.unwrap();
    let count = |kind| log.iter().filter(|event| event.event.kind == kind).count();
    assert_eq!([EventKind::HearingMinutesFrozen, EventKind::HearingSigned].map(count), [2, 3]);
    assert_eq!([EventKind::HearingSigningRefused, EventKind::HearingSealed].map(count), [1, 1]);
    let told = format!("{log:?}");
    assert!(!told.contains("第三条") && !told.contains("M1 1L"), "no reason and no hand in the log");
    assert!(storage::verify(&*table.store).await.unwrap().is_sound());
}

#[tokio::test]
async fn a_leg_lost_while_signing_comes_back_to_the_same_text() {
    let table = Table::laid().await;
    let rooms = table.rooms();
    let mut guests = table.in_session(&rooms).await;
    guests[CLERK].done(entry(1, 1, 1, "六十六户")).await;
    guests[PRESIDER].done(step(StageStep::ReviewMinutes {})).await;
    guests[PRESIDER].done(step(StageStep::StartSigning {})).await;
    let before = read_back(&guests[PRESIDER]);
    drop(guests);
    rooms.stop().await;

    let rooms = table.rooms();
    let mut back = table.sit(&rooms, PETITIONER).await;
    let after = read_back(&back);
    assert_eq!((after.version, &after.sha256), (before.version, &before.sha256));
    assert!(after.text.is_some());
    let signing = sign(&table, PETITIONER, &after, drawn());
    back.done(signing.clone()).await;
    back.done(signing).await; // sent again after a lost answer
    let mut records = table.store.read().await.unwrap();
    assert_eq!(records.signing_record(table.hearing, PaperKind::Minutes).await.unwrap().signatures.len(), 1);

    let mut presider = table.sit(&rooms, PRESIDER).await;
    presider.until_granted(|grants| grants.preside).await;
    presider.done(step(StageStep::ReopenReview { reason: "第一条需要更正".into() })).await;
    assert_eq!(table.hearing().await.stage.name(), StageName::MinutesReview);
}
