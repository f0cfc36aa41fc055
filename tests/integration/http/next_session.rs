//! The next session of a hearing: scheduled as such, and what it takes over.

use super::{
    cases::{HOUR, MINUTE, PETITIONER_SEAT, Scheduled, wish},
    papers::held::{DAY, hearing},
};
use crate::kit::server::{Browser, TestServer};
use lianjie::domain::hearing::{AgendaPhase, Stage};
use reqwest::Method;
use serde_json::{Value, json};

/// A hearing in a quarter of an hour, a name hidden, a relative beside its person; then the petitioner fell ill.
async fn broken_off() -> (TestServer, Scheduled, Browser) {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let scheduled = Scheduled::on(&server, &head).await;
    server.advance(HOUR - 15 * MINUTE);
    let clerk = server.sign_in("clerk").await;
    let seat = |rest: &str| scheduled.path(&format!("/seats/{}{rest}", scheduled.seats[PETITIONER_SEAT]));
    clerk.send(clerk.request(Method::PUT, &seat("/mask")).json(&json!({ "masked": true }))).await.expect(200);
    let helper = json!({ "relation": "relative", "name": "王某" });
    clerk.post(&seat("/helper"), helper).await.expect(200);
    server.rooms.stop().await;
    let mut tx = server.store.begin().await.unwrap();
    let mut held = hearing(tx.as_mut(), &scheduled).await;
    let (at, reason) = (server.now(), "信访人身体不适".to_owned());
    held.stage = Stage::Adjourned { at, phase: AgendaPhase::Statement, reason };
    tx.save_hearing(&held).await.unwrap();
    tx.commit().await.unwrap();
    let head = server.sign_in("head").await; // the morning's session has ended
    (server, scheduled, head)
}

/// A week later, with the same seats.
async fn next_wish(server: &TestServer, scheduled: &Scheduled, head: &Browser) -> Value {
    let held = head.get(&scheduled.path("")).await.expect(200);
    let person = held["seats"][PETITIONER_SEAT]["occupant"]["person"].clone();
    let mut wish = wish(server.now().0 + 7 * DAY, &person);
    let relative = json!({ "is": "external", "organisation": "陪同亲属", "name": "王某" });
    wish["seats"].as_array_mut().unwrap().push(json!({ "role": "observer", "occupant": relative }));
    wish["agenda"] = json!(["statement", "conclusion", "read_back"]);
    wish["continues"] = json!(scheduled.hearing);
    wish
}

#[tokio::test]
async fn the_next_session_is_linked_hides_the_same_names_and_is_helped_by_the_same_people() {
    let (server, scheduled, head) = broken_off().await;
    let path = scheduled.petition.path("/hearings");
    let wish = next_wish(&server, &scheduled, &head).await;
    let links = async |hearing: &Value| {
        let detail = head.get(&format!("/hearings/{}", hearing.as_str().unwrap())).await.expect(200);
        (detail["before"]["id"].clone(), detail["next"]["id"].clone())
    };
    let first = json!(scheduled.hearing);
    assert_eq!(links(&first).await, (Value::Null, Value::Null));

    let mut elsewhere = wish.clone();
    elsewhere["continues"] = json!(scheduled.petition.id);
    head.post(&path, elsewhere).await.refused(422, "cannot_continue");
    let next = head.post(&path, wish.clone()).await.expect(201);
    assert_eq!(links(&first).await, (Value::Null, next["id"].clone()));
    assert_eq!(links(&next["id"]).await, (first.clone(), Value::Null));
    let seat = &next["seats"][PETITIONER_SEAT];
    assert_eq!((&seat["label"], &seat["name"]), (&json!("信访人甲"), &json!("")));

    let mut again = wish.clone();
    again["starts_at"] = json!(wish["starts_at"].as_i64().unwrap() + DAY);
    again["ends_at"] = json!(wish["ends_at"].as_i64().unwrap() + DAY);
    head.post(&path, again.clone()).await.refused(422, "cannot_continue");
    let check = head.post(&format!("{path}/check"), again).await.expect(200);
    assert_eq!(check["refusals"][0]["code"], "cannot_continue", "told before it is sent");

    let log = head.get(&scheduled.petition.path("/timeline")).await.expect(200);
    let scheduled_to =
        |event: &&Value| event["hearing"] == next["id"] && event["kind"] == "hearing.scheduled";
    let event = log.as_array().unwrap().iter().find(scheduled_to).unwrap();
    assert_eq!((&event["details"]["continues"], &event["details"]["masked"]), (&first, &json!("1")));

    server.advance(7 * DAY - 15 * MINUTE);
    let clerk = server.sign_in("clerk").await;
    let rows = clerk.get(&format!("/hearings/{}/check-in", next["id"].as_str().unwrap())).await.expect(200);
    let (helper, helped) = (rows.as_array().unwrap().last().unwrap(), &next["seats"][PETITIONER_SEAT]["id"]);
    assert_eq!((&helper["name"], &helper["helps"]), (&json!("王某"), helped));
    assert_eq!(rows[PETITIONER_SEAT]["masked"], true);
}
