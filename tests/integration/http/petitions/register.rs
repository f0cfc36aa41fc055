//! Filing and registering, and what is refused then.

use crate::{
    http::cases::{Filed, filing, moved, routed},
    kit::{server::TestServer, town::HOUSING},
};
use lianjie::{
    domain::{local_rules::LocalRules, petition::RepresentativeRule},
    edge::EdgeConfig,
};
use serde_json::json;
use uuid::Uuid;

#[tokio::test]
async fn what_a_citizen_files_is_on_the_bureaus_list_at_once() {
    let server = TestServer::start().await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    assert_eq!(filed.code.len(), 10);
    let counter = server.sign_in("counter").await;
    let list = counter.get("/petitions").await.expect(200);
    assert_eq!(list["rows"][0]["number"], filed.number);
    assert_eq!(list["rows"][0]["place_name"], "西湖街道");
    let page = counter.get(&filed.path("")).await.expect(200);
    assert_eq!(page["registered_by_name"], "七里河区信访局");
    assert_eq!(page["channel"], "web");
    assert_eq!(page["parties"][0]["id_number"], "**************1234");
    assert_eq!(page["next_due"]["kind"], "route");
}

#[tokio::test]
async fn who_registers_at_the_desk_names_the_channel() {
    let server = TestServer::start().await;
    let mut by_letter = filing();
    by_letter["channel"] = "letter".into();
    let counter = server.sign_in("counter").await;
    let head = server.sign_in("head").await;
    let registrars =
        [(server.visitor(), "web"), (server.sign_in("counter").await, "letter"), (head, "letter")];
    for (browser, channel) in registrars {
        let filed = Filed::by(&browser, by_letter.clone()).await;
        assert_eq!(counter.get(&filed.path("")).await.expect(200)["channel"], channel);
    }
}

#[tokio::test]
async fn what_is_sent_again_after_a_lost_answer_is_the_petition_it_was() {
    let server = TestServer::start().await;
    let mut keyed = filing();
    keyed["key"] = Uuid::from_u128(7).to_string().into();
    let (visitor, counter) = (server.visitor(), server.sign_in("counter").await);
    for browser in [&visitor, &counter] {
        let first = browser.post("/petitions", keyed.clone()).await.expect(201);
        let again = browser.post("/petitions", keyed.clone()).await.expect(200);
        assert_eq!(first, again);
        let door = json!({ "number": again["number"], "code": again["query_code"] });
        server.visitor().post("/query", door).await.expect(200);
        let mut other = keyed.clone();
        other["title"] = "另外一件事情的标题".into();
        let refused = browser.post("/petitions", other).await.refused(409, "filed_otherwise");
        for name in ["number", "query_code"] {
            assert_eq!(refused[name], first[name], "{name}");
        }
    }
    let rows = counter.get("/petitions").await.expect(200)["rows"].as_array().unwrap().len();
    assert_eq!(rows, 2, "a key is its caller's own");
}

#[tokio::test]
async fn two_at_once_under_one_key_are_one_petition() {
    let server = TestServer::start().await;
    let mut keyed = filing();
    keyed["key"] = Uuid::from_u128(7).to_string().into();
    let (one, other) = (server.visitor(), server.visitor());
    let (one, other) =
        tokio::join!(one.post("/petitions", keyed.clone()), other.post("/petitions", keyed.clone()));
    assert_eq!(one.status.as_u16() + other.status.as_u16(), 401, "one is new and one is known");
    assert_eq!(one.body, other.body);
}

#[tokio::test]
async fn a_code_that_was_replaced_is_not_told_by_the_key() {
    let server = TestServer::start().await;
    let mut keyed = filing();
    keyed["key"] = Uuid::from_u128(7).to_string().into();
    let filed = Filed::by(&server.visitor(), keyed.clone()).await;
    server.sign_in("counter").await.post(&filed.path("/query-code"), json!({})).await.expect(200);
    let again = server.visitor().post("/petitions", keyed).await.expect(200);
    assert_eq!((&again["number"], &again["query_code"]), (&json!(filed.number), &json!(null)));
}

#[tokio::test]
async fn a_village_hall_files_one_after_another() {
    let server = TestServer::start().await;
    let visitor = server.visitor();
    for n in 0..66 {
        let mut own = filing();
        own["petitioner"]["phone"] = format!("138{n:08}").into();
        own["representatives"][0]["phone"] = format!("137{n:08}").into();
        Filed::by(&visitor, own).await;
    }
}

/// Whoever is told of each by message is not rung up all day by other people's hands.
#[tokio::test]
async fn one_phone_is_filed_for_a_few_times_and_then_waits() {
    let server = TestServer::start().await;
    let visitor = server.visitor();
    for _ in 0..5 {
        Filed::by(&visitor, filing()).await;
    }
    let mut written = filing();
    for phone in ["13900000001", "139 0000 0001", "(139)-00000001", "+86 13900000001", "0086 139 0000 0001"] {
        written["petitioner"]["phone"] = phone.into();
        visitor.post("/petitions", written.clone()).await.refused(429, "too_many");
    }
}

#[tokio::test]
async fn who_speaks_for_others_is_not_rung_all_day_either() {
    let server = TestServer::start().await;
    let visitor = server.visitor();
    let by = |n: u32, speaker: &str| {
        let mut own = filing();
        own["petitioner"]["phone"] = format!("138{n:08}").into();
        own["representatives"][0]["phone"] = speaker.into();
        own
    };
    for n in 0..20 {
        Filed::by(&visitor, by(n, "13900000002")).await;
    }
    visitor.post("/petitions", by(20, "+86 139 0000 0002")).await.refused(429, "too_many");
    Filed::by(&visitor, by(20, "13900000003")).await;
}

#[tokio::test]
async fn what_is_filed_wrongly_is_told_by_field() {
    let server = TestServer::start().await;
    let visitor = server.visitor();
    for (field, value) in [
        ("title", json!("短")),
        ("text", json!("短")),
        ("place", json!("999999")),
        ("place", json!("nowhere")),
        ("persons_concerned", json!(0)),
        ("accused", json!(HOUSING.0)),
    ] {
        let mut wrong = filing();
        wrong[field] = value;
        let refused = visitor.post("/petitions", wrong).await.refused(422, "unprocessable");
        assert_eq!(refused["field"], field);
    }
}

#[tokio::test]
async fn more_representatives_than_allowed_are_refused() {
    let server = TestServer::start().await;
    let mut crowd = filing();
    crowd["representatives"] = vec![json!({ "name": "代表人" }); 6].into();
    let refused = server.visitor().post("/petitions", crowd).await.refused(422, "too_many_representatives");
    assert_eq!((&refused["field"], &refused["allowed"]), (&json!("representatives"), &json!(5)));
}

/// Rules of a province are configured, not built in.
#[tokio::test]
async fn a_province_may_let_fewer_speak() {
    let own = RepresentativeRule {
        division: "62".into(),
        few: 10,
        allowed_for_few: 1,
        allowed: 2,
        source: "地方条例".into(),
    };
    let local_rules = LocalRules { representatives: vec![own], ..LocalRules::default() };
    let server = TestServer::start_with(EdgeConfig { local_rules, ..EdgeConfig::default() }).await;
    let mut crowd = filing();
    for (persons, elected, allowed) in [(66, 3, 2), (10, 2, 1)] {
        crowd["persons_concerned"] = persons.into();
        crowd["representatives"] = vec![json!({ "name": "代表人" }); elected].into();
        let refused =
            server.visitor().post("/petitions", crowd.clone()).await.refused(422, "too_many_representatives");
        assert_eq!(refused["allowed"], allowed);
    }
}

/// 领导信箱: the one channel a visitor may name; it is registered like all others.
#[tokio::test]
async fn a_letter_to_a_leader_is_registered_by_the_bureau_and_its_share_of_days_is_shown() {
    let server = TestServer::start().await;
    let (visitor, head) = (server.visitor(), server.sign_in("head").await);
    for (told, kept) in [("leader_mailbox", "leader_mailbox"), ("visit", "web")] {
        let mut letter = filing();
        letter["channel"] = told.into();
        let filed = Filed::by(&visitor, letter).await;
        let page = head.get(&filed.path("")).await.expect(200);
        assert_eq!(page["channel"], kept);
        let (due, share) = (&page["next_due"]["due"], &page["next_due"]["share_due"]);
        assert!(share.as_i64().unwrap() < due.as_i64().unwrap(), "four days of fifteen: {share} {due}");
        let listed = head.get("/petitions").await.expect(200);
        let row =
            listed["rows"].as_array().unwrap().iter().find(|row| row["number"] == filed.number).unwrap();
        assert_eq!(&row["next_due"]["share_due"], share, "on the work list too");
        moved(&head, &filed.id, json!({ "kind": "start_screening" })).await;
        let page = moved(&head, &filed.id, routed()).await;
        assert_eq!(page["next_due"]["share_due"], json!(null), "routed: its share is over");
    }
}
