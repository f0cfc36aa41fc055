//! Devices that are tried out, before the door opens and at it.

use super::{Door, GOOD};
use crate::{
    http::cases::{HOUR, MINUTE, PETITIONER_SEAT, Scheduled, exchange, stopped},
    kit::{database::TestStore, server::TestServer},
};
use lianjie::domain::hearing::{Arrival, CheckInNote};
use serde_json::{Value, json};
use std::time::Duration;

#[tokio::test]
async fn a_trial_before_the_door_opens_leaves_the_link_and_its_result() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let scheduled = Scheduled::on(&server, &head).await;
    let secret = scheduled.link(&head, PETITIONER_SEAT).await;
    let phone = server.visitor();
    let measured =
        json!({ "microphone": true, "camera": false, "carrier": "turn_tls", "round_trip_ms": 900 });
    let asked = json!({ "secret": secret, "measured": measured });
    let test = phone.post("/seat/trial", asked).await.expect(200);
    assert_eq!((&test["result"], &test["advice"]), (&json!("poor"), &json!(["camera", "line"])));
    phone.post("/seat/trial/ways", json!({ "secret": secret })).await.expect(200);
    phone.post("/seat/trial/ways", json!({ "secret": "none" })).await.refused(404, "no_such_link");
    let bad = json!({ "secret": secret, "peer": 1, "sdp": "v=0", "sources": [], "receivers": [] });
    phone.post("/seat/trial/offer", bad).await.refused(422, "unprocessable");
    let clerk = server.sign_in("clerk").await;
    let rows = clerk.get(&scheduled.path("/check-in")).await.expect(200);
    assert_eq!(rows[PETITIONER_SEAT]["test"]["result"], "poor");
    server.advance(HOUR - 15 * MINUTE);
    exchange(&phone, &secret).await.expect(200);
}

/// A message of years ago is no way to a line, nor to the log.
#[tokio::test]
async fn the_link_of_a_hearing_that_is_over_tries_nothing_out() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let scheduled = Scheduled::on(&server, &head).await;
    let secret = scheduled.link(&head, PETITIONER_SEAT).await;
    let reason = json!({ "reason": "信访人已经撤回申请" });
    stopped(&head, &scheduled.hearing, "cancel", reason).await.expect(200);
    let phone = server.visitor();
    let measured: Value = serde_json::from_str(GOOD).unwrap();
    let line = json!({ "secret": secret, "peer": 1, "sdp": "v=0", "sources": [], "receivers": [] });
    for (rest, asked) in [
        ("", json!({ "secret": secret, "measured": measured })),
        ("/ways", json!({ "secret": secret })),
        ("/offer", line),
    ] {
        phone.post(&format!("/seat/trial{rest}"), asked).await.refused(410, "hearing_over");
    }
}

#[tokio::test]
async fn a_device_fills_the_log_no_faster_than_a_person_tests_it() {
    let door = Door::open().await;
    let test = async || door.phone.post("/seat/self-test", serde_json::from_str(GOOD).unwrap()).await;
    for _ in 0..20 {
        test().await.expect(200);
    }
    test().await.refused(429, "too_many");
    let arrival = json!({ "no_recording": true, "language": null, "interpreter": false });
    door.phone.post("/seat/check-in", arrival.clone()).await.refused(429, "too_many");
    door.clerk.post(&door.seat("/identity"), json!({ "way": "paper" })).await.expect(200); // not their doing
    door.server.advance(MINUTE);
    door.phone.post("/seat/check-in", arrival).await.expect(200);
}

#[tokio::test]
async fn a_promise_for_the_day_before_it_was_put_off_is_not_taken_for_the_new_day() {
    let door = Door::open().await;
    let head = door.server.sign_in("head").await;
    let (before, after) = (door.scheduled.starts_at, door.scheduled.starts_at + 24 * HOUR);
    let asked = json!({ "reason": "主持人临时有紧急公务", "starts_at": after, "ends_at": after + HOUR });
    stopped(&head, &door.scheduled.hearing, "postpone", asked).await.expect(200);
    let promise =
        |day: i64| json!({ "no_recording": true, "starts_at": day, "language": null, "interpreter": false });
    let told = door.phone.post("/seat/check-in", promise(before)).await.refused(409, "put_off");
    assert_eq!(told["starts_at"], json!(after));
    assert_eq!(door.phone.get("/seat/check-in").await.expect(200)["declared"], json!(false));
    assert_eq!(door.phone.post("/seat/check-in", promise(after)).await.expect(200)["declared"], json!(true));
}

/// Without a new day the old one stood in the record, and was promised for.
#[tokio::test]
async fn nobody_promises_for_a_day_that_is_no_longer_and_for_none_while_there_is_none() {
    let door = Door::open().await;
    let server = &door.server;
    let (head, handler) = (server.sign_in("head").await, server.sign_in("handler").await);
    let (before, after) = (door.scheduled.starts_at, door.scheduled.starts_at + 24 * HOUR);
    let own = door.scheduled.path("/own-seat/promise");
    let mine = |day: i64| json!({ "starts_at": day });
    let theirs = |day: Option<i64>| json!({ "no_recording": true, "starts_at": day, "language": null, "interpreter": false });
    let show = async || door.phone.get("/seat/check-in").await.expect(200);
    assert_eq!(show().await["starts_at"], json!(before));
    let reason = "主持人临时有紧急公务";
    stopped(&head, &door.scheduled.hearing, "postpone", json!({ "reason": reason })).await.expect(200);
    for day in [Some(before), None] {
        let told = door.phone.post("/seat/check-in", theirs(day)).await.refused(409, "put_off");
        assert_eq!(told["starts_at"], json!(null), "nobody knows the day");
    }
    assert_eq!(handler.post(&own, mine(before)).await.refused(409, "put_off")["starts_at"], json!(null));
    handler.post(&own, json!({})).await.refused(409, "put_off");
    assert_eq!(show().await["starts_at"], json!(null));
    let asked = json!({ "reason": reason, "starts_at": after, "ends_at": after + HOUR });
    stopped(&head, &door.scheduled.hearing, "postpone", asked).await.expect(200);
    assert_eq!(handler.post(&own, mine(before)).await.refused(409, "put_off")["starts_at"], json!(after));
    handler.post(&own, mine(after)).await.expect(204);
    assert_eq!(show().await["starts_at"], json!(after));
    door.phone.post("/seat/check-in", theirs(Some(after))).await.expect(200);
}

#[tokio::test]
async fn an_official_tries_devices_and_promises_for_their_own_seat_and_the_clerk_reads_both() {
    const AGENCY_SEAT: usize = 2;
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let scheduled = Scheduled::on(&server, &head).await;
    let handler = server.sign_in("handler").await;
    let path = |rest: &str| scheduled.path(&format!("/own-seat/{rest}"));
    handler.post(&path("trial/ways"), json!({})).await.expect(200);
    let bad = json!({ "peer": 1, "sdp": "v=0", "sources": [], "receivers": [] });
    handler.post(&path("trial/offer"), bad).await.refused(422, "unprocessable");
    let measured = json!({ "microphone": true, "camera": false, "carrier": "udp", "round_trip_ms": 40 });
    let test = handler.post(&path("trial"), measured).await.expect(200);
    assert_eq!((&test["result"], &test["advice"]), (&json!("poor"), &json!(["camera"])));

    let page = async || handler.get(&scheduled.path("")).await.expect(200);
    assert_eq!(page().await["promised_at"], Value::Null);
    handler.post(&path("promise"), json!({})).await.expect(204);
    let promised = page().await["promised_at"].clone();
    assert!(promised.is_i64());
    server.advance(MINUTE);
    handler.post(&path("promise"), json!({})).await.expect(204);
    assert_eq!(page().await["promised_at"], promised, "the first promise stands");
    let rows = server.sign_in("clerk").await.get(&scheduled.path("/check-in")).await.expect(200);
    let row = &rows[AGENCY_SEAT];
    assert_eq!((&row["declared_at"], &row["test"]["result"]), (&promised, &json!("poor")));
    let log = head.oldest_first(&scheduled.petition.path("/timeline")).await;
    let told = |event: &&Value| event["kind"] == "hearing.no_recording_declared";
    let told: Vec<_> = log.as_array().unwrap().iter().filter(told).collect();
    assert_eq!((told.len(), &told[0]["actor"]["name"]), (1, &json!("handler 同志")));

    server.sign_in("leader").await.post(&path("promise"), json!({})).await.refused(422, "not_yours");
    server.sign_in("neighbour").await.post(&path("promise"), json!({})).await.refused(404, "not_found");
    let reason = json!({ "reason": "信访人已经撤回申请" });
    stopped(&head, &scheduled.hearing, "cancel", reason).await.expect(200);
    handler.post(&path("promise"), json!({})).await.refused(410, "hearing_over");
}

crate::contract!(two_promises_at_once_are_one, nothing_is_promised_for_a_day_that_is_given_meanwhile);

async fn two_promises_at_once_are_one(test: TestStore) {
    let server = TestServer::over(test.store).await;
    let head = server.sign_in("head").await;
    let scheduled = Scheduled::on(&server, &head).await;
    let handler = server.sign_in("handler").await;
    let path = scheduled.path("/own-seat/promise");
    let promise = || handler.post(&path, json!({}));
    for answer in <[_; 4]>::from(tokio::join!(promise(), promise(), promise(), promise())) {
        answer.expect(204);
    }
    let log = head.oldest_first(&scheduled.petition.path("/timeline")).await;
    assert_eq!(log.to_string().matches("hearing.no_recording_declared").count(), 1, "{log:#}");
}

/// Whichever of the two is first: what was promised for the day before is forgotten, or not taken.
async fn nothing_is_promised_for_a_day_that_is_given_meanwhile(test: TestStore) {
    let door = Door::at(TestServer::over(test.store).await).await;
    let (store, head) = (&door.server.store, door.server.sign_in("head").await);
    let (hearing, seat) = (door.scheduled.id(), door.scheduled.seat(PETITIONER_SEAT));
    let after = door.scheduled.starts_at + 24 * HOUR;
    let meanwhile = || tokio::time::sleep(Duration::from_millis(300));
    let declared = async || door.phone.get("/seat/check-in").await.expect(200)["declared"].clone();

    let mut tx = store.begin().await.unwrap();
    let petition = tx.hearing(hearing).await.unwrap().unwrap().petition;
    let chain = tx.petition(petition).await.unwrap().unwrap().chain();
    tx.hold_chain(&chain).await.unwrap();
    let arrival = Arrival { declared_at: door.server.now(), language: None, interpreter: false };
    let promising = async {
        meanwhile().await;
        tx.note_check_in(hearing, seat, &CheckInNote::Arrived(arrival)).await.unwrap();
        tx.commit().await.unwrap();
    };
    let asked = json!({ "reason": "主持人临时有紧急公务", "starts_at": after, "ends_at": after + HOUR });
    let put_off = stopped(&head, &door.scheduled.hearing, "postpone", asked);
    let (put_off, ()) = tokio::join!(put_off, promising);
    put_off.expect(200);
    assert_eq!(declared().await, json!(false), "it was of the day before");

    let mut tx = store.begin().await.unwrap();
    tx.hold_chain(&chain).await.unwrap();
    let mut later = tx.hearing(hearing).await.unwrap().unwrap();
    later.starts_at = later.starts_at.plus_millis(24 * HOUR);
    later.ends_at = later.ends_at.plus_millis(24 * HOUR);
    let putting_off = async {
        meanwhile().await;
        tx.save_hearing(&later).await.unwrap();
        tx.come_anew(hearing).await.unwrap();
        tx.commit().await.unwrap();
    };
    let promise = json!({ "no_recording": true, "starts_at": after, "language": null, "interpreter": false });
    let (promised, ()) = tokio::join!(door.phone.post("/seat/check-in", promise), putting_off);
    promised.refused(409, "put_off");
    assert_eq!(declared().await, json!(false));
}
