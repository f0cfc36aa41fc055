use super::fixtures::*;
use crate::{contract, kit::database::TestStore};
use lianjie::{
    domain::{
        Timestamp,
        hearing::{
            ActionItem, ActionItemState, AgendaPhase, Archived, Gone, Hearing, Outcome, OutcomeCorrection,
            OutcomeStandard, Stage,
        },
        ids::{ActionItemId, HearingId},
    },
    storage::{Booking, Cursor, Page, StoreError},
};
use time::macros::date;
use uuid::Uuid;

contract!(
    a_hearing_comes_back_as_scheduled,
    the_next_session_knows_what_it_goes_on_with,
    every_stage_comes_back_as_saved,
    a_closed_file_comes_back_and_waits_no_more,
    an_agenda_keeps_what_is_planned_for_its_phases,
    a_stale_hearing_is_not_saved,
    hearings_are_found_by_time,
    hearings_that_live_are_known_after_a_restart,
    a_damaged_hearing_keeps_no_other_off_the_list,
    rooms_and_people_clash_only_while_they_are_taken,
    a_room_is_needed_until_the_hearings_in_it_are_over,
    of_two_schedulers_the_second_sees_the_first,
    an_outcome_comes_back_with_its_items,
    an_outcome_is_issued_and_published_once,
    a_corrected_outcome_keeps_what_it_said_and_is_published_anew,
    nothing_unknown_is_found,
);

async fn a_hearing_comes_back_as_scheduled(test: TestStore) {
    let tx = one_of_two(&test).await;
    tx.commit().await.unwrap();
    let mut records = test.store.read().await.unwrap();
    assert_eq!(records.hearing(hearing_id(1)).await.unwrap(), Some(hearing(1)));
    assert_eq!(records.hearings_of(petition_id(1)).await.unwrap(), [hearing(1)]);
    assert_eq!(records.hearings_of(petition_id(2)).await.unwrap(), []);
}

async fn the_next_session_knows_what_it_goes_on_with(test: TestStore) {
    let mut tx = one_of_two(&test).await;
    let next = Hearing { petition: petition_id(1), continues: Some(hearing_id(1)), ..hearing(2) };
    tx.add_hearing(&next).await.unwrap();
    tx.commit().await.unwrap();
    let found = test.store.read().await.unwrap().hearings_of(petition_id(1)).await.unwrap();
    let links: Vec<_> = found.iter().map(|hearing| (hearing.id, hearing.continues)).collect();
    assert_eq!(links, [(hearing_id(1), None), (hearing_id(2), Some(hearing_id(1)))]);
}

async fn every_stage_comes_back_as_saved(test: TestStore) {
    let mut tx = one_of_two(&test).await;
    let mut moving = hearing(1);
    let (since, at, phase, phase_since) = (MORNING, MORNING, AgendaPhase::Statement, MORNING);
    let reason = || "设备故障，恢复后继续".to_owned();
    for stage in [
        Stage::Requested,
        Stage::CheckIn { since },
        Stage::Ready { since },
        Stage::Countdown { since, begins_at: MORNING.plus_millis(5000) },
        Stage::InSession { since, phase, phase_since },
        Stage::Paused { since, phase, phase_spent: 61_000, reason: reason() },
        Stage::Suspended { since, phase, phase_spent: 62_000, reason: reason() },
        Stage::MinutesReview { since },
        Stage::Signing { since },
        Stage::Closed { at },
        Stage::OutcomeIssued { at },
        Stage::Cancelled { at, reason: reason() },
        Stage::Postponed { at, reason: reason() },
        Stage::NoShow { at, reason: reason() },
        Stage::Adjourned { at, phase: AgendaPhase::Response, reason: reason() },
        Stage::InPerson { at, reason: reason() },
    ] {
        moving.stage = stage;
        moving.ends_at = moving.ends_at.plus_millis(HOUR);
        tx.save_hearing(&moving).await.unwrap();
        moving.version += 1;
        assert_eq!(tx.hearing(moving.id).await.unwrap(), Some(moving.clone()));
    }
}

async fn a_closed_file_comes_back_and_waits_no_more(test: TestStore) {
    let mut tx = one_of_two(&test).await;
    tx.add_hearing(&Hearing { starts_at: MORNING.plus_millis(HOUR), ..hearing(2) }).await.unwrap();
    let host = hearing(1).host;
    assert_eq!(tx.unarchived(host, None, 9).await.unwrap().rows, [], "not over");
    let mut over = hearing(1);
    for (n, stage) in [(1, Stage::Closed { at: MORNING }), (2, Stage::OutcomeIssued { at: MORNING })] {
        let ends_at = MORNING.plus_millis(n * HOUR);
        let ended = Hearing { stage, ends_at, ..hearing(u128::try_from(n).unwrap()) };
        tx.save_hearing(&ended).await.unwrap();
        over = ended;
    }
    let first = tx.unarchived(host, None, 1).await.unwrap();
    assert_eq!(first.rows, [hearing_id(1)]);
    let next = Cursor::read(&first.next.unwrap());
    assert_eq!(tx.unarchived(host, next, 1).await.unwrap(), Page { rows: vec![hearing_id(2)], next: None });
    let archived = Archived { at: MORNING, sha256: [7; 32], bytes: 1 << 40 };
    over = Hearing { archived: Some(archived), version: over.version + 1, ..over };
    tx.save_hearing(&over).await.unwrap();
    over.version += 1;
    assert_eq!(tx.hearing(over.id).await.unwrap().unwrap().archived, Some(archived));
    assert_eq!(tx.archived().await.unwrap(), [(over.id, archived)]);
    assert_eq!(tx.unarchived(host, None, 9).await.unwrap().rows, [hearing_id(1)]);
    tx.commit().await.unwrap();
}

async fn an_agenda_keeps_what_is_planned_for_its_phases(test: TestStore) {
    let mut tx = furnished(&test).await;
    tx.add_petition(&registration(petition(1))).await.unwrap();
    let mut planned = hearing(1);
    planned.agenda = vec![AgendaPhase::Opening, AgendaPhase::Evidence];
    planned.planned = vec![(AgendaPhase::Evidence, 90)];
    tx.add_hearing(&planned).await.unwrap();
    assert_eq!(tx.hearing(planned.id).await.unwrap().unwrap(), planned);
    planned.planned = vec![(AgendaPhase::Opening, 5), (AgendaPhase::Evidence, 480)];
    tx.save_hearing(&planned).await.unwrap();
    planned.version += 1;
    assert_eq!(tx.hearing(planned.id).await.unwrap().unwrap(), planned);
}

async fn a_stale_hearing_is_not_saved(test: TestStore) {
    let mut tx = one_of_two(&test).await;
    tx.save_hearing(&hearing(1)).await.unwrap();
    assert!(matches!(tx.save_hearing(&hearing(1)).await, Err(StoreError::Stale { what: "hearing" })));
    assert!(matches!(tx.save_hearing(&hearing(2)).await, Err(StoreError::Stale { .. })), "unknown");
    let mut same_number = hearing(2);
    same_number.number = hearing(1).number;
    assert!(matches!(tx.add_hearing(&same_number).await, Err(StoreError::Exists { .. })));
}

async fn hearings_are_found_by_time(test: TestStore) {
    let mut tx = one_of_two(&test).await;
    let mut later = hearing(2);
    later.starts_at = MORNING.plus_millis(2 * HOUR);
    later.ends_at = MORNING.plus_millis(3 * HOUR);
    tx.add_hearing(&later).await.unwrap();
    for (from, to, found) in [
        (-24, 24, vec![hearing_id(1), hearing_id(2)]),
        (0, 1, vec![hearing_id(1)]),
        (1, 2, vec![]),
        (2, 24, vec![hearing_id(2)]),
    ] {
        let (from, to) = (MORNING.plus_millis(from * HOUR), MORNING.plus_millis(to * HOUR));
        let hearings = tx.hearings_between(from, to).await.unwrap();
        assert_eq!(hearings.iter().map(|hearing| hearing.id).collect::<Vec<_>>(), found);
        assert_eq!(tx.hearing_ids_between(from, to).await.unwrap(), found);
        assert!(hearings.iter().all(|hearing| hearing.seats.len() == 3));
    }
}

async fn hearings_that_live_are_known_after_a_restart(test: TestStore) {
    let mut tx = one_of_two(&test).await;
    assert_eq!(tx.live_hearings().await.unwrap(), []);
    let stage = Stage::CheckIn { since: MORNING };
    tx.save_hearing(&Hearing { stage, ..hearing(1) }).await.unwrap();
    assert_eq!(tx.live_hearings().await.unwrap(), [hearing_id(1)]);
    let end = hearing(1).ends_at;
    for (before, found) in [(end.plus_millis(-1), vec![]), (end, vec![hearing_id(1)])] {
        let past = tx.live_past(before).await.unwrap();
        assert_eq!(past.iter().map(|hearing| hearing.id).collect::<Vec<_>>(), found);
    }
}

/// Of the row itself, or of one of its seats.
async fn a_damaged_hearing_keeps_no_other_off_the_list(test: TestStore) {
    let mut tx = one_of_two(&test).await;
    tx.add_petition(&registration(petition(3))).await.unwrap();
    for n in [1, 2, 3] {
        let held = Hearing { stage: Stage::CheckIn { since: MORNING }, ..hearing(n) };
        if n == 1 {
            tx.save_hearing(&held).await.unwrap();
        } else {
            tx.add_hearing(&held).await.unwrap();
        }
    }
    tx.commit().await.unwrap();
    let of = |n: u128| format!("(select id from hearings where number = '{}')", hearing(n).number);
    test.tamper(&format!("update hearings set agenda = 'of_tomorrow' where id = {}", of(1))).await;
    test.tamper(&format!("update seats set muted = 'of_tomorrow' where hearing = {}", of(3))).await;
    let mut records = test.store.read().await.unwrap();
    let listed = records.hearings_between(MORNING, MORNING.plus_millis(HOUR)).await.unwrap();
    let past = records.live_past(MORNING.plus_millis(HOUR)).await.unwrap();
    for list in [listed, past] {
        assert_eq!(list.iter().map(|hearing| hearing.id).collect::<Vec<_>>(), [hearing_id(2)]);
    }
    for n in [1, 3] {
        let one = records.hearing(hearing_id(n)).await;
        assert!(
            matches!(one, Err(StoreError::Corrupt { .. })),
            "asked for by itself it is no hearing that is not there"
        );
    }
}

async fn rooms_and_people_clash_only_while_they_are_taken(test: TestStore) {
    let mut tx = one_of_two(&test).await;
    let all =
        [Booking::Room(ROOM), Booking::Room(OTHER_ROOM), Booking::Staff(CLERK), Booking::Staff(PRESIDER)];
    let (from, to) = (MORNING.plus_millis(HOUR / 2), MORNING.plus_millis(2 * HOUR));
    let clashes = tx.clashes(&all, from, to, None).await.unwrap();
    assert_eq!(clashes.len(), 4);
    assert!(clashes.iter().all(|clash| clash.hearing == hearing_id(1) && clash.number == hearing(1).number));
    assert_eq!(tx.clashes(&all, from, to, Some(hearing_id(1))).await.unwrap(), [], "itself");
    let after = MORNING.plus_millis(HOUR);
    assert_eq!(tx.clashes(&all, after, to, None).await.unwrap(), [], "one ends, the next begins");
    let mut removed = hearing(1).seats[1].clone();
    removed.gone = Some(Gone::Withdrawn { at: MORNING, reason: "换人，另行安排书记员".into() });
    tx.save_seat(hearing_id(1), &removed).await.unwrap();
    assert_eq!(tx.clashes(&[Booking::Staff(CLERK)], from, to, None).await.unwrap(), []);
    let mut over = hearing(1);
    over.stage = Stage::Cancelled { at: MORNING, reason: "信访人申请取消".into() };
    tx.save_hearing(&over).await.unwrap();
    assert_eq!(tx.clashes(&all, from, to, None).await.unwrap(), []);
}

async fn a_room_is_needed_until_the_hearings_in_it_are_over(test: TestStore) {
    let mut tx = one_of_two(&test).await;
    let reason = || "会议室有调整".to_owned();
    for (stage, needed) in [
        (Stage::Scheduled, true),
        (Stage::Postponed { at: MORNING, reason: reason() }, true), // it has a seat there still
        (Stage::Cancelled { at: MORNING, reason: reason() }, false),
    ] {
        let version = tx.hearing(hearing_id(1)).await.unwrap().unwrap().version;
        tx.save_hearing(&Hearing { stage: stage.clone(), version, ..hearing(1) }).await.unwrap();
        let ahead = tx.hearings_ahead_in(ROOM).await.unwrap();
        let ahead: Vec<_> =
            ahead.into_iter().map(|booked| booked.hearing).filter(|id| *id == hearing_id(1)).collect();
        assert_eq!(ahead.is_empty(), !needed, "{stage:?}");
    }
    let (mut elsewhere, version) = {
        let kept = tx.hearing(hearing_id(1)).await.unwrap().unwrap();
        (kept.seats[0].clone(), kept.version)
    };
    tx.save_hearing(&Hearing { version, ..hearing(1) }).await.unwrap();
    assert_eq!(tx.hearings_ahead_in(ROOM).await.unwrap().len(), 1);
    elsewhere.gone = Some(Gone::Withdrawn { at: MORNING, reason: "换人，另行安排主持人".into() });
    tx.save_seat(hearing_id(1), &elsewhere).await.unwrap();
    assert_eq!(tx.hearings_ahead_in(ROOM).await.unwrap(), [], "who took the place sits elsewhere");
}

/// Both ask for the same room at the same time; whoever comes second must find the first one's hearing.
async fn of_two_schedulers_the_second_sees_the_first(test: TestStore) {
    let mut tx = furnished(&test).await;
    for n in [1, 2] {
        tx.add_petition(&registration(petition(n))).await.unwrap();
    }
    tx.commit().await.unwrap();
    let schedule = |n: u128| {
        let store = test.store.clone();
        tokio::spawn(async move {
            let mut tx = store.begin().await.unwrap();
            let wanted = [Booking::Staff(CLERK), Booking::Room(ROOM)];
            let wanted = if n == 1 { wanted } else { [wanted[1], wanted[0]] };
            let clashes = tx.clashes(&wanted, MORNING, MORNING.plus_millis(HOUR), None).await.unwrap();
            if clashes.is_empty() {
                tx.add_hearing(&hearing(n)).await.unwrap();
                tx.commit().await.unwrap();
            }
            clashes.len()
        })
    };
    let (first, second) = tokio::join!(schedule(1), schedule(2));
    let mut clashes = [first.unwrap(), second.unwrap()];
    clashes.sort_unstable();
    assert_eq!(clashes, [0, 2]);
}

fn outcome(items: u128) -> Outcome {
    let item = |n: u128| ActionItem {
        id: ActionItemId(Uuid::from_u128(0x6000 - n)),
        agency: HOUSING,
        content: format!("第 {n} 项"),
        deadline: date!(2026 - 12 - 31),
        entry: write(1, 1, 1, 1, "").entry,
        state: ActionItemState::Ordered,
        accepted: None,
    };
    Outcome {
        hearing: hearing_id(1),
        petition: petition_id(1),
        conclusion: "由区住建局督促退还押金".into(),
        standards: vec![OutcomeStandard::Resolve, OutcomeStandard::Persuade],
        items: (1..=items).map(item).collect(),
        issued_at: MORNING,
        closed_at: MORNING,
        next: None,
        published_at: None,
        withdrawn_at: None,
        earlier: Vec::new(),
    }
}

async fn an_outcome_comes_back_with_its_items(test: TestStore) {
    let mut tx = one_of_two(&test).await;
    tx.write_entry(&write(1, 1, 1, 1, "同意退还")).await.unwrap();
    tx.add_outcome(&outcome(3)).await.unwrap();
    assert_eq!(tx.outcome(hearing_id(1)).await.unwrap(), Some(outcome(3)));
    let items = tx.action_items(petition_id(1)).await.unwrap();
    let expected = outcome(3).items.into_iter().map(|item| (hearing_id(1), item));
    assert_eq!(items, expected.collect::<Vec<_>>());
}

async fn an_outcome_is_issued_and_published_once(test: TestStore) {
    let mut tx = one_of_two(&test).await;
    let published = tx.publish_outcome(hearing_id(1), MORNING).await;
    assert!(matches!(published, Err(StoreError::Stale { .. })), "there is none yet");
    tx.add_outcome(&outcome(0)).await.unwrap();
    tx.publish_outcome(hearing_id(1), MORNING).await.unwrap();
    let again = tx.publish_outcome(hearing_id(1), MORNING.plus_millis(1)).await;
    assert!(matches!(again, Err(StoreError::Stale { .. })));
    assert_eq!(tx.outcome(hearing_id(1)).await.unwrap().unwrap().published_at, Some(MORNING));
    assert!(matches!(tx.add_outcome(&outcome(0)).await, Err(StoreError::Exists { .. })));
}

async fn nothing_unknown_is_found(test: TestStore) {
    let mut tx = test.store.begin().await.unwrap();
    let unknown = HearingId(Uuid::nil());
    assert_eq!(tx.hearing(unknown).await.unwrap(), None);
    assert_eq!(tx.minutes(unknown).await.unwrap(), []);
    assert_eq!(tx.outcome(unknown).await.unwrap(), None);
    assert_eq!(tx.seat_keys(unknown).await.unwrap(), []);
    assert_eq!(tx.action_items(petition_id(1)).await.unwrap(), []);
}

async fn a_corrected_outcome_keeps_what_it_said_and_is_published_anew(test: TestStore) {
    let mut tx = one_of_two(&test).await;
    tx.add_outcome(&outcome(0)).await.unwrap();
    tx.publish_outcome(hearing_id(1), MORNING).await.unwrap();
    let correct = |outcome: Outcome, conclusion: &str, at: Timestamp| {
        let (standards, reason) = (vec![OutcomeStandard::Resolve], "结论中出现第三人姓名".to_owned());
        let correction = OutcomeCorrection { conclusion: conclusion.to_owned(), standards, reason };
        correction.of(outcome, CLERK, at).unwrap()
    };
    let issued = tx.outcome(hearing_id(1)).await.unwrap().unwrap();
    let second = correct(issued.clone(), "由区住建局督促按期退还押金", MORNING.plus_millis(1));
    tx.correct_outcome(&second).await.unwrap();
    assert_eq!(tx.outcome(hearing_id(1)).await.unwrap(), Some(second.clone()));
    let third = correct(second.clone(), "由区住建局督促退还全部押金", MORNING.plus_millis(2));
    tx.correct_outcome(&third).await.unwrap();
    let read = tx.outcome(hearing_id(1)).await.unwrap().unwrap();
    assert_eq!(
        (read.version(), read.earlier[0].published_at, read.earlier[1].published_at),
        (3, Some(MORNING), None)
    );
    assert_eq!(read, third);
    tx.publish_outcome(hearing_id(1), MORNING.plus_millis(3)).await.unwrap();
    assert_eq!(tx.outcome(hearing_id(1)).await.unwrap().unwrap().withdrawn_at, None);
    tx.withdraw_outcome(hearing_id(1), MORNING.plus_millis(4)).await.unwrap();
    let read = tx.outcome(hearing_id(1)).await.unwrap().unwrap();
    assert_eq!((read.published_at, read.withdrawn_at), (None, Some(MORNING.plus_millis(4))));
    let again = tx.withdraw_outcome(hearing_id(1), MORNING.plus_millis(5)).await;
    assert!(matches!(again, Err(StoreError::Stale { .. })));
    tx.commit().await.unwrap();
    let mut tx = test.store.begin().await.unwrap();
    let late = correct(issued, "由区住建局督促物业退还押金", MORNING.plus_millis(6));
    let late = tx.correct_outcome(&late).await;
    assert!(matches!(late, Err(StoreError::Exists { .. })), "of the version that is not there any more");
}
