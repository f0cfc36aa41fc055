//! 并案 from the side of those whose petition goes on in another one: what is still theirs, and what takes all.

use super::{
    cases::{self, Filed, HOUR, Scheduled, answered, filing, households, in_hand, moved, routed, wish},
    travel::down,
};
use crate::{
    contract,
    kit::{
        database::TestStore,
        server::{Browser, TestServer},
        town::DISTRICT,
    },
};
use lianjie::domain::{
    ids::{HearingId, PetitionId},
    petition::PetitionState,
};
use serde_json::{Value, json};

contract!(of_the_last_two_who_leave_at_once_one_ends_the_matter);

const WHY: &str = "答复没有回应电梯维修的请求";

/// The first leads; the third joined the second, which joined it.
async fn merged(server: &TestServer, head: &Browser) -> [Filed; 3] {
    let [lead, second, third] = households(&server.visitor()).await;
    moved(head, &third.id, json!({ "kind": "merge", "lead": second.number })).await;
    moved(head, &second.id, json!({ "kind": "merge", "lead": lead.number })).await;
    moved(head, &lead.id, json!({ "kind": "start_screening" })).await;
    [lead, second, third]
}

fn with(filed: &Filed, fields: &Value) -> Value {
    let mut asked = filed.door();
    asked.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    asked
}

/// Art. 35: what one household asks for is asked of the matter, and the record names it.
#[tokio::test]
async fn a_merged_household_asks_for_review_and_the_whole_matter_is_reviewed() {
    let server = TestServer::start().await;
    let (head, handler) = (server.sign_in("head").await, server.sign_in("handler").await);
    let [lead, _, third] = merged(&server, &head).await;
    let visitor = server.visitor();
    let early = visitor.post("/query/review", with(&third, &json!({ "reason": WHY }))).await;
    early.refused(422, "wrong_state");
    moved(&head, &lead.id, routed()).await;
    in_hand(&handler, &lead.id).await;
    answered(&handler, &lead.id).await;
    let status = visitor.post("/query/review", with(&third, &json!({ "reason": WHY }))).await.expect(200);
    assert_eq!((&status["number"], &status["state"]), (&json!(third.number), &json!("review_requested")));
    let of_lead = visitor.post("/query", lead.door()).await.expect(200);
    assert_eq!((&of_lead["state"], &of_lead["merged"]), (&json!("review_requested"), &json!(false)));
    let timeline = head.oldest_first(&lead.path("/timeline")).await;
    let asked = timeline.as_array().unwrap().last().unwrap();
    assert_eq!(asked["kind"], "petition.review_requested");
    assert_eq!(asked["details"]["household"], third.number);
}

/// What a household writes in its request is read by nobody of the others.
#[tokio::test]
async fn a_merged_household_asks_for_a_hearing_of_the_matter_and_withdraws_its_own() {
    let server = TestServer::start().await;
    let (head, handler) = (server.sign_in("head").await, server.sign_in("handler").await);
    let [lead, second, third] = merged(&server, &head).await;
    moved(&head, &lead.id, routed()).await;
    in_hand(&handler, &lead.id).await;
    let visitor = server.visitor();
    let wish = json!({ "purpose": "家里有人坐轮椅，请当面答复", "attendance": "remote" });
    let status = visitor.post("/query/hearing-request", with(&third, &wish)).await.expect(200);
    assert_eq!(status["hearing_requests"][0]["can_withdraw"], true);
    assert_eq!(status["can_request_hearing"], false);
    for other in [&lead, &second] {
        let status = visitor.post("/query", other.door()).await.expect(200);
        assert_eq!(
            (&status["hearing_requests"], &status["can_request_hearing"]),
            (&json!([]), &json!(false))
        );
        visitor.post("/query/hearing-request", with(other, &wish)).await.refused(422, "asked_already");
        let none = visitor.post("/query/hearing-request/withdraw", other.door()).await;
        none.refused(422, "wrong_request_state");
    }
    let open = head.get("/hearing-requests?box=open").await.expect(200);
    let request = &open["rows"][0];
    assert_eq!(request["petition_number"], lead.number);
    assert_eq!(request["household_number"], third.number);
    let status = visitor.post("/query/hearing-request/withdraw", third.door()).await.expect(200);
    assert_eq!(
        (&status["hearing_requests"][0]["state"], &status["can_request_hearing"]),
        (&json!("withdrawn"), &json!(true))
    );
}

/// Art. 20: who was elected accepts for all, with the number and code of their own.
#[tokio::test]
async fn an_elected_household_accepts_for_all_and_another_does_not() {
    let server = TestServer::start().await;
    let (head, handler) = (server.sign_in("head").await, server.sign_in("handler").await);
    let [lead, second, third] = merged(&server, &head).await;
    let listed = head.get(&lead.path("/representatives")).await.expect(200);
    let people = listed["people"].as_array().unwrap();
    assert_eq!(people.len(), 3, "by whatever number of mergers");
    let elected = people.iter().find(|one| one["number"] == third.number.as_str()).unwrap();
    let election = json!({ "version": listed["version"], "people": [elected["id"]] });
    head.post(&lead.path("/representatives"), election).await.expect(200);
    moved(&head, &lead.id, routed()).await;
    in_hand(&handler, &lead.id).await;
    answered(&handler, &lead.id).await;
    let visitor = server.visitor();
    for (own, accepts) in [(&second, false), (&third, true)] {
        let status = visitor.post("/query", own.door()).await.expect(200);
        assert_eq!(status["can_accept"], accepts, "{}", own.number);
    }
    visitor.post("/query/accept", second.door()).await.refused(422, "not_yours");
    let status = visitor.post("/query/accept", third.door()).await.expect(200);
    assert_eq!(status["state"], "closed");
}

/// Art. 30: who joined the matter since was not behind the wall, and knows nothing of what was held there.
#[tokio::test]
async fn a_hearing_behind_the_wall_answers_no_household_that_joined_since() {
    let server = TestServer::start().await;
    let (visitor, head) = (server.visitor(), server.sign_in("head").await);
    let scheduled = Scheduled::on(&server, &head).await;
    let [joined] = households(&visitor).await;
    moved(&head, &joined.id, json!({ "kind": "merge", "lead": scheduled.petition.number })).await;
    let mut tx = server.store.begin().await.unwrap();
    let hearing = tx.hearing(scheduled.hearing.parse().map(HearingId).unwrap()).await.unwrap().unwrap();
    let mut petition = tx.petition(hearing.petition).await.unwrap().unwrap();
    petition.course.opened_at = Some(hearing.starts_at);
    tx.save_petition(&petition).await.unwrap();
    tx.commit().await.unwrap();
    let comes = json!({ "hearing": hearing.number, "answer": { "kind": "comes" } });
    visitor.post("/query/receipt", with(&joined, &comes)).await.refused(404, "not_found");
    let seat = json!({ "hearing": hearing.number });
    visitor.post("/query/seat", with(&joined, &seat)).await.refused(404, "not_found");
    visitor.post("/query/receipt", with(&scheduled.petition, &comes)).await.expect(200); // its own
}

/// Art. 30: what turns out to be a report is closed. Who joined it filed no report: each is by themselves again, with their
/// code and new days, and learns nothing of what it was.
#[tokio::test]
async fn who_joined_what_becomes_a_report_is_by_themselves_again() {
    let at_once = json!({ "kind": "start_screening", "category": "report" });
    let later = json!({ "kind": "reclassify", "category": "report", "reason": "来信反映收受贿赂" });
    for (sealed, screened) in [(at_once, false), (later, true)] {
        let server = TestServer::start().await;
        let (head, visitor) = (server.sign_in("head").await, server.visitor());
        let [lead, second, third, gone] = households(&visitor).await;
        for (own, into) in [(&third, &second), (&second, &lead), (&gone, &lead)] {
            moved(&head, &own.id, json!({ "kind": "merge", "lead": into.number })).await;
        }
        cases::withdrawn(&head, &gone.id).await;
        if screened {
            moved(&head, &lead.id, json!({ "kind": "start_screening" })).await;
        }
        let version = head.get(&lead.path("")).await.expect(200)["version"].clone();
        let asked = json!({ "version": version, "transition": sealed });
        head.post(&lead.path("/transitions"), asked).await.expect(204);
        visitor.post("/query", lead.door()).await.refused(404, "no_match");
        for own in [&second, &third] {
            let status = visitor.post("/query", own.door()).await.expect(200);
            assert_eq!(status["state"], "screening", "{status}");
            assert!(!status.to_string().contains(&lead.number), "{status}");
        }
        let left = visitor.post("/query", gone.door()).await.expect(200);
        assert_eq!(left["state"], "withdrawn", "what was withdrawn is not brought back: {left}");
        let page = head.get(&second.path("")).await.expect(200);
        assert_eq!((&page["state"], &page["category"]), (&json!("screening"), &json!("appeal")));
        assert!(page["next_due"]["due"].is_number(), "it has its fifteen days: {page}");
        let told = head.get("/staff-notices").await.expect(200);
        assert!(told.to_string().contains(&second.number), "the desk is told to screen it: {told}");
    }
}

/// Art. 20: nobody withdraws for others. The leading household goes like any other; the last one out ends the matter.
#[tokio::test]
async fn who_withdraws_ends_it_for_their_own_household_and_the_last_for_all() {
    let server = TestServer::start().await;
    let (head, handler) = (server.sign_in("head").await, server.sign_in("handler").await);
    let [lead, second, third] = merged(&server, &head).await;
    moved(&head, &lead.id, routed()).await;
    in_hand(&handler, &lead.id).await;
    let visitor = server.visitor();
    let reason = json!({ "reason": "家中问题已经解决，不再反映" });
    let withdrawn = async |own: &Filed| {
        let status = visitor.post("/query/withdraw", with(own, &reason)).await.expect(200);
        assert_eq!((&status["state"], &status["can_withdraw"]), (&json!("withdrawn"), &json!(false)));
        let kinds: Vec<_> = status["steps"].as_array().unwrap().iter().map(|step| &step["kind"]).collect();
        assert!(kinds.contains(&&json!("petition.household_left")), "{kinds:?}");
    };
    withdrawn(&lead).await;
    visitor.post("/query/withdraw", with(&lead, &reason)).await.refused(422, "has_left");
    let wish = json!({ "purpose": "请当面答复我家的问题", "attendance": "remote" });
    visitor.post("/query/hearing-request", with(&lead, &wish)).await.refused(422, "has_left");
    let rating = json!({ "target": "unit", "level": "satisfied" });
    visitor.post("/query/evaluate", with(&lead, &rating)).await.refused(422, "has_left");
    let page = head.get(&lead.path("")).await.expect(200);
    assert_eq!(page["state"], "handling", "the unit goes on for the others");
    assert!(page["left_at"].is_number());
    for own in [&second, &third] {
        let status = visitor.post("/query", own.door()).await.expect(200);
        assert_eq!((&status["state"], &status["can_withdraw"]), (&json!("handling"), &json!(true)));
    }
    // One at the counter, whose own petition others joined; then the last.
    cases::withdrawn(&head, &second.id).await;
    assert_eq!(head.get(&lead.path("")).await.expect(200)["state"], "handling");
    withdrawn(&third).await;
    assert_eq!(head.get(&lead.path("")).await.expect(200)["state"], "withdrawn");
    let timeline = head.oldest_first(&lead.path("/timeline")).await;
    let kinds: Vec<_> = timeline.as_array().unwrap().iter().map(|event| event["kind"].clone()).collect();
    for kind in ["petition.household_left", "petition.withdrawn"] {
        assert!(kinds.contains(&json!(kind)), "{kinds:?}");
    }
}

/// Who withdrew keeps what was there before, and their own end; how it goes on for others is not theirs.
#[tokio::test]
async fn who_has_left_is_told_of_nothing_that_came_later() {
    let server = TestServer::start().await;
    let (head, handler) = (server.sign_in("head").await, server.sign_in("handler").await);
    let [lead, second, third] = merged(&server, &head).await;
    moved(&head, &lead.id, routed()).await;
    in_hand(&handler, &lead.id).await;
    let visitor = server.visitor();
    let withdraws = async |own: &Filed| {
        server.advance(60_000);
        let reason = json!({ "reason": "家中问题已经解决，不再反映" });
        visitor.post("/query/withdraw", with(own, &reason)).await.expect(200);
        server.advance(60_000);
    };
    withdraws(&second).await;
    answered(&handler, &lead.id).await;
    let paper = json!({ "kind": "opinion" });
    let paper = handler.post(&lead.path("/documents"), paper).await.expect(201);
    let page = head.get(&lead.path("")).await.expect(200);
    let seats = wish(server.now().0 + HOUR, &page["parties"][0]["id"]);
    let hearing = head.post(&lead.path("/hearings"), seats).await.expect(201);
    withdraws(&third).await;
    let status = async |own: &Filed| visitor.post("/query", own.door()).await.expect(200);
    let (of_lead, of_second, of_third) = (status(&lead).await, status(&second).await, status(&third).await);
    // 2: before the reply. 3: after it, and before the hearing.
    for (told, opinion, papers, hearings) in
        [(&of_lead, true, 1, 1), (&of_second, false, 0, 0), (&of_third, true, 1, 0)]
    {
        assert_eq!(told["opinion"].is_object(), opinion, "{told}");
        assert_eq!(told["documents"].as_array().unwrap().len(), papers, "{told}");
        assert_eq!(told["hearings"].as_array().unwrap().len(), hearings, "{told}");
    }
    assert_eq!(of_second["unit_name"], "七里河区住建局", "as it was then");
    assert_eq!((&of_second["state"], &of_third["state"]), (&json!("withdrawn"), &json!("withdrawn")));
    let path = format!("/query/documents/{}", paper["id"].as_str().unwrap());
    visitor.post(&path, second.door()).await.refused(404, "not_found");
    assert_eq!(visitor.post(&path, third.door()).await.status, 200);
    let calendar = json!({ "hearing": hearing["number"] });
    visitor.post("/query/calendar", with(&third, &calendar)).await.refused(404, "not_found");
    assert_eq!(visitor.post("/query/calendar", with(&lead, &calendar)).await.status, 200);
}

/// Where it goes for others, down the levels or back, is not theirs either.
#[tokio::test]
async fn who_has_left_is_told_which_bureau_had_it_then() {
    let server = TestServer::start().await;
    let (city, visitor) = (server.sign_in("city").await, server.visitor());
    let [lead, second] = households(&city).await;
    moved(&city, &second.id, json!({ "kind": "merge", "lead": lead.number })).await;
    moved(&city, &lead.id, json!({ "kind": "start_screening" })).await;
    server.advance(60_000);
    let reason = json!({ "reason": "家中问题已经解决，不再反映" });
    visitor.post("/query/withdraw", with(&second, &reason)).await.expect(200);
    server.advance(60_000);
    moved(&city, &lead.id, down(DISTRICT)).await;
    for (own, desk) in [(&lead, "七里河区信访局"), (&second, "兰州市信访局")] {
        let status = visitor.post("/query", own.door()).await.expect(200);
        assert_eq!(status["desk_name"], desk, "{}", own.number);
    }
}

/// 撤销委托: an agent came with a household's petition into another one; who keeps the record ends it on the matter's page, and the
/// household by its own code.
#[tokio::test]
async fn an_agent_who_came_by_a_merger_is_told_to_act_no_more() {
    let server = TestServer::start().await;
    let (visitor, head) = (server.visitor(), server.sign_in("head").await);
    let [lead, second, third] = households(&visitor).await;
    let mut agents = Vec::new();
    for own in [&second, &third] {
        let file = own.attached(&head).await;
        let version = head.get(&own.path("")).await.expect(200)["version"].clone();
        let joins = json!({ "version": version, "kind": "agent", "name": "赵律师", "authority": file });
        let page = head.post(&own.path("/parties"), joins).await.expect(200);
        let parties = page["parties"].as_array().unwrap();
        agents.push(parties.iter().find(|party| party["kind"] == "agent").unwrap()["id"].clone());
    }
    moved(&head, &third.id, json!({ "kind": "merge", "lead": second.number })).await;
    moved(&head, &second.id, json!({ "kind": "merge", "lead": lead.number })).await;
    let reason = "信访人书面撤销委托";
    let version = head.get(&lead.path("")).await.expect(200)["version"].clone();
    let end = json!({ "version": version, "person": agents[0], "reason": reason });
    head.post(&lead.path("/parties/end-authority"), end).await.expect(200);
    let page = head.get(&second.path("")).await.expect(200);
    assert!(!page.to_string().contains("赵律师"));
    let timeline = head.oldest_first(&second.path("/timeline")).await;
    assert_eq!(timeline.as_array().unwrap().last().unwrap()["kind"], "petition.authority_ended");

    let own = visitor.post("/query", third.door()).await.expect(200);
    assert_eq!(own["agents"][0]["id"], agents[1]);
    assert!(!own.to_string().contains("赵律师"), "the code may be in other hands");
    let end = json!({ "person": agents[1], "reason": reason });
    let path = "/query/end-authority";
    visitor.post(path, with(&lead, &end)).await.refused(422, "unprocessable");
    let short = json!({ "person": agents[1], "reason": "短" });
    visitor.post(path, with(&third, &short)).await.refused(422, "reason_needed");
    let status = visitor.post(path, with(&third, &end)).await.expect(200);
    assert_eq!(status["agents"], json!([]));
    assert!(!head.get(&third.path("")).await.expect(200).to_string().contains("赵律师"));
    // On the page of their own petition as well, though that is over.
    let version = head.get(&third.path("")).await.expect(200)["version"].clone();
    let end = json!({ "version": version, "person": agents[1], "reason": reason });
    head.post(&third.path("/parties/end-authority"), end).await.refused(422, "unprocessable");
}

/// Nobody leaves what is over, at the counter as little as by the query code.
#[tokio::test]
async fn a_household_does_not_withdraw_from_what_has_ended() {
    let server = TestServer::start().await;
    let (head, handler) = (server.sign_in("head").await, server.sign_in("handler").await);
    let [lead, second, _] = merged(&server, &head).await;
    moved(&head, &lead.id, routed()).await;
    in_hand(&handler, &lead.id).await;
    answered(&handler, &lead.id).await;
    server.visitor().post("/query/accept", lead.door()).await.expect(200);
    let version = head.get(&second.path("")).await.expect(200)["version"].clone();
    let proof = json!({ "how": "signed", "paper": second.attached(&head).await });
    let withdraw = json!({ "kind": "withdraw", "reason": "信访人当面书面撤回", "proof": proof });
    let asked = json!({ "version": version, "transition": withdraw });
    head.post(&second.path("/transitions"), asked).await.refused(422, "wrong_state");
}

/// The leading household left, and then the merger that held the matter open was a mistake: nobody is in it any more.
#[tokio::test]
async fn a_matter_ends_when_the_last_household_that_was_in_it_is_taken_out() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let [lead, second, _] = merged(&server, &head).await;
    cases::withdrawn(&head, &lead.id).await;
    assert_eq!(head.get(&lead.path("")).await.expect(200)["state"], "screening");
    let undo = json!({ "kind": "undo", "ground": "mistake", "reason": "不是同一处小区，经核对并错" });
    moved(&head, &second.id, undo).await;
    assert_eq!(head.get(&lead.path("")).await.expect(200)["state"], "withdrawn");
    assert_eq!(head.get(&second.path("")).await.expect(200)["state"], "screening");
}

/// Two households of one matter from two counties, whose logs are two.
async fn in_two_counties(server: &TestServer) -> [Filed; 2] {
    let mut of_neighbours = filing();
    of_neighbours["place"] = "620102".into();
    of_neighbours["petitioner"] = json!({ "name": "某甲", "phone": "13900000003" });
    let lead = Filed::by(&server.visitor(), filing()).await;
    let joined = Filed::by(&server.visitor(), of_neighbours).await;
    let id = |filed: &Filed| PetitionId(filed.id.parse().unwrap());
    let mut tx = server.store.begin().await.unwrap();
    let mut own = tx.petition(id(&joined)).await.unwrap().unwrap();
    own.state = PetitionState::Merged { lead: id(&lead), at: server.now() };
    tx.save_petition(&own).await.unwrap();
    tx.commit().await.unwrap();
    [lead, joined]
}

/// Each saw the other still in it, and the matter went on with nobody.
async fn of_the_last_two_who_leave_at_once_one_ends_the_matter(test: TestStore) {
    let server = TestServer::over(test.store.clone()).await;
    let (visitor, other) = (server.visitor(), server.visitor());
    for _ in 0..5 {
        let [lead, joined] = in_two_counties(&server).await;
        let leaves = async |browser: &Browser, own: &Filed| {
            let asked = with(own, &json!({ "reason": "家中问题已经解决，不再反映" }));
            browser.post("/query/withdraw", asked).await
        };
        let (first, second) = tokio::join!(leaves(&visitor, &lead), leaves(&other, &joined));
        for (answer, own) in [(first, &lead), (second, &joined)] {
            if answer.status == 409 {
                leaves(&visitor, own).await.expect(200); // the matter moved on under it: asked again
            } else {
                answer.expect(200);
            }
        }
        let head = server.sign_in("head").await;
        assert_eq!(head.get(&lead.path("")).await.expect(200)["state"], "withdrawn");
        server.advance(HOUR);
    }
}

/// That a household withdrew may be shown by a hearing of what it joined: it is there to be chosen, and only there.
#[tokio::test]
async fn a_household_that_joined_others_is_shown_the_hearings_of_the_matter() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let scheduled = Scheduled::on(&server, &head).await;
    let [joined] = households(&server.visitor()).await;
    assert_eq!(head.get(&joined.path("")).await.expect(200)["matter_hearings"], json!([]));
    moved(&head, &joined.id, json!({ "kind": "merge", "lead": scheduled.petition.number })).await;
    let page = head.get(&joined.path("")).await.expect(200);
    assert_eq!(
        (&page["hearings"], &page["matter_hearings"][0]["id"]),
        (&json!([]), &json!(scheduled.hearing))
    );
    let lead = head.get(&scheduled.petition.path("")).await.expect(200);
    assert_eq!(
        (&lead["hearings"][0]["id"], &lead["matter_hearings"]),
        (&json!(scheduled.hearing), &json!([]))
    );
}
