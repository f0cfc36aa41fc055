//! Whoever may act on a petition finds it in their list.

use super::cases::{Filed, at_unit, filing, moved, routed};
use crate::kit::{
    server::{Browser, TestServer},
    town::{self, HOUSING, NEIGHBOURS},
};
use lianjie::domain::{
    ids::{AgencyId, PetitionId, StaffId},
    jurisdiction::{Agency, AgencyKind},
    people::{Role, Staff},
    petition::{PetitionState, Routing},
};
use serde_json::{Value, json};
use uuid::Uuid;

/// Numbers of the rows that `query` lists.
async fn listed(browser: &Browser, query: &str) -> Vec<Value> {
    let list = browser.get(&format!("/petitions{query}")).await.expect(200);
    list["rows"].as_array().unwrap().iter().map(|row| row["number"].clone()).collect()
}

#[tokio::test]
async fn a_bureau_finds_and_routes_what_it_registered_for_a_place_elsewhere() {
    let server = TestServer::start().await;
    let (counter, head) = (server.sign_in("counter").await, server.sign_in("head").await);
    let mut elsewhere = filing();
    elsewhere["place"] = "620102".into();
    let filed = Filed::by(&counter, elsewhere).await;
    for query in ["", "?search=物业", "?state=registered"] {
        assert_eq!(listed(&head, query).await, [filed.number.as_str()], "{query}");
    }
    at_unit(&head, &filed.id).await;
    let neighbour = server.sign_in("neighbour").await;
    assert_eq!(listed(&neighbour, "").await, [filed.number.as_str()], "it lies in their division");
}

#[tokio::test]
async fn a_bureau_finds_what_a_successor_of_a_unit_has_from_elsewhere() {
    let server = TestServer::start().await;
    let (head, neighbour) = (server.sign_in("head").await, server.sign_in("neighbour").await);
    let filed = Filed::by(&server.visitor(), filing()).await;
    assert!(listed(&neighbour, "").await.is_empty());
    moved(&head, &filed.id, json!({ "kind": "start_screening" })).await;
    moved(&head, &filed.id, routed()).await;
    let mut tx = server.store.begin().await.unwrap();
    let mut petition = tx.petition(PetitionId(filed.id.parse().unwrap())).await.unwrap().unwrap();
    petition.state = PetitionState::Routed { how: Routing::Transfer, unit: NEIGHBOURS, since: server.now() };
    tx.save_petition(&petition).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(listed(&neighbour, "").await, [filed.number.as_str()]);
    moved(&neighbour, &filed.id, json!({ "kind": "accept" })).await;
}

#[tokio::test]
async fn words_are_found_each_by_itself_and_however_wide_they_are_typed() {
    let server = TestServer::start().await;
    let mut wide = filing();
    wide["title"] = "３号楼Ｂ座物业不公开收支".into();
    wide["petitioner"]["phone"] = "１３９００００００７７".into();
    let filed = Filed::by(&server.visitor(), wide).await;
    let counter = server.sign_in("counter").await;
    for words in ["3号楼", "３号楼", "b座 物业", "收支，Ｂ座", "13900000077", "１３９００００００７７"]
    {
        let list = counter.post("/petitions/search", json!({ "search": words })).await.expect(200);
        let numbers: Vec<_> = list["rows"].as_array().unwrap().iter().map(|row| &row["number"]).collect();
        assert_eq!(numbers, [filed.number.as_str()], "{words}");
    }
    let none = counter.post("/petitions/search", json!({ "search": "物业 电梯" })).await.expect(200);
    assert_eq!(none["rows"], json!([]), "both words are looked for");
}

/// One character stands in nearly every petition: to leave it out would list them all.
#[tokio::test]
async fn one_character_is_no_search() {
    let server = TestServer::start().await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    let counter = server.sign_in("counter").await;
    assert_eq!(listed(&counter, "?search=").await, [filed.number.as_str()], "nothing is looked for");
    for (answer, how) in [
        (counter.get("/petitions?search=物").await, "in the address"),
        (counter.post("/petitions/search", json!({ "search": " 物 " })).await, "by a post"),
        (counter.post("/petitions/search", json!({ "search": "物，" })).await, "a sign is no character"),
        (counter.get("/petitions?search=物%20业").await, "each word has one"),
        (
            counter
                .post(
                    "/petitions/search",
                    json!({ "search": "一个 二个 三个 四个 五个 六个 七个 八个 九个" }),
                )
                .await,
            "the ninth word",
        ),
    ] {
        assert_eq!(answer.refused(422, "unprocessable")["field"], "search", "{how}");
    }
    let spaced = counter.post("/petitions/search", json!({ "search": "马 秀 英" })).await.expect(200);
    assert_eq!(spaced["rows"][0]["number"], filed.number.as_str(), "somebody's name");
}

/// The city's joint conference, with a leader who signs in by `conference`.
async fn with_conference(server: &TestServer) -> Browser {
    let agency = AgencyId(Uuid::from_u128(0xa9));
    let mut tx = server.store.begin().await.unwrap();
    let name = "兰州市信访工作联席会议".to_owned();
    let division = "6201".parse().unwrap();
    tx.put_agency(&Agency { id: agency, name, kind: AgencyKind::JointConference, division }).await.unwrap();
    let leader = Staff {
        id: StaffId(Uuid::from_u128(0xd9)),
        username: "conference".into(),
        name: "conference 同志".into(),
        agency,
        roles: vec![Role::Leader],
        disabled: false,
    };
    town::hire(tx.as_mut(), &leader).await;
    tx.commit().await.unwrap();
    server.sign_in("conference").await
}

#[tokio::test]
async fn the_joint_conference_lists_opens_and_rules_on_a_dispute() {
    let server = TestServer::start().await;
    let conference = with_conference(&server).await;
    let (head, handler) = (server.sign_in("head").await, server.sign_in("handler").await);
    let filed = Filed::by(&server.visitor(), filing()).await;
    let object = json!({ "kind": "object", "reason": "不属于本单位职责范围" });
    at_unit(&head, &filed.id).await;
    assert!(listed(&conference, "").await.is_empty(), "nothing is disputed yet");
    moved(&handler, &filed.id, object).await;

    let number = [filed.number.as_str()];
    assert_eq!(conference.get("/session").await.expect(200)["desk"]["rulings"], true);
    assert_eq!(listed(&conference, "").await, number);
    assert_eq!(listed(&conference, "?to_rule=true").await, number);
    assert_eq!(listed(&server.sign_in("city").await, "?to_rule=true").await, number);
    for username in ["head", "handler", "counter"] {
        assert!(listed(&server.sign_in(username).await, "?to_rule=true").await.is_empty(), "{username}");
    }
    let page = conference.get(&filed.path("")).await.expect(200);
    assert!(page["may"].as_array().unwrap().contains(&json!("rule_competence")), "{}", page["may"]);
    let ruling = json!({ "kind": "rule_competence", "unit": HOUSING.0, "reason": "按行业主管确定承办单位" });
    let version = &page["version"];
    let asked = json!({ "version": version, "transition": ruling });
    conference.post(&filed.path("/transitions"), asked).await.expect(200);
    assert!(listed(&conference, "?to_rule=true").await.is_empty());
}
