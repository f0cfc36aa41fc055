//! Requests for hearings: from the petitioner's wish to the hearing that answers it.

use super::cases::{Filed, HOUR, at_unit, filing, report, topics, wish};
use crate::kit::{
    server::{Answer, Browser, TestServer},
    town::{CITY, HOUSING, NEIGHBOURS},
};
use lianjie::{administration::calendar::InForce, clocks::warn, domain::petition::WarnDays};
use serde_json::{Value, json};

const REASON: &str = "涉及市级事权，由市信访局接访";

pub fn request() -> Value {
    json!({
        "kind": "joint_reception", "purpose": "请住建局和物业公司当面说明收支", "wanted": [HOUSING.0],
        "attendance": "room", "wish": "需要轮椅通道",
    })
}

fn by_code(filed: &Filed) -> Value {
    let mut asked = filed.door();
    asked["purpose"] = "请住建局当面答复物业收支问题".into();
    asked["attendance"] = "remote".into();
    asked
}

/// A request over the counter's desk.
pub async fn made(server: &TestServer, filed: &Filed) -> Value {
    let counter = server.sign_in("counter").await;
    counter.post(&filed.path("/hearing-requests"), request()).await.expect(201)
}

async fn stepped(browser: &Browser, request: &Value, step: Value) -> Answer {
    let id = request["id"].as_str().unwrap();
    let asked = json!({ "version": request["version"], "step": step });
    browser.post(&format!("/hearing-requests/{id}/steps"), asked).await
}

async fn open(browser: &Browser) -> Vec<Value> {
    let rows = browser.get("/hearing-requests?box=open").await.expect(200);
    rows["rows"].as_array().unwrap().clone()
}

async fn kinds(browser: &Browser, filed: &Filed) -> Vec<String> {
    let timeline = browser.oldest_first(&filed.path("/timeline")).await;
    let events = timeline.as_array().unwrap().iter();
    events.map(|event| event["kind"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn what_a_petitioner_asks_for_is_examined_and_becomes_a_hearing() {
    let server = TestServer::start().await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    let visitor = server.visitor();
    let mut short = by_code(&filed);
    short["purpose"] = "见面".into();
    let refused = visitor.post("/query/hearing-request", short).await.refused(422, "bad_purpose");
    assert_eq!(refused["field"], "purpose");
    let status = visitor.post("/query/hearing-request", by_code(&filed)).await.expect(200);
    assert_eq!(
        (&status["hearing_requests"][0]["state"], &status["can_request_hearing"]),
        (&json!("requested"), &json!(false))
    );
    assert_eq!(status["hearing_requests"][0]["organ_name"], "七里河区信访局");
    visitor.post("/query/hearing-request", by_code(&filed)).await.refused(422, "asked_already");

    let (head, clerk) = (server.sign_in("head").await, server.sign_in("clerk").await);
    let waiting = &open(&head).await[0];
    assert_eq!(
        (&waiting["applying"], &waiting["petition_number"]),
        (&json!("petitioner"), &json!(filed.number))
    );
    assert!(waiting["due"].as_i64().unwrap() > server.now().0);
    stepped(&head, waiting, json!({ "kind": "approve" })).await.refused(422, "wrong_request_state");
    let examining = stepped(&clerk, waiting, json!({ "kind": "examine" })).await.expect(200);
    stepped(&clerk, &examining, json!({ "kind": "approve" })).await.refused(422, "not_yours");
    stepped(&head, waiting, json!({ "kind": "approve" })).await.refused(409, "stale");
    let approved = stepped(&head, &examining, json!({ "kind": "approve" })).await.expect(200);
    assert_eq!(approved["decided_by_name"], "head 同志");

    let page = head.get(&filed.path("")).await.expect(200);
    let mut asked = wish(server.now().0 + HOUR, &page["parties"][0]["id"]);
    asked["request"] = approved["id"].clone();
    let hearing = head.post(&filed.path("/hearings"), asked.clone()).await.expect(201);
    let done = head.get(&format!("/hearing-requests/{}", approved["id"].as_str().unwrap())).await.expect(200);
    assert_eq!((&done["state"], &done["hearing"]), (&json!("scheduled"), &hearing["id"]));
    asked["starts_at"] = (server.now().0 + 5 * HOUR).into();
    asked["ends_at"] = (server.now().0 + 6 * HOUR).into();
    head.post(&filed.path("/hearings"), asked).await.refused(422, "unprocessable");
    assert!(open(&head).await.is_empty());
    let told = kinds(&head, &filed).await;
    let expected = ["hearing.requested", "hearing.examined", "hearing.approved", "hearing.scheduled"];
    assert!(told.ends_with(&expected.map(str::to_owned)), "{told:?}");
    let status = visitor.post("/query", filed.door()).await.expect(200);
    assert_eq!(
        (&status["hearing_requests"][0]["state"], &status["hearing_requests"][0]["due"]),
        (&json!("scheduled"), &json!(null))
    );
}

#[tokio::test]
async fn a_no_has_its_reason_and_the_petitioner_may_ask_again() {
    let server = TestServer::start().await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    let head = server.sign_in("head").await;
    let request = made(&server, &filed).await;
    assert_eq!(
        (&request["applying"], &request["wanted"][0]["name"]),
        (&json!("bureau"), &json!("七里河区住建局"))
    );
    let examining = stepped(&head, &request, json!({ "kind": "examine" })).await.expect(200);
    stepped(&head, &examining, json!({ "kind": "refuse", "reason": "否" }))
        .await
        .refused(422, "reason_needed");
    let no = json!({ "kind": "refuse", "reason": "住建局已书面答复，先看答复" });
    stepped(&head, &examining, no).await.expect(200);
    let visitor = server.visitor();
    let status = visitor.post("/query", filed.door()).await.expect(200);
    assert_eq!(status["hearing_requests"][0]["reason"], "住建局已书面答复，先看答复");
    assert!(status["hearing_requests"][0]["decided_by_name"].is_null(), "the petitioner is told no clerk");
    let again = visitor.post("/query/hearing-request", by_code(&filed)).await.expect(200);
    assert_eq!(again["hearing_requests"][1]["can_withdraw"], true);
    let withdrawn = visitor.post("/query/hearing-request/withdraw", filed.door()).await.expect(200);
    assert_eq!(withdrawn["hearing_requests"][1]["state"], "withdrawn");
    visitor.post("/query/hearing-request/withdraw", filed.door()).await.refused(422, "wrong_request_state");
}

#[tokio::test]
async fn the_two_days_end_with_a_word_and_who_asked_at_the_desk_is_told_the_answer() {
    let server = TestServer::start().await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    let request = made(&server, &filed).await;
    let due = request["due"].as_i64().unwrap();
    let world = server.world();
    let requests = async || {
        warn(&server.store, world.as_ref(), WarnDays::default(), &InForce::default()).await.unwrap();
        let told = topics(&server.sign_in("head").await).await;
        told.into_iter().filter(|topic| topic.starts_with("request_")).collect::<Vec<_>>()
    };
    assert_eq!(requests().await, [""; 0]);
    server.advance(due - 2 * HOUR - server.now().0);
    for _ in 0..2 {
        assert_eq!(requests().await, ["request_today"]);
    }
    server.advance(3 * HOUR);
    for _ in 0..2 {
        assert_eq!(requests().await, ["request_over", "request_today"]);
    }
    let head = server.sign_in("head").await;
    let examining = stepped(&head, &request, json!({ "kind": "examine" })).await.expect(200);
    stepped(&head, &examining, json!({ "kind": "approve" })).await.expect(200);
    let counter = server.sign_in("counter").await;
    assert_eq!(topics(&counter).await[0], "request_approved");
    assert!(!topics(&head).await.contains(&"request_approved".to_owned()), "whose answer it is");
}

/// SPP14 6: what is another organ's goes on there, with its own two days.
#[tokio::test]
async fn a_request_is_redirected_to_the_bureau_above_and_goes_on_there() {
    let server = TestServer::start().await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    let (head, city) = (server.sign_in("head").await, server.sign_in("city").await);
    let request = made(&server, &filed).await;
    let examining = stepped(&head, &request, json!({ "kind": "examine" })).await.expect(200);
    let redirect = |to: Value| json!({ "kind": "redirect", "to": to, "reason": REASON });
    stepped(&head, &examining, redirect(request["organ"].clone())).await.refused(422, "same_organ");
    let moved_on = stepped(&head, &examining, redirect(json!(CITY.0))).await.expect(200);
    assert_eq!(
        (&moved_on["state"], &moved_on["target_name"]),
        (&json!("redirected"), &json!("兰州市信访局"))
    );
    let there = &open(&city).await[0];
    assert_eq!((&there["id"], &there["state"]), (&moved_on["next"], &json!("requested")));
    assert!(open(&head).await.is_empty());
    let examining = stepped(&city, there, json!({ "kind": "examine" })).await.expect(200);
    // To an organ that keeps no requests here it is pointed to, and ends.
    let away = stepped(&city, &examining, redirect(json!(NEIGHBOURS.0))).await.expect(200);
    assert_eq!((&away["next"], &away["target_name"]), (&json!(null), &json!("城关区信访局")));
    let settled = city.get("/hearing-requests?box=settled").await.expect(200);
    assert_eq!(settled["rows"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn the_unit_asks_for_a_hearing_and_withdraws_it() {
    let server = TestServer::start().await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    let (head, handler) = (server.sign_in("head").await, server.sign_in("handler").await);
    at_unit(&head, &filed.id).await;
    let page = handler.get(&filed.path("")).await.expect(200);
    assert!(page["may"].as_array().unwrap().contains(&json!("request_hearing")));
    let request_of_unit = handler.post(&filed.path("/hearing-requests"), request()).await.expect(201);
    assert_eq!(
        (&request_of_unit["applying"], &request_of_unit["organ_name"]),
        (&json!("unit"), &json!("七里河区信访局"))
    );
    assert_eq!(request_of_unit["may"], json!(["withdraw"]));
    assert_eq!(
        handler.get("/hearing-requests?box=sent").await.expect(200)["rows"][0]["id"],
        request_of_unit["id"]
    );
    stepped(&handler, &request_of_unit, json!({ "kind": "withdraw" })).await.expect(200);
    let mut elsewhere = request();
    elsewhere["organ"] = json!(NEIGHBOURS.0);
    handler.post(&filed.path("/hearing-requests"), elsewhere).await.refused(422, "unprocessable");
    // The presiding clerk of the bureau keeps minutes and asks for nothing.
    let clerk = server.sign_in("clerk").await;
    clerk.post(&filed.path("/hearing-requests"), request()).await.refused(422, "not_yours");
}

/// Article 30.
#[tokio::test]
async fn a_report_has_no_requests_that_others_would_read() {
    let server = TestServer::start().await;
    let sealed = Filed::by(&server.visitor(), report()).await;
    let desk = server.sign_in("desk").await;
    desk.post(&sealed.path("/hearing-requests"), request()).await.refused(422, "sealed");
    server
        .sign_in("head")
        .await
        .post(&sealed.path("/hearing-requests"), request())
        .await
        .refused(404, "not_found");
    let filed = Filed::by(&server.visitor(), filing()).await;
    made(&server, &filed).await;
    let head = server.sign_in("head").await;
    assert_eq!(open(&head).await.len(), 1);
    let screening = json!({ "kind": "start_screening", "category": "report" });
    head.post(&filed.path("/transitions"), json!({ "version": 1, "transition": screening }))
        .await
        .expect(204);
    assert!(open(&head).await.is_empty(), "behind the wall with its petition");
}
