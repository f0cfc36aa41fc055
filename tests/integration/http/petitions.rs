use super::cases::{Filed, MINUTE, archivist, at_unit, drafted, filing, in_hand, moved, report, routed};
use crate::kit::{server::TestServer, town::HOUSING};
use lianjie::{
    domain::{local_rules::LocalRules, petition::RepresentativeRule},
    edge::EdgeConfig,
};
use serde_json::json;
use uuid::Uuid;

#[tokio::test]
async fn what_a_citizen_files_is_on_the_bureaus_list_at_once() {
    let server = TestServer::start().await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    assert_eq!(filed.code.len(), 10);
    let counter = server.sign_in("counter").await;
    let list = counter.get("/petitions").await.expect(200);
    assert_eq!(list["rows"][0]["number"], filed.number);
    assert_eq!(list["rows"][0]["place_name"], "西湖街道");
    let page = counter.get(&filed.path("")).await.expect(200);
    assert_eq!(page["registered_by_name"], "七里河区信访局");
    assert_eq!(page["channel"], "web");
    assert_eq!(page["parties"][0]["id_number"], "**************1234");
    assert_eq!(page["next_due"]["kind"], "route");
}

#[tokio::test]
async fn who_registers_at_the_desk_names_the_channel() {
    let server = TestServer::start().await;
    let mut by_letter = filing();
    by_letter["channel"] = "letter".into();
    let counter = server.sign_in("counter").await;
    let head = server.sign_in("head").await;
    let registrars =
        [(server.visitor(), "web"), (server.sign_in("counter").await, "letter"), (head, "letter")];
    for (browser, channel) in registrars {
        let filed = Filed::by(&browser, by_letter.clone()).await;
        assert_eq!(counter.get(&filed.path("")).await.expect(200)["channel"], channel);
    }
}

#[tokio::test]
async fn what_is_sent_again_after_a_lost_answer_is_the_petition_it_was() {
    let server = TestServer::start().await;
    let mut keyed = filing();
    keyed["key"] = Uuid::from_u128(7).to_string().into();
    let (visitor, counter) = (server.visitor(), server.sign_in("counter").await);
    for browser in [&visitor, &counter] {
        let first = browser.post("/petitions", keyed.clone()).await.expect(201);
        let again = browser.post("/petitions", keyed.clone()).await.expect(200);
        assert_eq!(first, again);
        let door = json!({ "number": again["number"], "code": again["query_code"] });
        server.visitor().post("/query", door).await.expect(200);
        let mut other = keyed.clone();
        other["title"] = "另外一件事情的标题".into();
        let refused = browser.post("/petitions", other).await.refused(409, "filed_otherwise");
        for name in ["number", "query_code"] {
            assert_eq!(refused[name], first[name], "{name}");
        }
    }
    let rows = counter.get("/petitions").await.expect(200)["rows"].as_array().unwrap().len();
    assert_eq!(rows, 2, "a key is its caller's own");
}

#[tokio::test]
async fn two_at_once_under_one_key_are_one_petition() {
    let server = TestServer::start().await;
    let mut keyed = filing();
    keyed["key"] = Uuid::from_u128(7).to_string().into();
    let (one, other) = (server.visitor(), server.visitor());
    let (one, other) =
        tokio::join!(one.post("/petitions", keyed.clone()), other.post("/petitions", keyed.clone()));
    assert_eq!(one.status.as_u16() + other.status.as_u16(), 401, "one is new and one is known");
    assert_eq!(one.body, other.body);
}

#[tokio::test]
async fn a_code_that_was_replaced_is_not_told_by_the_key() {
    let server = TestServer::start().await;
    let mut keyed = filing();
    keyed["key"] = Uuid::from_u128(7).to_string().into();
    let filed = Filed::by(&server.visitor(), keyed.clone()).await;
    server.sign_in("counter").await.post(&filed.path("/query-code"), json!({})).await.expect(200);
    let again = server.visitor().post("/petitions", keyed).await.expect(200);
    assert_eq!((&again["number"], &again["query_code"]), (&json!(filed.number), &json!(null)));
}

#[tokio::test]
async fn a_village_hall_files_one_after_another() {
    let server = TestServer::start().await;
    let visitor = server.visitor();
    for n in 0..66 {
        let mut own = filing();
        own["petitioner"]["phone"] = format!("138{n:08}").into();
        own["representatives"][0]["phone"] = format!("137{n:08}").into();
        Filed::by(&visitor, own).await;
    }
}

/// Whoever is told of each by message is not rung up all day by other people's hands.
#[tokio::test]
async fn one_phone_is_filed_for_a_few_times_and_then_waits() {
    let server = TestServer::start().await;
    let visitor = server.visitor();
    for _ in 0..5 {
        Filed::by(&visitor, filing()).await;
    }
    let mut written = filing();
    for phone in ["13900000001", "139 0000 0001", "(139)-00000001", "+86 13900000001", "0086 139 0000 0001"] {
        written["petitioner"]["phone"] = phone.into();
        visitor.post("/petitions", written.clone()).await.refused(429, "too_many");
    }
}

#[tokio::test]
async fn who_speaks_for_others_is_not_rung_all_day_either() {
    let server = TestServer::start().await;
    let visitor = server.visitor();
    let by = |n: u32, speaker: &str| {
        let mut own = filing();
        own["petitioner"]["phone"] = format!("138{n:08}").into();
        own["representatives"][0]["phone"] = speaker.into();
        own
    };
    for n in 0..20 {
        Filed::by(&visitor, by(n, "13900000002")).await;
    }
    visitor.post("/petitions", by(20, "+86 139 0000 0002")).await.refused(429, "too_many");
    Filed::by(&visitor, by(20, "13900000003")).await;
}

#[tokio::test]
async fn what_is_filed_wrongly_is_told_by_field() {
    let server = TestServer::start().await;
    let visitor = server.visitor();
    for (field, value) in [
        ("title", json!("短")),
        ("text", json!("短")),
        ("place", json!("999999")),
        ("place", json!("nowhere")),
        ("persons_concerned", json!(0)),
        ("accused", json!(HOUSING.0)),
    ] {
        let mut wrong = filing();
        wrong[field] = value;
        let refused = visitor.post("/petitions", wrong).await.refused(422, "unprocessable");
        assert_eq!(refused["field"], field);
    }
}

#[tokio::test]
async fn more_representatives_than_allowed_are_refused() {
    let server = TestServer::start().await;
    let mut crowd = filing();
    crowd["representatives"] = vec![json!({ "name": "代表人" }); 6].into();
    let refused = server.visitor().post("/petitions", crowd).await.refused(422, "too_many_representatives");
    assert_eq!((&refused["field"], &refused["allowed"]), (&json!("representatives"), &json!(5)));
}

/// Rules of a province are configured, not built in.
#[tokio::test]
async fn a_province_may_let_fewer_speak() {
    let own = RepresentativeRule {
        division: "62".into(),
        few: 10,
        allowed_for_few: 1,
        allowed: 2,
        source: "地方条例".into(),
    };
    let local_rules = LocalRules { representatives: vec![own], ..LocalRules::default() };
    let server = TestServer::start_with(EdgeConfig { local_rules, ..EdgeConfig::default() }).await;
    let mut crowd = filing();
    for (persons, elected, allowed) in [(66, 3, 2), (10, 2, 1)] {
        crowd["persons_concerned"] = persons.into();
        crowd["representatives"] = vec![json!({ "name": "代表人" }); elected].into();
        let refused =
            server.visitor().post("/petitions", crowd.clone()).await.refused(422, "too_many_representatives");
        assert_eq!(refused["allowed"], allowed);
    }
}

#[tokio::test]
async fn a_list_is_searched_and_filtered_and_paged() {
    let server = TestServer::start().await;
    let visitor = server.visitor();
    for title in ["小区物业不公开收支", "道路积水多年无人管", "医院停车收费过高"] {
        let mut one = filing();
        one["title"] = title.into();
        one["text"] = format!("{title}，请求处理为盼，多次反映未果。").into();
        Filed::by(&visitor, one).await;
    }
    let head = server.sign_in("head").await;
    let titles = async |query: &str| {
        let list = head.get(&format!("/petitions?{query}")).await.expect(200);
        let rows = list["rows"].as_array().unwrap().clone();
        (
            rows.iter().map(|row| row["title"].as_str().unwrap().to_owned()).collect::<Vec<_>>(),
            list["next"].clone(),
        )
    };
    assert_eq!(titles("search=积水").await.0, ["道路积水多年无人管"]);
    assert_eq!(titles("state=closed").await.0.len(), 0);
    let (first, next) = titles("limit=2").await;
    let (second, end) = titles(&format!("limit=2&after={}", next.as_str().unwrap())).await;
    assert_eq!((first.len(), second.len()), (2, 1));
    assert!(end.is_null() && !first.contains(&second[0]));
    head.get("/petitions?state=nonsense").await.refused(400, "bad_request");
}

#[tokio::test]
async fn the_neighbours_petition_is_not_there() {
    let server = TestServer::start().await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    let neighbour = server.sign_in("neighbour").await;
    for rest in ["", "/timeline"] {
        neighbour.get(&filed.path(rest)).await.refused(404, "not_found");
    }
    assert_eq!(neighbour.get("/petitions").await.expect(200)["rows"], json!([]));
    let asked = json!({ "version": 1, "transition": { "kind": "start_screening" } });
    neighbour.post(&filed.path("/transitions"), asked).await.refused(404, "not_found");
    server.sign_in("city").await.get(&filed.path("")).await.expect(200);
}

#[tokio::test]
async fn a_sealed_report_is_seen_by_the_discipline_desk_alone() {
    let server = TestServer::start().await;
    let filed = Filed::by(&server.visitor(), report()).await;
    for username in ["head", "counter", "city", "handler"] {
        let browser = server.sign_in(username).await;
        browser.get(&filed.path("")).await.refused(404, "not_found");
        assert_eq!(browser.get("/petitions").await.expect(200)["rows"], json!([]), "{username}");
    }
    let desk = server.sign_in("desk").await;
    assert_eq!(desk.get(&filed.path("")).await.expect(200)["category"], "report");
    assert_eq!(desk.get("/petitions").await.expect(200)["rows"][0]["number"], filed.number);
    server.visitor().post("/query", filed.door()).await.refused(404, "no_match");
}

#[tokio::test]
async fn a_petition_goes_from_registration_to_a_delivered_reply() {
    let server = TestServer::start().await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    let (head, handler) = (server.sign_in("head").await, server.sign_in("handler").await);
    at_unit(&head, &filed.id).await;
    in_hand(&handler, &filed.id).await;
    drafted(&handler, &filed.id).await;
    let status = server.visitor().post("/query", filed.door()).await.expect(200);
    assert_eq!(status["opinion"], json!(null), "a draft is not told");
    let page = moved(&handler, &filed.id, json!({ "kind": "deliver_reply" })).await;
    assert_eq!(page["state"], "replied");
    let status = server.visitor().post("/query", filed.door()).await.expect(200);
    assert_eq!(status["opinion"]["result"], "support");
    let kinds: Vec<_> =
        status["steps"].as_array().unwrap().iter().map(|step| step["kind"].as_str().unwrap()).collect();
    let told = ["registered", "screening", "routed", "accepted", "handling", "replied"];
    assert_eq!(kinds, told.map(|step| format!("petition.{step}")));
    let timeline = handler.get(&filed.path("/timeline")).await.expect(200);
    let last = timeline.as_array().unwrap().last().unwrap();
    assert_eq!(last["actor"]["name"], "handler 同志");
    assert_eq!(last["actor"]["agency_name"], "七里河区住建局");
}

#[tokio::test]
async fn whoever_read_an_older_version_is_told() {
    let server = TestServer::start().await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    let head = server.sign_in("head").await;
    moved(&head, &filed.id, json!({ "kind": "start_screening" })).await;
    let late = json!({ "version": 1, "transition": routed() });
    head.post(&filed.path("/transitions"), late).await.refused(409, "stale");
}

#[tokio::test]
async fn an_unlawful_transition_names_its_article() {
    let server = TestServer::start().await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    let head = server.sign_in("head").await;
    let early = json!({ "version": 1, "transition": { "kind": "accept" } });
    let refused = head.post(&filed.path("/transitions"), early).await.refused(422, "wrong_state");
    assert_eq!(refused["article"], "23");
    assert!(refused["detail"].as_str().unwrap().contains("registered"));
}

#[tokio::test]
async fn a_lawful_transition_of_somebody_elses_is_refused() {
    let server = TestServer::start().await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    let clerk = server.sign_in("clerk").await;
    let asked = json!({ "version": 1, "transition": { "kind": "start_screening" } });
    clerk.post(&filed.path("/transitions"), asked).await.refused(422, "not_yours");
}

#[tokio::test]
async fn a_unit_that_is_not_there_is_told_by_field() {
    let server = TestServer::start().await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    let head = server.sign_in("head").await;
    moved(&head, &filed.id, json!({ "kind": "start_screening" })).await;
    let nowhere = json!({ "kind": "route", "how": "transfer", "unit": uuid::Uuid::nil() });
    let asked = json!({ "version": 2, "transition": nowhere });
    let refused = head.post(&filed.path("/transitions"), asked).await.refused(422, "unprocessable");
    assert_eq!(refused["field"], "unit");
}

#[tokio::test]
async fn a_renewed_query_code_replaces_the_old_one() {
    let server = TestServer::start().await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    let counter = server.sign_in("counter").await;
    let renewed = counter.post(&filed.path("/query-code"), json!({})).await.expect(200);
    let visitor = server.visitor();
    visitor.post("/query", filed.door()).await.refused(404, "no_match");
    let door = json!({ "number": filed.number, "code": renewed["query_code"] });
    visitor.post("/query", door).await.expect(200);
}

#[tokio::test]
async fn a_list_is_narrowed_by_what_a_clerk_asks() {
    let server = TestServer::start().await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    let counter = server.sign_in("counter").await;
    let today = server.now().local_date();
    let shown = async |query: &str| {
        let list = counter.get(&format!("/petitions?{query}")).await.expect(200);
        list["rows"].as_array().unwrap().len()
    };
    for (query, rows) in [
        ("category=appeal&channel=web&content_class=property_management".to_owned(), 1),
        ("category=suggestion".to_owned(), 0),
        ("channel=visit".to_owned(), 0),
        (format!("unit={}", HOUSING.0), 0),
        ("due=overdue".to_owned(), 0),
        ("due=soon".to_owned(), 0),
        (format!("registered_from={today}&registered_to={today}"), 1),
        (format!("registered_to={}", today.previous_day().unwrap()), 0),
        ("search=物业".to_owned(), 1),
        ("search=马秀英".to_owned(), 0), // nobody's name is looked for by an address
    ] {
        assert_eq!(shown(&query).await, rows, "{query}");
    }
    for (search, rows) in [
        ("马秀英", 1),
        ("13900000001", 1),
        ("620103196001011234", 1),
        ("李桂兰", 1),
        ("马桂英", 0),
        ("物业", 1),
    ] {
        let list = counter.post("/petitions/search", json!({ "search": search })).await.expect(200);
        assert_eq!(list["rows"].as_array().unwrap().len(), rows, "{search}");
    }
    let narrowed = json!({ "search": "马秀英", "filter": { "channel": "visit" } });
    assert_eq!(counter.post("/petitions/search", narrowed).await.expect(200)["rows"], json!([]));
    counter.get("/petitions?due=never").await.refused(400, "bad_request");
    counter.get("/petitions?registered_from=yesterday").await.refused(400, "bad_request");
    let neighbour = server.sign_in("neighbour").await;
    let none = neighbour.post("/petitions/search", json!({ "search": "马秀英" })).await.expect(200);
    assert_eq!(none["rows"], json!([]));
    server.advance(13 * 24 * 3_600_000);
    let counter = server.sign_in("counter").await;
    assert_eq!(counter.get("/petitions?due=soon").await.expect(200)["rows"][0]["number"], filed.number);
    server.advance(9 * 24 * 3_600_000);
    let counter = server.sign_in("counter").await;
    let late = counter.get("/petitions?due=overdue").await.expect(200);
    assert_eq!((&late["rows"][0]["overdue"], &late["rows"][0]["version"]), (&json!(true), &json!(1)));
}

#[tokio::test]
async fn filters_are_kept_for_whoever_saved_them() {
    let server = TestServer::start().await;
    let counter = server.sign_in("counter").await;
    let kept =
        counter.post("/saved-filters", json!({ "name": " 逾期 ", "query": "due=overdue" })).await.expect(200);
    assert_eq!((&kept[0]["name"], &kept[0]["query"]), (&json!("逾期"), &json!("due=overdue")));
    assert_eq!(counter.get("/saved-filters").await.expect(200), kept);
    let path = format!("/saved-filters/{}", kept[0]["id"].as_str().unwrap());
    let head = server.sign_in("head").await;
    assert_eq!(head.get("/saved-filters").await.expect(200), json!([]));
    head.delete(&path).await.refused(404, "not_found");
    for wrong in [
        json!({ "name": " ", "query": "" }),
        json!({ "name": "a", "query": "x".repeat(501) }),
        json!({ "name": "a", "query": "due=soon&search=%E9%A9%AC" }),
    ] {
        counter.post("/saved-filters", wrong).await.refused(422, "unprocessable");
    }
    counter.delete(&path).await.expect(204);
    assert_eq!(counter.get("/saved-filters").await.expect(200), json!([]));
    for n in 0..30 {
        counter.post("/saved-filters", json!({ "name": n.to_string(), "query": "" })).await.expect(200);
    }
    let one_more = json!({ "name": "31", "query": "" });
    counter.post("/saved-filters", one_more).await.refused(422, "too_many_filters");
    assert_eq!(counter.get("/saved-filters").await.expect(200).as_array().unwrap().len(), 30);
}

/// They are shown 马**: a hit would say the name.
#[tokio::test]
async fn who_keeps_what_is_over_finds_words_and_nobody() {
    let server = TestServer::start().await;
    let (filed, head) = (Filed::by(&server.visitor(), filing()).await, server.sign_in("head").await);
    moved(&head, &filed.id, json!({ "kind": "withdraw", "reason": "信访人当面书面撤回" })).await;
    let archivist = archivist(&server).await;
    for (browser, finds, found) in [(&head, "people", [1, 1, 1]), (&archivist, "words", [1, 0, 0])] {
        assert_eq!(browser.get("/session").await.expect(200)["desk"]["finds"], finds);
        for (search, rows) in ["物业", "马秀英", "13900000001"].into_iter().zip(found) {
            let asked = json!({ "search": search, "filter": { "state": "withdrawn" } });
            let list = browser.post("/petitions/search", asked).await.expect(200);
            assert_eq!(list["rows"].as_array().unwrap().len(), rows, "{finds} {search}");
        }
    }
}

/// With the end of a phone and the ranges a town has, some thousand guesses find the rest.
#[tokio::test]
async fn numbers_that_one_looks_for_are_counted_and_words_are_not() {
    let server = TestServer::start().await;
    let (filed, counter) = (Filed::by(&server.visitor(), filing()).await, server.sign_in("counter").await);
    let sought = async |words: &str| counter.post("/petitions/search", json!({ "search": words })).await;
    for n in 0..80 {
        sought(&format!("138{n:08}")).await.expect(200);
    }
    sought("13899999999").await.refused(429, "too_many");
    for words in ["马秀英", "物业", &filed.number, "13800000000"] {
        sought(words).await.expect(200); // the last was asked before
    }
    server.advance(2 * MINUTE);
    sought("13899999999").await.expect(200);
}

/// 领导信箱: the one channel a visitor may name; it is registered like all others.
#[tokio::test]
async fn a_letter_to_a_leader_is_registered_by_the_bureau_and_its_share_of_days_is_shown() {
    let server = TestServer::start().await;
    let (visitor, head) = (server.visitor(), server.sign_in("head").await);
    for (told, kept) in [("leader_mailbox", "leader_mailbox"), ("visit", "web")] {
        let mut letter = filing();
        letter["channel"] = told.into();
        let filed = Filed::by(&visitor, letter).await;
        let page = head.get(&filed.path("")).await.expect(200);
        assert_eq!(page["channel"], kept);
        let (due, share) = (&page["next_due"]["due"], &page["next_due"]["share_due"]);
        assert!(share.as_i64().unwrap() < due.as_i64().unwrap(), "three days of fifteen: {share} {due}");
        let listed = head.get("/petitions").await.expect(200);
        let row =
            listed["rows"].as_array().unwrap().iter().find(|row| row["number"] == filed.number).unwrap();
        assert_eq!(&row["next_due"]["share_due"], share, "on the work list too");
        moved(&head, &filed.id, json!({ "kind": "start_screening" })).await;
        let page = moved(&head, &filed.id, routed()).await;
        assert_eq!(page["next_due"]["share_due"], json!(null), "routed: its share is over");
    }
}
