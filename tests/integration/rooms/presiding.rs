//! Presiding over a real store: times, locks, conduct, who stands in, and what survives a restart.

use super::{
    entry,
    table::{CLERK, Guest, PETITIONER, PRESIDER, Table, UNIT, step},
};
use lianjie::{
    domain::{
        event::{Actor, EventKind},
        hearing::{AgendaPhase as Phase, Gone, Occupant, PaperKind, StageName},
    },
    rooms::Command,
    storage,
    world::World,
};
use signaling::wire::{
    AgendaPhase, ClientFrame, ClientMessage, ConductCode, DisconnectReason, Layout, MeasureKind, OpId,
    PlannedPhase, Presence, PresidingDeed, PresidingView, RefusalCode, ServerMessage, Side, SourceKind,
    StageStep,
};

const MINUTE: i64 = 60_000;

fn preside(deed: PresidingDeed) -> ClientMessage {
    ClientMessage::Preside { deed }
}

fn name_stand_in(table: &Table, seat: usize) -> ClientMessage {
    preside(PresidingDeed::NameStandIn { seat: Some(table.seats[seat].into()) })
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

fn spent(view: &PresidingView, side: Side) -> i64 {
    let is =
        |time: &&signaling::wire::SpeakingTimeView| (time.phase, time.side) == (AgendaPhase::Opening, side);
    view.times.iter().find(is).unwrap().spent
}

#[tokio::test]
async fn speaking_time_runs_with_the_floor_rests_in_recess_and_survives_a_restart() {
    let table = Table::laid().await;
    let rooms = table.rooms();
    let mut guests = table.in_session(&rooms).await;
    let allot =
        PresidingDeed::Allot { phase: AgendaPhase::Opening, side: Side::Petitioner, seconds: Some(600) };
    guests[PRESIDER].done(preside(allot)).await;
    let floor = |seat: usize| ClientMessage::GiveFloor { seat: Some(table.seats[seat].into()) };
    guests[PRESIDER].done(floor(PETITIONER)).await;
    view(&mut guests[CLERK], |view| view.turn.is_some_and(|turn| turn.since.is_some())).await;
    table.clock.advance(MINUTE);
    guests[PRESIDER].done(step(StageStep::Pause { reason: "休息十分钟".into() })).await;
    let rested = view(&mut guests[CLERK], |view| view.turn.is_some_and(|turn| turn.since.is_none())).await;
    assert!((MINUTE..MINUTE + 5_000).contains(&spent(&rested, Side::Petitioner)), "{rested:?}");
    table.clock.advance(10 * MINUTE);
    guests[PRESIDER].done(step(StageStep::Resume {})).await;
    let running = view(&mut guests[CLERK], |view| view.turn.is_some_and(|turn| turn.since.is_some())).await;
    assert_eq!(spent(&running, Side::Petitioner), spent(&rested, Side::Petitioner));

    rooms.stop().await;
    drop(guests);
    let rooms = table.rooms();
    let mut clerk = table.sit(&rooms, CLERK).await;
    let again = view(&mut clerk, |_| true).await;
    assert_eq!(
        (again.turn, spent(&again, Side::Petitioner)),
        (running.turn, spent(&running, Side::Petitioner))
    );
    let Some(ServerMessage::Welcome { floor, .. }) = clerk.heard.first() else {
        panic!("welcome comes first")
    };
    assert_eq!(*floor, Some(table.seats[PETITIONER].into()), "the floor is kept too");
    assert!(storage::verify(&*table.store).await.unwrap().is_sound());
}

/// The petitioner, told to wait outside, locks the phone.
#[tokio::test]
async fn a_deliberation_is_suspended_for_nobody_who_waits_outside() {
    let table = Table::laid().await;
    let rooms = table.rooms();
    let mut guests = table.in_session(&rooms).await;
    for _ in 0..2 {
        guests[PRESIDER].done(step(StageStep::NextPhase {})).await;
    }
    guests.pop().unwrap().connection.lost(DisconnectReason::Network);
    guests[CLERK].until(|message| is_dropped(message, &table)).await;
    table.clock.advance(10 * MINUTE);
    wake(&mut guests[PRESIDER]).await;
    wake(&mut guests[PRESIDER]).await;
    assert_eq!(table.hearing().await.stage.name(), StageName::InSession);

    // From here on the parties are waited for, and for as long as ever.
    guests[PRESIDER].done(step(StageStep::PreviousPhase { reason: "合议结束，再听陈述".into() })).await;
    table.clock.advance(MINUTE / 2);
    wake(&mut guests[PRESIDER]).await;
    wake(&mut guests[PRESIDER]).await;
    assert_eq!(table.hearing().await.stage.name(), StageName::InSession);
    table.clock.advance(MINUTE);
    wake(&mut guests[PRESIDER]).await;
    guests[PRESIDER].until_stage("suspended").await;
}

fn is_dropped(message: &ServerMessage, table: &Table) -> bool {
    let whose = table.seats[PETITIONER].into();
    matches!(message, ServerMessage::Seat { seat } if seat.id == whose && matches!(seat.presence, Presence::Dropped { .. }))
}

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
    // Invariant 8: whatever its room puts on record says in which phase. What is done from outside of the session (a link, a
    // self test, a film) tells the hearing alone.
    for kind in [EventKind::HearingConduct, EventKind::HearingSeatRemoved] {
        let told = events.iter().find(|chained| chained.event.kind == kind).unwrap();
        assert_eq!(told.event.detail("phase"), Some("opening"), "{kind:?}");
    }
    assert!(storage::verify(&*table.store).await.unwrap().is_sound());
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
async fn a_lost_quorum_is_counted_down_taken_back_by_a_return_and_suspends_with_its_class() {
    let table = Table::laid().await;
    let rooms = table.rooms();
    let mut guests = table.in_session(&rooms).await;
    guests[PRESIDER].done(preside(PresidingDeed::Grace { seconds: 120 })).await;
    let clerk = guests.remove(CLERK);
    clerk.connection.lost(DisconnectReason::Power);
    let counted = view(&mut guests[PRESIDER], |view| view.suspends_at.is_some()).await;
    assert_eq!(counted.absence_grace, 120_000);
    table.clock.advance(100_000);
    let clerk = table.sit(&rooms, CLERK).await;
    view(&mut guests[PRESIDER], |view| view.suspends_at.is_none()).await;

    clerk.connection.lost(DisconnectReason::Power);
    view(&mut guests[PRESIDER], |view| view.suspends_at.is_some()).await;
    table.clock.advance(121_000);
    wake(&mut guests[PRESIDER]).await;
    guests[PRESIDER].until_stage("suspended").await;
    let events = table.store.read().await.unwrap().timeline(table.petition).await.unwrap();
    let suspended =
        events.iter().rev().find(|chained| chained.event.kind.as_str() == "hearing.stage").unwrap();
    let class = suspended.event.details.iter().find(|(name, _)| name == "class").unwrap();
    assert_eq!(class.1, "power");
    assert!(suspended.event.reason.as_deref().unwrap().contains("120秒"));
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
    guests[PRESIDER].refused(change(read(), &wanted[1..]), RefusalCode::BadText).await;
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
