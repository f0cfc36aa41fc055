//! The officer's board, its alarms, and a leader's briefs.

use super::{Door, until};
use crate::{
    http::{
        cases::{HOUR, MINUTE, PETITIONER_SEAT, Scheduled, ordered_item},
        papers::held,
    },
    kit::{
        database::{TestStore, sqlite_url},
        server::{Browser, TestServer},
        town::{HOUSING, staff_id},
        wait::eventually,
    },
};
use lianjie::{
    domain::{
        hearing::{
            Acceptance, AgendaPhase, EntryWrite, Hearing, ItemAnswer, ItemProposal, Occupant, Presiding,
            Side, Stage,
            presiding::{SpeakingClock, SpeakingTime, Turn},
        },
        ids::{ActionItemId, EntryId, OpId, PetitionId},
        petition::{Finding, Opinion, OpinionResult, PetitionState, Review},
    },
    storage::Engine,
};
use reqwest::Method;
use serde_json::json;
use signaling::wire::ServerMessage;
use uuid::Uuid;

#[tokio::test]
async fn the_board_shows_every_leg_and_an_alarm_is_handled_once() {
    let door = Door::open().await;
    let head = door.server.sign_in("head").await;
    // The doors open by themselves a moment after the clock moved.
    let opened = async || {
        let board = head.get("/board").await;
        (board.body["sessions"][0]["stage"] != "scheduled").then_some(board)
    };
    let board = eventually(opened).await;
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
    assert_eq!((&brief["opinions"], &brief["supervised"]), (&json!([]), &json!(null)));
    let url = sqlite_url(&door.server.folder.path().join("lianjie.db"));
    let test = TestStore { engine: Engine::Sqlite, url, store: door.server.store.clone() };
    let starts_at = door.scheduled.starts_at;
    test.tamper(&format!("update hearings set kind = 'damaged' where starts_at < {starts_at}")).await;
    let desk = head.get("/leader/desk").await.expect(200);
    assert_eq!(desk["sessions"][0]["id"], door.scheduled.hearing, "an earlier one that is damaged");
    let other = door.server.sign_in("leader").await.get("/leader/desk").await.expect(200);
    assert_eq!(other, json!({ "days": [], "sessions": [] }));
}

/// What was found before, by whom and when, and how hard it is pressed, is what a leader asks first.
#[tokio::test]
async fn the_brief_has_the_opinions_on_the_matter_and_the_supervision_it_is_under() {
    let door = Door::open().await;
    let head = door.server.sign_in("head").await;
    for kind in ["urge", "reminder"] {
        let asked =
            json!({ "kind": kind, "to": HOUSING.0, "text": "请尽快书面答复", "answer_by": "2099-01-01" });
        head.post(&door.scheduled.petition.path("/demands"), asked).await.expect(200);
    }
    let mut tx = door.server.store.begin().await.unwrap();
    let id = PetitionId(door.scheduled.petition.id.parse().unwrap());
    let mut petition = tx.petition(id).await.unwrap().unwrap();
    let text = format!("经调查，{}", "物业公司应公开收支账目。".repeat(30));
    petition.state = PetitionState::Closed { unit: HOUSING, at: door.server.now() };
    petition.opinion =
        Some(Opinion { result: OpinionResult::Support, text: text.clone(), basis: String::new() });
    let review =
        Review { organ: HOUSING, finding: Finding::Upheld, text: "维持原处理意见。".to_owned() };
    petition.course.review = Some(review);
    tx.save_petition(&petition).await.unwrap();
    tx.commit().await.unwrap();
    let brief = head.get("/leader/desk").await.expect(200)["sessions"][0]["brief"].clone();
    assert_eq!(brief["supervised"], "urge", "the highest");
    let [own, review] = [&brief["opinions"][0], &brief["opinions"][1]];
    assert_eq!((&own["result"], &own["finding"]), (&json!("support"), &json!(null)));
    assert_eq!(own["organ_name"], "七里河区住建局");
    assert!(text.starts_with(own["text"].as_str().unwrap()) && own["text"] != *text, "its beginning: {own}");
    assert_eq!((&review["finding"], &review["text"]), (&json!("upheld"), &json!("维持原处理意见。")));
}

#[tokio::test]
async fn a_leader_sees_the_time_and_the_promises_of_a_session_that_is_on() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let scheduled = Scheduled::on(&server, &head).await;
    assert_eq!(head.get("/leader/desk").await.expect(200)["sessions"][0]["now"], json!(null));

    let (at, phase) = (server.now(), AgendaPhase::Statement);
    let ago = |minutes: i64| at.plus_millis(-minutes * MINUTE);
    let mut tx = server.store.begin().await.unwrap();
    let hearing = held::hearing(tx.as_mut(), &scheduled).await;
    let line = EntryWrite {
        op: OpId(Uuid::from_u128(8)),
        entry: EntryId(Uuid::from_u128(7)),
        hearing: hearing.id,
        revision: 1,
        phase,
        speaker: None,
        text: "住建局三日内公开账目。".into(),
        at,
        struck: None,
        author: hearing.seats[held::CLERK].id,
    };
    tx.write_entry(&line).await.unwrap();
    let item = ItemProposal {
        id: ActionItemId(Uuid::from_u128(31)),
        hearing: hearing.id,
        agency: hearing.seats[held::UNIT].agency.unwrap(),
        content: "三日内公开账目".into(),
        deadline: at.local_date(),
        entry: line.entry,
        by: hearing.seats[held::CLERK].id,
        at,
        answer: ItemAnswer::Open,
    };
    let answer = ItemAnswer::Accepted(Acceptance { seat: hearing.seats[held::UNIT].id, at });
    let accepted = ItemProposal { id: ActionItemId(Uuid::from_u128(32)), answer, ..item.clone() };
    for item in [&item, &accepted] {
        tx.put_item_proposal(item).await.unwrap();
    }
    let floor = Some(hearing.seats[held::UNIT].id);
    let (side, allotted, spent) = (Side::Petitioner, Some(8 * MINUTE), 2 * MINUTE);
    let clock = SpeakingClock {
        times: vec![SpeakingTime { phase, side, allotted, spent }],
        turn: Some(Turn { side, running: Some((phase, ago(1))) }),
    };
    tx.put_presiding(hearing.id, &Presiding { clock, floor, ..Presiding::default() }).await.unwrap();
    let stage = Stage::InSession { since: ago(6), phase, phase_since: ago(5) };
    tx.save_hearing(&Hearing { stage, ..hearing }).await.unwrap();
    tx.commit().await.unwrap();

    let desk = head.get("/leader/desk").await.expect(200);
    let now = &desk["sessions"][0]["now"];
    assert_eq!((&now["phase"], &now["runs"]), (&json!("statement"), &json!(true)));
    // The server's clock goes on.
    let about = |seconds: &serde_json::Value, minutes: i64| {
        (minutes * 60..minutes * 60 + 30).contains(&seconds.as_i64().unwrap())
    };
    assert!(about(&now["phase_seconds"], 5), "{now}");
    assert_eq!(now["floor"]["id"], json!(floor.unwrap().0));
    assert_eq!(now["hands"], json!([]), "nobody is in the room");
    let petitioner = &now["sides"][0];
    assert_eq!((&petitioner["side"], &petitioner["seconds"]), (&json!("petitioner"), &json!(480)));
    assert!(about(&petitioner["spent_seconds"], 3) && petitioner["runs"] == true, "{now}");
    let promised = now["promised"].as_array().unwrap();
    assert_eq!(promised.len(), 1, "what nobody accepted is no promise: {now}");
    assert_eq!(promised[0]["content"], "三日内公开账目");
    assert!(promised[0]["agency_name"].as_str().is_some_and(|name| !name.is_empty()));
}

#[tokio::test]
async fn a_leader_finds_what_was_ordered_in_their_sessions_and_closed_items_last() {
    let server = TestServer::start().await;
    let (head, handler) = (server.sign_in("head").await, server.sign_in("handler").await);
    let scheduled = Scheduled::on(&server, &head).await;
    let first = ordered_item(&server, &scheduled).await;
    let own = held::later_hearing(&server, &scheduled, |hearing| hearing).await;
    let anothers = |mut hearing: Hearing| {
        hearing.number = format!("{}-3", hearing.number);
        hearing.seats[0].occupant = Occupant::Official { staff: staff_id("leader"), room: None };
        hearing
    };
    let anothers = held::later_hearing(&server, &scheduled, anothers).await;
    let mut tx = server.store.begin().await.unwrap();
    for (hearing, item) in [(own, 10), (anothers, 11)] {
        let hearing = tx.hearing(hearing).await.unwrap().unwrap();
        let mut outcome = held::outcome_of(&server, &hearing, item);
        outcome.items[0].deadline = outcome.items[0].deadline.next_day().unwrap();
        tx.add_outcome(&outcome).await.unwrap();
    }
    tx.commit().await.unwrap();

    let promises = async |browser: &Browser| -> Vec<String> {
        let page = browser.get("/leader/promises").await.expect(200);
        let rows = page["rows"].as_array().unwrap();
        rows.iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
    };
    let id = |item: u128| Uuid::from_u128(item).to_string();
    assert_eq!(promises(&head).await, [first.clone(), id(10)], "mine, the next deadline first");
    assert_eq!(promises(&server.sign_in("leader").await).await, [id(11)]);
    let steps = format!("/action-items/{first}/steps");
    let step = |kind: &str, text: &str| json!({ "step": kind, "text": text });
    handler.post_over(&steps, step("accept", "")).await.expect(200);
    handler.post_over(&steps, step("report", "屋面已维修并经业主验收")).await.expect(200);
    head.post_over(&steps, step("close", "")).await.expect(200);
    assert_eq!(promises(&head).await, [id(10), first], "what is closed stays, behind all that is open");
}

#[tokio::test]
async fn a_hearing_that_nobody_ended_is_an_alarm_until_it_is_broken_off() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let scheduled = Scheduled::on(&server, &head).await;
    let mut tx = server.store.begin().await.unwrap();
    let id = scheduled.id();
    let hearing = tx.hearing(id).await.unwrap().unwrap();
    let (since, reason) = (hearing.starts_at, "信访人一方离线".to_owned());
    let stage = Stage::Suspended { since, phase: AgendaPhase::Statement, phase_spent: 0, reason };
    tx.save_hearing(&Hearing { stage, ..hearing }).await.unwrap();
    tx.commit().await.unwrap();
    let alarms = async |browser: &Browser| browser.get("/board").await.expect(200)["alarms"].clone();

    server.advance(4 * HOUR - MINUTE);
    let head = server.sign_in("head").await;
    assert_eq!(head.get("/hearings/left-open").await.expect(200)["rows"], json!([]));
    assert_eq!(alarms(&head).await, json!([]));
    server.advance(3 * 24 * HOUR);
    let (head, clerk) = (server.sign_in("head").await, server.sign_in("clerk").await);
    assert_eq!(head.get("/hearings/left-open").await.expect(200)["rows"][0]["id"], json!(scheduled.hearing));
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
    assert_eq!(head.get("/hearings/left-open").await.expect(200)["rows"], json!([]));
    assert_eq!(alarms(&head).await, json!([]));
}
