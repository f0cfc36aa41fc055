//! The queue of a reception day.

use super::{
    cases::{Filed, filing},
    reception::{day, planned},
};
use crate::kit::server::{Answer, Browser, TestServer};
use lianjie::domain::{
    ids::{QueueTicketId, ReceptionDayId},
    reception::queue::{Coming, Priority, Ticket, TicketState},
};
use serde_json::{Value, json};
use uuid::Uuid;

/// The day has come: its id. Whoever was signed in is signed in anew.
async fn today(server: &TestServer) -> (Browser, String) {
    let head = server.sign_in("head").await;
    let day = planned(server, &head).await;
    let path = format!("/reception/days/{}", day["id"].as_str().unwrap());
    head.post(&path, json!({ "version": day["version"], "change": { "kind": "publish" } })).await.expect(200);
    server.advance(day["starts_at"].as_i64().unwrap() - server.now().0);
    (server.sign_in("head").await, day["id"].as_str().unwrap().to_owned())
}

pub fn number(priority: &str) -> Value {
    json!({ "priority": priority, "coming": "walk_in", "persons": 1 })
}

/// A number of a day, whichever day it is; its id.
pub async fn given_out(server: &TestServer, day: &str) -> String {
    let ticket = Ticket {
        id: QueueTicketId(Uuid::from_u128(0x90)),
        day: ReceptionDayId(day.parse().unwrap()),
        number: 0,
        priority: Priority::None,
        coming: Coming::Booked,
        persons: 1,
        petition: None,
        taken_at: server.now(),
        called_at: None,
        state: TicketState::Waiting,
        version: 1,
    };
    let mut tx = server.store.begin().await.unwrap();
    tx.add_queue_ticket(&ticket).await.unwrap();
    tx.commit().await.unwrap();
    ticket.id.to_string()
}

async fn stepped(browser: &Browser, ticket: &Value, step: Value) -> Answer {
    let path = format!("/queue-tickets/{}/steps", ticket["id"].as_str().unwrap());
    browser.post(&path, json!({ "version": ticket["version"], "step": step })).await
}

#[tokio::test]
async fn numbers_are_called_the_frail_first_and_each_has_its_end() {
    let server = TestServer::start().await;
    let (head, day) = today(&server).await;
    let path = format!("/reception/days/{day}/queue");
    let next = format!("{path}/next");
    head.post(&next, json!({ "window": "1号窗口" })).await.refused(422, "nobody_waits");
    for (priority, expected) in [("none", 1), ("none", 2), ("elderly", 3)] {
        assert_eq!(head.post(&path, number(priority)).await.expect(201)["number"], expected);
    }
    let queue = head.post(&next, json!({ "window": "1号窗口" })).await.expect(200);
    let third = queue["tickets"][2].clone();
    assert_eq!(
        (&third["state"], &third["window"], &queue["next"]),
        (&json!("called"), &json!("1号窗口"), &json!(1))
    );
    let queue = stepped(&head, &third, json!({ "kind": "serve" })).await.expect(200);
    stepped(&head, &third, json!({ "kind": "serve" })).await.refused(409, "stale");
    let queue = stepped(&head, &queue["tickets"][2], json!({ "kind": "done" })).await.expect(200);
    stepped(&head, &queue["tickets"][2], json!({ "kind": "call", "window": "1" }))
        .await
        .refused(422, "wrong_ticket_state");
    let queue = head.post(&next, json!({ "window": "2号窗口" })).await.expect(200);
    let queue = stepped(&head, &queue["tickets"][0], json!({ "kind": "no_show" })).await.expect(200);
    let queue = stepped(&head, &queue["tickets"][0], json!({ "kind": "return" })).await.expect(200);
    assert_eq!(queue["next"], 1, "who comes late keeps the number");

    let screen = server.visitor().get(&format!("/queue-screens/{day}")).await.expect(200);
    assert_eq!((&screen["waiting"], &screen["called"]), (&json!([1, 2]), &json!([])));
    let shown = screen.to_string();
    for private in ["leader", "elderly", "petition"] {
        assert!(!shown.contains(private), "{private} in {shown}");
    }
}

/// Writing down what was received ends the queue; of a slip in it the leader's record is not made worse for good.
#[tokio::test]
async fn a_day_is_not_written_down_while_somebody_waits_and_is_set_right_with_a_reason() {
    let server = TestServer::start().await;
    let (head, day) = today(&server).await;
    let (path, of_day) = (format!("/reception/days/{day}/queue"), format!("/reception/days/{day}"));
    let waiting = head.post(&path, number("none")).await.expect(201);
    let change = async |version: u32, change: Value| {
        head.post(&of_day, json!({ "version": version, "change": change })).await
    };
    let hold = json!({ "kind": "hold", "cases": 1, "persons": 1 });
    change(2, hold.clone()).await.refused(422, "queue_not_empty");
    stepped(&head, &waiting, json!({ "kind": "leave" })).await.expect(200);
    change(2, hold).await.expect(200);
    let correct = |reason: &str| json!({ "kind": "correct", "cases": 6, "persons": 12, "reason": reason });
    change(3, correct("漏")).await.refused(422, "reason_needed");
    let day = change(3, correct("漏记下午接待的两批")).await.expect(200);
    assert_eq!((&day["cases"], &day["persons"], &day["state"]), (&json!(6), &json!(12), &json!("held")));
    let was = &day["corrections"][0];
    assert_eq!((&was["cases_before"], &was["by_name"]), (&json!(1), &json!("head 同志")));
}

#[tokio::test]
async fn numbers_are_given_out_on_the_day_to_those_who_work_it() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let later = planned(&server, &head).await;
    let path = format!("/reception/days/{}/queue", later["id"].as_str().unwrap());
    head.post(&path, number("none")).await.refused(422, "not_today");
    server
        .visitor()
        .get(&format!("/queue-screens/{}", later["id"].as_str().unwrap()))
        .await
        .refused(404, "not_found");
    let filed = Filed::by(&server.visitor(), filing()).await;
    server.advance(day(&server, 5)["starts_at"].as_i64().unwrap() - server.now().0);
    for (username, shown) in
        [("head", true), ("counter", true), ("leader", true), ("deputy", false), ("neighbour", false)]
    {
        let answer = server.sign_in(username).await.get(&path).await;
        assert_eq!(answer.status == 200, shown, "{username}");
    }
    let counter = server.sign_in("counter").await;
    let mut with_petition = number("disabled");
    with_petition["petition_number"] = filed.number.clone().into();
    assert_eq!(counter.post(&path, with_petition.clone()).await.expect(201)["petition_number"], filed.number);
    with_petition["petition_number"] = "XF0".into();
    counter.post(&path, with_petition).await.refused(422, "unprocessable");
    let mut nobody = number("none");
    nobody["persons"] = 0.into();
    counter.post(&path, nobody).await.refused(422, "bad_persons");
}
