//! Letters: without a phone number, without a name, and with the number of the organ that sent them on.

use super::cases::{Filed, filing};
use crate::kit::server::TestServer;
use serde_json::{Value, json};

fn letter(origin: Value) -> Value {
    let mut letter = filing();
    letter["channel"] = "superior_transfer".into();
    letter["origin"] = origin;
    letter
}

fn sent_on() -> Value {
    json!({
        "organ_name": "甘肃省信访局", "external_number": "甘信转〔2026〕7号",
        "dated": "2026-11-02", "answer_by": "2026-12-20",
    })
}

#[tokio::test]
async fn a_letter_with_an_address_is_registered_without_a_phone_number() {
    let server = TestServer::start().await;
    let counter = server.sign_in("counter").await;
    let mut written = filing();
    written["channel"] = "letter".into();
    written["petitioner"] = json!({ "name": "马秀英", "address": "西湖街道1号" });
    let filed = Filed::by(&counter, written.clone()).await;
    let page = counter.get(&filed.path("")).await.expect(200);
    assert_eq!(page["parties"][0]["phone"], Value::Null);
    assert_eq!((&page["signed"], &page["origin"]), (&json!(true), &Value::Null));
    written["channel"] = "phone".into();
    let problem = counter.post("/petitions", written).await.refused(422, "unprocessable");
    assert_eq!(problem["field"], "petitioner.phone");
}

/// Art. 19: what is told is taken down faithfully; that it was not read back is on record, and bars nobody.
#[tokio::test]
async fn who_calls_or_comes_is_on_record_as_read_back_to_or_not() {
    let server = TestServer::start().await;
    let counter = server.sign_in("counter").await;
    for (n, (channel, told, kept)) in [
        ("visit", json!(true), json!(true)),
        ("phone", Value::Null, json!(false)),
        ("letter", json!(false), Value::Null),
    ]
    .into_iter()
    .enumerate()
    {
        let mut taken = filing();
        taken["channel"] = channel.into();
        taken["petitioner"]["phone"] = format!("1390000010{n}").into();
        if told.is_boolean() {
            taken["read_back"] = told;
        }
        let filed = Filed::by(&counter, taken).await;
        assert_eq!(counter.get(&filed.path("")).await.expect(200)["read_back"], kept, "{channel}");
        let timeline = counter.oldest_first(&filed.path("/timeline")).await;
        let word = kept.as_bool().map(|read| if read { "yes" } else { "no" });
        assert_eq!(timeline[0]["details"]["read_back"].as_str(), word, "{channel}");
    }
    let mut written = letter(sent_on());
    written["read_back"] = true.into();
    let problem = counter.post("/petitions", written).await.refused(422, "unprocessable");
    assert_eq!(problem["field"], "read_back", "nobody was there to read it back to");
}

#[tokio::test]
async fn an_unsigned_letter_has_a_number_and_no_query_code() {
    let server = TestServer::start().await;
    let counter = server.sign_in("counter").await;
    let mut unsigned = filing();
    unsigned["channel"] = "letter".into();
    unsigned["signed"] = false.into();
    unsigned["petitioner"] = json!({ "name": "" });
    let filed = counter.post("/petitions", unsigned.clone()).await.expect(201);
    assert_eq!(filed["query_code"], Value::Null);
    let path = format!("/petitions/{}", filed["id"].as_str().unwrap());
    let page = counter.get(&path).await.expect(200);
    assert_eq!((&page["signed"], &page["parties"][0]["name"]), (&json!(false), &json!("匿名")));
    assert!(!page["may"].as_array().unwrap().contains(&json!("renew_query_code")));
    counter.post(&format!("{path}/query-code"), json!({})).await.refused(422, "not_yours");
    for channel in ["visit", "web"] {
        unsigned["channel"] = channel.into();
        let problem = counter.post("/petitions", unsigned.clone()).await.refused(422, "unprocessable");
        assert_eq!(problem["field"], "signed", "{channel}");
    }
}

#[tokio::test]
async fn the_same_letter_of_a_superior_is_registered_once() {
    let server = TestServer::start().await;
    let (counter, head) = (server.sign_in("counter").await, server.sign_in("head").await);
    let filed = Filed::by(&counter, letter(sent_on())).await;
    let page = counter.get(&filed.path("")).await.expect(200);
    assert_eq!(page["origin"], sent_on());
    let log = counter.oldest_first(&filed.path("/timeline")).await;
    assert_eq!(log[0]["details"]["external_number"], "甘信转〔2026〕7号");
    for search in ["甘信转", "2026〕7号"] {
        let list = head.get(&format!("/petitions?search={search}")).await.expect(200);
        assert_eq!(list["rows"][0]["number"], filed.number.as_str(), "{search}");
    }

    let problem = head.post("/petitions", letter(sent_on())).await.refused(409, "origin_known");
    assert_eq!((&problem["number"], &problem["petition"]), (&json!(filed.number), &json!(filed.id)));
    let neighbour = server.sign_in("neighbour").await;
    let problem = neighbour.post("/petitions", letter(sent_on())).await.refused(409, "origin_known");
    assert_eq!(
        (&problem["number"], &problem["petition"]),
        (&Value::Null, &Value::Null),
        "not theirs to know"
    );
    let mut another = sent_on();
    another["external_number"] = "甘信转〔2026〕8号".into();
    Filed::by(&counter, letter(another)).await;
}

#[tokio::test]
async fn what_is_wrong_about_an_origin_is_told_by_field() {
    let server = TestServer::start().await;
    let counter = server.sign_in("counter").await;
    for (origin, field) in [
        (json!({ "external_number": "7" }), "origin.organ_name"),
        (
            json!({ "organ_name": "甘肃省信访局", "external_number": "7".repeat(65) }),
            "origin.external_number",
        ),
        (json!({ "dated": "2036-01-01" }), "origin.dated"),
        (json!({ "dated": "2026-01-02", "answer_by": "2026-01-01" }), "origin.answer_by"),
    ] {
        let problem = counter.post("/petitions", letter(origin)).await.refused(422, "unprocessable");
        assert_eq!(problem["field"], field);
    }
    let problem = server.visitor().post("/petitions", letter(sent_on())).await.refused(422, "unprocessable");
    assert_eq!(problem["field"], "origin");
}
