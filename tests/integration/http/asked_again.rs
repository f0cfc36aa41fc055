//! No answer came and it is sent again, with its key: it is done once.

use super::cases::{Filed, answered, at_the_unit, in_hand};
use crate::kit::server::{Browser, TestServer};
use serde_json::{Value, json};
use uuid::Uuid;

fn keyed(mut body: Value, key: u128) -> Value {
    body["key"] = json!(Uuid::from_u128(key));
    body
}

/// How often that is in the log.
async fn logged(browser: &Browser, filed: &Filed, kind: &str) -> usize {
    let timeline = browser.oldest_first(&filed.path("/timeline")).await;
    timeline.as_array().unwrap().iter().filter(|event| event["kind"] == kind).count()
}

#[tokio::test]
async fn a_paper_is_issued_once_under_its_key() {
    let server = TestServer::start().await;
    let (head, handler) = (server.sign_in("head").await, server.sign_in("handler").await);
    let filed = at_the_unit(&server, &head).await;
    in_hand(&handler, &filed.id).await;
    let path = filed.path("/documents");
    let body = json!({ "kind": "acceptance" });
    let issued = handler.post(&path, keyed(body.clone(), 1)).await.expect(201);
    let again = handler.post(&path, keyed(body.clone(), 1)).await.expect(200);
    assert_eq!(again, issued);
    assert_eq!(logged(&handler, &filed, "document.issued").await, 1);
    let another = handler.post(&path, keyed(body.clone(), 2)).await.expect(201);
    assert_ne!(another["number"], issued["number"]);
    handler.post(&path, body).await.expect(201);
    assert_eq!(logged(&handler, &filed, "document.issued").await, 3, "without a key each is one more");
}

#[tokio::test]
async fn a_paper_asked_for_twice_at_once_is_issued_once() {
    let server = TestServer::start().await;
    let (head, handler) = (server.sign_in("head").await, server.sign_in("handler").await);
    let filed = at_the_unit(&server, &head).await;
    in_hand(&handler, &filed.id).await;
    let path = filed.path("/documents");
    let ask = || handler.post(&path, keyed(json!({ "kind": "acceptance" }), 1));
    let (one, other) = tokio::join!(ask(), ask());
    assert!(one.status.is_success() && other.status.is_success(), "{} {}", one.body, other.body);
    assert_eq!(one.body["id"], other.body["id"]);
}

#[tokio::test]
async fn an_order_and_a_call_are_put_down_once_under_their_keys() {
    let server = TestServer::start().await;
    let (head, handler) = (server.sign_in("head").await, server.sign_in("handler").await);
    let filed = at_the_unit(&server, &head).await;
    in_hand(&handler, &filed.id).await;
    answered(&handler, &filed.id).await;
    let order = json!({ "kind": "urge", "text": "请说明逾期原因并立即办理", "answer_by": "2099-01-01" });
    let call = json!({ "level": null, "note": "两次拨打均无人接听" });
    for (path, body, list, key) in [("/demands", order, "demands", 1), ("/call-backs", call, "call_backs", 2)]
    {
        let path = filed.path(path);
        let first = head.post(&path, keyed(body.clone(), key)).await.expect(200);
        let again = head.post(&path, keyed(body.clone(), key)).await.expect(200);
        assert_eq!((first[list].as_array().unwrap().len(), &again[list]), (1, &first[list]), "{list}");
        server.advance(1000);
        let more = head.post(&path, keyed(body, key + 10)).await.expect(200);
        assert_eq!(more[list].as_array().unwrap().len(), 2, "{list}");
    }
    let other = json!({ "level": null, "note": "已当面答复，信访人表示理解" });
    head.post(&filed.path("/call-backs"), keyed(other, 1)).await.refused(409, "conflict");
    let paper = keyed(json!({ "kind": "transfer" }), 1);
    head.post(&filed.path("/documents"), paper).await.refused(409, "conflict");
}
