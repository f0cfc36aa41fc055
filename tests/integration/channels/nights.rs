//! What waits for the morning, and what waits for nothing: neither for the morning nor for a row that is damaged.

use super::{receiver::Receiver, sms};
use crate::{
    http::cases::{Filed, HOUR, MINUTE, filing, moved},
    kit::{
        database::{TestStore, sqlite_url},
        wait::eventually,
    },
};
use lianjie::{
    domain::{channels::DeliveryState, ids::PetitionId},
    storage::Engine,
};
use serde_json::json;

/// The clocks' own tick after midnight closes what lapsed, and its news rang phones in the night.
#[tokio::test]
async fn news_of_the_night_is_told_in_the_morning_and_a_code_at_once() {
    let gateway = Receiver::start().await;
    let server = sms::server(&gateway).await;
    server.advance(13 * HOUR); // 23:00
    let filed = Filed::by(&server.visitor(), filing()).await;
    let counter = server.sign_in("counter").await;
    counter.post(&filed.path("/query-code/message"), json!({})).await.expect(204);
    let code = eventually(async || gateway.had().into_iter().find(|had| had.body.contains("新查询码"))).await;
    assert_eq!(code.json()["to"], "13900000001");
    let record = eventually(async || {
        let record = counter.oldest_first(&filed.path("/deliveries")).await;
        let waiting = record.as_array().unwrap().iter().filter(|one| one["state"] == "waiting").count();
        (waiting >= 2).then_some(record)
    })
    .await;
    assert!(!record.to_string().contains("\"failed\""), "{record}");
    assert_eq!(gateway.had().len(), 1, "the code and nothing else");
    server.advance(9 * HOUR); // 8:00
    let told = |phone: &str| gateway.had().iter().filter(|had| had.json()["to"] == phone).count();
    eventually(async || (told("13900000001") >= 2 && told("13900000002") >= 1).then_some(())).await;
}

/// One row that a later version wrote, or that is damaged, ended all sending.
#[tokio::test]
async fn rows_that_cannot_be_read_hold_nothing_back() {
    let gateway = Receiver::start().await;
    let server = sms::server(&gateway).await;
    let first = Filed::by(&server.visitor(), filing()).await;
    eventually(async || (gateway.had().len() >= 2).then_some(())).await;
    let url = sqlite_url(&server.folder.path().join("lianjie.db"));
    let test = TestStore { engine: Engine::Sqlite, url, store: server.store.clone() };
    for n in 1..=9 {
        test.tamper(&format!(
            "insert into outbox (event, petition, kind, at)
                values (x'{n:032x}', x'{n:032x}', 'petition.of_tomorrow', 0);
            insert into deliveries (id, receiver, target, sequence, petition, event, kind, at, state, attempts, due,
                lease_until)
            select x'{n:032x}', 'sms', x'{n:032x}', 1, id, x'{n:032x}', 'petition.of_tomorrow', 0, 'waiting', 0, 0, 0
            from petitions limit 1"
        ))
        .await;
    }
    moved(&server.sign_in("head").await, &first.id, json!({ "kind": "start_screening" })).await;
    eventually(async || (gateway.had().len() >= 4).then_some(())).await;
}

/// What it tells of could not be read: that spent its tries, and nobody was told once it was mended.
#[tokio::test]
async fn a_notice_of_what_cannot_be_read_keeps_its_tries() {
    let gateway = Receiver::start().await;
    let server = sms::server(&gateway).await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    eventually(async || (gateway.had().len() >= 2).then_some(())).await;
    let url = sqlite_url(&server.folder.path().join("lianjie.db"));
    let test = TestStore { engine: Engine::Sqlite, url, store: server.store.clone() };
    test.tamper(
        "update petitions set category = category || ' damaged';
        insert into deliveries (id, receiver, target, sequence, petition, event, kind, at, state, attempts, due, lease_until)
        select zeroblob(16), 'sms', id, 1000, id, zeroblob(16), 'petition.routed', 0, 'waiting', 0, 0, 0
        from petitions limit 1",
    )
    .await;
    let petition = PetitionId(filed.id.parse().unwrap());
    let notice = async || {
        let all = server.store.read().await.unwrap().deliveries_of(petition).await.unwrap();
        all.into_iter().find(|delivery| delivery.id.0.is_nil()).unwrap()
    };
    eventually(async || (notice().await.lease_until.0 > 0).then_some(())).await;
    test.tamper("update petitions set category = replace(category, ' damaged', '')").await;
    server.advance(11 * MINUTE);
    eventually(async || (notice().await.state == DeliveryState::Delivered).then_some(())).await;
    assert_eq!(notice().await.attempts, 1);
}
