//! Reports (检举控告) and organs that are merged: succession (art. 24) does not go through the wall (art. 30).

use super::{
    cases::{
        Filed, HOUR, MINUTE, Scheduled, at_unit, filing, housing_merged, in_hand, moved, report, routed,
        stopped, wish,
    },
    supervision::photo,
};
use crate::kit::{
    server::{Answer, Browser, TestServer},
    town::{CITY, DISCIPLINE, HOUSING, NEIGHBOURS, hire, staff_id},
};
use lianjie::domain::{
    ids::{PetitionId, StaffId},
    people::{Role, Staff},
    petition::PetitionState,
};
use serde_json::{Value, json};
use uuid::Uuid;

/// Against the neighbours' bureau, and routed to the housing bureau by the discipline desk.
async fn routed_report(server: &TestServer, desk: &Browser) -> Filed {
    let mut report = report();
    report["accused"] = NEIGHBOURS.0.to_string().into();
    let filed = Filed::by(&server.visitor(), report).await;
    moved(desk, &filed.id, json!({ "kind": "start_screening" })).await;
    moved(desk, &filed.id, routed()).await;
    filed
}

async fn closed(server: &TestServer, filed: &Filed) {
    let mut tx = server.store.begin().await.unwrap();
    let mut petition = tx.petition(PetitionId(filed.id.parse().unwrap())).await.unwrap().unwrap();
    petition.state = PetitionState::Closed { unit: HOUSING, at: server.now() };
    tx.save_petition(&petition).await.unwrap();
    tx.commit().await.unwrap();
}

/// What is to be done goes over with the duty to do it; what is done stays with the discipline desk.
#[tokio::test]
async fn a_successor_goes_on_with_open_reports_and_reads_none_that_were_closed() {
    let server = TestServer::start().await;
    let (desk, handler) = (server.sign_in("desk").await, server.sign_in("handler").await);
    let (open, over) = (routed_report(&server, &desk).await, routed_report(&server, &desk).await);
    closed(&server, &over).await;
    for filed in [&open, &over] {
        handler.get(&filed.path("")).await.expect(200);
    }
    housing_merged(&server, "七里河区城乡建设局").await;
    handler.get(&open.path("")).await.expect(200);
    for rest in ["", "/timeline", "/documents", "/supervision"] {
        handler.get(&over.path(rest)).await.refused(404, "not_found");
    }
    for query in ["", "?state=closed", "?search=物业"] {
        let list = handler.get(&format!("/petitions{query}")).await.expect(200);
        let numbers: Vec<_> = list["rows"].as_array().unwrap().iter().map(|row| &row["number"]).collect();
        assert!(!numbers.contains(&&json!(over.number)), "{query}");
    }
    desk.get(&over.path("")).await.expect(200);
}

/// Whoever succeeds the accused is the accused: also as the unit that would go on with the report.
#[tokio::test]
async fn the_successor_of_the_accused_reads_no_report_against_it() {
    let server = TestServer::start().await;
    let desk = server.sign_in("desk").await;
    let mut report = report(); // against the housing bureau
    report["title"] = "举报物业招投标".into();
    let filed = Filed::by(&server.visitor(), report).await;
    let successor = housing_merged(&server, "七里河区城乡建设局").await;
    moved(&desk, &filed.id, json!({ "kind": "start_screening" })).await;
    let handler = server.sign_in("handler").await;
    handler.get(&filed.path("")).await.refused(404, "not_found");
    let version = desk.get(&filed.path("")).await.expect(200)["version"].clone();
    let route = json!({ "kind": "route", "how": "transfer", "unit": successor });
    let asked = json!({ "version": version, "transition": route });
    let refused = desk.post(&filed.path("/transitions"), asked).await;
    assert!(refused.status.is_client_error(), "{}", refused.status);
    handler.get(&filed.path("")).await.refused(404, "not_found");
}

/// As the citizen page sends it: whom it accuses in words.
async fn reported(server: &TestServer, desk: &Browser) -> Filed {
    let mut report = report();
    report["accused"] = Value::Null;
    report["respondent"] = "住建局管招投标的李某".into();
    let filed = Filed::by(&server.visitor(), report).await;
    moved(desk, &filed.id, json!({ "kind": "start_screening" })).await;
    filed
}

async fn asked(browser: &Browser, filed: &Filed, transition: Value) -> Answer {
    let version = browser.get(&filed.path("")).await.expect(200)["version"].clone();
    browser.post(&filed.path("/transitions"), json!({ "version": version, "transition": transition })).await
}

fn naming(agencies: &Value, staff: &Value) -> Value {
    let reason = "材料第二页写明姓名和职务";
    json!({ "kind": "name_accused", "agencies": agencies, "staff": staff, "reason": reason })
}

#[tokio::test]
async fn a_citizens_report_goes_nowhere_before_it_is_known_whom_it_accuses() {
    let server = TestServer::start().await;
    let (desk, handler) = (server.sign_in("desk").await, server.sign_in("handler").await);
    let filed = reported(&server, &desk).await;
    assert_eq!(desk.get(&filed.path("")).await.expect(200)["accused"], Value::Null);
    let divert =
        json!({ "kind": "divert", "way": "discipline", "organ": NEIGHBOURS.0, "reason": "移送有权机关处理" });
    for step in [routed(), divert] {
        let refused = asked(&desk, &filed, step).await.refused(422, "accused_unnamed");
        assert_eq!(refused["article"], "30");
    }
    let demand = json!({ "kind": "urge", "to": HOUSING.0, "text": "请说明该项目招投标情况" });
    assert_eq!(desk.post(&filed.path("/demands"), demand).await.refused(422, "unprocessable")["field"], "to");
    for who in ["head", "counter", "handler"] {
        let browser = server.sign_in(who).await;
        let step = json!({ "version": 2, "transition": naming(&json!([NEIGHBOURS.0]), &json!([])) });
        browser.post(&filed.path("/transitions"), step).await.refused(404, "not_found");
    }
    let unknown = naming(&json!([]), &json!([HOUSING.0]));
    assert_eq!(asked(&desk, &filed, unknown).await.refused(422, "unprocessable")["field"], "staff");

    // One of its people is named: the whole organ is walled off.
    let named = asked(&desk, &filed, naming(&json!([]), &json!([staff_id("handler").0]))).await.expect(200);
    assert_eq!(named["accused"]["agencies"][0]["name"], "七里河区住建局");
    assert_eq!(named["accused"]["staff"][0]["name"], "handler 同志");
    asked(&desk, &filed, routed()).await.refused(422, "accused_unit");
    let route = json!({ "kind": "route", "how": "transfer", "unit": DISCIPLINE.0 });
    asked(&desk, &filed, route).await.expect(200);
    for (who, browser) in [("handler", handler), ("director", server.sign_in("director").await)] {
        browser.get(&filed.path("")).await.refused(404, "not_found");
        let list = browser.get("/petitions").await.expect(200);
        assert!(!list.to_string().contains(&filed.number), "{who}");
    }
    let timeline = desk.oldest_first(&filed.path("/timeline")).await;
    let kinds: Vec<_> = timeline.as_array().unwrap().iter().map(|event| &event["kind"]).collect();
    assert!(kinds.contains(&&json!("petition.accused_named")), "{kinds:?}");
}

/// A table that was laid before it was known to be a report, or whom it accuses, does not become the one where they meet.
#[tokio::test]
async fn what_makes_it_a_report_waits_until_the_accused_sit_at_no_table_of_it() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let scheduled = Scheduled::on(&server, &head).await;
    let screening = json!({ "kind": "start_screening", "category": "report" });
    let refused = asked(&head, &scheduled.petition, screening.clone()).await.refused(422, "accused_at_table");
    assert_eq!(refused["article"], "30");
    let reason = json!({ "reason": "来信内容属于检举控告" });
    stopped(&head, &scheduled.hearing, "cancel", reason).await.expect(200);
    asked(&head, &scheduled.petition, screening).await;
    let desk = server.sign_in("desk").await;
    assert_eq!(desk.get(&scheduled.petition.path("")).await.expect(200)["category"], "report");
}

/// Screened as an appeal, and with the very unit that it accuses: the wall goes up, and the unit has it no more.
#[tokio::test]
async fn what_turns_out_to_be_a_report_is_sealed_wherever_it_is() {
    let server = TestServer::start().await;
    let (head, desk) = (server.sign_in("head").await, server.sign_in("desk").await);
    let handler = server.sign_in("handler").await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    at_unit(&head, &filed.id).await;
    in_hand(&handler, &filed.id).await;
    let mut found = json!({ "kind": "reclassify", "category": "suggestion", "reason": "来信反映收受贿赂" });
    asked(&head, &filed, found.clone()).await.refused(422, "bad_category");
    found["category"] = "report".into();
    found["content_class"] = "law_enforcement".into();
    asked(&head, &filed, found).await.expect(204);
    head.get(&filed.path("")).await.refused(404, "not_found");
    server.visitor().post("/query", filed.door()).await.refused(404, "no_match");
    let sealed = desk.get(&filed.path("")).await.expect(200);
    assert_eq!((&sealed["category"], &sealed["state"]), (&json!("report"), &json!("handling")));
    assert_eq!((&sealed["content_class"], &sealed["next_due"]), (&json!("law_enforcement"), &Value::Null));
    let told = desk.get("/staff-notices").await.expect(200);
    assert!(told.to_string().contains(&filed.number), "{told}");

    let named = asked(&desk, &filed, naming(&json!([HOUSING.0]), &json!([]))).await.expect(200);
    assert_eq!(named["state"], "screening");
    handler.get(&filed.path("")).await.refused(404, "not_found");
    let route = json!({ "kind": "route", "how": "transfer", "unit": DISCIPLINE.0 });
    asked(&desk, &filed, route).await.expect(200);
}

/// A company, somebody of another province: there is no wall to put up, and the report goes on.
#[tokio::test]
async fn a_report_on_nobody_of_the_system_says_so_and_goes_on() {
    let server = TestServer::start().await;
    let desk = server.sign_in("desk").await;
    let filed = reported(&server, &desk).await;
    let mut bare = naming(&json!([]), &json!([]));
    bare["reason"] = "".into();
    asked(&desk, &filed, bare).await.refused(422, "reason_needed");
    let named = asked(&desk, &filed, naming(&json!([]), &json!([]))).await.expect(200);
    assert_eq!(named["accused"], json!({ "agencies": [], "staff": [] }));
    asked(&desk, &filed, routed()).await.expect(200);
}

/// The desk above goes on with it; the accused desk has it in no list either.
#[tokio::test]
async fn a_desk_that_finds_its_own_organ_accused_sees_the_report_no_more() {
    let server = TestServer::start().await;
    let desk = server.sign_in("desk").await;
    let filed = reported(&server, &desk).await;
    asked(&desk, &filed, naming(&json!([DISCIPLINE.0]), &json!([]))).await.expect(204);
    desk.get(&filed.path("")).await.refused(404, "not_found");
    let list = desk.get("/petitions").await.expect(200);
    assert!(!list.to_string().contains(&filed.number));
}

/// Somebody who keeps reports at the city's bureau.
async fn desk_above(server: &TestServer) -> Browser {
    let (username, name) = ("city_desk".to_owned(), "city_desk 同志".to_owned());
    let id = StaffId(Uuid::from_u128(0xd1));
    let staff =
        Staff { id, username, name, agency: CITY, roles: vec![Role::DisciplineDesk], disabled: false };
    let mut tx = server.store.begin().await.unwrap();
    hire(tx.as_mut(), &staff).await;
    tx.commit().await.unwrap();
    server.sign_in("city_desk").await
}

fn propose() -> Value {
    json!({ "kind": "propose_unsealing", "category": "appeal", "reason": "反映的是物业收费，并非检举控告" })
}

/// A petitioner ticked the wrong box: two people of the desks open it, and it goes on with the days it had.
#[tokio::test]
async fn a_report_that_is_none_is_opened_by_two_people() {
    let server = TestServer::start().await;
    let (desk, head) = (server.sign_in("desk").await, server.sign_in("head").await);
    let city = desk_above(&server).await;
    let filed = Filed::by(&server.visitor(), report()).await;
    moved(&desk, &filed.id, json!({ "kind": "start_screening" })).await;
    let due = desk.get(&filed.path("")).await.expect(200)["next_due"]["due"].clone();
    asked(&desk, &filed, json!({ "kind": "unseal" })).await.refused(422, "wrong_state");
    let mut same = propose();
    same["category"] = "report".into();
    asked(&desk, &filed, same).await.refused(422, "bad_category");
    let proposed = asked(&desk, &filed, propose()).await.expect(200);
    let unsealing = &proposed["unsealing"];
    assert_eq!((&unsealing["by_name"], &unsealing["category"]), (&json!("desk 同志"), &json!("appeal")));
    asked(&desk, &filed, json!({ "kind": "unseal" })).await.refused(422, "second_person");
    head.get(&filed.path("")).await.refused(404, "not_found");
    let told = city.get("/staff-notices").await.expect(200);
    assert!(told.to_string().contains("unsealing_proposed"), "{told}");

    asked(&city, &filed, json!({ "kind": "unseal" })).await.expect(204);
    city.get(&filed.path("")).await.refused(404, "not_found");
    let open = head.get(&filed.path("")).await.expect(200);
    assert_eq!((&open["category"], &open["state"]), (&json!("appeal"), &json!("registered")));
    assert_eq!((&open["accused"], &open["unsealing"]), (&Value::Null, &Value::Null));
    assert_eq!(open["next_due"]["due"], due, "fifteen days from registration, as before");
    let timeline = head.oldest_first(&filed.path("/timeline")).await;
    let has = |kind: &str| timeline.as_array().unwrap().iter().any(|event| event["kind"] == kind);
    for kind in ["petition.unsealing_proposed", "petition.unsealed"] {
        assert!(has(kind), "{kind}");
    }
    assert!(!has("paper.opened"), "who read it behind the wall");
    let told = timeline.as_array().unwrap().iter().all(|event| event["reason"].is_null());
    assert!(told, "what the desk wrote behind the wall: {timeline}");
    let mine = head.get("/staff-notices").await.expect(200);
    assert!(mine.to_string().contains("unsealed"), "{mine}");
    server.visitor().post("/query", filed.door()).await.expect(200);
}

/// What the desk demanded behind the wall may name whom the report seemed to accuse: it stays between it and who was asked.
#[tokio::test]
async fn what_was_demanded_behind_the_wall_is_read_by_none_but_the_two() {
    let server = TestServer::start().await;
    let (desk, city) = (server.sign_in("desk").await, desk_above(&server).await);
    let filed = routed_report(&server, &desk).await;
    let secret = "请说明城关区信访局有关人员的情况";
    let demand = json!({ "kind": "reminder", "to": HOUSING.0, "text": secret });
    let made = desk.post(&filed.path("/demands"), demand).await.expect(200)["demands"][0].clone();
    let path = |verb: &str| format!("/demands/{}/{verb}", made["id"].as_str().unwrap());
    let handler = server.sign_in("handler").await;
    let brought = handler.upload(&path("files"), photo()).await.expect(201);
    let own = filed.attached(&desk).await;
    let answer = json!({ "text": "有关人员的情况见附件", "files": [brought["id"], own] });
    handler.post_over(&path("answer"), answer).await.expect(200);
    let file = format!("/attachments/{}", brought["id"].as_str().unwrap());
    server.advance(MINUTE);
    asked(&desk, &filed, propose()).await.expect(200);
    asked(&city, &filed, json!({ "kind": "unseal" })).await.expect(204);
    let head = server.sign_in("head").await;
    head.get(&file).await.refused(404, "not_found");
    let page = head.get(&filed.path("")).await.expect(200);
    let shown = page["attachments"].as_array().unwrap();
    assert!(shown.len() == 1 && shown[0]["id"] == json!(own), "what it only named is the petition's: {page}");
    assert_eq!(head.get(&format!("/attachments/{own}")).await.status, 200);
    let wish = wish(server.now().0 + HOUR, &page["parties"][0]["id"]);
    let hearing = head.post(&filed.path("/hearings"), wish).await.expect(201);
    let laid = json!({ "attachment": brought["id"], "title": "材料" });
    let path = format!("/hearings/{}/exhibits/filed", hearing["id"].as_str().unwrap());
    let clerk = server.sign_in("clerk").await;
    clerk.post(&path, laid).await.refused(422, "file_behind_the_wall");
    handler.get(&file).await.expect(200);
    let open = json!({ "kind": "reminder", "to": HOUSING.0, "text": "请按期答复信访人" });
    head.post(&filed.path("/demands"), open).await.expect(200);
    for (who, texts) in [("head", vec!["请按期答复信访人"]), ("handler", vec![secret, "请按期答复信访人"])]
    {
        let told = server.sign_in(who).await.get(&filed.path("/supervision")).await.expect(200);
        let demands = told["demands"].as_array().unwrap().iter();
        let read: Vec<_> = demands.map(|demand| demand["text"].as_str().unwrap()).collect();
        assert_eq!(read, texts, "{who}");
    }
}

#[tokio::test]
async fn a_proposal_that_is_refused_leaves_it_sealed() {
    let server = TestServer::start().await;
    let (desk, head) = (server.sign_in("desk").await, server.sign_in("head").await);
    let filed = Filed::by(&server.visitor(), report()).await;
    asked(&desk, &filed, propose()).await.expect(200);
    asked(&desk, &filed, json!({ "kind": "refuse_unsealing", "reason": "" }))
        .await
        .refused(422, "reason_needed");
    let refused = json!({ "kind": "refuse_unsealing", "reason": "材料确有检举内容，撤回提请" });
    let kept = asked(&desk, &filed, refused).await.expect(200);
    assert_eq!((&kept["category"], &kept["unsealing"]), (&json!("report"), &Value::Null));
    head.get(&filed.path("")).await.refused(404, "not_found");
}

/// Each report has a petitioner of its own: what is decided on one opens no other that went into it.
#[tokio::test]
async fn a_report_that_others_went_into_is_opened_when_they_are_out_again() {
    let server = TestServer::start().await;
    let (desk, head) = (server.sign_in("desk").await, server.sign_in("head").await);
    let city = desk_above(&server).await;
    let lead = Filed::by(&server.visitor(), report()).await;
    let second = Filed::by(&server.visitor(), report()).await;
    asked(&desk, &second, json!({ "kind": "merge", "lead": lead.number })).await.expect(200);
    asked(&desk, &lead, propose()).await.expect(200);
    asked(&city, &lead, json!({ "kind": "unseal" })).await.refused(422, "stays_sealed");
    head.get(&lead.path("")).await.refused(404, "not_found");
    let undo = json!({ "kind": "undo", "ground": "mistake", "reason": "两件反映的不是同一件事" });
    asked(&desk, &second, undo).await.expect(200);
    asked(&city, &lead, json!({ "kind": "unseal" })).await.expect(204);
    head.get(&lead.path("")).await.expect(200);
    head.get(&second.path("")).await.refused(404, "not_found");
}

/// Among those who read the notes, only who wrote a demand or must answer it has what was written behind the wall.
#[tokio::test]
async fn what_was_demanded_behind_the_wall_is_read_by_who_wrote_it_and_who_answers() {
    let server = TestServer::start().await;
    let (head, handler, city) =
        (server.sign_in("head").await, server.sign_in("handler").await, server.sign_in("city").await);
    let filed = Filed::by(&server.visitor(), filing()).await;
    at_unit(&head, &filed.id).await;
    let asked = json!({
        "kind": "supervise", "to": HOUSING.0, "text": "请核实所反映的经办人员", "answer_by": "2099-01-01",
    });
    city.post(&filed.path("/demands"), asked).await.expect(200);
    let read = async |browser: &Browser| {
        let shown = browser.get(&filed.path("/supervision")).await.expect(200);
        shown["demands"].as_array().unwrap().len()
    };
    assert_eq!(read(&head).await, 1);
    let mut tx = server.store.begin().await.unwrap();
    let mut petition = tx.petition(PetitionId(filed.id.parse().unwrap())).await.unwrap().unwrap();
    petition.course.opened_at = Some(server.now());
    tx.save_petition(&petition).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!((read(&head).await, read(&handler).await, read(&city).await), (0, 1, 1));
}
