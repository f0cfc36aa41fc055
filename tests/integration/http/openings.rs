//! Who opened which paper of a petition, and who is told.

use super::cases::{Filed, MINUTE, Scheduled, at_unit, filing, moved};
use crate::kit::{
    server::{Browser, TestServer},
    town::staff_id,
};
use serde_json::{Value, json};

/// Who opened what by which name, as `browser` is told.
async fn opened(browser: &Browser, filed: &Filed) -> Vec<[Value; 3]> {
    let timeline = browser.oldest_first(&filed.path("/timeline")).await;
    let events = timeline.as_array().unwrap().iter().filter(|event| event["kind"] == "paper.opened");
    events
        .map(|event| {
            let (actor, details) = (&event["actor"], &event["details"]);
            [actor["name"].clone(), details["paper"].clone(), event["file_name"].clone()]
        })
        .collect()
}

/// The path of a file that was added.
async fn attached(browser: &Browser, filed: &Filed) -> String {
    format!("/attachments/{}", filed.attached(browser).await)
}

#[tokio::test]
async fn a_file_is_opened_once_while_somebody_goes_on_with_it() {
    let server = TestServer::start().await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    let (counter, head) = (server.sign_in("counter").await, server.sign_in("head").await);
    let file = attached(&counter, &filed).await;
    assert_eq!(opened(&head, &filed).await, Vec::<[Value; 3]>::new());
    for browser in [&counter, &counter, &head] {
        browser.get(&file).await.expect(200);
    }
    server.sign_in("neighbour").await.get(&file).await.refused(404, "not_found");
    let by = |name: &str| [json!(name), json!("attachment"), json!("合同.pdf")];
    assert_eq!(opened(&head, &filed).await, [by("counter 同志"), by("head 同志")]);
    server.advance(16 * MINUTE);
    counter.get(&file).await.expect(200);
    assert_eq!(opened(&head, &filed).await.len(), 3, "another time");
    let without = head.get(&filed.path("/timeline?openings=false")).await.expect(200);
    let kinds: Vec<_> =
        without["rows"].as_array().unwrap().iter().map(|event| event["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["petition.attachment_added", "petition.registered"], "the newest first");
    let first = head.get(&filed.path("/timeline?openings=false&limit=1")).await.expect(200);
    let rest = format!("/timeline?openings=false&limit=1&after={}", first["next"].as_str().unwrap());
    let rest = head.get(&filed.path(&rest)).await.expect(200);
    assert_eq!(rest, json!({ "rows": [without["rows"][1]], "openings": true, "next": null }));
}

#[tokio::test]
async fn a_document_is_opened_by_its_number() {
    let server = TestServer::start().await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    let (head, handler) = (server.sign_in("head").await, server.sign_in("handler").await);
    at_unit(&head, &filed.id).await;
    moved(&handler, &filed.id, json!({ "kind": "accept" })).await;
    let issued = handler.post(&filed.path("/documents"), json!({ "kind": "acceptance" })).await.expect(201);
    let path = filed.path(&format!("/documents/{}", issued["id"].as_str().unwrap()));
    head.raw(head.request(reqwest::Method::GET, &path)).await;
    assert_eq!(
        opened(&handler, &filed).await,
        [[json!("head 同志"), json!("document"), issued["number"].clone()]]
    );
}

/// An organ that has a seat and nothing else is not shown what the house says to itself, nor who of it looked.
#[tokio::test]
async fn a_guest_is_not_told_who_looked() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let scheduled = Scheduled::on(&server, &head).await;
    let file = attached(&server.sign_in("counter").await, &scheduled.petition).await;
    head.get(&file).await.expect(200);
    for (who, told) in [("head", 1), ("city", 1), ("director", 0)] {
        let browser = server.sign_in(who).await;
        assert_eq!(opened(&browser, &scheduled.petition).await.len(), told, "{who}");
        let page = browser.get(&scheduled.petition.path("/timeline?openings=false")).await.expect(200);
        assert_eq!(page["openings"], told == 1, "{who}");
    }
}

/// What an auditor is told: by whom, the petition's number, how a person was looked for.
async fn looked(auditor: &Browser, query: &str) -> Vec<[Value; 3]> {
    let list = auditor.get(&format!("/admin/openings{query}")).await.expect(200);
    let rows = list["rows"].as_array().unwrap().iter();
    rows.map(|row| [row["by_name"].clone(), row["number"].clone(), row["sought_by"].clone()]).collect()
}

#[tokio::test]
async fn an_auditor_reads_who_opened_which_petition_and_who_looked_for_a_person() {
    let server = TestServer::start().await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    let (counter, head) = (server.sign_in("counter").await, server.sign_in("head").await);
    let auditor = server.sign_in("auditor").await;
    assert_eq!(looked(&auditor, "").await, Vec::<[Value; 3]>::new());
    for browser in [&counter, &counter, &head] {
        browser.get(&filed.path("")).await.expect(200);
    }
    server.sign_in("neighbour").await.get(&filed.path("")).await.refused(404, "not_found");
    let page = |name: &str| [json!(name), json!(filed.number), Value::Null];
    assert_eq!(looked(&auditor, "").await, [page("head 同志"), page("counter 同志")], "once each");
    server.advance(16 * MINUTE);
    counter.get(&filed.path("")).await.expect(200);
    for words in ["马秀英", "马 秀英", "139 0000 0001", &filed.number] {
        counter.post("/petitions/search", json!({ "search": words })).await.expect(200);
    }
    let of_counter = format!("?person={}", staff_id("counter"));
    let for_one = |by: &str| [json!("counter 同志"), Value::Null, json!(by)];
    let name = for_one("name");
    let expected = [for_one("number"), name.clone(), name, page("counter 同志"), page("counter 同志")];
    assert_eq!(looked(&auditor, &of_counter).await, expected);

    let list = auditor.get("/admin/openings").await.expect(200);
    assert_eq!(list["rows"][1]["digest"], list["rows"][2]["digest"], "one person, however they are typed");
    assert!(!list.to_string().contains("秀英") && !list.to_string().contains("1390000"), "{list}");
    let first = auditor.get("/admin/openings?limit=4").await.expect(200);
    let rest = format!("?limit=4&after={}", first["next"].as_str().unwrap());
    assert_eq!(looked(&auditor, &rest).await, [page("head 同志"), page("counter 同志")]);
    assert_eq!(looked(&auditor, "?to=2020-01-01").await, Vec::<[Value; 3]>::new());
    assert_eq!(looked(&auditor, "?from=2020-01-01").await.len(), 6);
    assert_eq!(opened(&head, &filed).await, Vec::<[Value; 3]>::new(), "not in the petition's course");
    for who in ["head", "admin", "security", "leader"] {
        server.sign_in(who).await.get("/admin/openings").await.refused(404, "not_found");
    }
}
