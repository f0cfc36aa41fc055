//! 未告知、未确认: what the system demands where nobody was told in writing, or nobody above has read what is urgent.

use super::cases::{DAY, Filed, HOUR, at_the_unit, filing, housing_merged, moved};
use crate::kit::{server::TestServer, town::hire};
use lianjie::{
    domain::{
        ids::{AgencyId, StaffId},
        jurisdiction::{Agency, AgencyKind},
        people::{Role, Staff},
    },
    overdue::escalate,
    world::SharedWorld,
};
use serde_json::{Value, json};
use uuid::Uuid;

/// Art. 43, 44: decided in time, and told nobody.
#[tokio::test]
async fn a_notice_that_nobody_made_is_demanded_of_its_organ_by_itself() {
    let server = TestServer::start().await;
    let filed = at_the_unit(&server, &server.sign_in("head").await).await;
    moved(&server.sign_in("handler").await, &filed.id, json!({ "kind": "accept" })).await;
    let world: SharedWorld = server.world();
    let late = async || escalate(&server.store, &world).await.unwrap();
    server.advance(10 * DAY);
    assert_eq!(late().await, 0, "its fifteen days are not over");
    for (days, kind) in [(10, "reminder"), (8, "urge")] {
        server.advance(days * DAY);
        assert_eq!((late().await, late().await), (1, 0), "{kind}");
        let received = server.sign_in("handler").await.get("/demands?box=received").await.expect(200);
        let last = received["rows"].as_array().unwrap().last().unwrap().clone();
        assert_eq!((&last["kind"], &last["way"]), (&json!(kind), &json!("system")));
        assert!(last["text"].as_str().unwrap().starts_with("信访事项受理告知书应于"), "{last}");
    }
    let handler = server.sign_in("handler").await;
    handler.post(&filed.path("/documents"), json!({ "kind": "acceptance" })).await.expect(201);
    server.advance(8 * DAY);
    assert_eq!(late().await, 0, "it was made");
}

/// Art. 24: whoever goes on with the work of a closed organ makes its papers, and is asked for them.
#[tokio::test]
async fn a_late_notice_of_a_closed_organ_is_demanded_of_its_successor() {
    let server = TestServer::start().await;
    let filed = at_the_unit(&server, &server.sign_in("head").await).await;
    moved(&server.sign_in("handler").await, &filed.id, json!({ "kind": "accept" })).await;
    housing_merged(&server, "七里河区城市更新局").await;
    server.advance(20 * DAY);
    let world: SharedWorld = server.world();
    assert_eq!(escalate(&server.store, &world).await.unwrap(), 1);
    let received = server.sign_in("handler").await.get("/demands?box=received").await.expect(200);
    let order = &received["rows"][0];
    assert_eq!((&order["kind"], &order["to_name"]), (&json!("reminder"), &json!("七里河区城市更新局")));
    assert!(order["text"].as_str().unwrap().starts_with("信访事项受理告知书应于"), "{order}");
}

/// Art. 25, 46: reported at once, and read by nobody; by the bureau above the one that it was reported to. Once confirmed and
/// passed on it is not that one's any more.
#[tokio::test]
async fn what_is_urgent_and_nobody_confirmed_is_demanded_from_above() {
    let server = TestServer::start().await;
    province(&server).await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    let take = async |who: &str, step: Value| {
        let browser = server.sign_in(who).await;
        let version = browser.get(&filed.path("")).await.expect(200)["version"].clone();
        let asked = json!({ "version": version, "step": step });
        browser.post(&filed.path("/urgent"), asked).await.expect(200)
    };
    let marked = take("head", json!({ "kind": "mark", "reason": "可能引发极端事件" })).await;
    assert_eq!(marked["urgency"]["reported_to_name"], "兰州市信访局");
    let world: SharedWorld = server.world();
    let late = async || escalate(&server.store, &world).await.unwrap();
    server.advance(DAY - HOUR);
    assert_eq!(late().await, 0, "the day is not over");
    server.advance(DAY);
    assert_eq!((late().await, late().await), (1, 0));
    let received = server.sign_in("city").await.get("/demands?box=received").await.expect(200);
    let order = &received["rows"][0];
    assert_eq!((&order["kind"], &order["by_name"]), (&json!("reminder"), &json!("甘肃省信访局")));
    assert!(order["text"].as_str().unwrap().starts_with("报告的紧急事项"), "{order}");
    take("city", json!({ "kind": "confirm" })).await;
    let passed = take("city", json!({ "kind": "pass" })).await;
    assert_eq!(passed["urgency"]["reported_to_name"], "甘肃省信访局");
    assert_eq!(late().await, 0, "it came there just now");
    server.advance(2 * DAY);
    assert_eq!(late().await, 0, "nobody is above it here");
}

/// 甘肃省信访局, with somebody in it who reads what goes up.
async fn province(server: &TestServer) {
    let (id, division) = (AgencyId(Uuid::from_u128(0xf2)), "62".parse().unwrap());
    let agency = Agency { id, name: "甘肃省信访局".into(), kind: AgencyKind::PetitionBureau, division };
    let staff = Staff {
        id: StaffId(Uuid::from_u128(0xf3)),
        username: "province".into(),
        name: "province 同志".into(),
        agency: id,
        roles: vec![Role::BureauHead],
        disabled: false,
    };
    let mut tx = server.store.begin().await.unwrap();
    tx.put_agency(&agency).await.unwrap();
    hire(tx.as_mut(), &staff).await;
    tx.commit().await.unwrap();
}
