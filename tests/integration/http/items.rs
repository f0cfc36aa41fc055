//! What a hearing ordered (交办事项): who works on it, declines it, takes it back, and what a missed day sets off.

use super::cases::{DAY, Scheduled, ordered_item, ordered_until};
use crate::kit::server::{Browser, TestServer};
use lianjie::{overdue::escalate, world::SharedWorld};
use serde_json::{Value, json};

/// What was promised at the table is watched like what the Regulation sets a date for; a day late is a reminder.
#[tokio::test]
async fn an_action_item_whose_day_is_over_reminds_its_organ_once() {
    for promised_before in [0, 30] {
        let server = TestServer::start().await;
        let head = server.sign_in("head").await;
        let scheduled = Scheduled::on(&server, &head).await;
        let deadline = server.now().local_date() - time::Duration::days(promised_before);
        ordered_until(&server, &scheduled, deadline).await;
        let world: SharedWorld = server.world();
        let late = async || escalate(&server.store, &world).await.unwrap();
        assert_eq!(late().await, 0, "the day it was ordered is not over: {promised_before}");
        let open = server.sign_in("handler").await.get("/action-items").await.expect(200);
        assert_eq!(open["rows"][0]["overdue"], false, "{promised_before}");
        server.advance(DAY);
        assert_eq!((late().await, late().await), (1, 0));
        let handler = server.sign_in("handler").await;
        let received = handler.get("/demands?box=received").await.expect(200);
        assert_eq!(
            (&received["rows"][0]["kind"], &received["rows"][0]["way"]),
            (&json!("reminder"), &json!("system"))
        );
        assert!(received["rows"][0]["text"].as_str().unwrap().starts_with("接访会交办事项"));
        assert_eq!(handler.get("/action-items").await.expect(200)["rows"][0]["overdue"], true);
    }
}

#[tokio::test]
async fn an_action_item_is_worked_on_by_its_organ_and_closed_by_the_bureau() {
    let server = TestServer::start().await;
    let (head, handler) = (server.sign_in("head").await, server.sign_in("handler").await);
    let scheduled = Scheduled::on(&server, &head).await;
    let item = ordered_item(&server, &scheduled).await;
    let steps = format!("/action-items/{item}/steps");
    let step = |kind: &str, text: &str| json!({ "step": kind, "text": text });
    let mine = handler.get("/action-items").await.expect(200)["rows"].clone();
    assert_eq!((&mine[0]["id"], &mine[0]["may"]), (&json!(item), &json!(["accept", "decline"])));
    server.sign_in("neighbour").await.post_over(&steps, step("accept", "")).await.refused(404, "not_found");
    head.post_over(&steps, step("accept", "")).await.refused(422, "not_yours");
    handler.post_over(&steps, step("accept", "")).await.expect(200);
    handler.post_over(&steps, step("progress", "屋面施工队已进场")).await.expect(200);
    let done = handler.post_over(&steps, step("report", "屋面已维修并经业主验收")).await.expect(200);
    assert_eq!((&done["state"], &done["may"]), (&json!("done"), &json!([])));
    handler.post_over(&steps, step("close", "")).await.refused(422, "not_yours");
    head.post_over(&steps, step("send_back", "业主反映仍有两处渗漏")).await.expect(200);
    handler.post_over(&steps, step("report", "两处渗漏已经补修完毕")).await.expect(200);
    head.post_over(&steps, step("close", "")).await.expect(200);
    assert_eq!(handler.get("/action-items").await.expect(200)["rows"], json!([]));
    let shown = head.get(&scheduled.petition.path("/supervision")).await.expect(200);
    assert_eq!(shown["notes"].as_array().unwrap().len(), 6);
}

/// An organ that was named by a slip neither says "done" of what is not its own nor is reminded of it for ever.
#[tokio::test]
async fn an_organ_declines_what_is_not_its_own_and_the_bureau_sends_it_back_or_lifts_it() {
    let server = TestServer::start().await;
    let (head, handler) = (server.sign_in("head").await, server.sign_in("handler").await);
    let scheduled = Scheduled::on(&server, &head).await;
    let item = ordered_until(&server, &scheduled, server.now().local_date()).await;
    let steps = format!("/action-items/{item}/steps");
    let step = |kind: &str, text: &str| json!({ "step": kind, "text": text });
    let theirs = async |who: &Browser| who.get("/action-items").await.expect(200)["rows"].clone();
    handler.post_over(&steps, step("decline", "否")).await.refused(422, "bad_text");
    handler.post_over(&steps, step("lift", "此事不属我局职责")).await.refused(422, "not_yours");
    head.post_over(&steps, step("decline", "此事不属住建局职责")).await.refused(422, "not_yours");
    let declined = handler.post_over(&steps, step("decline", "此事不属我局职责")).await.expect(200);
    assert_eq!((&declined["state"], &declined["may"]), (&json!("declined"), &json!([])));
    let told = head.get("/staff-notices").await.expect(200);
    assert!(told["rows"].as_array().unwrap().iter().any(|one| one["topic"] == "item_declined"), "{told}");
    let waiting = theirs(&head).await;
    assert_eq!(waiting[0]["report"]["text"], "此事不属我局职责");
    assert_eq!(waiting[0]["may"], json!(["send_back", "lift"]));
    assert!(waiting[0]["decide_by"].is_string(), "the bureau has its day too: {waiting}");
    assert_eq!(waiting[0]["undecided"], false);
    server.advance(DAY);
    let world: SharedWorld = server.world();
    assert_eq!(
        escalate(&server.store, &world).await.unwrap(),
        0,
        "it is the bureau's word that is waited for"
    );
    let (head, handler) = (server.sign_in("head").await, server.sign_in("handler").await);
    head.post_over(&steps, step("send_back", "会上已由贵局认领")).await.expect(200);
    let back = theirs(&handler).await[0].clone();
    assert_eq!(back["may"], json!(["accept", "decline"]));
    assert_eq!((&back["overdue"], &back["decide_by"]), (&json!(false), &json!(null)), "not its day: {back}");
    assert_ne!(back["last_day"], back["deadline"], "the day the bureau took is its own");
    let lifted = head.post_over(&steps, step("lift", "经核实应由街道办理")).await.expect(200);
    assert_eq!((&lifted["state"], &lifted["overdue"]), (&json!("lifted"), &json!(false)));
    assert_eq!((theirs(&handler).await, theirs(&head).await), (json!([]), json!([])));
    assert_eq!(escalate(&server.store, &world).await.unwrap(), 0);
    head.post_over(&steps, step("lift", "经核实应由街道办理")).await.refused(422, "wrong_state");
    let told = handler.get("/staff-notices").await.expect(200);
    assert!(told["rows"].as_array().unwrap().iter().any(|one| one["topic"] == "item_lifted"), "{told}");
}

/// Two people of the bureau look at one report: who sends it back is not overtaken by who would close what came after it.
#[tokio::test]
async fn nobody_closes_a_report_they_have_not_seen() {
    let server = TestServer::start().await;
    let (head, handler) = (server.sign_in("head").await, server.sign_in("handler").await);
    let scheduled = Scheduled::on(&server, &head).await;
    let steps = format!("/action-items/{}/steps", ordered_item(&server, &scheduled).await);
    let step = |kind: &str, text: &str| json!({ "step": kind, "text": text });
    let over = async |who: &Browser, tag: &Value, asked: Value| {
        who.replace(reqwest::Method::POST, &steps, tag, asked).await
    };
    handler.post(&steps, step("accept", "")).await.refused(428, "precondition_required");
    handler.post_over(&steps, step("accept", "")).await.expect(200);
    let first = handler.post_over(&steps, step("report", "屋面已维修并经业主验收")).await.expect(200);
    let read = head.get("/action-items").await.expect(200)["rows"][0]["tag"].clone();
    assert_eq!(read, first["tag"], "one item has one tag, whoever reads it");
    let back = over(&head, &read, step("send_back", "业主反映仍有两处渗漏")).await.expect(200);
    let again = over(&handler, &back["tag"], step("report", "两处渗漏已经补修完毕")).await.expect(200);
    assert_eq!((&again["state"], again["tag"] == first["tag"]), (&first["state"], false));
    over(&head, &read, step("close", "")).await.refused(412, "outdated");
    assert_eq!(over(&head, &again["tag"], step("close", "")).await.expect(200)["state"], "closed");
}
