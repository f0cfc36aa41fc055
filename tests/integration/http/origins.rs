use crate::kit::{
    server::{TestServer, credentials},
    town::PASSWORD,
};
use lianjie::edge::EdgeConfig;
use reqwest::Method;
use serde_json::json;

#[tokio::test]
async fn writes_come_only_from_our_own_pages() {
    let server = TestServer::start().await;
    let mut visitor = server.visitor();
    for origin in [None, Some("null"), Some("https://evil.example"), Some("http://127.0.0.1")] {
        visitor.origin = origin.map(str::to_owned);
        for path in ["/session", "/petitions", "/query", "/seat/exchange", "/no/such/route"] {
            visitor.post(path, json!({})).await.refused(403, "bad_origin");
        }
    }
    visitor.origin = Some(server.url.clone());
    visitor.post("/session", credentials("counter", PASSWORD)).await.expect(200);
}

#[tokio::test]
async fn a_websocket_handshake_from_another_site_is_refused() {
    let server = TestServer::start().await;
    let visitor = server.visitor();
    let handshake = visitor
        .request(Method::GET, "/ws")
        .header("connection", "upgrade")
        .header("upgrade", "websocket")
        .header("sec-websocket-version", "13")
        .header("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==")
        .header("origin", "https://evil.example");
    visitor.send(handshake).await.refused(403, "bad_origin");
}

#[tokio::test]
async fn every_answer_carries_the_guards_and_the_api_is_never_stored() {
    let server = TestServer::start().await;
    let answer = server.visitor().get("/session").await;
    for (name, part) in [
        ("content-security-policy", "script-src 'self';"),
        ("content-security-policy", "frame-ancestors 'none'"),
        ("referrer-policy", "no-referrer"),
        ("x-content-type-options", "nosniff"),
        ("permissions-policy", "camera=(self)"),
        ("cache-control", "no-store"),
    ] {
        assert!(answer.headers[name].to_str().unwrap().contains(part), "{name}");
    }
}

#[tokio::test]
async fn who_came_by_https_is_led_by_it_and_nobody_else() {
    for (secure, told) in [(true, Some("max-age=31536000")), (false, None)] {
        let server = TestServer::start_with(EdgeConfig { secure, ..EdgeConfig::default() }).await;
        for path in ["/session", "/no/such/route"] {
            let answer = server.visitor().get(path).await;
            let header = answer.headers.get("strict-transport-security");
            assert_eq!(header.map(|value| value.to_str().unwrap()), told, "{path}");
        }
    }
}

#[tokio::test]
async fn what_is_not_there_is_a_problem_too() {
    let server = TestServer::start().await;
    server.visitor().get("/no/such/route").await.refused(404, "not_found");
    server.sign_in("counter").await.get("/petitions/not-an-id").await.refused(404, "not_found");
}

#[tokio::test]
async fn malformed_and_oversized_bodies_are_refused() {
    let server = TestServer::start().await;
    let visitor = server.visitor();
    let post = |body: Vec<u8>| {
        let request = visitor.request(Method::POST, "/session").header("content-type", "application/json");
        visitor.send(request.body(body))
    };
    post(b"{".to_vec()).await.refused(400, "bad_request");
    post(br#"{"username":"a"}"#.to_vec()).await.refused(422, "unprocessable");
    post(br#"{"username":"a","password":"b","extra":1}"#.to_vec()).await.refused(422, "unprocessable");
    post(vec![b' '; 300 * 1024]).await.refused(413, "too_large");
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    post(deep.into_bytes()).await.expect(422);
}

#[tokio::test]
async fn the_server_says_that_it_lives_and_whether_it_is_ready() {
    let server = TestServer::start().await;
    let health = reqwest::get(format!("{}/healthz", server.url)).await.unwrap();
    assert_eq!(health.text().await.unwrap(), "ok");
    let ready = reqwest::get(format!("{}/readyz", server.url)).await.unwrap();
    assert_eq!(ready.status(), 200);
    let ready: serde_json::Value = ready.json().await.unwrap();
    assert_eq!(
        ready,
        json!({ "store": true, "media": true, "rooms": 0, "files": "all", "clock_held": false })
    );
    server.media.shutdown();
    let ready = reqwest::get(format!("{}/readyz", server.url)).await.unwrap();
    assert_eq!(ready.status(), 503);
}

#[tokio::test]
async fn the_document_is_served_as_committed() {
    let server = TestServer::start().await;
    let served = server.visitor().get("/openapi.json").await.expect(200);
    let committed = include_str!("../../../docs/openapi.json");
    assert_eq!(served, serde_json::from_str::<serde_json::Value>(committed).unwrap());
}
