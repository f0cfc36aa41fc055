//! One petition over HTTP: who reads it, and how it moves on.

mod list;
mod register;

use super::cases::{Filed, at_unit, drafted, filing, in_hand, moved, report, routed};
use crate::kit::server::TestServer;
use serde_json::json;

#[tokio::test]
async fn the_neighbours_petition_is_not_there() {
    let server = TestServer::start().await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    let neighbour = server.sign_in("neighbour").await;
    for rest in ["", "/timeline"] {
        neighbour.get(&filed.path(rest)).await.refused(404, "not_found");
    }
    assert_eq!(neighbour.get("/petitions").await.expect(200)["rows"], json!([]));
    let asked = json!({ "version": 1, "transition": { "kind": "start_screening" } });
    neighbour.post(&filed.path("/transitions"), asked).await.refused(404, "not_found");
    server.sign_in("city").await.get(&filed.path("")).await.expect(200);
}

#[tokio::test]
async fn a_sealed_report_is_seen_by_the_discipline_desk_alone() {
    let server = TestServer::start().await;
    let filed = Filed::by(&server.visitor(), report()).await;
    for username in ["head", "counter", "city", "handler"] {
        let browser = server.sign_in(username).await;
        browser.get(&filed.path("")).await.refused(404, "not_found");
        assert_eq!(browser.get("/petitions").await.expect(200)["rows"], json!([]), "{username}");
    }
    let desk = server.sign_in("desk").await;
    assert_eq!(desk.get(&filed.path("")).await.expect(200)["category"], "report");
    assert_eq!(desk.get("/petitions").await.expect(200)["rows"][0]["number"], filed.number);
    server.visitor().post("/query", filed.door()).await.refused(404, "no_match");
}

#[tokio::test]
async fn a_petition_goes_from_registration_to_a_delivered_reply() {
    let server = TestServer::start().await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    let (head, handler) = (server.sign_in("head").await, server.sign_in("handler").await);
    at_unit(&head, &filed.id).await;
    in_hand(&handler, &filed.id).await;
    drafted(&handler, &filed.id).await;
    let status = server.visitor().post("/query", filed.door()).await.expect(200);
    assert_eq!(status["opinion"], json!(null), "a draft is not told");
    let page = moved(&handler, &filed.id, json!({ "kind": "deliver_reply" })).await;
    assert_eq!(page["state"], "replied");
    let status = server.visitor().post("/query", filed.door()).await.expect(200);
    assert_eq!(status["opinion"]["result"], "support");
    let kinds: Vec<_> =
        status["steps"].as_array().unwrap().iter().map(|step| step["kind"].as_str().unwrap()).collect();
    let told = ["registered", "screening", "routed", "accepted", "handling", "replied"];
    assert_eq!(kinds, told.map(|step| format!("petition.{step}")));
    let timeline = handler.oldest_first(&filed.path("/timeline")).await;
    let last = timeline.as_array().unwrap().last().unwrap();
    assert_eq!(last["actor"]["name"], "handler 同志");
    assert_eq!(last["actor"]["agency_name"], "七里河区住建局");
}

#[tokio::test]
async fn whoever_read_an_older_version_is_told() {
    let server = TestServer::start().await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    let head = server.sign_in("head").await;
    moved(&head, &filed.id, json!({ "kind": "start_screening" })).await;
    let late = json!({ "version": 1, "transition": routed() });
    head.post(&filed.path("/transitions"), late).await.refused(409, "stale");
}

#[tokio::test]
async fn an_unlawful_transition_names_its_article() {
    let server = TestServer::start().await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    let head = server.sign_in("head").await;
    let early = json!({ "version": 1, "transition": { "kind": "accept" } });
    let refused = head.post(&filed.path("/transitions"), early).await.refused(422, "wrong_state");
    assert_eq!(refused["article"], "23");
    assert!(refused["detail"].as_str().unwrap().contains("registered"));
}

#[tokio::test]
async fn a_lawful_transition_of_somebody_elses_is_refused() {
    let server = TestServer::start().await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    let clerk = server.sign_in("clerk").await;
    let asked = json!({ "version": 1, "transition": { "kind": "start_screening" } });
    clerk.post(&filed.path("/transitions"), asked).await.refused(422, "not_yours");
}

#[tokio::test]
async fn a_unit_that_is_not_there_is_told_by_field() {
    let server = TestServer::start().await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    let head = server.sign_in("head").await;
    moved(&head, &filed.id, json!({ "kind": "start_screening" })).await;
    let nowhere = json!({ "kind": "route", "how": "transfer", "unit": uuid::Uuid::nil() });
    let asked = json!({ "version": 2, "transition": nowhere });
    let refused = head.post(&filed.path("/transitions"), asked).await.refused(422, "unprocessable");
    assert_eq!(refused["field"], "unit");
}

#[tokio::test]
async fn a_renewed_query_code_replaces_the_old_one() {
    let server = TestServer::start().await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    let counter = server.sign_in("counter").await;
    let renewed = counter.post(&filed.path("/query-code"), json!({})).await.expect(200);
    let visitor = server.visitor();
    visitor.post("/query", filed.door()).await.refused(404, "no_match");
    let door = json!({ "number": filed.number, "code": renewed["query_code"] });
    visitor.post("/query", door).await.expect(200);
}
