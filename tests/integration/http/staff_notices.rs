//! What waits for somebody of the house, and what is urgent.

use super::cases::{
    DAY, Filed, Scheduled, at_the_unit, drafted, filing, in_hand, merge_away, moved, report, topics,
};
use crate::kit::{
    server::{Browser, TestServer},
    town::{CITY, DISCIPLINE, DISTRICT, HOUSING, RENEWAL, hire, staff_id},
};
use lianjie::{
    administration::calendar::InForce,
    clocks::warn,
    domain::{
        ids::{AgencyId, StaffId},
        people::{Role, Staff},
        petition::WarnDays,
    },
    edge::EdgeConfig,
    world::SharedWorld,
};
use serde_json::{Value, json};
use uuid::Uuid;

const REASON: &str = "扬言明天聚集，可能发生极端行为";

async fn unread(browser: &Browser) -> Value {
    browser.get("/staff-notices/count").await.expect(200)["unread"].clone()
}

#[tokio::test]
async fn a_unit_is_told_of_what_is_routed_to_it_and_reads_it_once() {
    let server = TestServer::start().await;
    let (head, handler) = (server.sign_in("head").await, server.sign_in("handler").await);
    let filed = at_the_unit(&server, &head).await;
    assert_eq!(topics(&head).await, ["registered"], "the petitioner filed it; the rest the head did");
    assert_eq!(topics(&handler).await, ["routed"]);
    let page = handler.get("/staff-notices").await.expect(200);
    let notice = &page["rows"][0];
    assert_eq!((&notice["petition"]["id"], &notice["number"]), (&json!(filed.id), &json!(filed.number)));
    let read = handler.post("/staff-notices/read", json!({ "ids": [notice["id"]] })).await.expect(200);
    assert_eq!((&read["unread"], unread(&handler).await), (&json!(0), json!(0)));
    assert_eq!(handler.get("/staff-notices").await.expect(200)["rows"][0]["unread"], false);
    in_hand(&handler, &filed.id).await;
    assert_eq!(unread(&handler).await, 0, "what one does oneself is no news");
    let asked = json!({ "kind": "supervise", "text": REASON, "answer_by": "2099-01-01" });
    head.post(&filed.path("/demands"), asked).await.expect(200);
    filed.attached(&head).await;
    assert_eq!(topics(&handler).await, ["demanded"]);
    let newest = handler.get("/staff-notices").await.expect(200)["rows"][0]["at"].clone();
    handler.post("/staff-notices/read", json!({ "until": newest })).await.expect(200);
    assert_eq!(topics(&handler).await, [""; 0]);
}

/// Art. 24: its unit was merged while it rested, and the call goes to where the people are.
#[tokio::test]
async fn what_begins_again_after_a_merger_calls_the_successor() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let filed = at_the_unit(&server, &head).await;
    merge_away(&server, &filed, RENEWAL).await;
    server.advance(60_000);
    let reopen = json!({ "kind": "reopen", "ground": "execution_failed", "reason": "维修方案没有落实" });
    moved(&head, &filed.id, reopen).await;
    let handler = server.sign_in("handler").await;
    assert_eq!(topics(&handler).await, ["reopened", "routed"]);
    let timeline = head.oldest_first(&filed.path("/timeline")).await;
    let kinds: Vec<_> =
        timeline.as_array().unwrap().iter().map(|event| event["kind"].as_str().unwrap()).collect();
    assert!(kinds.ends_with(&["petition.reopened", "petition.unit_succeeded"]), "{kinds:?}");
}

/// ADR 44: its window has not begun, so that nothing would ever close it.
#[tokio::test]
async fn a_posted_reply_whose_slip_does_not_come_back_is_asked_about() {
    let server = TestServer::start().await;
    let (head, handler) = (server.sign_in("head").await, server.sign_in("handler").await);
    let filed = at_the_unit(&server, &head).await;
    in_hand(&handler, &filed.id).await;
    drafted(&handler, &filed.id).await;
    moved(&handler, &filed.id, json!({ "kind": "deliver_reply", "way": "post" })).await;
    let listed = async |browser: &Browser| {
        let page = browser.get("/petitions?due=receipt_missing").await.expect(200);
        page["rows"].as_array().unwrap().len()
    };
    assert_eq!(listed(&head).await, 1);
    let world: SharedWorld = server.world();
    for (days, told) in [(14, false), (2, true)] {
        server.advance(days * DAY);
        warn(&server.store, world.as_ref(), WarnDays::default(), &InForce::default()).await.unwrap();
        for who in ["handler", "head"] {
            let topics = topics(&server.sign_in(who).await).await;
            assert_eq!(topics.iter().any(|topic| topic == "receipt_missing"), told, "{who}: {topics:?}");
        }
    }
    assert_eq!(
        warn(&server.store, world.as_ref(), WarnDays::default(), &InForce::default()).await.unwrap(),
        0,
        "once"
    );
    let (head, handler) = (server.sign_in("head").await, server.sign_in("handler").await);
    let today = server.now().local_date().to_string();
    moved(&handler, &filed.id, json!({ "kind": "record_receipt", "received_on": today })).await;
    assert_eq!(listed(&head).await, 0);
}

/// Recused, or the report sealed, since the notice was written.
#[tokio::test]
async fn what_somebody_may_see_no_more_is_not_told_to_them_any_more() {
    let server = TestServer::start().await;
    let (head, handler) = (server.sign_in("head").await, server.sign_in("handler").await);
    let filed = at_the_unit(&server, &head).await;
    assert_eq!(unread(&handler).await, 1);
    let recuse =
        json!({ "kind": "recuse", "staff": staff_id("handler").0, "reason": "与物业公司负责人是亲属" });
    moved(&head, &filed.id, recuse).await;
    let page = handler.get("/staff-notices").await.expect(200);
    assert_eq!((&page["rows"], &page["unread"]), (&json!([]), &json!(0)));
    // Screened as what it is: a report accuses the unit's people.
    let sealed = Filed::by(&server.visitor(), filing()).await;
    assert_eq!(unread(&head).await, 2);
    let sealing = json!({ "kind": "start_screening", "category": "report" });
    let version = head.get(&sealed.path("")).await.expect(200)["version"].clone();
    let asked = json!({ "version": version, "transition": sealing });
    head.post(&sealed.path("/transitions"), asked).await;
    assert_eq!(
        topics(&server.sign_in("desk").await).await,
        ["registered"],
        "whoever keeps reports has it now"
    );
    let text = head.get("/staff-notices").await.expect(200).to_string();
    assert!(!text.contains(&sealed.id) && !text.contains(&sealed.number), "{text}");
}

#[tokio::test]
async fn a_report_calls_its_discipline_desk_and_nobody_it_accuses() {
    let server = TestServer::start().await;
    Filed::by(&server.visitor(), report()).await;
    for (who, told) in [("desk", 1), ("head", 0), ("counter", 0), ("handler", 0), ("city", 0)] {
        assert_eq!(unread(&server.sign_in(who).await).await, told, "{who}");
    }
}

#[tokio::test]
async fn an_organ_that_may_not_open_the_petition_is_told_its_number_alone() {
    let server = TestServer::start().await;
    let city = server.sign_in("city").await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    let asked = json!({ "kind": "policy", "to": HOUSING.0, "text": "建议完善物业收支公开办法", "answer_by": "2099-01-01" });
    city.post(&filed.path("/demands"), asked).await.expect(200);
    let page = server.sign_in("handler").await.get("/staff-notices").await.expect(200);
    let notice = &page["rows"][0];
    assert_eq!((&notice["topic"], &notice["number"]), (&json!("demanded"), &json!(filed.number)));
    assert_eq!((&notice["petition"], &notice["hearing"]), (&Value::Null, &Value::Null));
}

#[tokio::test]
async fn a_seat_and_its_reminder_are_told() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let scheduled = Scheduled::on(&server, &head).await;
    let clerk = server.sign_in("clerk").await;
    let page = clerk.get("/staff-notices").await.expect(200);
    assert_eq!(
        (&page["rows"][0]["topic"], &page["rows"][0]["hearing"]["id"]),
        (&json!("seated"), &json!(scheduled.hearing))
    );
}

#[tokio::test]
async fn clocks_warn_those_whose_duty_it_is_once_each() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let filed = at_the_unit(&server, &head).await;
    head.post(&filed.path("/documents"), json!({ "kind": "transfer" })).await.expect(201);
    let world: SharedWorld = server.world();
    let look =
        async || warn(&server.store, world.as_ref(), WarnDays::default(), &InForce::default()).await.unwrap();
    assert_eq!(look().await, 0, "fifteen days are long");
    let mut told = 0;
    for _ in 0..21 {
        server.advance(DAY);
        told = look().await;
        if told > 0 {
            break;
        }
    }
    assert_eq!((told, look().await), (1, 0), "three days before the end");
    server.advance(30 * DAY);
    assert_eq!((look().await, look().await), (1, 0));
    let handler = server.sign_in("handler").await;
    assert_eq!(topics(&handler).await, ["clock_over", "clock_soon", "routed"]);
}

/// The house has set how early: the list goes by it, the page is told, and so are those whose duty it is.
#[tokio::test]
async fn a_house_that_is_warned_earlier_lists_and_tells_earlier() {
    let house = EdgeConfig { warn_days: WarnDays(7), ..EdgeConfig::default() };
    let server = TestServer::start_with(house).await;
    let head = server.sign_in("head").await;
    let filed = at_the_unit(&server, &head).await;
    assert_eq!(head.get("/session").await.expect(200)["warn_days"], 7);
    let world: SharedWorld = server.world();
    let soon = async || {
        let list = server.sign_in("head").await.get("/petitions?due=soon").await.expect(200);
        list["rows"].as_array().unwrap().iter().any(|row| row["number"] == json!(filed.number))
    };
    let mut found = Vec::new();
    for days in 0..=10 {
        if soon().await {
            found.push(days);
        }
        server.advance(DAY);
    }
    assert_eq!(found.first(), Some(&8), "the fifteenth day is the seventh after it");
    assert!(warn(&server.store, world.as_ref(), WarnDays(7), &InForce::default()).await.unwrap() > 0);
}

/// Art. 23: the petitioner is told in writing within fifteen days; who accepted writes it, and the head of the bureau learns
/// that nobody did.
#[tokio::test]
async fn a_notice_that_was_not_issued_is_listed_and_asked_for() {
    let server = TestServer::start().await;
    let (head, handler) = (server.sign_in("head").await, server.sign_in("handler").await);
    let filed = at_the_unit(&server, &head).await;
    let papers = filed.path("/documents");
    head.post(&papers, json!({ "kind": "transfer" })).await.expect(201);
    let listed = async |browser: &Browser| {
        let page = browser.get("/petitions?due=paper_missing").await.expect(200);
        page["rows"].as_array().unwrap().len()
    };
    assert_eq!(listed(&head).await, 0);
    moved(&handler, &filed.id, json!({ "kind": "accept" })).await;
    assert_eq!((listed(&head).await, listed(&handler).await), (1, 1));
    let owed = handler.get(&papers).await.expect(200)["owed"].clone();
    assert_eq!((&owed[0]["kind"], &owed[0]["overdue"]), (&json!("acceptance"), &json!(false)));
    assert_eq!(owed.as_array().unwrap().len(), 1);
    let world: SharedWorld = server.world();
    for (days, topic, who) in [(2, "paper_missing", "handler"), (20, "paper_late", "head")] {
        server.advance(days * DAY);
        warn(&server.store, world.as_ref(), WarnDays::default(), &InForce::default()).await.unwrap();
        for one in ["handler", "head"] {
            let told = topics(&server.sign_in(one).await).await;
            assert_eq!(told.iter().any(|told| told == topic), one == who, "{one}: {told:?}");
        }
    }
    let handler = server.sign_in("handler").await;
    handler.post(&papers, json!({ "kind": "acceptance" })).await.expect(201);
    assert_eq!(handler.get(&papers).await.expect(200)["owed"], json!([]));
    assert_eq!(listed(&handler).await, 0);
}

#[tokio::test]
async fn the_ways_to_ones_own_work_are_counted() {
    let server = TestServer::start().await;
    let (head, handler) = (server.sign_in("head").await, server.sign_in("handler").await);
    let filed = at_the_unit(&server, &head).await;
    at_the_unit(&server, &head).await;
    in_hand(&handler, &filed.id).await;
    let counts = handler.get("/petitions/counts").await.expect(200);
    assert_eq!(counts, json!({ "mine": 1, "unit": 2, "soon": 0, "overdue": 0, "urgent": 0 }));
    let mine = handler.get("/petitions?whose=mine").await.expect(200);
    assert_eq!((&mine["rows"][0]["id"], mine["rows"].as_array().unwrap().len()), (&json!(filed.id), 1));
    assert_eq!(handler.get("/petitions?whose=unit").await.expect(200)["rows"].as_array().unwrap().len(), 2);
    // A discipline desk keeps to what is sealed, whatever it asks.
    let desk = server.sign_in("desk").await;
    assert_eq!(desk.get("/petitions?whose=unit").await.expect(200)["rows"], json!([]));
}

#[tokio::test]
async fn what_is_urgent_goes_up_at_once_and_is_confirmed_there() {
    let server = TestServer::start().await;
    let (head, city) = (server.sign_in("head").await, server.sign_in("city").await);
    let filed = at_the_unit(&server, &head).await;
    let take = async |browser: &Browser, step: Value| {
        let version = browser.get(&filed.path("")).await.expect(200)["version"].clone();
        browser.post(&filed.path("/urgent"), json!({ "version": version, "step": step })).await
    };
    take(&head, json!({ "kind": "mark", "reason": "急" })).await.refused(422, "reason_needed");
    take(&server.sign_in("counter").await, json!({ "kind": "mark", "reason": REASON }))
        .await
        .refused(422, "not_yours");
    let marked = take(&head, json!({ "kind": "mark", "reason": REASON })).await.expect(200);
    let urgency = &marked["urgency"];
    assert_eq!((&urgency["reported_to_name"], &urgency["reason"]), (&json!("兰州市信访局"), &json!(REASON)));
    assert_eq!((&urgency["seen_at"], &marked["urgent"]), (&Value::Null, &json!(true)));
    assert_eq!(topics(&city).await[0], "urgent");
    assert_eq!(topics(&server.sign_in("handler").await).await[0], "urgent", "whoever has it acts at once");
    assert_eq!(city.get("/petitions?urgent=true").await.expect(200)["rows"][0]["id"], json!(filed.id));
    take(&head, json!({ "kind": "confirm" })).await.refused(422, "not_yours");
    let seen = take(&city, json!({ "kind": "confirm" })).await.expect(200);
    assert_eq!(seen["urgency"]["seen_by_name"], "city 同志");
    take(&city, json!({ "kind": "confirm" })).await.refused(422, "wrong_state");
    assert_eq!(topics(&head).await[0], "urgent_seen");
    take(&head, json!({ "kind": "pass" })).await.refused(422, "not_yours");
    take(&city, json!({ "kind": "pass" })).await.refused(422, "wrong_state"); // nobody is above it here
    let lifted = take(&head, json!({ "kind": "lift", "reason": "已经当面化解，情绪平稳" })).await.expect(200);
    assert_eq!((&lifted["urgent"], &lifted["urgency"]), (&json!(false), &Value::Null));
    let table = head.get("/statistics?from=2020-01-01").await.expect(200);
    let place =
        |id: &str| table["indicators"].as_array().unwrap().iter().position(|one| one["id"] == id).unwrap();
    for id in ["urgent", "urgent_seen"] {
        assert_eq!(table["total"][place(id)]["numerator"], 1, "{id}");
    }
}

/// Somebody more, with one post.
async fn also(server: &TestServer, n: u128, username: &str, agency: AgencyId, role: Role) -> Browser {
    let id = StaffId(Uuid::from_u128(0x500 + n));
    let staff = Staff {
        id,
        username: username.into(),
        name: format!("{username} 同志"),
        agency,
        roles: vec![role],
        disabled: false,
    };
    let mut tx = server.store.begin().await.unwrap();
    hire(tx.as_mut(), &staff).await;
    tx.commit().await.unwrap();
    server.sign_in(username).await
}

/// The nearest desk is accused: the one above is called, in the petition bureau there; no figure tells the accused of it.
#[tokio::test]
async fn a_report_against_the_nearest_desk_calls_the_one_above_it_and_is_in_no_figure_of_its_own() {
    let server = TestServer::start().await;
    let above = also(&server, 1, "citydesk", CITY, Role::DisciplineDesk).await;
    let desk = server.sign_in("desk").await;
    let mut against = report();
    against["accused"] = json!(DISCIPLINE.0);
    Filed::by(&server.visitor(), against).await;
    assert_eq!((unread(&desk).await, unread(&above).await), (json!(0), json!(1)));
    Filed::by(&server.visitor(), report()).await;
    assert_eq!((unread(&desk).await, unread(&above).await), (json!(1), json!(1)), "the nearest has it");
    server.advance(90 * DAY);
    let (desk, above) = (server.sign_in("desk").await, server.sign_in("citydesk").await);
    let counts = desk.get("/petitions/counts").await.expect(200);
    let listed = desk.get("/petitions?due=overdue").await.expect(200)["rows"].as_array().unwrap().len();
    assert_eq!((&counts["overdue"], listed), (&json!(1), 1));
    assert_eq!(above.get("/petitions/counts").await.expect(200)["overdue"], 2);
}

/// An archivist's figures are those of the archivist's list.
#[tokio::test]
async fn who_looks_after_the_archive_counts_no_open_petitions() {
    let server = TestServer::start().await;
    at_the_unit(&server, &server.sign_in("head").await).await;
    server.advance(90 * DAY);
    let archivist = also(&server, 2, "archivist", DISTRICT, Role::Archivist).await;
    let counts = archivist.get("/petitions/counts").await.expect(200);
    assert_eq!(counts, json!({ "mine": 0, "unit": 0, "soon": 0, "overdue": 0, "urgent": 0 }));
}

#[tokio::test]
async fn a_marked_petition_that_proves_a_report_is_reported_to_the_desk_above() {
    let server = TestServer::start().await;
    let (head, city) = (server.sign_in("head").await, server.sign_in("city").await);
    let above = also(&server, 3, "citydesk", CITY, Role::DisciplineDesk).await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    let version = async || head.get(&filed.path("")).await.expect(200)["version"].clone();
    let mark = json!({ "version": version().await, "step": { "kind": "mark", "reason": REASON } });
    head.post(&filed.path("/urgent"), mark).await.expect(200);
    let seal = json!({ "kind": "start_screening", "category": "report" });
    let asked = json!({ "version": version().await, "transition": seal });
    head.post(&filed.path("/transitions"), asked).await.expect(204);
    city.get(&filed.path("")).await.refused(404, "not_found");
    assert!(topics(&above).await.contains(&"urgent".to_owned()));
    let seen = above.get(&filed.path("")).await.expect(200);
    assert_eq!(seen["urgency"]["reported_to_name"], "兰州市信访局");
    let confirm = json!({ "version": seen["version"], "step": { "kind": "confirm" } });
    above.post(&filed.path("/urgent"), confirm).await.expect(200);
}
