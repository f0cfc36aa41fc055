//! The agenda, changed while the hearing is in session.

use super::{preside, view};
use crate::rooms::table::{CLERK, PETITIONER, PRESIDER, Table, step};
use lianjie::{
    domain::{
        event::{Actor, EventKind},
        hearing::AgendaPhase as Phase,
    },
    storage,
};
use signaling::wire::{AgendaPhase, PlannedPhase, PresidingDeed, RefusalCode, ServerMessage, StageStep};

#[tokio::test]
async fn the_presider_changes_the_agenda_in_session_and_every_page_follows() {
    let table = Table::laid().await;
    let rooms = table.rooms();
    let mut guests = table.in_session(&rooms).await;
    let before = table.hearing().await.agenda;
    let planned = |phase, minutes| PlannedPhase { phase, minutes };
    let read = || before.iter().map(|phase| planned((*phase).into(), None)).collect::<Vec<_>>();
    let wanted = vec![
        planned(AgendaPhase::Opening, None),
        planned(AgendaPhase::Evidence, Some(30)),
        planned(AgendaPhase::ReadBack, None),
    ];
    let change =
        |read, agenda: &[PlannedPhase]| preside(PresidingDeed::Agenda { read, agenda: agenda.to_vec() });
    guests[CLERK].refused(change(read(), &wanted), RefusalCode::NotAllowed).await;
    guests[PRESIDER].refused(change(read(), &wanted[1..]), RefusalCode::BadAgenda).await;
    guests[PRESIDER].done(change(read(), &wanted)).await;
    view(&mut guests[PETITIONER], |view| view.agenda == wanted).await;
    guests[PRESIDER].refused(change(read(), &wanted), RefusalCode::StaleRevision).await;
    let mut otherwise = wanted.clone();
    otherwise[1].minutes = None;
    // The minutes that were planned are not overwritten.
    guests[PRESIDER].refused(change(otherwise.clone(), &otherwise), RefusalCode::StaleRevision).await;

    guests[PRESIDER].done(step(StageStep::NextPhase {})).await;
    let held = table.hearing().await;
    assert_eq!(held.stage.phase(), Some(Phase::Evidence), "the next phase is the new one");
    assert_eq!(held.planned, [(Phase::Evidence, 30)]);
    let mut records = table.store.read().await.unwrap();
    let timeline = records.timeline(table.petition).await.unwrap();
    let told = timeline.iter().find(|one| one.event.kind == EventKind::HearingAgendaChanged).unwrap();
    assert_eq!(told.event.detail("after"), Some("opening,evidence 30,read_back"));
    assert_eq!(told.event.actor, Actor::Seat(table.seats[PRESIDER]));
    assert!(storage::verify(&*table.store).await.unwrap().is_sound());
}

/// Both are a change of the hearing's own row: decided on what it was, the second could not be written.
#[tokio::test]
async fn an_agenda_waits_for_what_is_on_its_way_to_the_record() {
    let table = Table::laid().await;
    let rooms = table.rooms();
    let mut guests = table.in_session(&rooms).await;
    let planned = |phase, minutes| PlannedPhase { phase, minutes };
    let agenda = table.hearing().await.agenda;
    let read: Vec<_> = agenda.iter().map(|phase| planned((*phase).into(), None)).collect();
    let plan = |minutes| {
        let middle = planned(AgendaPhase::Evidence, Some(minutes));
        vec![planned(AgendaPhase::Opening, None), middle, planned(AgendaPhase::ReadBack, None)]
    };
    let change = |read: &[PlannedPhase], minutes| {
        preside(PresidingDeed::Agenda { read: read.to_vec(), agenda: plan(minutes) })
    };
    let asked = [
        (change(&read, 30), None),
        // On another page, while the first was being written.
        (change(&read, 45), Some(RefusalCode::StaleRevision)),
        (step(StageStep::NextPhase {}), None),
        (change(&plan(30), 60), None),
        (step(StageStep::NextPhase {}), None),
    ];
    let held = table.store.begin().await.unwrap(); // nothing is written
    let mut numbers = Vec::new();
    for (message, _) in &asked {
        numbers.push(guests[PRESIDER].send(message.clone()).await);
    }
    rooms.overview(table.hearing).await.unwrap(); // all of it has come by now
    drop(held);
    for (number, (message, refusal)) in numbers.into_iter().zip(&asked) {
        let code = match guests[PRESIDER].answered(number).await {
            ServerMessage::Refused { code, .. } => Some(code),
            _ => None,
        };
        assert_eq!(code, *refusal, "{message:?}");
    }
    let held = table.hearing().await;
    assert_eq!(held.stage.phase(), Some(Phase::ReadBack));
    assert_eq!(held.planned, [(Phase::Evidence, 60)]);
    view(&mut guests[PETITIONER], |view| view.agenda == plan(60)).await;
}
