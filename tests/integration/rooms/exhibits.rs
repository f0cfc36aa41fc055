//! Exhibits are taken, shown to those they are meant for, and put on record.

use super::table::{CLERK, Guest, PETITIONER, PRESIDER, Table, UNIT, step};
use lianjie::{
    domain::{
        event::{Actor, EventKind},
        hearing::{ExhibitState, ParticipantRole},
        ids::{AttachmentId, ExhibitId, OpId},
        petition::{Attachment, MAX_FILES},
    },
    rooms::{Brought, Command, Refused, Rooms},
    storage,
    world::{RealWorld, World},
};
use signaling::wire::{
    self, ApartAsk, ClientMessage, ExhibitAsk, ExhibitNews, Presence, RefusalCode, ServerMessage, ShownView,
    Spot, StageStep,
};

fn ask(exhibit: ExhibitAsk) -> ClientMessage {
    ClientMessage::Exhibit { exhibit }
}

fn show(exhibit: ExhibitId, seats: Option<Vec<wire::SeatId>>) -> ClientMessage {
    ask(ExhibitAsk::Show { exhibit: exhibit.into(), seats })
}

/// A file of the petition.
async fn file(table: &Table) -> Attachment {
    let file = Attachment {
        id: AttachmentId(RealWorld.new_id()),
        petition: table.petition,
        name: "合同.pdf".into(),
        media_type: "application/pdf".into(),
        size: 8,
        sha256: [0xab; 32],
        added_at: table.clock.now(),
    };
    let mut tx = table.store.begin().await.unwrap();
    tx.add_attachment(&file).await.unwrap();
    tx.commit().await.unwrap();
    file
}

/// It is laid before the hearing.
async fn lay(
    (table, rooms): (&Table, &Rooms),
    file: Attachment,
    by: usize,
    by_keeper: bool,
) -> Result<ExhibitId, Refused> {
    let id = ExhibitId(RealWorld.new_id());
    let seat = table.seats[by];
    let title = "物业合同".into();
    let brought = Brought { id, file, title, brought_by: Some(seat), by_keeper, filed: true };
    rooms.command(table.hearing, Actor::Seat(seat), Command::BringExhibit(brought)).await.map(|()| id)
}

async fn brought(table: &Table, rooms: &Rooms, by: usize, by_keeper: bool) -> ExhibitId {
    lay((table, rooms), file(table).await, by, by_keeper).await.unwrap()
}

fn news(message: &ServerMessage) -> Option<&ExhibitNews> {
    match message {
        ServerMessage::Exhibit { news } => Some(news),
        _ => None,
    }
}

async fn shown(guest: &mut Guest) -> Option<ShownView> {
    let is_shown = |message: &ServerMessage| matches!(news(message), Some(ExhibitNews::Shown { .. }));
    match guest.until(is_shown).await {
        ServerMessage::Exhibit { news: ExhibitNews::Shown { shown } } => shown,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn an_exhibit_is_taken_shown_turned_and_put_on_record() {
    let table = Table::laid().await;
    let rooms = table.rooms();
    let mut guests = table.in_session(&rooms).await;
    let id = brought(&table, &rooms, PETITIONER, false).await;
    let exhibit: wire::ExhibitId = id.into();
    guests[CLERK].refused(show(id, None), RefusalCode::WrongStage).await;
    guests[PETITIONER].refused(ask(ExhibitAsk::Accept { exhibit }), RefusalCode::NotAllowed).await;
    guests[CLERK].done(ask(ExhibitAsk::Accept { exhibit })).await;
    guests[PETITIONER].refused(show(id, None), RefusalCode::NotAllowed).await;

    guests[CLERK].done(show(id, None)).await;
    for (seat, leads) in [(PRESIDER, true), (CLERK, true), (UNIT, false), (PETITIONER, true)] {
        let view = shown(&mut guests[seat]).await.expect("it is shown");
        assert_eq!((view.exhibit, view.page, view.leads), (exhibit, 1, leads), "seat {seat}");
    }
    guests[UNIT].refused(ask(ExhibitAsk::Turn { page: 2 }), RefusalCode::NotAllowed).await;
    guests[PETITIONER].done(ask(ExhibitAsk::Turn { page: 2 })).await;
    assert_eq!(shown(&mut guests[UNIT]).await.unwrap().page, 2);
    let spot = Spot { x: 5000, y: 10_000 };
    guests[PETITIONER].done(ask(ExhibitAsk::Point { at: Some(spot) })).await;
    let by = table.seats[PETITIONER].into();
    let points = ExhibitNews::Point { by, at: Some(spot) };
    guests[UNIT].until(|message| news(message) == Some(&points)).await;
    assert!(!guests[PETITIONER].heard.iter().any(|message| news(message) == Some(&points)), "not to oneself");

    let op = OpId(RealWorld.new_id()).into();
    guests[CLERK].done(ask(ExhibitAsk::PutOnRecord { exhibit, op })).await;
    guests[CLERK].refused(ask(ExhibitAsk::PutOnRecord { exhibit, op }), RefusalCode::WrongStage).await;
    guests[UNIT].until(|message| matches!(message, ServerMessage::Entry { .. })).await;
    guests[PRESIDER].done(ask(ExhibitAsk::Hide {})).await;
    assert_eq!(shown(&mut guests[PETITIONER]).await, None);

    let mut records = table.store.read().await.unwrap();
    let kept = records.hearing_exhibits(table.hearing).await.unwrap();
    assert!(matches!(kept[0].state, ExhibitState::Accepted { number: 1, on_record: Some(_) }));
    let line = &records.minutes(table.hearing).await.unwrap()[0];
    assert!(line.text.starts_with("出示证据一《物业合同》"), "{}", line.text);
    assert_eq!(line.speaker, Some(table.seats[PETITIONER]));
    let log = records.timeline(table.petition).await.unwrap();
    let kinds: Vec<_> = log.iter().map(|chained| chained.event.kind).collect();
    for kind in [
        EventKind::HearingExhibitOffered,
        EventKind::HearingExhibitAccepted,
        EventKind::HearingExhibitShown,
        EventKind::HearingExhibitOnRecord,
    ] {
        assert_eq!(kinds.iter().filter(|one| **one == kind).count(), 1, "{kind}");
    }
    assert!(!format!("{log:?}").contains("物业合同"), "no title in the log");
    assert!(storage::verify(&*table.store).await.unwrap().is_sound());
}

/// The minutes are kept from check-in on, and an exhibit is a line of them.
#[tokio::test]
async fn an_exhibit_is_put_on_record_before_the_session_under_its_first_phase() {
    let table = Table::laid().await;
    let rooms = table.rooms();
    let mut guests = table.ready(&rooms).await;
    let exhibit: wire::ExhibitId = brought(&table, &rooms, PETITIONER, false).await.into();
    guests[CLERK].done(ask(ExhibitAsk::Accept { exhibit })).await;
    let op = OpId(RealWorld.new_id()).into();
    guests[CLERK].done(ask(ExhibitAsk::PutOnRecord { exhibit, op })).await;
    let mut records = table.store.read().await.unwrap();
    let hearing = records.hearing(table.hearing).await.unwrap().unwrap();
    assert_eq!(records.minutes(table.hearing).await.unwrap()[0].phase, hearing.first_phase());
}

#[tokio::test]
async fn who_it_is_not_shown_to_hears_nothing_of_it() {
    let table = Table::laid().await;
    let rooms = table.rooms();
    let mut guests = table.in_session(&rooms).await;
    let id = brought(&table, &rooms, CLERK, true).await;
    let to = vec![table.seats[PETITIONER].into()];
    guests[PRESIDER].done(show(id, Some(to))).await;
    let view = shown(&mut guests[PETITIONER]).await.unwrap();
    let petitioner_and_shower = [table.seats[PETITIONER].into(), table.seats[PRESIDER].into()];
    assert!(petitioner_and_shower.iter().all(|seat| view.seats.as_ref().unwrap().contains(seat)));
    // Of two answers the later one comes after all that was to be told.
    guests[UNIT].done(ClientMessage::RaiseHand { up: true }).await;
    assert!(!guests[UNIT].heard.iter().any(|message| news(message).is_some()));
    let viewers = table.store.read().await.unwrap().exhibit_viewers(table.hearing).await.unwrap();
    assert!(!viewers.contains(&(id, table.seats[UNIT])) && viewers.contains(&(id, table.seats[PETITIONER])));

    let seats = Some(vec![wire::SeatId(uuid::Uuid::nil())]);
    guests[PRESIDER].refused(show(id, seats), RefusalCode::NoSuchSeat).await;
}

#[tokio::test]
async fn who_comes_late_or_back_sees_the_same_page_and_in_deliberation_only_the_panel_does() {
    let table = Table::laid().await;
    let rooms = table.rooms();
    let mut guests = table.in_session(&rooms).await;
    let id = brought(&table, &rooms, CLERK, true).await;
    let seat: wire::SeatId = table.seats[UNIT].into();
    guests[PRESIDER].done(ClientMessage::Dismiss { seat }).await;
    guests[CLERK].done(show(id, None)).await;
    guests[CLERK].done(ask(ExhibitAsk::Turn { page: 3 })).await;
    guests[PRESIDER].done(ClientMessage::Admit { seat }).await;
    assert_eq!(shown(&mut guests[UNIT]).await.unwrap().page, 3, "a newcomer sees the page that is open");

    let mut back = table.sit(&rooms, PETITIONER).await;
    let known = |message: &ServerMessage| matches!(news(message), Some(ExhibitNews::All { exhibits }) if exhibits.len() == 1);
    back.until(known).await;
    assert_eq!(shown(&mut back).await.unwrap().page, 3, "and who comes back as well");

    for _ in 0..2 {
        guests[PRESIDER].done(step(StageStep::NextPhase {})).await;
    }
    assert_eq!(shown(&mut back).await, None, "deliberation is the panel's");
    guests[PRESIDER].done(ClientMessage::RaiseHand { up: false }).await;
    let last = guests[PRESIDER].heard.iter().rev().find_map(|message| match news(message) {
        Some(ExhibitNews::Shown { shown }) => Some(shown.is_some()),
        _ => None,
    });
    assert_eq!(last, Some(true));
}

/// Invariant 9: two who consult meanwhile, one of them from the lobby, see nothing of what is shown at the table.
#[tokio::test]
async fn what_is_shown_at_the_table_stays_there() {
    const AGENT: usize = 4;
    let table = Table::laid_with(&[(ParticipantRole::Agent, &[])]).await;
    let rooms = table.rooms();
    let mut guests = table.in_session(&rooms).await;
    let id = brought(&table, &rooms, CLERK, true).await;
    let talk = wire::TalkId(RealWorld.new_id());
    let apart = |ask: ApartAsk| ClientMessage::Apart { ask };
    let invite = vec![table.seats[PETITIONER].into(), table.seats[AGENT].into()];
    let of = wire::TalkKind::Consultation;
    guests[PRESIDER].done(apart(ApartAsk::OpenTalk { talk, of, invite, enter: false })).await;
    for seat in [PETITIONER, AGENT] {
        guests[seat].done(apart(ApartAsk::EnterTalk { talk })).await;
        guests[seat].until_granted(|grants| grants.attend).await;
    }
    guests[CLERK].done(show(id, None)).await;
    assert!(shown(&mut guests[UNIT]).await.is_some());
    for seat in [PETITIONER, AGENT] {
        guests[seat].done(ClientMessage::Tiles { tiles: Vec::new() }).await;
        assert!(!guests[seat].heard.iter().any(|message| news(message).is_some()), "seat {seat}");
    }
    let viewers = table.store.read().await.unwrap().exhibit_viewers(table.hearing).await.unwrap();
    assert!([PETITIONER, AGENT].iter().all(|seat| !viewers.contains(&(id, table.seats[*seat]))));

    guests[PETITIONER].done(apart(ApartAsk::LeaveTalk {})).await;
    assert!(shown(&mut guests[PETITIONER]).await.is_some(), "back at the table");
    guests[PRESIDER].done(apart(ApartAsk::CloseTalks {})).await;
    guests[AGENT].done(ClientMessage::Tiles { tiles: Vec::new() }).await;
    assert!(!guests[AGENT].heard.iter().any(|message| news(message).is_some()), "it waits outside");
    let again = wire::TalkId(RealWorld.new_id());
    let invite = vec![table.seats[PETITIONER].into()];
    guests[PRESIDER].done(apart(ApartAsk::OpenTalk { talk: again, of, invite, enter: false })).await;
    guests[PETITIONER].done(apart(ApartAsk::EnterTalk { talk: again })).await;
    assert_eq!(shown(&mut guests[PETITIONER]).await, None, "and gone with who goes apart");
}

#[tokio::test]
async fn what_was_turned_down_is_told_to_who_brought_it_and_to_no_other() {
    let table = Table::laid().await;
    let rooms = table.rooms();
    let mut guests = table.in_session(&rooms).await;
    let id = brought(&table, &rooms, PETITIONER, false).await;
    let reason = "与本次接访事项无关".to_owned();
    let refuse = |reason: String| ask(ExhibitAsk::Refuse { exhibit: id.into(), reason });
    guests[CLERK].done(refuse(reason.clone())).await;
    let told = |message: &ServerMessage| match news(message) {
        Some(ExhibitNews::One { exhibit }) => {
            exhibit.state == wire::ExhibitState::Refused { reason: reason.clone() }
        }
        _ => false,
    };
    guests[PETITIONER].until(told).await;
    guests[UNIT].done(ClientMessage::RaiseHand { up: true }).await;
    assert!(!guests[UNIT].heard.iter().any(|message| news(message).is_some()));
}

/// Whoever comes in again would be shown it, and be on record as having seen it, before anybody shows them anything.
#[tokio::test]
async fn what_was_shown_is_put_away_where_it_is_held_at_another_time() {
    let table = Table::laid().await;
    let rooms = table.rooms();
    let mut guests = table.ready(&rooms).await;
    let id = brought(&table, &rooms, CLERK, true).await;
    guests[PRESIDER].done(show(id, None)).await;
    assert!(shown(&mut guests[PETITIONER]).await.is_some());
    let starts_at = table.clock.now().plus_millis(10 * 60_000);
    let to = Some((starts_at, starts_at.plus_millis(3_600_000)));
    let postpone = Command::Postpone { reason: "等待当事人补齐材料".into(), to };
    rooms.command(table.hearing, Actor::System, postpone).await.unwrap();
    assert_eq!(shown(&mut guests[PETITIONER]).await, None);

    let before = guests[PETITIONER].heard.len();
    // Who presides is let in by the record, like everybody: a moment later.
    for waits in [true, false] {
        let own = |message: &ServerMessage| match message {
            ServerMessage::Seat { seat } if seat.id == table.seats[PRESIDER].into() => {
                matches!(seat.presence, Presence::Waiting { .. }) == waits
            }
            _ => false,
        };
        guests[PRESIDER].until(own).await;
    }
    for seat in [UNIT, PETITIONER] {
        guests[PRESIDER].done(ClientMessage::Admit { seat: table.seats[seat].into() }).await;
    }
    let ready = |message: &ServerMessage| matches!(message, ServerMessage::Stage { stage } if stage.stage == wire::Stage::Ready);
    guests[PETITIONER].until(ready).await;
    guests[PETITIONER].done(ClientMessage::RaiseHand { up: false }).await;
    let sees = |message: &ServerMessage| matches!(news(message), Some(ExhibitNews::Shown { shown: Some(_) }));
    assert!(!guests[PETITIONER].heard[before..].iter().any(sees));
}

/// It would be on record behind the seal, which says nothing of it.
#[tokio::test]
async fn what_comes_of_exhibits_while_the_hearing_ends_comes_too_late() {
    let table = Table::laid().await;
    let rooms = table.rooms();
    let mut guests = table.in_session(&rooms).await;
    let [taken, refused] =
        [brought(&table, &rooms, PETITIONER, false).await, brought(&table, &rooms, PETITIONER, false).await];
    let file = file(&table).await;
    let held = table.store.begin().await.unwrap(); // nothing is written
    let ends = guests[PRESIDER].send(step(StageStep::Adjourn { reason: "需要重新鉴定".into() })).await;
    rooms.overview(table.hearing).await.unwrap(); // it has come by now
    guests[CLERK].send(ask(ExhibitAsk::Accept { exhibit: taken.into() })).await;
    let reason = "与本次接访事项无关".to_owned();
    guests[CLERK].send(ask(ExhibitAsk::Refuse { exhibit: refused.into(), reason })).await;
    let written = async {
        rooms.overview(table.hearing).await.unwrap();
        drop(held);
    };
    let (late, ()) = tokio::join!(lay((&table, &rooms), file, CLERK, true), written);
    assert_eq!(late.unwrap_err().code, RefusalCode::NotAllowed);
    let answer = guests[PRESIDER].answered(ends).await;
    assert!(matches!(answer, ServerMessage::Done { .. }), "{answer:?}");
    rooms.stop().await;
    let kept = table.store.read().await.unwrap().hearing_exhibits(table.hearing).await.unwrap();
    let states: Vec<_> = kept.into_iter().map(|exhibit| exhibit.state).collect();
    assert_eq!(states, [ExhibitState::Offered, ExhibitState::Offered]);
    assert!(storage::verify(&*table.store).await.unwrap().is_sound());
}

/// Counted where it is written: what came in by other doors meanwhile is among them.
#[tokio::test]
async fn no_exhibit_makes_a_petitions_files_more_than_may_be() {
    let table = Table::laid().await;
    let rooms = table.rooms();
    let _guests = table.in_session(&rooms).await;
    let one = file(&table).await;
    let another = || Attachment { id: AttachmentId(RealWorld.new_id()), ..one.clone() };
    let mut tx = table.store.begin().await.unwrap();
    for _ in 2..MAX_FILES {
        tx.add_attachment(&another()).await.unwrap();
    }
    tx.commit().await.unwrap();
    let bring = async || {
        let (id, seat) = (ExhibitId(RealWorld.new_id()), table.seats[PETITIONER]);
        let title = "物业合同".into();
        let brought =
            Brought { id, file: another(), title, brought_by: Some(seat), by_keeper: false, filed: false };
        rooms.command(table.hearing, Actor::Seat(seat), Command::BringExhibit(brought)).await
    };
    bring().await.unwrap();
    assert_eq!(bring().await.unwrap_err().code, RefusalCode::TooManyFiles);
    let mut records = table.store.read().await.unwrap();
    assert_eq!(records.attachments(table.petition).await.unwrap().len(), MAX_FILES);
    assert_eq!(records.hearing_exhibits(table.hearing).await.unwrap().len(), 1);
}
