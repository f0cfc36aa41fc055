//! The next session of a hearing: scheduled as such, and what it takes over.

use super::{
    cases::{HOUR, MINUTE, PETITIONER_SEAT, Scheduled, wish},
    papers::held::{CLERK, DAY, UNIT, hearing},
};
use crate::kit::{
    server::{Browser, TestServer},
    town::{HOUSING, RENEWAL, merge_housing},
};
use lianjie::domain::{
    hearing::{Acceptance, AgendaPhase, EntryWrite, ItemAnswer, ItemProposal, Stage},
    ids::{ActionItemId, EntryId, HearingId, OpId},
};
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

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

    let log = head.oldest_first(&scheduled.petition.path("/timeline")).await;
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

/// What the housing bureau took on before the petitioner fell ill, and the line it comes from.
async fn accepted(server: &TestServer, scheduled: &Scheduled) -> ItemProposal {
    let mut tx = server.store.begin().await.unwrap();
    let held = hearing(tx.as_mut(), scheduled).await;
    let (clerk, unit, at) = (held.seats[CLERK].id, held.seats[UNIT].id, server.now());
    let write = EntryWrite {
        op: OpId(Uuid::from_u128(8)),
        entry: EntryId(Uuid::from_u128(7)),
        hearing: scheduled.id(),
        revision: 1,
        phase: AgendaPhase::Statement,
        speaker: None,
        text: "住建局十五日内督促维修屋面。".into(),
        at,
        struck: None,
        author: clerk,
    };
    tx.write_entry(&write).await.unwrap();
    let item = ItemProposal {
        id: ActionItemId(Uuid::from_u128(9)),
        hearing: scheduled.id(),
        agency: HOUSING,
        content: "督促维修屋面".into(),
        deadline: at.plus_millis(15 * DAY).local_date(),
        entry: write.entry,
        by: clerk,
        at,
        answer: ItemAnswer::Accepted(Acceptance { seat: unit, at }),
    };
    tx.put_item_proposal(&item).await.unwrap();
    tx.commit().await.unwrap();
    item
}

/// The next session, held to its end; its path.
async fn next_held(server: &TestServer, scheduled: &Scheduled, head: &Browser) -> String {
    let wish = next_wish(server, scheduled, head).await;
    let next = head.post(&scheduled.petition.path("/hearings"), wish).await.expect(201);
    let next = next["id"].as_str().unwrap();
    let mut tx = server.store.begin().await.unwrap();
    let mut closed = tx.hearing(HearingId(next.parse().unwrap())).await.unwrap().unwrap();
    closed.stage = Stage::Closed { at: server.now() };
    tx.save_hearing(&closed).await.unwrap();
    tx.commit().await.unwrap();
    format!("/hearings/{next}")
}

/// What orders `item` and nothing else.
fn outcome_of(item: &ItemProposal) -> Value {
    let item = json!({
        "agency": item.agency.0, "content": item.content, "deadline": item.deadline.to_string(),
        "entry": item.entry.0, "proposal": item.id.0,
    });
    json!({ "conclusion": "住建局督促物业公司维修屋面。", "standards": ["resolve"], "items": [item] })
}

/// Art. 24: it keeps its seat in the room; its people are the successor's, and so is what it took on.
#[tokio::test]
async fn what_an_agency_took_on_before_it_was_merged_is_ordered_of_its_successor() {
    let (server, scheduled, head) = broken_off().await;
    let item = accepted(&server, &scheduled).await;
    let next = next_held(&server, &scheduled, &head).await;
    let mut tx = server.store.begin().await.unwrap();
    merge_housing(tx.as_mut(), RENEWAL, server.now()).await;
    tx.commit().await.unwrap();
    let server = server.restarted().await;
    let head = server.sign_in("head").await;
    let page = head.post(&format!("{next}/outcome"), outcome_of(&item)).await.expect(200);
    let ordered = &page["outcome"]["items"][0];
    assert_eq!((&ordered["agency"], &ordered["state"]), (&json!(RENEWAL.0), &json!("accepted")));
    let handler = server.sign_in("handler").await;
    let own = handler.get("/action-items").await.expect(200);
    assert_eq!(own["rows"][0]["id"], json!(item.id.0), "{own}");
}

#[tokio::test]
async fn what_an_agency_took_on_before_the_break_is_ordered_by_the_next_session_or_left_out_by_name() {
    let (server, scheduled, head) = broken_off().await;
    let item = accepted(&server, &scheduled).await;
    let next = next_held(&server, &scheduled, &head).await;
    let server = server.restarted().await;
    let head = server.sign_in("head").await;

    let path = |rest: &str| format!("{next}{rest}");
    let offered = head.get(&path("/item-proposals")).await.expect(200);
    assert_eq!((&offered[0]["id"], &offered[0]["earlier"]), (&json!(item.id.0), &json!(true)));
    let own = head.get(&scheduled.path("/item-proposals")).await.expect(200);
    assert_eq!(own[0]["earlier"], false);

    let mut without = outcome_of(&item);
    without["items"] = json!([]);
    head.post(&path("/outcome"), without).await.refused(422, "left_out");
    let mut short = outcome_of(&item);
    short["conclusion"] = json!("已办");
    let refused = head.post(&path("/outcome"), short).await.refused(422, "bad_conclusion");
    assert_eq!(refused["field"], "conclusion");
    let page = head.post(&path("/outcome"), outcome_of(&item)).await.expect(200);
    assert_eq!(page["outcome"]["items"][0]["state"], "accepted");
}

/// The first session was held while the matter was sealed as a report by mistake, and the next one is held in the open.
#[tokio::test]
async fn what_was_taken_on_behind_the_wall_comes_to_no_table_before_it() {
    let (server, scheduled, head) = broken_off().await;
    accepted(&server, &scheduled).await;
    let wish = next_wish(&server, &scheduled, &head).await;
    let next = head.post(&scheduled.petition.path("/hearings"), wish).await.expect(201);
    let next = next["id"].as_str().unwrap();
    let mut tx = server.store.begin().await.unwrap();
    let mut closed = tx.hearing(HearingId(next.parse().unwrap())).await.unwrap().unwrap();
    closed.stage = Stage::Closed { at: server.now() };
    tx.save_hearing(&closed).await.unwrap();
    let held = hearing(tx.as_mut(), &scheduled).await;
    let mut petition = tx.petition(held.petition).await.unwrap().unwrap();
    petition.course.opened_at = Some(held.starts_at);
    tx.save_petition(&petition).await.unwrap();
    tx.commit().await.unwrap();
    let offered = head.get(&format!("/hearings/{next}/item-proposals")).await.expect(200);
    assert_eq!(offered, json!([]));
    let own = head.get(&scheduled.path("/item-proposals")).await.expect(200);
    assert_eq!(own.as_array().unwrap().len(), 1, "whoever was there has it still");
}
