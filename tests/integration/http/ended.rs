//! A hearing that was broken off keeps what was done: sealed, signed on paper, decided, kept and packed like one that
//! was closed.

use super::cases::{HOUR, MINUTE, PETITIONER_SEAT, Scheduled};
use crate::{
    kit::{
        server::{Browser, TestServer},
        wait::eventually,
    },
    rooms::table::{Guest, begun, gathered, step},
};
use lianjie::{
    domain::{
        hearing::{COUNTDOWN, Recording, SourceKind, WholeRecording},
        ids::{OpId, RecordingId, SeatId},
    },
    evidence,
};
use reqwest::{
    Method,
    multipart::{Form, Part},
};
use serde_json::{Value, json};
use signaling::wire::{AgendaPhase, ClientMessage, StageStep};
use uuid::Uuid;

/// One of the bureau's, one who signs by law and has not.
const COMPANY_SEAT: usize = 4;
const YEAR: i64 = 366 * 24 * HOUR;

/// Everybody has come, the session goes on, and one line is written.
pub async fn in_session(server: &TestServer, scheduled: &Scheduled) -> Vec<Guest> {
    server.advance(50 * MINUTE);
    let seats: Vec<SeatId> = scheduled.seats.iter().map(|seat| SeatId(seat.parse().unwrap())).collect();
    let mut guests = gathered(&server.rooms, scheduled.id(), &seats, &seats[2..]).await;
    begun(&mut guests, || server.advance(COUNTDOWN)).await;
    let write = ClientMessage::PutEntry {
        op: OpId(Uuid::from_u128(0xe2)).into(),
        entry: lianjie::domain::ids::EntryId(Uuid::from_u128(0xe1)).into(),
        revision: 1,
        phase: AgendaPhase::Opening,
        speaker: None,
        text: "住建局承诺十五日内督促维修屋面。".into(),
        typed_ms_ago: None,
    };
    guests[1].done(write).await;
    guests
}

pub fn in_person() -> StageStep {
    StageStep::ConvertInPerson { reason: "需当场核对原件".into() }
}

fn adjourned() -> StageStep {
    StageStep::Adjourn { reason: "需要重新鉴定".into() }
}

pub async fn package(browser: &Browser, scheduled: &Scheduled) -> Vec<u8> {
    let answer = browser.raw(browser.request(Method::GET, &scheduled.path("/package"))).await;
    assert_eq!(answer.status(), 200);
    answer.bytes().await.unwrap().to_vec()
}

/// The package is sound, and says how the hearing ended.
async fn verified(browser: &Browser, scheduled: &Scheduled, ended: &str) {
    let report = evidence::verify(&package(browser, scheduled).await);
    let said = report.findings.iter().any(|finding| finding.says.ends_with(&format!("say: {ended}")));
    assert!(report.is_sound() && said, "{:#?}", report.findings);
}

pub fn scan() -> Form {
    Form::new().part("file", Part::bytes(b"%PDF-1.7".to_vec()).file_name("签名.pdf"))
}

/// Where a scan goes of what `seat` signed on the version that stands.
pub async fn on_paper(browser: &Browser, scheduled: &Scheduled, seat: usize) -> String {
    let shown = browser.get(&scheduled.path("/signing")).await.expect(200);
    let latest = shown["versions"].as_array().unwrap().last().unwrap();
    let (version, sha256) = (&latest["version"], latest["sha256"].as_str().unwrap());
    let seat = &scheduled.seats[seat];
    scheduled.path(&format!("/seats/{seat}/paper-signature?version={version}&sha256={sha256}"))
}

async fn signing(browser: &Browser, scheduled: &Scheduled) -> (usize, usize, usize) {
    let shown = browser.get(&scheduled.path("/signing")).await.expect(200);
    let count = |of: &str| shown[of].as_array().unwrap().len();
    (count("versions"), count("signatures"), count("seals"))
}

#[tokio::test]
async fn what_was_broken_off_is_sealed_signed_on_paper_and_packed() {
    for (ending, stage) in [(in_person(), "in_person"), (adjourned(), "adjourned")] {
        let server = TestServer::start().await;
        let scheduled = Scheduled::on(&server, &server.sign_in("head").await).await;
        let mut guests = in_session(&server, &scheduled).await;
        guests[0].done(step(ending)).await;
        let (head, clerk) = (server.sign_in("head").await, server.sign_in("clerk").await);
        assert_eq!(signing(&clerk, &scheduled).await, (1, 0, 1), "{stage}");
        verified(&head, &scheduled, stage).await;

        let sign = on_paper(&head, &scheduled, PETITIONER_SEAT).await;
        head.upload(&sign, scan()).await.expect(204); // who presides keeps the minutes, too
        clerk.upload(&sign, scan()).await.refused(422, "signed_already");
        let files = head.get(&scheduled.petition.path("")).await.expect(200)["attachments"].clone();
        assert_eq!(files.as_array().unwrap().len(), 1, "what was refused is no file of the petition");
        let company = on_paper(&head, &scheduled, COMPANY_SEAT).await;
        clerk.upload(&company, scan()).await.expect(204);
        server.sign_in("handler").await.upload(&company, scan()).await.refused(422, "not_yours");
        assert_eq!(signing(&clerk, &scheduled).await, (1, 2, 3), "each signature is sealed");
        verified(&head, &scheduled, stage).await;

        let asked = json!({ "kind": "minutes", "hearing": scheduled.hearing });
        head.post(&scheduled.petition.path("/documents"), asked).await.expect(201);
        assert!(lianjie::storage::verify(&*server.store).await.unwrap().is_sound());
    }
}

#[tokio::test]
async fn what_was_agreed_face_to_face_becomes_an_outcome_and_what_was_adjourned_does_not() {
    for (ending, status) in [(in_person(), 200), (adjourned(), 422)] {
        let server = TestServer::start().await;
        let scheduled = Scheduled::on(&server, &server.sign_in("head").await).await;
        let mut guests = in_session(&server, &scheduled).await;
        guests[0].done(step(ending)).await;
        let head = server.sign_in("head").await;
        let outcome = json!({ "conclusion": "当面核对原件后，物业公司同意公开账目", "standards": ["resolve"], "items": [] });
        let answer = head.post(&scheduled.path("/outcome"), outcome).await;
        assert_eq!(answer.status, status, "{}", answer.body);
        if status == 200 {
            verified(&head, &scheduled, "outcome_issued").await;
            let clerk = server.sign_in("clerk").await;
            let sign = on_paper(&clerk, &scheduled, PETITIONER_SEAT).await;
            clerk.upload(&sign, scan()).await.refused(422, "not_yours");
        }
    }
}

#[tokio::test]
async fn whoever_arranges_a_hearing_has_it_face_to_face_before_it_opens_and_its_seats_are_told() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let coming = Scheduled::on(&server, &head).await;
    let reason = json!({ "reason": "信访人希望当面谈，家中没有网络" });
    let ask = async |browser: &Browser, scheduled: &Scheduled, body: &Value| {
        let read = head.get(&scheduled.path("")).await.expect(200)["tag"].clone();
        browser.replace(Method::POST, &scheduled.path("/in-person"), &read, body.clone()).await
    };
    let clerk = server.sign_in("clerk").await;
    head.post(&coming.path("/in-person"), reason.clone()).await.refused(428, "precondition_required");
    ask(&clerk, &coming, &json!({ "reason": "短" })).await.refused(422, "reason_needed");
    ask(&server.sign_in("handler").await, &coming, &reason).await.refused(422, "not_yours");
    let page = ask(&clerk, &coming, &reason).await.expect(200);
    assert_eq!((&page["stage"]["stage"], &page["stage"]["reason"]), (&json!("in_person"), &reason["reason"]));
    ask(&head, &coming, &reason).await.refused(422, "not_yours");
    let told = eventually(async || {
        let seats = head.get(&coming.path("/notices")).await.expect(200);
        let is_told = |seat: &Value| {
            seat["notices"].as_array().unwrap().iter().any(|notice| notice["kind"] == "in_person")
        };
        seats.as_array().unwrap().iter().all(is_told).then_some(())
    });
    told.await;
    verified(&head, &coming, "in_person").await;
    let outcome = json!({ "conclusion": "当面核对原件后，物业公司同意公开账目", "standards": ["resolve"], "items": [] });
    head.post(&coming.path("/outcome"), outcome).await.expect(200);
}

#[tokio::test]
async fn what_goes_on_is_had_face_to_face_by_the_head_of_the_house_where_nobody_in_the_room_does_it() {
    let server = TestServer::start().await;
    let scheduled = Scheduled::on(&server, &server.sign_in("head").await).await;
    let _guests = in_session(&server, &scheduled).await;
    let reason = json!({ "reason": "线路不稳，改为当面核对" });
    let (head, clerk) = (server.sign_in("head").await, server.sign_in("clerk").await);
    let ask = async |browser: &Browser| {
        let read = head.get(&scheduled.path("")).await.expect(200)["tag"].clone();
        browser.replace(Method::POST, &scheduled.path("/in-person"), &read, reason.clone()).await
    };
    ask(&clerk).await.refused(422, "not_yours");
    assert_eq!(ask(&head).await.expect(200)["stage"]["stage"], "in_person");
    assert_eq!(signing(&head, &scheduled).await, (1, 0, 1), "what was written is frozen and sealed");
}

#[tokio::test]
async fn who_had_not_signed_is_told_and_nobody_else() {
    let server = TestServer::start().await;
    let scheduled = Scheduled::on(&server, &server.sign_in("head").await).await;
    let mut guests = in_session(&server, &scheduled).await;
    guests[0].done(step(StageStep::ReviewMinutes {})).await;
    guests[0].done(step(StageStep::StartSigning {})).await;
    let head = server.sign_in("head").await;
    let frozen = head.get(&scheduled.path("/signing")).await.expect(200)["versions"][0].clone();
    let mut sign = async |seat: usize| {
        let mark = signaling::wire::SignatureMark::Confirmed {};
        let (op, seat_id) = (OpId(Uuid::from_u128(seat as u128)), scheduled.seat(seat));
        let message = ClientMessage::Sign {
            op: op.into(),
            paper: None,
            seat: seat_id.into(),
            version: 1,
            sha256: frozen["sha256"].as_str().unwrap().to_owned(),
            mark,
        };
        guests[seat].done(message).await;
    };
    sign(1).await;
    sign(COMPANY_SEAT).await;
    guests[0].done(step(in_person())).await;
    let told = eventually(async || {
        let seats = head.get(&scheduled.path("/notices")).await.expect(200);
        let kinds = |seat: &Value| {
            let notices = seat["notices"].as_array().unwrap().iter();
            notices.filter(|notice| notice["kind"] == "unsigned").count()
        };
        let told: Vec<_> = seats.as_array().unwrap().iter().map(kinds).collect();
        told.contains(&1).then_some(told)
    });
    assert_eq!(told.await, [1, 0, 1, 1, 0], "presider, clerk, unit, petitioner, company");
    assert_eq!(signing(&head, &scheduled).await, (1, 2, 1), "the version that was signed stands");
}

/// Nobody came, nothing was written: there is a seal and a package all the same, and no minutes.
#[tokio::test]
async fn a_hearing_nobody_came_to_has_a_file_without_minutes() {
    let server = TestServer::start().await;
    let scheduled = Scheduled::on(&server, &server.sign_in("head").await).await;
    server.advance(HOUR + 16 * MINUTE);
    let mut presider = scheduled.sit(&server, 0).await;
    presider.until_stage("check_in").await;
    presider.until_granted(|grants| grants.preside).await;
    presider.done(step(StageStep::DeclareNoShow { reason: "信访人未到，电话未接".into() })).await;
    let head = server.sign_in("head").await;
    assert_eq!(signing(&head, &scheduled).await, (0, 0, 1));
    verified(&head, &scheduled, "no_show").await;
    let asked = json!({ "kind": "minutes", "hearing": scheduled.hearing });
    let missing = head.post(&scheduled.petition.path("/documents"), asked).await;
    let missing = missing.refused(422, "document_not_yet");
    assert!(missing["detail"].as_str().unwrap().contains("nothing was written"), "{missing}");
}

#[tokio::test]
async fn recordings_of_what_was_adjourned_are_kept_and_go_like_others() {
    let server = TestServer::start().await;
    let scheduled = Scheduled::on(&server, &server.sign_in("head").await).await;
    let mut guests = in_session(&server, &scheduled).await;
    guests[0].done(step(adjourned())).await;
    let whole =
        WholeRecording { ended_at: server.now(), bytes: 1, sha256: [0xab; 32], gaps: 0, interrupted: false };
    let recording = Recording {
        id: RecordingId(Uuid::from_u128(1)),
        hearing: scheduled.id(),
        seat: scheduled.seat(0),
        source: SourceKind::Microphone,
        began_at: server.now(),
        whole: Some(whole),
    };
    std::fs::create_dir_all(server.folder.path().join("recordings").join(&scheduled.hearing)).unwrap();
    let mut tx = server.store.begin().await.unwrap();
    tx.put_recording(&recording).await.unwrap();
    tx.commit().await.unwrap();
    server.advance(3 * YEAR + 24 * HOUR);
    let head = server.sign_in("head").await;
    let due = head.get("/recordings/due").await.expect(200);
    assert_eq!(due["hearings"][0]["hearing"], scheduled.hearing.as_str());
    let gone = head.post(&scheduled.path("/recordings/destroy"), json!({ "reason": "保管期限已满" })).await;
    assert!(gone.expect(200)["keeping"]["destroyed_at"].is_i64());
}
