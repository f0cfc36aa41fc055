//! Whoever brought a petition that was merged is told of what it goes on in, by the number they know.

use super::{Program, order, receiver::Receiver};
use crate::{
    http::cases::{at_unit, moved},
    kit::{town::DISTRICT, wait::eventually},
};
use serde_json::{Value, json};

const NEIGHBOUR: &str = "13900000003";

/// Two work orders of one matter: the second one's petition goes on in the first one's.
async fn merged(server: &crate::kit::server::TestServer, program: &Program) -> [Value; 2] {
    let mut neighbour = order("HL-2");
    neighbour["item"]["petitioner"] = json!({ "name": "某甲", "phone": NEIGHBOUR });
    let lead = program.order(server, "n1", &order("HL-1")).await.expect(201);
    let joined = program.order(server, "n2", &neighbour).await.expect(201);
    let head = server.sign_in("head").await;
    let id = joined["petition"].as_str().unwrap();
    moved(&head, id, json!({ "kind": "merge", "lead": lead["number"] })).await;
    [lead, joined]
}

async fn accepted(server: &crate::kit::server::TestServer, lead: &Value) {
    let (head, handler) = (server.sign_in("head").await, server.sign_in("handler").await);
    let lead = lead["petition"].as_str().unwrap();
    at_unit(&head, lead).await;
    moved(&handler, lead, json!({ "kind": "accept" })).await;
}

/// External numbers of the notices of acceptance.
fn acceptances(notices: &[Value]) -> Vec<&Value> {
    let of_acceptance = notices.iter().filter(|notice| notice["kind"] == "petition.accepted");
    of_acceptance.map(|notice| &notice["petition"]["external_number"]).collect()
}

#[tokio::test]
async fn the_source_and_the_phone_of_a_merged_order_hear_of_the_acceptance() {
    let (gateway, hook, other_hook) =
        (Receiver::start().await, Receiver::start().await, Receiver::start().await);
    let server = super::sms::server(&gateway).await;
    let program = Program::hotline(&server).await;
    let other = Program::made(&server, DISTRICT, &["webhooks"]).await;
    program.post("/webhooks", json!({ "url": hook.url })).await.expect(201);
    let of_other = other.post("/webhooks", json!({ "url": other_hook.url })).await.expect(201);
    let [lead, joined] = merged(&server, &program).await;
    accepted(&server, &lead).await;

    let told = eventually(async || {
        let taken = hook.taken();
        (acceptances(&taken).len() >= 2).then_some(taken)
    });
    let told = told.await;
    assert_eq!(acceptances(&told), ["HL-1", "HL-2"]);
    let last = told.iter().rfind(|notice| notice["petition"]["external_number"] == "HL-2").unwrap();
    assert_eq!(
        (&last["petition"]["number"], &last["petition"]["id"]),
        (&joined["number"], &joined["petition"])
    );
    let events = format!("/webhooks/{}/events", of_other["webhook"]["id"].as_str().unwrap());
    let heard = other.get(&events).await.expect(200);
    assert_eq!(
        acceptances(heard["rows"].as_array().unwrap()).len(),
        1,
        "who did not bring it hears of the leading one"
    );

    // Registered, merged; screening, routed, accepted of the leading one.
    let number = joined["number"].as_str().unwrap();
    let to_neighbour = async || {
        let had = gateway.had().into_iter().filter(|had| had.json()["to"] == NEIGHBOUR);
        Some(had.collect::<Vec<_>>()).filter(|had| had.len() >= 5)
    };
    let messages = eventually(to_neighbour).await;
    assert_eq!(messages.len(), 5);
    assert!(messages.iter().all(|had| had.body.contains(number)), "by the number they know");

    let polled = program.get("/channels/hotline/orders/HL-2").await.expect(200);
    assert_eq!(
        (&polled["number"], &polled["petition_state"], &polled["merged_into"]),
        (&joined["number"], &json!("accepted"), &lead["number"])
    );
    let polled = program.get("/channels/hotline/orders/HL-1").await.expect(200);
    assert_eq!((&polled["petition_state"], &polled["merged_into"]), (&json!("accepted"), &json!(null)));
}

/// Elected from a household of their own, they have one phone, and are told once.
#[tokio::test]
async fn who_speaks_for_all_is_told_once_however_often_they_stand_in_the_record() {
    let (gateway, hook) = (Receiver::start().await, Receiver::start().await);
    let server = super::sms::server(&gateway).await;
    let program = Program::hotline(&server).await;
    program.post("/webhooks", json!({ "url": hook.url })).await.expect(201);
    let [lead, joined] = merged(&server, &program).await;
    let head = server.sign_in("head").await;
    let path = format!("/petitions/{}/representatives", lead["petition"].as_str().unwrap());
    let listed = head.get(&path).await.expect(200);
    let people = listed["people"].as_array().unwrap();
    let elected = people.iter().find(|one| one["number"] == joined["number"]).unwrap();
    let election = json!({ "version": listed["version"], "people": [elected["id"]] });
    head.post(&path, election).await.expect(200);
    accepted(&server, &lead).await;
    eventually(async || (acceptances(&hook.taken()).len() == 2).then_some(())).await;
    let told = async || {
        let had = gateway.had().iter().filter(|had| had.json()["to"] == NEIGHBOUR).count();
        (had >= 5).then_some(had)
    };
    assert_eq!(eventually(told).await, 5);
}
