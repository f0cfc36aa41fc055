//! What a record says wrongly is set right, by whom, until when, and what is told of it.

use super::cases::{Filed, PETITIONER_SEAT, Scheduled, at_unit, filing, moved, report, stopped};
use crate::kit::server::{Answer, Browser, TestServer};
use reqwest::{
    Method,
    multipart::{Form, Part},
};
use serde_json::{Value, json};

const REASON: &str = "登记时听错一位，已当面核对";

async fn corrected(browser: &Browser, filed: &Filed, mut fields: Value) -> Answer {
    let page = browser.get(&filed.path("")).await.expect(200);
    fields["version"] = page["version"].clone();
    fields["reason"] = REASON.into();
    browser.post(&filed.path("/corrections"), fields).await
}

async fn person(browser: &Browser, filed: &Filed) -> Value {
    browser.get(&filed.path("")).await.expect(200)["parties"][0]["id"].clone()
}

async fn found(browser: &Browser, words: &str) -> bool {
    let list = browser.post("/petitions/search", json!({ "search": words })).await.expect(200);
    !list["rows"].as_array().unwrap().is_empty()
}

#[tokio::test]
async fn a_corrected_phone_and_name_are_found_and_the_old_ones_are_not() {
    let server = TestServer::start().await;
    let counter = server.sign_in("counter").await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    let id = person(&counter, &filed).await;
    let fields = json!({ "people": [{ "id": id, "phone": "13911111111", "name": "马秀莹" }] });
    let page = corrected(&counter, &filed, fields).await.expect(200);
    assert_eq!((&page["parties"][0]["phone"], &page["version"]), (&json!("13911111111"), &json!(2)));
    for (words, there) in
        [("13911111111", true), ("马秀莹", true), ("13900000001", false), ("马秀英", false), ("李桂兰", true)]
    {
        assert_eq!(found(&counter, words).await, there, "{words}");
    }
    // Who files again under the right number is the same person; under the wrong one a stranger.
    let mut again = filing();
    again["petitioner"] = json!({ "name": "马秀莹", "phone": "13911111111" });
    let mut stranger = filing();
    stranger["petitioner"] = json!({ "name": "某乙", "phone": "13900000001" });
    for (filing, alike) in [(again, true), (stranger, false)] {
        let other = Filed::by(&server.visitor(), filing).await;
        let links = counter.get(&other.path("")).await.expect(200)["links"].clone();
        let tied = |link: &Value| {
            link["number"] == json!(filed.number) && link["tie"] == "alike" && link["ending"] == link["state"]
        };
        assert_eq!(links.as_array().unwrap().iter().any(tied), alike);
    }
}

#[tokio::test]
async fn the_timeline_says_who_corrected_what_and_why_and_no_value() {
    let server = TestServer::start().await;
    let counter = server.sign_in("counter").await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    let id = person(&counter, &filed).await;
    let fields = json!({
        "title": "小区物业账目不公开", "people": [{ "id": id, "phone": "13911111111", "id_number": "620103196001015678" }],
    });
    corrected(&counter, &filed, fields).await.expect(200);
    let timeline = counter.oldest_first(&filed.path("/timeline")).await;
    let event = timeline.as_array().unwrap().last().unwrap();
    assert_eq!(
        (&event["kind"], &event["reason"], &event["actor"]["name"]),
        (&json!("petition.corrected"), &json!(REASON), &json!("counter 同志"))
    );
    assert_eq!(event["details"]["fields"], "title,phone,id_number");
    for value in ["13911111111", "13900000001", "小区物业", "620103"] {
        assert!(!event["details"].to_string().contains(value), "{value}");
    }
    assert!(found(&counter, "账目不公开").await, "the new title is found");

    let kept = server.sign_in("head").await.get(&filed.path("/corrections")).await.expect(200);
    let was = |field: &str| {
        let fields = kept[0]["fields"].as_array().unwrap();
        fields.iter().find(|one| one["field"] == field).unwrap()["was"].clone()
    };
    assert_eq!((was("phone"), was("title")), (json!("13900000001"), json!("小区物业不公开收支")));
    assert_eq!(was("id_number"), "**************1234", "whole for nobody");
    assert_eq!((&kept[0]["by_name"], &kept[0]["reason"]), (&json!("counter 同志"), &json!(REASON)));
}

#[tokio::test]
async fn the_registrars_desk_corrects_and_nobody_else() {
    let server = TestServer::start().await;
    let counter = server.sign_in("counter").await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    let id = person(&counter, &filed).await;
    let head = server.sign_in("head").await;
    at_unit(&head, &filed.id).await;
    let phone = json!({ "people": [{ "id": id, "phone": "13911111111" }] });
    for (who, status, code) in [
        ("clerk", 422, "not_yours"),
        ("handler", 422, "not_yours"),
        ("city", 422, "not_yours"),
        ("leader", 422, "not_yours"),
    ] {
        let browser = server.sign_in(who).await;
        corrected(&browser, &filed, phone.clone()).await.refused(status, code);
        browser.get(&filed.path("/corrections")).await.refused(status, code);
    }
    for who in ["neighbour", "auditor", "admin"] {
        let browser = server.sign_in(who).await;
        let mut asked = phone.clone();
        (asked["version"], asked["reason"]) = (json!(3), REASON.into());
        browser.post(&filed.path("/corrections"), asked).await.refused(404, "not_found");
        browser.get(&filed.path("/corrections")).await.refused(404, "not_found");
    }
    moved(&server.sign_in("handler").await, &filed.id, json!({ "kind": "accept" })).await;
    let refused = corrected(&counter, &filed, json!({ "title": "小区物业账目不公开" })).await;
    assert_eq!(refused.refused(422, "accepted_already")["article"], "22");
    corrected(&counter, &filed, phone).await.expect(200);

    let sealed = Filed::by(&server.visitor(), report()).await;
    counter.get(&sealed.path("/corrections")).await.refused(404, "not_found");
    let desk = server.sign_in("desk").await;
    let id = person(&desk, &sealed).await;
    corrected(&desk, &sealed, json!({ "people": [{ "id": id, "phone": "13911111111" }] })).await.expect(200);
}

#[tokio::test]
async fn a_correction_names_what_it_read_and_says_what_is_wrong() {
    let server = TestServer::start().await;
    let counter = server.sign_in("counter").await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    let id = person(&counter, &filed).await;
    let path = filed.path("/corrections");
    let good = json!({ "reason": REASON, "people": [{ "id": id, "phone": "13911111111" }] });
    counter.post(&path, good.clone()).await.refused(428, "precondition_required");
    counter.replace(Method::POST, &path, &json!("7"), good.clone()).await.refused(412, "outdated");
    let mut stale = good.clone();
    stale["version"] = 7.into();
    counter.post(&path, stale).await.refused(409, "stale");
    for (fields, field) in [
        (json!({}), "correction"),
        (json!({ "title": "小区物业不公开收支" }), "correction"),
        (json!({ "title": "短" }), "title"),
        (json!({ "place": "nowhere" }), "place"),
        (json!({ "place": "620103999" }), "place"),
        (json!({ "persons_concerned": 1 }), "persons_concerned"),
        (json!({ "people": [{ "id": id, "phone": "" }] }), "people.0.phone"),
        (json!({ "people": [{ "id": filed.id, "phone": "13911111111" }] }), "people.0.id"),
    ] {
        let refused = corrected(&counter, &filed, fields).await.refused(422, "unprocessable");
        assert_eq!(refused["field"], field);
    }
    corrected(&counter, &filed, json!({ "place": "620102" })).await.refused(422, "place_fixed");
    let mut bare = good;
    (bare["version"], bare["reason"]) = (json!(1), "改".into());
    counter.post(&path, bare).await.refused(422, "reason_needed");
    let page =
        corrected(&counter, &filed, json!({ "place": "620103", "persons_concerned": 70 })).await.expect(200);
    assert_eq!((&page["place"], &page["persons_concerned"]), (&json!("620103"), &json!(70)));
}

#[tokio::test]
async fn the_plate_of_a_hearing_to_come_says_the_right_name() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let scheduled = Scheduled::on(&server, &head).await;
    let id = person(&head, &scheduled.petition).await;
    let name = json!({ "people": [{ "id": id, "name": "马秀莹" }] });
    corrected(&head, &scheduled.petition, name).await.expect(200);
    let hearing = head.get(&scheduled.path("")).await.expect(200);
    assert_eq!(hearing["seats"][PETITIONER_SEAT]["name"], "马秀莹");
}

#[tokio::test]
async fn an_agent_joins_with_written_authority_and_sits_for_the_petitioner() {
    let server = TestServer::start().await;
    let (counter, head) = (server.sign_in("counter").await, server.sign_in("head").await);
    let filed = Filed::by(&server.visitor(), filing()).await;
    let path = filed.path("/parties");
    let agent = |authority: &Value, version: u32| {
        let (name, phone) = ("赵律师", "13922222222");
        json!({ "kind": "agent", "name": name, "phone": phone, "authority": authority, "version": version })
    };
    let refused = counter.post(&path, agent(&Value::Null, 1)).await.refused(422, "unprocessable");
    assert_eq!(refused["field"], "authority");
    let part = Part::bytes(b"%PDF-1.7\n%%EOF\n".to_vec()).file_name("授权委托书.pdf");
    let form = Form::new().part("file", part);
    let file = counter.upload(&filed.path("/attachments"), form).await.expect(201)["id"].clone();
    server.sign_in("clerk").await.post(&path, agent(&file, 1)).await.refused(422, "not_yours");
    counter.post(&path, agent(&file, 9)).await.refused(409, "stale");
    let page = counter.post(&path, agent(&file, 1)).await.expect(200);
    let parties = page["parties"].as_array().unwrap();
    let joined = parties.last().unwrap();
    assert_eq!((&joined["kind"], &joined["authority"]), (&json!("agent"), &file));
    assert_eq!(page["persons_concerned"], 66);
    assert!(found(&counter, "赵律师").await);
    let timeline = counter.oldest_first(&filed.path("/timeline")).await;
    let event = timeline.as_array().unwrap().last().unwrap();
    assert_eq!(
        (&event["kind"], &event["details"]["party"]),
        (&json!("petition.party_added"), &json!("agent"))
    );
    assert!(!event.to_string().contains("赵"));

    let mut wish = super::cases::wish(server.now().0 + super::cases::HOUR, &parties[0]["id"]);
    let seat = json!({ "role": "agent", "occupant": { "is": "party", "person": joined["id"] } });
    wish["seats"].as_array_mut().unwrap().push(seat);
    let hearing = head.post(&filed.path("/hearings"), wish).await.expect(201);
    assert_eq!(hearing["seats"][5]["name"], "赵律师");

    // 撤销委托: not while they sit for the petitioner; then they are found no more, and their place is free.
    let path = filed.path("/parties/end-authority");
    let end = |version: &Value, reason: &str| json!({ "person": joined["id"], "version": version, "reason": reason });
    let version = head.get(&filed.path("")).await.expect(200)["version"].clone();
    let reason = "信访人书面撤销委托";
    let refused = counter.post(&path, end(&version, reason)).await.refused(422, "unprocessable");
    assert_eq!(refused["field"], "person");
    let why = json!({ "reason": "信访人撤销委托，另行安排" });
    stopped(&head, hearing["id"].as_str().unwrap(), "cancel", why).await.expect(200);
    server.sign_in("clerk").await.post(&path, end(&version, reason)).await.refused(422, "not_yours");
    counter.post(&path, end(&version, "短")).await.refused(422, "reason_needed");
    let page = counter.post(&path, end(&version, reason)).await.expect(200);
    assert!(!page.to_string().contains("赵律师"), "{page}");
    assert!(!found(&counter, "赵律师").await);
    let timeline = counter.oldest_first(&filed.path("/timeline")).await;
    let event = timeline.as_array().unwrap().last().unwrap();
    assert_eq!((&event["kind"], &event["reason"]), (&json!("petition.authority_ended"), &json!(reason)));
    let version = page["version"].as_u64().unwrap();
    counter.post(&path, end(&json!(version), reason)).await.refused(422, "unprocessable");
}
