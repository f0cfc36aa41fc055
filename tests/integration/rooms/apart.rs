//! Private talks, witnesses kept outside, an interpreter's channel: what flows, what is recorded, what the log says.

use super::{
    entry,
    table::{Asked, CLERK, Guest, PETITIONER, PRESIDER, Table, UNIT, step},
};
use lianjie::{
    domain::{
        event::EventKind,
        hearing::{self, Language, ParticipantRole as R, TalkRecord},
        ids::{EntryId, SeatId},
    },
    media::plane::Recorder,
};
use signaling::wire::{
    AgendaPhase, ApartAsk, ApartView, CheckInAsk, ClientMessage, PapersAsk, RefusalCode, ServerMessage,
    SourceKind, StageStep, TalkId, TalkKind, WitnessIs,
};

const TALK: TalkId = TalkId(uuid::Uuid::from_u128(0xa1));

fn apart(ask: ApartAsk) -> ClientMessage {
    ClientMessage::Apart { ask }
}

fn opens(of: TalkKind, invite: Vec<SeatId>, enter: bool) -> ClientMessage {
    let invite = invite.into_iter().map(Into::into).collect();
    apart(ApartAsk::OpenTalk { talk: TALK, of, invite, enter })
}

fn shown(guest: &Guest) -> ApartView {
    let apart = |message: &ServerMessage| match message {
        ServerMessage::Apart { apart } => Some(apart.clone()),
        _ => None,
    };
    guest.heard.iter().rev().find_map(apart).unwrap_or_default()
}

/// Who hears the seat's microphone.
fn hear(table: &Table, seat: SeatId) -> Vec<SeatId> {
    let flows = table.flows().into_iter();
    flows
        .filter(|(_, from, kind)| *from == seat && *kind == SourceKind::Microphone)
        .map(|(to, ..)| to)
        .collect()
}

/// With everybody's microphone offered, and recorded.
async fn in_session(extra: &[(R, &[Language])]) -> (Table, lianjie::rooms::Rooms, Vec<Guest>) {
    let table = Table::laid_with(extra).await;
    *table.plane.recorder.lock().unwrap() = Some(Recorder::Writing);
    let rooms = table.rooms();
    let mut guests = table.in_session(&rooms).await;
    for guest in &mut guests {
        guest.offer().await;
    }
    (table, rooms, guests)
}

async fn talks(table: &Table) -> Vec<TalkRecord> {
    let timeline = table.store.read().await.unwrap().timeline(table.petition).await.unwrap();
    TalkRecord::of(table.hearing, timeline.iter().map(|chained| &chained.event))
}

/// Invariant 9 of docs/rules.md 3.5.
#[tokio::test]
async fn what_is_said_apart_reaches_nobody_else_and_never_the_recorder() {
    let (table, _rooms, mut guests) = in_session(&[(R::Agent, &[])]).await;
    const AGENT: usize = 4;
    let (petitioner, agent) = (table.seats[PETITIONER], table.seats[AGENT]);
    guests[PRESIDER].done(ClientMessage::Admit { seat: agent.into() }).await;
    guests[PRESIDER].done(opens(TalkKind::Consultation, vec![petitioner, agent], false)).await;
    assert_eq!(hear(&table, petitioner).len(), 4, "an invitation changes nothing");
    table.plane.asked.lock().unwrap().clear();
    guests[PETITIONER].done(apart(ApartAsk::EnterTalk { talk: TALK })).await;
    guests[AGENT].done(apart(ApartAsk::EnterTalk { talk: TALK })).await;
    assert_eq!((hear(&table, petitioner), hear(&table, agent)), (vec![agent], vec![petitioner]));
    assert_eq!(hear(&table, table.seats[PRESIDER]).len(), 2);
    let asked = table.plane.asked.lock().unwrap().clone();
    let Some(Asked::Record(Some(sources))) = asked.first() else {
        panic!("{asked:?}: cut off before it is routed")
    };
    assert!(sources.iter().all(|source| source.seat != petitioner.into()), "{sources:?}");

    guests[PRESIDER].done(step(StageStep::Pause { reason: "休息十分钟".into() })).await;
    assert_eq!(hear(&table, petitioner), [agent], "in recess they go on");
    guests[PRESIDER].done(step(StageStep::Resume {})).await;
    assert_eq!(hear(&table, petitioner).len(), 4, "back at the table");
    let ended = |m: &ServerMessage| matches!(m, ServerMessage::Apart { apart } if apart.talks.is_empty());
    guests[UNIT].until(ended).await;
    guests[CLERK].done(entry(1, 1, 1, "双方恢复发言。")).await; // waits for what is noted before it
    let talks = talks(&table).await;
    let stays: Vec<_> = talks[0].stays.iter().map(|stay| (stay.seat, stay.until.is_some())).collect();
    assert_eq!(stays, [(petitioner, true), (agent, true)]);
    assert_eq!(talks[0].opened_by, table.seats[PRESIDER]);
}

#[tokio::test]
async fn who_may_not_talk_apart_is_refused_and_nothing_is_recorded() {
    let (table, _rooms, mut guests) = in_session(&[]).await;
    let (petitioner, unit) = (table.seats[PETITIONER], table.seats[UNIT]);
    for (who, message, code) in [
        (UNIT, opens(TalkKind::Deliberation, vec![], true), RefusalCode::NotAllowed),
        (PETITIONER, opens(TalkKind::Consultation, vec![], true), RefusalCode::WrongStage),
        (PETITIONER, opens(TalkKind::Mediation, vec![], true), RefusalCode::NotAllowed),
        (PRESIDER, opens(TalkKind::Consultation, vec![petitioner, unit], false), RefusalCode::NotAllowed),
        (PETITIONER, apart(ApartAsk::EnterTalk { talk: TALK }), RefusalCode::NoSuchSeat),
        (UNIT, apart(ApartAsk::CloseTalks {}), RefusalCode::NotAllowed),
    ] {
        guests[who].refused(message, code).await;
    }
    guests[PRESIDER].done(opens(TalkKind::Mediation, vec![petitioner], true)).await;
    let enter = apart(ApartAsk::EnterTalk { talk: TALK });
    guests[UNIT].refused(enter.clone(), RefusalCode::NotAllowed).await;
    guests[CLERK].refused(enter, RefusalCode::NotAllowed).await;
    assert_eq!(talks(&table).await.len(), 1);
}

/// Its opener missed the answer, and asks again.
#[tokio::test]
async fn a_talk_asked_for_twice_is_opened_once() {
    let (table, _rooms, mut guests) = in_session(&[]).await;
    let consultation = || opens(TalkKind::Consultation, vec![table.seats[PETITIONER]], false);
    for _ in 0..2 {
        guests[PRESIDER].done(consultation()).await;
    }
    assert_eq!(shown(&guests[PRESIDER]).talks.len(), 1);
    assert_eq!(talks(&table).await.len(), 1);
}

#[tokio::test]
async fn a_talk_that_a_crash_ended_is_over_in_the_log() {
    let (table, rooms, mut guests) = in_session(&[]).await;
    guests[PRESIDER].done(opens(TalkKind::Mediation, vec![table.seats[PETITIONER]], true)).await;
    assert_eq!(talks(&table).await[0].inside().count(), 1);
    drop((guests, rooms));
    let rooms = table.rooms();
    let mut clerk = table.sit(&rooms, CLERK).await;
    clerk.done(entry(1, 1, 1, "继续记录。")).await; // waits for what is noted before it
    assert_eq!(talks(&table).await[0].inside().count(), 0);
}

/// OLR21 26.
#[tokio::test]
async fn a_witness_hears_nothing_before_the_call_reads_nothing_ever_and_is_alone() {
    let (table, _rooms, mut guests) = in_session(&[(R::Witness, &[]), (R::Witness, &[])]).await;
    let (first, second) = (table.seats[4], table.seats[5]);
    guests[CLERK].done(entry(1, 1, 1, "传证人到场前的记录。")).await;
    let call = |seat: SeatId| apart(ApartAsk::CallWitness { seat: seat.into() });
    let release = |seat: SeatId| apart(ApartAsk::ReleaseWitness { seat: seat.into() });
    assert!(table.flows().iter().all(|(to, from, _)| ![first, second].contains(to) && *from != first));
    guests[UNIT].refused(call(first), RefusalCode::NotAllowed).await;
    guests[CLERK].done(call(first)).await;
    assert_eq!(hear(&table, first).len(), 4);
    guests[PRESIDER].refused(call(second), RefusalCode::WitnessInside).await;
    let admit = ClientMessage::Admit { seat: second.into() };
    guests[PRESIDER].refused(admit, RefusalCode::WitnessInside).await;
    let reason = "身份证件未带，先行准入".to_owned();
    let unidentified =
        ClientMessage::CheckIn { ask: CheckInAsk::AdmitUnidentified { seat: second.into(), reason } };
    guests[PRESIDER].refused(unidentified, RefusalCode::WitnessInside).await;
    guests[PRESIDER].done(release(first)).await;
    assert_eq!(hear(&table, first), []);
    guests[PRESIDER].done(call(second)).await;
    guests[PRESIDER].done(release(second)).await;
    guests[PRESIDER].done(call(first)).await;
    guests[PRESIDER].done(step(StageStep::ReviewMinutes {})).await;
    assert_eq!(hear(&table, first), [], "heard in session and at no other time");

    guests[4].done(ClientMessage::RaiseHand { up: false }).await;
    let minutes = |message: &ServerMessage| match message {
        ServerMessage::Welcome { minutes, read_back, .. } => !minutes.is_empty() || read_back.is_some(),
        ServerMessage::Entry { .. } | ServerMessage::Minutes { .. } | ServerMessage::ReadBack { .. } => true,
        _ => false,
    };
    assert!(!guests[4].heard.iter().any(minutes), "no minutes for a witness");
    let is: Vec<_> = shown(&guests[PRESIDER]).witnesses.iter().map(|witness| witness.is).collect();
    assert_eq!(is, [WitnessIs::Testifying, WitnessIs::Heard]);
    assert!(table.hearing().await.seat(second).unwrap().heard.is_some());
    let timeline = table.store.read().await.unwrap().timeline(table.petition).await.unwrap();
    let of_first = |kind| {
        let told = |event: &lianjie::domain::event::Event| {
            event.kind == kind && event.details.contains(&("seat".into(), first.to_string()))
        };
        timeline.iter().filter(|chained| told(&chained.event)).count()
    };
    assert_eq!((of_first(EventKind::HearingSeatAdmitted), of_first(EventKind::HearingSeatDismissed)), (2, 1));
}

/// Leaves by the button, and the room has done so.
async fn leaves(guest: &mut Guest) {
    guest.send(ClientMessage::Leave {}).await;
    guest.until(|message| matches!(message, ServerMessage::Bye { .. })).await;
}

#[tokio::test]
async fn a_witness_who_left_while_testifying_is_outside_and_the_next_one_may_be_called() {
    let (table, _rooms, mut guests) = in_session(&[(R::Witness, &[]), (R::Witness, &[])]).await;
    let call = |seat: SeatId| apart(ApartAsk::CallWitness { seat: seat.into() });
    guests[PRESIDER].done(call(table.seats[4])).await;
    leaves(&mut guests[4]).await;
    guests[PRESIDER].done(call(table.seats[5])).await;
    guests[CLERK].done(entry(1, 1, 1, "第一位证人已退席。")).await; // waits for what is noted before it
    let is: Vec<_> = shown(&guests[CLERK]).witnesses.iter().map(|witness| witness.is).collect();
    assert_eq!(is, [WitnessIs::Heard, WitnessIs::Testifying]);
    assert_eq!(table.hearing().await.testifying().collect::<Vec<_>>(), [table.seats[5]]);
}

#[tokio::test]
async fn who_left_by_the_button_waits_to_be_let_in_after_a_restart_too() {
    let (table, rooms, mut guests) = in_session(&[(R::Witness, &[])]).await;
    const WITNESS: usize = 4;
    let (petitioner, witness) = (table.seats[PETITIONER], table.seats[WITNESS]);
    guests[PRESIDER].done(apart(ApartAsk::CallWitness { seat: witness.into() })).await;
    for who in [PETITIONER, WITNESS] {
        leaves(&mut guests[who]).await;
    }
    guests[CLERK].done(entry(1, 1, 1, "信访人离席。")).await; // waits for what is noted before it
    for seat in [petitioner, witness] {
        let row = table.hearing().await.seat(seat).unwrap().clone();
        assert_eq!((row.admitted, row.heard.is_some()), (None, true), "they were there, and are not now");
    }
    drop((guests, rooms));
    let rooms = table.rooms();
    let mut presider = table.sit(&rooms, PRESIDER).await;
    let mut back = [table.sit(&rooms, PETITIONER).await, table.sit(&rooms, WITNESS).await];
    presider.offer().await;
    for guest in &mut back {
        guest.offer().await;
    }
    let at_table = table.seats[PRESIDER];
    assert_eq!(
        (hear(&table, petitioner), hear(&table, witness), hear(&table, at_table)),
        (vec![], vec![], vec![])
    );
    presider.done(ClientMessage::Admit { seat: petitioner.into() }).await;
    assert_eq!((hear(&table, petitioner), hear(&table, at_table)), (vec![at_table], vec![petitioner]));
}

#[tokio::test]
async fn an_interpreter_comes_to_who_listens_and_hears_the_floor() {
    let (table, _rooms, mut guests) =
        in_session(&[(R::Interpreter, &[Language::Tibetan]), (R::Interpreter, &[Language::Sign])]).await;
    let (tibetan, signs, petitioner) = (table.seats[4], table.seats[5], table.seats[PETITIONER]);
    for seat in [tibetan, signs] {
        guests[PRESIDER].done(ClientMessage::Admit { seat: seat.into() }).await;
    }
    assert_eq!(hear(&table, tibetan), []);
    assert!(hear(&table, petitioner).contains(&tibetan));
    let listen =
        |interpreter: Option<SeatId>| apart(ApartAsk::Listen { interpreter: interpreter.map(Into::into) });
    guests[PETITIONER].refused(listen(Some(signs)), RefusalCode::NotAllowed).await;
    guests[PETITIONER].done(listen(Some(tibetan))).await;
    assert_eq!(hear(&table, tibetan), [petitioner]);
    guests[4].done(apart(ApartAsk::SpeakAloud { aloud: true })).await;
    assert_eq!(hear(&table, tibetan).len(), 5);
    guests[4].done(apart(ApartAsk::SpeakAloud { aloud: false })).await;
    guests[PETITIONER].done(listen(None)).await;
    assert_eq!(hear(&table, tibetan), []);
}

/// Two relieve each other, and one of them goes home: nobody has to choose anew.
#[tokio::test]
async fn who_listens_hears_whichever_of_a_pair_of_interpreters_is_at_the_table() {
    let (table, _rooms, mut guests) =
        in_session(&[(R::Interpreter, &[Language::Tibetan]), (R::Interpreter, &[Language::Tibetan])]).await;
    let (first, second, petitioner) = (table.seats[4], table.seats[5], table.seats[PETITIONER]);
    let listen =
        |interpreter: Option<SeatId>| apart(ApartAsk::Listen { interpreter: interpreter.map(Into::into) });
    guests[PRESIDER].done(ClientMessage::Admit { seat: second.into() }).await;
    guests[PETITIONER].done(listen(Some(first))).await;
    assert_eq!(hear(&table, second), [petitioner], "the one who was chosen has not come yet");
    guests[PRESIDER].done(ClientMessage::Admit { seat: first.into() }).await;
    assert_eq!((hear(&table, first), hear(&table, second)), (vec![petitioner], vec![petitioner]));
    guests[PRESIDER].done(ClientMessage::Dismiss { seat: first.into() }).await;
    assert_eq!((hear(&table, first), hear(&table, second)), (vec![], vec![petitioner]));
    guests[PETITIONER].done(listen(None)).await;
    assert_eq!(hear(&table, second), []);
}

/// The parties read the minutes as they are written, and sign them: what is said in deliberation is not in them.
#[tokio::test]
async fn no_line_of_the_deliberation_is_in_the_minutes() {
    let table = Table::laid().await;
    let rooms = table.rooms();
    let mut guests = table.in_session(&rooms).await;
    for _ in 0..2 {
        guests[PRESIDER].done(step(StageStep::NextPhase {})).await;
    }
    let line = |op, phase, text: &str| match entry(op, 1, 1, text) {
        ClientMessage::PutEntry { op, entry, revision, speaker, text, .. } => {
            ClientMessage::PutEntry { op, entry, revision, phase, speaker, text, typed_ms_ago: None }
        }
        other => panic!("{other:?}"),
    };
    let said = line(1, AgendaPhase::Deliberation, "合议认为承办单位理由不足");
    guests[CLERK].refused(said, RefusalCode::NotMinuted).await;
    guests[CLERK].done(line(2, AgendaPhase::Statement, "信访人补充材料一份")).await;

    let text = "收据已经提交书记员".to_owned();
    let proposed = PapersAsk::ProposeEntry {
        entry: EntryId(uuid::Uuid::from_u128(9)).into(),
        phase: AgendaPhase::Deliberation,
        text,
    };
    guests[PETITIONER].done(ClientMessage::Papers { ask: proposed }).await;
    let record = table.store.read().await.unwrap().entry_proposals(table.hearing).await.unwrap();
    assert_eq!(record[0].phase, hearing::AgendaPhase::Statement, "of what was heard before");
}
