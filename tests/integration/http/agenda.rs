//! The agenda changes after a hearing was scheduled, and who has not confirmed it is reminded.

use super::cases::{HOUR, MINUTE, PETITIONER_SEAT, Scheduled};
use crate::kit::{
    server::{Answer, Browser, TestServer},
    wait::eventually,
};
use reqwest::Method;
use serde_json::{Value, json};

async fn change(browser: &Browser, hearing: &Scheduled, tag: &Value, agenda: Value) -> Answer {
    browser.replace(Method::PUT, &hearing.path("/agenda"), tag, json!({ "agenda": agenda })).await
}

fn phase(phase: &str, minutes: Option<u16>) -> Value {
    json!({ "phase": phase, "minutes": minutes })
}

#[tokio::test]
async fn phases_are_added_reordered_and_given_minutes_over_what_was_read() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let hearing = Scheduled::on(&server, &head).await;
    let before = head.get(&hearing.path("")).await.expect(200);
    let wanted = json!([
        phase("opening", None),
        phase("response", Some(15)),
        phase("evidence", Some(30)),
        phase("statement", None),
        phase("read_back", None),
    ]);
    change(&head, &hearing, &json!("older"), wanted.clone()).await.refused(412, "outdated");
    let neighbour = server.sign_in("neighbour").await;
    let status = change(&neighbour, &hearing, &before["tag"], wanted.clone()).await.status;
    assert!(status == 404 || status == 422, "{status}: who does not lay the table");
    let late = json!([phase("statement", None), phase("opening", None)]);
    assert_eq!(change(&head, &hearing, &before["tag"], late).await.status, 422);

    let changed = change(&head, &hearing, &before["tag"], wanted.clone()).await.expect(200);
    assert_eq!(changed["plan"], wanted);
    assert_eq!(changed["agenda"], json!(["opening", "response", "evidence", "statement", "read_back"]));
    assert_ne!(changed["tag"], before["tag"]);
    change(&head, &hearing, &before["tag"], wanted).await.refused(412, "outdated");
    let timeline = head.oldest_first(&hearing.petition.path("/timeline")).await;
    let told = timeline.as_array().unwrap().iter().filter(|event| event["kind"] == "hearing.agenda_changed");
    assert_eq!(told.count(), 1);
}

#[tokio::test]
async fn who_has_not_confirmed_is_listed_and_reminded_once_more() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let hearing = Scheduled::on(&server, &head).await;
    let listed = async |browser: &Browser| browser.get("/hearings/unconfirmed").await.expect(200);
    let row = eventually(async || listed(&head).await.as_array().unwrap().first().cloned()).await;
    assert_eq!(row["hearing"]["id"], hearing.hearing.as_str());
    let all = row["seats"].as_array().unwrap().len();
    let petitioner = &row["seats"][PETITIONER_SEAT];
    assert_eq!(petitioner["seat"], hearing.seats[PETITIONER_SEAT].as_str());
    assert_eq!((&petitioner["read_at"], &petitioner["has_phone"]), (&json!(null), &json!(true)));
    assert_eq!(listed(&server.sign_in("neighbour").await).await, json!([]), "theirs are not mine to remind");

    let number = row["hearing"]["number"].as_str().unwrap();
    let mut comes = hearing.petition.door();
    comes["hearing"] = number.into();
    comes["answer"] = json!({ "kind": "comes" });
    server.visitor().post("/query/receipt", comes).await.expect(200);
    assert_eq!(listed(&head).await[0]["seats"].as_array().unwrap().len(), all - 1);

    server.advance(MINUTE);
    let remind = hearing.path("/notices/remind");
    let (one, other) = tokio::join!(head.post(&remind, json!({})), head.post(&remind, json!({})));
    let mut statuses = [one.status.as_u16(), other.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 429], "two at once are one reminder");
    let notices = eventually(async || {
        let seats = head.get(&hearing.path("/notices")).await.expect(200);
        let again =
            |seat: &Value| seat["notices"].as_array().unwrap().iter().any(|one| one["kind"] == "again");
        seats.as_array().unwrap().iter().any(again).then_some(seats)
    })
    .await;
    let again = |seat: usize| notices[seat]["notices"].as_array().unwrap().last().unwrap()["kind"] == "again";
    assert!(again(0) && !again(PETITIONER_SEAT), "who comes is left alone: {notices:#}");
    head.post(&remind, json!({})).await.refused(429, "too_many");
    server.advance(HOUR / 2);
    let head = server.sign_in("head").await;
    head.post(&remind, json!({})).await.expect(200);
}
