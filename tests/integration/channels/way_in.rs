//! From number and query code into a hearing, by a code to the phone of who sits there, and never without it.

use super::receiver::Receiver;
use crate::{
    http::cases::{Filed, HOUR, MINUTE, PETITIONER_SEAT, Scheduled, exchange, filing, report, stopped, wish},
    kit::{
        server::{Browser, TestServer},
        wait::eventually,
    },
};
use serde_json::{Value, json};

/// What is asked with: the petition's door, and the hearing's number.
async fn asked(head: &Browser, petition: &Filed, hearing: &str) -> Value {
    let number = head.get(&format!("/hearings/{hearing}")).await.expect(200)["number"].clone();
    let mut asked = petition.door();
    asked["hearing"] = number;
    asked
}

/// The six digits that came to `phone`.
async fn digits(gateway: &Receiver, phone: &str) -> String {
    let told = eventually(async || {
        let messages = gateway.had().into_iter().map(|had| had.json());
        let theirs = |message: &Value| {
            message["to"] == phone && message["text"].as_str().unwrap().contains("用于入场")
        };
        messages.filter(theirs).last()
    });
    let text = told.await["text"].as_str().unwrap().to_owned();
    assert!(!text.contains("物业") && !text.contains("马秀英"), "{text}");
    text.chars().skip_while(|c| !c.is_ascii_digit()).take(6).collect()
}

#[tokio::test]
async fn number_code_and_phone_open_the_hearing_without_the_desk() {
    let gateway = Receiver::start().await;
    let server = super::sms::server(&gateway).await;
    let head = server.sign_in("head").await;
    let scheduled = Scheduled::on(&server, &head).await;
    let from_the_desk = scheduled.link(&head, PETITIONER_SEAT).await;
    let (phone, mut asked) = (server.visitor(), asked(&head, &scheduled.petition, &scheduled.hearing).await);
    let status = phone.post("/query", scheduled.petition.door()).await.expect(200);
    assert_eq!(status["hearings"][0]["way_in"], "code");

    phone.post("/query/seat", asked.clone()).await.expect(204);
    phone.post("/query/seat", asked.clone()).await.refused(429, "too_many");
    let right = digits(&gateway, "13900000001").await;
    asked["digits"] = if right == "000000" { "000001" } else { "000000" }.into();
    phone.post("/query/seat/confirm", asked.clone()).await.refused(422, "wrong_code");
    exchange(&phone, &from_the_desk).await.refused(425, "too_early"); // nothing changed
    asked["digits"] = right.clone().into();
    let link = phone.post("/query/seat/confirm", asked.clone()).await.expect(200);
    phone.post("/query/seat/confirm", asked).await.refused(422, "wrong_code"); // used
    let (address, secret) = link["url"].as_str().unwrap().split_once('#').unwrap();
    assert!(address.ends_with("/join"));
    phone.post("/seat/trial/ways", json!({ "secret": secret })).await.expect(200);
    exchange(&phone, &from_the_desk).await.refused(404, "no_such_link");

    server.advance(HOUR - 15 * MINUTE);
    let pass = exchange(&phone, secret).await.expect(200);
    assert_eq!(pass["seat"], scheduled.seats[PETITIONER_SEAT]);
    let own = phone.get("/seat/check-in").await.expect(200);
    assert_eq!((&own["phone_confirmed"], &own["needs_identity"]), (&json!(true), &json!(true)));
    let log = server.sign_in("head").await.oldest_first(&scheduled.petition.path("/timeline")).await;
    let theirs = |kind: &str| {
        let of = |event: &&Value| event["kind"] == kind && event["actor"]["is"] == "petitioner";
        log.as_array().unwrap().iter().filter(of).count()
    };
    for kind in ["hearing.code_sent", "hearing.phone_confirmed", "hearing.link_issued"] {
        assert_eq!(theirs(kind), 1, "{kind} in {log:#}");
    }
    assert!(!log.to_string().contains(&right), "no digits in the log");
}

#[tokio::test]
async fn several_representatives_are_told_apart_by_the_end_of_their_phones_and_nothing_else_is_told() {
    let gateway = Receiver::start().await;
    let server = super::sms::server(&gateway).await;
    let head = server.sign_in("head").await;
    let petition = Filed::by(&server.visitor(), filing()).await;
    let page = head.get(&petition.path("")).await.expect(200);
    let parties = page["parties"].as_array().unwrap();
    let representative = parties.iter().find(|party| party["name"] == "李桂兰").unwrap();
    let mut wish = wish(server.now().0 + HOUR, &parties[0]["id"]);
    let occupant = json!({ "is": "party", "person": representative["id"] });
    wish["seats"].as_array_mut().unwrap().push(json!({ "role": "representative", "occupant": occupant }));
    let hearing = head.post(&petition.path("/hearings"), wish).await.expect(201);
    let (phone, mut asked) =
        (server.visitor(), asked(&head, &petition, hearing["id"].as_str().unwrap()).await);

    let status = phone.post("/query", petition.door()).await.expect(200);
    assert_eq!(status["hearings"][0]["way_in"], "by_ending");
    let refused = phone.post("/query/seat", asked.clone()).await.refused(422, "which_phone");
    assert_eq!(refused["field"], "ending");
    asked["ending"] = "0002".into();
    phone.post("/query/seat", asked.clone()).await.expect(204);
    asked["digits"] = digits(&gateway, "13900000002").await.into();
    let mut others = asked.clone();
    others["ending"] = "0001".into();
    phone.post("/query/seat/confirm", others).await.refused(422, "wrong_code"); // another's code
    let link = phone.post("/query/seat/confirm", asked.clone()).await.expect(200);
    let secret = link["url"].as_str().unwrap().split_once('#').unwrap().1.to_owned();
    server.advance(HOUR - 15 * MINUTE);
    let pass = exchange(&phone, &secret).await.expect(200);
    assert_eq!(pass["role"], "representative");

    asked.as_object_mut().unwrap().remove("digits");
    asked["ending"] = "9999".into();
    for _ in 0..10 {
        let answer = phone.post("/query/seat", asked.clone()).await;
        if answer.status == 429 {
            return;
        }
        answer.refused(422, "which_phone");
    }
    phone.post("/query/seat", asked).await.refused(429, "too_many");
}

#[tokio::test]
async fn where_no_message_can_be_sent_or_nothing_is_to_come_to_the_page_says_so() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let scheduled = Scheduled::on(&server, &head).await;
    let (phone, mut asked) = (server.visitor(), asked(&head, &scheduled.petition, &scheduled.hearing).await);
    let way_in = async || {
        let status = phone.post("/query", scheduled.petition.door()).await.expect(200);
        status["hearings"][0]["way_in"].clone()
    };
    assert_eq!(way_in().await, "office");
    phone.post("/query/seat", asked.clone()).await.refused(422, "no_sms");
    stopped(&head, &scheduled.hearing, "cancel", json!({ "reason": "信访人已经撤回申请" })).await.expect(200);
    assert_eq!(way_in().await, Value::Null);
    phone.post("/query/seat", asked.clone()).await.refused(410, "hearing_over");
    asked["hearing"] = "TJ1-1".into();
    phone.post("/query/seat", asked.clone()).await.refused(404, "not_found");
    asked["code"] = "WRONGWRONG".into();
    phone.post("/query/seat", asked).await.refused(404, "no_match");
    // Article 30: of a report nothing goes out.
    let mut sealed = Filed::by(&phone, report()).await.door();
    sealed["hearing"] = "TJ1-1".into();
    phone.post("/query/seat", sealed).await.refused(404, "no_match");
}
