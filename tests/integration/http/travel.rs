//! A petition on its way down the levels over REST: the bureau that has it works on it, the one above looks on, and who
//! filed it is told where it is.

use super::{
    cases::{DAY, Filed, answered, at_unit, filing, in_hand, moved, report},
    lifecycle::refused,
};
use crate::kit::{
    server::{Browser, TestServer},
    town::{CITY, DISTRICT, NEIGHBOURS, staff_id},
};
use lianjie::{
    administration::calendar::InForce, clocks::warn, domain::petition::WarnDays, overdue::escalate,
    world::SharedWorld,
};
use serde_json::{Value, json};

pub fn down(bureau: lianjie::domain::ids::AgencyId) -> Value {
    json!({ "kind": "hand_down", "how": "transfer", "bureau": bureau.0 })
}

/// Registered and screened at the city's bureau.
pub async fn at_city(server: &TestServer) -> (Browser, Filed) {
    let city = server.sign_in("city").await;
    let filed = Filed::by(&city, filing()).await;
    moved(&city, &filed.id, json!({ "kind": "start_screening" })).await;
    (city, filed)
}

fn may(page: &Value, step: &str) -> bool {
    page["may"].as_array().unwrap().contains(&json!(step))
}

async fn listed(browser: &Browser, desk: lianjie::domain::ids::AgencyId) -> usize {
    let page = browser.get(&format!("/petitions?desk={}", desk.0)).await.expect(200);
    page["rows"].as_array().unwrap().len()
}

#[tokio::test]
async fn it_is_handed_down_given_back_and_handed_down_for_good() {
    let server = TestServer::start().await;
    let (city, filed) = at_city(&server).await;
    let (head, visitor) = (server.sign_in("head").await, server.visitor());
    let before = city.get(&filed.path("")).await.expect(200);
    let page = moved(&city, &filed.id, down(DISTRICT)).await;
    assert_eq!((&page["desk_name"], &page["number"]), (&json!("七里河区信访局"), &before["number"]));
    assert_eq!(page["next_due"]["due"], before["next_due"]["due"], "the fifteen days run on");
    assert!(!may(&page, "route") && may(&page, "withdraw"), "it decides no more, and keeps the record");
    assert_eq!((&before["place_open"], &page["place_open"]), (&json!(true), &json!(false)));

    let there = head.get(&filed.path("")).await.expect(200);
    assert_eq!((&there["state"], &there["came"]["how"]), (&json!("registered"), &json!("transfer")));
    assert!(may(&there, "start_screening") && may(&there, "give_back"));
    assert_eq!(
        (listed(&head, DISTRICT).await, listed(&city, DISTRICT).await, listed(&city, CITY).await),
        (1, 1, 0)
    );
    let status = visitor.post("/query", filed.door()).await.expect(200);
    assert_eq!(
        (&status["desk_name"], &status["came"]["how"]),
        (&json!("七里河区信访局"), &json!("transfer"))
    );
    let told = status["steps"].as_array().unwrap().last().unwrap();
    assert_eq!((&told["kind"], &told["to_name"]), (&json!("petition.handed_down"), &json!("七里河区信访局")));

    let back = json!({ "kind": "give_back", "reason": "事项涉及两区，应由市级转交" });
    moved(&head, &filed.id, back.clone()).await;
    let status = visitor.post("/query", filed.door()).await.expect(200);
    assert_eq!((&status["desk_name"], &status["came"]["how"]), (&json!("兰州市信访局"), &json!("back")));
    moved(&city, &filed.id, json!({ "kind": "start_screening" })).await;
    moved(&city, &filed.id, down(DISTRICT)).await;
    refused(&head, &filed, back, "not_handed_down").await;

    at_unit(&head, &filed.id).await;
    let page = moved(&server.sign_in("handler").await, &filed.id, json!({ "kind": "accept" })).await;
    let desks: Vec<_> =
        page["trail"].as_array().unwrap().iter().map(|one| one["desk_name"].clone()).collect();
    assert_eq!(desks, ["兰州市信访局", "七里河区信访局", "兰州市信访局", "七里河区信访局"]);
    assert!(page["trail"].as_array().unwrap().iter().all(|one| one["kept"] == true));
}

/// Art. 22: each bureau that it passes through writes to whom it sent it, in whichever order.
#[tokio::test]
async fn each_bureau_on_the_way_issues_the_letter_it_owes() {
    let server = TestServer::start().await;
    let (city, filed) = at_city(&server).await;
    let head = server.sign_in("head").await;
    moved(&city, &filed.id, down(DISTRICT)).await;
    at_unit(&head, &filed.id).await;
    let papers = filed.path("/documents");
    let owed = async || {
        let list = head.get(&papers).await.expect(200);
        let owed = list["owed"].as_array().unwrap().iter();
        owed.map(|one| one["agency_name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(owed().await.len(), 2);
    for (who, left) in [(&city, vec!["七里河区信访局"]), (&head, vec![])] {
        who.post(&papers, json!({ "kind": "transfer" })).await.expect(201);
        assert_eq!(owed().await, left);
    }
}

#[tokio::test]
async fn it_goes_down_to_where_the_matter_lies_and_nowhere_else() {
    let server = TestServer::start().await;
    let (city, filed) = at_city(&server).await;
    for elsewhere in [CITY, NEIGHBOURS] {
        refused(&city, &filed, down(elsewhere), "not_below").await;
    }
    let without_day = json!({ "kind": "hand_down", "how": "assignment", "bureau": DISTRICT.0 });
    refused(&city, &filed, without_day, "bad_deadline").await;
    server.sign_in("neighbour").await.get(&filed.path("")).await.refused(404, "not_found");
}

/// Art. 22(3): who was assigned it reports to who assigned it, once it is replied to.
#[tokio::test]
async fn a_bureau_that_was_assigned_it_reports_when_it_is_done() {
    let server = TestServer::start().await;
    let (city, filed) = at_city(&server).await;
    let (head, handler) = (server.sign_in("head").await, server.sign_in("handler").await);
    let mut assigned = down(DISTRICT);
    (assigned["how"], assigned["ordered_until"]) = ("assignment".into(), "2027-02-20".into());
    moved(&city, &filed.id, assigned).await;
    let owed = head.get("/demands?box=received").await.expect(200)["rows"][0].clone();
    assert_eq!((&owed["kind"], &owed["by_name"]), (&json!("completion"), &json!("兰州市信访局")));
    let path = |verb: &str| format!("/demands/{}/{verb}", owed["id"].as_str().unwrap());
    let report =
        json!({ "found": "物业公司两年未公开收支", "done": "已责令公开并公示", "view": "信访人表示满意" });
    head.post_over(&path("report"), report.clone()).await.refused(422, "wrong_state");
    head.post_over(&path("answer"), json!({ "text": "已经办理完毕" })).await.refused(422, "wrong_state");

    at_unit(&head, &filed.id).await;
    in_hand(&handler, &filed.id).await;
    answered(&handler, &filed.id).await;
    let mut with_file = report.clone();
    with_file["files"] = json!([filed.attached(&head).await]);
    handler.post_over(&path("report"), report.clone()).await.refused(422, "not_yours");
    let mut strange = report;
    strange["files"] = json!([staff_id("head").0]);
    head.post_over(&path("report"), strange).await.refused(422, "unprocessable");
    let shown = head.post_over(&path("report"), with_file.clone()).await.expect(200);
    assert_eq!(shown["answer"]["files"][0]["name"], "合同.pdf", "{shown}");
    head.post_over(&path("return"), json!({ "reason": "没有写明公示情况" })).await.refused(422, "not_yours");
    let back = city.post_over(&path("return"), json!({ "reason": "没有写明公示情况" })).await.expect(200);
    assert_eq!(back["returned"]["reason"], "没有写明公示情况");
    let anew = head.post_over(&path("report"), with_file).await.expect(200);
    assert_eq!(anew["earlier"][0]["answer"]["text"], shown["answer"]["text"], "what was sent back stays");
    assert_eq!(anew["earlier"][0]["returned"]["reason"], "没有写明公示情况");
    let lift = json!({ "reason": "报告属实，予以认可" });
    let unread = city.replace(reqwest::Method::POST, &path("lift"), &shown["tag"], lift.clone()).await;
    unread.refused(412, "outdated");
    city.post(&path("lift"), lift.clone()).await.refused(428, "precondition_required");
    city.replace(reqwest::Method::POST, &path("lift"), &anew["tag"], lift).await.expect(200);
    let timeline = city.oldest_first(&filed.path("/timeline")).await;
    let kinds: Vec<_> =
        timeline.as_array().unwrap().iter().filter_map(|event| event["kind"].as_str()).collect();
    assert!(kinds.ends_with(&[
        "completion.filed",
        "completion.returned",
        "completion.filed",
        "completion.accepted"
    ]));
    let asked = json!({ "kind": "completion", "to": DISTRICT.0, "text": "请报送办结报告", "answer_by": "2027-02-20" });
    city.post(&filed.path("/demands"), asked).await.refused(422, "unprocessable");
}

/// Handed down by the city's bureau to the district's with a day, and what the district owes for it.
async fn assigned(server: &TestServer) -> (Browser, Browser, Filed) {
    let (city, filed) = at_city(server).await;
    let mut step = down(DISTRICT);
    (step["how"], step["ordered_until"]) = ("assignment".into(), "2027-02-20".into());
    moved(&city, &filed.id, step).await;
    let head = server.sign_in("head").await;
    assert_eq!(owed(&head).await, 1);
    (city, head, filed)
}

async fn owed(browser: &Browser) -> usize {
    let page = browser.get("/demands?box=received").await.expect(200);
    page["rows"].as_array().unwrap().len()
}

/// A report that does not come is asked for like any missed date, by the bureau that waits for it, up the ladder.
#[tokio::test]
async fn a_completion_report_that_is_overdue_is_asked_for_by_itself() {
    let server = TestServer::start().await;
    let (city, filed) = at_city(&server).await;
    let mut step = down(DISTRICT);
    let day = server.now().local_date().saturating_add(time::Duration::days(2));
    (step["how"], step["ordered_until"]) = ("assignment".into(), day.to_string().into());
    moved(&city, &filed.id, step).await;
    let world: SharedWorld = server.world();
    let late = async || escalate(&server.store, &world).await.unwrap();
    server.advance(2 * DAY);
    assert_eq!(late().await, 0, "its day is not over");
    for (days, kind) in [(1, "reminder"), (8, "urge")] {
        server.advance(days * DAY);
        assert_eq!((late().await, late().await), (1, 0), "{kind}");
        let received = server.sign_in("head").await.get("/demands?box=received").await.expect(200);
        let last = received["rows"].as_array().unwrap().last().unwrap().clone();
        assert_eq!((&last["kind"], &last["by_name"]), (&json!(kind), &json!("兰州市信访局")));
        assert!(last["text"].as_str().unwrap().starts_with("办结报告的报送期限"), "{last}");
    }
}

/// The city's bureau owes the answer to who is above it. What it handed down is not answered for by the bureau below.
#[tokio::test]
async fn the_day_an_organ_above_wants_an_answer_by_is_not_handed_down() {
    let server = TestServer::start().await;
    let city = server.sign_in("city").await;
    let mut sent_on = filing();
    let day = server.now().local_date().saturating_add(time::Duration::days(2));
    sent_on["channel"] = "superior_transfer".into();
    sent_on["origin"] = json!({ "organ_name": "甘肃省信访局", "answer_by": day.to_string() });
    let filed = Filed::by(&city, sent_on).await;
    moved(&city, &filed.id, json!({ "kind": "start_screening" })).await;
    moved(&city, &filed.id, down(DISTRICT)).await;
    server.advance(4 * DAY);
    let world: SharedWorld = server.world();
    assert_eq!(escalate(&server.store, &world).await.unwrap(), 0, "nobody is above the city here");
    let (city, head) = (server.sign_in("city").await, server.sign_in("head").await);
    assert_eq!(owed(&head).await, 0);
    assert!(warn(&server.store, world.as_ref(), WarnDays::default(), &InForce::default()).await.unwrap() > 0);
    let over = async |who: &Browser| {
        let page = who.get("/staff-notices").await.expect(200);
        page["rows"].as_array().unwrap().iter().any(|row| row["topic"] == "clock_over")
    };
    assert_eq!((over(&city).await, over(&head).await), (true, false));
}

/// Art. 30: what the bureau below finds to be a report is no business of its boxes any more.
#[tokio::test]
async fn a_report_found_below_leaves_no_completion_report_owed() {
    let server = TestServer::start().await;
    let (city, head, filed) = assigned(&server).await;
    let path = head.get("/demands?box=received").await.expect(200)["rows"][0]["id"].clone();
    let screening = json!({ "kind": "start_screening", "category": "report" });
    let version = head.get(&filed.path("")).await.expect(200)["version"].clone();
    let asked = json!({ "version": version, "transition": screening });
    head.post(&filed.path("/transitions"), asked).await.expect(204);
    assert_eq!(owed(&head).await, 0);
    let sent = city.get("/demands?box=sent").await.expect(200);
    assert_eq!(sent["rows"], json!([]));
    let report =
        json!({ "found": "物业公司两年未公开收支", "done": "已责令公开并公示", "view": "信访人表示满意" });
    let path = format!("/demands/{}/report", path.as_str().unwrap());
    head.post_over(&path, report).await.refused(422, "wrong_state");
}

/// The petitioner withdraws with the query code: nobody waits for a report, until the withdrawal is taken back.
#[tokio::test]
async fn a_withdrawal_by_code_waives_the_report_and_an_undo_wants_it_again() {
    let server = TestServer::start().await;
    let (_, head, filed) = assigned(&server).await;
    let mut asked = filed.door();
    asked["reason"] = "问题已经自行解决".into();
    server.visitor().post("/query/withdraw", asked).await.expect(200);
    assert_eq!(owed(&head).await, 0);
    let undo = json!({ "kind": "undo", "ground": "mistake", "reason": "撤回登记有误，恢复办理" });
    moved(&head, &filed.id, undo).await;
    assert_eq!(owed(&head).await, 1);
}

/// Many petitions of one place are handed down in one request.
#[tokio::test]
async fn several_are_handed_down_in_one_go() {
    let server = TestServer::start().await;
    let (city, filed) = at_city(&server).await;
    let targets = json!([{ "id": filed.id, "version": 2 }]);
    let body = json!({ "key": filed.id, "petitions": targets, "transition": down(DISTRICT) });
    let outcomes = city.post("/petitions/transitions", body).await.expect(200);
    assert_eq!(outcomes[0]["problem"], Value::Null, "{outcomes}");
    assert_eq!(listed(&city, DISTRICT).await, 1);
}

/// Art. 30: whoever has it, a report stays with the discipline desks.
#[tokio::test]
async fn a_report_is_handed_down_by_no_bureau() {
    let server = TestServer::start().await;
    let filed = Filed::by(&server.visitor(), report()).await;
    for who in ["city", "head", "counter"] {
        server.sign_in(who).await.get(&filed.path("")).await.refused(404, "not_found");
    }
    let desk = server.sign_in("desk").await;
    moved(&desk, &filed.id, json!({ "kind": "start_screening" })).await;
    refused(&desk, &filed, down(DISTRICT), "not_below").await;
}
