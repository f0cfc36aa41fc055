//! 委托代办 over HTTP: what a deputy may do, for how long, and how it is told.

use super::cases::{Filed, HOUR, filing};
use crate::kit::{
    server::{Browser, TestServer},
    town::staff_id,
};
use serde_json::{Value, json};

/// The bureau's head has its clerk screen and route for a day.
pub fn body(server: &TestServer) -> Value {
    json!({
        "deputy": staff_id("clerk").0,
        "roles": ["screener"],
        "ends_at": server.now().0 + 24 * HOUR,
        "reason": "参加省里会议",
    })
}

/// The id of one that begins in an hour: nobody may more by it now.
pub async fn to_begin(server: &TestServer, head: &Browser) -> String {
    let mut later = body(server);
    later["starts_at"] = (server.now().0 + HOUR).into();
    let made = head.post("/delegations", later).await.expect(201);
    assert_eq!(made["holds"], false);
    made["id"].as_str().unwrap().to_owned()
}

async fn screen(browser: &Browser, filed: &Filed) -> crate::kit::server::Answer {
    let step = json!({ "kind": "start_screening", "category": "appeal" });
    browser.post(&filed.path("/transitions"), json!({ "version": 1, "transition": step })).await
}

#[tokio::test]
async fn a_deputy_acts_in_the_heads_name_until_it_ends() {
    let server = TestServer::start().await;
    let (first, second) =
        (Filed::by(&server.visitor(), filing()).await, Filed::by(&server.visitor(), filing()).await);
    let (head, clerk) = (server.sign_in("head").await, server.sign_in("clerk").await);
    screen(&clerk, &first).await.refused(422, "not_yours");

    let made = head.post("/delegations", body(&server)).await.expect(201);
    assert_eq!((&made["deputy_name"], &made["holds"]), (&json!("clerk 同志"), &json!(true)));
    let me = clerk.get("/session").await.expect(200);
    assert_eq!(me["acting"], json!([{ "principal_name": "head 同志", "roles": ["screener"] }]));
    screen(&clerk, &first).await.expect(200);
    let timeline = head.oldest_first(&first.path("/timeline")).await;
    let told = timeline.as_array().unwrap().last().unwrap();
    assert_eq!(
        (&told["actor"]["name"], &told["actor"]["on_behalf_of"]),
        (&json!("clerk 同志"), &json!("head 同志"))
    );
    assert_eq!(told["details"]["on_behalf_of"], json!(staff_id("head").0));

    let end = format!("/delegations/{}/end", made["id"].as_str().unwrap());
    clerk.post(&end, json!({})).await.refused(404, "not_found");
    let ended = head.post(&end, json!({})).await.expect(200);
    assert_eq!((&ended["holds"], &ended["ended_by_name"]), (&json!(false), &json!("head 同志")));
    head.post(&end, json!({})).await.refused(409, "stale");
    screen(&clerk, &second).await.refused(422, "not_yours");
    screen(&head, &second).await.expect(200);
    let timeline = head.oldest_first(&second.path("/timeline")).await;
    let told = timeline.as_array().unwrap().last().unwrap().clone();
    assert_eq!(told["actor"]["on_behalf_of"], json!(null), "in their own posts");
}

#[tokio::test]
async fn it_ends_by_itself_and_by_the_security_administrator_and_is_in_the_log() {
    let server = TestServer::start().await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    let head = server.sign_in("head").await;
    let mut short = body(&server);
    short["ends_at"] = (server.now().0 + HOUR).into();
    head.post("/delegations", short).await.expect(201);
    server.advance(HOUR);
    screen(&server.sign_in("clerk").await, &filed).await.refused(422, "not_yours");

    let head = server.sign_in("head").await;
    let made = head.post("/delegations", body(&server)).await.expect(201);
    let security = server.sign_in("security").await;
    let listed = security.get("/delegations").await.expect(200)["rows"].clone();
    assert_eq!(listed.as_array().unwrap().len(), 1, "what is over is not listed");
    assert_eq!((&listed[0]["id"], &listed[0]["may_end"]), (&made["id"], &json!(true)));
    let end = format!("/delegations/{}/end", made["id"].as_str().unwrap());
    security.post(&end, json!({})).await.expect(200);
    let log = server.sign_in("auditor").await.get("/admin/log").await.expect(200)["rows"].clone();
    assert_eq!((&log[0]["kind"], &log[0]["by_name"]), (&json!("delegation.ended"), &json!("security 同志")));
    assert_eq!(log[1]["about"], "head → clerk: screener");
    let mine = head.get("/delegations").await.expect(200)["rows"].clone();
    assert_eq!(mine.as_array().unwrap().len(), 2, "the principal sees what is over, too");
    let first = head.get("/delegations?limit=1").await.expect(200);
    let rest = format!("/delegations?limit=1&after={}", first["next"].as_str().unwrap());
    let rest = head.get(&rest).await.expect(200);
    assert_eq!(first["rows"][0], mine[0]);
    assert_eq!(rest, json!({ "rows": [mine[1]], "next": null }));
}

#[tokio::test]
async fn what_cannot_be_handed_on_is_refused_and_changes_nothing() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let late = server.now().0 + 91 * 24 * HOUR;
    for (field, value, code) in [
        ("roles", json!([]), "not_delegable"),
        ("roles", json!(["counter_clerk"]), "not_delegable"),
        ("roles", json!(["system_admin"]), "not_delegable"),
        ("deputy", json!(staff_id("handler").0), "bad_deputy"),
        ("deputy", json!(staff_id("auditor").0), "bad_deputy"),
        ("deputy", json!(staff_id("gone").0), "bad_deputy"),
        ("deputy", json!(staff_id("head").0), "bad_deputy"),
        ("ends_at", json!(server.now().0), "bad_delegation_times"),
        ("ends_at", json!(late), "bad_delegation_times"),
        ("reason", json!("忙"), "reason_needed"),
    ] {
        let mut asked = body(&server);
        asked[field] = value;
        head.post("/delegations", asked).await.refused(422, code);
    }
    server.sign_in("counter").await.post("/delegations", body(&server)).await.refused(422, "not_delegable");
    assert_eq!(head.get("/delegations").await.expect(200)["rows"], json!([]));
    head.post("/delegations", body(&server)).await.expect(201);
    let mut twice = body(&server);
    twice["deputy"] = json!(staff_id("counter").0);
    head.post("/delegations", twice).await.refused(422, "delegated_already");
}
