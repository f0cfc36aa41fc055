use super::cases::{
    DAY, Filed, Scheduled, answered, at_the_unit, at_unit, filing, in_hand, merge_away, moved, ordered_item,
    report,
};
use crate::kit::{
    server::{Browser, TestServer},
    town::{CITY, HOUSING, staff_id},
};
use lianjie::{overdue::escalate, world::SharedWorld};
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

const TEXT: &str = "请说明逾期原因并立即办理";

/// One that the housing bureau replied to.
async fn replied(server: &TestServer, head: &Browser, handler: &Browser) -> Filed {
    let filed = at_the_unit(server, head).await;
    in_hand(handler, &filed.id).await;
    answered(handler, &filed.id).await;
    filed
}

async fn ordered(head: &Browser, filed: &Filed, kind: &str) -> Value {
    let asked = json!({ "kind": kind, "text": TEXT, "answer_by": "2099-01-01" });
    let page = head.post(&filed.path("/demands"), asked).await.expect(200);
    page["demands"].as_array().unwrap().last().unwrap().clone()
}

/// Art. 28: what a recused handler may not do to the petition, they do not do beside it either.
#[tokio::test]
async fn a_recused_handler_answers_no_order_any_more() {
    let server = TestServer::start().await;
    let (head, handler) = (server.sign_in("head").await, server.sign_in("handler").await);
    let filed = at_the_unit(&server, &head).await;
    let demand = ordered(&head, &filed, "supervise").await;
    let recuse =
        json!({ "kind": "recuse", "staff": staff_id("handler").0, "reason": "与物业公司负责人是近亲属" });
    moved(&head, &filed.id, recuse).await;
    let path = format!("/demands/{}/answer", demand["id"].as_str().unwrap());
    handler.post_over(&path, json!({ "text": "因人员变动逾期，本周办结" })).await.refused(422, "not_yours");
    let received = handler.get("/demands?box=received").await.expect(200);
    assert_eq!(received["rows"][0]["may_answer"], json!(false));
}

#[tokio::test]
async fn an_order_is_answered_by_its_organ_and_lifted_by_its_bureau() {
    let server = TestServer::start().await;
    let (head, handler) = (server.sign_in("head").await, server.sign_in("handler").await);
    let filed = at_the_unit(&server, &head).await;
    let demand = ordered(&head, &filed, "supervise").await;
    let path = |verb: &str| format!("/demands/{}/{verb}", demand["id"].as_str().unwrap());
    let received = handler.get("/demands?box=received").await.expect(200);
    assert_eq!(
        (&received["rows"][0]["text"], &received["rows"][0]["may_answer"]),
        (&json!(TEXT), &json!(true))
    );
    head.post_over(&path("answer"), json!({ "text": TEXT })).await.refused(422, "not_yours");
    handler.post_over(&path("answer"), json!({ "text": "好" })).await.refused(422, "bad_text");
    let answered =
        handler.post_over(&path("answer"), json!({ "text": "因人员变动逾期，本周办结" })).await.expect(200);
    assert_eq!(answered["answer"]["by_name"], "handler 同志");
    handler
        .post_over(&path("answer"), json!({ "text": "再答一次也不能改" }))
        .await
        .refused(422, "wrong_state");
    handler.post_over(&path("lift"), json!({ "reason": "自己给自己解除" })).await.refused(422, "not_yours");
    head.post_over(&path("lift"), json!({ "reason": "已经书面说明并办理" })).await.expect(200);
    assert_eq!(head.get("/demands?box=sent").await.expect(200)["rows"], json!([]));
    let timeline = head.oldest_first(&filed.path("/timeline")).await;
    let kinds: Vec<_> =
        timeline.as_array().unwrap().iter().map(|event| event["kind"].as_str().unwrap()).collect();
    assert!(kinds.ends_with(&["supervision.ordered", "supervision.answered", "supervision.lifted"]));
}

#[tokio::test]
async fn a_recommendation_may_go_to_an_organ_that_never_saw_the_petition() {
    let server = TestServer::start().await;
    let (city, head) = (server.sign_in("city").await, server.sign_in("head").await);
    let filed = Filed::by(&server.visitor(), filing()).await;
    let asked = json!({ "kind": "policy", "to": HOUSING.0, "text": "建议完善物业收支公开办法", "answer_by": "2099-01-01" });
    city.post(&filed.path("/demands"), asked).await.expect(200);
    let handler = server.sign_in("handler").await;
    handler.get(&filed.path("")).await.refused(404, "not_found");
    let received = handler.get("/demands?box=received").await.expect(200);
    assert_eq!(
        (&received["rows"][0]["petition"], &received["rows"][0]["petition_number"]),
        (&json!(null), &json!(filed.number))
    );
    let path = format!("/demands/{}/answer", received["rows"][0]["id"].as_str().unwrap());
    handler.post_over(&path, json!({ "text": "将于下半年修订办法" })).await.refused(422, "bad_text");
    handler.post_over(&path, json!({ "text": "将于下半年修订办法", "adopted": true })).await.expect(200);
    let shown = head.get(&filed.path("/supervision")).await.expect(200);
    assert_eq!(shown["demands"][0]["answer"]["adopted"], true);
}

/// Art. 24: a matter that ended before stays with the old name, whose people are elsewhere.
#[tokio::test]
async fn what_is_demanded_of_a_closed_organ_reaches_its_successor() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let filed = at_the_unit(&server, &head).await;
    merge_away(&server, &filed, CITY).await;
    assert_eq!(ordered(&head, &filed, "urge").await["to_name"], "兰州市信访局");
    let asked = json!({ "kind": "policy", "to": HOUSING.0, "text": TEXT, "answer_by": "2099-01-01" });
    head.post(&filed.path("/demands"), asked).await.expect(200);
    let received = server.sign_in("handler").await.get("/demands?box=received").await.expect(200);
    assert_eq!(received["rows"].as_array().unwrap().len(), 2, "{received}");
}

#[tokio::test]
async fn a_report_is_never_asked_about_at_the_organ_it_accuses() {
    let server = TestServer::start().await;
    let filed = Filed::by(&server.visitor(), report()).await;
    let asked = json!({ "kind": "urge", "to": HOUSING.0, "text": TEXT, "answer_by": "2099-01-01" });
    server.sign_in("head").await.post(&filed.path("/demands"), asked.clone()).await.refused(404, "not_found");
    let refused = server.sign_in("desk").await.post(&filed.path("/demands"), asked).await;
    assert_eq!(refused.refused(422, "unprocessable")["field"], "to");
}

#[tokio::test]
async fn a_missed_date_reminds_its_organ_once_by_itself() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let filed = at_the_unit(&server, &head).await;
    let world: SharedWorld = server.world();
    let late = async || escalate(&server.store, &world).await.unwrap();
    assert_eq!(late().await, 0, "nothing is overdue yet");
    server.advance(40 * DAY);
    assert_eq!((late().await, late().await), (1, 0));
    let handler = server.sign_in("handler").await;
    let received = handler.get("/demands?box=received").await.expect(200);
    assert_eq!(
        (&received["rows"][0]["way"], &received["rows"][0]["petition_number"]),
        (&json!("system"), &json!(filed.number))
    );
}

/// Art. 43–46: it is asked for like any missed date, until the organ has written.
#[tokio::test]
async fn an_order_that_is_not_answered_by_its_day_is_asked_for_by_itself() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let filed = at_the_unit(&server, &head).await;
    let day = server.now().local_date().saturating_add(time::Duration::days(2));
    let asked = json!({ "kind": "urge", "text": TEXT, "answer_by": day.to_string() });
    head.post(&filed.path("/demands"), asked).await.expect(200);
    let world: SharedWorld = server.world();
    let late = async || escalate(&server.store, &world).await.unwrap();
    server.advance(2 * DAY);
    assert_eq!(late().await, 0, "its day is not over");
    server.advance(DAY);
    assert_eq!((late().await, late().await), (1, 0));
    let handler = server.sign_in("handler").await;
    let received = handler.get("/demands?box=received").await.expect(200);
    let [order, reminder] = &received["rows"].as_array().unwrap()[..] else { panic!("{received}") };
    assert_eq!((&reminder["kind"], &reminder["way"]), (&json!("reminder"), &json!("system")));
    assert!(reminder["text"].as_str().unwrap().starts_with("催办的答复期限"), "{reminder}");
    let path = format!("/demands/{}/answer", order["id"].as_str().unwrap());
    handler.post_over(&path, json!({ "text": "因人员变动逾期，本周办结" })).await.expect(200);
    server.advance(8 * DAY);
    assert_eq!(late().await, 0, "it is answered");
}

/// The day an organ above wants an answer by runs on until the reply; the unit's own date is asked about all the same, and
/// its acceptance is told with its sixty days.
#[tokio::test]
async fn a_day_wanted_above_hides_no_date_of_the_unit_and_is_none() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let mut sent_on = filing();
    let day = server.now().local_date().saturating_add(time::Duration::days(2));
    sent_on["channel"] = "superior_transfer".into();
    sent_on["origin"] = json!({ "organ_name": "兰州市信访局", "answer_by": day.to_string() });
    let filed = Filed::by(&head, sent_on).await;
    at_unit(&head, &filed.id).await;
    let world: SharedWorld = server.world();
    let late = async || escalate(&server.store, &world).await.unwrap();
    let received = async |who: &str| {
        let page = server.sign_in(who).await.get("/demands?box=received").await.expect(200);
        page["rows"].as_array().unwrap().len()
    };
    server.advance(4 * DAY);
    assert_eq!((late().await, late().await), (1, 0), "the bureau's answer");
    assert_eq!((received("head").await, received("handler").await), (1, 0));
    server.advance(40 * DAY);
    assert_eq!((late().await, late().await, late().await), (1, 1, 0));
    assert_eq!((received("head").await, received("handler").await), (2, 1));
    moved(&server.sign_in("handler").await, &filed.id, json!({ "kind": "accept" })).await;
    let timeline = server.sign_in("head").await.oldest_first(&filed.path("/timeline")).await;
    let accepted = timeline.as_array().unwrap().last().unwrap().clone();
    let sixty = server.now().plus_millis(60 * DAY).0;
    assert!(accepted["due_after"].as_i64().is_some_and(|due| due >= sixty), "{accepted}");
}

/// A bureau that does not route is reminded, urged and supervised by the bureau above, which finds it in its own box.
#[tokio::test]
async fn a_bureau_that_is_late_itself_is_demanded_of_by_the_bureau_above() {
    let server = TestServer::start().await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    let world: SharedWorld = server.world();
    let late = async || escalate(&server.store, &world).await.unwrap();
    let rows = async |who: &str, which: &str| {
        let rows = server.sign_in(who).await.get(&format!("/demands?box={which}")).await.expect(200);
        rows["rows"].as_array().unwrap().clone()
    };
    assert_eq!(late().await, 0, "its fifteen days are not over");
    for (days, kind) in [(20, "reminder"), (8, "urge"), (8, "supervise")] {
        server.advance(days * DAY);
        assert_eq!((late().await, late().await), (1, 0), "{kind}");
        let (received, sent) = (rows("head", "received").await, rows("city", "sent").await);
        for (one, may) in [(received.last().unwrap(), "may_answer"), (sent.last().unwrap(), "may_lift")] {
            assert_eq!(
                (&one["kind"], &one["way"], &one[may]),
                (&json!(kind), &json!("system"), &json!(true))
            );
            assert_eq!(one["petition"], json!(filed.id));
        }
    }
    let first = rows("head", "received").await[0].clone();
    assert!(first["text"].as_str().unwrap().starts_with("转送、交办期限"));
    let path = |verb: &str| format!("/demands/{}/{verb}", first["id"].as_str().unwrap());
    server.sign_in("head").await.post_over(&path("answer"), json!({ "text": TEXT })).await.expect(200);
    let lift = json!({ "reason": "已经书面说明并办理" });
    server.sign_in("city").await.post_over(&path("lift"), lift).await.expect(200);
    assert_eq!(rows("city", "sent").await.len(), 2);
}

#[tokio::test]
async fn the_petitioner_evaluates_bureau_and_unit_once_each_after_the_reply() {
    let server = TestServer::start().await;
    let (head, handler) = (server.sign_in("head").await, server.sign_in("handler").await);
    let early = at_the_unit(&server, &head).await;
    let evaluation = |filed: &Filed, target: &str| {
        let (number, code) = (&filed.number, &filed.code);
        json!({ "number": number, "code": code, "target": target, "level": "dissatisfied", "comment": "账目仍未公开" })
    };
    let visitor = server.visitor();
    visitor.post("/query/evaluate", evaluation(&early, "unit")).await.refused(422, "not_evaluable");
    let filed = replied(&server, &head, &handler).await;
    let status = visitor.post("/query", filed.door()).await.expect(200);
    assert_eq!(status["can_evaluate"], json!(["bureau", "unit"]));
    let status = visitor.post("/query/evaluate", evaluation(&filed, "unit")).await.expect(200);
    assert_eq!(status["can_evaluate"], json!(["bureau"]));
    visitor.post("/query/evaluate", evaluation(&filed, "unit")).await.refused(422, "given_already");
    let shown = head.get(&filed.path("/supervision")).await.expect(200);
    assert_eq!(shown["evaluations"][0]["level"], "dissatisfied");
    let call = json!({ "level": "basically_satisfied", "note": "电话回访，账目本周公开" });
    handler.post(&filed.path("/call-backs"), call.clone()).await.refused(422, "not_yours");
    let shown = head.post(&filed.path("/call-backs"), call).await.expect(200);
    assert_eq!(shown["call_backs"][0]["level"], "basically_satisfied");
}

/// EVAL22: what people say is heard by somebody who can act on it, and whom to call is a list.
#[tokio::test]
async fn who_is_not_content_reaches_the_bureau_and_its_work_list_until_it_is_replied_to_anew() {
    let server = TestServer::start().await;
    let (visitor, head) = (server.visitor(), server.sign_in("head").await);
    let filed = replied(&server, &head, &server.sign_in("handler").await).await;
    let listed = async |browser: &Browser| {
        let mut found = Vec::new();
        for word in ["dissatisfied", "to_call_back"] {
            let page = browser.get(&format!("/petitions?due={word}")).await.expect(200);
            found.push(page["rows"].as_array().unwrap().len());
        }
        found
    };
    assert_eq!(listed(&head).await, [0, 1]);
    let mut said = filed.door();
    (said["target"], said["level"]) = ("unit".into(), "dissatisfied".into());
    visitor.post("/query/evaluate", said).await.expect(200);
    assert_eq!(listed(&head).await, [1, 1]);
    let told = head.get("/staff-notices").await.expect(200);
    assert!(told["rows"].as_array().unwrap().iter().any(|one| one["topic"] == "dissatisfied"), "{told}");
    let call = json!({ "level": "dissatisfied", "note": "电话回访，仍不满意维修方案" });
    head.post(&filed.path("/call-backs"), call).await.expect(200);
    assert_eq!(listed(&head).await, [1, 0]);
    visitor.post("/query/accept", filed.door()).await.expect(200);
    assert_eq!(listed(&head).await, [1, 0], "closed, and not to their liking");
    server.advance(DAY);
    let (head, handler) = (server.sign_in("head").await, server.sign_in("handler").await);
    let reopen = json!({ "kind": "reopen", "ground": "unsatisfied", "reason": "维修方案没有落实" });
    moved(&head, &filed.id, reopen).await;
    assert_eq!(listed(&head).await, [0, 0]);
    answered(&handler, &filed.id).await;
    assert_eq!(listed(&head).await, [0, 1], "that was of the reply before");
}

/// The old word was of another reply: it neither stands for the new one nor bars a word on it.
#[tokio::test]
async fn what_was_handled_anew_is_evaluated_anew() {
    let server = TestServer::start().await;
    let (visitor, head) = (server.visitor(), server.sign_in("head").await);
    let filed = replied(&server, &head, &server.sign_in("handler").await).await;
    let say = |level: &str| {
        let mut said = filed.door();
        (said["target"], said["level"]) = ("unit".into(), level.into());
        said
    };
    visitor.post("/query/evaluate", say("dissatisfied")).await.expect(200);
    visitor.post("/query/accept", filed.door()).await.expect(200);
    server.advance(DAY);
    let (head, handler) = (server.sign_in("head").await, server.sign_in("handler").await);
    let reopen = json!({ "kind": "reopen", "ground": "unsatisfied", "reason": "维修方案没有落实" });
    moved(&head, &filed.id, reopen).await;
    visitor.post("/query/evaluate", say("satisfied")).await.refused(422, "not_evaluable");
    answered(&handler, &filed.id).await;
    let status = visitor.post("/query", filed.door()).await.expect(200);
    assert_eq!(status["can_evaluate"], json!(["bureau", "unit"]));
    let status = visitor.post("/query/evaluate", say("satisfied")).await.expect(200);
    let levels: Vec<_> = status["evaluations"].as_array().unwrap().iter().map(|one| &one["level"]).collect();
    assert_eq!(levels, ["dissatisfied", "satisfied"]);
    assert_eq!(status["can_evaluate"], json!(["bureau"]));
    visitor.post("/query/evaluate", say("satisfied")).await.refused(422, "given_already");
}

/// What shows that a promise was kept is read by who judges it, named to who handed it in, and counted to the petitioner.
#[tokio::test]
async fn an_organ_shows_what_it_did_with_files_that_the_bureau_opens() {
    let server = TestServer::start().await;
    let (head, handler) = (server.sign_in("head").await, server.sign_in("handler").await);
    let scheduled = Scheduled::on(&server, &head).await;
    let item = ordered_item(&server, &scheduled).await;
    let (steps, files) = (format!("/action-items/{item}/steps"), format!("/action-items/{item}/files"));
    handler.upload(&files, photo()).await.refused(422, "wrong_state");
    handler.post_over(&steps, json!({ "step": "accept" })).await.expect(200);
    server.sign_in("neighbour").await.upload(&files, photo()).await.refused(404, "not_found");
    head.upload(&files, photo()).await.refused(422, "not_yours");
    let brought = handler.upload(&files, photo()).await.expect(201);
    let done = |files: Value| json!({ "step": "report", "text": "屋面已维修并经业主验收", "files": files });
    handler.post_over(&steps, done(json!([staff_id("head").0]))).await.refused(422, "unprocessable");
    handler.post_over(&steps, done(json!([brought["id"]]))).await.expect(200);

    let waiting = head.get("/action-items").await.expect(200)["rows"][0].clone();
    let shown = waiting["report"]["files"][0].clone();
    assert_eq!((&shown["id"], &shown["name"]), (&brought["id"], &json!("验收照片.jpg")), "{waiting}");
    head.get(&format!("/attachments/{}", brought["id"].as_str().unwrap())).await.expect(200);
    let timeline = head.oldest_first(&scheduled.petition.path("/timeline")).await;
    let told: Vec<_> = timeline.as_array().unwrap().iter().map(|event| &event["details"]).collect();
    let hash = told.iter().find_map(|details| details["sha256"].as_str()).unwrap();
    assert!(told.iter().any(|details| details["files_sha256"] == hash), "{told:?}");

    let mut tx = server.store.begin().await.unwrap();
    tx.publish_outcome(scheduled.id(), server.now()).await.unwrap();
    tx.commit().await.unwrap();
    let status = server.visitor().post("/query", scheduled.petition.door()).await.expect(200);
    assert_eq!(status["hearings"][0]["outcome"]["items"][0]["proof"], json!(["image/jpeg"]));
    assert!(!status.to_string().contains("验收照片"), "a file's name may name others");
}

/// An organ that never saw the petition brings its own files, and opens none of the petition's.
#[tokio::test]
async fn a_written_answer_has_files_beside_its_words() {
    let server = TestServer::start().await;
    let (city, head) = (server.sign_in("city").await, server.sign_in("head").await);
    let handler = server.sign_in("handler").await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    let theirs = filed.attached(&head).await;
    let asked = json!({ "kind": "policy", "to": HOUSING.0, "text": "建议完善物业收支公开办法", "answer_by": "2099-01-01" });
    let made = city.post(&filed.path("/demands"), asked).await.expect(200)["demands"][0].clone();
    let path = |verb: &str| format!("/demands/{}/{verb}", made["id"].as_str().unwrap());
    city.upload(&path("files"), photo()).await.refused(422, "not_yours");
    let brought = handler.upload(&path("files"), photo()).await.expect(201);
    let answer = |files: Value| json!({ "text": "采纳，年内修订办法", "adopted": true, "files": files });
    handler.post_over(&path("answer"), answer(json!([theirs]))).await.refused(422, "unprocessable");
    let answered = handler.post_over(&path("answer"), answer(json!([brought["id"]]))).await.expect(200);
    let own = answered["answer"]["files"][0].clone();
    assert_eq!((&own["id"], &own["name"]), (&brought["id"], &json!("验收照片.jpg")));
    assert_eq!(own["opens"], false, "known by its id, to be sent again, and no more");
    handler.get(&format!("/attachments/{}", brought["id"].as_str().unwrap())).await.refused(404, "not_found");
    handler.upload(&path("files"), photo()).await.refused(422, "wrong_state");
    let sent = city.get("/demands?box=sent").await.expect(200)["rows"][0].clone();
    let theirs = &sent["answer"]["files"][0];
    assert_eq!((&theirs["id"], &theirs["opens"]), (&brought["id"], &json!(true)));
}

/// As a phone sends it.
pub fn photo() -> Form {
    let bytes = b"\xff\xd8\xff\xe0\x00\x10JFIF".to_vec();
    Form::new().part("file", Part::bytes(bytes).file_name("验收照片.jpg"))
}
