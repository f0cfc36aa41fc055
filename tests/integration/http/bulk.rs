//! One step for many petitions: each for itself, none twice.

use super::cases::{Filed, at_unit, filing, households, report, routed};
use crate::kit::{
    server::{Browser, TestServer},
    town::HOUSING,
};
use serde_json::{Value, json};
use uuid::Uuid;

fn target(filed: &Filed, version: u32) -> Value {
    json!({ "id": filed.id, "version": version })
}

fn asked(key: u128, petitions: &[Value], transition: Value) -> Value {
    json!({ "key": Uuid::from_u128(key), "petitions": petitions, "transition": transition })
}

/// The code of each petition's problem, in order.
async fn told(browser: &Browser, body: Value) -> Vec<Option<String>> {
    let outcomes = browser.post("/petitions/transitions", body).await.expect(200);
    let code = |outcome: &Value| outcome["problem"]["code"].as_str().map(str::to_owned);
    outcomes.as_array().unwrap().iter().map(code).collect()
}

async fn events(browser: &Browser, filed: &Filed) -> usize {
    browser.oldest_first(&filed.path("/timeline")).await.as_array().unwrap().len()
}

#[tokio::test]
async fn one_that_fails_stops_no_other_and_says_why() {
    let server = TestServer::start().await;
    let (head, visitor) = (server.sign_in("head").await, server.visitor());
    let mut filed = Vec::new();
    for filing in [filing(), filing(), report(), filing()] {
        filed.push(Filed::by(&visitor, filing).await);
    }
    let screening = json!({ "kind": "start_screening" });
    let targets = [target(&filed[0], 1), target(&filed[1], 9), target(&filed[2], 1), target(&filed[3], 1)];
    let codes = told(&head, asked(1, &targets, screening)).await;
    assert_eq!(codes, [None, Some("stale".into()), Some("not_found".into()), None]);
    let targets = [target(&filed[0], 2), target(&filed[1], 1)];
    let codes = told(&head, asked(2, &targets, routed())).await;
    assert_eq!(codes[0], None);
    assert!(codes[1].is_some(), "the law goes first: it was not screened");
    let page = head.get(&filed[0].path("")).await.expect(200);
    assert_eq!((&page["state"], &page["unit_name"]), (&json!("routed"), &json!("七里河区住建局")));
    let handler = server.sign_in("handler").await;
    let codes = told(&handler, asked(3, &[target(&filed[3], 2)], routed())).await;
    assert_eq!(codes, [Some("not_found".into())], "not theirs to know of");
}

#[tokio::test]
async fn what_is_sent_again_with_its_key_is_done_once() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    let screening = json!({ "kind": "start_screening" });
    let body = asked(7, &[target(&filed, 1)], screening);
    assert_eq!(told(&head, body.clone()).await, [None]);
    let before = events(&head, &filed).await;
    assert_eq!(told(&head, body.clone()).await, [None], "an answer lost on its way");
    assert_eq!(events(&head, &filed).await, before);
    let other = asked(8, &[target(&filed, 1)], json!({ "kind": "start_screening" }));
    assert_eq!(told(&head, other).await, [Some("stale".into())]);
    let counter = server.sign_in("counter").await;
    assert_eq!(told(&counter, body).await, [Some("stale".into())], "a key is its maker's");
}

/// 并案 in one request; the leading one does not lead itself, and what cannot join says why.
#[tokio::test]
async fn households_of_one_matter_are_merged_together() {
    let server = TestServer::start().await;
    let (head, visitor) = (server.sign_in("head").await, server.visitor());
    let [lead, second, third, routed_already] = households(&visitor).await;
    at_unit(&head, &routed_already.id).await;
    let merge = json!({ "kind": "merge", "lead": lead.number });
    let targets = [target(&second, 1), target(&lead, 1), target(&third, 1), target(&routed_already, 3)];
    let codes = told(&head, asked(1, &targets, merge.clone())).await;
    assert_eq!(codes, [None, Some("bad_petition".into()), None, Some("wrong_state".into())]);
    assert_eq!(
        told(&head, asked(1, &targets[..1], merge.clone())).await,
        [None],
        "an answer lost on its way"
    );
    let links = head.get(&lead.path("")).await.expect(200)["links"].clone();
    let merged = links.as_array().unwrap().iter().filter(|link| link["tie"] == "merged");
    assert_eq!(merged.map(|link| &link["number"]).collect::<Vec<_>>(), [&second.number, &third.number]);
    let unit = server.sign_in("handler").await;
    let codes = told(&unit, asked(2, &[target(&lead, 1)], merge)).await;
    assert_eq!(codes, [Some("not_found".into())], "not theirs to know of");
}

#[tokio::test]
async fn a_request_that_is_none_does_nothing() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    let one = target(&filed, 1);
    let many: Vec<_> = (0..201).map(|n| json!({ "id": Uuid::from_u128(n), "version": 1 })).collect();
    let screening = json!({ "kind": "start_screening" });
    let reroute =
        json!({ "kind": "reroute", "how": "transfer", "unit": HOUSING.0, "reason": "属于住建部门职责" });
    for (petitions, transition, field) in [
        (vec![], screening.clone(), "petitions"),
        (many, screening.clone(), "petitions"),
        (vec![one.clone(), one.clone()], screening, "petitions"),
        (vec![one], reroute, "transition"),
    ] {
        let answer = head.post("/petitions/transitions", asked(1, &petitions, transition)).await;
        assert_eq!(answer.refused(422, "unprocessable")["field"], field);
    }
    assert_eq!(head.get(&filed.path("")).await.expect(200)["state"], "registered");
}
