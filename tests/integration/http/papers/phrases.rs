//! Phrases and templates of the minutes.

use super::held::*;
use crate::{
    http::cases::MINUTE,
    kit::server::{Browser, TestServer},
};
use lianjie::domain::{
    event::{Actor, Change, EventKind},
    hearing::{HearingKind, Stage},
    ids::EventId,
};
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

#[tokio::test]
async fn phrases_are_read_by_clerks_and_written_by_the_head() {
    let server = TestServer::start().await;
    let (head, clerk) = (server.sign_in("head").await, server.sign_in("clerk").await);
    let of = |all: &Value, kind: &str| {
        all.as_array().unwrap().iter().find(|one| one["kind"] == kind).unwrap().clone()
    };
    let unread = clerk.get("/minutes-phrases").await.expect(200);
    let all = &unread;
    assert_eq!(all.as_array().unwrap().len(), HearingKind::ALL.len());
    assert_eq!(of(all, "mediation")["own"], false);
    assert!(of(all, "mediation")["phrases"].to_string().contains("各方自愿达成如下协议"));

    let put = async |browser: &Browser, kind: &str, phrases: Value| {
        let path = format!("/minutes-phrases/{kind}");
        let all = browser.get("/minutes-phrases").await.expect(200);
        browser.replace(Method::PUT, &path, &of(&all, kind)["tag"], json!({ "phrases": phrases })).await
    };
    put(&clerk, "mediation", json!(["休会。"])).await.refused(422, "not_yours");
    let long = "长".repeat(301);
    for phrases in [json!([long]), json!(vec!["句"; 61])] {
        assert_eq!(put(&head, "mediation", phrases).await.refused(422, "unprocessable")["field"], "phrases");
    }
    put(&head, "mediation", json!([" 休会。 ", "", "双方同意调解。"])).await.expect(200);
    let all = clerk.get("/minutes-phrases").await.expect(200);
    assert_eq!(of(&all, "mediation")["phrases"], json!(["休会。", "双方同意调解。"]));
    assert_eq!(of(&all, "formal_hearing")["own"], false);
    let late = json!({ "phrases": ["散会。"] });
    let read = &of(&unread, "mediation")["tag"];
    head.replace(Method::PUT, "/minutes-phrases/mediation", read, late).await.refused(412, "outdated");
    let back = put(&head, "mediation", json!([])).await.expect(200);
    assert_eq!(back["own"], false, "none of one's own: those that are shipped");
    let neighbour = server.sign_in("neighbour").await.get("/minutes-phrases").await.expect(200);
    assert_eq!(of(&neighbour, "mediation")["own"], false);
}

#[tokio::test]
async fn a_template_is_written_in_versions_and_a_hearing_keeps_to_the_one_its_check_in_opened_with() {
    let (server, scheduled, head) = scene().await;
    let kind = head.get(&scheduled.path("")).await.expect(200)["kind"].as_str().unwrap().to_owned();
    let of = async |browser: &Browser| {
        let all = browser.get("/minutes-templates").await.expect(200);
        all.as_array().unwrap().iter().find(|one| one["kind"] == kind.as_str()).unwrap().clone()
    };
    let put = async |browser: &Browser, tag: &Value, line: &str| {
        let phases = json!([{ "phase": "opening", "lines": [line, ""] }]);
        let path = format!("/minutes-templates/{kind}");
        browser.replace(Method::PUT, &path, tag, json!({ "phases": phases })).await
    };
    let shipped = of(&head).await;
    assert_eq!(shipped["version"], json!(null));
    assert!(shipped["phases"][0]["lines"].to_string().contains("【待补】"));
    let clerk = server.sign_in("clerk").await;
    put(&clerk, &of(&clerk).await["tag"], "开场：【待补】").await.refused(422, "not_yours");
    let long = "长".repeat(301);
    assert_eq!(put(&head, &shipped["tag"], &long).await.refused(422, "unprocessable")["field"], "phases");
    let first = put(&head, &shipped["tag"], " 第一版：【待补】 ").await.expect(200);
    assert_eq!((&first["version"], &first["phases"][0]["lines"]), (&json!(1), &json!(["第一版：【待补】"])));
    put(&head, &shipped["tag"], "晚到").await.refused(412, "outdated");

    // Check-in opens; what is saved afterwards is for later hearings.
    server.advance(MINUTE);
    let mut tx = server.store.begin().await.unwrap();
    let mut held = hearing(tx.as_mut(), &scheduled).await;
    held.stage = Stage::CheckIn { since: server.now() };
    let petition = tx.petition(held.petition).await.unwrap().unwrap();
    let opened = Change::new(EventKind::HearingStage).with("from", "scheduled").with("to", "check_in");
    let event =
        opened.hearing_event(EventId(Uuid::from_u128(77)), server.now(), Actor::System, &petition, held.id);
    tx.save_hearing(&held).await.unwrap();
    tx.append(&event).await.unwrap();
    tx.commit().await.unwrap();
    server.advance(MINUTE);
    put(&head, &first["tag"], "第二版：【待补】").await.expect(200);
    let keeps = head.get(&scheduled.path("/minutes-template")).await.expect(200);
    assert_eq!(
        (&keeps["version"], &keeps["phases"][0]["lines"][0]["line"]),
        (&json!(1), &json!("第一版：【待补】"))
    );
    assert_eq!(keeps["phases"][0]["phase"], "opening");
    let again = head.get(&scheduled.path("/minutes-template")).await.expect(200);
    assert_eq!(keeps["phases"][0]["lines"][0]["entry"], again["phases"][0]["lines"][0]["entry"]);
    let second = of(&head).await;
    assert_eq!(second["version"], json!(2));
    let none = json!({ "phases": [] });
    let back = head.replace(Method::PUT, &format!("/minutes-templates/{kind}"), &second["tag"], none).await;
    assert_eq!(back.expect(200)["version"], json!(null), "none of one's own: the shipped one");
}
