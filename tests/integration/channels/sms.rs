use super::receiver::Receiver;
use crate::{
    http::cases::{Filed, filing, moved, report},
    kit::{server::TestServer, wait::eventually},
};
use lianjie::{
    channels::outbox::{Settings, Sms},
    edge::EdgeConfig,
};
use serde_json::json;

pub fn settings(gateway: &Receiver) -> Settings {
    let sms = Sms {
        url: gateway.url.clone(),
        body: r#"{"to":"{phone}","text":"{text}"}"#.into(),
        authorization: "Bearer gateway".into(),
    };
    Settings {
        plain_hosts: vec!["127.0.0.1".into()],
        networks: vec!["127.0.0.0/8".parse().unwrap()],
        sms: Some(sms),
        ..Settings::default()
    }
}

/// A server whose messages go to `gateway`.
pub async fn server(gateway: &Receiver) -> TestServer {
    let notices = settings(gateway);
    TestServer::start_with(EdgeConfig { notices, ..EdgeConfig::default() }).await
}

#[tokio::test]
async fn who_filed_and_who_speaks_for_them_are_told_that_there_is_news_and_nothing_of_the_matter() {
    let gateway = Receiver::start().await;
    let server = server(&gateway).await;
    Filed::by(&server.visitor(), report()).await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    let head = server.sign_in("head").await;
    moved(&head, &filed.id, json!({ "kind": "start_screening" })).await;
    let sent = eventually(async || Some(gateway.had()).filter(|had| had.len() >= 4)).await;
    let told = |phone: &str| sent.iter().filter(|had| had.json()["to"] == phone).count();
    assert_eq!((told("13900000001"), told("13900000002")), (2, 2), "of the sealed report nothing");
    for had in &sent {
        assert_eq!(had.header("authorization"), "Bearer gateway");
        assert!(had.body.contains(&filed.number));
        for private in ["马秀英", "李桂兰", "物业", &filed.code] {
            assert!(!had.body.contains(private), "{private} in {}", had.body);
        }
    }
    let record = eventually(async || {
        let record = head.oldest_first(&filed.path("/deliveries")).await;
        (record[3]["state"] == "delivered").then_some(record)
    });
    assert_eq!(record.await[0]["receiver"], "sms");
}

/// A clerk's slip must not send every message to a stranger for years.
#[tokio::test]
async fn news_goes_to_the_phone_as_corrected() {
    let gateway = Receiver::start().await;
    let server = server(&gateway).await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    eventually(async || (gateway.had().len() >= 2).then_some(())).await; // who filed, and who speaks for them
    let counter = server.sign_in("counter").await;
    let person = counter.get(&filed.path("")).await.expect(200)["parties"][0]["id"].clone();
    let people = [json!({ "id": person, "phone": "13911111111" })];
    let asked = json!({ "version": 1, "reason": "登记时听错一位号码", "people": people });
    counter.post(&filed.path("/corrections"), asked).await.expect(200);
    moved(&server.sign_in("head").await, &filed.id, json!({ "kind": "start_screening" })).await;
    let sent = eventually(async || Some(gateway.had()).filter(|had| had.len() >= 4)).await;
    let told = |phone: &str| sent.iter().filter(|had| had.json()["to"] == phone).count();
    assert_eq!(["13900000001", "13911111111", "13900000002"].map(told), [1, 1, 2]);
}

/// Who filed and speaks for the others as well is one phone, with or without the country's number.
#[tokio::test]
async fn one_phone_is_told_once_however_it_is_written() {
    let gateway = Receiver::start().await;
    let server = server(&gateway).await;
    let mut twice = filing();
    twice["representatives"] = json!([
        { "name": "马秀英", "phone": "+86 139 0000 0001" },
        { "name": "李桂兰", "phone": "13900000002" },
    ]);
    let filed = Filed::by(&server.visitor(), twice).await;
    let head = server.sign_in("head").await;
    moved(&head, &filed.id, json!({ "kind": "start_screening" })).await;
    let record = eventually(async || {
        let record = head.oldest_first(&filed.path("/deliveries")).await;
        (record.as_array().unwrap().len() >= 4).then_some(record)
    });
    assert_eq!(record.await.as_array().unwrap().len(), 4, "two phones, each told twice");
}
