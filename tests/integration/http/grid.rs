//! A grid worker's report from the phone to its feedback, and one that becomes a petition.

use super::cases::{HOUR, topics};
use crate::kit::{
    server::{Browser, TestServer},
    town::staff_id,
};
use lianjie::{
    clocks::warn_of_grid,
    domain::{
        grid::GridTerms,
        jurisdiction::{Division, GridDuty, GridPost},
    },
};
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};
use uuid::Uuid;

const GRID: &str = "620103002001001";

/// `auditor` looks after a grid of 西湖街道.
async fn with_a_grid(server: &TestServer) -> Browser {
    let mut tx = server.store.begin().await.unwrap();
    let grid = GRID.parse().unwrap();
    for (code, name) in [("620103002001", "某社区"), (GRID, "第一网格")] {
        tx.put_division(&Division { code: code.parse().unwrap(), name: name.into() }).await.unwrap();
    }
    let post = GridPost {
        division: "620103002001001".parse().unwrap(),
        staff: staff_id("auditor"),
        duty: GridDuty::Worker,
    };
    tx.set_grid_posts(&grid, &[post]).await.unwrap();
    tx.commit().await.unwrap();
    server.sign_in("auditor").await
}

pub fn seen(n: u128) -> Value {
    json!({
        "id": Uuid::from_u128(n), "place": GRID, "spot": "3号楼东侧", "class": "urban_construction",
        "text": "下水井盖破损，夜间行人危险。",
        "resident": { "name": "某甲", "phone": "0931-0000001" },
    })
}

/// Ids of a report with a photo.
pub async fn reported(server: &TestServer) -> (String, String) {
    let worker = with_a_grid(server).await;
    let report = worker.post("/grid/reports", seen(1)).await.expect(201)["id"].as_str().unwrap().to_owned();
    let photos = format!("/grid/reports/{report}/photos");
    let photo = worker.upload(&photos, photo("a.jpg", b"\xff\xd8\xff\xe0 jpeg")).await.expect(201);
    (report, photo["id"].as_str().unwrap().to_owned())
}

async fn step(browser: &Browser, report: &Value, step: Value) -> crate::kit::server::Answer {
    let path = format!("/grid/reports/{}", report["id"].as_str().unwrap());
    let version = browser.get(&path).await.body["version"].clone();
    let version = if version.is_null() { json!(1) } else { version };
    browser.post(&format!("{path}/steps"), json!({ "version": version, "step": step })).await
}

fn photo(name: &str, bytes: &'static [u8]) -> Form {
    Form::new().part("file", Part::bytes(bytes).file_name(name.to_owned()))
}

#[tokio::test]
async fn a_report_is_taken_up_done_and_looked_at() {
    let server = TestServer::start().await;
    let (worker, handler, neighbour) =
        (with_a_grid(&server).await, server.sign_in("handler").await, server.sign_in("neighbour").await);
    let places = worker.get("/grid/places").await.expect(200);
    assert_eq!((&places["places"][0]["code"], &places["takes_up"]), (&json!(GRID), &json!(false)));
    let report = worker.post("/grid/reports", seen(1)).await.expect(201);
    assert_eq!(worker.post("/grid/reports", seen(1)).await.expect(200)["id"], report["id"], "sent again");
    handler.post("/grid/reports", seen(2)).await.refused(422, "not_yours");
    let mut short = seen(3);
    short["text"] = "短".into();
    let refused = worker.post("/grid/reports", short).await.expect(422);
    assert_eq!(refused["field"], "text");

    let photos = format!("/grid/reports/{}/photos", report["id"].as_str().unwrap());
    worker.upload(&photos, photo("a.jpg", b"\xff\xd8\xff\xe0 jpeg")).await.expect(201);
    worker.upload(&photos, photo("a.pdf", b"%PDF-1.7")).await.refused(422, "bad_file_type");

    let open = handler.get("/grid/reports?box=open").await.expect(200);
    assert_eq!(open["rows"].as_array().unwrap().len(), 1);
    let at = open["rows"][0]["reported_at"].as_i64().unwrap();
    assert_eq!(
        (&open["rows"][0]["due"], &open["rows"][0]["overdue"]),
        (&json!(at + 24 * HOUR), &json!(false))
    );
    assert_eq!(neighbour.get("/grid/reports?box=open").await.expect(200)["rows"], json!([]));
    step(&neighbour, &report, json!({ "kind": "claim" })).await.refused(404, "not_found");
    step(&worker, &report, json!({ "kind": "claim" })).await.refused(422, "not_yours");
    let one = handler.get(&format!("/grid/reports/{}", report["id"].as_str().unwrap())).await.expect(200);
    assert_eq!((&one["may"], &one["resident"]), (&json!(["claim"]), &json!(null)), "not theirs to call yet");
    let taken = step(&handler, &report, json!({ "kind": "claim" })).await.expect(200);
    assert_eq!(taken["report"]["resident"]["name"], "某甲");
    step(&handler, &report, json!({ "kind": "handle", "text": "好" })).await.expect(422);
    step(&handler, &report, json!({ "kind": "handle", "text": "已更换井盖并设警示" })).await.expect(200);
    step(&worker, &report, json!({ "kind": "send_back", "reason": "井盖仍然松动" })).await.expect(200);
    step(&handler, &report, json!({ "kind": "feed_back" })).await.refused(422, "wrong_state");
    step(&handler, &report, json!({ "kind": "handle", "text": "已重新固定井盖" })).await.expect(200);
    let done =
        step(&worker, &report, json!({ "kind": "feed_back", "text": "已看过，牢固" })).await.expect(200);
    assert_eq!((&done["report"]["state"], &done["report"]["may"]), (&json!("fed_back"), &json!([])));
    assert_eq!(done["report"]["lines"].as_array().unwrap().len(), 6);
    let mine = worker.get("/grid/reports?box=mine").await.expect(200);
    assert_eq!(mine["rows"][0]["state"], "fed_back");
}

/// Whose turn it is learns of it, and nobody else.
#[tokio::test]
async fn a_report_calls_those_whose_turn_it_is() {
    let server = TestServer::start().await;
    let worker = with_a_grid(&server).await;
    let report = worker.post("/grid/reports", seen(1)).await.expect(201);
    for (username, expected) in [("head", 1), ("handler", 0), ("city", 0), ("neighbour", 0), ("admin", 0)] {
        assert_eq!(topics(&server.sign_in(username).await).await.len(), expected, "{username}");
    }
    let page = server.sign_in("head").await.get("/staff-notices").await.expect(200);
    let told = &page["rows"][0];
    assert_eq!((&told["topic"], &told["grid"]["id"]), (&json!("grid_reported"), &report["id"]));
    let counts = async |username: &str| server.sign_in(username).await.get("/grid/counts").await.expect(200);
    assert_eq!(counts("handler").await, json!({ "open": 1, "overdue": 0, "to_look_at": 0 }));
    server.advance(24 * HOUR + 1);
    let (world, terms) = (server.world(), GridTerms::default());
    for expected in [true, false] {
        let told = warn_of_grid(&server.store, world.as_ref(), terms).await.unwrap();
        assert_eq!(told > 0, expected, "once");
    }
    assert_eq!(topics(&server.sign_in("head").await).await, ["grid_unclaimed", "grid_reported"]);
    assert_eq!(counts("head").await["overdue"], 1);

    let handler = server.sign_in("handler").await;
    step(&handler, &report, json!({ "kind": "claim" })).await.expect(200);
    assert_eq!(topics(&server.sign_in("head").await).await, [""; 0], "somebody took it up");
    step(&handler, &report, json!({ "kind": "handle", "text": "已更换井盖并设警示" })).await.expect(200);
    assert_eq!(topics(&server.sign_in("auditor").await).await, ["grid_handled"]);
    assert_eq!(counts("auditor").await["to_look_at"], 1);
    let worker = server.sign_in("auditor").await;
    step(&worker, &report, json!({ "kind": "send_back", "reason": "井盖仍然松动" })).await.expect(200);
    assert_eq!(topics(&server.sign_in("handler").await).await, ["grid_sent_back"]);
}

/// What differs is lost nowhere: the phone keeps it, and may send it as another report.
#[tokio::test]
async fn what_was_typed_anew_under_the_same_id_is_refused_and_goes_as_another_report() {
    let server = TestServer::start().await;
    let worker = with_a_grid(&server).await;
    let neighbouring = "620103002001002";
    let mut tx = server.store.begin().await.unwrap();
    let (code, name) = (neighbouring.parse().unwrap(), "第二网格".into());
    tx.put_division(&Division { code, name }).await.unwrap();
    let (division, staff) = (neighbouring.parse().unwrap(), staff_id("auditor"));
    let post = GridPost { division, staff, duty: GridDuty::Worker };
    tx.set_grid_posts(&neighbouring.parse().unwrap(), &[post]).await.unwrap();
    tx.commit().await.unwrap();
    let first = worker.post("/grid/reports", seen(1)).await.expect(201);
    for (field, value) in [
        ("place", json!(neighbouring)),
        ("spot", json!("3号楼西侧")),
        ("class", json!("other")),
        ("text", json!("另外一件事情")),
        ("resident", json!(null)),
        ("resident", json!({ "name": "某甲", "phone": "0931-0000002" })),
    ] {
        let mut other = seen(1);
        other[field] = value;
        worker.post("/grid/reports", other.clone()).await.refused(409, "reported_otherwise");
        other["id"] = server.world().new_id().to_string().into();
        worker.post("/grid/reports", other).await.expect(201);
    }
    let again = worker.post("/grid/reports", seen(1)).await.expect(200);
    assert_eq!(again, first, "as it was reported");
    let mine = worker.get("/grid/reports?box=mine").await.expect(200);
    assert_eq!(mine["rows"].as_array().unwrap().len(), 7);
}

#[tokio::test]
async fn a_report_goes_on_as_a_petition_with_its_photos() {
    let server = TestServer::start().await;
    let (worker, handler) = (with_a_grid(&server).await, server.sign_in("handler").await);
    let report = worker.post("/grid/reports", seen(1)).await.expect(201);
    let photos = format!("/grid/reports/{}/photos", report["id"].as_str().unwrap());
    worker.upload(&photos, photo("a.jpg", b"\xff\xd8\xff\xe0 jpeg")).await.expect(201);
    let asked = json!({ "kind": "petition", "title": "下水井盖破损请求更换" });
    step(&handler, &report, asked.clone()).await.refused(422, "not_yours");
    step(&handler, &report, json!({ "kind": "claim" })).await.expect(200);
    step(&handler, &report, json!({ "kind": "petition", "title": "短" })).await.expect(422);
    let taken = step(&handler, &report, asked.clone()).await.expect(200);
    assert_eq!(taken["report"]["state"], "petition");
    step(&handler, &report, asked).await.refused(422, "not_yours");
    let door = json!({ "number": taken["number"], "code": taken["query_code"] });
    let status = server.visitor().post("/query", door).await.expect(200);
    assert_eq!(status["state"], "registered");
    let petition = taken["report"]["petition"].as_str().unwrap().to_owned();
    let page = server.sign_in("head").await.get(&format!("/petitions/{petition}")).await.expect(200);
    assert_eq!(
        (&page["channel"], &page["content_class"]),
        (&json!("grid_report"), &json!("urban_construction"))
    );
    assert_eq!(page["attachments"].as_array().unwrap().len(), 1);
    let file = page["attachments"][0]["id"].as_str().unwrap();
    server.sign_in("head").await.get(&format!("/attachments/{file}")).await.expect(200);
    let timeline =
        server.sign_in("head").await.oldest_first(&format!("/petitions/{petition}/timeline")).await;
    let added =
        timeline.as_array().unwrap().iter().find(|event| event["kind"] == "petition.attachment_added");
    assert_eq!(added.unwrap()["details"]["attachment"], file, "its hash is in the chain");
}

/// Who reported it left the grid: their colleague finds what waits to be looked at, and looks.
#[tokio::test]
async fn a_report_is_looked_at_by_whoever_has_a_post_in_the_grid() {
    let server = TestServer::start().await;
    let (worker, handler) = (with_a_grid(&server).await, server.sign_in("handler").await);
    let report = worker.post("/grid/reports", seen(1)).await.expect(201);
    step(&handler, &report, json!({ "kind": "claim" })).await.expect(200);
    let colleague = server.sign_in("leader").await;
    assert_eq!(colleague.get("/grid/reports?box=to_look_at").await.expect(200)["rows"], json!([]));
    step(&handler, &report, json!({ "kind": "handle", "text": "已更换井盖并设警示" })).await.expect(200);
    step(&colleague, &report, json!({ "kind": "feed_back", "text": "" })).await.refused(422, "not_yours");
    let post =
        GridPost { division: GRID.parse().unwrap(), staff: staff_id("leader"), duty: GridDuty::Leader };
    let mut tx = server.store.begin().await.unwrap();
    tx.set_grid_posts(&GRID.parse().unwrap(), &[post]).await.unwrap();
    tx.commit().await.unwrap();
    let waiting = "/grid/reports?box=to_look_at";
    assert_eq!(colleague.get(waiting).await.expect(200)["rows"][0]["id"], report["id"]);
    assert_eq!(worker.get(waiting).await.expect(200)["rows"], json!([]), "no post any more");
    let one = colleague.get(&format!("/grid/reports/{}", report["id"].as_str().unwrap())).await.expect(200);
    assert_eq!(one["may"], json!(["feed_back", "send_back"]));
    assert_eq!(one["resident"]["phone"], "0931-0000001", "whoever looks asks the resident");
    let looked = step(&colleague, &report, json!({ "kind": "feed_back", "text": "" })).await.expect(200);
    assert_eq!(looked["report"]["state"], "fed_back");
}

/// Each hand has its term: it shows who is late, and what was late stays so.
#[tokio::test]
async fn a_report_shows_by_when_each_hand_is_to_act_and_who_was_late() {
    let server = TestServer::start().await;
    let worker = with_a_grid(&server).await;
    let report = worker.post("/grid/reports", seen(1)).await.expect(201);
    server.advance(25 * HOUR);
    let handler = server.sign_in("handler").await;
    let open = handler.get("/grid/reports?box=open").await.expect(200);
    assert_eq!(open["rows"][0]["overdue"], true);
    let claimed = step(&handler, &report, json!({ "kind": "claim" })).await.expect(200)["report"].clone();
    let late: Vec<_> = claimed["lines"].as_array().unwrap().iter().map(|line| line["late"].clone()).collect();
    assert_eq!(late, [json!(false), json!(true)]);
    let since = claimed["lines"][1]["at"].as_i64().unwrap();
    assert_eq!((&claimed["overdue"], &claimed["due"]), (&json!(false), &json!(since + 7 * 24 * HOUR)));
    let done = json!({ "kind": "handle", "text": "已更换井盖" });
    let handled = step(&handler, &report, done).await.expect(200)["report"].clone();
    assert_eq!(handled["lines"][2]["late"], false);
    let worker = server.sign_in("auditor").await;
    let looked = step(&worker, &report, json!({ "kind": "feed_back", "text": "" })).await.expect(200);
    assert_eq!((&looked["report"]["due"], &looked["report"]["overdue"]), (&Value::Null, &json!(false)));
}
