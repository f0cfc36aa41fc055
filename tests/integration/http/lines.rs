//! How lines fare and fared, as the desk is shown it.

use super::cases::{HOUR, PETITIONER_SEAT, Scheduled};
use crate::kit::server::TestServer;
use lianjie::{
    domain::quality::{Carrier, DropReason, LineWord, Link, Look, Pictures, SeatReport},
    rooms::{Line, OUTBOX},
};
use serde_json::json;
use signaling::wire::{ClientFrame, ClientMessage, LineQuality, LineWord as Word, ServerMessage};
use tokio::sync::mpsc;

#[tokio::test]
async fn the_lines_of_a_hearing_are_there_while_somebody_is() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let scheduled = Scheduled::on(&server, &head).await;
    let path = scheduled.path("/lines");
    assert_eq!(head.get(&path).await.expect(200), json!({ "lines": [] }));

    server.advance(HOUR);
    let head = server.sign_in("head").await; // the first sign-in has run out
    let (outbox, mut inbox) = mpsc::channel(OUTBOX);
    let hearing = scheduled.id();
    let seat = scheduled.seat(PETITIONER_SEAT);
    let connection =
        server.rooms.connect(hearing, seat, Line::Page { from: None, holds: None }, outbox).await.unwrap();
    server.advance(3_000);
    let quality = LineQuality {
        word: Word::Poor,
        round_trip_ms: Some(900),
        lost_up: 0,
        lost_down: 120,
        concealed: 0,
        freezes: 0,
    };
    connection.send(ClientFrame { id: 1, message: ClientMessage::Quality { quality } }).await;
    while !matches!(inbox.recv().await.unwrap(), ServerMessage::Done { re: 1 }) {}

    let seen = |lines: &serde_json::Value| !lines["lines"].as_array().unwrap().is_empty();
    let mut lines = head.get(&path).await.expect(200);
    while !seen(&lines) {
        lines = head.get(&path).await.expect(200); // the media plane answers in its own time
    }
    let line = &lines["lines"][0];
    assert_eq!(line["seat"]["id"], scheduled.seats[PETITIONER_SEAT]);
    assert_eq!((&line["here"], &line["word"]), (&json!(true), &json!("poor")));
    assert_eq!((&line["round_trip_ms"], &line["lost_down"]), (&json!(900), &json!(120)));
    assert_eq!(line["last_drop"], json!(null));
}

#[tokio::test]
async fn the_report_of_a_hearing_is_in_words_and_figures() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let scheduled = Scheduled::on(&server, &head).await;
    assert_eq!(head.get(&scheduled.path("/quality")).await.expect(200), json!({ "seats": [] }));

    let begin = server.now();
    let mut report = SeatReport::new(scheduled.seat(PETITIONER_SEAT), begin);
    let look = Look {
        link: Link::Through,
        round_trip_ms: Some(180),
        lost_up: Some(20),
        pictures: Some(Pictures::Reduced),
        carrier: Some(Carrier::TurnTls),
        layer: Some(0),
        ..Look::default()
    };
    report.add(&look, LineWord::Good, begin.plus_millis(60_000), 60_000);
    report.drops.add(DropReason::Power, 2);
    report.away.add(DropReason::Power, 9_000);
    report.bad_since(begin, begin.plus_millis(5_000));
    let mut tx = server.store.begin().await.unwrap();
    tx.put_line_report(scheduled.id(), &report).await.unwrap();
    tx.commit().await.unwrap();

    let shown = head.get(&scheduled.path("/quality")).await.expect(200);
    let seat = &shown["seats"][0];
    assert_eq!(seat["seat"]["role"], "petitioner");
    assert_eq!(seat["words"], json!({ "good": 60_000, "fair": 0, "poor": 0, "broken": 0 }));
    assert_eq!(seat["pictures"]["reduced"], 60_000);
    assert_eq!(seat["carriers"], json!([{ "carrier": "turn_tls", "millis": 60_000 }]));
    assert_eq!(seat["layers"], json!([{ "layer": 0, "millis": 60_000 }]));
    assert_eq!(seat["round_trip"], json!({ "median_ms": 180, "worst_ms": 180 }));
    assert_eq!(seat["lost_up"], json!({ "mean": 20, "most": 20 }));
    assert_eq!(seat["lost_down"], json!(null));
    assert_eq!(seat["drops"], json!([{ "reason": "power", "times": 2, "millis": 9_000 }]));
    assert_eq!(seat["worst"], json!({ "from": begin.0, "millis": 5_000 }));
}
