//! The big screen of a reception room: paired once, one button for each hearing, nothing else.

use super::cases::{Filed, HOUR, MINUTE, Scheduled, exchange, filing, wish};
use crate::kit::{
    server::{Answer, Browser, TestServer},
    town::{DISTRICT, ROOM},
};
use lianjie::domain::{event::EventKind, ids::RoomId, jurisdiction::ReceptionRoom};
use serde_json::{Value, json};
use uuid::Uuid;

const REASON: &str = "电视机报废";

fn path(room: RoomId, rest: &str) -> String {
    format!("/rooms/{}/screens{rest}", room.0)
}

/// A television that shows a code, and the code.
async fn waiting(server: &TestServer) -> (Browser, String) {
    let television = server.visitor();
    let asked = television.post("/screen/pairing", json!({})).await.expect(200);
    assert_eq!(asked["is"], "pairing");
    (television, asked["code"].as_str().unwrap().to_owned())
}

/// A television on the wall of a room, and its id.
pub async fn paired(server: &TestServer, room: RoomId) -> (Browser, String) {
    let (television, code) = waiting(server).await;
    let counter = server.sign_in("counter").await;
    let screen = counter.post(&path(room, ""), json!({ "code": code, "name": "东墙电视" })).await.expect(201);
    (television, screen["id"].as_str().unwrap().to_owned())
}

/// A hearing in an hour in which [`ROOM`] has a seat of its own; the seat is the last.
async fn placed(server: &TestServer) -> Scheduled {
    let head = server.sign_in("head").await;
    let petition = Filed::by(&server.visitor(), filing()).await;
    let starts_at = server.now().0 + HOUR;
    let page = head.get(&petition.path("")).await.expect(200);
    let mut wish = wish(starts_at, &page["parties"][0]["id"]);
    let room = json!({ "role": "agency_rep", "occupant": { "is": "room", "room": ROOM.0 } });
    wish["seats"].as_array_mut().unwrap().push(room);
    Scheduled::by(&head, petition, wish).await
}

async fn join(television: &Browser, hearing: &str) -> Answer {
    television.post("/screen/join", json!({ "hearing": hearing })).await
}

fn secret(link: &Value) -> &str {
    link["url"].as_str().unwrap().split_once('#').unwrap().1
}

#[tokio::test]
async fn a_screen_is_paired_by_the_code_it_shows_and_tells_number_and_time_alone() {
    let server = TestServer::start().await;
    let scheduled = placed(&server).await;
    let (television, code) = waiting(&server).await;
    assert_eq!(television.get("/screen").await.expect(200)["code"], json!(code));
    let typed = json!({ "code": format!(" {}-{} ", &code[..4], &code[4..]), "name": " 东墙电视 " });
    let counter = server.sign_in("counter").await;
    let screen = counter.post(&path(ROOM, ""), typed.clone()).await.expect(201);
    assert_eq!((&screen["name"], &screen["paired_by_name"]), (&json!("东墙电视"), &json!("counter 同志")));
    counter.post(&path(ROOM, ""), typed).await.refused(422, "no_such_code");

    let shown = television.get("/screen").await.expect(200);
    let head = server.sign_in("head").await;
    let number = head.get(&scheduled.path("")).await.expect(200)["number"].clone();
    let (starts_at, id) = (scheduled.starts_at, &scheduled.hearing);
    let next = json!({ "id": id, "number": number, "starts_at": starts_at, "ends_at": starts_at + HOUR,
        "taken": false });
    let as_of = &shown["as_of"];
    assert_eq!(
        shown,
        json!({ "is": "paired", "room_name": "第一接访室", "agency_name": "七里河区信访局", "open": [],
            "next": next, "as_of": as_of })
    );
    server.advance(30 * MINUTE);
    let answer = television.get("/screen").await;
    let renewed = answer.headers["set-cookie"].to_str().unwrap().to_owned();
    assert!(renewed.starts_with("lj_screen=") && renewed.contains("; Max-Age=34560000"), "{renewed}");
    let shown = answer.expect(200);
    assert_eq!((&shown["open"], &shown["next"]), (&json!([next]), &json!(null)));
    let listed = server.sign_in("clerk").await.get(&path(ROOM, "")).await.expect(200);
    assert!(listed["screens"][0]["last_seen_at"].as_i64() > screen["last_seen_at"].as_i64(), "{listed:#}");
}

#[tokio::test]
async fn one_press_takes_the_rooms_own_seat_once_the_door_is_open() {
    let server = TestServer::start().await;
    let scheduled = placed(&server).await;
    let (television, screen) = paired(&server, ROOM).await;
    join(&television, &scheduled.hearing).await.refused(425, "too_early");
    server.advance(30 * MINUTE);
    let link = join(&television, &scheduled.hearing).await.expect(200);
    let pass = exchange(&television, secret(&link)).await.expect(200);
    assert_eq!(pass["seat"], json!(scheduled.seats.last()));
    television.post("/tickets", json!({ "hearing": scheduled.hearing })).await.expect(200);
    // The power was cut: one press, and the seat is this screen's again.
    let again = join(&television, &scheduled.hearing).await.expect(200);
    television.get("/seat").await.refused(401, "unauthenticated");
    exchange(&television, secret(&again)).await.expect(200);
    assert_eq!(television.get("/screen").await.expect(200)["open"][0]["taken"], json!(false), "by itself");

    let mut records = server.store.read().await.unwrap();
    let petition = lianjie::domain::ids::PetitionId(scheduled.petition.id.parse().unwrap());
    let log = records.timeline(petition).await.unwrap();
    let issued = log.iter().filter(|one| one.event.kind == EventKind::HearingLinkIssued);
    let by: Vec<_> = issued.map(|one| one.event.detail("screen")).collect();
    assert_eq!(by, [Some(screen.as_str()), Some(&screen)]);
}

/// Another room's screen, a hearing the room has no seat in, one that is over.
#[tokio::test]
async fn a_screen_joins_nothing_but_its_own_rooms_seat() {
    let server = TestServer::start().await;
    let other = ReceptionRoom::open(RoomId(Uuid::from_u128(0xb2)), DISTRICT, "第二接访室");
    let mut tx = server.store.begin().await.unwrap();
    tx.put_reception_room(&other).await.unwrap();
    tx.commit().await.unwrap();
    let scheduled = placed(&server).await;
    let (beside, _) = paired(&server, other.id).await;
    let (television, _) = paired(&server, ROOM).await;
    server.advance(30 * MINUTE);
    join(&beside, &scheduled.hearing).await.refused(404, "not_found");
    let shown = beside.get("/screen").await.expect(200);
    assert_eq!((&shown["open"], &shown["next"]), (&json!([]), &json!(null)));
    join(&television, &Uuid::nil().to_string()).await.refused(404, "not_found");
    let head = server.sign_in("head").await;
    let cancelled = json!({ "reason": "信访人请求改日再办" });
    super::cases::stopped(&head, &scheduled.hearing, "cancel", cancelled).await.expect(200);
    join(&television, &scheduled.hearing).await.refused(410, "hearing_over");
    // Its presider sits there at a page of their own: told, and not joined.
    let at_desks = Scheduled::on(&server, &head).await;
    server.advance(30 * MINUTE);
    assert_eq!(television.get("/screen").await.expect(200)["next"]["id"], json!(at_desks.hearing));
    join(&television, &at_desks.hearing).await.refused(404, "not_found");
}

#[tokio::test]
async fn a_revoked_screen_says_so_and_leaves_the_hearing_it_sits_in() {
    let server = TestServer::start().await;
    let scheduled = placed(&server).await;
    let (television, screen) = paired(&server, ROOM).await;
    server.advance(30 * MINUTE);
    let link = join(&television, &scheduled.hearing).await.expect(200);
    exchange(&television, secret(&link)).await.expect(200);
    let clerk = server.sign_in("clerk").await;
    let revoke = path(ROOM, &format!("/{screen}/revoke"));
    clerk.post(&revoke, json!({ "reason": "坏了" })).await.refused(422, "reason_needed");
    television.get("/seat").await.expect(200);
    let row = clerk.post(&revoke, json!({ "reason": REASON })).await.expect(200);
    assert_eq!(row["revoked"]["reason"], REASON);
    assert_eq!(row["revoked"]["by_name"], "clerk 同志");
    clerk.post(&revoke, json!({ "reason": REASON })).await.refused(409, "conflict");

    assert_eq!(television.get("/screen").await.expect(200), json!({ "is": "revoked" }));
    join(&television, &scheduled.hearing).await.refused(401, "unauthenticated");
    television.get("/seat").await.refused(401, "unauthenticated");
    let log = server.sign_in("auditor").await.get("/admin/log").await.expect(200)["rows"].clone();
    let kinds: Vec<_> = log.as_array().unwrap().iter().map(|deed| deed["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["reception_room.screen_revoked", "reception_room.screen_paired"]);
    assert_eq!(log[0]["about"], format!("东墙电视 · 第一接访室 (七里河区信访局): {REASON}"));
}

/// Whoever sits there by a link of the desk's stays when the screen goes.
#[tokio::test]
async fn revoking_a_screen_leaves_the_seat_to_who_has_it_now() {
    let server = TestServer::start().await;
    let scheduled = placed(&server).await;
    let (television, screen) = paired(&server, ROOM).await;
    server.advance(30 * MINUTE);
    join(&television, &scheduled.hearing).await.expect(200);
    let head = server.sign_in("head").await;
    let by_hand = scheduled.link(&head, scheduled.seats.len() - 1).await;
    let laptop = server.visitor();
    exchange(&laptop, &by_hand).await.expect(200);
    assert_eq!(television.get("/screen").await.expect(200)["open"][0]["taken"], json!(true));
    head.post(&path(ROOM, &format!("/{screen}/revoke")), json!({ "reason": REASON })).await.expect(200);
    laptop.get("/seat").await.expect(200);
}

#[tokio::test]
async fn codes_are_guessed_no_faster_than_query_codes_and_die_in_ten_minutes() {
    let server = TestServer::start().await;
    let counter = server.sign_in("counter").await;
    let (television, code) = waiting(&server).await;
    let typed = json!({ "code": code, "name": "东墙电视" });
    counter.post(&path(ROOM, ""), json!({ "code": code, "name": "东" })).await.refused(422, "unprocessable");
    server.advance(10 * MINUTE);
    television.get("/screen").await.refused(401, "unauthenticated");
    for _ in 0..10 {
        counter.post(&path(ROOM, ""), typed.clone()).await.refused(422, "no_such_code");
    }
    counter.post(&path(ROOM, ""), typed).await.refused(429, "too_many");
    for _ in 0..9 {
        television.post("/screen/pairing", json!({})).await;
    }
    television.post("/screen/pairing", json!({})).await.expect(200);
    television.post("/screen/pairing", json!({})).await.refused(429, "too_many");
}

#[tokio::test]
async fn a_screen_of_a_closed_room_opens_nothing() {
    let server = TestServer::start().await;
    let (television, _) = paired(&server, ROOM).await;
    let admin = server.sign_in("admin").await;
    admin.post(&format!("/admin/rooms/{}/close", ROOM.0), json!({})).await.expect(200);
    assert_eq!(television.get("/screen").await.expect(200), json!({ "is": "revoked" }));
    let (_, code) = waiting(&server).await;
    let typed = json!({ "code": code, "name": "东墙电视" });
    admin.post(&path(ROOM, ""), typed).await.refused(409, "conflict");
}
