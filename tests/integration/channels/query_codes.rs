//! A query code to the phone of who filed, asked for at the counter.

use super::{Program, order, receiver::Receiver, sms};
use crate::{
    http::cases::{Filed, filing, report},
    kit::wait::eventually,
};
use serde_json::json;

#[tokio::test]
async fn a_new_code_goes_to_the_phone_on_record_and_the_old_one_ends() {
    let gateway = Receiver::start().await;
    let server = sms::server(&gateway).await;
    let visitor = server.visitor();
    let filed = Filed::by(&visitor, filing()).await;
    let counter = server.sign_in("counter").await;
    let path = filed.path("/query-code/message");
    server.sign_in("clerk").await.post(&path, json!({})).await.refused(422, "not_yours");
    counter.post(&path, json!({})).await.expect(204);
    counter.post(&path, json!({})).await.refused(429, "too_many");
    let told = eventually(async || {
        gateway
            .had()
            .into_iter()
            .map(|had| had.json())
            .find(|had| had["text"].as_str().unwrap().contains("新查询码"))
    });
    let told = told.await;
    assert_eq!(told["to"], "13900000001");
    let text = told["text"].as_str().unwrap();
    let code = text.split("新查询码：").nth(1).unwrap().split('。').next().unwrap();
    visitor.post("/query", filed.door()).await.refused(404, "no_match");
    visitor.post("/query", json!({ "number": filed.number, "code": code })).await.expect(200);
    let timeline = counter.oldest_first(&filed.path("/timeline")).await.to_string();
    assert!(timeline.contains("petition.query_code_sent") && !timeline.contains(code));
    // It is kept no longer than it is on its way; that one was sent is known on.
    let store = server.store.clone();
    let id = lianjie::domain::ids::PetitionId(filed.id.parse().unwrap());
    eventually(async || {
        let message = store.read().await.unwrap().code_message(id).await.unwrap().unwrap();
        message.code.is_none().then_some(())
    })
    .await;
    counter.post(&path, json!({})).await.refused(429, "too_many");
    server.advance(60_000);
    counter.post(&path, json!({})).await.expect(204);
}

#[tokio::test]
async fn no_code_of_a_report_goes_out_and_none_without_a_gateway() {
    let gateway = Receiver::start().await;
    let server = sms::server(&gateway).await;
    let sealed = Filed::by(&server.visitor(), report()).await;
    server
        .sign_in("desk")
        .await
        .post(&sealed.path("/query-code/message"), json!({}))
        .await
        .refused(422, "no_sms");
    let without = super::server().await;
    let filed = Filed::by(&without.visitor(), filing()).await;
    let counter = without.sign_in("counter").await;
    counter.post(&filed.path("/query-code/message"), json!({})).await.refused(422, "no_sms");
}

/// Who rang 12345 has no page and no slip: without the code they could neither look up nor evaluate (article 21).
#[tokio::test]
async fn who_has_no_slip_is_sent_number_and_code_once_registered() {
    let gateway = Receiver::start().await;
    let server = sms::server(&gateway).await;
    let program = Program::hotline(&server).await;
    let mut report = order("HL-2");
    report["item"]["category"] = "report".into();
    report["item"]["respondent"] = "某局的王某".into();
    program.order(&server, "n2", &report).await.expect(201);
    let mut landline = order("HL-3");
    landline["item"]["petitioner"]["phone"] = "0931-8888888".into();
    program.order(&server, "n3", &landline).await.expect(201);
    let receipt = program.order(&server, "n1", &order("HL-1")).await.expect(201);
    let number = receipt["number"].as_str().unwrap();
    let to_caller =
        || gateway.had().into_iter().map(|had| had.json()).filter(|had| had["to"] == "13900000001");
    let told = eventually(async || to_caller().next()).await;
    let text = told["text"].as_str().unwrap();
    let code = text.split("查询码：").nth(1).unwrap().split('。').next().unwrap();
    assert!(text.contains(number) && !text.contains("物业"), "{text}");
    server.visitor().post("/query", json!({ "number": number, "code": code })).await.expect(200);
    // The landline's neutral notice went by the same turn: nothing else is on its way to the caller.
    eventually(async || gateway.had().iter().any(|had| had.json()["to"] == "0931-8888888").then_some(()))
        .await;
    assert_eq!(to_caller().count(), 1, "one message, and of the report none");
    let codes = gateway.had().iter().filter(|had| had.body.contains("查询码：")).count();
    assert_eq!(codes, 1, "a landline takes no messages");
}
