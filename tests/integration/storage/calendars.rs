//! Holiday calendars, and the clocks that are computed anew by them.

use super::fixtures::*;
use crate::{contract, kit::database::TestStore};
use lianjie::{
    administration::{self, By},
    domain::{Timestamp, event::EventKind, petition::Calendar},
    storage::{CalendarVersion, StoreError, verify},
    world::RealWorld,
};
use std::time::Duration;
use time::macros::date;

contract!(
    what_one_holds_another_waits_for,
    calendars_are_kept_newest_first,
    one_number_belongs_to_one_calendar,
    only_clocks_that_run_and_end_in_time_are_found,
    a_crash_while_recomputing_is_made_up_for,
    more_petitions_than_one_transaction_takes_are_recomputed,
    a_petition_that_cannot_be_read_keeps_no_new_date_from_the_others,
);

fn version(number: u32, text: &str) -> CalendarVersion {
    CalendarVersion {
        calendar: Calendar::parse(text).unwrap().numbered(number),
        loaded_at: MORNING,
        loaded_by: Some(CLERK),
        source: "某号通知".into(),
        recomputed_at: None,
    }
}

/// Of two who read, compare and replace the same, the second reads what the first wrote.
async fn what_one_holds_another_waits_for(test: TestStore) {
    let mut first = furnished(&test).await;
    first.hold("grid 62010300200101").await.unwrap();
    let store = test.store.clone();
    let second = tokio::spawn(async move {
        let mut tx = store.begin().await.unwrap();
        tx.hold("grid 62010300200101").await.unwrap();
        tx.calendar_number().await.unwrap()
    });
    tokio::time::sleep(Duration::from_millis(100)).await; // time to go on; that it waits is no event
    assert!(!second.is_finished());
    first.add_calendar(&version(1, "year 2027\noff 2027-01-01")).await.unwrap();
    first.commit().await.unwrap();
    assert_eq!(second.await.unwrap(), 1);
}

async fn calendars_are_kept_newest_first(test: TestStore) {
    let mut tx = furnished(&test).await;
    assert_eq!(tx.calendar_number().await.unwrap(), 0);
    let (first, second) = (version(1, "year 2027\noff 2027-01-01"), version(2, "year 2027\noff 2027-01-02"));
    tx.add_calendar(&first).await.unwrap();
    tx.add_calendar(&second).await.unwrap();
    tx.calendar_recomputed(1, MORNING).await.unwrap();
    tx.commit().await.unwrap();
    let mut records = test.store.read().await.unwrap();
    assert_eq!(records.calendar_number().await.unwrap(), 2);
    let first = CalendarVersion { recomputed_at: Some(MORNING), ..first };
    assert_eq!(records.calendars().await.unwrap(), [second.clone(), first]);
    assert_eq!(records.calendar_version(2).await.unwrap(), Some(second));
    assert_eq!(records.calendar_version(3).await.unwrap(), None);
}

async fn one_number_belongs_to_one_calendar(test: TestStore) {
    let mut tx = furnished(&test).await;
    tx.add_calendar(&version(1, "year 2027\noff 2027-01-01")).await.unwrap();
    let again = tx.add_calendar(&version(1, "year 2028\noff 2028-01-01")).await;
    assert!(matches!(again, Err(StoreError::Exists { .. })));
}

async fn only_clocks_that_run_and_end_in_time_are_found(test: TestStore) {
    let mut tx = furnished(&test).await;
    for n in 1..=3 {
        tx.add_petition(&registration(petition(n))).await.unwrap();
    }
    let mut stopped = petition(4);
    stopped.clocks[0].stopped_at = Some(MORNING);
    tx.add_petition(&registration(stopped)).await.unwrap();
    // The raw due time of a fixture is a day before its due time.
    let found = tx.running_clocks(MORNING.plus_millis(DAY), MORNING.plus_millis(9 * DAY)).await.unwrap();
    let ids: Vec<_> = found.iter().map(|(id, _)| *id).collect();
    assert_eq!(ids, [petition_id(2), petition_id(3)]);
    assert_eq!(found[0].1.as_ref().unwrap(), &petition(2).clocks[0]);
}

/// Petitions whose route clock ends on 8 February 2027, and a calendar that makes a holiday of it.
async fn before_spring_festival(test: &TestStore, count: u128) {
    let mut tx = furnished(test).await;
    for n in 1..=count {
        let mut petition = petition(n);
        let due = Timestamp::end_of(date!(2027 - 02 - 08));
        (petition.clocks[0].raw_due, petition.clocks[0].due) = (due, due);
        tx.add_petition(&registration(petition)).await.unwrap();
    }
    tx.commit().await.unwrap();
    let text = "year 2027\noff 2027-02-05..2027-02-12";
    let loaded =
        administration::calendar::load(&*test.store, &RealWorld, By::CommandLine, None, ("某号通知", text));
    assert_eq!(loaded.await.unwrap().calendar.version(), "2024-2027/1");
}

async fn a_petition_that_cannot_be_read_keeps_no_new_date_from_the_others(test: TestStore) {
    before_spring_festival(&test, 4).await;
    let [one, clock] = [2, 3].map(|n| petition(n).number);
    test.tamper(&format!("update petitions set category = 'damaged' where number = '{one}'")).await;
    let of_one = format!("petition in (select id from petitions where number = '{clock}')");
    test.tamper(&format!("update clocks set kind = 'damaged' where {of_one}")).await;
    assert_eq!(administration::calendar::catch_up(&*test.store, &RealWorld).await.unwrap(), 2);
}

async fn a_crash_while_recomputing_is_made_up_for(test: TestStore) {
    before_spring_festival(&test, 2).await;
    // Between loading and recomputing the server stopped; the next one catches up, once.
    let moved = administration::calendar::catch_up(&*test.store, &RealWorld).await.unwrap();
    assert_eq!(moved, 2);
    assert_eq!(administration::calendar::catch_up(&*test.store, &RealWorld).await.unwrap(), 0);
    assert_eq!(administration::calendar::recompute_all(&*test.store, &RealWorld).await.unwrap(), 0);
    let mut records = test.store.read().await.unwrap();
    let petition = records.petition(petition_id(1)).await.unwrap().unwrap();
    assert_eq!(petition.clocks[0].due, Timestamp::end_of(date!(2027 - 02 - 13)));
    let events = records.timeline(petition_id(1)).await.unwrap();
    let event = &events.last().unwrap().event;
    assert_eq!(event.kind, EventKind::PetitionClocksRecomputed);
    assert_eq!(event.due_after, Some(petition.clocks[0].due));
    assert!(verify(&*test.store).await.unwrap().is_sound());
}

async fn more_petitions_than_one_transaction_takes_are_recomputed(test: TestStore) {
    before_spring_festival(&test, 230).await;
    let moved = administration::calendar::catch_up(&*test.store, &RealWorld).await.unwrap();
    assert_eq!(moved, 230);
}
