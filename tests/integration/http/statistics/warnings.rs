//! Clusters and who looks after them.

use super::DAY;
use crate::{
    http::cases::{Filed, filing, households},
    kit::{
        server::{Browser, TestServer},
        town::staff_id,
    },
};
use lianjie::domain::people::Staff;
use serde_json::{Value, json};

#[tokio::test]
async fn a_cluster_is_a_warning_until_it_is_old_and_somebody_takes_charge() {
    let server = TestServer::start().await;
    let visitor = server.visitor();
    for _ in 0..3 {
        Filed::by(&visitor, filing()).await;
    }
    let head = server.sign_in("head").await;
    let warnings = head.get("/statistics/warnings").await.expect(200)["rows"].clone();
    let kinds: Vec<_> =
        warnings.as_array().unwrap().iter().map(|one| one["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["cluster", "respondent", "person", "crowd", "crowd", "crowd"]);
    assert_eq!((&warnings[0]["place_name"], &warnings[0]["count"]), (&json!("西湖街道"), &json!(3)));
    assert_eq!(warnings[0]["charge"], json!(null));
    let key = &warnings[0]["key"];
    let behind = async |browser: &Browser| {
        browser.post("/statistics/warnings/petitions", json!({ "key": key })).await.expect(200)
    };
    let petitions = behind(&head).await;
    assert_eq!((petitions["rows"].as_array().unwrap().len(), &petitions["total"]), (3, &json!(3)));
    assert_eq!((&petitions["hidden"], &petitions["next"]), (&json!(0), &json!(null)));
    let first = head.get("/statistics/warnings?limit=4").await.expect(200);
    let place = first["next"].as_str().unwrap();
    let rest = format!("/statistics/warnings?limit=4&after={place}");
    let page = head.get(&rest).await.expect(200);
    assert_eq!(page["rows"].as_array().unwrap(), &warnings.as_array().unwrap()[4..]);
    assert_eq!(page["next"], json!(null));
    Filed::by(&visitor, filing()).await;
    let keys = |page: &Value| -> Vec<_> {
        page["rows"].as_array().unwrap().iter().map(|one| one["key"].clone()).collect()
    };
    let later = keys(&head.get(&rest).await.expect(200));
    assert!(
        keys(&page).iter().all(|key| later.contains(key)),
        "what grew meanwhile moves none out of the page"
    );
    assert!(keys(&first).iter().all(|key| !later.contains(key)), "or into it a second time");
    let taken = head.post("/statistics/warnings", json!({ "key": key })).await.expect(200);
    assert_eq!((&taken["key"], &taken["charge"]["name"]), (key, &json!("head 同志")));
    assert_eq!(taken["charge"]["mine"], true);
    let seen = server.sign_in("city").await.get("/statistics/warnings").await.expect(200);
    let seen = &seen["rows"][0];
    assert_eq!((&seen["charge"]["name"], &seen["charge"]["mine"]), (&json!("head 同志"), &json!(false)));
    head.post("/statistics/warnings", json!({ "key": "none" })).await.refused(404, "not_found");
    server.advance(8 * DAY);
    let head = server.sign_in("head").await;
    assert_eq!(head.get("/statistics/warnings").await.expect(200), json!({ "rows": [], "next": null }));
}

/// Every household of a building is behind its warning, the twenty-first as well.
#[tokio::test]
async fn all_petitions_behind_a_warning_are_shown_page_by_page() {
    let server = TestServer::start().await;
    let filed = households::<21>(&server.visitor()).await;
    let head = server.sign_in("head").await;
    let warnings = head.get("/statistics/warnings").await.expect(200);
    let key = warnings["rows"][0]["key"].clone();
    assert_eq!(
        (&warnings["rows"][0]["kind"], &warnings["rows"][0]["count"]),
        (&json!("cluster"), &json!(21))
    );
    let page = async |after: &str| {
        let path = format!("/statistics/warnings/petitions{after}");
        head.post(&path, json!({ "key": key })).await.expect(200)
    };
    let first = page("").await;
    let rest = page(&format!("?after={}", first["next"].as_str().unwrap())).await;
    assert_eq!((&first["total"], &rest["next"]), (&json!(21), &json!(null)));
    let rows = |page: &Value| page["rows"].as_array().unwrap().clone();
    assert_eq!((rows(&first).len(), rows(&rest).len()), (20, 1));
    let mut shown: Vec<_> = rows(&first).iter().chain(&rows(&rest)).map(|row| row["id"].clone()).collect();
    let mut expected: Vec<_> = filed.iter().map(|one| json!(one.id)).collect();
    shown.sort_by_key(Value::to_string);
    expected.sort_by_key(Value::to_string);
    assert_eq!(shown, expected);
}

/// The same streets and matter a season later: nobody has looked at that yet.
#[tokio::test]
async fn a_warning_is_nobodys_once_the_days_of_whoever_took_it_are_over() {
    let server = TestServer::start().await;
    let cluster = async |browser: &Browser| {
        let warnings = browser.get("/statistics/warnings").await.expect(200)["rows"].clone();
        warnings.as_array().unwrap().iter().find(|one| one["kind"] == "cluster").unwrap().clone()
    };
    let filed = async || {
        for _ in 0..3 {
            Filed::by(&server.visitor(), filing()).await;
        }
    };
    filed().await;
    let head = server.sign_in("head").await;
    let key = cluster(&head).await["key"].clone();
    let taken = head.post("/statistics/warnings", json!({ "key": key })).await.expect(200);
    let at = |name: &str| taken["charge"][name].as_i64().unwrap();
    assert_eq!(at("until") - at("taken_at"), 30 * DAY);

    server.advance(31 * DAY);
    filed().await;
    let (head, city) = (server.sign_in("head").await, server.sign_in("city").await);
    let again = cluster(&head).await;
    assert_eq!((&again["key"], &again["charge"]), (&key, &json!(null)));
    city.post("/statistics/warnings", json!({ "key": key })).await.expect(200);
    assert_eq!(cluster(&head).await["charge"]["name"], "city 同志");
    let mut tx = server.store.begin().await.unwrap();
    let gone = tx.staff(staff_id("city")).await.unwrap().unwrap();
    tx.put_staff(&Staff { disabled: true, ..gone }).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(cluster(&head).await["charge"], json!(null), "an account that was shut looks after nothing");
}
