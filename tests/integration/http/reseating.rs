//! The table changes after it was laid: by who may, held to what scheduling is held to, and nobody comes in by another's
//! link.

use super::cases::{HOUR, MINUTE, PETITIONER_SEAT, Scheduled, at_unit, exchange, moved, stopped};
use crate::kit::{
    server::{Answer, Browser, TestServer},
    town::{ROOM, staff_id},
};
use lianjie::{
    domain::hearing::Stage,
    rooms::{Line, OUTBOX},
};
use reqwest::Method;
use serde_json::{Value, json};
use signaling::wire::{ByeReason, ServerMessage};
use tokio::sync::mpsc;

const CLERK_SEAT: usize = 1;
const UNIT_SEAT: usize = 2;
const COMPANY_SEAT: usize = 4;

fn official(username: &str) -> Value {
    json!({ "is": "official", "staff": staff_id(username).0 })
}

fn external(organisation: &str) -> Value {
    json!({ "is": "external", "organisation": organisation, "name": "钱经理" })
}

fn instead(occupant: Value) -> Value {
    json!({ "occupant": occupant, "reason": "单位另派他人参加" })
}

async fn add(browser: &Browser, hearing: &Scheduled, seat: Value) -> Answer {
    let tag = browser.get(&hearing.path("")).await.expect(200)["tag"].clone();
    browser.replace(Method::POST, &hearing.path("/seats"), &tag, seat).await
}

async fn replace(browser: &Browser, hearing: &Scheduled, seat: usize, body: Value) -> Answer {
    let tag = browser.get(&hearing.path("")).await.expect(200)["tag"].clone();
    let path = hearing.path(&format!("/seats/{}", hearing.seats[seat]));
    browser.replace(Method::PUT, &path, &tag, body).await
}

async fn withdraw(browser: &Browser, hearing: &Scheduled, seat: usize) -> Answer {
    let how = format!("seats/{}/withdraw", hearing.seats[seat]);
    stopped(browser, &hearing.hearing, &how, json!({ "reason": "单位来函不再参加" })).await
}

fn plates(page: &Value) -> Vec<String> {
    let standing = page["seats"].as_array().unwrap().iter().filter(|seat| seat["withdrawn"].is_null());
    standing
        .map(|seat| format!("{} {}", seat["role"].as_str().unwrap(), seat["name"].as_str().unwrap()))
        .collect()
}

#[tokio::test]
async fn somebody_else_comes_and_the_old_link_opens_nothing() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let scheduled = Scheduled::on(&server, &head).await;
    let secret = scheduled.link(&head, COMPANY_SEAT).await;
    let page = replace(&head, &scheduled, COMPANY_SEAT, instead(external("某物业公司"))).await.expect(200);
    let (before, after) = (&page["seats"][COMPANY_SEAT], &page["seats"][COMPANY_SEAT + 1]);
    assert_eq!((&before["withdrawn"], &before["link"]), (&json!("单位另派他人参加"), &json!("none")));
    assert_eq!((&after["name"], &after["replaces"]), (&json!("钱经理"), &before["id"]));
    server.advance(HOUR - 15 * MINUTE);
    exchange(&server.visitor(), &secret).await.refused(404, "no_such_link");
    let head = server.sign_in("head").await;
    let link = |seat: &Value| scheduled.path(&format!("/seats/{}/link", seat["id"].as_str().unwrap()));
    head.post(&link(before), json!({})).await.refused(404, "not_found");
    let fresh = head.post(&link(after), json!({})).await.expect(200);
    let (_, secret) = fresh["url"].as_str().unwrap().split_once('#').unwrap();
    let pass = exchange(&server.visitor(), secret).await.expect(200);
    assert_eq!(pass["name"], "钱经理");
}

#[tokio::test]
async fn an_interpreter_joins_and_a_guest_gives_up_the_seat() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let scheduled = Scheduled::on(&server, &head).await;
    let interpreter =
        json!({ "role": "interpreter", "occupant": external("某译社"), "languages": ["dongxiang"] });
    let page = add(&head, &scheduled, interpreter).await.expect(201);
    assert_eq!(page["seats"][5]["languages"], json!(["dongxiang"]));
    let page = withdraw(&head, &scheduled, COMPANY_SEAT).await.expect(200);
    let names = [
        "presider head 同志",
        "clerk clerk 同志",
        "agency_rep handler 同志",
        "petitioner 马秀英",
        "interpreter 钱经理",
    ];
    assert_eq!(plates(&page), names);
    let log = head.oldest_first(&scheduled.petition.path("/timeline")).await.to_string();
    for kind in ["hearing.seat_added", "hearing.seat_withdrawn"] {
        assert!(log.contains(kind), "{kind}");
    }
}

/// Art. 28: who was recused after it was scheduled is replaced, and not by somebody recused.
#[tokio::test]
async fn a_recused_presider_is_replaced_before_the_hearing() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let scheduled = Scheduled::on(&server, &head).await;
    at_unit(&head, &scheduled.petition.id).await;
    let recuse = json!({ "kind": "recuse", "staff": staff_id("head").0, "reason": "与信访人有亲属关系" });
    moved(&head, &scheduled.petition.id, recuse).await;
    let counter = server.sign_in("counter").await;
    let room = json!({ "is": "official", "staff": staff_id("head").0, "room": null });
    replace(&counter, &scheduled, 0, instead(room)).await.refused(422, "recused");
    let page = replace(&counter, &scheduled, 0, instead(official("leader"))).await.expect(200);
    assert_eq!(plates(&page)[0], "presider leader 同志");
    server.advance(HOUR - 15 * MINUTE);
    let asked = json!({ "hearing": scheduled.hearing });
    server.sign_in("leader").await.post("/tickets", asked.clone()).await.expect(200);
    server.sign_in("head").await.post("/tickets", asked).await.refused(422, "not_yours");
}

#[tokio::test]
async fn what_scheduling_refuses_is_refused_here_too() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let scheduled = Scheduled::on(&server, &head).await;
    let seat = |role: &str, occupant: Value| json!({ "role": role, "occupant": occupant });
    for (asked, code) in [
        (seat("presider", official("city")), "two_presiders"),
        (seat("expert", official("handler")), "twice"),
        (seat("clerk", official("leader")), "not_qualified"),
        (seat("expert", official("gone")), "unknown"),
        (seat("agency_rep", external("某单位")), "wrong_occupant"),
        (seat("petitioner", json!({ "is": "party", "person": scheduled.hearing })), "unknown"),
    ] {
        add(&head, &scheduled, asked.clone()).await.refused(422, code);
    }
    let short = json!({ "occupant": official("leader"), "reason": "换" });
    replace(&head, &scheduled, 0, short).await.refused(422, "reason_needed");
    replace(&head, &scheduled, CLERK_SEAT, instead(official("leader"))).await.refused(422, "not_qualified");
    for seat in [0, CLERK_SEAT, UNIT_SEAT, PETITIONER_SEAT] {
        withdraw(&head, &scheduled, seat).await.refused(422, "role_missing");
    }
    withdraw(&head, &scheduled, COMPANY_SEAT).await.expect(200);
    withdraw(&head, &scheduled, COMPANY_SEAT).await.refused(422, "unknown");
    assert_eq!(plates(&head.get(&scheduled.path("")).await.expect(200)).len(), 4, "nothing else changed");
}

#[tokio::test]
async fn a_person_or_room_that_is_taken_then_is_not_seated() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let first = Scheduled::on(&server, &head).await;
    let second = another(&server, &head).await;
    let in_the_room = json!({ "is": "official", "staff": staff_id("leader").0, "room": ROOM.0 });
    let clash = replace(&head, &second, 0, instead(in_the_room)).await.refused(409, "clash");
    assert_eq!(clash["clashes"][0]["what"], "room");
    let clash = replace(&head, &second, CLERK_SEAT, instead(official("clerk"))).await.refused(409, "clash");
    assert_eq!(clash["clashes"][0]["what"], "staff");
    withdraw(&head, &first, COMPANY_SEAT).await.expect(200);
    replace(&head, &first, 0, instead(official("leader"))).await.expect(200);
    let freed = json!({ "is": "official", "staff": staff_id("head").0, "room": ROOM.0 });
    replace(&head, &second, 0, instead(freed)).await.expect(200);
}

/// At the same time as the first, with nobody of it.
async fn another(server: &TestServer, head: &Browser) -> Scheduled {
    use super::cases::{Filed, filing, wish};
    let petition = Filed::by(&server.visitor(), filing()).await;
    let starts_at = server.now().0 + HOUR;
    let page = head.get(&petition.path("")).await.expect(200);
    let mut wish = wish(starts_at, &page["parties"][0]["id"]);
    wish["seats"][0]["occupant"] = official("city");
    wish["seats"][1]["occupant"] = official("neighbour");
    wish["seats"][2]["occupant"] = official("director");
    Scheduled::by(head, petition, wish).await
}

#[tokio::test]
async fn the_table_is_changed_by_who_may_schedule_or_presides_and_by_nobody_else() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let scheduled = Scheduled::on(&server, &head).await;
    let seat = json!({ "role": "expert", "occupant": external("某检测所") });
    for username in ["handler", "leader", "desk", "neighbour"] {
        let browser = server.sign_in(username).await;
        let tag = json!("0");
        let answer = browser.replace(Method::POST, &scheduled.path("/seats"), &tag, seat.clone()).await;
        assert!([404, 422].contains(&answer.status.as_u16()), "{username}: {}", answer.status);
    }
    let clerk = server.sign_in("clerk").await;
    let page = add(&clerk, &scheduled, seat.clone()).await.expect(201);
    assert!(page["may"].as_array().unwrap().contains(&json!("reseat")));
    head.post(&scheduled.path("/seats"), seat.clone()).await.refused(428, "precondition_required");
    let read = page["tag"].clone();
    let asked = json!({ "role": "witness", "occupant": external("某电梯公司") });
    clerk.replace(Method::POST, &scheduled.path("/seats"), &read, asked.clone()).await.expect(201);
    let again = head.replace(Method::POST, &scheduled.path("/seats"), &read, asked).await;
    again.refused(412, "outdated");
}

#[tokio::test]
async fn from_minutes_review_on_the_table_stands() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let scheduled = Scheduled::on(&server, &head).await;
    let mut tx = server.store.begin().await.unwrap();
    let id = scheduled.id();
    let mut hearing = tx.hearing(id).await.unwrap().unwrap();
    hearing.stage = Stage::MinutesReview { since: server.now() };
    tx.save_hearing(&hearing).await.unwrap();
    tx.commit().await.unwrap();
    withdraw(&head, &scheduled, COMPANY_SEAT).await.refused(422, "not_yours");
}

/// Whoever is connected on a seat that is taken over is told so and sent out.
#[tokio::test]
async fn who_sits_there_is_sent_out_when_somebody_else_takes_the_place() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let scheduled = Scheduled::on(&server, &head).await;
    server.advance(HOUR - 15 * MINUTE);
    let head = server.sign_in("head").await;
    let (outbox, mut inbox) = mpsc::channel(OUTBOX);
    let hearing = scheduled.id();
    let seat = scheduled.seat(UNIT_SEAT);
    let line = Line::Page { from: None, holds: None };
    let _connection = server.rooms.connect(hearing, seat, line, outbox).await.unwrap();
    told(&mut inbox, |message| matches!(message, ServerMessage::Stage { .. })).await;
    replace(&head, &scheduled, UNIT_SEAT, instead(official("director"))).await.expect(200);
    let bye = told(&mut inbox, |message| matches!(message, ServerMessage::Bye { .. })).await;
    assert!(matches!(bye, ServerMessage::Bye { reason: ByeReason::Withdrawn, .. }), "{bye:?}");
    let (outbox, _inbox) = mpsc::channel(OUTBOX);
    let refused = server.rooms.connect(hearing, seat, line, outbox).await;
    assert_eq!(refused.err(), Some(ByeReason::Withdrawn));
    let asked = json!({ "hearing": scheduled.hearing });
    server.sign_in("handler").await.post("/tickets", asked.clone()).await.refused(404, "not_found");
    server.sign_in("director").await.post("/tickets", asked).await.expect(200);
}

/// The first message of the kind looked for; whatever comes before it is passed over.
async fn told(
    inbox: &mut mpsc::Receiver<ServerMessage>,
    wanted: impl Fn(&ServerMessage) -> bool,
) -> ServerMessage {
    loop {
        let message = tokio::time::timeout(std::time::Duration::from_secs(10), inbox.recv()).await;
        let message = message.expect("in time").expect("told before it is closed");
        if wanted(&message) {
            return message;
        }
    }
}
