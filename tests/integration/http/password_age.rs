//! 口令定期更换: a password that has stood for its days is replaced on the way in.

use super::cases::HOUR;
use crate::kit::{
    server::{TestServer, credentials},
    town::PASSWORD,
};
use lianjie::{domain::password_age::PasswordAge, edge::EdgeConfig};
use serde_json::{Value, json};

/// The town's passwords were set long ago.
async fn with_rule(days: u16) -> TestServer {
    TestServer::start_with(EdgeConfig { password_age: PasswordAge(days), ..EdgeConfig::default() }).await
}

fn renewing(new: &str) -> Value {
    json!({ "username": "head", "password": PASSWORD, "new_password": new })
}

#[tokio::test]
async fn a_password_over_its_age_signs_in_only_with_a_new_one() {
    let server = with_rule(90).await;
    let (browser, new) = (server.visitor(), "yellow river raft 1908");
    browser.post("/session", credentials("head", PASSWORD)).await.refused(422, "password_over");
    browser.get("/session").await.refused(401, "unauthenticated");
    let wrong = json!({ "username": "head", "password": "wrong", "new_password": new });
    browser.post("/session", wrong).await.refused(401, "bad_credentials");
    for (again, code) in [("12345", "weak_password"), (PASSWORD, "same_password")] {
        browser.post("/session", renewing(again)).await.refused(422, code);
    }
    server.advance(HOUR); // three tries were counted
    browser.post("/session", renewing(new)).await.expect(200);
    browser.get("/session").await.expect(200);
    let visitor = server.visitor();
    visitor.post("/session", credentials("head", PASSWORD)).await.refused(401, "bad_credentials");
    visitor.post("/session", credentials("head", new)).await.expect(200);
    server.advance(90 * 24 * HOUR);
    visitor.post("/session", credentials("head", new)).await.refused(422, "password_over");
}

#[tokio::test]
async fn without_a_rule_a_password_stands() {
    let server = TestServer::start().await;
    server.sign_in("head").await;
}
