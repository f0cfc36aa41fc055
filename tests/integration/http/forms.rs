//! Every refusal has the form that the document promises, those of the router and of what reads a body too.

use crate::{
    http::cases::{Filed, filing},
    kit::server::{Answer, TestServer},
};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

const SOME_ID: &str = "00000000-0000-0000-0000-000000000001";

/// The address of an operation, filled in with what is there nowhere.
fn filled(path: &str) -> String {
    let mut filled = path.replace("{file}", "nothing.json");
    while let (Some(from), Some(to)) = (filled.find('{'), filled.find('}')) {
        filled.replace_range(from..=to, SOME_ID);
    }
    filled
}

/// The faults of Open311, out of JSON or XML.
#[track_caller]
fn faulted(answer: Answer, status: u16) {
    let kind = answer.headers["content-type"].to_str().unwrap().to_owned();
    let body = answer.expect(status);
    match kind.as_str() {
        "application/json" => assert_eq!(body[0]["code"], status, "{body}"),
        "text/xml; charset=utf-8" => {
            let errors = format!("<errors><error><code>{status}</code><description>");
            assert!(body.as_str().unwrap().contains(&errors), "{body}");
        }
        other => panic!("{other}: {body}"),
    }
}

#[tokio::test]
async fn a_wrong_method_is_a_problem_that_says_the_right_ones() {
    let server = TestServer::start().await;
    let visitor = server.visitor();
    let document: Value = serde_json::from_str(&lianjie::edge::openapi::document()).unwrap();
    let documented = document["paths"].as_object().unwrap().iter().map(|(path, methods)| {
        (filled(path), methods.as_object().unwrap().keys().map(|one| one.to_uppercase()).collect::<Vec<_>>())
    });
    // Outside `/api`: an address is put together below it.
    let outside =
        ["/../healthz", "/../readyz", "/../metrics", "/../", "/../query", "/../desk", "/openapi.json"];
    let outside = outside.map(|path| (path.to_owned(), vec!["GET".to_owned()]));
    for (path, methods) in documented.chain(outside) {
        let answer = visitor.send(visitor.request(Method::TRACE, &path)).await;
        let allowed =
            answer.headers.get("allow").unwrap_or_else(|| panic!("{path}")).to_str().unwrap().to_owned();
        for method in methods {
            assert!(allowed.split(',').any(|one| one == method), "{method} {path}: {allowed}");
        }
        if path.starts_with("/open311") {
            faulted(answer, 405);
        } else {
            answer.refused(405, "method_not_allowed");
        }
    }
}

#[tokio::test]
async fn an_address_that_is_none_is_a_problem() {
    let server = TestServer::start().await;
    let visitor = server.visitor();
    visitor.get("/nothing").await.refused(404, "not_found");
    faulted(visitor.get("/open311/v2/nothing.json").await, 404);
    faulted(visitor.get("/open311/v2/nothing.xml").await, 404);
}

#[tokio::test]
async fn a_body_that_cannot_be_read_is_refused_in_the_form_of_its_address() {
    let server = TestServer::start().await;
    let mut program = server.visitor();
    program.origin = None;
    let post = |path: &str, kind: &'static str, body: Vec<u8>| -> RequestBuilder {
        program.request(Method::POST, path).header("content-type", kind).body(body)
    };
    let form = "application/x-www-form-urlencoded";
    for file in ["requests.json", "requests.xml"] {
        let path = format!("/open311/v2/{file}");
        faulted(program.send(post(&path, "text/plain", b"api_key=1".to_vec())).await, 415);
        faulted(program.send(post(&path, form, vec![b'a'; 300 * 1024])).await, 413);
    }
    let wechat = format!("/channels/wechat/{SOME_ID}");
    for (path, kind) in [("/channels/hotline/orders", "application/json"), (&*wechat, "text/xml")] {
        let refused = program.send(post(path, kind, vec![b' '; 300 * 1024])).await.refused(413, "too_large");
        assert_eq!(refused["limit"], 256 * 1024, "{path}");
    }
    program.get(&format!("{wechat}?timestamp=1&timestamp=2")).await.refused(400, "bad_request");
    let admin = server.sign_in("admin").await;
    for path in ["/admin/divisions", "/admin/staff/import"] {
        let list = admin.request(Method::POST, path).body(vec![b' '; (8 << 20) + 1]);
        assert_eq!(admin.send(list).await.refused(413, "too_large")["limit"], json!(8 << 20), "{path}");
    }
}

#[tokio::test]
async fn a_step_with_a_member_that_nobody_reads_is_refused() {
    let server = TestServer::start().await;
    let admin = server.sign_in("admin").await;
    let misspelt = |step: Value| json!({ "version": 1, "step": step });
    let transition = |step: Value| json!({ "version": 1, "transition": step });
    for (path, body) in [
        ("queue-tickets/{id}/steps", misspelt(json!({ "kind": "done", "widnow": "1" }))),
        ("hearing-requests/{id}/steps", misspelt(json!({ "kind": "withdraw", "reason": "没有用的话" }))),
        ("grid/reports/{id}/steps", misspelt(json!({ "kind": "feed_back", "txet": "已办好" }))),
        ("petitions/{id}/transitions", transition(json!({ "kind": "accept", "raeson": "情况不同" }))),
        ("hearings/{id}/duty", json!({ "deed": "restart_recording", "seat": SOME_ID })),
        ("hearings/{id}/recordings/destroy", json!({ "reason": "保存期已满", "until": "2030-01-01" })),
    ] {
        let refused = admin.post(&filled(&format!("/{path}")), body).await.refused(422, "unprocessable");
        assert!(
            refused["detail"].as_str().is_some_and(|said| said.contains("unknown field")),
            "{path}: {refused}"
        );
    }
}

/// A browser asks for a name and a password by itself where it is challenged for `Basic`, `Digest` or `Negotiate`.
#[tokio::test]
async fn who_has_to_sign_in_is_told_by_what() {
    let server = TestServer::start().await;
    let visitor = server.visitor();
    let mut program = server.visitor();
    program.origin = None;
    let wrong = json!({ "username": "head", "password": "wrong" });
    for (answer, code, challenge) in [
        (visitor.get("/petitions").await, "unauthenticated", "Bearer, Cookie"),
        (visitor.post("/session", wrong).await, "bad_credentials", "Cookie"),
        (program.post("/channels/hotline/orders", json!({})).await, "bad_signature", "Signature"),
    ] {
        assert_eq!(answer.headers["www-authenticate"], challenge, "{code}");
        answer.refused(401, code);
    }
}

#[tokio::test]
async fn a_body_of_another_type_is_refused_as_such() {
    let server = TestServer::start().await;
    let visitor = server.visitor();
    let counter = server.sign_in("counter").await;
    let body = filing().to_string();
    let filed = Filed::by(&visitor, filing()).await;
    let files = filed.path("/attachments");
    for (browser, path, kind) in [
        (&visitor, "/petitions", None),
        (&visitor, "/petitions", Some("text/plain")),
        (&counter, &*files, None),
        (&counter, &*files, Some("application/json")),
    ] {
        let request = browser.request(Method::POST, path).body(body.clone());
        let request = kind.into_iter().fold(request, |request, kind| request.header("content-type", kind));
        browser.send(request).await.refused(415, "unsupported_media_type");
    }
    let unbounded = counter.request(Method::POST, &files).header("content-type", "multipart/form-data");
    counter.send(unbounded.body("x")).await.refused(400, "bad_request");
}
