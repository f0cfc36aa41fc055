//! Reports (检举控告) and organs that are merged: succession (art. 24) does not go through the wall (art. 30).

use super::cases::{Filed, moved, report, routed};
use crate::kit::{
    server::{Browser, TestServer},
    town::{HOUSING, NEIGHBOURS},
};
use lianjie::domain::{ids::PetitionId, petition::PetitionState};
use serde_json::json;

/// Against the neighbours' bureau, and routed to the housing bureau by the discipline desk.
async fn routed_report(server: &TestServer, desk: &Browser) -> Filed {
    let mut report = report();
    report["accused"] = NEIGHBOURS.0.to_string().into();
    let filed = Filed::by(&server.visitor(), report).await;
    moved(desk, &filed.id, json!({ "kind": "start_screening" })).await;
    moved(desk, &filed.id, routed()).await;
    filed
}

async fn closed(server: &TestServer, filed: &Filed) {
    let mut tx = server.store.begin().await.unwrap();
    let mut petition = tx.petition(PetitionId(filed.id.parse().unwrap())).await.unwrap().unwrap();
    petition.state = PetitionState::Closed { unit: HOUSING, at: server.now() };
    tx.save_petition(&petition).await.unwrap();
    tx.commit().await.unwrap();
}

/// Everybody of the housing bureau goes over to a new one; its id.
async fn merged(server: &TestServer) -> String {
    let admin = server.sign_in("admin").await;
    let organ = json!({ "name": "七里河区城乡建设局", "kind": "responsible_unit", "division": "620103" });
    let made = admin.post("/admin/agencies", organ).await.expect(201);
    let body = json!({ "successor": made["id"], "reason": "区机构改革方案：职责划转" });
    admin.post(&format!("/admin/agencies/{}/close", HOUSING.0), body).await.expect(200);
    made["id"].as_str().unwrap().to_owned()
}

/// What is to be done goes over with the duty to do it; what is done stays with the discipline desk.
#[tokio::test]
async fn a_successor_goes_on_with_open_reports_and_reads_none_that_were_closed() {
    let server = TestServer::start().await;
    let (desk, handler) = (server.sign_in("desk").await, server.sign_in("handler").await);
    let (open, over) = (routed_report(&server, &desk).await, routed_report(&server, &desk).await);
    closed(&server, &over).await;
    for filed in [&open, &over] {
        handler.get(&filed.path("")).await.expect(200);
    }
    merged(&server).await;
    handler.get(&open.path("")).await.expect(200);
    for rest in ["", "/timeline", "/documents", "/supervision"] {
        handler.get(&over.path(rest)).await.refused(404, "not_found");
    }
    for query in ["", "?state=closed", "?search=13900000001"] {
        let list = handler.get(&format!("/petitions{query}")).await.expect(200);
        let numbers: Vec<_> = list["rows"].as_array().unwrap().iter().map(|row| &row["number"]).collect();
        assert!(!numbers.contains(&&json!(over.number)), "{query}");
    }
    desk.get(&over.path("")).await.expect(200);
}

/// Whoever succeeds the accused is the accused: also as the unit that would go on with the report.
#[tokio::test]
async fn the_successor_of_the_accused_reads_no_report_against_it() {
    let server = TestServer::start().await;
    let desk = server.sign_in("desk").await;
    let mut report = report(); // against the housing bureau
    report["title"] = "举报物业招投标".into();
    let filed = Filed::by(&server.visitor(), report).await;
    let successor = merged(&server).await;
    moved(&desk, &filed.id, json!({ "kind": "start_screening" })).await;
    let handler = server.sign_in("handler").await;
    handler.get(&filed.path("")).await.refused(404, "not_found");
    let version = desk.get(&filed.path("")).await.expect(200)["version"].clone();
    let route = json!({ "kind": "route", "how": "transfer", "unit": successor });
    let asked = json!({ "version": version, "transition": route });
    let refused = desk.post(&filed.path("/transitions"), asked).await;
    assert!(refused.status.is_client_error(), "{}", refused.status);
    handler.get(&filed.path("")).await.refused(404, "not_found");
}
