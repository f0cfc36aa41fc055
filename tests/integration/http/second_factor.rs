//! Officials sign in by two steps.

use super::{
    accounts::for_a_minute,
    cases::{MINUTE, Scheduled},
};
use crate::{
    kit::{
        server::{Answer, Browser, TestServer, credentials},
        town::{PASSWORD, staff_id},
    },
    ws::page::Page,
};
use lianjie::{
    domain::{
        Timestamp,
        password_age::PasswordAge,
        second_factor::{FactorRule, SECRET_LEN, STEP_MS, SecondFactor, Secret},
    },
    edge::{EdgeConfig, authenticator::code_at},
};
use reqwest::Method;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use signaling::wire::{ByeReason, ClientMessage};
use std::time::Duration;
use tokio::time::sleep;

/// Of somebody's phone.
struct Authenticator(Secret);

impl Authenticator {
    /// As its text is typed in.
    fn typed(text: &Value) -> Self {
        let five = |letter: u8| if letter.is_ascii_digit() { letter - b'2' + 26 } else { letter - b'A' };
        let mut bytes = [0_u8; SECRET_LEN];
        for (nth, value) in text.as_str().unwrap().bytes().map(five).enumerate() {
            for bit in 0..5 {
                let at = 5 * nth + bit;
                bytes[at / 8] |= ((value >> (4 - bit)) & 1) << (7 - at % 8);
            }
        }
        Self(Secret::of(bytes))
    }

    fn code(&self, server: &TestServer) -> String {
        format!("{:06}", code_at(&self.0, server.now().0.div_euclid(STEP_MS)))
    }

    /// None of the three that are right now, but for three chances in a million.
    fn wrong(&self, server: &TestServer) -> String {
        let right = code_at(&self.0, server.now().0.div_euclid(STEP_MS));
        format!("{:06}", (right + 500_000) % 1_000_000)
    }
}

/// Sets an authenticator up, as the page of one's own does; a later half minute has begun when it is done.
async fn set_up(server: &TestServer, browser: &Browser) -> (Authenticator, Vec<String>) {
    let drawn = browser.post("/session/factor", json!({ "password": PASSWORD })).await.expect(200);
    let phone = Authenticator::typed(&drawn["secret"]);
    let code = json!({ "code": phone.code(server) });
    let confirmed = browser.post("/session/factor/confirm", code).await.expect(200);
    server.advance(STEP_MS);
    (phone, serde_json::from_value(confirmed["codes"].clone()).unwrap())
}

async fn password(browser: &Browser, username: &str) -> Value {
    browser.post("/session", credentials(username, PASSWORD)).await.expect(202)["step"].clone()
}

async fn give(browser: &Browser, step: &Value, code: &str) -> Answer {
    browser.post("/session/second", json!({ "step": step, "code": code })).await
}

async fn both_steps(server: &TestServer, username: &str, phone: &Authenticator) -> Browser {
    let browser = server.visitor();
    let step = password(&browser, username).await;
    give(&browser, &step, &phone.code(server)).await.expect(200);
    server.advance(STEP_MS);
    browser
}

#[tokio::test]
async fn a_right_password_opens_nothing_until_a_code_is_given() {
    let server = TestServer::start().await;
    let mine = server.sign_in("counter").await;
    let (phone, _) = set_up(&server, &mine).await;
    assert!(mine.get("/session/factor").await.expect(200)["set_up_at"].is_i64());
    let visitor = server.visitor();
    let answer = visitor.post("/session", credentials("counter", PASSWORD)).await;
    assert!(!answer.headers.contains_key("set-cookie"), "there is no session yet");
    let step = answer.expect(202);
    assert_eq!(step["set_up"], false);
    visitor.get("/session").await.refused(401, "unauthenticated");
    give(&visitor, &step["step"], &phone.wrong(&server)).await.refused(422, "wrong_factor_code");
    visitor.get("/session").await.refused(401, "unauthenticated");
    let code = phone.code(&server);
    let come = give(&visitor, &step["step"], &code).await.expect(200);
    assert_eq!((&come["me"]["username"], &come["recovery_codes"]), (&json!("counter"), &json!([])));
    visitor.get("/session").await.expect(200);
    give(&visitor, &step["step"], &code).await.refused(422, "step_over");

    // Whoever looked over a shoulder has the password and a code that was used.
    let thief = server.visitor();
    let step = password(&thief, "counter").await;
    give(&thief, &step, &code).await.refused(422, "factor_code_used");
    server.advance(5 * MINUTE);
    give(&thief, &step, &phone.code(&server)).await.refused(422, "step_over");
}

#[tokio::test]
async fn a_wrong_password_is_answered_alike_with_and_without_a_factor() {
    let server = TestServer::start().await;
    set_up(&server, &server.sign_in("counter").await).await;
    for username in ["counter", "head", "nobody"] {
        let answer = server.visitor().post("/session", credentials(username, "wrong")).await;
        answer.refused(401, "bad_credentials");
    }
}

#[tokio::test]
async fn a_factor_that_is_not_confirmed_asks_nobody() {
    let server = TestServer::start().await;
    let mine = server.sign_in("counter").await;
    mine.post("/session/factor", json!({ "password": "wrong" })).await.refused(422, "wrong_password");
    let drawn = mine.post("/session/factor", json!({ "password": PASSWORD })).await.expect(200);
    let phone = Authenticator::typed(&drawn["secret"]);
    let confirm = async |code: String| mine.post("/session/factor/confirm", json!({ "code": code })).await;
    confirm(phone.wrong(&server)).await.refused(422, "wrong_factor_code");
    server.sign_in("counter").await; // by the password alone
    server.advance(15 * MINUTE);
    confirm(phone.code(&server)).await.refused(422, "factor_over");
}

#[tokio::test]
async fn a_recovery_code_opens_the_account_once_and_the_auditor_reads_it() {
    let server = TestServer::start().await;
    let (_, codes) = set_up(&server, &server.sign_in("counter").await).await;
    assert_eq!(codes.len(), 10);
    let visitor = server.visitor();
    let step = password(&visitor, "counter").await;
    let typed = codes[0].to_lowercase();
    let typed = format!("{}-{}", &typed[..5], &typed[5..]);
    give(&visitor, &step, &typed).await.expect(200);
    assert_eq!(visitor.get("/session/factor").await.expect(200)["recovery_codes_left"], 9);
    let step = password(&visitor, "counter").await;
    give(&visitor, &step, &codes[0]).await.refused(422, "wrong_factor_code");
    let log = server.sign_in("auditor").await.get("/admin/log").await.expect(200)["rows"].clone();
    let text = |deed: &Value, field: &str| deed[field].as_str().unwrap().to_owned();
    let mut deeds: Vec<String> =
        log.as_array().unwrap().iter().map(|deed| text(deed, "kind") + " " + &text(deed, "about")).collect();
    deeds.sort();
    assert_eq!(
        deeds,
        ["staff.factor_set_up counter (127.0.0.1)", "staff.recovery_code_used counter (127.0.0.1)"]
    );
}

/// Who has the password could else guess codes between two right passwords.
#[tokio::test]
async fn a_right_password_without_a_code_pays_nothing_back() {
    let server = TestServer::start().await;
    let (phone, _) = set_up(&server, &server.sign_in("counter").await).await;
    let visitor = server.visitor();
    let mut step = Value::Null;
    for _ in 0..3 {
        step = password(&visitor, "counter").await;
    }
    visitor.post("/session", credentials("counter", PASSWORD)).await.refused(429, "locked");
    give(&visitor, &step, &phone.code(&server)).await.refused(429, "locked");
    server.advance(1000);
    give(&visitor, &step, &phone.code(&server)).await.expect(200);
    password(&visitor, "counter").await; // and that pays back
}

#[tokio::test]
async fn wrong_codes_from_many_addresses_lock_the_account_but_not_its_owners_browser() {
    let proxy = EdgeConfig { trusted_proxies: vec!["127.0.0.1".parse().unwrap()], ..EdgeConfig::default() };
    let server = TestServer::start_with(proxy).await;
    let (phone, _) = set_up(&server, &server.sign_in("counter").await).await;
    let known = both_steps(&server, "counter", &phone).await;
    let from = async |address: &str, code: String| {
        let browser = server.visitor();
        let ask = async |path: &str, body: Value| {
            let request = browser.request(Method::POST, path).header("x-forwarded-for", address);
            browser.send(request.json(&body)).await
        };
        let step = ask("/session", credentials("counter", PASSWORD)).await.expect(202)["step"].clone();
        ask("/session/second", json!({ "step": step, "code": code })).await
    };
    let key = hex::encode(&Sha256::digest("codes:counter")[..16]);
    let counted = async || {
        let mut records = server.store.read().await.unwrap();
        records.failures(&key, Timestamp(0)).await.unwrap().len()
    };
    from("192.0.2.1", phone.wrong(&server)).await.refused(422, "wrong_factor_code");
    assert_eq!(counted().await, 1);
    let mut tx = server.store.begin().await.unwrap();
    for _ in 0..14 {
        tx.add_failure(&key, server.now()).await.unwrap();
    }
    tx.commit().await.unwrap();
    from("192.0.2.99", phone.code(&server)).await.refused(429, "locked");
    let step = password(&known, "counter").await;
    give(&known, &step, &phone.code(&server)).await.expect(200);
    assert_eq!(counted().await, 0, "and that pays back");
}

#[tokio::test]
async fn where_a_factor_is_required_who_has_none_gets_as_far_as_setting_it_up() {
    let rule = EdgeConfig { second_factor: FactorRule::Required, ..EdgeConfig::default() };
    let server = TestServer::start_with(rule).await;
    let visitor = server.visitor();
    let step = visitor.post("/session", credentials("counter", PASSWORD)).await.expect(202);
    assert_eq!(step["set_up"], true);
    let step = &step["step"];
    visitor.get("/session").await.refused(401, "unauthenticated");
    give(&visitor, step, "123456").await.refused(422, "factor_over");
    visitor.post("/session/second/set-up", json!({ "step": "none" })).await.refused(422, "step_over");
    let drawn = visitor.post("/session/second/set-up", json!({ "step": step })).await.expect(200);
    let phone = Authenticator::typed(&drawn["secret"]);
    let come = give(&visitor, step, &phone.code(&server)).await.expect(200);
    assert_eq!(come["recovery_codes"].as_array().unwrap().len(), 10);
    let own = visitor.get("/session/factor").await.expect(200);
    assert_eq!((&own["rule"], &own["recovery_codes_left"]), (&json!("required"), &json!(10)));
    server.advance(STEP_MS);
    let proof = json!({ "password": PASSWORD, "code": phone.code(&server) });
    visitor.post("/session/factor/remove", proof).await.refused(422, "factor_required");
    let second = server.visitor();
    let step = password(&second, "counter").await;
    second.post("/session/second/set-up", json!({ "step": step })).await.refused(422, "step_over");
    give(&second, &step, &phone.code(&server)).await.expect(200);
}

#[tokio::test]
async fn a_password_over_its_age_is_replaced_together_with_the_code() {
    let (second_factor, password_age) = (FactorRule::Required, PasswordAge(90));
    let server =
        TestServer::start_with(EdgeConfig { second_factor, password_age, ..EdgeConfig::default() }).await;
    let visitor = server.visitor();
    let step = visitor.post("/session", credentials("counter", PASSWORD)).await.expect(202);
    assert_eq!(step["password_over"], true);
    let step = &step["step"];
    let drawn = visitor.post("/session/second/set-up", json!({ "step": step })).await.expect(200);
    let code = Authenticator::typed(&drawn["secret"]).code(&server);
    give(&visitor, step, &code).await.refused(422, "password_over");
    let with = |new: &str| json!({ "step": step, "code": code, "new_password": new });
    visitor.post("/session/second", with("12345")).await.refused(422, "weak_password");
    visitor.post("/session/second", with("yellow river raft 1908")).await.expect(200);
    server.visitor().post("/session", credentials("counter", PASSWORD)).await.refused(401, "bad_credentials");
}

#[tokio::test]
async fn where_factors_are_off_nobody_is_asked_and_none_is_set_up() {
    let rule = EdgeConfig { second_factor: FactorRule::Off, ..EdgeConfig::default() };
    let server = TestServer::start_with(rule).await;
    let from_before =
        SecondFactor { secret: Secret::of([7; SECRET_LEN]), set_up_at: server.now(), used_step: 0 };
    let mut tx = server.store.begin().await.unwrap();
    tx.set_second_factor(staff_id("counter"), &from_before, &[]).await.unwrap();
    tx.commit().await.unwrap();
    let mine = server.sign_in("counter").await;
    mine.post("/session/factor", json!({ "password": PASSWORD })).await.refused(422, "factor_off");
}

#[tokio::test]
async fn another_phone_takes_the_place_of_the_first_and_none_is_taken_away_without_a_code() {
    let server = TestServer::start().await;
    let mine = server.sign_in("counter").await;
    let (first, _) = set_up(&server, &mine).await;
    let alone = json!({ "password": PASSWORD });
    for path in ["/session/factor", "/session/factor/remove"] {
        mine.post(path, alone.clone()).await.refused(422, "wrong_factor_code");
    }
    let proof = |phone: &Authenticator| json!({ "password": PASSWORD, "code": phone.code(&server) });
    let drawn = mine.post("/session/factor", proof(&first)).await.expect(200);
    let second = Authenticator::typed(&drawn["secret"]);
    let code = json!({ "code": second.code(&server) });
    mine.post("/session/factor/confirm", code).await.expect(200);
    server.advance(STEP_MS);
    mine.post("/session/factor/remove", proof(&first)).await.refused(422, "wrong_factor_code");
    mine.post("/session/factor/remove", proof(&second)).await.expect(204);
    server.sign_in("counter").await;
    server.advance(STEP_MS);
    mine.post("/session/factor/remove", alone).await.refused(422, "no_factor");
}

#[tokio::test]
async fn an_administrator_takes_a_lost_factor_away_within_their_scope() {
    let server = TestServer::start().await;
    let (admin, mine) = (server.sign_in("admin").await, server.sign_in("counter").await);
    set_up(&server, &mine).await;
    let has = async || {
        let listed = admin.get("/admin/staff?search=counter").await.expect(200);
        listed["rows"][0]["has_factor"].clone()
    };
    assert_eq!(has().await, true);
    let remove = async |browser: &Browser, username: &str| {
        let path = format!("/admin/staff/{}/remove-factor", staff_id(username).0);
        browser.post(&path, json!({})).await
    };
    remove(&admin, "city").await.refused(404, "not_found");
    remove(&server.sign_in("security").await, "counter").await.refused(404, "not_found");
    remove(&admin, "auditor").await.refused(422, "separated_account");
    assert_eq!(remove(&admin, "counter").await.expect(200)["has_factor"], false);
    assert_eq!(has().await, false);
    mine.get("/session").await.refused(401, "unauthenticated");
    server.sign_in("counter").await;
    remove(&admin, "counter").await.refused(422, "no_factor");
    let log = server.sign_in("auditor").await.get("/admin/log").await.expect(200)["rows"].clone();
    let removed = log.as_array().unwrap().iter().find(|deed| deed["kind"] == "staff.factor_removed").unwrap();
    assert_eq!((&removed["about"], &removed["by_name"]), (&json!("counter"), &json!("admin 同志")));
}

#[tokio::test]
async fn who_sets_a_factor_up_or_changes_the_password_stays_and_their_other_sign_ins_leave_their_rooms() {
    let server = TestServer::start().await;
    let scheduled = Scheduled::on(&server, &server.sign_in("head").await).await;
    server.advance(45 * MINUTE);
    let sits = async |browser: &Browser| {
        let ticket = browser.post("/tickets", json!({ "hearing": scheduled.hearing })).await.expect(200);
        let page = Page::dial(server.url.strip_prefix("http://").unwrap(), Some(&server.url)).await.unwrap();
        page.seated(ticket["ticket"].as_str().unwrap()).await
    };
    let (here, elsewhere) = (server.sign_in("clerk").await, server.sign_in("clerk").await);
    let page = sits(&elsewhere).await;
    set_up(&server, &here).await;
    assert_eq!(page.end().await.said, Some(ByeReason::SessionEnded));
    elsewhere.get("/session").await.refused(401, "unauthenticated");
    let mut page = sits(&here).await;
    let body = json!({ "old": PASSWORD, "new": "yellow river raft 1909" });
    here.send(here.request(Method::PUT, "/session/password").json(&body)).await.expect(204);
    stays(&server, &mut page).await;
}

/// Sign-ins of before go on where a factor is asked for since; one that comes to its end in a hearing is renewed there.
#[tokio::test]
async fn who_sets_a_factor_up_where_their_sign_in_ran_out_in_a_hearing_stays_there() {
    let rule = EdgeConfig { second_factor: FactorRule::Required, ..EdgeConfig::default() };
    let server = TestServer::start_with(rule).await;
    let come = async |browser: &Browser, username: &str| {
        let step = password(browser, username).await;
        let drawn = browser.post("/session/second/set-up", json!({ "step": step })).await.expect(200);
        give(browser, &step, &Authenticator::typed(&drawn["secret"]).code(&server)).await
    };
    let head = server.visitor();
    come(&head, "head").await.expect(200);
    let scheduled = Scheduled::on(&server, &head).await;
    server.advance(45 * MINUTE);
    let clerk = server.visitor();
    for_a_minute(&server, &come(&clerk, "clerk").await).await;
    let mut tx = server.store.begin().await.unwrap();
    tx.remove_second_factor(staff_id("clerk")).await.unwrap();
    tx.commit().await.unwrap();
    let ticket = clerk.post("/tickets", json!({ "hearing": scheduled.hearing })).await.expect(200);
    let page = Page::dial(server.url.strip_prefix("http://").unwrap(), Some(&server.url)).await.unwrap();
    let mut page = page.seated(ticket["ticket"].as_str().unwrap()).await;
    server.advance(2 * MINUTE);
    clerk.get("/session").await.refused(401, "unauthenticated");
    let renewed = come(&clerk, "clerk").await.expect(200);
    assert_eq!(renewed["recovery_codes"].as_array().unwrap().len(), 10);
    stays(&server, &mut page).await;
}

/// Its sign-in is looked after more than once, beside what it asks: whoever is shut out by that answers nothing any more.
async fn stays(server: &TestServer, page: &mut Page) {
    for _ in 0..4 {
        server.advance(2000);
        page.ask(ClientMessage::RaiseHand { up: true }).await;
        sleep(Duration::from_millis(50)).await; // time to shut it out; that it stays is no event
    }
}
