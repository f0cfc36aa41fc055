use super::cases::{HOUR, MINUTE, Scheduled};
use crate::{
    kit::{
        server::{Answer, TestServer, credentials},
        town::{PASSWORD, staff_id},
    },
    ws::page::Page,
};
use lianjie::{
    domain::Timestamp,
    edge::{EdgeConfig, session::token_hash},
};
use reqwest::Method;
use serde_json::json;
use sha2::{Digest, Sha256};
use signaling::wire::{ClientMessage, SourceKind};
use std::time::Duration;

#[tokio::test]
async fn signing_in_says_who_one_is() {
    let server = TestServer::start().await;
    let me = server.sign_in("counter").await.get("/session").await.expect(200);
    assert_eq!(me["username"], "counter");
    assert_eq!(me["agency"]["division_name"], "七里河区");
    assert_eq!(me["desk"]["register"], true);
    assert_eq!(me["desk"]["sealed"], false);
}

#[tokio::test]
async fn a_wrong_password_an_unknown_name_and_a_disabled_account_look_alike() {
    let server = TestServer::start().await;
    let visitor = server.visitor();
    for (username, password) in [("counter", "wrong"), ("nobody", PASSWORD), ("gone", PASSWORD)] {
        let answer = visitor.post("/session", credentials(username, password)).await;
        answer.refused(401, "bad_credentials");
    }
}

#[tokio::test]
async fn names_are_not_case_sensitive() {
    let server = TestServer::start().await;
    server.visitor().post("/session", credentials(" Counter ", PASSWORD)).await.expect(200);
}

#[tokio::test]
async fn after_three_wrong_tries_even_the_right_password_waits() {
    let server = TestServer::start().await;
    let visitor = server.visitor();
    for _ in 0..3 {
        visitor.post("/session", credentials("counter", "wrong")).await.refused(401, "bad_credentials");
    }
    let locked = visitor.post("/session", credentials("counter", PASSWORD)).await;
    assert_eq!(locked.headers["retry-after"], "1");
    assert_eq!(locked.refused(429, "locked")["retry_after_s"], 1);
    visitor.post("/session", credentials("head", PASSWORD)).await.expect(200);
    server.advance(1000);
    visitor.post("/session", credentials("counter", PASSWORD)).await.expect(200);
    visitor.post("/session", credentials("counter", "wrong")).await.refused(401, "bad_credentials");
}

#[tokio::test]
async fn a_lock_survives_a_restart() {
    let server = TestServer::start().await;
    for _ in 0..3 {
        server.visitor().post("/session", credentials("counter", "wrong")).await.expect(401);
    }
    let server = server.restarted().await;
    server.visitor().post("/session", credentials("counter", PASSWORD)).await.refused(429, "locked");
}

/// Signs in, or tries to, from an address that the proxy in front tells.
async fn from(server: &TestServer, address: &str, username: &str, password: &str) -> Answer {
    let visitor = server.visitor();
    let request = visitor.request(Method::POST, "/session").header("x-forwarded-for", address);
    visitor.send(request.json(&credentials(username, password))).await
}

async fn behind_a_proxy() -> TestServer {
    let proxy = EdgeConfig { trusted_proxies: vec!["127.0.0.1".parse().unwrap()], ..EdgeConfig::default() };
    TestServer::start_with(proxy).await
}

#[tokio::test]
async fn a_stranger_elsewhere_locks_nobody_out_at_the_office() {
    let server = behind_a_proxy().await;
    for _ in 0..3 {
        from(&server, "192.0.2.1", "counter", "wrong").await.refused(401, "bad_credentials");
    }
    from(&server, "192.0.2.1", "counter", PASSWORD).await.refused(429, "locked");
    from(&server, "192.0.2.2", "counter", PASSWORD).await.expect(200);
}

/// So many wrong tries of 192.0.2.1, each at another name, as the store keeps them.
async fn sprayed(server: &TestServer, tries: usize) {
    let key = hex::encode(&Sha256::digest("address:192.0.2.1")[..16]);
    let mut tx = server.store.begin().await.unwrap();
    for _ in 0..tries {
        tx.add_failure(&key, server.now()).await.unwrap();
    }
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_spray_over_many_names_locks_its_address_unless_people_sign_in_there() {
    let server = behind_a_proxy().await;
    sprayed(&server, 98).await;
    from(&server, "192.0.2.1", "nobody", "wrong").await.refused(401, "bad_credentials");
    from(&server, "192.0.2.1", "counter", PASSWORD).await.expect(200);
    sprayed(&server, 99).await;
    from(&server, "192.0.2.1", "counter", PASSWORD).await.expect(200);
    sprayed(&server, 99).await;
    from(&server, "192.0.2.1", "nobody", "wrong").await.refused(401, "bad_credentials");
    from(&server, "192.0.2.1", "counter", PASSWORD).await.refused(429, "locked");
    from(&server, "192.0.2.2", "counter", PASSWORD).await.expect(200);
}

#[tokio::test]
async fn a_browser_that_knows_somebody_is_counted_by_itself() {
    let server = TestServer::start().await;
    let known = server.sign_in("counter").await;
    for name in ["counter", "head"] {
        for _ in 0..3 {
            server.visitor().post("/session", credentials(name, "wrong")).await.expect(401);
        }
        server.visitor().post("/session", credentials(name, PASSWORD)).await.refused(429, "locked");
    }
    known.post("/session", credentials("head", PASSWORD)).await.refused(429, "locked");
    known.post("/session", credentials("counter", PASSWORD)).await.expect(200);
    for _ in 0..3 {
        known.post("/session", credentials("counter", "wrong")).await.expect(401);
    }
    known.post("/session", credentials("counter", PASSWORD)).await.refused(429, "locked");
    server.advance(1000);
    known.post("/session", credentials("head", PASSWORD)).await.expect(200);
    known.post("/session", credentials("counter", PASSWORD)).await.expect(200);
}

#[tokio::test]
async fn a_session_ends_by_signing_out() {
    let server = TestServer::start().await;
    let browser = server.sign_in("counter").await;
    let stolen = session_cookie(&server, "head").await;
    let own = browser.get("/session").await;
    assert_eq!(own.headers["cache-control"], "no-store", "so that nothing is left to be cleared");
    let left = browser.delete("/session").await;
    assert!(
        !left.headers.contains_key("clear-site-data"),
        "nobody waits until a browser has gone through its cache"
    );
    left.expect(204);
    browser.get("/session").await.refused(401, "unauthenticated");
    // Whoever kept a copy of the cookie is out, too.
    let thief = server.visitor();
    let with = |method| thief.request(method, "/session").header("cookie", &stolen);
    thief.send(with(Method::GET)).await.expect(200);
    thief.send(with(Method::DELETE)).await.expect(204);
    thief.send(with(Method::GET)).await.refused(401, "unauthenticated");
}

/// MLPS 8.1.4.3: who, when, from where, and whether it went well.
#[tokio::test]
async fn who_comes_and_goes_is_on_record_for_the_auditor() {
    let server = TestServer::start().await;
    for (username, password) in [("counter", "wrong"), ("my password", PASSWORD)] {
        server.visitor().post("/session", credentials(username, password)).await.expect(401);
    }
    server.sign_in("counter").await.delete("/session").await.expect(204);
    let auditor = server.sign_in("auditor").await;
    let log = auditor.get("/admin/log?sessions=true").await.expect(200)["rows"].clone();
    let line = |deed: &serde_json::Value| {
        let text = |field: &str| deed[field].as_str().unwrap_or("nobody").to_owned();
        [text("kind"), text("about"), text("by_name")].join(" ")
    };
    let mut lines: Vec<String> = log.as_array().unwrap().iter().map(line).collect();
    lines.sort();
    assert_eq!(
        lines,
        [
            "session.began auditor (127.0.0.1) auditor 同志",
            "session.began counter (127.0.0.1) counter 同志",
            "session.ended counter (127.0.0.1) counter 同志",
            "session.refused ? (127.0.0.1) nobody",
            "session.refused counter (127.0.0.1) nobody",
        ]
    );
    assert_eq!(
        auditor.get("/admin/log").await.expect(200)["rows"],
        serde_json::json!([]),
        "deeds are a list of their own"
    );
}

async fn session_cookie(server: &TestServer, username: &str) -> String {
    let answer = server.visitor().post("/session", credentials(username, PASSWORD)).await;
    let cookie = answer.headers["set-cookie"].to_str().unwrap();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
    cookie.split(';').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_new_password_of_ones_own_needs_the_old_one_and_ends_other_sessions() {
    let server = TestServer::start().await;
    let (mine, elsewhere) = (server.sign_in("counter").await, server.sign_in("counter").await);
    let new = "yellow river raft 1909";
    let set = async |old: &str, new: &str| {
        mine.send(mine.request(Method::PUT, "/session/password").json(&json!({ "old": old, "new": new })))
            .await
    };
    set("wrong", new).await.refused(422, "wrong_password");
    for _ in 0..10 {
        set(PASSWORD, "password123").await.refused(422, "weak_password"); // and is no guess at the old one
    }
    elsewhere.get("/session").await.expect(200);
    set(PASSWORD, new).await.expect(204);
    mine.get("/session").await.expect(200);
    elsewhere.get("/session").await.refused(401, "unauthenticated");
    server.visitor().post("/session", credentials("counter", PASSWORD)).await.refused(401, "bad_credentials");
    server.visitor().post("/session", credentials("counter", new)).await.expect(200);
    let log = server.sign_in("auditor").await.get("/admin/log").await.expect(200)["rows"].clone();
    let deed = &log[0];
    assert_eq!(
        [&deed["kind"], &deed["about"], &deed["by_name"]],
        ["staff.password_set", "counter (127.0.0.1)", "counter 同志"]
    );
    assert_eq!(log.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn the_old_password_is_not_guessed_at_an_unlocked_desk() {
    let server = TestServer::start().await;
    let found = server.sign_in("counter").await;
    let guess = async || {
        let body = json!({ "old": "wrong", "new": "yellow river raft 1909" });
        found.send(found.request(Method::PUT, "/session/password").json(&body)).await
    };
    for _ in 0..10 {
        guess().await.refused(422, "wrong_password");
    }
    guess().await.refused(429, "too_many");
}

#[tokio::test]
async fn an_idle_session_expires_and_a_used_one_ends_with_the_day() {
    let server = TestServer::start().await;
    let idle = server.sign_in("counter").await;
    server.advance(31 * MINUTE);
    idle.get("/session").await.refused(401, "unauthenticated");

    let busy = server.sign_in("counter").await;
    for _ in 0..24 {
        server.advance(29 * MINUTE);
        busy.get("/session").await.expect(200);
    }
    server.advance(HOUR / 2);
    busy.get("/session").await.refused(401, "unauthenticated");
}

/// The page of a room asks for nothing by HTTP: its socket is what says that somebody is there.
#[tokio::test]
async fn who_sits_in_a_hearing_stays_signed_in_while_it_goes_on() {
    let server = TestServer::start().await;
    let scheduled = Scheduled::on(&server, &server.sign_in("head").await).await;
    server.advance(HOUR - 15 * MINUTE);
    let browser = server.visitor();
    let signed_in = browser.post("/session", credentials("head", PASSWORD)).await;
    let cookie = signed_in.headers["set-cookie"].to_str().unwrap().to_owned();
    let token = cookie.split(';').next().unwrap().split_once('=').unwrap().1;
    let asked = json!({ "hearing": scheduled.hearing });
    let ticket = browser.post("/tickets", asked.clone()).await.expect(200);
    let address = server.url.strip_prefix("http://").unwrap();
    let page = Page::dial(address, Some(&server.url)).await.unwrap();
    let mut page = page.seated(ticket["ticket"].as_str().unwrap()).await;
    for on in [true, false] {
        server.advance(29 * MINUTE);
        let now = server.now();
        page.ask(ClientMessage::SetSource { kind: SourceKind::Camera, on }).await;
        seen_since(&server, token, now).await;
    }
    server.advance(2 * MINUTE); // an hour since anything was asked for by HTTP
    browser.get(&scheduled.path("")).await.expect(200);
    browser.post("/tickets", asked.clone()).await.expect(200);
    page.vanish();
    server.advance(31 * MINUTE);
    browser.post("/tickets", asked).await.refused(401, "unauthenticated");
}

/// Until the sign-in was noted as used: that is done beside the socket.
async fn seen_since(server: &TestServer, token: &str, since: Timestamp) {
    let noted = async {
        loop {
            let mut records = server.store.read().await.unwrap();
            let session = records.staff_session(&token_hash(token)).await.unwrap().unwrap();
            if session.last_seen_at >= since {
                return;
            }
            drop(records);
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), noted).await.expect("the sign-in is kept");
}

#[tokio::test]
async fn disabling_somebody_ends_their_sessions() {
    let server = TestServer::start().await;
    let browser = server.sign_in("counter").await;
    let mut tx = server.store.begin().await.unwrap();
    let mut staff = tx.staff(staff_id("counter")).await.unwrap().unwrap();
    staff.disabled = true;
    tx.put_staff(&staff).await.unwrap();
    tx.commit().await.unwrap();
    browser.get("/session").await.refused(401, "unauthenticated");
}

#[tokio::test]
async fn behind_https_cookies_are_secure() {
    let config =
        EdgeConfig { secure: true, origins: vec!["https://lianjie.example".into()], ..EdgeConfig::default() };
    let server = TestServer::start_with(config).await;
    let mut visitor = server.visitor();
    visitor.origin = Some("https://lianjie.example".into());
    let answer = visitor.post("/session", credentials("counter", PASSWORD)).await;
    assert!(answer.headers["set-cookie"].to_str().unwrap().contains("; Secure"));
}
