//! Check-in: who sits there, what was promised, whether the device serves; the officer's board over it all.

use super::{
    cases::{HOUR, MINUTE, PETITIONER_SEAT, Scheduled, exchange, stopped},
    papers::held,
};
use crate::kit::server::{Browser, TestServer};
use lianjie::{
    domain::{
        hearing::{AgendaPhase, Hearing, Stage},
        ids::{HearingId, SeatId},
    },
    rooms::{Line, OUTBOX},
};
use reqwest::{
    Method,
    multipart::{Form, Part},
};
use serde_json::{Value, json};
use signaling::wire::{CheckInNews, ServerMessage};
use tokio::sync::mpsc;

/// A hearing in a quarter of an hour, its clerk and the petitioner's phone.
struct Door {
    server: TestServer,
    scheduled: Scheduled,
    clerk: Browser,
    phone: Browser,
}

impl Door {
    async fn open() -> Self {
        let server = TestServer::start().await;
        let head = server.sign_in("head").await;
        let scheduled = Scheduled::on(&server, &head).await;
        let secret = scheduled.link(&head, PETITIONER_SEAT).await;
        server.advance(HOUR - 15 * MINUTE);
        let (clerk, phone) = (server.sign_in("clerk").await, server.visitor());
        exchange(&phone, &secret).await.expect(200);
        Self { server, scheduled, clerk, phone }
    }

    fn seat(&self, rest: &str) -> String {
        self.scheduled.path(&format!("/seats/{}{rest}", self.scheduled.seats[PETITIONER_SEAT]))
    }

    /// The petitioner's row as its clerk sees it.
    async fn row(&self) -> Value {
        let rows = self.clerk.get(&self.scheduled.path("/check-in")).await.expect(200);
        rows[PETITIONER_SEAT].clone()
    }

    async fn put_mask(&self, masked: bool) -> Value {
        let request = self.clerk.request(Method::PUT, &self.seat("/mask")).json(&json!({ "masked": masked }));
        self.clerk.send(request).await.expect(200)[PETITIONER_SEAT].clone()
    }

    async fn connect(&self, seat: usize) -> mpsc::Receiver<ServerMessage> {
        let id = |text: &str| text.parse().unwrap();
        let (hearing, seat) =
            (HearingId(id(&self.scheduled.hearing)), SeatId(id(&self.scheduled.seats[seat])));
        let (outbox, inbox) = mpsc::channel(OUTBOX);
        let line = Line::Page { from: None, holds: None };
        let connection = self.server.rooms.connect(hearing, seat, line, outbox).await.unwrap();
        std::mem::forget(connection); // as long as the test
        inbox
    }
}

async fn until<T>(
    inbox: &mut mpsc::Receiver<ServerMessage>,
    found: impl Fn(&ServerMessage) -> Option<T>,
) -> T {
    loop {
        let message = tokio::time::timeout(std::time::Duration::from_secs(10), inbox.recv()).await;
        if let Some(found) = found(&message.expect("in time").expect("connected")) {
            return found;
        }
    }
}

fn picture() -> Form {
    Form::new().part("file", Part::bytes(b"\xff\xd8\xff\xe0 a card".to_vec()).file_name("card.jpg"))
}

const GOOD: &str = r#"{"microphone":true,"camera":true,"carrier":"udp","round_trip_ms":30,"lost":0}"#;

#[tokio::test]
async fn a_seat_checks_in_step_by_step_and_the_photo_is_gone_afterwards() {
    let door = Door::open().await;
    let arrival = json!({ "no_recording": true, "language": "tibetan", "interpreter": true });
    let own = door.phone.post("/seat/check-in", arrival).await.expect(200);
    assert_eq!(
        (&own["state"], &own["declared"], &own["phone"]),
        (&json!("checking_in"), &json!(true), &json!(null))
    );
    let test = door.phone.post("/seat/self-test", serde_json::from_str(GOOD).unwrap()).await.expect(200);
    assert_eq!((&test["result"], &test["advice"]), (&json!("ok"), &json!([])));
    let own = door.phone.upload("/seat/photo", picture()).await.expect(200);
    assert_eq!((&own["photo"], &own["needs_identity"]), (&json!(true), &json!(true)));

    let row = door.row().await;
    assert_eq!(
        (&row["language"], &row["interpreter"], &row["photo"]),
        (&json!("tibetan"), &json!(true), &json!(true))
    );
    let photo = door.clerk.raw(door.clerk.request(Method::GET, &door.seat("/photo"))).await;
    assert_eq!(photo.headers()["content-type"], "image/jpeg");
    assert_eq!(photo.headers()["cache-control"], "no-store");
    let confirmed = door.clerk.post(&door.seat("/identity"), json!({ "way": "photo" })).await.expect(200);
    let row = &confirmed[PETITIONER_SEAT];
    assert_eq!(
        (&row["state"], &row["identity"]["way"], &row["photo"]),
        (&json!("waiting"), &json!("photo"), &json!(false))
    );
    door.clerk.get(&door.seat("/photo")).await.refused(422, "no_photo");
    let own = door.phone.get("/seat/check-in").await.expect(200);
    assert_eq!((&own["state"], &own["needs_identity"]), (&json!("waiting"), &json!(false)));

    let timeline =
        door.server.sign_in("head").await.get(&door.scheduled.petition.path("/timeline")).await.expect(200);
    let kinds: Vec<_> =
        timeline.as_array().unwrap().iter().map(|event| event["kind"].as_str().unwrap()).collect();
    for kind in ["hearing.no_recording_declared", "hearing.self_tested", "hearing.identity_confirmed"] {
        assert!(kinds.contains(&kind), "{kind} in {kinds:?}");
    }
    assert!(!timeline.to_string().contains("tibetan"), "a language tells where somebody comes from");
}

#[tokio::test]
async fn a_photo_is_kept_only_by_an_order_and_bad_asking_changes_nothing() {
    let door = Door::open().await;
    let path = door.seat("/identity");
    door.clerk.post(&path, json!({ "way": "photo" })).await.refused(422, "no_photo");
    let not_promised = json!({ "no_recording": false, "language": null, "interpreter": false });
    door.phone.post("/seat/check-in", not_promised).await.refused(422, "unprocessable");
    let text = Form::new().part("file", Part::bytes("文字".as_bytes().to_vec()).file_name("a.txt"));
    door.phone.upload("/seat/photo", text).await.refused(422, "bad_file_type");
    door.phone.post("/seat/code", json!({})).await.refused(422, "no_phone");
    door.phone.post("/seat/code/confirm", json!({ "code": "000000" })).await.refused(422, "wrong_code");
    assert_eq!(door.row().await["state"], "checking_in");

    door.phone.upload("/seat/photo", picture()).await.expect(200);
    let mut clerk = door.connect(1).await;
    door.clerk.post(&path, json!({ "way": "paper", "keep_photo": " " })).await.refused(422, "unprocessable");
    door.clerk.post(&path, json!({ "way": "paper", "keep_photo": "调取决定书" })).await.expect(200);
    // The room is told of it as it is in the record.
    let told = until(&mut clerk, |message| match message {
        ServerMessage::CheckIn { news: CheckInNews::Seats { seats } } => {
            seats.iter().find(|seat| !seat.needs_identity).map(|seat| seat.photo)
        }
        _ => None,
    });
    assert!(told.await, "kept, and shown as gone");
    assert_eq!(door.row().await["photo"], true);
    // A handler of an organ at the table learns of it what the plate says.
    let handler = door.server.sign_in("handler").await;
    handler.get(&door.scheduled.path("/check-in")).await.refused(422, "not_yours");
    handler.get(&door.seat("/photo")).await.refused(422, "not_yours");
}

#[tokio::test]
async fn no_photo_is_taken_of_who_was_confirmed_and_none_in_place_of_a_kept_one() {
    let door = Door::open().await;
    let path = door.seat("/identity");
    door.clerk.post(&path, json!({ "way": "paper" })).await.expect(200);
    door.phone.upload("/seat/photo", picture()).await.refused(422, "identified");
    assert_eq!(door.row().await["photo"], false);

    let door = Door::open().await;
    let path = door.seat("/identity");
    door.phone.upload("/seat/photo", picture()).await.expect(200);
    door.clerk.post(&path, json!({ "way": "photo", "keep_photo": "调取决定书" })).await.expect(200);
    door.phone.upload("/seat/photo", picture()).await.refused(422, "identified");
    door.clerk.post(&path, json!({ "way": "photo" })).await.expect(200);
    assert_eq!(door.row().await["photo"], true, "the order stands when somebody is confirmed again");
    // Held another day, everybody is known anew; what the order keeps stays as it is.
    let mut tx = door.server.store.begin().await.unwrap();
    tx.come_anew(HearingId(door.scheduled.hearing.parse().unwrap())).await.unwrap();
    tx.commit().await.unwrap();
    door.phone.upload("/seat/photo", picture()).await.refused(422, "photo_kept");
}

#[tokio::test]
async fn a_photo_that_nobody_looked_at_is_gone_when_the_hearing_is_called_off() {
    let door = Door::open().await;
    door.phone.upload("/seat/photo", picture()).await.expect(200);
    let head = door.server.sign_in("head").await;
    let call_off = async || {
        let reason = json!({ "reason": "信访人已经撤回申请" });
        stopped(&head, &door.scheduled.hearing, "cancel", reason).await
    };
    let mut answer = call_off().await;
    while answer.status == 412 {
        answer = call_off().await; // the doors opened by themselves meanwhile
    }
    answer.expect(200);
    let mut records = door.server.store.read().await.unwrap();
    let hearing = door.scheduled.hearing.parse().unwrap();
    assert_eq!(records.photographed(HearingId(hearing)).await.unwrap(), []);
}

#[tokio::test]
async fn a_masked_plate_hides_the_name_from_all_but_those_who_may_know_it() {
    let door = Door::open().await;
    let mut clerk = door.connect(1).await;
    let row = door.put_mask(true).await;
    assert_eq!(
        (&row["label"], &row["name"], &row["masked"]),
        (&json!("信访人甲"), &json!("马秀英"), &json!(true))
    );
    let told = until(&mut clerk, |message| match message {
        ServerMessage::CheckIn { news: CheckInNews::Seats { seats } } => {
            seats.iter().find_map(|seat| seat.name.clone())
        }
        _ => None,
    });
    assert_eq!(told.await, "马秀英");
    let handler = door.server.sign_in("handler").await;
    let page = handler.get(&door.scheduled.path("")).await.expect(200);
    assert_eq!(page["seats"][PETITIONER_SEAT]["label"], "信访人甲");
    assert!(!page.to_string().contains("马秀英"));
    let row = door.put_mask(false).await;
    assert_eq!(
        (&row["label"], &row["name"], &row["masked"]),
        (&json!("信访人"), &json!("马秀英"), &json!(false))
    );
    let page = handler.get(&door.scheduled.path("")).await.expect(200);
    assert_eq!(page["seats"][PETITIONER_SEAT]["name"], "马秀英");
}

#[tokio::test]
async fn a_helper_gets_a_seat_that_everybody_sees() {
    let door = Door::open().await;
    let mut phone = door.connect(PETITIONER_SEAT).await;
    let asked = json!({ "relation": "grid_worker", "name": "王某" });
    let rows = door.clerk.post(&door.seat("/helper"), asked).await.expect(200);
    let helper = &rows.as_array().unwrap()[5];
    assert_eq!((&helper["role"], &helper["name"]), (&json!("grid_worker"), &json!("王某")));
    assert_eq!(helper["helps"], door.scheduled.seats[PETITIONER_SEAT]);
    let seen = until(&mut phone, |message| match message {
        ServerMessage::Seat { seat } if seat.name == "王某" => Some(seat.label.clone()),
        _ => None,
    });
    assert_eq!(seen.await, "网格员");
    let path = door.scheduled.path(&format!("/seats/{}/link", helper["seat"].as_str().unwrap()));
    let head = door.server.sign_in("head").await;
    head.post(&path, json!({})).await.expect(200);
}

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
async fn the_board_shows_every_leg_and_an_alarm_is_handled_once() {
    let door = Door::open().await;
    let head = door.server.sign_in("head").await;
    // The doors open by themselves a moment after the clock moved.
    let mut board = head.get("/board").await;
    while board.body["sessions"][0]["stage"] == "scheduled" {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        board = head.get("/board").await;
    }
    let tag = board.headers["etag"].to_str().unwrap().to_owned();
    let again = head.request(Method::GET, "/board").header("if-none-match", &tag);
    assert_eq!(head.raw(again).await.status(), 304);
    assert_eq!(board.body["sessions"][0]["seats"][PETITIONER_SEAT]["is"], "absent");

    let failed = json!({ "microphone": false, "camera": false });
    door.phone.post("/seat/self-test", failed).await.expect(200);
    let mut phone = door.connect(PETITIONER_SEAT).await;
    let board = head.get("/board").await.expect(200);
    let session = &board["sessions"][0];
    assert_eq!(
        (&session["urgency"], &session["seats"][PETITIONER_SEAT]["is"]),
        (&json!("yellow"), &json!("waiting"))
    );
    assert_eq!(session["seats"][PETITIONER_SEAT]["test"], "failed");
    let alarm = &board["alarms"][0];
    assert_eq!((&alarm["kind"], &alarm["handled_by"]), (&json!("self_test_failed"), &json!(null)));
    let path = format!("/board/alarms/{}", alarm["id"].as_str().unwrap());
    head.post(&path, json!({})).await.expect(204);
    door.clerk.post(&path, json!({})).await.expect(204);
    let board = head.get("/board").await.expect(200);
    assert_eq!(
        (&board["alarms"][0]["handled_by"], &board["sessions"][0]["urgency"]),
        (&json!("head 同志"), &json!("calm"))
    );

    for (deed, news) in [
        (json!({ "deed": "ring", "seat": door.scheduled.seats[PETITIONER_SEAT] }), "Rung"),
        (json!({ "deed": "restart", "seat": door.scheduled.seats[PETITIONER_SEAT] }), "RestartMedia"),
        (json!({ "deed": "announce", "text": "十分钟后开始" }), "十分钟后开始"),
    ] {
        head.post(&door.scheduled.path("/duty"), deed).await.expect(204);
        until(&mut phone, |message| match message {
            ServerMessage::CheckIn { news: told } => format!("{told:?}").contains(news).then_some(()),
            _ => None,
        })
        .await;
    }
    let absent = json!({ "deed": "ring", "seat": door.scheduled.seats[0] });
    assert!(head.post(&door.scheduled.path("/duty"), absent).await.status.is_client_error());
    let empty = json!({ "deed": "announce", "text": " " });
    head.post(&door.scheduled.path("/duty"), empty).await.refused(422, "unprocessable");
    // Next door there is no such session, and no such alarm.
    let neighbour = door.server.sign_in("neighbour").await;
    assert_eq!(neighbour.get("/board").await.expect(200), json!({ "sessions": [], "alarms": [] }));
    neighbour.post(&path, json!({})).await.expect(404);
}

#[tokio::test]
async fn a_leader_finds_the_brief_of_each_session_of_theirs() {
    let door = Door::open().await;
    let (at, reason) = (door.server.now(), || "主持人临时有紧急公务".to_owned());
    let called_off = [Stage::Cancelled { at, reason: reason() }, Stage::NoShow { at, reason: reason() }];
    for (days, stage) in (3..).zip(std::iter::once(Stage::Closed { at }).chain(called_off)) {
        let earlier = |one: Hearing| Hearing {
            number: format!("{}-{days}", one.number),
            starts_at: one.starts_at.plus_millis(-days * held::DAY),
            ends_at: one.ends_at.plus_millis(-days * held::DAY),
            stage,
            ..one
        };
        held::later_hearing(&door.server, &door.scheduled, earlier).await;
    }
    let head = door.server.sign_in("head").await;
    let desk = head.get("/leader/desk").await.expect(200);
    assert_eq!(desk["sessions"][0]["id"], door.scheduled.hearing);
    let brief = &desk["sessions"][0]["brief"];
    let told = (&brief["persons_concerned"], &brief["hearings_before"]);
    assert_eq!(told, (&json!(66), &json!(1)), "what was called off was no hearing");
    assert!(brief["facts"].as_str().unwrap().contains("物业费"));
    let other = door.server.sign_in("leader").await.get("/leader/desk").await.expect(200);
    assert_eq!(other, json!({ "sessions": [] }));
}

#[tokio::test]
async fn a_hearing_that_nobody_ended_is_an_alarm_until_it_is_broken_off() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let scheduled = Scheduled::on(&server, &head).await;
    let mut tx = server.store.begin().await.unwrap();
    let id = HearingId(scheduled.hearing.parse().unwrap());
    let hearing = tx.hearing(id).await.unwrap().unwrap();
    let (since, reason) = (hearing.starts_at, "信访人一方离线".to_owned());
    let stage = Stage::Suspended { since, phase: AgendaPhase::Statement, phase_spent: 0, reason };
    tx.save_hearing(&Hearing { stage, ..hearing }).await.unwrap();
    tx.commit().await.unwrap();
    let alarms = async |browser: &Browser| browser.get("/board").await.expect(200)["alarms"].clone();

    server.advance(4 * HOUR - MINUTE);
    let head = server.sign_in("head").await;
    assert_eq!(head.get("/hearings/left-open").await.expect(200), json!([]));
    assert_eq!(alarms(&head).await, json!([]));
    server.advance(3 * 24 * HOUR);
    let (head, clerk) = (server.sign_in("head").await, server.sign_in("clerk").await);
    assert_eq!(head.get("/hearings/left-open").await.expect(200)[0]["id"], json!(scheduled.hearing));
    let raised = alarms(&head).await;
    assert_eq!((&raised[0]["kind"], &raised[0]["over_at"]), (&json!("left_open"), &json!(null)));
    let handle = format!("/board/alarms/{}", raised[0]["id"].as_str().unwrap());
    head.post(&handle, json!({})).await.refused(404, "not_found");

    let path = scheduled.path("/adjourn");
    let read = head.get(&scheduled.path("")).await.expect(200)["tag"].clone();
    let body = |reason: &str| json!({ "reason": reason });
    let reason = "各方均已离席，另行安排";
    head.post(&path, body(reason)).await.refused(428, "precondition_required");
    let neighbour = server.sign_in("neighbour").await;
    neighbour.replace(Method::POST, &path, &read, body(reason)).await.refused(404, "not_found");
    clerk.replace(Method::POST, &path, &read, body(reason)).await.refused(422, "not_yours");
    head.replace(Method::POST, &path, &read, body("短")).await.refused(422, "reason_needed");
    let page = head.replace(Method::POST, &path, &read, body(reason)).await.expect(200);
    assert_eq!((&page["stage"]["stage"], &page["stage"]["reason"]), (&json!("adjourned"), &json!(reason)));
    head.replace(Method::POST, &path, &read, body(reason)).await.refused(422, "not_yours");
    assert_eq!(head.get("/hearings/left-open").await.expect(200), json!([]));
    assert_eq!(alarms(&head).await, json!([]));
}
