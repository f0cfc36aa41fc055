//! The whole life of a petition over REST: who does what, what is refused, what the petitioner sees.

use super::cases::{self, DAY, Filed, at_unit, filing, in_hand, moved, routed, wish};
use crate::kit::{
    server::{Browser, TestServer},
    town::{CITY, DISCIPLINE, HOUSING, staff_id},
};
use lianjie::{administration::calendar::InForce, clocks::close_lapsed, edge::EdgeConfig};
use serde_json::{Value, json};
use uuid::Uuid;

pub async fn accepted(server: &TestServer) -> Filed {
    let filed = Filed::by(&server.visitor(), filing()).await;
    let (head, handler) = (server.sign_in("head").await, server.sign_in("handler").await);
    at_unit(&head, &filed.id).await;
    in_hand(&handler, &filed.id).await;
    filed
}

pub async fn drafted(server: &TestServer) -> Filed {
    let filed = accepted(server).await;
    cases::drafted(&server.sign_in("handler").await, &filed.id).await;
    filed
}

pub async fn replied(server: &TestServer) -> Filed {
    let filed = drafted(server).await;
    moved(&server.sign_in("handler").await, &filed.id, json!({ "kind": "deliver_reply" })).await;
    filed
}

/// Asks for a step that is refused by a rule.
pub async fn refused(browser: &Browser, filed: &Filed, transition: Value, code: &str) -> Value {
    let version = browser.get(&filed.path("")).await.expect(200)["version"].clone();
    let asked = json!({ "version": version, "transition": transition });
    browser.post(&filed.path("/transitions"), asked).await.refused(422, code)
}

pub fn with_reason(filed: &Filed) -> Value {
    let mut asked = filed.door();
    asked["reason"] = "答复没有回应电梯维修的请求".into();
    asked
}

#[tokio::test]
async fn the_petitioner_asks_for_review_and_accepts_its_opinion() {
    let server = TestServer::start().await;
    let filed = replied(&server).await;
    let (visitor, city) = (server.visitor(), server.sign_in("city").await);
    let status = visitor.post("/query", filed.door()).await.expect(200);
    assert_eq!((&status["can_request_review"], &status["can_accept"]), (&json!(true), &json!(true)));
    let status = visitor.post("/query/review", with_reason(&filed)).await.expect(200);
    assert_eq!(
        (&status["state"], &status["next_due"]["kind"]),
        (&json!("review_requested"), &json!("review"))
    );
    moved(&city, &filed.id, json!({ "kind": "start_review" })).await;
    let decided =
        json!({ "kind": "decide_review", "finding": "changed", "text": "责令十五日内制定维修方案。" });
    let page = moved(&city, &filed.id, decided).await;
    assert_eq!(page["course"]["review"]["organ_name"], page["course"]["organ_name"]);
    let kinds: Vec<_> = page["clocks"].as_array().unwrap().iter().map(|clock| &clock["kind"]).collect();
    assert_eq!(
        kinds,
        ["route", "accept", "objection", "reply", "review_window", "review", "rereview_window"]
    );
    let status = visitor.post("/query/accept", filed.door()).await.expect(200);
    assert_eq!((&status["state"], &status["review"]["finding"]), (&json!("closed"), &json!("changed")));
    visitor.post("/query/review", with_reason(&filed)).await.refused(422, "wrong_state");

    let reopened = json!({ "kind": "reopen", "ground": "execution_failed", "reason": "维修方案没有落实" });
    let page = moved(&server.sign_in("head").await, &filed.id, reopened).await;
    assert_eq!((&page["state"], &page["course"]["reworks"]), (&json!("handling"), &json!(1)));
}

/// Nobody is above the city here: as after a review by the province.
#[tokio::test]
async fn rereview_that_nobody_of_this_system_makes_is_on_record_and_no_clock_closes_the_petition() {
    let server = TestServer::start().await;
    let filed = replied(&server).await;
    let (visitor, city) = (server.visitor(), server.sign_in("city").await);
    visitor.post("/query/review", with_reason(&filed)).await.expect(200);
    moved(&city, &filed.id, json!({ "kind": "start_review" })).await;
    let decided = json!({ "kind": "decide_review", "finding": "upheld", "text": "原处理意见认定事实清楚。" });
    moved(&city, &filed.id, decided).await;
    let status = visitor.post("/query", filed.door()).await.expect(200);
    assert_eq!(status["can_request_review"], json!(true));
    let status = visitor.post("/query/review", with_reason(&filed)).await.expect(200);
    let last = status["steps"].as_array().unwrap().last().unwrap();
    assert_eq!((&status["state"], &last["kind"]), (&json!("reviewed"), &json!("petition.rereview_beyond")));
    assert_eq!(status["can_request_review"], json!(false), "it is on record");
    visitor.post("/query/review", with_reason(&filed)).await.refused(422, "wrong_state");
    server.advance(60 * DAY);
    assert_eq!(close_lapsed(&server.store, server.world().as_ref(), &InForce::default()).await.unwrap(), 0);
    let head = server.sign_in("head").await;
    let page = head.get(&filed.path("")).await.expect(200);
    assert_eq!((&page["state"], &page["course"]["asked_beyond"]), (&json!("reviewed"), &json!(true)));
    let close = json!({ "kind": "close", "reason": "省级答复已送达信访人" });
    let page = moved(&head, &filed.id, close).await;
    assert_eq!((&page["state"], &page["course"]["asked_beyond"]), (&json!("closed"), &json!(false)));
}

#[tokio::test]
async fn a_late_request_is_refused_on_record_and_the_clock_closes_once() {
    let server = TestServer::start().await;
    let filed = replied(&server).await;
    assert_eq!(close_lapsed(&server.store, server.world().as_ref(), &InForce::default()).await.unwrap(), 0);
    server.advance(60 * DAY);
    let visitor = server.visitor();
    let status = visitor.post("/query/review", with_reason(&filed)).await.expect(200);
    let last = status["steps"].as_array().unwrap().last().unwrap();
    assert_eq!((&status["state"], &last["kind"]), (&json!("replied"), &json!("petition.review_refused")));
    for closed in [1, 0] {
        assert_eq!(
            close_lapsed(&server.store, server.world().as_ref(), &InForce::default()).await.unwrap(),
            closed
        );
    }
    let timeline = server.sign_in("head").await.oldest_first(&filed.path("/timeline")).await;
    let last = timeline.as_array().unwrap().last().unwrap();
    assert_eq!((&last["kind"], &last["actor"]["is"]), (&json!("petition.closed"), &json!("system")));
}

#[tokio::test]
async fn a_duplicate_is_suggested_and_merged_and_its_code_shows_the_leading_one() {
    let server = TestServer::start().await;
    let lead = accepted(&server).await;
    let twin = Filed::by(&server.visitor(), filing()).await;
    let head = server.sign_in("head").await;
    let page = head.get(&twin.path("")).await.expect(200);
    assert_eq!(
        (&page["links"][0]["tie"], &page["links"][0]["number"]),
        (&json!("alike"), &json!(lead.number))
    );
    refused(&head, &twin, json!({ "kind": "merge", "lead": twin.number }), "bad_petition").await;
    refused(&head, &twin, json!({ "kind": "merge", "lead": "XF1" }), "unprocessable").await;
    moved(&head, &twin.id, json!({ "kind": "merge", "lead": lead.number })).await;
    let page = head.get(&lead.path("")).await.expect(200);
    assert_eq!(page["links"][0]["tie"], "merged");
    let status = server.visitor().post("/query", twin.door()).await.expect(200);
    assert_eq!((&status["number"], &status["state"]), (&json!(twin.number), &json!("handling")));
    assert_eq!((&status["merged"], &status["can_withdraw"]), (&json!(true), &json!(true)), "for themselves");
    assert_eq!(status["can_add_files"], true, "the matter goes on");
}

#[tokio::test]
async fn a_dispute_of_competence_ends_with_the_citys_ruling() {
    let server = TestServer::start().await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    let (head, handler) = (server.sign_in("head").await, server.sign_in("handler").await);
    let object = json!({ "kind": "object", "reason": "不属于本单位职责范围" });
    let refuse = json!({ "kind": "refuse_objection", "reason": "房屋质量由住建部门主管" });
    at_unit(&head, &filed.id).await;
    moved(&handler, &filed.id, object.clone()).await;
    moved(&head, &filed.id, refuse.clone()).await;
    moved(&handler, &filed.id, object.clone()).await;
    let problem = refused(&head, &filed, refuse, "ruling_needed").await;
    assert_eq!(problem["article"], "24");
    let ruling = json!({ "kind": "rule_competence", "unit": HOUSING.0, "reason": "按行业主管确定承办单位" });
    moved(&server.sign_in("city").await, &filed.id, ruling).await;
    refused(&handler, &filed, object, "ruling_final").await;
}

/// Art. 35: at the counter another organ of the next higher level may be named, and none of the same.
#[tokio::test]
async fn who_records_a_request_for_review_may_name_the_organ() {
    let server = TestServer::start().await;
    let filed = replied(&server).await;
    let counter = server.sign_in("counter").await;
    let ask = |organ: Uuid| json!({ "kind": "request_review", "organ": organ, "reason": "答复没有回应电梯维修的请求" });
    refused(&counter, &filed, ask(DISCIPLINE.0), "not_superior").await;
    let page = moved(&counter, &filed.id, ask(CITY.0)).await;
    assert_eq!(page["state"], "review_requested");
    assert_eq!(page["course"]["organ_name"], "兰州市信访局");
}

/// Art. 23: no unit is right for it, and the bureau does with it what is; a bureau is no unit.
#[tokio::test]
async fn a_bureau_that_agrees_with_an_objection_has_the_matter_again() {
    let server = TestServer::start().await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    let (head, handler) = (server.sign_in("head").await, server.sign_in("handler").await);
    moved(&head, &filed.id, json!({ "kind": "start_screening" })).await;
    let to_bureau = json!({ "kind": "route", "how": "transfer", "unit": CITY.0 });
    refused(&head, &filed, to_bureau, "bureau_no_unit").await;
    moved(&head, &filed.id, routed()).await;
    moved(&handler, &filed.id, json!({ "kind": "object", "reason": "应当通过劳动仲裁解决" })).await;
    let page =
        moved(&head, &filed.id, json!({ "kind": "take_back", "reason": "异议成立，应导入法定途径" })).await;
    assert_eq!((&page["state"], &page["course"]["reworks"]), (&json!("screening"), &json!(0)));
    assert_eq!(page["next_due"]["kind"], "route");
    handler.get(&filed.path("")).await.refused(404, "not_found");
    let status = server.visitor().post("/query", filed.door()).await.expect(200);
    assert_eq!(status["steps"].as_array().unwrap().last().unwrap()["kind"], "petition.taken_back");
    let divert = json!({
        "kind": "divert", "way": "arbitration", "organ": DISCIPLINE.0, "reason": "劳动争议应当申请仲裁",
    });
    moved(&head, &filed.id, divert).await;
}

#[tokio::test]
async fn an_extension_is_shown_with_its_article() {
    let server = TestServer::start().await;
    let filed = accepted(&server).await;
    let handler = server.sign_in("handler").await;
    let extend = |days: u16| json!({ "kind": "extend", "days": days, "reason": "需要委托房屋质量鉴定" });
    refused(&handler, &filed, extend(31), "bad_extension").await;
    let page = moved(&handler, &filed.id, extend(20)).await;
    let clock = page["clocks"].as_array().unwrap().last().unwrap();
    assert_eq!((&clock["extended_by"], &clock["article"]), (&json!(20), &json!(34)));
    assert_eq!(page["state"], "extended");
}

#[tokio::test]
async fn a_house_of_two_stages_delivers_nothing_after_one() {
    let server =
        TestServer::start_with(EdgeConfig { two_stage_replies: true, ..EdgeConfig::default() }).await;
    let filed = drafted(&server).await;
    let handler = server.sign_in("handler").await;
    refused(&handler, &filed, json!({ "kind": "deliver_reply" }), "second_approver").await;
    let page = moved(&handler, &filed.id, json!({ "kind": "approve_reply" })).await;
    assert_eq!(page["course"]["first_approval"]["name"], "handler 同志");
    refused(&handler, &filed, json!({ "kind": "deliver_reply" }), "second_approver").await;
}

/// Art. 36, and by a local rule art. 34: for a formal hearing of the petition, and for nothing else.
#[tokio::test]
async fn a_clock_is_paused_for_a_formal_hearing_of_the_petition_and_for_no_other() {
    let house = EdgeConfig { hearing_stops_reply_clock: true, ..EdgeConfig::default() };
    let server = TestServer::start_with(house).await;
    let filed = accepted(&server).await;
    let (head, handler) = (server.sign_in("head").await, server.sign_in("handler").await);
    let parties = head.get(&filed.path("")).await.expect(200)["parties"].clone();
    let mut held = Vec::new();
    for (n, kind) in (1..).zip(["joint_reception", "formal_hearing"]) {
        let mut wish = wish(server.now().0 + n * DAY, &parties[0]["id"]);
        wish["kind"] = kind.into();
        held.push(head.post(&filed.path("/hearings"), wish).await.expect(201)["id"].clone());
    }
    let pause =
        |hearing: &Value| json!({ "kind": "pause_clock", "hearing": hearing, "reason": "举行听证会期间" });
    let other = Filed::by(&server.visitor(), filing()).await;
    for hearing in [&held[0], &json!(other.id)] {
        let refused = refused(&handler, &filed, pause(hearing), "unprocessable").await;
        assert_eq!(refused["field"], "hearing");
    }
    let page = moved(&handler, &filed.id, pause(&held[1])).await;
    assert_eq!(page["paused"]["kind"], "reply");
    let timeline = head.oldest_first(&filed.path("/timeline")).await;
    assert_eq!(timeline.as_array().unwrap().last().unwrap()["details"]["hearing"], held[1]);
    let take = json!({ "kind": "take", "leader": staff_id("director").0 });
    head.post(&filed.path("/contracts"), take).await.expect(200);
    let mine = server.sign_in("director").await.get("/contracts").await.expect(200)["rows"].clone();
    assert_eq!(mine[0]["petition"]["paused"], page["paused"], "whoever is in charge reads it as well");
}

/// Art. 34: the petitioner reads until when the unit has time now, whatever day the bureau ordered besides.
#[tokio::test]
async fn an_extension_of_an_assigned_matter_tells_its_own_days() {
    let server = TestServer::start().await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    let (head, handler) = (server.sign_in("head").await, server.sign_in("handler").await);
    moved(&head, &filed.id, json!({ "kind": "start_screening" })).await;
    let ordered = server.now().plus_millis(20 * DAY).local_date();
    let assign = json!({
        "kind": "route", "how": "assignment", "unit": HOUSING.0, "ordered_until": ordered.to_string(),
    });
    moved(&head, &filed.id, assign).await;
    moved(&handler, &filed.id, json!({ "kind": "accept" })).await;
    moved(&handler, &filed.id, json!({ "kind": "assign_handler", "handler": staff_id("handler").0 })).await;
    let extend = json!({ "kind": "extend", "days": 30, "reason": "案情复杂，需要委托鉴定" });
    let page = moved(&handler, &filed.id, extend).await;
    let clocks = page["clocks"].as_array().unwrap();
    let reply = clocks.iter().find(|clock| clock["kind"] == "reply").unwrap();
    let status = server.visitor().post("/query", filed.door()).await.expect(200);
    let step = status["steps"].as_array().unwrap().last().unwrap();
    assert_eq!((&step["kind"], &step["due_after"]), (&json!("petition.extended"), &reply["due"]));
    let timeline = head.oldest_first(&filed.path("/timeline")).await;
    let event = timeline.as_array().unwrap().last().unwrap();
    assert_ne!(event["due_before"], event["due_after"]);
}

/// Art. 19: the number of what is being handled already goes with the ground, and stands in the record.
#[tokio::test]
async fn who_is_turned_away_for_another_petition_is_told_which() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let (first, again) = (accepted(&server).await, Filed::by(&server.visitor(), filing()).await);
    moved(&head, &again.id, json!({ "kind": "start_screening" })).await;
    let refuse = |elsewhere: Value| {
        json!({
            "kind": "refuse_acceptance", "ground": "pending_elsewhere", "elsewhere": elsewhere,
            "reason": "同一事项正在区住建局办理",
        })
    };
    refused(&head, &again, refuse(Value::Null), "bad_petition").await;
    refused(&head, &again, refuse(json!(again.number)), "bad_petition").await;
    let page = moved(&head, &again.id, refuse(json!(first.number))).await;
    assert_eq!(page["state"], "not_accepted");
    let timeline = head.oldest_first(&again.path("/timeline")).await;
    let details = &timeline.as_array().unwrap().last().unwrap()["details"];
    assert_eq!(details["elsewhere_number"], json!(first.number));
}

#[tokio::test]
async fn who_is_recused_is_shown_and_does_nothing_more() {
    let server = TestServer::start().await;
    let filed = accepted(&server).await;
    let recuse =
        json!({ "kind": "recuse", "staff": staff_id("handler").0, "reason": "与物业公司负责人是近亲属" });
    let page = moved(&server.sign_in("head").await, &filed.id, recuse).await;
    assert_eq!(
        (&page["state"], &page["course"]["recused"][0]["name"]),
        (&json!("accepted"), &json!("handler 同志"))
    );
    let page = server.sign_in("handler").await.get(&filed.path("")).await.expect(200);
    assert_eq!(page["may"], json!([]));
}

/// Art. 24: what a unit had closed is found and read by the organ it was merged into, and by that one's successor;
/// who answered for it, and the numbers, stay as they were.
#[tokio::test]
async fn what_was_closed_before_a_merger_is_seen_by_the_successor() {
    let server = TestServer::start().await;
    let filed = replied(&server).await;
    let (head, handler) = (server.sign_in("head").await, server.sign_in("handler").await);
    server.visitor().post("/query/accept", filed.door()).await.expect(200);
    assert_eq!(handler.get(&filed.path("")).await.expect(200)["state"], "closed");
    let numbers = "/statistics?from=2020-01-01&by=agency";
    let before = head.get(numbers).await.expect(200)["rows"].clone();
    let admin = server.sign_in("admin").await;
    let mut last = HOUSING.0.to_string();
    for name in ["七里河区城市更新局", "七里河区城乡建设局"] {
        let organ = json!({ "name": name, "kind": "responsible_unit", "division": "620103" });
        let made = admin.post("/admin/agencies", organ).await.expect(201);
        let body = json!({ "successor": made["id"], "reason": "区机构改革方案：职责划转" });
        admin.post(&format!("/admin/agencies/{last}/close"), body).await.expect(200);
        last = made["id"].as_str().unwrap().to_owned();
        for query in ["", "?state=closed", "?search=物业"] {
            let list = handler.get(&format!("/petitions{query}")).await.expect(200);
            assert_eq!(list["rows"][0]["unit_name"], "七里河区住建局", "{name} {query}");
        }
        let page = handler.get(&filed.path("")).await.expect(200);
        assert_eq!(page["may"].as_array().unwrap().iter().find(|may| **may == "reopen"), None);
    }
    assert_eq!(head.get(numbers).await.expect(200)["rows"], before, "the numbers of the time");
}
