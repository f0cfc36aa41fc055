//! Who is merged into a report and filed none (ADR 84): left there by an earlier release, or by a record that cannot be read.

use super::cases::{households, moved};
use crate::{
    contract,
    kit::{database::TestStore, server::TestServer},
};
use lianjie::domain::{
    ids::PetitionId,
    petition::{Category, PetitionState, Retention},
};
use serde_json::json;

contract!(what_cannot_be_read_keeps_nobody_from_the_wall);

/// Sealed by a release that left them in it, one of them filed away since: the next start frees them. A report stays where
/// it is.
#[tokio::test]
async fn who_was_shut_in_before_is_by_themselves_after_a_start() {
    let server = TestServer::start().await;
    let (head, visitor) = (server.sign_in("head").await, server.visitor());
    let [lead, second, filed_away, report] = households(&visitor).await;
    for own in [&second, &filed_away, &report] {
        moved(&head, &own.id, json!({ "kind": "merge", "lead": lead.number })).await;
    }
    let mut tx = server.store.begin().await.unwrap();
    for own in [&lead, &filed_away, &report] {
        let mut petition = tx.petition(own.id.parse().map(PetitionId).unwrap()).await.unwrap().unwrap();
        if own.id == filed_away.id {
            let ended = Box::new(petition.state.clone());
            petition.state =
                PetitionState::Archived { ended, retention: Retention::TenYears, at: server.now() };
        } else {
            petition.category = Category::Report;
        }
        tx.save_petition(&petition).await.unwrap();
    }
    tx.commit().await.unwrap();
    let server = server.restarted().await;
    let visitor = server.visitor();
    for own in [&second, &filed_away] {
        let status = visitor.post("/query", own.door()).await.expect(200);
        assert_eq!((&status["state"], &status["merged"]), (&json!("screening"), &json!(false)), "{status}");
    }
    visitor.post("/query", report.door()).await.refused(404, "no_match");
    let mut tx = server.store.begin().await.unwrap();
    let stayed = tx.petition(report.id.parse().map(PetitionId).unwrap()).await.unwrap().unwrap();
    assert!(matches!(stayed.state, PetitionState::Merged { .. }), "{stayed:?}");
    assert!(tx.shut_in().await.unwrap().is_empty());
}

/// The wall is built whatever the state of a record beside it; who has that record is free once it can be read.
async fn what_cannot_be_read_keeps_nobody_from_the_wall(test: TestStore) {
    let server = TestServer::over(test.store.clone()).await;
    let head = server.sign_in("head").await;
    let [lead, damaged, sound] = households(&server.visitor()).await;
    for own in [&damaged, &sound] {
        moved(&head, &own.id, json!({ "kind": "merge", "lead": lead.number })).await;
    }
    let purpose = |from: &str, to: &str| {
        format!(
            "update petitions set purpose = '{to}' where number = '{}' and purpose = '{from}'",
            damaged.number
        )
    };
    let version = head.get(&lead.path("")).await.expect(200)["version"].clone();
    test.tamper(&purpose("resolution", "damaged")).await;
    let sealed = json!({ "kind": "start_screening", "category": "report" });
    let asked = json!({ "version": version, "transition": sealed });
    head.post(&lead.path("/transitions"), asked).await.expect(204);
    let status = server.visitor().post("/query", sound.door()).await.expect(200);
    assert_eq!(status["state"], "screening", "{status}");
    test.tamper(&purpose("damaged", "resolution")).await;
    let server = server.restarted().await;
    let status = server.visitor().post("/query", damaged.door()).await.expect(200);
    assert_eq!(status["state"], "screening", "{status}");
}
