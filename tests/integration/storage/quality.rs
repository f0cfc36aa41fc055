use super::fixtures::*;
use crate::{contract, kit::database::TestStore};
use lianjie::domain::{
    Timestamp,
    quality::{Carrier, DropReason, LineWord, Link, Look, Pictures, SeatReport},
};

contract!(a_report_comes_back_as_it_was_put, twice_is_once_and_older_never_wins, a_report_needs_its_hearing);

/// Of the seat's first `seconds`, with something in every column.
fn report(seat: u128, seconds: i64) -> SeatReport {
    let now = MORNING.plus_millis(seconds * 1000);
    let mut report = SeatReport::new(seat_id(1, seat), MORNING);
    let look = Look {
        link: Link::Through,
        round_trip_ms: Some(120),
        lost_up: Some(150),
        lost_down: Some(7),
        concealed: Some(60),
        freezes: 3,
        pictures: Some(Pictures::Stills),
        carrier: Some(Carrier::TurnTls),
        layer: Some(1),
        ..Look::default()
    };
    report.add(&look, LineWord::Poor, now, u64::try_from(seconds * 1000).unwrap());
    report.drops.add(DropReason::Power, 1);
    report.away.add(DropReason::Power, 4000);
    report.media_drops.add(DropReason::Device, 2);
    report.bad_since(MORNING, now);
    report
}

async fn a_report_comes_back_as_it_was_put(test: TestStore) {
    let mut tx = scheduled(&test, 2).await;
    let empty = SeatReport::new(seat_id(1, 3), Timestamp(5));
    for report in [&empty, &report(1, 60)] {
        tx.put_line_report(hearing_id(1), report).await.unwrap();
    }
    tx.commit().await.unwrap();
    let mut records = test.store.read().await.unwrap();
    assert_eq!(records.line_reports(hearing_id(1)).await.unwrap(), [report(1, 60), empty]);
    assert_eq!(records.line_reports(hearing_id(2)).await.unwrap(), []);
}

async fn twice_is_once_and_older_never_wins(test: TestStore) {
    let mut tx = scheduled(&test, 2).await;
    for seconds in [60, 120, 120, 90] {
        tx.put_line_report(hearing_id(1), &report(1, seconds)).await.unwrap();
    }
    assert_eq!(tx.line_reports(hearing_id(1)).await.unwrap(), [report(1, 120)]);
}

async fn a_report_needs_its_hearing(test: TestStore) {
    let mut tx = scheduled(&test, 2).await;
    assert!(tx.put_line_report(hearing_id(9), &report(1, 60)).await.is_err());
}
