//! Presiding over a real store: times, locks, conduct, who stands in, and what survives a restart.

mod agenda;
mod clock;
mod microphones;
mod stand_in;

use super::{
    entry,
    table::{CLERK, Guest, PETITIONER, PRESIDER, Table, step},
};
use lianjie::{
    domain::{
        event::EventKind,
        hearing::{Gone, PaperKind, StageName},
    },
    storage,
};
use signaling::wire::{
    AgendaPhase, ClientFrame, ClientMessage, ConductCode, Layout, MeasureKind, OpId, PresidingDeed,
    PresidingView, RefusalCode, ServerMessage, Side, StageStep,
};

const MINUTE: i64 = 60_000;

fn preside(deed: PresidingDeed) -> ClientMessage {
    ClientMessage::Preside { deed }
}

/// Wakes the room, so that it looks at the clock the test moved.
async fn wake(guest: &mut Guest) {
    guest.done(ClientMessage::RaiseHand { up: false }).await;
}

/// The newest view, once it is as wanted.
async fn view(guest: &mut Guest, wanted: impl Fn(&PresidingView) -> bool) -> PresidingView {
    let heard = guest.heard.iter().rev().find_map(|message| match message {
        ServerMessage::Presiding { presiding } => Some(presiding.clone()),
        _ => None,
    });
    if let Some(view) = heard.filter(|view| wanted(view)) {
        return view;
    }
    let is = |message: &ServerMessage| matches!(message, ServerMessage::Presiding { presiding } if wanted(presiding));
    match guest.until(is).await {
        ServerMessage::Presiding { presiding } => presiding,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_warning_and_a_removal_are_a_row_an_event_and_a_line_of_the_minutes() {
    let table = Table::laid().await;
    let rooms = table.rooms();
    let mut guests = table.in_session(&rooms).await;
    let conduct = |op: u128, seat: usize, measure, code| {
        let (op, seat) = (OpId(uuid::Uuid::from_u128(op)), table.seats[seat].into());
        preside(PresidingDeed::Conduct { op, seat, measure, code })
    };
    let warning = || conduct(1, PETITIONER, MeasureKind::Warning, ConductCode::Interrupting);
    guests[PRESIDER].done(warning()).await;
    guests[PRESIDER].done(warning()).await;
    let told = view(&mut guests[PETITIONER], |view| !view.measures.is_empty()).await;
    assert_eq!(told.measures[0].code, ConductCode::Interrupting);
    for (measure, code) in [
        (conduct(2, PRESIDER, MeasureKind::Notice, ConductCode::Recording), RefusalCode::NotAllowed),
        (
            preside(PresidingDeed::Conduct {
                op: OpId(uuid::Uuid::from_u128(3)),
                seat: signaling::wire::SeatId(uuid::Uuid::nil()),
                measure: MeasureKind::Notice,
                code: ConductCode::Recording,
            }),
            RefusalCode::NoSuchSeat,
        ),
    ] {
        guests[PRESIDER].refused(measure, code).await;
    }
    guests[PRESIDER].done(conduct(4, PETITIONER, MeasureKind::Removal, ConductCode::Insulting)).await;
    guests[CLERK]
        .until(|message| matches!(message, ServerMessage::Entry { entry, .. } if entry.number == 2))
        .await;

    let mut records = table.store.read().await.unwrap();
    let measures = records.measures(table.hearing).await.unwrap();
    let codes: Vec<_> = measures.iter().map(|measure| measure.code.as_str()).collect();
    assert_eq!(codes, ["interrupting", "insulting"]);
    let lines = records.minutes(table.hearing).await.unwrap();
    assert!(lines[0].text.starts_with("【警告】"), "{}", lines[0].text);
    assert!(lines[1].text.starts_with("【请离会场】"), "{}", lines[1].text);
    let hearing = table.hearing().await;
    let gone = hearing.seats[PETITIONER].gone.as_ref().unwrap();
    assert!(matches!(gone, Gone::Removed { reason } if reason.contains("第二十六条第三项")));
    let events = records.timeline(table.petition).await.unwrap();
    let kinds: Vec<_> = events.iter().map(|chained| chained.event.kind.as_str()).collect();
    assert_eq!(kinds.iter().filter(|kind| **kind == "hearing.conduct").count(), 2, "{kinds:?}");
    // Invariant 8: whatever its room puts on record says in which phase.
    for kind in [EventKind::HearingConduct, EventKind::HearingSeatRemoved] {
        let told = events.iter().find(|chained| chained.event.kind == kind).unwrap();
        assert_eq!(told.event.detail("phase"), Some("opening"), "{kind:?}");
    }
    assert!(storage::verify(&*table.store).await.unwrap().is_sound());
}

#[tokio::test]
async fn adjourned_and_in_person_keep_what_was_done() {
    for (ending, stage) in [
        (StageStep::Adjourn { reason: "需要重新鉴定".into() }, StageName::Adjourned),
        (StageStep::ConvertInPerson { reason: "需当场核对原件".into() }, StageName::InPerson),
    ] {
        let table = Table::laid().await;
        let rooms = table.rooms();
        let mut guests = table.in_session(&rooms).await;
        guests[PRESIDER].done(step(StageStep::NextPhase {})).await;
        let op = OpId(uuid::Uuid::from_u128(1));
        let entry = signaling::wire::EntryId(uuid::Uuid::from_u128(1));
        let text = "信访人陈述诉求。".to_owned();
        let phase = AgendaPhase::Statement;
        let put = ClientMessage::PutEntry {
            op,
            entry,
            revision: 1,
            phase,
            speaker: None,
            text,
            typed_ms_ago: None,
        };
        guests[CLERK].done(put).await;
        guests[PRESIDER].done(step(ending)).await;
        guests[PETITIONER].until(|message| matches!(message, ServerMessage::Bye { .. })).await;
        let hearing = table.hearing().await;
        assert_eq!(hearing.stage.name(), stage);
        let kept = hearing.stage.phase().map(|phase| phase.to_string());
        assert_eq!(kept.is_some(), stage == StageName::Adjourned, "{kept:?}");
        let mut records = table.store.read().await.unwrap();
        assert_eq!(records.minutes(table.hearing).await.unwrap().len(), 1);
        let minutes = records.signing_record(table.hearing, PaperKind::Minutes).await.unwrap();
        let frozen = minutes.latest().expect("frozen as it was broken off");
        assert!(frozen.text.contains("信访人陈述诉求。") && minutes.versions.len() == 1);
        let seals = records.seals(table.hearing).await.unwrap();
        let ended = format!("\nended: {stage}\nminutes: 1 ");
        assert!(seals.len() == 1 && seals[0].statement.contains(&ended), "{seals:?}");
    }
}

#[tokio::test]
async fn a_line_on_its_way_to_the_record_is_in_what_an_adjournment_freezes() {
    let table = Table::laid().await;
    let rooms = table.rooms();
    let mut guests = table.in_session(&rooms).await;
    guests[CLERK].connection.send(ClientFrame { id: 99, message: entry(1, 1, 1, "最后一句") }).await;
    guests[PRESIDER].done(step(StageStep::Adjourn { reason: "需要重新鉴定".into() })).await;
    let mut records = table.store.read().await.unwrap();
    let minutes = records.signing_record(table.hearing, PaperKind::Minutes).await.unwrap();
    assert!(minutes.latest().is_some_and(|frozen| frozen.text.contains("最后一句")), "{minutes:?}");
    assert_eq!(records.minutes(table.hearing).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_seat_resumes_on_another_device_with_its_floor_and_is_no_second_person() {
    let table = Table::laid().await;
    let rooms = table.rooms();
    let mut guests = table.in_session(&rooms).await;
    let own = table.seats[PETITIONER].into();
    guests[PETITIONER].done(ClientMessage::RaiseHand { up: true }).await;
    guests[PRESIDER].done(ClientMessage::GiveFloor { seat: Some(own) }).await;
    let show = PresidingDeed::Show { layout: Layout::Three, spotlight: Some(own) };
    guests[PRESIDER].done(preside(show)).await;
    let mut phone = table.sit(&rooms, PETITIONER).await;
    guests[PETITIONER].until(|message| matches!(message, ServerMessage::Bye { .. })).await;
    let Some(ServerMessage::Welcome { seats, floor, grants, .. }) = phone.heard.first().cloned() else {
        panic!("welcome comes first")
    };
    assert_eq!((seats.len(), floor, grants.speak), (4, Some(own), true));
    let shown = view(&mut phone, |_| true).await;
    assert_eq!((shown.layout, shown.spotlight), (Layout::Three, Some(own)));
    assert_eq!(shown.turn.map(|turn| turn.side), Some(Side::Petitioner));
}
