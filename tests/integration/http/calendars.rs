//! Holiday calendars, and the clocks they move.

use super::cases::{Filed, filing};
use crate::kit::{
    server::{Browser, TestServer},
    town::{CITY, hire},
    wait::eventually,
};
use lianjie::domain::{
    ids::StaffId,
    people::{Role, Staff},
    petition::Calendar,
};
use serde_json::{Value, json};
use uuid::Uuid;

/// A holiday on which the route clock of a petition filed now would end.
async fn holiday_over_the_route_clock(server: &TestServer) -> String {
    let due = server.now().plus_millis(15 * 86_400_000).local_date();
    format!("year {0}\noff {due}\nyear {1}\noff {1}-10-01", due.year(), due.year() + 1)
}

/// Asks until every open clock stands by the newest calendar.
async fn recomputed(admin: &Browser) -> Value {
    eventually(async || {
        let calendar = admin.get("/admin/calendar").await.expect(200);
        (calendar["versions"][0]["recomputed"] == true).then_some(calendar)
    })
    .await
}

#[tokio::test]
async fn a_loaded_calendar_moves_open_clocks_and_says_so_in_the_log() {
    let server = TestServer::start().await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    let (admin, counter) = (server.sign_in("admin").await, server.sign_in("counter").await);
    let before = counter.get(&filed.path("")).await.expect(200);
    let text = holiday_over_the_route_clock(&server).await;
    let shown = admin.get("/admin/calendar").await.expect(200);
    assert_eq!((shown["number"].clone(), shown["version"].clone()), (json!(0), json!("2024-2026")));
    assert_eq!(shown["missing"], json!(Calendar::shipped().misses(server.now().local_date())));

    let preview = admin.post("/admin/calendar/preview", json!({ "text": text })).await.expect(200);
    assert_eq!(preview["petitions"], 1);
    assert_eq!(preview["clocks_later"], 1);
    assert_eq!(counter.get(&filed.path("")).await.expect(200)["next_due"], before["next_due"], "only looked");

    let load = json!({ "base": preview["base"], "source": "国办发明电〔2026〕某号", "text": text });
    admin.post("/admin/calendar", load.clone()).await.expect(200);
    let calendar = recomputed(&admin).await;
    assert_eq!(calendar["number"], 1);
    assert_eq!(calendar["versions"][0]["loaded_by_name"], "admin 同志");
    admin.post("/admin/calendar", load).await.refused(409, "stale");

    let after = counter.get(&filed.path("")).await.expect(200);
    let due = |page: &Value| page["next_due"]["due"].as_i64().unwrap();
    assert!(due(&after) > due(&before), "{after:#}");
    assert_eq!(after["next_due"]["raw_due"], before["next_due"]["raw_due"]);
    let timeline = counter.oldest_first(&filed.path("/timeline")).await;
    let event = timeline.as_array().unwrap().last().unwrap();
    assert_eq!(event["kind"], "petition.clocks_recomputed");
    assert_eq!(
        (&event["due_before"], &event["due_after"]),
        (&before["next_due"]["due"], &after["next_due"]["due"])
    );
    assert_eq!(event["details"]["calendar"], calendar["version"]);

    // What is filed now is computed by it at once, and the petitioner's step says so.
    let next = Filed::by(&server.visitor(), filing()).await;
    let next = counter.get(&next.path("")).await.expect(200);
    assert_eq!(next["next_due"]["due"], after["next_due"]["due"]);
    let log = server.sign_in("auditor").await.get("/admin/log").await.expect(200)["rows"].clone();
    assert_eq!(log[0]["kind"], "calendar.loaded");
}

/// All petitions of the house go by it, those of the city and of other counties too.
#[tokio::test]
async fn where_the_city_has_an_administrator_a_county_reads_the_calendar_alone() {
    let server = TestServer::start().await;
    let county = server.sign_in("admin").await;
    assert_eq!(county.get("/admin/calendar").await.expect(200)["may_load"], true, "there is none above");
    let (id, username, name) =
        (StaffId(Uuid::from_u128(0xf5)), "warden".to_owned(), "warden 同志".to_owned());
    let roles = vec![Role::SystemAdmin];
    let mut tx = server.store.begin().await.unwrap();
    hire(tx.as_mut(), &Staff { id, username, name, agency: CITY, roles, disabled: false }).await;
    tx.commit().await.unwrap();

    let text = "year 2027\noff 2027-01-01..2027-01-03";
    let load = json!({ "base": 0, "source": "某号通知", "text": text });
    county.post("/admin/calendar", load.clone()).await.refused(422, "calendar_of_the_house");
    let shown = county.get("/admin/calendar").await.expect(200);
    assert_eq!((&shown["may_load"], &shown["number"]), (&json!(false), &json!(0)));
    county.post("/admin/calendar/preview", json!({ "text": text })).await.expect(200);
    let loaded = server.sign_in("warden").await.post("/admin/calendar", load).await.expect(200);
    assert_eq!((&loaded["may_load"], &loaded["number"]), (&json!(true), &json!(1)));
}

#[tokio::test]
async fn a_calendar_that_cannot_be_read_names_its_line_and_changes_nothing() {
    let server = TestServer::start().await;
    let admin = server.sign_in("admin").await;
    for (text, line) in [("year 2027\noff 2027-13-01", 2), ("{\"year\": 2027,\n\"days\": []}", 1)] {
        for path in ["/admin/calendar/preview", "/admin/calendar"] {
            let body = if path.ends_with("preview") {
                json!({ "text": text })
            } else {
                json!({ "base": 0, "source": "某号通知", "text": text })
            };
            let refused = admin.post(path, body).await.refused(422, "bad_line");
            assert_eq!((&refused["line"], &refused["field"]), (&json!(line), &json!("text")));
        }
    }
    let good = "year 2027\noff 2027-01-01..2027-01-03";
    let nameless = json!({ "base": 0, "source": " ", "text": good });
    admin.post("/admin/calendar", nameless).await.refused(422, "unprocessable");
    let by_law =
        "year 2031\noff 2031-01-01\noff 2031-01-22..2031-01-25\noff 2031-04-05\noff 2031-05-01..2031-05-02
        off 2031-06-24\noff 2031-10-01..2031-10-03";
    let same = json!({ "base": 0, "source": "某号通知", "text": by_law });
    admin.post("/admin/calendar", same).await.refused(422, "nothing_changes");
    assert_eq!(admin.get("/admin/calendar").await.expect(200)["number"], 0);
}
