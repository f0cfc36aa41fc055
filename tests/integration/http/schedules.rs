//! What is taken, what is free, and calendar files.

use super::{
    cases::{Filed, HOUR, MINUTE, Scheduled, filing, stopped, wish},
    reception,
};
use crate::kit::{
    server::{Browser, TestServer},
    town::{ROOM, staff_id},
};
use lianjie::domain::Timestamp;
use serde_json::{Value, json};

const COMPANY_SEAT: usize = 4;

fn days(at: i64, more: i64) -> String {
    let first = Timestamp(at).local_date();
    format!("from={first}&to={}", first + time::Duration::days(more))
}

async fn row(browser: &Browser, of: &str, id: Value, at: i64) -> Value {
    let shown = browser.get(&format!("/schedules?{}", days(at, 1))).await.expect(200);
    let rows = shown[of].as_array().unwrap();
    rows.iter().find(|row| row["id"] == id).unwrap_or_else(|| panic!("{of}: {rows:#?}")).clone()
}

#[tokio::test]
async fn rooms_and_people_show_what_takes_them_up() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let scheduled = Scheduled::on(&server, &head).await;
    for (of, id) in [
        ("rooms", json!(ROOM.0)),
        ("people", json!(staff_id("clerk").0)),
        ("people", json!(staff_id("handler").0)),
    ] {
        let row = row(&head, of, id, scheduled.starts_at).await;
        let taken = &row["taken"][0];
        assert_eq!(
            (&taken["hearing"], &taken["starts_at"]),
            (&json!(scheduled.hearing), &json!(scheduled.starts_at))
        );
        assert_eq!(taken["clash"], false);
    }
    server
        .sign_in("handler")
        .await
        .get(&format!("/schedules?{}", days(scheduled.starts_at, 1)))
        .await
        .refused(404, "not_found");
    head.get(&format!("/schedules?{}", days(scheduled.starts_at, 40))).await.refused(422, "unprocessable");
}

#[tokio::test]
async fn a_slot_is_free_when_room_and_people_are() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let soon = server.now().0;
    let free = |query: String| {
        let head = &head;
        async move { head.get(&format!("/schedules/free?{query}")).await.expect(200).as_array().unwrap().clone() }
    };
    let (room, person) = (ROOM.0, staff_id("clerk").0);
    let of_both = format!("{}&minutes=60&rooms={room}&staff={person}", days(soon, 14));
    let before = free(of_both.clone()).await;
    assert!(before.len() > 20, "two weeks have working days");
    let first = before[0]["starts_at"].as_i64().unwrap();
    let filed = Filed::by(&server.visitor(), filing()).await;
    let petitioner = head.get(&filed.path("")).await.expect(200)["parties"][0]["id"].clone();
    head.post(&filed.path("/hearings"), wish(first, &petitioner)).await.expect(201);
    let after = free(of_both).await;
    assert!(after[0]["starts_at"].as_i64().unwrap() > first);
    let others = free(format!("{}&minutes=60&staff={}", days(soon, 14), staff_id("leader").0)).await;
    assert_eq!(others[0]["starts_at"].as_i64().unwrap(), first, "somebody else is free");
    head.get(&format!("/schedules/free?{}&minutes=5", days(soon, 1))).await.refused(422, "unprocessable");
    head.get(&format!("/schedules/free?{}&minutes=60&rooms=x", days(soon, 1)))
        .await
        .refused(422, "unprocessable");
}

/// Citizens were told of the day: no hearing is put there, and one that another place holds then is shown.
#[tokio::test]
async fn a_published_reception_day_takes_its_leader_up() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let planned = reception::planned(&server, &head).await;
    let (starts_at, ends_at) = (planned["starts_at"].as_i64().unwrap(), planned["ends_at"].as_i64().unwrap());
    let asked = format!("/schedules/free?{}&minutes=60&staff={}", days(starts_at, 0), staff_id("leader").0);
    let meets = async || {
        let free = head.get(&asked).await.expect(200);
        let starts = free.as_array().unwrap().iter().map(|slot| slot["starts_at"].as_i64().unwrap());
        starts.filter(|start| *start < ends_at && start + HOUR > starts_at).count()
    };
    let before = meets().await;
    let publish = json!({ "version": planned["version"], "change": { "kind": "publish" } });
    let path = format!("/reception/days/{}", planned["id"].as_str().unwrap());
    head.post(&path, publish).await.expect(200);
    assert!(before > 0, "a planned day is nobody's promise yet");
    assert_eq!(meets().await, 0);
}

/// Moving is scheduling anew: what is taken at the new time stands in the way.
#[tokio::test]
async fn a_hearing_is_not_postponed_into_another_one() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let first = Scheduled::on(&server, &head).await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    let person = head.get(&filed.path("")).await.expect(200)["parties"][0]["id"].clone();
    let later = first.starts_at + 3 * HOUR;
    let second = head.post(&filed.path("/hearings"), wish(later, &person)).await.expect(201);
    let to = |starts_at: i64| json!({ "reason": "主持人临时有紧急公务", "starts_at": starts_at, "ends_at": starts_at + HOUR });
    let refused =
        stopped(&head, &first.hearing, "postpone", to(later + 30 * MINUTE)).await.refused(409, "clash");
    assert_eq!(refused["clashes"][0]["number"], second["number"]);
    let page = head.get(&first.path("")).await.expect(200);
    assert_eq!((&page["starts_at"], &page["stage"]["stage"]), (&json!(first.starts_at), &json!("scheduled")));
    let whole_day =
        json!({ "reason": "主持人临时有紧急公务", "starts_at": later, "ends_at": later + 24 * HOUR });
    let refused = stopped(&head, &first.hearing, "postpone", whole_day).await.refused(422, "bad_times");
    assert_eq!(refused["clashes"], json!(null), "it is the times that are wrong");
    stopped(&head, &first.hearing, "postpone", to(first.starts_at + 30 * MINUTE)).await.expect(200);
    stopped(&head, &first.hearing, "postpone", to(later + HOUR)).await.expect(200);
    // Postponed to no time, it holds nothing, and must find room again.
    let reason = json!({ "reason": "主持人临时有紧急公务" });
    let second = second["id"].as_str().unwrap();
    stopped(&head, second, "postpone", reason).await.expect(200);
    stopped(&head, &first.hearing, "postpone", to(later)).await.expect(200);
    stopped(&head, second, "postpone", to(later)).await.refused(409, "clash");
    stopped(&head, second, "postpone", to(later + 2 * HOUR)).await.expect(200);
}

#[tokio::test]
async fn a_calendar_file_names_the_hearing_and_nobody() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let scheduled = Scheduled::on(&server, &head).await;
    let number = head.get(&scheduled.path("")).await.expect(200)["number"].as_str().unwrap().to_owned();
    let mut asked = scheduled.petition.door();
    asked["hearing"] = number.clone().into();
    let visitor = server.visitor();
    let get = |browser: &Browser, path: &str| browser.request(reqwest::Method::GET, path);
    let query = visitor.request(reqwest::Method::POST, "/query/calendar").json(&asked);
    let clerk = server.sign_in("clerk").await;
    let secret = scheduled.link(&head, COMPANY_SEAT).await;
    let by_link = |secret: &str| {
        visitor.request(reqwest::Method::POST, "/seat/calendar").json(&json!({ "secret": secret }))
    };
    assert_eq!(visitor.raw(by_link("none")).await.status(), 404);
    for (browser, request) in [
        (&visitor, by_link(&secret)),
        (&visitor, by_link(&secret)), // it is not used up
        (&head, get(&head, &scheduled.path("/calendar.ics"))),
        (&clerk, get(&clerk, "/schedules/mine.ics")),
        (&visitor, query),
    ] {
        let answer = browser.raw(request).await;
        assert_eq!(answer.headers()["content-type"], "text/calendar; charset=utf-8");
        let file = answer.text().await.unwrap().replace("\r\n ", "");
        assert!(file.contains(&number) && file.contains(&scheduled.hearing), "{file}");
        for private in ["马秀英", "物业"] {
            assert!(!file.contains(private), "{private} in {file}");
        }
    }
    let leader = server.sign_in("leader").await;
    let empty = leader.raw(get(&leader, "/schedules/mine.ics")).await.text().await.unwrap();
    assert!(!empty.contains("VEVENT"), "no seat, no appointment");
    asked["hearing"] = "TJ620103-1".into();
    visitor.post("/query/calendar", asked).await.refused(404, "not_found");
}
