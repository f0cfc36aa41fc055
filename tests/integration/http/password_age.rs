//! 口令定期更换: a password that has stood for its days is replaced on the way in.

use super::cases::HOUR;
use crate::kit::{
    server::{TestServer, credentials},
    town::{PASSWORD, staff_id},
};
use lianjie::{
    administration::codes::issue,
    domain::{Timestamp, password_age::PasswordAge},
    edge::EdgeConfig,
};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

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
    // The right password is no failure: nobody is locked out by what it is refused for.
    for _ in 0..4 {
        browser.post("/session", renewing(PASSWORD)).await.refused(422, "same_password");
        browser.post("/session", credentials("head", PASSWORD)).await.refused(422, "password_over");
    }
    browser.post("/session", renewing(new)).await.expect(200);
    browser.get("/session").await.expect(200);
    let visitor = server.visitor();
    visitor.post("/session", credentials("head", PASSWORD)).await.refused(401, "bad_credentials");
    visitor.post("/session", credentials("head", new)).await.expect(200);
    server.advance(90 * 24 * HOUR);
    visitor.post("/session", credentials("head", new)).await.refused(422, "password_over");
}

#[tokio::test]
async fn a_password_that_is_reset_while_it_is_renewed_stays_reset() {
    let server = with_rule(90).await;
    let tried = hex::encode(&Sha256::digest("name:127.0.0.1 head")[..16]); // edge/lockout.rs
    let renewal = async {
        let browser = server.visitor();
        browser.post("/session", renewing("yellow river raft 1908")).await
    };
    let reset = async {
        // The hash that stands is read with this, and passwords take their time.
        while server.store.read().await.unwrap().failures(&tried, Timestamp(0)).await.unwrap().is_empty() {
            tokio::task::yield_now().await;
        }
        let mut tx = server.store.begin().await.unwrap();
        issue(tx.as_mut(), &*server.world(), staff_id("head")).await.unwrap();
        tx.commit().await.unwrap();
    };
    let (answer, ()) = tokio::join!(renewal, reset);
    answer.refused(409, "stale");
    let hash = server.store.read().await.unwrap().password_hash(staff_id("head")).await.unwrap();
    assert_eq!(hash.as_deref(), Some(""));
}

#[tokio::test]
async fn without_a_rule_a_password_stands() {
    let server = TestServer::start().await;
    server.sign_in("head").await;
}
