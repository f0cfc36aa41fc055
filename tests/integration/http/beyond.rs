//! Days, times and counts beyond all calendars and counters are refused by field, and break nothing for those who ask next.

use super::{
    cases::{Filed, Scheduled, filing},
    delegations, reception,
};
use crate::kit::{
    server::{Browser, TestServer},
    town::HOUSING,
};
use serde_json::{Value, json};

const LAST_DAY: &str = "9999-12-31";
/// In the year 200,000,000.
const FAR_OFF: i64 = 6_300_000_000_000_000_000;

#[tokio::test]
async fn a_list_is_not_asked_for_by_the_last_day_there_is() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    for (path, first, last) in [
        ("/schedules", "from", "to"),
        ("/schedules/free?minutes=30", "from", "to"),
        ("/reception/days", "from", "to"),
        ("/reception/compliance", "day", "day"),
        ("/hearings", "day", "day"),
        ("/petitions", "registered_from", "registered_to"),
        ("/statistics", "from", "to"),
    ] {
        let (path, more) = path.split_once('?').unwrap_or((path, ""));
        let span = if first == last { String::new() } else { format!("&{first}={LAST_DAY}") };
        let asked = head.get(&format!("{path}?{last}={LAST_DAY}{span}&{more}")).await;
        let told = asked.refused(400, "bad_request");
        assert!(told["detail"].as_str().unwrap().contains(LAST_DAY), "{path}: {told}");
    }
}

#[track_caller]
fn names(refused: Value, field: &str) {
    assert_eq!(refused["field"], field, "{refused:#}");
}

#[tokio::test]
async fn nothing_is_wanted_by_the_last_day_there_is() {
    let server = TestServer::start().await;
    let (head, counter) = (server.sign_in("head").await, server.sign_in("counter").await);
    let mut letter = filing();
    letter["channel"] = "superior_transfer".into();
    letter["origin"] = json!({ "organ_name": "甘肃省信访局", "answer_by": LAST_DAY });
    names(counter.post("/petitions", letter).await.refused(422, "unprocessable"), "origin.answer_by");

    let filed = Filed::by(&server.visitor(), filing()).await;
    let demand = json!({ "kind": "supervise", "text": "请说明逾期原因并立即办理", "answer_by": LAST_DAY });
    names(head.post(&filed.path("/demands"), demand).await.refused(422, "unprocessable"), "answer_by");
    let route = json!({ "kind": "route", "how": "assignment", "unit": HOUSING.0, "ordered_until": LAST_DAY });
    let asked = json!({ "version": 1, "transition": route });
    names(head.post(&filed.path("/transitions"), asked).await.refused(422, "unprocessable"), "transition");

    let scheduled = Scheduled::on(&server, &head).await;
    let item =
        json!({ "agency": HOUSING.0, "content": "督促公开账目", "deadline": LAST_DAY, "entry": HOUSING.0 });
    let outcome =
        json!({ "conclusion": "物业公司公开全部收支账目", "standards": ["resolve"], "items": [item] });
    let refused = head.post(&scheduled.path("/outcome"), outcome).await.refused(422, "unprocessable");
    names(refused, "items[0].deadline");
}

#[tokio::test]
async fn a_time_nobody_lives_to_see_is_none() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let mut delegation = delegations::body(&server);
    delegation["ends_at"] = FAR_OFF.into();
    names(head.post("/delegations", delegation).await.refused(422, "unprocessable"), "ends_at");
    assert_eq!(head.get("/delegations").await.expect(200)["rows"], json!([]));
    let read = json!({ "until": i64::MIN });
    names(head.post("/staff-notices/read", read).await.refused(422, "unprocessable"), "until");
    head.post("/reception/leaders", reception::leader("leader", "chief")).await.expect(200);
    let mut day = reception::day(&server, 5);
    day["ends_at"] = i64::MAX.into();
    names(head.post("/reception/days", day).await.refused(422, "unprocessable"), "ends_at");
}

#[tokio::test]
async fn a_calendar_is_not_loaded_over_the_last_version_there_can_be() {
    let server = TestServer::start().await;
    let load = json!({ "base": u32::MAX, "source": "某号通知", "text": "year 2027\noff 2027-01-01" });
    server.sign_in("admin").await.post("/admin/calendar", load).await.refused(409, "stale");
}

/// One slip of the hand must not take everybody's report away.
#[tokio::test]
async fn a_reception_day_has_no_four_thousand_million_cases() {
    let server = TestServer::start().await;
    let day = reception::planned(&server, &server.sign_in("head").await).await;
    server.advance(day["starts_at"].as_i64().unwrap() - server.now().0);
    let head = server.sign_in("head").await;
    let path = format!("/reception/days/{}", day["id"].as_str().unwrap());
    let hold = async |browser: &Browser, cases: u32| {
        let change = json!({ "kind": "hold", "cases": cases, "persons": cases });
        browser.post(&path, json!({ "version": day["version"], "change": change })).await
    };
    hold(&head, u32::MAX).await.refused(422, "bad_reception_counts");
    hold(&head, 10_000).await.expect(200);
    assert_eq!(head.get("/reception/compliance").await.expect(200)["rows"][0]["cases"], 10_000);
}
