//! What may be the same matter is shown before a number is given out, and on the page of what came in.

use super::{
    cases::{Filed, at_unit, filing, households, moved, report, routed},
    lifecycle::{accepted, refused},
    travel::at_city,
};
use crate::kit::{
    server::{Browser, TestServer},
    town::hire,
};
use lianjie::domain::{
    ids::{AgencyId, PetitionId, StaffId},
    people::{Role, Staff},
    petition::Category,
};
use serde_json::{Value, json};
use uuid::Uuid;

/// About to be registered: a neighbour of [`filing`].
fn sought() -> Value {
    json!({
        "title": "物业收支一直不公开", "place": "620103002", "category": "appeal", "content_class": "property_management",
        "phone": "13911112222",
    })
}

/// Tie and number of each, in order.
async fn found(browser: &Browser, sought: Value) -> Vec<(String, String)> {
    let answer = browser.post("/petitions/alike", sought).await.expect(200);
    assert_eq!(answer["numbers_used_up"], false);
    ties(&answer)
}

fn ties(answer: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let links = answer["petitions"].as_array().unwrap().iter();
    links.map(|link| (text(&link["tie"]), text(&link["number"]))).collect()
}

fn tied(tie: &str, filed: &Filed) -> (String, String) {
    (tie.to_owned(), filed.number.clone())
}

#[tokio::test]
async fn a_neighbours_like_petition_and_the_persons_own_are_found_before_one_is_registered() {
    let server = TestServer::start().await;
    let (visitor, counter) = (server.visitor(), server.sign_in("counter").await);
    let neighbour = Filed::by(&visitor, filing()).await;
    let mut noise = filing();
    (noise["title"], noise["content_class"]) = ("夜间施工噪声扰民".into(), "urban_construction".into());
    (noise["petitioner"], noise["co_petitioners"]) =
        (json!({ "name": "某甲", "phone": "13911112222" }), json!([]));
    let own = Filed::by(&visitor, noise).await;
    Filed::by(&visitor, report()).await;
    let expected = [tied("neighbour", &neighbour), tied("same_person", &own)];
    assert_eq!(found(&counter, sought()).await, expected);
    let mut elsewhere = sought();
    (elsewhere["place"], elsewhere["phone"]) = ("620103001".into(), "13922223333".into());
    assert_eq!(found(&counter, elsewhere).await, []);
    for (field, value) in [("place", json!("Lanzhou")), ("content_class", json!("none"))] {
        let mut bad = sought();
        bad[field] = value;
        let answer = counter.post("/petitions/alike", bad).await;
        assert!(answer.status.is_client_error(), "{field}");
    }
}

/// Who is shown the end of a phone would find the rest by asking here, too.
#[tokio::test]
async fn a_person_is_looked_for_as_in_a_search() {
    let server = TestServer::start().await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    let of_phone = |phone: &str| {
        let mut asked = sought();
        (asked["title"], asked["content_class"]) = ("夜间施工噪声扰民".into(), "urban_construction".into());
        asked["phone"] = phone.into();
        asked
    };
    let (counter, leader) = (server.sign_in("counter").await, server.sign_in("leader").await);
    leader.get(&filed.path("")).await.expect(200);
    assert_eq!(found(&counter, of_phone("13900000001")).await, [tied("same_person", &filed)]);
    assert_eq!(found(&leader, of_phone("13900000001")).await, [], "who is shown its end alone");
    for n in 1..80 {
        counter.post("/petitions/alike", of_phone(&format!("138{n:08}"))).await.expect(200);
    }
    // A sack of letters is registered in a morning: what needs no number is found without one.
    let mut one_too_many = sought();
    one_too_many["phone"] = "13899999999".into();
    let answer = counter.post("/petitions/alike", one_too_many).await.expect(200);
    assert_eq!((&answer["numbers_used_up"], ties(&answer)), (&json!(true), vec![tied("neighbour", &filed)]));
    let searched = json!({ "search": "13899999999" });
    counter.post("/petitions/search", searched).await.refused(429, "too_many");
    found(&counter, of_phone("13900000001")).await; // it was asked before
}

/// What was merged is found as the one it goes on in; what is not the asker's to see is not found.
#[tokio::test]
async fn a_cluster_is_found_as_its_leading_petition_by_those_who_may_see_it() {
    let server = TestServer::start().await;
    let (head, visitor) = (server.sign_in("head").await, server.visitor());
    let [lead, second, third] = households(&visitor).await;
    let page = head.get(&third.path("")).await.expect(200);
    let ties: Vec<_> = page["links"].as_array().unwrap().iter().map(|link| &link["tie"]).collect();
    assert_eq!(ties, ["neighbour", "neighbour"]);
    for own in [&second, &third] {
        moved(&head, &own.id, json!({ "kind": "merge", "lead": lead.number })).await;
    }
    let mut again = sought();
    again["phone"] = "13900000002".into(); // of the third household
    assert_eq!(found(&head, again.clone()).await, [tied("alike", &lead)]);
    let unit = server.sign_in("handler").await;
    assert_eq!(found(&unit, again.clone()).await, [], "not routed to them");
    at_unit(&head, &lead.id).await;
    assert_eq!(found(&unit, again.clone()).await, [tied("alike", &lead)]);
    visitor.post("/petitions/alike", again).await.refused(401, "unauthenticated");
}

/// Art. 19: what was filed with county and city has one term and one opinion.
#[tokio::test]
async fn what_a_unit_has_accepted_is_not_accepted_a_second_time() {
    let server = TestServer::start().await;
    let first = accepted(&server).await;
    let (city, again) = at_city(&server).await;
    let page = city.get(&again.path("")).await.expect(200);
    let link = page["links"].as_array().unwrap().iter().find(|link| link["number"] == json!(first.number));
    assert_eq!((&link.unwrap()["tie"], &link.unwrap()["ending"]), (&json!("alike"), &json!("handling")));
    let problem = refused(&city, &again, routed(), "pending_before").await;
    assert_eq!(problem["article"], "19");
    assert!(problem["detail"].as_str().unwrap().contains(&first.number), "{problem}");
    let mut knowingly = routed();
    knowingly["reason"] = "反映的是另一栋楼的收支".into();
    moved(&city, &again.id, knowingly).await;
    let handler = server.sign_in("handler").await;
    refused(&handler, &again, json!({ "kind": "accept" }), "pending_before").await;
    let accept = json!({ "kind": "accept", "reason": "经核对是另一栋楼的收支" });
    moved(&handler, &again.id, accept).await;
    let timeline = city.oldest_first(&again.path("/timeline")).await;
    let told = &timeline.as_array().unwrap().last().unwrap()["details"];
    assert_eq!(told["earlier_number"], json!(first.number));
}

/// Somebody of a new unit of the district.
async fn other_unit(server: &TestServer) -> (Browser, AgencyId) {
    let organ = json!({ "name": "七里河区城市管理局", "kind": "responsible_unit", "division": "620103" });
    let made = server.sign_in("admin").await.post("/admin/agencies", organ).await.expect(201);
    let agency = AgencyId(made["id"].as_str().unwrap().parse().unwrap());
    let there = Staff {
        id: StaffId(Uuid::from_u128(0xef)),
        username: "manager".into(),
        name: "manager 同志".into(),
        agency,
        roles: vec![Role::Handler, Role::UnitHead],
        disabled: false,
    };
    let mut tx = server.store.begin().await.unwrap();
    hire(tx.as_mut(), &there).await;
    tx.commit().await.unwrap();
    (server.sign_in("manager").await, agency)
}

/// Art. 19: county and city sent it to two units, of which neither sees what the other has.
#[tokio::test]
async fn what_another_unit_has_accepted_asks_why_and_is_not_named() {
    let server = TestServer::start().await;
    let first = accepted(&server).await;
    let (unit, agency) = other_unit(&server).await;
    let (city, again) = at_city(&server).await;
    let route = json!({
        "kind": "route", "how": "transfer", "unit": agency.0, "reason": "反映的是另一栋楼的收支",
    });
    moved(&city, &again.id, route).await;
    unit.get(&first.path("")).await.refused(404, "not_found");
    assert_eq!(unit.get(&again.path("")).await.expect(200)["links"], json!([]));
    let problem = refused(&unit, &again, json!({ "kind": "accept" }), "pending_before").await;
    assert_eq!(problem["article"], "19");
    assert!(!problem["detail"].as_str().unwrap().contains(&first.number), "{problem}");
    // It turns out to be a report: nobody is told that there is one.
    let mut tx = server.store.begin().await.unwrap();
    let id = PetitionId(first.id.parse().unwrap());
    let mut sealed = tx.petition(id).await.unwrap().unwrap();
    sealed.category = Category::Report;
    tx.save_petition(&sealed).await.unwrap();
    tx.commit().await.unwrap();
    moved(&unit, &again.id, json!({ "kind": "accept" })).await;
}
