use super::cases::{Filed, HOUR, MINUTE, Scheduled, filing, stopped, wish};
use crate::kit::{
    server::{Browser, TestServer},
    town::staff_id,
};
use reqwest::Method;
use serde_json::{Value, json};

#[tokio::test]
async fn a_scheduled_hearing_is_on_the_days_list_of_all_who_sit_there() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let scheduled = Scheduled::on(&server, &head).await;
    let page = head.get(&scheduled.path("")).await.expect(200);
    assert_eq!(page["stage"]["stage"], "scheduled");
    assert_eq!(page["seats"][2]["label"], "七里河区住建局");
    assert_eq!(page["petition_number"], *scheduled.petition.number);
    let day = lianjie::domain::Timestamp(scheduled.starts_at).local_date();
    for (username, seen) in [("head", true), ("clerk", true), ("handler", true), ("neighbour", false)] {
        let browser = server.sign_in(username).await;
        let rows = browser.get(&format!("/hearings?day={day}")).await.expect(200);
        assert_eq!(rows.as_array().unwrap().len(), usize::from(seen), "{username}");
        if seen {
            assert!(rows[0]["my_seat"].is_string(), "{username}");
        }
    }
    let later = day + time::Duration::days(2); // late in the evening it ends tomorrow
    assert_eq!(head.get(&format!("/hearings?day={later}")).await.expect(200), json!([]));
}

#[tokio::test]
async fn the_petition_and_its_query_page_show_the_hearing() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let scheduled = Scheduled::on(&server, &head).await;
    let page = head.get(&scheduled.petition.path("")).await.expect(200);
    assert_eq!(page["hearings"][0]["id"], *scheduled.hearing);
    let status = server.visitor().post("/query", scheduled.petition.door()).await.expect(200);
    assert_eq!(status["hearings"][0]["stage"], "scheduled");
    assert_eq!(status["hearings"][0]["outcome"], json!(null));
}

/// A second petition, and who presides over the first one's hearing.
pub async fn second(server: &TestServer, head: &Browser) -> (Filed, Value) {
    let filed = Filed::by(&server.visitor(), filing()).await;
    let person = head.get(&filed.path("")).await.expect(200)["parties"][0]["id"].clone();
    (filed, person)
}

#[tokio::test]
async fn no_room_and_no_person_is_booked_twice() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let first = Scheduled::on(&server, &head).await;
    let (filed, person) = second(&server, &head).await;
    let overlapping = wish(first.starts_at + 30 * MINUTE, &person);
    let check = head.post(&filed.path("/hearings/check"), overlapping.clone()).await.expect(200);
    assert_eq!(check["refusals"], json!([]));
    assert_eq!(check["representatives_allowed"], 5);
    let refused = head.post(&filed.path("/hearings"), overlapping).await.refused(409, "clash");
    assert_eq!(refused["clashes"], check["clashes"]);
    let mut names: Vec<_> =
        refused["clashes"].as_array().unwrap().iter().map(|clash| clash["name"].as_str().unwrap()).collect();
    names.sort_unstable();
    assert_eq!(names, ["clerk 同志", "handler 同志", "head 同志", "第一接访室"]);
    head.post(&filed.path("/hearings"), wish(first.starts_at + HOUR, &person)).await.expect(201);
}

#[tokio::test]
async fn of_two_schedulers_at_once_one_finds_the_room_taken() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let (one, person) = second(&server, &head).await;
    let (other, stranger) = second(&server, &head).await;
    let starts_at = server.now().0 + HOUR;
    let (path, other_path) = (one.path("/hearings"), other.path("/hearings"));
    let (first, second) = tokio::join!(
        head.post(&path, wish(starts_at, &person)),
        head.post(&other_path, wish(starts_at, &stranger)),
    );
    let mut statuses = [first.status.as_u16(), second.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409]);
}

#[tokio::test]
async fn a_table_without_a_presider_is_refused_by_field() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let (filed, person) = second(&server, &head).await;
    let mut headless = wish(server.now().0 + HOUR, &person);
    headless["seats"].as_array_mut().unwrap().remove(0);
    let refused = head.post(&filed.path("/hearings"), headless).await.refused(422, "role_missing");
    assert_eq!(refused["field"], "seats");
}

#[tokio::test]
async fn times_beyond_all_calendars_are_refused() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let (filed, person) = second(&server, &head).await;
    for starts_at in [i64::MAX - HOUR, -2_208_988_800_001, i64::MIN] {
        let refused = head.post(&filed.path("/hearings"), wish_at(starts_at, &person)).await;
        assert_eq!(refused.refused(422, "unprocessable")["field"], "starts_at");
    }
}

fn wish_at(starts_at: i64, person: &Value) -> Value {
    let mut wish = wish(0, person);
    wish["starts_at"] = starts_at.into();
    wish
}

#[tokio::test]
async fn another_districts_hearing_is_not_there() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let scheduled = Scheduled::on(&server, &head).await;
    let neighbour = server.sign_in("neighbour").await;
    for rest in ["", "/minutes"] {
        neighbour.get(&scheduled.path(rest)).await.refused(404, "not_found");
    }
    for (rest, body) in [("/cancel", json!({ "reason": "没有任何理由" })), ("/publish", json!({}))] {
        neighbour.post(&scheduled.path(rest), body).await.refused(404, "not_found");
    }
}

#[tokio::test]
async fn a_postponed_hearing_has_its_new_times() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let scheduled = Scheduled::on(&server, &head).await;
    let later = scheduled.starts_at + 24 * HOUR;
    let asked = json!({ "reason": "主持人临时有紧急公务", "starts_at": later, "ends_at": later + HOUR });
    let page = stopped(&head, &scheduled.hearing, "postpone", asked).await.expect(200);
    assert_eq!((&page["starts_at"], &page["stage"]["stage"]), (&json!(later), &json!("scheduled")));
    let half = json!({ "reason": "主持人临时有紧急公务", "starts_at": later });
    stopped(&head, &scheduled.hearing, "postpone", half).await.refused(422, "unprocessable");
}

/// Whoever postpones looks at what another made of it in the meantime first.
#[tokio::test]
async fn of_two_who_read_the_same_times_the_second_postpones_nothing() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let scheduled = Scheduled::on(&server, &head).await;
    let read = head.get(&scheduled.path("")).await.expect(200)["tag"].clone();
    let to = |hours: i64| {
        let starts_at = scheduled.starts_at + hours * HOUR;
        json!({ "reason": "主持人临时有紧急公务", "starts_at": starts_at, "ends_at": starts_at + HOUR })
    };
    head.post(&scheduled.path("/postpone"), to(24)).await.refused(428, "precondition_required");
    let asked = async |rest: &str, body| head.replace(Method::POST, &scheduled.path(rest), &read, body).await;
    asked("/postpone", to(24)).await.expect(200);
    asked("/postpone", to(48)).await.refused(412, "outdated");
    asked("/cancel", json!({ "reason": "信访人已经撤回申请" })).await.refused(412, "outdated");
    let page = head.get(&scheduled.path("")).await.expect(200);
    assert_eq!(page["starts_at"], scheduled.starts_at + 24 * HOUR);
}

#[tokio::test]
async fn a_cancellation_needs_its_reason_and_happens_once() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let scheduled = Scheduled::on(&server, &head).await;
    stopped(&head, &scheduled.hearing, "cancel", json!({ "reason": "" })).await.refused(422, "reason_needed");
    let reason = json!({ "reason": "信访人已经撤回申请" });
    stopped(&head, &scheduled.hearing, "cancel", reason.clone()).await.expect(200);
    stopped(&head, &scheduled.hearing, "cancel", reason).await.refused(422, "not_yours");
}

#[tokio::test]
async fn an_outcome_is_not_issued_before_the_hearing() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let scheduled = Scheduled::on(&server, &head).await;
    let outcome = json!({ "conclusion": "物业公司公开全部收支账目", "standards": ["resolve"], "items": [] });
    head.post(&scheduled.path("/outcome"), outcome).await.refused(422, "not_yours");
    head.post(&scheduled.path("/publish"), json!({})).await.refused(422, "not_yours");
    head.get(&scheduled.path("/minutes")).await.refused(422, "not_yours");
}

/// The room is driven over the WebSocket elsewhere; here the hearing is over already.
async fn closed(server: &TestServer, scheduled: &Scheduled) {
    use lianjie::domain::hearing::Stage;
    let mut tx = server.store.begin().await.unwrap();
    let id = scheduled.id();
    let mut hearing = tx.hearing(id).await.unwrap().unwrap();
    hearing.stage = Stage::Closed { at: server.now() };
    tx.save_hearing(&hearing).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_published_outcome_is_read_by_query_code() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let scheduled = Scheduled::on(&server, &head).await;
    closed(&server, &scheduled).await;
    let minutes = head.get(&scheduled.path("/minutes")).await.expect(200);
    assert_eq!((&minutes["entries"], minutes["seats"].as_array().unwrap().len()), (&json!([]), 5));
    let conclusion = "物业公司于十五日内公开近三年全部收支账目";
    let outcome = json!({ "conclusion": conclusion, "standards": ["resolve"], "items": [] });
    let page = head.post(&scheduled.path("/outcome"), outcome).await.expect(200);
    assert_eq!(page["stage"]["stage"], "outcome_issued");
    let query = async || server.visitor().post("/query", scheduled.petition.door()).await.expect(200);
    assert_eq!(query().await["hearings"][0]["outcome"], json!(null), "not published yet");
    head.post(&scheduled.path("/publish"), json!({})).await.expect(200);
    head.post(&scheduled.path("/publish"), json!({})).await.expect(200);
    let status = query().await;
    assert_eq!(status["hearings"][0]["outcome"]["conclusion"], conclusion);
    let published =
        status["steps"].as_array().unwrap().iter().filter(|step| step["kind"] == "hearing.outcome_published");
    assert_eq!(published.count(), 1);
}

#[tokio::test]
async fn an_action_item_needs_a_line_of_these_minutes() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let scheduled = Scheduled::on(&server, &head).await;
    closed(&server, &scheduled).await;
    let item = json!({ "agency": crate::kit::town::HOUSING.0, "content": "督促公开账目",
        "deadline": "2099-01-01", "entry": staff_id("head").0 });
    let outcome =
        json!({ "conclusion": "物业公司公开全部收支账目", "standards": ["resolve"], "items": [item] });
    head.post(&scheduled.path("/outcome"), outcome).await.expect(422);
}

#[tokio::test]
async fn a_changed_line_shows_what_it_said_each_time_and_who_wrote_that() {
    use lianjie::domain::{
        hearing::{AgendaPhase, EntryWrite},
        ids::{EntryId, OpId},
    };
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let scheduled = Scheduled::on(&server, &head).await;
    closed(&server, &scheduled).await;
    let write = |op: u128, revision: u32, text: &str, seat: usize| EntryWrite {
        op: OpId(uuid::Uuid::from_u128(op)),
        entry: EntryId(uuid::Uuid::from_u128(9)),
        hearing: scheduled.id(),
        revision,
        phase: AgendaPhase::Statement,
        speaker: None,
        text: text.to_owned(),
        at: server.now(),
        struck: None,
        author: scheduled.seat(seat),
    };
    let mut tx = server.store.begin().await.unwrap();
    tx.write_entry(&write(1, 1, "六十户", 1)).await.unwrap();
    tx.commit().await.unwrap();
    let minutes = async || head.get(&scheduled.path("/minutes")).await.expect(200);
    assert_eq!(minutes().await["entries"][0]["wordings"], json!([]), "never changed");
    server.advance(MINUTE);
    let mut tx = server.store.begin().await.unwrap();
    tx.write_entry(&write(2, 2, "六十六户", 0)).await.unwrap();
    tx.commit().await.unwrap();
    let entry = minutes().await["entries"][0].clone();
    let wordings = entry["wordings"].as_array().unwrap();
    let told: Vec<_> = wordings.iter().map(|one| (&one["text"], one["author"].as_str().unwrap())).collect();
    let seats = &scheduled.seats;
    assert_eq!(told, [(&json!("六十户"), &*seats[1]), (&json!("六十六户"), &*seats[0])]);
    assert!(wordings[1]["at"].as_i64().unwrap() - wordings[0]["at"].as_i64().unwrap() >= MINUTE);
    assert_eq!(entry["text"], "六十六户");
}
