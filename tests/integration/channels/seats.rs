//! Seats are told of their hearing, reminded, and their receipts kept.

use super::receiver::{Had, Receiver};
use crate::{
    http::cases::{Filed, HOUR, PETITIONER_SEAT, Scheduled, exchange, filing, stopped, wish},
    kit::{
        database::{TestStore, sqlite_url},
        server::{Browser, TestServer},
        town::{DISTRICT, hire},
        wait::eventually,
    },
};
use lianjie::{
    clocks::remind,
    domain::{
        ids::StaffId,
        people::{Role, Staff},
    },
    storage::Engine,
};
use serde_json::{Value, json};
use uuid::Uuid;

const COMPANY_SEAT: usize = 4;

/// The notices of a hearing by seat, once there are `count` for the petitioner's.
async fn notices(head: &Browser, hearing: &Scheduled, count: usize) -> Value {
    eventually(async || {
        let seats = head.get(&hearing.path("/notices")).await.expect(200);
        let had = seats[PETITIONER_SEAT]["notices"].as_array().unwrap().len();
        (had >= count).then_some(seats)
    })
    .await
}

/// Who watches the hearings of the house, and reads no notes of petitions.
async fn officer(server: &TestServer) -> Browser {
    let (id, username, name) =
        (StaffId(Uuid::from_u128(0xf6)), "officer".to_owned(), "officer 同志".to_owned());
    let roles = vec![Role::Officer];
    let mut tx = server.store.begin().await.unwrap();
    hire(tx.as_mut(), &Staff { id, username, name, agency: DISTRICT, roles, disabled: false }).await;
    tx.commit().await.unwrap();
    server.sign_in("officer").await
}

async fn put_off(head: &Browser, hearing: &Scheduled, later: i64) {
    let to = json!({ "reason": "主持人临时有紧急公务", "starts_at": later, "ends_at": later + HOUR });
    stopped(head, &hearing.hearing, "postpone", to).await.expect(200);
}

#[tokio::test]
async fn each_seat_is_told_and_its_receipt_is_kept() {
    let gateway = Receiver::start().await;
    let server = super::sms::server(&gateway).await;
    let head = server.sign_in("head").await;
    let hearing = Scheduled::on(&server, &head).await;
    let seats = notices(&head, &hearing, 1).await;
    for seat in seats.as_array().unwrap() {
        assert_eq!(seat["notices"][0]["kind"], "scheduled", "{seat:#}");
        assert_eq!(seat["notices"][0]["read_at"], json!(null));
    }
    let number = head.get(&hearing.path("")).await.expect(200)["number"].as_str().unwrap().to_owned();
    let sent = eventually(async || gateway.had().into_iter().find(|had| had.body.contains(&number))).await;
    assert_eq!(sent.json()["to"], "13900000001");
    assert!(!sent.body.contains("物业") && !sent.body.contains("马秀英"), "{}", sent.body);
    let again = |had: &&Had| had.json()["to"] == "13900000001" && had.body.contains("接访安排");
    let doubled = gateway.had().iter().filter(again).count();
    assert_eq!(doubled, 0, "the petitioner is told by their seat, not twice");
    let message = eventually(async || {
        let seats = head.get(&hearing.path("/notices")).await.expect(200);
        let state = seats[PETITIONER_SEAT]["notices"][0]["message"].clone();
        (state == "delivered").then_some(seats)
    });
    assert_eq!(message.await[0]["notices"][0]["message"], json!(null), "who presides has no phone here");

    // The petitioner by number and code, the clerk at the desk.
    let visitor = server.visitor();
    let mut asked = hearing.petition.door();
    asked["hearing"] = number.into();
    let read = visitor.post("/query/receipt", asked.clone()).await.expect(200);
    let notice = &read["hearings"][0]["notice"];
    assert!(notice["read_at"].is_number() && notice["answer"].is_null(), "{notice:#}");
    asked["answer"] = json!({ "kind": "comes" });
    let confirmed = visitor.post("/query/receipt", asked.clone()).await.expect(200);
    assert_eq!(confirmed["hearings"][0]["notice"]["answer"]["kind"], "comes");
    asked["hearing"] = "TJ1-1".into();
    visitor.post("/query/receipt", asked).await.refused(404, "not_found");
    let clerk = server.sign_in("clerk").await;
    let seats = clerk
        .post(&hearing.path("/notices/receipt"), json!({ "answer": { "kind": "comes" } }))
        .await
        .expect(200);
    assert_eq!((&seats[1]["mine"], &seats[1]["notices"][0]["way"]), (&json!(true), &json!("desk")));
    assert_eq!(seats[PETITIONER_SEAT]["notices"][0]["way"], "query");
    assert_eq!(seats[0]["notices"][0]["read_at"], json!(null), "only one's own");
}

/// Whoever arranges the hearing learns of it while there is time to move it, and to find an interpreter.
#[tokio::test]
async fn a_seat_says_that_it_cannot_come_and_what_it_needs_and_may_change_its_mind() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let hearing = Scheduled::on(&server, &head).await;
    notices(&head, &hearing, 1).await;
    let told = async || {
        let page = head.get("/staff-notices").await.expect(200);
        let about = |row: &&Value| !row["hearing"].is_null();
        page["rows"]
            .as_array()
            .unwrap()
            .iter()
            .filter(about)
            .map(|row| row["topic"].clone())
            .collect::<Vec<_>>()
    };
    let count = |topics: &[Value], topic: &str| topics.iter().filter(|one| **one == topic).count();
    let (visitor, mut asked) = (server.visitor(), hearing.petition.door());
    asked["hearing"] = head.get(&hearing.path("")).await.expect(200)["number"].clone();
    let answer = async |answer: Value| {
        let mut body = asked.clone();
        body.as_object_mut().unwrap().extend(answer.as_object().unwrap().clone());
        visitor.post("/query/receipt", body).await
    };
    let cannot =
        |reason: &str| json!({ "answer": { "kind": "cannot", "reason": reason, "wish": "another_time" } });
    answer(cannot("有事")).await.refused(422, "reason_needed");
    let status = answer(cannot("当天要住院手术")).await.expect(200);
    assert_eq!(status["hearings"][0]["notice"]["answer"]["wish"], "another_time");
    assert_eq!(count(&told().await, "cannot_come"), 1);
    let listed = head.get("/hearings/unconfirmed").await.expect(200);
    let theirs = listed[0]["seats"].as_array().unwrap().iter().find(|one| !one["answer"].is_null()).unwrap();
    assert_eq!(theirs["answer"]["reason"], "当天要住院手术");
    let officer = officer(&server).await;
    let seats = officer.get(&hearing.path("/notices")).await.expect(200);
    let said = &seats[PETITIONER_SEAT]["notices"][0]["answer"];
    assert_eq!(
        (&said["kind"], &said["reason"]),
        (&json!("cannot"), &json!("")),
        "why is not everybody's to read"
    );
    answer(cannot("当天要住院手术")).await.expect(200);
    assert_eq!(count(&told().await, "cannot_come"), 1, "said again is no news");

    let comes = json!({ "answer": { "kind": "comes" }, "language": "tibetan", "interpreter": true });
    answer(comes).await.expect(200);
    assert_eq!(count(&told().await, "seat_answered"), 1);
    let seats = head.get(&hearing.path("/notices")).await.expect(200);
    let theirs = &seats[PETITIONER_SEAT];
    assert_eq!((&theirs["language"], &theirs["interpreter"]), (&json!("tibetan"), &json!(true)));
    let later = hearing.starts_at + 24 * HOUR;
    put_off(&head, &hearing, later).await;
    let seats = notices(&head, &hearing, 2).await;
    assert_eq!(seats[PETITIONER_SEAT]["notices"][1]["answer"], json!(null), "asked anew");
    assert_eq!(seats[PETITIONER_SEAT]["language"], "tibetan", "needed on the other day too");
    let timeline = head.oldest_first(&hearing.petition.path("/timeline")).await;
    let answered = |event: &&Value| event["kind"] == "hearing.notice_answered";
    let events: Vec<_> = timeline.as_array().unwrap().iter().filter(answered).collect();
    assert_eq!(events.len(), 2);
    assert!(!events[0].to_string().contains("住院"), "why stays out of the chain: {}", events[0]);

    server.advance(later - server.now().0);
    answer(cannot("当天要住院手术")).await.refused(422, "too_late_to_answer");
}

/// The gateway was away for a while: who is told the new time is not told the old one after it.
#[tokio::test]
async fn a_time_that_was_overtaken_while_the_gateway_was_away_is_not_sent_after_the_new_one() {
    let gateway = Receiver::start().await;
    gateway.answers(503);
    let server = super::sms::server(&gateway).await;
    let head = server.sign_in("head").await;
    let hearing = Scheduled::on(&server, &head).await;
    let message = async |notice: usize, state: &str| {
        eventually(async || {
            let seats = head.get(&hearing.path("/notices")).await.expect(200);
            (seats[PETITIONER_SEAT]["notices"][notice]["message"] == state).then_some(())
        })
        .await;
    };
    notices(&head, &hearing, 1).await;
    let tried = || gateway.had().iter().any(|had| had.body.contains("定于"));
    eventually(async || tried().then_some(())).await;
    server.advance(1000); // and no second try of the first is due
    let later = hearing.starts_at + 24 * HOUR;
    put_off(&head, &hearing, later).await;
    notices(&head, &hearing, 2).await;
    gateway.answers(200);
    server.advance(60_000);
    message(1, "delivered").await;
    message(0, "failed").await;
    let told = |word: &str| {
        gateway.taken().iter().filter(|one| one["text"].as_str().unwrap().contains(word)).count()
    };
    assert_eq!((told("改于"), told("定于")), (1, 0));
}

#[tokio::test]
async fn the_seats_link_is_a_receipt_too() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let hearing = Scheduled::on(&server, &head).await;
    let later = hearing.starts_at + 24 * HOUR;
    put_off(&head, &hearing, later).await;
    let seats = notices(&head, &hearing, 2).await;
    let told = &seats[PETITIONER_SEAT]["notices"][1];
    assert_eq!((&told["kind"], &told["starts_at"]), (&json!("postponed"), &json!(later)));
    let secret = hearing.link(&head, PETITIONER_SEAT).await;
    let phone = server.visitor();
    exchange(&phone, &secret).await.refused(425, "too_early");
    let seats = notices(&head, &hearing, 2).await;
    let told = &seats[PETITIONER_SEAT]["notices"][1];
    assert_eq!((&told["way"], &told["answer"]), (&json!("link"), &json!(null)));
    server.advance(later - server.now().0 - HOUR / 4);
    exchange(&phone, &secret).await.expect(200);
    let seats = server.sign_in("head").await.get(&hearing.path("/notices")).await.expect(200);
    let told = seats[PETITIONER_SEAT]["notices"].as_array().unwrap().last().unwrap();
    assert_eq!(told["answer"]["kind"], "comes");
}

#[tokio::test]
async fn seats_are_reminded_a_day_and_an_hour_before_and_never_twice() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let hearing = Scheduled::on(&server, &head).await;
    let later = hearing.starts_at + 72 * HOUR;
    put_off(&head, &hearing, later).await;
    notices(&head, &hearing, 2).await;
    let world = server.world();
    let reminded = async || remind(&server.store, world.as_ref()).await.unwrap();
    assert_eq!(reminded().await, 0, "three days ahead");
    server.advance(later - 24 * HOUR - server.now().0);
    assert_eq!((reminded().await, reminded().await), (1, 0));
    let head = server.sign_in("head").await;
    notices(&head, &hearing, 3).await;
    assert_eq!(reminded().await, 0);
    server.advance(later - HOUR - server.now().0);
    assert_eq!((reminded().await, reminded().await), (1, 0));
    let head = server.sign_in("head").await;
    let seats = notices(&head, &hearing, 4).await;
    let kinds: Vec<_> =
        seats[0]["notices"].as_array().unwrap().iter().map(|one| one["kind"].clone()).collect();
    assert_eq!(kinds, ["scheduled", "postponed", "day_before", "hour_before"]);
    let timeline = head.oldest_first(&hearing.petition.path("/timeline")).await;
    let events = timeline.as_array().unwrap().iter().filter(|event| event["kind"] == "hearing.reminded");
    assert_eq!(events.count(), 2);
}

/// One hearing that is damaged kept everybody's reminders back.
#[tokio::test]
async fn a_hearing_that_cannot_be_read_keeps_no_reminder_from_the_others() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let hearing = Scheduled::on(&server, &head).await;
    let later = hearing.starts_at + 72 * HOUR;
    put_off(&head, &hearing, later).await;
    notices(&head, &hearing, 2).await;
    Scheduled::on(&server, &head).await;
    let url = sqlite_url(&server.folder.path().join("lianjie.db"));
    let test = TestStore { engine: Engine::Sqlite, url, store: server.store.clone() };
    test.tamper(&format!(
        "update hearings set kind = 'damaged', starts_at = {later}, ends_at = {later} + {HOUR} where starts_at < {later}"
    ))
    .await;
    server.advance(later - 24 * HOUR - server.now().0);
    assert_eq!(remind(&server.store, server.world().as_ref()).await.unwrap(), 1, "of the other");
}

/// A cancelled hearing tells its seats; what nobody was told of reminds nobody.
#[tokio::test]
async fn a_cancelled_hearing_tells_its_seats_and_reminds_nobody() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let hearing = Scheduled::on(&server, &head).await;
    stopped(&head, &hearing.hearing, "cancel", json!({ "reason": "信访人已经撤回申请" })).await.expect(200);
    let seats = notices(&head, &hearing, 2).await;
    assert_eq!(seats[1]["notices"][1]["kind"], "cancelled");
    let person = head.get(&hearing.petition.path("")).await.expect(200)["parties"][0]["id"].clone();
    let again = wish(server.now().0 + 2 * HOUR, &person);
    head.post(&hearing.petition.path("/hearings"), again).await.expect(201);
    server.advance(HOUR / 2);
    assert_eq!(remind(&server.store, server.world().as_ref()).await.unwrap(), 0);
}

#[tokio::test]
async fn an_outsider_with_a_phone_is_told_and_not_sent_to_a_page_that_asks_for_a_code() {
    let gateway = Receiver::start().await;
    let server = super::sms::server(&gateway).await;
    let head = server.sign_in("head").await;
    let petition = Filed::by(&server.visitor(), filing()).await;
    let page = head.get(&petition.path("")).await.expect(200);
    let mut wish = wish(server.now().0 + HOUR, &page["parties"][0]["id"]);
    wish["seats"][COMPANY_SEAT]["occupant"]["phone"] = "*******0004".into();
    head.post(&petition.path("/hearings"), wish.clone()).await.refused(422, "bad_phone");
    wish["seats"][COMPANY_SEAT]["occupant"]["phone"] = " 13900000004 ".into();
    let hearing = head.post(&petition.path("/hearings"), wish).await.expect(201);
    assert_eq!(hearing["seats"][COMPANY_SEAT]["occupant"]["phone"], "13900000004");
    let told = eventually(async || {
        gateway.had().into_iter().map(|had| had.json()).find(|message| message["to"] == "13900000004")
    });
    let text = told.await["text"].as_str().unwrap().to_owned();
    assert!(text.contains("定于") && text.contains("入场链接") && !text.contains("/query"), "{text}");
}
