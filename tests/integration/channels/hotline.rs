use super::{Program, order, server};
use crate::{
    http::cases::{archivist, moved, withdrawn},
    kit::{server::TestServer, town::DISTRICT},
};
use futures_util::{StreamExt, stream};
use serde_json::json;
use std::collections::BTreeSet;

#[tokio::test]
async fn a_work_order_becomes_a_petition_of_the_place() {
    let server = TestServer::start().await;
    let program = Program::hotline(&server).await;
    let receipt = program.order(&server, "n1", &order("HL-1")).await.expect(201);
    assert_eq!((&receipt["state"], &receipt["external_number"]), (&json!("registered"), &json!("HL-1")));
    assert_eq!(receipt["query_code"].as_str().unwrap().len(), 10);
    let path = format!("/petitions/{}", receipt["petition"].as_str().unwrap());
    let page = server.sign_in("head").await.get(&path).await.expect(200);
    assert_eq!((&page["channel"], &page["number"]), (&json!("hotline_12345"), &receipt["number"]));
    assert_eq!(page["parties"][0]["name"], "马秀英");
    assert_eq!((&page["channel_number"], &page["origin"]), (&json!("HL-1"), &json!(null)));
    let state = program.get("/channels/hotline/orders/HL-1").await.expect(200);
    assert_eq!((&state["number"], &state["query_code"]), (&receipt["number"], &json!(null)));
}

/// Whoever calls has their work order's number at hand.
#[tokio::test]
async fn a_work_order_is_found_by_its_own_number() {
    let server = TestServer::start().await;
    let program = Program::hotline(&server).await;
    let receipt = program.order(&server, "n1", &order("HL-20261127-7")).await.expect(201);
    let head = server.sign_in("head").await;
    for (words, found) in [("HL-20261127-7", true), ("hl-20261127", true), ("HL-20261127-8", false)] {
        let list = head.post("/petitions/search", json!({ "search": words })).await.expect(200);
        let numbers: Vec<_> = list["rows"].as_array().unwrap().iter().map(|row| &row["number"]).collect();
        assert_eq!(numbers == [&receipt["number"]], found, "{words}: {numbers:?}");
    }
}

/// Its archive is the house's own: outside it is known by how it ended.
#[tokio::test]
async fn an_order_that_was_filed_away_is_told_by_how_it_ended() {
    let server = TestServer::start().await;
    let program = Program::hotline(&server).await;
    let receipt = program.order(&server, "n1", &order("HL-1")).await.expect(201);
    let petition = receipt["petition"].as_str().unwrap();
    let head = server.sign_in("head").await;
    withdrawn(&head, petition).await;
    moved(&archivist(&server).await, petition, json!({ "kind": "archive", "retention": "ten_years" })).await;
    let state = program.get("/channels/hotline/orders/HL-1").await.expect(200);
    assert_eq!(state["petition_state"], "withdrawn");
}

/// A new program would be a stranger to all that the old one brought.
#[tokio::test]
async fn a_program_with_new_credentials_knows_what_it_brought_with_the_old_ones() {
    let server = TestServer::start().await;
    let mut program = Program::hotline(&server).await;
    let receipt = program.order(&server, "n1", &order("HL-1")).await.expect(201);
    let admin = server.sign_in("admin").await;
    let path = format!("/clients/{}/credentials", program.id);
    admin.post(&path, json!({})).await.refused(422, "unprocessable");
    server.sign_in("head").await.post(&path, json!({ "token": true })).await.refused(404, "not_found");
    let made = admin.post(&path, json!({ "token": true, "signing_secret": true })).await.expect(200);
    let text = |name: &str| made[name].as_str().unwrap().to_owned();
    program.order(&server, "n2", &order("HL-1")).await.refused(401, "bad_signature");
    program.get("/webhooks").await.refused(401, "unauthenticated");
    (program.token, program.secret) = (text("token"), text("signing_secret"));
    let known = program.order(&server, "n3", &order("HL-1")).await.expect(200);
    assert_eq!(known["petition"], receipt["petition"]);
    let shown = program.get("/channels/hotline/orders/HL-1").await.expect(200);
    assert_eq!(shown["number"], receipt["number"]);

    let only = admin.post(&path, json!({ "token": true })).await.expect(200);
    assert_eq!(only["signing_secret"], json!(null));
    program.order(&server, "n4", &order("HL-1")).await.expect(200);
    let log = server.sign_in("auditor").await.get("/admin/log").await.expect(200)["rows"].clone();
    assert_eq!(log[0]["kind"], "client.credentials_renewed");
    assert_eq!(log[1]["about"], "市12345热线平台 · 七里河区信访局: token, signing secret");
    admin.delete(&format!("/clients/{}", program.id)).await.expect(200);
    admin.post(&path, json!({ "token": true })).await.refused(409, "stale");
}

/// A thousand senders with one order: one petition, one answer.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_storm_of_the_same_order_makes_one_petition() {
    let server = TestServer::start().await;
    let program = Program::hotline(&server).await;
    let (order, program, server) = (&order("HL-1"), &program, &server);
    let answers: Vec<_> = stream::iter(0..1000)
        .map(|n| async move { program.order(server, &format!("n{n}"), order).await })
        .buffer_unordered(64)
        .collect()
        .await;
    let made = answers.iter().filter(|answer| answer.status == 201).count();
    assert_eq!(made, 1);
    assert!(answers.iter().all(|answer| matches!(answer.status.as_u16(), 200 | 201)));
    let numbers: BTreeSet<_> = answers.iter().map(|answer| answer.body["number"].to_string()).collect();
    assert_eq!(numbers.len(), 1, "{numbers:?}");
    let list = server.sign_in("head").await.get("/petitions").await.expect(200);
    assert_eq!(list["rows"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_changed_order_under_the_same_number_is_refused_with_both() {
    let server = TestServer::start().await;
    let program = Program::hotline(&server).await;
    program.order(&server, "n1", &order("HL-1")).await.expect(201);
    let mut changed = order("HL-1");
    changed["item"]["title"] = "道路积水多年无人管".into();
    let refused = program.order(&server, "n2", &changed).await.refused(409, "item_changed");
    assert_eq!(refused["kept"]["title"], "小区物业不公开收支");
    assert_eq!(refused["sent"]["title"], "道路积水多年无人管");
    let other = Program::hotline(&server).await;
    other.order(&server, "n1", &changed).await.expect(201);
}

#[tokio::test]
async fn a_signature_holds_for_five_minutes_and_once() {
    let server = TestServer::start().await;
    let program = Program::hotline(&server).await;
    let (order, now) = (order("HL-1"), server.now().0);
    for (timestamp, secret) in
        [(now, "another"), (now - 301_000, program.secret.as_str()), (now + 310_000, program.secret.as_str())]
    {
        program.order_at(timestamp, "n1", &order, secret).await.refused(401, "bad_signature");
    }
    program.order_at(now, "n1", &order, &program.secret).await.expect(201);
    program.order_at(now, "n1", &order, &program.secret).await.refused(409, "replayed");
    let admin = server.sign_in("admin").await;
    admin.delete(&format!("/clients/{}", program.id)).await.expect(200);
    program.order_at(now, "n2", &order, &program.secret).await.refused(401, "bad_signature");
}

#[tokio::test]
async fn an_order_needs_the_scope_and_a_number() {
    let server = server().await;
    let other = Program::made(&server, DISTRICT, &["webhooks"]).await;
    other.order(&server, "n1", &order("HL-1")).await.refused(403, "scope_missing");
    let program = Program::hotline(&server).await;
    for number in ["", "a b", &"9".repeat(65)] {
        let refused = program.order(&server, &format!("n{}", number.len()), &order(number)).await;
        assert_eq!(refused.refused(422, "unprocessable")["field"], "external_number");
    }
    program.get("/channels/hotline/orders/HL-1").await.refused(404, "not_found");
}
