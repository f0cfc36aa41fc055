//! Presiding as it is prepared at the desk.

use super::cases::{PETITIONER_SEAT, Scheduled};
use crate::kit::server::{Browser, TestServer};
use reqwest::Method;
use serde_json::json;

#[tokio::test]
async fn the_table_is_prepared_by_who_schedules_and_a_bad_wish_changes_nothing() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let scheduled = Scheduled::on(&server, &head).await;
    let path = scheduled.path("/presiding");
    let before = head.get(&path).await.expect(200);
    assert_eq!(before["absence_grace_seconds"], 60);
    let put = async |browser: &Browser, body: serde_json::Value| {
        let read = browser.get(&path).await;
        let tag = if read.status == 200 { read.body["tag"].clone() } else { json!("none") };
        browser.replace(Method::PUT, &path, &tag, body).await
    };
    let time = |page: &serde_json::Value, phase: &str, side: &str| {
        let rows = page["times"].as_array().unwrap();
        rows.iter().find(|row| row["phase"] == phase && row["side"] == side).unwrap()["seconds"].clone()
    };
    assert_eq!(time(&before, "statement", "petitioner"), 600, "custom says ten minutes");

    let wish = json!({
        "stand_in": null,
        "absence_grace_seconds": 120,
        "times": [
            { "phase": "statement", "side": "petitioner", "seconds": 900 },
            { "phase": "response", "side": "unit", "seconds": null },
        ],
    });
    let planned = put(&head, wish.clone()).await.expect(200);
    assert_eq!(planned["absence_grace_seconds"], 120);
    assert_eq!(time(&planned, "statement", "petitioner"), 900);
    assert_eq!(time(&planned, "response", "unit"), json!(null));

    let with = |name: &str, value: serde_json::Value| {
        let mut wish = wish.clone();
        wish[name] = value;
        wish
    };
    put(&head, with("absence_grace_seconds", json!(5))).await.refused(422, "bad_duration");
    put(&head, with("stand_in", json!(scheduled.seats[PETITIONER_SEAT])))
        .await
        .refused(422, "cannot_stand_in");
    let short = json!([{ "phase": "statement", "side": "petitioner", "seconds": 3 }]);
    put(&head, with("times", short)).await.refused(422, "bad_duration");
    assert_eq!(head.get(&path).await.expect(200), planned);
    head.replace(Method::PUT, &path, &before["tag"], wish.clone()).await.refused(412, "outdated");

    let clerk = server.sign_in("handler").await; // holds a seat, schedules nothing
    clerk.get(&path).await.expect(200);
    put(&clerk, wish).await.refused(422, "not_yours");
    server.sign_in("neighbour").await.get(&path).await.refused(404, "not_found");
}
