use super::{Program, order};
use crate::kit::{server::TestServer, town::DISTRICT};
use lianjie::{
    domain::{
        channels::{Adapter, IntakeItem, IntakeState},
        ids::{ClientId, IntakeId},
        jurisdiction::Division,
    },
    overdue::escalate,
};
use serde_json::{Value, json};
use uuid::Uuid;

/// What waits after one order that is wrong in `field`.
async fn waiting(server: &TestServer, program: &Program, field: &str, value: Value) -> Value {
    let mut wrong = order("HL-1");
    wrong["item"][field] = value;
    let receipt = program.order(server, "n1", &wrong).await.expect(202);
    assert_eq!((&receipt["state"], &receipt["field"]), (&json!("waiting"), &json!(field)));
    assert_eq!(
        program.order(server, "n2", &wrong).await.expect(202)["id"],
        receipt["id"],
        "again is the same"
    );
    receipt
}

#[tokio::test]
async fn what_cannot_be_a_petition_waits_for_a_person_with_its_reason() {
    for (field, value) in [
        ("place", json!("999999")),
        ("place", json!("酒泉路")),
        ("title", json!("短")),
        ("content_class", json!("nonsense")),
        ("persons_concerned", json!(0)),
    ] {
        let server = TestServer::start().await;
        let program = Program::hotline(&server).await;
        waiting(&server, &program, field, value.clone()).await;
        let listed = server.sign_in("counter").await.get("/intake").await.expect(200);
        let rows = &listed["rows"];
        assert_eq!((&rows[0]["item"][field], rows[1].is_null()), (&value, true), "{listed}");
        let theirs = server.sign_in("neighbour").await.get("/intake").await.expect(200);
        assert_eq!(theirs["rows"], json!([]));
    }
}

/// One that lay for months began its fifteen days when somebody looked at it.
#[tokio::test]
async fn what_waits_counts_its_days_and_takes_them_along() {
    const DAY: i64 = 24 * 3_600_000;
    let server = TestServer::start().await;
    let program = Program::hotline(&server).await;
    let receipt = waiting(&server, &program, "place", json!("999999")).await;
    let counted = async || server.sign_in("counter").await.get("/intake/counts").await.expect(200);
    assert_eq!(counted().await, json!({ "waiting": 1, "soon": 0, "overdue": 0 }));
    let theirs = server.sign_in("neighbour").await.get("/intake/counts").await.expect(200);
    assert_eq!(theirs["waiting"], 0);
    server.advance(14 * DAY);
    assert_eq!(counted().await, json!({ "waiting": 1, "soon": 1, "overdue": 0 }));
    server.advance(16 * DAY);
    assert_eq!(counted().await, json!({ "waiting": 1, "soon": 0, "overdue": 1 }));
    let counter = server.sign_in("counter").await;
    let row = counter.get("/intake").await.expect(200)["rows"][0].clone();
    assert_eq!(row["overdue"], true);
    let path = format!("/intake/{}/register", receipt["id"].as_str().unwrap());
    let registered = counter.post(&path, order("HL-1")["item"].clone()).await.expect(201);
    let page =
        counter.get(&format!("/petitions/{}", registered["petition"].as_str().unwrap())).await.expect(200);
    assert_eq!((&page["next_due"]["kind"], &page["next_due"]["due"]), (&json!("route"), &row["due"]));
}

/// Art. 22, 43: it is no petition yet, and nobody would be reminded of its day.
#[tokio::test]
async fn what_waits_past_its_day_is_told_above_once() {
    const DAY: i64 = 24 * 3_600_000;
    let server = TestServer::start().await;
    let program = Program::hotline(&server).await;
    let receipt = waiting(&server, &program, "place", json!("999999")).await;
    let look = async || escalate(&server.store, &server.world()).await.unwrap();
    server.advance(14 * DAY);
    assert_eq!(look().await, 0);
    server.advance(16 * DAY);
    assert_eq!((look().await, look().await), (1, 0));
    let told = server.sign_in("city").await.get("/staff-notices").await.expect(200);
    let notice = &told["rows"][0];
    let bureau = server.sign_in("head").await.get("/session").await.expect(200)["agency"]["name"].clone();
    assert_eq!((&notice["topic"], &notice["agency_name"]), (&json!("item_late"), &bureau));
    assert_eq!((&notice["petition"], &notice["number"]), (&Value::Null, &Value::Null), "no word of it");
    assert!(notice["due"].is_number());
    let below = server.sign_in("head").await.get("/staff-notices").await.expect(200);
    assert_eq!(below["rows"], json!([]));
    let path = format!("/intake/{}/register", receipt["id"].as_str().unwrap());
    server.sign_in("counter").await.post(&path, order("HL-1")["item"].clone()).await.expect(201);
    let told = server.sign_in("city").await.get("/staff-notices").await.expect(200);
    assert!(!told.to_string().contains("item_late"), "it waits no more: {told}");
}

#[tokio::test]
async fn what_waits_comes_page_by_page() {
    let server = TestServer::start().await;
    let program = Program::hotline(&server).await;
    for n in 1..=3 {
        let mut order = order(&format!("HL-{n}"));
        order["item"]["place"] = "999999".into();
        program.order(&server, &format!("n{n}"), &order).await.expect(202);
    }
    let counter = server.sign_in("counter").await;
    let (mut seen, mut next) = (Vec::new(), String::new());
    loop {
        let page = counter.get(&format!("/intake?limit=2{next}")).await.expect(200);
        let numbers = page["rows"].as_array().unwrap().iter();
        seen.push(numbers.map(|row| row["receipt"]["external_number"].clone()).collect::<Vec<_>>());
        let Some(after) = page["next"].as_str() else { break };
        next = format!("&after={after}");
    }
    assert_eq!(json!(seen), json!([["HL-1", "HL-2"], ["HL-3"]]));
}

#[tokio::test]
async fn a_person_corrects_and_registers_what_waited_once() {
    let server = TestServer::start().await;
    let program = Program::hotline(&server).await;
    let receipt = waiting(&server, &program, "place", json!("999999")).await;
    let path = format!("/intake/{}/register", receipt["id"].as_str().unwrap());
    let counter = server.sign_in("counter").await;
    let mut corrected = order("HL-1")["item"].clone();
    corrected["title"] = "短".into();
    assert_eq!(counter.post(&path, corrected).await.refused(422, "unprocessable")["field"], "title");
    let registered = counter.post(&path, order("HL-1")["item"].clone()).await.expect(201);
    let page = counter.get(&format!("/petitions/{}", registered["petition"].as_str().unwrap())).await;
    assert_eq!(page.expect(200)["channel"], "hotline_12345");
    counter.post(&path, order("HL-1")["item"].clone()).await.refused(409, "stale");
    assert_eq!(counter.get("/intake").await.expect(200)["rows"], json!([]));
    let state = program.get("/channels/hotline/orders/HL-1").await.expect(200);
    assert_eq!(state["number"], registered["number"]);
}

#[tokio::test]
async fn what_is_discarded_keeps_its_reason() {
    let server = TestServer::start().await;
    let program = Program::hotline(&server).await;
    let receipt = waiting(&server, &program, "place", json!("999999")).await;
    let path = format!("/intake/{}/discard", receipt["id"].as_str().unwrap());
    let counter = server.sign_in("counter").await;
    counter.post(&path, json!({ "reason": "短" })).await.refused(422, "reason_needed");
    let reason = json!({ "reason": "属于咨询电话，已当场答复" });
    server.sign_in("neighbour").await.post(&path, reason.clone()).await.refused(404, "not_found");
    counter.post(&path, reason.clone()).await.expect(200);
    counter.post(&path, reason.clone()).await.refused(409, "stale");
    let state = program.get("/channels/hotline/orders/HL-1").await.expect(200);
    assert_eq!((&state["state"], &state["reason"]), (&json!("discarded"), &reason["reason"]));
}

/// Discarded by mistake it was gone: on no list, and with no way back.
#[tokio::test]
async fn what_was_discarded_is_found_and_taken_up_again() {
    let server = TestServer::start().await;
    let program = Program::hotline(&server).await;
    let receipt = waiting(&server, &program, "place", json!("999999")).await;
    let path = |step: &str| format!("/intake/{}/{step}", receipt["id"].as_str().unwrap());
    let counter = server.sign_in("counter").await;
    let (wrongly, again) =
        (json!({ "reason": "误以为是重复来件" }), json!({ "reason": "核对后不是重复来件" }));
    counter.post(&path("take-up"), again.clone()).await.refused(409, "stale"); // it waits
    counter.post(&path("discard"), wrongly.clone()).await.expect(200);
    let listed = counter.get("/intake/discarded").await.expect(200);
    let row = &listed["rows"][0];
    assert_eq!(
        (&row["receipt"]["state"], &row["receipt"]["reason"]),
        (&json!("discarded"), &wrongly["reason"])
    );
    assert_eq!(row["item"]["title"], order("HL-1")["item"]["title"], "whole as it came");
    assert_eq!(
        (&row["steps"][0]["kind"], &row["steps"][0]["reason"]),
        (&json!("discarded"), &wrongly["reason"])
    );
    assert!(
        row["steps"][0]["by_name"].as_str().is_some_and(|name| !name.is_empty())
            && row["steps"][0]["at"].is_i64()
    );
    let neighbour = server.sign_in("neighbour").await;
    assert_eq!(neighbour.get("/intake/discarded").await.expect(200)["rows"], json!([]));
    neighbour.post(&path("take-up"), again.clone()).await.refused(404, "not_found");
    counter.post(&path("take-up"), json!({ "reason": "短" })).await.refused(422, "reason_needed");
    let taken = counter.post(&path("take-up"), again.clone()).await.expect(200);
    assert_eq!((&taken["state"], &taken["field"]), (&json!("waiting"), &json!("place")), "wrong as it was");
    assert_eq!(taken["reason"], receipt["reason"]);
    assert_eq!(counter.get("/intake/discarded").await.expect(200)["rows"], json!([]));
    let rows = counter.get("/intake").await.expect(200)["rows"].clone();
    let kinds: Vec<_> =
        rows[0]["steps"].as_array().unwrap().iter().map(|step| step["kind"].clone()).collect();
    assert_eq!(kinds, ["discarded", "taken_up"]);
    counter.post(&path("register"), order("HL-1")["item"].clone()).await.expect(201);
    counter.post(&path("take-up"), again).await.refused(409, "stale");
}

/// Why somebody took it up again is the house's, and no answer to the system that sent it.
#[tokio::test]
async fn what_could_be_registered_by_now_is_taken_up_with_nothing_wrong() {
    let server = TestServer::start().await;
    let program = Program::hotline(&server).await;
    let receipt = waiting(&server, &program, "place", json!("620103077")).await;
    let path = |step: &str| format!("/intake/{}/{step}", receipt["id"].as_str().unwrap());
    let counter = server.sign_in("counter").await;
    counter.post(&path("discard"), json!({ "reason": "误以为是重复来件" })).await.expect(200);
    let mut tx = server.store.begin().await.unwrap();
    tx.put_division(&Division { code: "620103077".parse().unwrap(), name: "新设街道".into() }).await.unwrap();
    tx.commit().await.unwrap();
    let again = "核对后不是重复来件";
    let taken = counter.post(&path("take-up"), json!({ "reason": again })).await.expect(200);
    assert_eq!((&taken["state"], &taken["field"]), (&json!("waiting"), &Value::Null));
    assert_eq!(taken["reason"], Value::Null);
    let told = program.get("/channels/hotline/orders/HL-1").await.expect(200);
    assert_eq!((&told["state"], &told["reason"]), (&json!("waiting"), &Value::Null));
    let steps = counter.get("/intake").await.expect(200)["rows"][0]["steps"].clone();
    assert_eq!(steps[1]["reason"], again);
}

/// What came with it was taken for nothing: it was registered without its pictures, and nobody was told.
#[tokio::test]
async fn an_item_that_cannot_be_read_is_not_registered_without_what_came_with_it() {
    let server = TestServer::start().await;
    let program = Program::hotline(&server).await;
    let client = ClientId(program.id.parse().unwrap());
    let item = IntakeItem {
        id: IntakeId(Uuid::from_u128(0xe1)),
        adapter: Adapter::Hotline,
        source: client.0,
        external: "HL-1".into(),
        body_hash: [7; 32],
        bureau: DISTRICT,
        received_at: server.now(),
        state: IntakeState::Waiting,
        petition: None,
        field: Some("place".into()),
        reason: None,
    };
    let mut tx = server.store.begin().await.unwrap();
    tx.add_intake_item(&item, "{\"pictures\":\"of another version\"}").await.unwrap();
    tx.commit().await.unwrap();
    let path = format!("/intake/{}/register", item.id.0);
    server.sign_in("counter").await.post(&path, order("HL-1")["item"].clone()).await.expect(500);
    let kept = server.store.read().await.unwrap().intake_item(item.id).await.unwrap().unwrap();
    assert_eq!((kept.state, kept.petition), (IntakeState::Waiting, None));
}
