//! Read back, corrected, signed on every device, closed and sealed.

use super::{
    entry,
    table::{CLERK, Guest, PETITIONER, PRESIDER, Table, UNIT, step},
};
use lianjie::{
    domain::{
        event::{Actor, EventKind},
        hearing::{
            CheckInNote, Mark, MarkAsked, MarkKind, Occupant, PaperKind, ParticipantRole, Seat, StageName,
        },
        ids::{AttachmentId, EntryId, OpId, SeatId},
    },
    rooms::{Command, Rooms},
    storage,
    world::{RealWorld, World},
};
use signaling::wire::{
    ClientMessage, CorrectionAnswer, ReadBackView, RefusalCode, ServerMessage, SignatureMark, StageStep,
};

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

/// One line was written, and the minutes are gone through.
async fn reviewed() -> (Table, Rooms, Vec<Guest>) {
    let table = Table::laid().await;
    let rooms = table.rooms();
    let mut guests = table.in_session(&rooms).await;
    guests[CLERK].done(entry(1, 1, 1, "六十六户")).await;
    guests[PRESIDER].done(step(StageStep::ReviewMinutes {})).await;
    (table, rooms, guests)
}

#[tokio::test]
async fn minutes_are_read_back_corrected_signed_and_sealed() {
    let (table, rooms, mut guests) = reviewed().await;
    guests[PETITIONER].until_stage("minutes_review").await;
    let first = read_back(&guests[PETITIONER]);
    assert_eq!((first.version, first.changed), (1, false));
    assert!(first.text.as_ref().is_some_and(|text| text.contains("六十六户")));
    let early = sign(&table, PETITIONER, &first, drawn());
    guests[PETITIONER].refused(early, RefusalCode::WrongStage).await;

    let text = "应为六十八户".to_owned();
    guests[PETITIONER].done(ClientMessage::AskCorrection { op: op(), entry: None, text }).await;
    guests[UNIT].refused(ClientMessage::Freeze {}, RefusalCode::NotAllowed).await;
    guests[CLERK].done(entry(2, 1, 2, "六十八户")).await;
    guests[CLERK].refused(step(StageStep::StartSigning {}), RefusalCode::NotFrozen).await;
    guests[CLERK].done(ClientMessage::Freeze {}).await;
    guests[CLERK].done(step(StageStep::StartSigning {})).await;
    guests[CLERK].refused(entry(3, 1, 3, "改"), RefusalCode::NotAllowed).await;

    for guest in &mut guests {
        guest.until_stage("signing").await;
    }
    let second = read_back(&guests[UNIT]);
    assert_eq!((second.version, second.corrections.len()), (2, 1));
    let old = sign(&table, PETITIONER, &first, drawn());
    guests[PETITIONER].refused(old, RefusalCode::StaleRevision).await;
    guests[PETITIONER].done(sign(&table, PETITIONER, &second, drawn())).await;
    let twice = sign(&table, PETITIONER, &second, drawn());
    guests[PETITIONER].refused(twice, RefusalCode::SignedAlready).await;
    let anothers = sign(&table, PETITIONER, &second, drawn());
    guests[UNIT].refused(anothers, RefusalCode::NotAllowed).await;
    let reason = "第三条与我单位所述不符".to_owned();
    guests[UNIT].done(sign(&table, UNIT, &second, SignatureMark::Refused { reason })).await;
    guests[CLERK].done(sign(&table, CLERK, &second, SignatureMark::Confirmed {})).await;

    let close = || {
        step(StageStep::Close { reason: "结论另行书面作出".into(), unsigned: None, agreement: None })
    };
    guests[PRESIDER].refused(close(), RefusalCode::Unsigned).await;
    let on_paper = |on: &ReadBackView| {
        let mark = Mark::PaperScan { attachment: AttachmentId(RealWorld.new_id()), sha256: [7; 32] };
        let (op, seat, sha256) = (OpId(RealWorld.new_id()), table.seats[PRESIDER], on.sha256.clone());
        Command::TakeMark(MarkAsked {
            op,
            paper: PaperKind::Minutes,
            seat,
            version: on.version,
            sha256,
            mark,
        })
    };
    let clerk = match table.hearing().await.seat(table.seats[CLERK]).unwrap().occupant {
        lianjie::domain::hearing::Occupant::Official { staff, .. } => staff,
        ref other => panic!("{other:?}"),
    };
    let by = Actor::Staff { staff: clerk, agency: table.bureau };
    let stale = rooms.command(table.hearing, by, on_paper(&first)).await.unwrap_err();
    assert_eq!(
        stale.code,
        RefusalCode::StaleRevision,
        "an old print is no signature of what was corrected since"
    );
    rooms.command(table.hearing, by, on_paper(&second)).await.unwrap();
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
    let (table, rooms, mut guests) = reviewed().await;
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

#[tokio::test]
async fn a_correction_is_answered_by_who_keeps_the_minutes_and_stands_in_the_next_version() {
    let (table, _rooms, mut guests) = reviewed().await;
    guests[PETITIONER].until_stage("minutes_review").await;
    let (first, second) = (op(), op());
    for (op, text) in [(first, "应为六十八户"), (second, "应写明物业公司未到场")] {
        let text = text.to_owned();
        guests[PETITIONER].done(ClientMessage::AskCorrection { op, entry: None, text }).await;
    }
    let line = EntryId(uuid::Uuid::from_u128(1)).into();
    let taken = || ClientMessage::AnswerCorrection {
        correction: first,
        answer: CorrectionAnswer::Taken { entry: line },
    };
    let declined = |reason: &str| {
        let answer = CorrectionAnswer::Declined { reason: reason.to_owned() };
        ClientMessage::AnswerCorrection { correction: second, answer }
    };
    guests[UNIT].refused(declined("录音中并无此句"), RefusalCode::NotAllowed).await;
    guests[CLERK].refused(taken(), RefusalCode::Unchanged).await;
    guests[CLERK].refused(declined("不"), RefusalCode::ReasonNeeded).await;
    guests[CLERK].done(entry(2, 1, 2, "六十八户")).await;
    guests[CLERK].done(taken()).await;
    guests[CLERK].refused(taken(), RefusalCode::SignedAlready).await;

    // One waits for its answer: signing may begin, and the log says so.
    guests[CLERK].done(ClientMessage::Freeze {}).await;
    guests[CLERK].done(step(StageStep::StartSigning {})).await;
    guests[PETITIONER].until_stage("signing").await;
    let told = read_back(&guests[PETITIONER]);
    let answers: Vec<_> =
        told.corrections.iter().map(|one| one.answer.as_ref().map(|said| &said.answer)).collect();
    assert_eq!(answers, [Some(&CorrectionAnswer::Taken { entry: line }), None]);
    let text = told.text.unwrap();
    assert!(text.contains("更正意见：\n更正 1. 第1版 ") && text.contains("：已更正第1条\n"), "{text}");
    assert!(!text.contains("物业公司未到场"), "nobody answered: {text}");

    guests[CLERK].done(declined("录音中并无此句")).await;
    guests[PETITIONER].until(|message| matches!(message, ServerMessage::ReadBack { .. })).await;
    let told = read_back(&guests[PETITIONER]);
    assert!(!told.changed, "what is signed is what was read");
    assert_eq!(told.corrections[1].answer.as_ref().map(|said| said.by), Some(table.seats[CLERK].into()));
    let reason = "补写更正意见的答复".to_owned();
    guests[CLERK].done(step(StageStep::ReopenReview { reason })).await;
    guests[CLERK].done(ClientMessage::Freeze {}).await;

    let mut records = table.store.read().await.unwrap();
    let record = records.signing_record(table.hearing, PaperKind::Minutes).await.unwrap();
    let text = &record.latest().unwrap().text;
    assert!(text.contains("：不采纳\n  录音中并无此句\n"), "{text}");
    let timeline = records.timeline(table.petition).await.unwrap();
    let begun = timeline.iter().find_map(|chained| chained.event.detail("unanswered_corrections"));
    assert_eq!(begun, Some("1"));
    let answers = timeline.iter().filter(|one| one.event.kind == EventKind::HearingCorrectionAnswered);
    assert_eq!(
        answers.map(|one| one.event.detail("answer").unwrap()).collect::<Vec<_>>(),
        ["taken", "declined"]
    );
    assert!(storage::verify(&*table.store).await.unwrap().is_sound());
}

/// All are asked to sign at once, and do: none is told to come again.
#[tokio::test]
async fn who_signs_at_the_same_moment_is_heard_one_after_the_other() {
    let (table, _rooms, mut guests) = reviewed().await;
    guests[PRESIDER].done(step(StageStep::StartSigning {})).await;
    let on = read_back(&guests[PRESIDER]);
    let mut ids = Vec::new();
    for (seat, guest) in guests.iter_mut().enumerate() {
        ids.push(guest.send(sign(&table, seat, &on, drawn())).await);
    }
    for (guest, id) in guests.iter_mut().zip(ids) {
        let answer = guest.answered(id).await;
        assert!(matches!(answer, ServerMessage::Done { .. }), "{answer:?}");
    }
    let mut records = table.store.read().await.unwrap();
    let record = records.signing_record(table.hearing, PaperKind::Minutes).await.unwrap();
    assert_eq!(record.signatures.len(), 4);
}

/// They hung up when the minutes had been frozen, and came back through the lobby.
#[tokio::test]
async fn who_hung_up_and_came_back_is_waited_for_as_before() {
    let (table, rooms, mut guests) = reviewed().await;
    guests[PETITIONER].send(ClientMessage::Leave {}).await;
    guests[PETITIONER].until(|message| matches!(message, ServerMessage::Bye { .. })).await;
    table.clock.advance(1_000);
    guests[PETITIONER] = table.sit(&rooms, PETITIONER).await;
    guests[PRESIDER].done(ClientMessage::Admit { seat: table.seats[PETITIONER].into() }).await;
    guests[PRESIDER].done(step(StageStep::StartSigning {})).await;
    let on = read_back(&guests[PRESIDER]);
    for seat in [PRESIDER, CLERK, UNIT] {
        guests[seat].done(sign(&table, seat, &on, drawn())).await;
    }
    let close =
        step(StageStep::Close { reason: "结论另行书面作出".into(), unsigned: None, agreement: None });
    guests[PRESIDER].refused(close, RefusalCode::Unsigned).await;
}

/// The text tells who sat at the table: who keeps the minutes is told that it must be frozen anew, or they could neither
/// freeze nor go on.
#[tokio::test]
async fn whoever_comes_while_minutes_are_read_back_changes_what_they_say() {
    const COMPANY: usize = 4;
    let table = Table::laid_with(&[(ParticipantRole::CompanyRep, &[])]).await;
    let rooms = table.rooms();
    let mut guests = table.in_session(&rooms).await;
    guests[CLERK].done(entry(1, 1, 1, "六十六户")).await;
    guests[PRESIDER].done(step(StageStep::ReviewMinutes {})).await;
    guests[CLERK].until_stage("minutes_review").await;
    let changed = |message: &ServerMessage| match message {
        ServerMessage::ReadBack { read_back } => read_back.changed,
        _ => false,
    };
    guests[PRESIDER].done(ClientMessage::Admit { seat: table.seats[COMPANY].into() }).await;
    guests[CLERK].until(changed).await;
    guests[CLERK].done(ClientMessage::Freeze {}).await;

    let occupant =
        Occupant::External { organisation: "网格员".into(), name: "王某".into(), phone: None };
    let helper = Seat::new(SeatId(RealWorld.new_id()), ParticipantRole::GridWorker, occupant);
    let (id, of) = (helper.id, table.seats[PETITIONER]);
    let by = Actor::Seat(table.seats[CLERK]);
    let command = Command::AddSeat(Box::new(helper), CheckInNote::Helps { of });
    rooms.command(table.hearing, by, command).await.unwrap();
    let arrivals = table.store.read().await.unwrap().check_ins(table.hearing).await.unwrap();
    let helps = arrivals.iter().find(|one| one.seat == id).and_then(|one| one.helps);
    assert_eq!(helps, Some(of), "recorded with the seat: a second try would make a second seat");
    guests[CLERK].until(changed).await;
    guests[CLERK].done(ClientMessage::Freeze {}).await;
    guests[CLERK].done(step(StageStep::StartSigning {})).await;
}

/// A page was loaded again while what it had asked for waited for its turn; the new one counts its requests anew.
#[tokio::test]
async fn a_refusal_is_said_to_no_other_page_than_the_one_that_asked() {
    let (table, rooms, mut guests) = reviewed().await;
    let held = table.store.begin().await.unwrap(); // nothing is written meanwhile
    guests[PRESIDER].send(step(StageStep::StartSigning {})).await;
    guests[UNIT].send(ClientMessage::Freeze {}).await;
    let mut again = table.sit(&rooms, UNIT).await;
    drop(held);
    again.until_stage("signing").await;
    again.done(ClientMessage::Away { away: false }).await;
    let refused = |message: &ServerMessage| matches!(message, ServerMessage::Refused { .. });
    assert!(!again.heard.iter().any(refused), "{:?}", again.heard);
}

/// It would be on record behind the seal, which says nothing of it.
#[tokio::test]
async fn a_correction_that_comes_while_the_hearing_closes_is_none() {
    let (table, rooms, mut guests) = reviewed().await;
    let held = table.store.begin().await.unwrap(); // nothing is written
    let unsigned = Some("各方同意另行补签".to_owned());
    let close =
        step(StageStep::Close { reason: "结论另行书面作出".into(), unsigned, agreement: None });
    let closed = guests[PRESIDER].send(close).await;
    rooms.overview(table.hearing).await.unwrap(); // it has come by now
    let text = "应为六十八户".to_owned();
    guests[PETITIONER].send(ClientMessage::AskCorrection { op: op(), entry: None, text }).await;
    rooms.overview(table.hearing).await.unwrap();
    drop(held);
    let answer = guests[PRESIDER].answered(closed).await;
    assert!(matches!(answer, ServerMessage::Done { .. }), "{answer:?}");
    rooms.stop().await;
    let mut records = table.store.read().await.unwrap();
    let minutes = records.signing_record(table.hearing, PaperKind::Minutes).await.unwrap();
    assert!(minutes.corrections.is_empty(), "{:?}", minutes.corrections);
    assert!(storage::verify(&*table.store).await.unwrap().is_sound());
}
