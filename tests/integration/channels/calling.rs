//! Who is away from a hearing is called: by a message, or by voice.

use super::receiver::Receiver;
use crate::{
    http::cases::{HOUR, MINUTE, PETITIONER_SEAT, Scheduled},
    kit::{
        server::{Browser, TestServer},
        town::staff_id,
        wait::eventually,
    },
};
use lianjie::domain::people::Staff;
use reqwest::Method;
use serde_json::{Value, json};

const CLERK_SEAT: usize = 1;
const AGENCY_SEAT: usize = 2;
const COMPANY_SEAT: usize = 4;
/// The handler's.
const PHONE: &str = "13900000088";

async fn handler_gives(server: &TestServer, messages: bool) {
    let handler = server.sign_in("handler").await;
    let own = json!({ "phone": PHONE, "messages": messages });
    handler.send(handler.request(Method::PUT, "/session/phone").json(&own)).await.expect(200);
}

fn call(scheduled: &Scheduled, seat: usize) -> Value {
    json!({ "deed": "call", "seat": scheduled.seats[seat] })
}

/// The leg of a seat on the board.
async fn leg(browser: &Browser, seat: usize) -> Value {
    browser.get("/board").await.expect(200)["sessions"][0]["seats"][seat].clone()
}

#[tokio::test]
async fn who_is_away_is_called_by_a_message_once_in_five_minutes() {
    let gateway = Receiver::start().await;
    let server = super::sms::server(&gateway).await;
    let head = server.sign_in("head").await;
    let scheduled = Scheduled::on(&server, &head).await;
    let duty = scheduled.path("/duty");
    head.post(&duty, call(&scheduled, PETITIONER_SEAT)).await.refused(425, "too_early");
    server.advance(HOUR - 15 * MINUTE);
    let head = server.sign_in("head").await;
    for (seat, may) in [(PETITIONER_SEAT, true), (COMPANY_SEAT, false)] {
        let leg = leg(&head, seat).await;
        assert_eq!((&leg["is"], &leg["may_call"]), (&json!("absent"), &json!(may)));
    }

    head.post(&duty, call(&scheduled, PETITIONER_SEAT)).await.expect(204);
    let refused = head.post(&duty, call(&scheduled, PETITIONER_SEAT)).await.refused(429, "too_many");
    assert_eq!(refused["retry_after_s"], 300);
    head.post(&duty, call(&scheduled, COMPANY_SEAT)).await.refused(422, "no_phone");
    let told = eventually(async || gateway.had().into_iter().find(|had| had.body.contains("正在等您")));
    let told = told.await.json();
    assert_eq!(told["to"], "13900000001");
    let text = told["text"].as_str().unwrap();
    assert!(text.contains(&format!("/query#{}", scheduled.petition.number)), "{text}");
    assert!(!text.contains("物业") && !text.contains("马秀英"), "{text}");

    server.advance(5 * MINUTE);
    let _phone = scheduled.sit(&server, PETITIONER_SEAT).await;
    head.post(&duty, call(&scheduled, PETITIONER_SEAT)).await.refused(422, "is_here");
    assert_eq!(leg(&head, PETITIONER_SEAT).await["may_call"], false);
    let log = head.oldest_first(&scheduled.petition.path("/timeline")).await;
    assert_eq!(log.to_string().matches("hearing.seat_called").count(), 1);
}

#[tokio::test]
async fn the_whole_number_is_read_by_who_may_and_put_on_record() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let scheduled = Scheduled::on(&server, &head).await;
    head.post(&scheduled.path("/duty"), call(&scheduled, PETITIONER_SEAT)).await.refused(425, "too_early");
    server.advance(HOUR - 15 * MINUTE);
    let head = server.sign_in("head").await;
    head.post(&scheduled.path("/duty"), call(&scheduled, PETITIONER_SEAT)).await.refused(422, "no_sms");
    let shown = leg(&head, PETITIONER_SEAT).await;
    assert_eq!((&shown["may_call"], &shown["may_phone"]), (&json!(false), &json!(true)));
    assert!(!shown.to_string().contains("13900000001"), "the board shows no number");

    let path = scheduled.path(&format!("/seats/{}/phone", scheduled.seats[PETITIONER_SEAT]));
    assert_eq!(head.get(&path).await.expect(200), json!({ "phone": "13900000001" }));
    let company = scheduled.path(&format!("/seats/{}/phone", scheduled.seats[COMPANY_SEAT]));
    head.get(&company).await.refused(422, "no_phone");
    server.sign_in("leader").await.get(&path).await.refused(422, "not_yours");
    server.sign_in("neighbour").await.get(&path).await.refused(404, "not_found");
    let log = head.oldest_first(&scheduled.petition.path("/timeline")).await;
    let read: Vec<_> =
        log.as_array().unwrap().iter().filter(|event| event["kind"] == "paper.opened").collect();
    assert_eq!(read.len(), 1, "{read:#?}");
    assert_eq!(
        (&read[0]["details"]["paper"], &read[0]["actor"]["name"]),
        (&json!("phone"), &json!("head 同志"))
    );
}

#[tokio::test]
async fn an_official_is_called_on_the_phone_they_gave_and_the_board_tells_what_became_of_it() {
    let gateway = Receiver::start().await;
    let server = super::sms::server(&gateway).await;
    let head = server.sign_in("head").await;
    let scheduled = Scheduled::on(&server, &head).await;
    handler_gives(&server, true).await;
    server.advance(HOUR - 15 * MINUTE);
    let head = server.sign_in("head").await;
    for (seat, known) in [(AGENCY_SEAT, true), (CLERK_SEAT, false)] {
        let leg = leg(&head, seat).await;
        let told = (&leg["may_call"], &leg["no_phone"], &leg["may_phone"]);
        assert_eq!(told, (&json!(known), &json!(!known), &json!(false)), "the number is its owner's to see");
    }
    let duty = scheduled.path("/duty");
    head.post(&duty, call(&scheduled, CLERK_SEAT)).await.refused(422, "no_phone");
    head.post(&duty, call(&scheduled, AGENCY_SEAT)).await.expect(204);
    let told = eventually(async || gateway.had().into_iter().find(|had| had.body.contains("正在等您")));
    let told = told.await.json();
    assert_eq!(told["to"], PHONE);
    assert!(told["text"].as_str().unwrap().ends_with("请登录工作台入席。"), "{told}");
    let shown = eventually(async || {
        let leg = leg(&head, AGENCY_SEAT).await;
        (leg["called"]["message"] == "delivered").then_some(leg)
    });
    assert!(!shown.await.to_string().contains(PHONE));

    handler_gives(&server, false).await;
    server.advance(5 * MINUTE);
    head.post(&duty, call(&scheduled, AGENCY_SEAT)).await.refused(422, "no_phone");
    assert_eq!(leg(&head, AGENCY_SEAT).await["no_phone"], true);
}

#[tokio::test]
async fn an_official_who_works_here_no_more_is_not_rung() {
    let gateway = Receiver::start().await;
    let server = super::sms::server(&gateway).await;
    let head = server.sign_in("head").await;
    let scheduled = Scheduled::on(&server, &head).await;
    handler_gives(&server, true).await;
    server.advance(HOUR - 15 * MINUTE);
    let head = server.sign_in("head").await;
    assert_eq!(leg(&head, AGENCY_SEAT).await["may_call"], true);

    let mut tx = server.store.begin().await.unwrap();
    let person = tx.staff(staff_id("handler")).await.unwrap().unwrap();
    tx.put_staff(&Staff { disabled: true, ..person }).await.unwrap();
    tx.commit().await.unwrap();
    let shown = leg(&head, AGENCY_SEAT).await;
    assert_eq!((&shown["may_call"], &shown["no_phone"]), (&json!(false), &json!(true)));
    head.post(&scheduled.path("/duty"), call(&scheduled, AGENCY_SEAT)).await.refused(422, "no_phone");
}
