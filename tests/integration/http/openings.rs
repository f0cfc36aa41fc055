//! Who opened which paper of a petition, and who is told.

use super::cases::{Filed, MINUTE, Scheduled, at_unit, filing, moved};
use crate::kit::server::{Browser, TestServer};
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
