//! Codes to phones: at the door, and for who cannot draw; or somebody signs for them.

use super::receiver::Receiver;
use crate::{
    http::cases::{HOUR, MINUTE, PETITIONER_SEAT, Scheduled, exchange},
    kit::{server::TestServer, wait::eventually},
};
use lianjie::{
    domain::{
        hearing::{FrozenPaper, Mark, PaperKind, Stage},
        hex,
        ids::{OpId, PetitionId},
    },
    world::{RealWorld, World},
};
use reqwest::multipart::{Form, Part};
use serde_json::json;
use signaling::wire::{ClientMessage, RefusalCode, ServerMessage, SignatureMark};

/// A hearing whose first version of the minutes is being signed.
async fn signing(server: &TestServer) -> (Scheduled, FrozenPaper) {
    let head = server.sign_in("head").await;
    let scheduled = Scheduled::on(server, &head).await;
    let mut tx = server.store.begin().await.unwrap();
    let mut hearing = tx.hearing(scheduled.id()).await.unwrap().unwrap();
    let now = server.now();
    hearing.stage = Stage::Signing { since: now };
    hearing.seats[PETITIONER_SEAT].admitted = Some(now);
    tx.save_seat(hearing.id, &hearing.seats[PETITIONER_SEAT]).await.unwrap();
    let version = FrozenPaper::of(&hearing, &scheduled.petition.number, &[], 1, now, None);
    tx.add_version(&version).await.unwrap();
    tx.save_hearing(&hearing).await.unwrap();
    tx.commit().await.unwrap();
    (scheduled, version)
}

fn coded(scheduled: &Scheduled, version: &FrozenPaper, code: &str) -> ClientMessage {
    ClientMessage::Sign {
        op: OpId(RealWorld.new_id()).into(),
        paper: None,
        seat: scheduled.seat(PETITIONER_SEAT).into(),
        version: 1,
        sha256: hex(&version.sha256),
        mark: SignatureMark::Coded { code: code.into() },
    }
}

async fn marks(server: &TestServer, scheduled: &Scheduled) -> Vec<Mark> {
    let mut records = server.store.read().await.unwrap();
    let record = records.signing_record(scheduled.id(), PaperKind::Minutes).await.unwrap();
    record.signatures.into_iter().map(|signature| signature.mark).collect()
}

#[tokio::test]
async fn who_checks_in_shows_by_a_code_that_the_phone_is_theirs() {
    let gateway = Receiver::start().await;
    let server = super::sms::server(&gateway).await;
    let head = server.sign_in("head").await;
    let scheduled = Scheduled::on(&server, &head).await;
    let secret = scheduled.link(&head, PETITIONER_SEAT).await;
    server.advance(HOUR - 15 * MINUTE);
    let phone = server.visitor();
    exchange(&phone, &secret).await.expect(200);

    phone.post("/seat/code", json!({})).await.expect(204);
    phone.post("/seat/code", json!({})).await.refused(429, "too_many");
    let told =
        eventually(async || gateway.had().into_iter().find(|had| had.body.contains("用于入场或签到"))).await;
    assert_eq!(told.json()["to"], "13900000001");
    let text = told.json()["text"].as_str().unwrap().to_owned();
    let digits: String = text.chars().skip_while(|c| !c.is_ascii_digit()).take(6).collect();
    assert!(!text.contains("物业") && !text.contains("马秀英"), "{text}");

    let other = if digits == "000000" { "000001" } else { "000000" };
    phone.post("/seat/code/confirm", json!({ "code": other })).await.refused(422, "wrong_code");
    let own = phone.post("/seat/code/confirm", json!({ "code": digits })).await.expect(200);
    assert_eq!((&own["phone_confirmed"], &own["state"]), (&json!(true), &json!("checking_in")));
    phone.post("/seat/code/confirm", json!({ "code": digits })).await.refused(422, "wrong_code"); // used
}

#[tokio::test]
async fn a_petitioner_confirms_with_the_code_from_their_phone() {
    let gateway = Receiver::start().await;
    let server = super::sms::server(&gateway).await;
    let (scheduled, version) = signing(&server).await;
    let path = scheduled.path(&format!("/seats/{}/signing-code", scheduled.seats[PETITIONER_SEAT]));
    let head = server.sign_in("head").await;
    let secret = scheduled.link(&head, PETITIONER_SEAT).await;
    server.advance(HOUR - 15 * MINUTE);
    let phone = server.visitor();
    exchange(&phone, &secret).await.expect(200);

    phone
        .post(&scheduled.path(&format!("/seats/{}/signing-code", scheduled.seats[1])), json!({}))
        .await
        .refused(422, "not_yours");
    server.visitor().post(&path, json!({})).await.refused(401, "unauthenticated");
    let sent = phone.post(&path, json!({})).await.expect(200);
    assert_eq!(sent, json!({ "ending": "0001", "good_for_s": 600 }));
    let clerk = server.sign_in("clerk").await;
    clerk.post(&path, json!({})).await.refused(422, "too_fast");

    let told = eventually(async || gateway.had().into_iter().find(|had| had.body.contains("确认码"))).await;
    let text = told.json()["text"].as_str().unwrap().to_owned();
    let digits: String = text.chars().skip_while(|c| !c.is_ascii_digit()).take(6).collect();
    assert_eq!(told.json()["to"], "13900000001");
    assert!(!text.contains("物业") && !text.contains("马秀英"), "{text}");

    let mut guest = scheduled.sit(&server, PETITIONER_SEAT).await;
    // A press alone says that somebody held the device, and theirs is a phone that a code reaches.
    let ClientMessage::Sign { op, paper, seat: whose, version: n, sha256, .. } =
        coded(&scheduled, &version, "")
    else {
        unreachable!("it signs")
    };
    let mark = SignatureMark::Confirmed {};
    let pressed = ClientMessage::Sign { op, paper, seat: whose, version: n, sha256, mark };
    let answer = guest.ask(pressed).await;
    assert!(matches!(answer, ServerMessage::Refused { code: RefusalCode::BadText, .. }), "{answer:?}");
    let other = if digits == "000000" { "000001" } else { "000000" };
    let answer = guest.ask(coded(&scheduled, &version, other)).await;
    assert!(matches!(answer, ServerMessage::Refused { code: RefusalCode::WrongCode, .. }), "{answer:?}");
    // Nobody else's guesses count: a code is spent by five wrong ones.
    let mut neighbour = scheduled.sit(&server, 2).await;
    for _ in 0..6 {
        let answer = neighbour.ask(coded(&scheduled, &version, other)).await;
        assert!(matches!(answer, ServerMessage::Refused { code: RefusalCode::NotAllowed, .. }), "{answer:?}");
    }
    let confirm = coded(&scheduled, &version, &digits);
    guest.done(confirm.clone()).await;
    guest.done(confirm).await; // its signer missed the answer
    let [Mark::Coded { ending, .. }] = &marks(&server, &scheduled).await[..] else { panic!("one mark") };
    assert_eq!(ending, "0001");
    let log = server
        .store
        .read()
        .await
        .unwrap()
        .timeline(PetitionId(scheduled.petition.id.parse().unwrap()))
        .await
        .unwrap();
    assert!(!format!("{log:?}").contains(&digits), "no digits in the log");
}

#[tokio::test]
async fn somebody_signs_for_a_seat_with_reason_and_paper() {
    let server = TestServer::start().await;
    let (scheduled, version) = signing(&server).await;
    let path = |on: u32| {
        let seat = &scheduled.seats[PETITIONER_SEAT];
        scheduled.path(&format!("/seats/{seat}/proxy-signature?version={on}&sha256={}", hex(&version.sha256)))
    };
    let (other, path) = (path(2), path(1));
    let form = |name: &'static str, reason: &'static str| {
        let file = Part::bytes(b"%PDF-1.7".to_vec()).file_name("授权委托书.pdf");
        let form = Form::new().text("name", name).text("reason", reason).text("strokes", "M1 1L20 30");
        form.part("file", file)
    };
    let (head, clerk) = (server.sign_in("head").await, server.sign_in("clerk").await);
    for (name, reason) in [("", "手部受伤，不便书写"), ("马某", "手伤")] {
        clerk.upload(&path, form(name, reason)).await.expect(422);
    }
    server
        .sign_in("handler")
        .await
        .upload(&path, form("马某", "手部受伤，不便书写"))
        .await
        .refused(422, "not_yours");
    clerk.upload(&other, form("马某", "手部受伤，不便书写")).await.refused(422, "stale_version");
    assert_eq!(marks(&server, &scheduled).await, [], "nothing was taken");
    clerk.upload(&path, form("马某", "手部受伤，不便书写")).await.expect(204);
    let shown = clerk.get(&scheduled.path("/signing")).await.expect(200);
    let row = &shown["signatures"][0];
    assert_eq!((&row["kind"], &row["name"]), (&json!("proxy"), &json!("马某")));
    assert!(row["reason"] == "手部受伤，不便书写" && row["attachment"].is_string(), "{row:#}");
    head.post(
        &scheduled.path(&format!("/seats/{}/signing-code", scheduled.seats[PETITIONER_SEAT])),
        json!({}),
    )
    .await
    .refused(422, "no_sms");
}
