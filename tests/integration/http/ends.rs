//! How petitions end over REST: whose word closes them, and who gives back what was sent elsewhere.

use super::{
    cases::{
        BASIS, DAY, Filed, Scheduled, answered, archivist, at_unit, filing, households, in_hand, moved,
        routed, withdrawn,
    },
    documents::{bytes_of, text_of},
    lifecycle::{accepted, drafted, refused, replied, with_reason},
};
use crate::kit::{
    server::TestServer,
    town::{CITY, HOUSING},
};
use lianjie::{
    administration::calendar::InForce,
    clocks::close_lapsed,
    domain::{
        event::{Actor, Change, EventKind},
        hearing::Stage,
        ids::{EventId, HearingId, PetitionId},
        petition::{Finding, PetitionState, Review},
    },
};
use serde_json::{Value, json};

const POSTED: &str = "post";

fn close(accepted: Value) -> Value {
    json!({ "kind": "close", "reason": "信访人当面表示接受答复", "accepted": accepted })
}

/// Art. 35: who wrote the opinion does not decide that nobody asks for its review.
#[tokio::test]
async fn a_head_closes_early_only_with_the_petitioners_acceptance() {
    let server = TestServer::start().await;
    let filed = drafted(&server).await;
    let handler = server.sign_in("handler").await;
    moved(&handler, &filed.id, json!({ "kind": "deliver_reply", "way": POSTED })).await;
    let problem = refused(&handler, &filed, close(Value::Null), "window_open").await;
    assert_eq!(problem["article"], "35");

    let other = Filed::by(&server.visitor(), filing()).await;
    let strange = other.attached(&server.sign_in("counter").await).await;
    for how in ["signed", "in_hearing"] {
        refused(&handler, &filed, close(json!({ "how": how, "paper": strange })), "unprocessable").await;
    }
    let paper = filed.attached(&handler).await;
    let page = moved(&handler, &filed.id, close(json!({ "how": "signed", "paper": paper }))).await;
    assert_eq!(page["state"], "closed");
    let timeline = handler.oldest_first(&filed.path("/timeline")).await;
    let details = &timeline.as_array().unwrap().last().unwrap()["details"];
    assert_eq!((&details["accepted"], &details["window"]), (&json!("signed"), &json!("open")));
}

#[tokio::test]
async fn what_the_petitioner_said_in_a_hearing_closes_once_it_was_held() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let Scheduled { petition: filed, hearing, .. } = Scheduled::on(&server, &head).await;
    let handler = server.sign_in("handler").await;
    at_unit(&head, &filed.id).await;
    in_hand(&handler, &filed.id).await;
    answered(&handler, &filed.id).await;
    let accepted = close(json!({ "how": "in_hearing", "paper": hearing }));
    refused(&handler, &filed, accepted.clone(), "unprocessable").await;
    let mut tx = server.store.begin().await.unwrap();
    let mut held = tx.hearing(HearingId(hearing.parse().unwrap())).await.unwrap().unwrap();
    held.stage = Stage::Closed { at: server.now() };
    tx.save_hearing(&held).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(moved(&handler, &filed.id, accepted).await["state"], "closed");
}

/// P20: who withdraws by query code has said who they are; at the desk it is on record what shows it.
#[tokio::test]
async fn the_desk_records_a_withdrawal_by_what_shows_it() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let [filed, other] = households(&server.visitor()).await;
    let withdraw =
        |proof: Value| json!({ "kind": "withdraw", "reason": "信访人当面书面撤回", "proof": proof });
    let problem = refused(&head, &filed, withdraw(Value::Null), "proof_needed").await;
    assert_eq!(problem["article"], "19");
    let strange = json!({ "how": "signed", "paper": other.attached(&head).await });
    let problem = refused(&head, &filed, withdraw(strange), "unprocessable").await;
    assert_eq!(problem["field"], "proof");
    assert_eq!(withdrawn(&head, &filed.id).await["state"], "withdrawn");
    let timeline = head.oldest_first(&filed.path("/timeline")).await;
    let last = timeline.as_array().unwrap().last().unwrap();
    assert_eq!((&last["details"]["shown_by"], &last["file_name"]), (&json!("signed"), &json!("合同.pdf")));
    let status = server.visitor().post("/query/withdraw", with_reason(&other)).await.expect(200);
    assert_eq!(status["state"], "withdrawn");
}

#[tokio::test]
async fn a_clock_closes_suggestions_and_leaves_appeals_their_window() {
    let server = TestServer::start().await;
    let mut suggestion = filing();
    (suggestion["category"], suggestion["purpose"]) = ("suggestion".into(), "suggestion".into());
    let (head, handler) = (server.sign_in("head").await, server.sign_in("handler").await);
    let filed = Filed::by(&server.visitor(), suggestion).await;
    at_unit(&head, &filed.id).await;
    in_hand(&handler, &filed.id).await;
    let text = "经研究，收支账目今后按季公开。";
    let draft = |result: &str| json!({ "kind": "draft_reply", "result": result, "text": text });
    let problem = refused(&handler, &filed, draft("support"), "other_result").await;
    assert_eq!(problem["article"], "29");
    moved(&handler, &filed.id, draft("adopted")).await;
    moved(&handler, &filed.id, json!({ "kind": "deliver_reply" })).await;
    let paper = json!({ "kind": "opinion" });
    let shown = handler.post(&filed.path("/documents/preview"), paper).await.expect(200);
    assert_eq!(shown["title"], "建议答复");
    let appeal = drafted(&server).await;
    moved(&handler, &appeal.id, json!({ "kind": "deliver_reply" })).await;
    for (days, closed) in [(10, 0), (8, 1), (0, 0)] {
        server.advance(days * DAY);
        assert_eq!(
            close_lapsed(&server.store, server.world().as_ref(), &InForce::default()).await.unwrap(),
            closed,
            "{days}"
        );
    }
    let status = server.visitor().post("/query", filed.door()).await.expect(200);
    assert_eq!(status["state"], "closed");
    let status = server.visitor().post("/query", appeal.door()).await.expect(200);
    assert_eq!(status["state"], "replied");
}

/// Art. 35: a mistyped day cuts nobody's right off, and is set right with its reason.
#[tokio::test]
async fn a_receipt_is_no_older_than_the_reply_and_a_wrong_one_is_set_right() {
    let server = TestServer::start().await;
    let filed = drafted(&server).await;
    server.advance(DAY);
    let handler = server.sign_in("handler").await;
    moved(&handler, &filed.id, json!({ "kind": "deliver_reply", "way": POSTED })).await;
    server.advance(10 * DAY);
    let handler = server.sign_in("handler").await;
    let day = |ago: i64| server.now().plus_millis(-ago * DAY).local_date().to_string();
    let receipt = |ago: i64, reason: Value| json!({ "kind": "record_receipt", "received_on": day(ago), "reason": reason });
    let window = |page: &Value| {
        let running = page["clocks"].as_array().unwrap().iter().find(|clock| clock["stopped_at"].is_null());
        running.map(|clock| clock["due"].as_i64().unwrap())
    };
    refused(&handler, &filed, receipt(11, Value::Null), "bad_receipt").await;
    let page = moved(&handler, &filed.id, receipt(9, Value::Null)).await;
    assert!(page["course"]["delivered_at"].is_i64(), "{}", page["course"]);
    let wrong = window(&page);
    refused(&handler, &filed, receipt(3, Value::Null), "bad_receipt").await;
    let page = moved(&handler, &filed.id, receipt(3, "回执上的日期看错了".into())).await;
    assert!(window(&page) > wrong, "{:?} {wrong:?}", window(&page));
    let timeline = handler.oldest_first(&filed.path("/timeline")).await;
    let last = timeline.as_array().unwrap().last().unwrap();
    assert_eq!(
        (&last["details"]["received_before"], &last["reason"]),
        (&json!(day(9)), &json!("回执上的日期看错了"))
    );
}

/// Art. 31: the petitioner is told where to go, the organ has it on its list, and may say that it is not theirs.
#[tokio::test]
async fn what_was_diverted_is_the_organs_to_see_and_to_give_back() {
    let server = TestServer::start().await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    let (head, handler) = (server.sign_in("head").await, server.sign_in("handler").await);
    moved(&head, &filed.id, json!({ "kind": "start_screening" })).await;
    handler.get(&filed.path("")).await.refused(404, "not_found");
    let divert = json!({ "kind": "divert", "way": "arbitration", "organ": HOUSING.0, "reason": "属于劳动争议，应先仲裁" });
    moved(&head, &filed.id, divert).await;

    for (kind, parts) in [
        ("diversion", ["申请仲裁", "第三十一条第二项", "有权处理的机关、单位：七里河区住建局"]),
        ("transfer", ["七里河区住建局：", "退回我单位", "第三十一条第二项"]),
    ] {
        let issued = head.post(&filed.path("/documents"), json!({ "kind": kind })).await.expect(201);
        let path = filed.path(&format!("/documents/{}", issued["id"].as_str().unwrap()));
        let text = text_of(&bytes_of(&head, &path).await);
        for part in parts {
            assert!(text.contains(part), "{part} is not in:\n{text}");
        }
    }
    let list = handler.get("/petitions").await.expect(200);
    assert_eq!(list["rows"][0]["number"], json!(filed.number));
    let page = handler.get(&filed.path("")).await.expect(200);
    assert!(page["may"].as_array().unwrap().contains(&json!("return_diverted")), "{}", page["may"]);

    server.advance(3 * DAY);
    let back = json!({ "kind": "return_diverted", "reason": "双方没有劳动关系，不属于仲裁范围" });
    let handler = server.sign_in("handler").await;
    let version = handler.get(&filed.path("")).await.expect(200)["version"].clone();
    let asked = json!({ "version": version, "transition": back });
    handler.post(&filed.path("/transitions"), asked).await.expect(204);
    handler.get(&filed.path("")).await.refused(404, "not_found");
    assert_eq!(handler.get("/petitions").await.expect(200)["rows"], json!([]));
    let page = server.sign_in("head").await.get(&filed.path("")).await.expect(200);
    assert_eq!(page["state"], "screening");
    let clocks = page["clocks"].as_array().unwrap();
    assert_eq!(clocks.len(), 2, "the first days, and those of its own");
    assert!(clocks[1]["due"].as_i64() > clocks[0]["due"].as_i64());
    let status = server.visitor().post("/query", filed.door()).await.expect(200);
    assert_eq!(status["steps"].as_array().unwrap().last().unwrap()["kind"], "petition.diversion_returned");
}

/// Art. 36: a neighbour who never had a review is not sent away with another's.
#[tokio::test]
async fn only_the_same_person_is_sent_away_with_what_rereview_ended() {
    let server = TestServer::start().await;
    let (visitor, earlier) = (server.visitor(), replied(&server).await);
    let head = server.sign_in("head").await;
    let mut tx = server.store.begin().await.unwrap();
    let mut ended = tx.petition(PetitionId(earlier.id.parse().unwrap())).await.unwrap().unwrap();
    ended.state = PetitionState::Terminated { unit: HOUSING, at: server.now() };
    let text = "维持原处理意见，理由如下。".to_owned();
    ended.course.rereview = Some(Review { organ: CITY, finding: Finding::Upheld, text });
    tx.save_petition(&ended).await.unwrap();
    let end = Change::new(EventKind::PetitionTerminated).with("received_on", "2026-11-05");
    let id = EventId(server.world().new_id());
    tx.append(&end.event(id, server.now(), Actor::System, &ended)).await.unwrap();
    tx.commit().await.unwrap();
    let mut theirs = filing();
    theirs["petitioner"] = json!({ "name": "赵某", "phone": "13900000009" });
    let (again, other) = (Filed::by(&visitor, filing()).await, Filed::by(&visitor, theirs).await);
    for filed in [&again, &other] {
        moved(&head, &filed.id, json!({ "kind": "start_screening" })).await;
    }
    // To take up what re-review ended asks why; a neighbour's like matter is a matter of its own.
    let page = head.get(&again.path("")).await.expect(200);
    let ended = page["links"].as_array().unwrap().iter().find(|link| link["number"] == json!(earlier.number));
    assert_eq!((&ended.unwrap()["tie"], &ended.unwrap()["ending"]), (&json!("alike"), &json!("terminated")));
    let problem = refused(&head, &again, routed(), "terminated_before").await;
    assert_eq!(problem["article"], "36");
    assert!(problem["detail"].as_str().unwrap().contains(&earlier.number), "{problem}");
    let third = Filed::by(&visitor, filing()).await;
    moved(&head, &third.id, json!({ "kind": "start_screening" })).await;
    let mut knowingly = routed();
    knowingly["reason"] = "反映的是复核以后新发生的事实".into();
    moved(&head, &third.id, knowingly).await;
    let handler = server.sign_in("handler").await;
    refused(&handler, &third, json!({ "kind": "accept" }), "terminated_before").await;
    let accept = json!({ "kind": "accept", "reason": "与原件不是同一事实，应当受理" });
    moved(&handler, &third.id, accept).await;
    let timeline = head.oldest_first(&third.path("/timeline")).await;
    let told = &timeline.as_array().unwrap().last().unwrap()["details"];
    assert_eq!(told["earlier_number"], json!(earlier.number));

    let refuse = |same: &str| json!({ "kind": "refuse_repeated", "earlier": earlier.number, "same_person": same, "reason": "同一事实和理由已经复核终结" });
    let problem = refused(&head, &other, refuse("recorded"), "another_person").await;
    assert_eq!(problem["article"], "36");
    for (filed, same) in [(&other, "other_name"), (&again, "recorded")] {
        let page = moved(&head, &filed.id, refuse(same)).await;
        assert_eq!(page["state"], "no_longer_accepted", "{same}");
        // The opinion that ended it goes with the notice, to whom the records know.
        let status = visitor.post("/query", filed.door()).await.expect(200);
        let shown = status["rereview"]["text"] == json!("维持原处理意见，理由如下。");
        assert_eq!(shown, same == "recorded", "{same}: {}", status["rereview"]);
    }
    let wanted = json!({ "kind": "no_longer_accepted" });
    let issued = head.post(&again.path("/documents"), wanted).await.expect(201);
    let path = again.path(&format!("/documents/{}", issued["id"].as_str().unwrap()));
    let text = text_of(&bytes_of(&head, &path).await);
    for part in [&*earlier.number, "兰州市信访局的复核意见书已于2026年11月5日送达"] {
        assert!(text.contains(part), "{part} is not in:\n{text}");
    }
}

const REVIEWED: &str = "原处理意见认定事实不清，应当重新调查核实。";

/// Art. 35: revoked, it is the unit's again with a day of its own, and may be reviewed anew; changed, the unit is told.
#[tokio::test]
async fn what_a_review_finds_has_its_consequence() {
    let server = TestServer::start().await;
    let filed = replied(&server).await;
    let (visitor, city, handler) =
        (server.visitor(), server.sign_in("city").await, server.sign_in("handler").await);
    let decide = |finding: &str, until: Option<String>| json!({ "kind": "decide_review", "finding": finding, "text": REVIEWED, "redo_until": until });
    visitor.post("/query/review", with_reason(&filed)).await.expect(200);
    moved(&city, &filed.id, json!({ "kind": "start_review" })).await;
    let problem = refused(&city, &filed, decide("revoked", None), "bad_deadline").await;
    assert_eq!(problem["article"], "35");
    let until = server.now().plus_millis(20 * DAY).local_date();
    let page = moved(&city, &filed.id, decide("revoked", Some(until.to_string()))).await;
    assert_eq!((&page["state"], &page["next_due"]["kind"]), (&json!("handling"), &json!("ordered")));
    assert_eq!(
        (&page["course"]["redone_by_name"], &page["course"]["reworks"]),
        (&json!("兰州市信访局"), &json!(1))
    );
    let issued =
        city.post(&filed.path("/documents"), json!({ "kind": "review", "text": REVIEWED })).await.expect(201);
    let paper = bytes_of(&city, &filed.path(&format!("/documents/{}", issued["id"].as_str().unwrap()))).await;
    assert!(text_of(&paper).contains("责令七里河区住建局"), "{}", text_of(&paper));
    let status = visitor.post("/query", filed.door()).await.expect(200);
    assert_eq!((&status["state"], &status["review"]["finding"]), (&json!("handling"), &json!("revoked")));
    assert_eq!(status["can_request_review"], false, "there is no opinion");

    let draft = json!({ "kind": "draft_reply", "result": "support", "text": "重新调查核实，支持诉求，责令公开。", "basis": BASIS });
    moved(&handler, &filed.id, draft).await;
    moved(&handler, &filed.id, json!({ "kind": "deliver_reply" })).await;
    assert_eq!(handler.get("/demands?box=received").await.expect(200)["rows"], json!([]));
    visitor.post("/query/review", with_reason(&filed)).await.expect(200);
    moved(&city, &filed.id, json!({ "kind": "start_review" })).await;
    let page = moved(&city, &filed.id, decide("changed", None)).await;
    assert_eq!((&page["state"], &page["course"]["redone_by_name"]), (&json!("reviewed"), &Value::Null));
    let told = handler.get("/demands?box=received").await.expect(200);
    assert_eq!(told["rows"].as_array().unwrap().len(), 1);
    assert_eq!(
        (&told["rows"][0]["by_name"], &told["rows"][0]["way"]),
        (&json!("兰州市信访局"), &json!("system"))
    );
    assert!(told["rows"][0]["text"].as_str().unwrap().contains("复查意见变更了原处理意见"));
    assert_eq!(told["rows"][0]["may_answer"], true);
}

/// A household merged by mistake has its own matter back, and its code shows that one.
#[tokio::test]
async fn a_wrong_merger_is_taken_back_by_the_head_and_by_nobody_else() {
    let server = TestServer::start().await;
    let (lead, twin) = (accepted(&server).await, Filed::by(&server.visitor(), filing()).await);
    let (head, visitor) = (server.sign_in("head").await, server.visitor());
    moved(&head, &twin.id, json!({ "kind": "merge", "lead": lead.number })).await;
    let undo = json!({ "kind": "undo", "ground": "mistake", "reason": "不是同一处小区，经核对并错" });
    refused(&server.sign_in("counter").await, &twin, undo.clone(), "not_yours").await;
    let strange =
        json!({ "kind": "undo", "ground": "organ_returned", "reason": "不是同一处小区，经核对并错" });
    refused(&head, &twin, strange, "bad_ground").await;
    server.advance(2 * DAY);
    let head = server.sign_in("head").await;
    let page = moved(&head, &twin.id, undo.clone()).await;
    assert_eq!((&page["state"], &page["course"]["reworks"]), (&json!("screening"), &json!(1)));
    let clocks = page["clocks"].as_array().unwrap();
    assert_eq!(clocks.len(), 2);
    assert!(!clocks[0]["stopped_at"].is_null() && clocks[1]["stopped_at"].is_null(), "{clocks:?}");
    let status = visitor.post("/query", twin.door()).await.expect(200);
    assert_eq!((&status["state"], &status["merged"]), (&json!("screening"), &json!(false)));
    assert_eq!(status["steps"].as_array().unwrap().last().unwrap()["kind"], "petition.undone");
    assert_eq!(head.get(&lead.path("")).await.expect(200)["links"], json!([]));
    refused(&head, &twin, undo, "wrong_state").await;
}

/// What was filed away by its archivist still shows its petitioner what it is.
#[tokio::test]
async fn whatever_has_ended_is_archived_and_its_code_still_tells() {
    let server = TestServer::start().await;
    let (lead, twin) = (accepted(&server).await, Filed::by(&server.visitor(), filing()).await);
    moved(&server.sign_in("head").await, &twin.id, json!({ "kind": "merge", "lead": lead.number })).await;
    let archivist = archivist(&server).await;
    let listed = archivist.get("/petitions?state=merged").await.expect(200);
    assert_eq!(listed["rows"][0]["number"], json!(twin.number));
    let page = moved(&archivist, &twin.id, json!({ "kind": "archive", "retention": "ten_years" })).await;
    assert_eq!((&page["state"], &page["course"]["ended"]), (&json!("archived"), &json!("merged")));
    let status = server.visitor().post("/query", twin.door()).await.expect(200);
    assert_eq!((&status["state"], &status["merged"]), (&json!("handling"), &json!(true)));
}
