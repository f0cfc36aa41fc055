//! What presses goes to the phones of the house's own people, if they want it there.

use super::receiver::Receiver;
use crate::{
    http::cases::{Filed, filing, moved, routed},
    kit::{
        server::{Answer, Browser, TestServer},
        wait::eventually,
    },
};
use reqwest::Method;
use serde_json::{Value, json};

const PHONE: &str = "13900000088";

async fn put(browser: &Browser, body: Value) -> Answer {
    browser.send(browser.request(Method::PUT, "/session/phone").json(&body)).await
}

async fn with_phone(server: &TestServer, username: &str, messages: bool) -> Browser {
    let browser = server.sign_in(username).await;
    let own = put(&browser, json!({ "phone": PHONE, "messages": messages })).await.expect(200);
    assert_eq!(
        (&own["phone"], &own["messages"], &own["gateway"]),
        (&json!(PHONE), &json!(messages), &json!(true))
    );
    browser
}

/// A petition at the housing bureau, on which the head orders a measure.
async fn ordered(server: &TestServer, level: &str) -> Filed {
    let head = server.sign_in("head").await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    moved(&head, &filed.id, json!({ "kind": "start_screening" })).await;
    moved(&head, &filed.id, routed()).await;
    let order = json!({ "kind": level, "text": "超期未办，限期办结", "answer_by": "2099-01-01" });
    head.post(&filed.path("/demands"), order).await.expect(200);
    filed
}

#[tokio::test]
async fn a_placard_rings_the_phone_of_who_answers_it_and_says_nothing_of_the_matter() {
    let gateway = Receiver::start().await;
    let server = super::sms::server(&gateway).await;
    let handler = with_phone(&server, "handler", true).await;
    let lesser = ordered(&server, "urge").await;
    let filed = ordered(&server, "placard").await;
    let sent = eventually(async || gateway.had().into_iter().find(|had| had.json()["to"] == PHONE)).await;
    assert!(sent.body.contains("挂牌督办") && sent.body.contains(&filed.number), "{}", sent.body);
    for word in ["物业", "马秀英", "超期"] {
        assert!(!sent.body.contains(word), "{word}");
    }
    let told: Vec<_> = gateway.had().into_iter().filter(|had| had.json()["to"] == PHONE).collect();
    assert!(told.iter().all(|had| !had.body.contains(&lesser.number)), "an urging waits at the desk");
    let delivered = eventually(async || {
        let all = handler.oldest_first(&filed.path("/deliveries")).await;
        let mine = all.as_array().unwrap().iter().find(|one| one["receiver"] == "staff").cloned();
        mine.filter(|one| one["state"] == "delivered")
    });
    assert_eq!(delivered.await["kind"], "staff.reminded");
    assert!(!handler.oldest_first(&filed.path("/deliveries")).await.to_string().contains(PHONE));
}

#[tokio::test]
async fn who_switched_it_off_is_told_at_the_desk_alone() {
    let gateway = Receiver::start().await;
    let server = super::sms::server(&gateway).await;
    let handler = with_phone(&server, "handler", false).await;
    let filed = ordered(&server, "placard").await;
    let topics = handler.get("/staff-notices").await.expect(200).to_string();
    assert!(topics.contains("placarded"), "{topics}");
    // The petitioner's own message of the routing comes by the same way, later.
    eventually(async || gateway.had().into_iter().find(|had| had.body.contains(&filed.number))).await;
    assert!(gateway.had().iter().all(|had| had.json()["to"] != PHONE));
}

/// The number is its owner's: the administrator is told only that there is one, and a program has none.
#[tokio::test]
async fn a_phone_is_its_owners_to_see() {
    let gateway = Receiver::start().await;
    let server = super::sms::server(&gateway).await;
    let head = server.sign_in("head").await;
    let none = head.get("/session/phone").await.expect(200);
    assert_eq!((&none["phone"], &none["messages"]), (&Value::Null, &json!(false)));
    for bad in [json!({ "phone": "123", "messages": false }), json!({ "phone": null, "messages": true })] {
        assert_eq!(put(&head, bad).await.refused(422, "unprocessable")["field"], "phone");
    }
    let head = with_phone(&server, "head", true).await;
    let admin = server.sign_in("admin").await;
    let has = async |username: &str| {
        let people = admin.get("/admin/staff?limit=100").await.expect(200);
        assert!(!people.to_string().contains(PHONE));
        let rows = people["rows"].as_array().unwrap();
        rows.iter().find(|one| one["username"] == username).unwrap()["has_phone"].clone()
    };
    assert_eq!((has("head").await, has("clerk").await), (json!(true), json!(false)));
    put(&head, json!({ "phone": "", "messages": false })).await.expect(200);
    assert_eq!(head.get("/session/phone").await.expect(200)["phone"], Value::Null);
    assert_eq!(has("head").await, json!(false));
}
