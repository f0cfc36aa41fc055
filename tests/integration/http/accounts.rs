//! Accounts are made by one hand and given posts by another.

use super::cases::{HOUR, MINUTE, Scheduled};
use crate::{
    kit::{
        server::{Answer, TestServer, credentials},
        town::{DISTRICT, PASSWORD, staff_id},
    },
    ws::page::Page,
};
use lianjie::{domain::people::Staff, edge::session::token_hash, storage::StaffSession};
use reqwest::Method;
use serde_json::{Value, json};
use signaling::wire::{ByeReason, ClientMessage, ServerMessage};
use std::time::Duration;

#[tokio::test]
async fn an_account_is_made_by_one_hand_and_given_posts_by_another() {
    let server = TestServer::start().await;
    let (admin, security) = (server.sign_in("admin").await, server.sign_in("security").await);
    let new = json!({ "username": "Xinren", "name": "新某", "agency": DISTRICT.0 });
    let made = admin.post("/admin/staff", new.clone()).await.expect(201);
    admin.post("/admin/staff", new).await.refused(409, "conflict");
    assert_eq!(made["staff"]["roles"], json!([]));
    let visitor = server.visitor();
    let set =
        |code: &Value, password: &str| json!({ "username": "xinren", "code": code, "password": password });
    let password = "yellow river raft 1908";
    visitor.post("/session/password", set(&json!("WRONG"), password)).await.refused(422, "bad_code");
    visitor.post("/session/password", set(&made["code"], "12345")).await.refused(422, "weak_password");
    visitor.post("/session/password", set(&made["code"], password)).await.expect(204);
    visitor.post("/session/password", set(&made["code"], password)).await.refused(422, "bad_code");
    visitor.post("/session", credentials("xinren", password)).await.expect(200);

    let id = made["staff"]["id"].as_str().unwrap();
    let roles = format!("/admin/staff/{id}/roles");
    let give = |roles: Value| json!({ "roles": roles });
    let granted = |body| security.replace(Method::POST, &roles, &made["staff"]["tag"], body);
    granted(give(json!(["clerk", "auditor"]))).await.refused(422, "roles_separated");
    granted(give(json!(["clerk", "counter_clerk"]))).await.expect(200);
    granted(give(json!(["clerk"]))).await.refused(412, "outdated");
    let own = format!("/admin/staff/{}/roles", staff_id("security").0);
    let all = security.get("/admin/staff").await.expect(200);
    let myself = all["rows"].as_array().unwrap().iter().find(|one| one["username"] == "security").unwrap();
    let own = security.replace(Method::POST, &own, &myself["tag"], give(json!(["clerk"]))).await;
    own.refused(422, "own_roles");
    assert_eq!(visitor.get("/session").await.expect(200)["desk"]["register"], true);

    let reset = admin.post(&format!("/admin/staff/{id}/reset"), json!({})).await.expect(200);
    visitor.get("/session").await.refused(401, "unauthenticated");
    visitor.post("/session", credentials("xinren", password)).await.refused(401, "bad_credentials");
    server.advance(25 * 3_600_000);
    let over = set(&reset["code"], "yellow river raft 1909");
    visitor.post("/session/password", over).await.refused(422, "bad_code");

    let admin = server.sign_in("admin").await;
    admin.post(&format!("/admin/staff/{id}/disable"), json!({})).await.expect(200);
    let own = format!("/admin/staff/{}/disable", staff_id("admin").0);
    admin.post(&own, json!({})).await.refused(422, "not_yours");
    for deed in ["reset", "disable"] {
        let auditor = format!("/admin/staff/{}/{deed}", staff_id("auditor").0);
        admin.post(&auditor, json!({})).await.refused(422, "separated_account");
    }
    let listed = admin.get("/admin/staff").await.expect(200);
    let found = listed["rows"].as_array().unwrap().iter().find(|person| person["id"] == *id).unwrap();
    assert_eq!(found["disabled"], true);
    admin.post(&format!("/admin/staff/{id}/enable"), json!({})).await.expect(200);
    let outside = format!("/admin/staff/{}/disable", staff_id("city").0);
    admin.post(&outside, json!({})).await.refused(404, "not_found");
}

#[tokio::test]
async fn a_shut_or_reset_account_leaves_the_room_it_sits_in_at_once() {
    let server = TestServer::start().await;
    let scheduled = Scheduled::on(&server, &server.sign_in("head").await).await;
    server.advance(HOUR - 15 * MINUTE);
    let admin = server.sign_in("admin").await;
    let host = server.url.strip_prefix("http://").unwrap();
    let sits = async |username: &str| {
        let browser = server.sign_in(username).await;
        let ticket = browser.post("/tickets", json!({ "hearing": scheduled.hearing })).await.expect(200);
        let page = Page::dial(host, Some(&server.url)).await.unwrap();
        page.seated(ticket["ticket"].as_str().unwrap()).await
    };
    let (head, clerk, mut handler) = (sits("head").await, sits("clerk").await, sits("handler").await);
    for (username, deed, page) in [("head", "reset", head), ("clerk", "disable", clerk)] {
        let path = format!("/admin/staff/{}/{deed}", staff_id(username).0);
        admin.post(&path, json!({})).await.expect(200);
        assert_eq!(page.end().await.said, Some(ByeReason::SessionEnded), "{deed}");
    }
    let answer = handler.ask(ClientMessage::RaiseHand { up: true }).await;
    assert!(matches!(answer, ServerMessage::Done { .. } | ServerMessage::Refused { .. }), "goes on sitting");
}

/// As `lianjie user passwd`, `user disable`, another node and another window do it: nothing but the store says so.
#[tokio::test]
async fn whose_sign_in_ends_elsewhere_leaves_the_room_within_seconds() {
    let server = TestServer::start().await;
    let scheduled = Scheduled::on(&server, &server.sign_in("head").await).await;
    server.advance(HOUR - 15 * MINUTE);
    for (username, how) in [("clerk", "passwd"), ("handler", "disable"), ("head", "sign out")] {
        let browser = server.sign_in(username).await;
        let ticket = browser.post("/tickets", json!({ "hearing": scheduled.hearing })).await.expect(200);
        let page = Page::dial(server.url.strip_prefix("http://").unwrap(), Some(&server.url)).await.unwrap();
        let mut page = page.seated(ticket["ticket"].as_str().unwrap()).await;
        let mut tx = server.store.begin().await.unwrap();
        match how {
            "disable" => {
                let person = tx.staff(staff_id(username)).await.unwrap().unwrap();
                tx.put_staff(&Staff { disabled: true, ..person }).await.unwrap();
            }
            "passwd" => tx.end_staff_sessions_of(staff_id(username)).await.unwrap(),
            _ => {}
        }
        tx.commit().await.unwrap();
        if how == "sign out" {
            browser.delete("/session").await.expect(204);
        }
        server.advance(2000);
        page.say(ClientMessage::RaiseHand { up: true }).await;
        let ended = tokio::time::timeout(Duration::from_secs(20), page.end()).await.expect("it ends");
        assert_eq!(ended.said, Some(ByeReason::SessionEnded), "{how}");
    }
}

/// The sign-in that was answered so comes to its end in a minute, not in twelve hours. Gives its hash.
pub async fn for_a_minute(server: &TestServer, signed_in: &Answer) -> [u8; 32] {
    let cookie = signed_in.headers["set-cookie"].to_str().unwrap();
    let hash = token_hash(cookie.split(';').next().unwrap().split_once('=').unwrap().1);
    let mut tx = server.store.begin().await.unwrap();
    let session = tx.staff_session(&hash).await.unwrap().unwrap();
    tx.end_staff_session(&hash).await.unwrap();
    let short = StaffSession { expires_at: server.now().plus_millis(MINUTE), ..session };
    tx.add_staff_session(&hash, &short).await.unwrap();
    tx.commit().await.unwrap();
    hash
}

/// Twelve hours after a sign-in nobody is thrown out of a hearing that goes on: the page offers to sign in again.
#[tokio::test]
async fn a_sign_in_that_came_to_its_end_by_itself_leaves_its_room_alone() {
    let server = TestServer::start().await;
    let scheduled = Scheduled::on(&server, &server.sign_in("head").await).await;
    server.advance(HOUR - 15 * MINUTE);
    let browser = server.visitor();
    let hash = for_a_minute(&server, &browser.post("/session", credentials("clerk", PASSWORD)).await).await;
    let ticket = browser.post("/tickets", json!({ "hearing": scheduled.hearing })).await.expect(200);
    let page = Page::dial(server.url.strip_prefix("http://").unwrap(), Some(&server.url)).await.unwrap();
    let mut page = page.seated(ticket["ticket"].as_str().unwrap()).await;
    server.advance(2 * MINUTE);
    server.sign_in("head").await; // sweeps what is over
    assert_eq!(server.store.read().await.unwrap().staff_session(&hash).await.unwrap(), None);
    for _ in 0..3 {
        page.ask(ClientMessage::RaiseHand { up: true }).await;
        server.advance(2000);
    }
}

#[tokio::test]
async fn who_renews_a_sign_in_in_the_room_is_held_by_the_new_one() {
    let server = TestServer::start().await;
    let scheduled = Scheduled::on(&server, &server.sign_in("head").await).await;
    server.advance(HOUR - 15 * MINUTE);
    let browser = server.visitor();
    for_a_minute(&server, &browser.post("/session", credentials("clerk", PASSWORD)).await).await;
    let asked = json!({ "hearing": scheduled.hearing });
    let ticket = browser.post("/tickets", asked.clone()).await.expect(200);
    let page = Page::dial(server.url.strip_prefix("http://").unwrap(), Some(&server.url)).await.unwrap();
    let mut page = page.seated(ticket["ticket"].as_str().unwrap()).await;
    server.advance(2 * MINUTE);
    browser.post("/session", credentials("clerk", PASSWORD)).await.expect(200);
    browser.post("/tickets", asked).await.expect(200);
    let new = json!({ "old": PASSWORD, "new": "yellow river raft 1909" });
    browser.send(browser.request(Method::PUT, "/session/password").json(&new)).await.expect(204);
    for _ in 0..3 {
        page.ask(ClientMessage::RaiseHand { up: true }).await; // nobody throws themselves out
        server.advance(2000);
    }
    browser.delete("/session").await.expect(204);
    server.advance(2000);
    page.say(ClientMessage::RaiseHand { up: true }).await;
    let ended = tokio::time::timeout(Duration::from_secs(20), page.end()).await.expect("it ends");
    assert_eq!(ended.said, Some(ByeReason::SessionEnded));
}

#[tokio::test]
async fn a_list_of_accounts_is_taken_whole_or_not_at_all_and_posts_are_given_by_another_hand() {
    let server = TestServer::start().await;
    let (admin, security) = (server.sign_in("admin").await, server.sign_in("security").await);
    let bring = async |dry_run: bool, list: &str| {
        let path = format!("/admin/staff/import?dry_run={dry_run}");
        let request =
            admin.request(Method::POST, &path).header("content-type", "text/csv").body(list.to_owned());
        admin.send(request).await.expect(200)
    };
    let good = "姓名,用户名,区划,单位,岗位\n新某,xinren,620103,七里河区信访局,screener counter_clerk\n二某,ermou,620103,七里河区住建局,handler\n";
    let bad = format!(
        "{good}三某,head,620103,七里河区信访局\n四某,simou,6201,兰州市信访局\n五某,wumou,620103,七里河区信访局,auditor clerk\n"
    );
    let refused = bring(false, &bad).await;
    let lines: Vec<_> =
        refused["faults"].as_array().unwrap().iter().map(|fault| fault["line"].clone()).collect();
    assert_eq!((lines, &refused["made"]), (vec![json!(4), json!(5), json!(6)], &json!([])));
    assert_eq!(bring(true, good).await["made"], json!([]));
    assert_eq!(admin.get("/admin/staff?search=xinren").await.expect(200)["rows"], json!([]), "nothing half");
    let made = bring(false, good).await["made"].clone();
    assert_eq!(
        (made[0]["staff"]["roles"].clone(), made[0]["staff"]["wished"].as_array().unwrap().len()),
        (json!([]), 2)
    );
    assert_eq!(bring(false, good).await["faults"].as_array().unwrap().len(), 2, "the names are taken now");
    let deeds = server.sign_in("auditor").await.get("/admin/log").await.expect(200).to_string();
    assert!(deeds.contains("xinren (七里河区信访局)") && deeds.contains("ermou (七里河区住建局)"), "{deeds}");
    let visitor = server.visitor();
    let set = json!({ "username": "ermou", "code": made[1]["code"], "password": "yellow river raft 1908" });
    visitor.post("/session/password", set).await.expect(204);

    let found = security.get("/admin/staff?search=%E4%BD%8F%E5%BB%BA&limit=1").await.expect(200);
    assert_eq!(
        (&found["rows"][0]["username"], &found["rows"][0]["wished"]),
        (&json!("ermou"), &json!(["handler"]))
    );
    assert!(found["next"].is_string(), "the handler and the director are behind");
    let ids = json!({ "staff": [made[0]["staff"]["id"], made[1]["staff"]["id"]] });
    admin.post("/admin/staff/grant-wished", ids.clone()).await.refused(404, "not_found");
    let granted = security.post("/admin/staff/grant-wished", ids.clone()).await.expect(200);
    assert_eq!(granted[1]["roles"], json!(["handler"]));
    assert_eq!(security.post("/admin/staff/grant-wished", ids).await.expect(200), json!([]), "once");
    let mine = server.sign_in("head").await.get(&format!("/staff?agency={}", DISTRICT.0)).await.expect(200);
    assert!(mine["rows"].as_array().unwrap().iter().all(|one| one["agency"] == json!(DISTRICT.0)));
}
