use super::{Program, order, receiver::Receiver, server};
use crate::{
    http::cases::{self, Filed, HOUR, Scheduled, at_unit, filing, households, moved, report},
    kit::{
        server::TestServer,
        town::{DISCIPLINE, HOUSING, NEIGHBOURS},
        wait::eventually,
    },
};
use lianjie::{
    channels::signature,
    domain::{channels::Dismissal, ids::PetitionId},
};
use serde_json::{Value, json};

async fn subscribed(program: &Program, receiver: &Receiver) -> (String, String) {
    let made = program.post("/webhooks", json!({ "url": receiver.url })).await.expect(201);
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    (text(&made["webhook"]["id"]), text(&made["secret"]))
}

/// What was taken, once there are `count`.
async fn taken(receiver: &Receiver, count: usize) -> Vec<Value> {
    eventually(async || Some(receiver.taken()).filter(|taken| taken.len() >= count)).await
}

#[tokio::test]
async fn the_hotline_is_told_of_each_step_by_its_own_number_signed_and_in_order() {
    let server = server().await;
    let (program, receiver) = (Program::hotline(&server).await, Receiver::start().await);
    let (webhook, secret) = subscribed(&program, &receiver).await;
    let receipt = program.order(&server, "n1", &order("HL-1")).await.expect(201);
    let head = server.sign_in("head").await;
    at_unit(&head, receipt["petition"].as_str().unwrap()).await;
    let told = taken(&receiver, 3).await;
    let kinds = ["petition.registered", "petition.screening", "petition.routed"];
    for ((notice, had), (sequence, kind)) in told.iter().zip(receiver.had()).zip((1..).zip(kinds)) {
        assert_eq!((&notice["sequence"], &notice["kind"]), (&json!(sequence), &json!(kind)));
        assert_eq!(notice["petition"]["external_number"], "HL-1");
        assert_eq!(notice["petition"]["number"], receipt["number"]);
        let [timestamp, sequence, signed] = ["timestamp", "sequence", "signature"]
            .map(|name| had.header(&format!("x-lianjie-{name}")).to_owned());
        assert!(signature::verifies(&secret, &timestamp, &sequence, had.body.as_bytes(), &signed));
        for private in ["马秀英", "13900000001", "物业", "620103002"] {
            assert!(!had.body.contains(private), "{private} in {}", had.body);
        }
    }
    let again = program.get(&format!("/webhooks/{webhook}/events?after=1")).await.expect(200);
    assert_eq!(again, json!({ "rows": told[1..], "next": null }), "what was lost is read again");
    let paged = program.get(&format!("/webhooks/{webhook}/events?after=1&limit=1")).await.expect(200);
    assert_eq!(paged, json!({ "rows": [told[1]], "next": 2 }));
}

#[tokio::test]
async fn a_receiver_that_fails_is_told_later_in_order_and_nothing_is_lost_in_a_restart() {
    let server = server().await;
    let (program, receiver) = (Program::hotline(&server).await, Receiver::start().await);
    subscribed(&program, &receiver).await;
    receiver.answers(500);
    let receipt = program.order(&server, "n1", &order("HL-1")).await.expect(201);
    let petition = receipt["petition"].as_str().unwrap();
    at_unit(&server.sign_in("head").await, petition).await;
    eventually(async || (!receiver.had().is_empty()).then_some(())).await;
    let server = server.restarted().await;
    receiver.answers(200);
    assert_eq!(receiver.taken().len(), 0);
    server.advance(HOUR);
    let told = taken(&receiver, 3).await;
    let sequences: Vec<_> = told.iter().map(|notice| notice["sequence"].as_u64().unwrap()).collect();
    assert_eq!(sequences, [1, 2, 3]);
    let first_refused = receiver.had()[0].json();
    assert_eq!(first_refused["sequence"], 1, "the ones behind it wait");
    let counter = server.sign_in("counter").await;
    let record = eventually(async || {
        let record = counter.oldest_first(&format!("/petitions/{petition}/deliveries")).await;
        (record[2]["state"] == "delivered").then_some(record)
    });
    let record = record.await;
    assert_eq!(record[0]["attempts"][0]["failure"], "HTTP 500");
    let last = record[0]["attempts"].as_array().unwrap().last().unwrap();
    assert_eq!(last["failure"], json!(null));
}

#[tokio::test]
async fn what_is_given_up_on_after_days_is_shown_and_tried_again_by_hand() {
    let server = server().await;
    let (program, receiver) = (Program::hotline(&server).await, Receiver::start().await);
    subscribed(&program, &receiver).await;
    receiver.answers(503);
    program.order(&server, "n1", &order("HL-1")).await.expect(201);
    let admin = server.sign_in("admin").await;
    let failed = eventually(async || {
        server.advance(24 * HOUR);
        let admin = server.sign_in("admin").await;
        let listed = admin.get("/deliveries/failed").await.expect(200)["rows"].clone();
        let tries = listed[0]["attempts"].as_array().map_or(3, Vec::len);
        assert!(tries >= 3, "{listed:#}");
        (listed[0]["state"] == "failed").then_some(listed)
    });
    let failed = failed.await;
    drop(admin);
    assert_eq!(failed[0]["attempts"].as_array().unwrap().len(), 13);
    assert_eq!(
        (&failed[0]["outcome"], &failed[0]["client_name"]),
        (&json!("HTTP 503"), &json!("市12345热线平台"))
    );
    receiver.answers(200);
    let retry = format!("/deliveries/{}/retry", failed[0]["id"].as_str().unwrap());
    server.sign_in("head").await.post(&retry, json!({})).await.refused(404, "not_found");
    let admin = server.sign_in("admin").await;
    admin.post(&retry, json!({})).await.expect(204);
    taken(&receiver, 1).await;
    assert_eq!(admin.get("/deliveries/failed").await.expect(200)["rows"], json!([]));
}

/// The receiver was told otherwise: with who says so and why it is off the list, and on record.
#[tokio::test]
async fn what_was_given_up_on_is_seen_to_by_hand() {
    let server = server().await;
    let (program, receiver) = (Program::hotline(&server).await, Receiver::start().await);
    subscribed(&program, &receiver).await;
    receiver.answers(503);
    let receipt = program.order(&server, "n1", &order("HL-1")).await.expect(201);
    let failed = eventually(async || {
        server.advance(24 * HOUR);
        let listed =
            server.sign_in("admin").await.get("/deliveries/failed").await.expect(200)["rows"].clone();
        (listed[0]["state"] == "failed").then(|| listed[0]["id"].as_str().unwrap().to_owned())
    });
    let (path, admin) = (format!("/deliveries/{}/dismiss", failed.await), server.sign_in("admin").await);
    admin.post(&path, json!({ "reason": "已知" })).await.refused(422, "reason_needed");
    let reason = json!({ "reason": "对方已电话告知，自行补录" });
    server.sign_in("head").await.post(&path, reason.clone()).await.refused(404, "not_found");
    admin.post(&path, reason.clone()).await.expect(204);
    admin.post(&path, reason.clone()).await.refused(404, "not_found");
    assert_eq!(admin.get("/deliveries/failed").await.expect(200)["rows"], json!([]));
    let record = format!("/petitions/{}/deliveries", receipt["petition"].as_str().unwrap());
    let record = server.sign_in("counter").await.oldest_first(&record).await;
    let dismissed = &record[0]["dismissed"];
    assert_eq!((&dismissed["reason"], &dismissed["by_name"]), (&reason["reason"], &json!("admin 同志")));
}

#[tokio::test]
async fn a_client_hears_of_its_agencys_petitions_only_and_of_no_report() {
    let server = server().await;
    let receivers = [Receiver::start().await, Receiver::start().await, Receiver::start().await];
    let housing = Program::made(&server, HOUSING, &["webhooks"]).await;
    let bureau = Program::hotline(&server).await;
    subscribed(&housing, &receivers[0]).await;
    let (webhook, _) = subscribed(&bureau, &receivers[1]).await;
    housing.get(&format!("/webhooks/{webhook}/events")).await.refused(404, "not_found");
    Filed::by(&server.visitor(), report()).await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    at_unit(&server.sign_in("head").await, &filed.id).await;
    let told = taken(&receivers[1], 3).await;
    assert!(told.iter().all(|notice| notice["petition"]["number"] == filed.number.as_str()));
    let told = taken(&receivers[0], 1).await;
    assert_eq!(told[0]["petition"]["number"], filed.number);
    let admin = server.sign_in("admin").await;
    let neighbours = json!({ "name": "邻区平台", "agency": NEIGHBOURS.0, "scopes": ["webhooks"] });
    admin.post("/clients", neighbours).await.refused(422, "unprocessable");
    assert!(receivers[2].had().is_empty());
}

/// A unit's own system would go on handling what went from it.
#[tokio::test]
async fn a_unit_hears_that_its_matter_was_withdrawn_or_went_to_another() {
    let server = server().await;
    let receiver = Receiver::start().await;
    let housing = Program::made(&server, HOUSING, &["webhooks"]).await;
    subscribed(&housing, &receiver).await;
    let (head, handler) = (server.sign_in("head").await, server.sign_in("handler").await);
    let [withdrawn, rerouted] = households(&server.visitor()).await;
    at_unit(&head, &withdrawn.id).await;
    at_unit(&head, &rerouted.id).await;
    cases::withdrawn(&head, &withdrawn.id).await;
    moved(&handler, &rerouted.id, json!({ "kind": "object", "reason": "不属于本局职责范围" })).await;
    let (how, unit, reason) = ("transfer", DISCIPLINE.0, "异议成立，改由纪委监委办理");
    let elsewhere = json!({ "kind": "reroute", "how": how, "unit": unit, "reason": reason });
    moved(&head, &rerouted.id, elsewhere).await;
    cases::withdrawn(&head, &rerouted.id).await;
    // Earlier steps are told as well where their news went out after the routing.
    let early =
        |notice: &Value| notice["kind"] == "petition.registered" || notice["kind"] == "petition.screening";
    let told = eventually(async || {
        let told: Vec<_> = receiver.taken().into_iter().filter(|notice| !early(notice)).collect();
        (told.len() >= 4).then_some(told)
    })
    .await;
    let heard: Vec<_> = told.iter().map(|notice| (&notice["kind"], &notice["petition"]["number"])).collect();
    let expected = [
        ("petition.routed", &withdrawn),
        ("petition.routed", &rerouted),
        ("petition.withdrawn", &withdrawn),
        ("petition.rerouted", &rerouted),
    ];
    let expected = expected.map(|(kind, filed)| (json!(kind), json!(filed.number)));
    assert_eq!(heard, expected.each_ref().map(|(kind, number)| (kind, number)), "and of nothing after that");
}

#[tokio::test]
async fn a_webhook_does_not_lead_into_our_own_network() {
    let server = TestServer::start().await; // with nothing allowed
    let program = Program::hotline(&server).await;
    for url in [
        "http://hooks.example/a",
        "https://127.0.0.1/a",
        "https://169.254.169.254/latest",
        "https://[::1]/",
        "https://192.168.1.1/",
        "not a url",
    ] {
        let refused = program.post("/webhooks", json!({ "url": url })).await.refused(422, "unprocessable");
        assert_eq!(refused["field"], "url", "{url}");
    }
}

#[tokio::test]
async fn what_turns_out_to_be_a_report_is_told_no_more() {
    let server = server().await;
    let (program, receiver) = (Program::hotline(&server).await, Receiver::start().await);
    let (webhook, _) = subscribed(&program, &receiver).await;
    receiver.answers(500);
    let receipt = program.order(&server, "n1", &order("HL-1")).await.expect(201);
    eventually(async || (!receiver.had().is_empty()).then_some(())).await;
    let path = format!("/petitions/{}/transitions", receipt["petition"].as_str().unwrap());
    let sealed = json!({ "version": 1, "transition": { "kind": "start_screening", "category": "report" } });
    server.sign_in("head").await.post(&path, sealed).await; // its answer is not for a bureau head any more
    receiver.answers(200);
    server.advance(HOUR);
    let id = PetitionId(receipt["petition"].as_str().unwrap().parse().unwrap());
    let dismissed = eventually(async || {
        let deliveries = server.store.read().await.unwrap().deliveries_of(id).await.unwrap();
        deliveries.into_iter().find_map(|delivery| delivery.dismissed)
    });
    assert!(matches!(dismissed.await, Dismissal::Nobody { .. }));
    let failed = server.sign_in("admin").await.get("/deliveries/failed").await.expect(200);
    assert_eq!(failed["rows"], json!([]), "there is no such petition for an administrator either");
    let events = program.get(&format!("/webhooks/{webhook}/events?limit=1")).await.expect(200);
    assert_eq!(events, json!({ "rows": [], "next": 1 }), "not the end: what comes after is not sealed");
    assert!(receiver.taken().is_empty());
}

/// Other systems cannot see a hearing that was held while the matter was sealed by mistake (ADR 64).
#[tokio::test]
async fn news_of_a_hearing_that_stays_behind_the_wall_goes_to_no_other_system() {
    let server = server().await;
    let (program, receiver) = (Program::hotline(&server).await, Receiver::start().await);
    let (webhook, _) = subscribed(&program, &receiver).await;
    let head = server.sign_in("head").await;
    let scheduled = Scheduled::on(&server, &head).await;
    let of_hearings = async || {
        let events = program.get(&format!("/webhooks/{webhook}/events")).await.expect(200);
        let kinds =
            events["rows"].as_array().unwrap().iter().map(|row| row["kind"].as_str().unwrap().to_owned());
        kinds.filter(|kind| kind.starts_with("hearing.")).count()
    };
    eventually(async || (of_hearings().await > 0).then_some(())).await;
    let mut tx = server.store.begin().await.unwrap();
    let id = PetitionId(scheduled.petition.id.parse().unwrap());
    let mut petition = tx.petition(id).await.unwrap().unwrap();
    let hearing = tx.hearings_of(id).await.unwrap().remove(0);
    petition.course.opened_at = Some(hearing.starts_at);
    tx.save_petition(&petition).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(of_hearings().await, 0, "what was told before is not told again either");
}
