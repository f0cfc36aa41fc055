//! 归档: the file of a hearing is closed once, and is then the same for whoever asks.

use super::{
    cases::{PETITIONER_SEAT, Scheduled},
    ended::{in_person, in_session, on_paper, package, scan},
    papers::held::{self, held},
};
use crate::{
    kit::{
        database::{TestStore, sqlite_url},
        server::{Browser, TestServer},
        town::{DISTRICT, hire, staff_id},
    },
    rooms::table::step,
};
use lianjie::{
    domain::{
        event::Actor,
        hearing::{OutcomeCorrection, Package, Presence, Recording, SourceKind, Stage, Step, Unfinished},
        ids::{RecordingId, StaffId},
        people::{Role, Staff},
    },
    evidence,
    rooms::Command,
    storage::Engine,
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use signaling::wire::RefusalCode;
use uuid::Uuid;

const REASON: &str = "双方当面达成一致，结果另行书面告知";
const ARCHIVIST: StaffId = StaffId(Uuid::from_u128(0xca));

async fn archivist(server: &TestServer) -> Browser {
    let mut tx = server.store.begin().await.unwrap();
    let staff = Staff {
        id: ARCHIVIST,
        username: "archivist".into(),
        name: "archivist 同志".into(),
        agency: DISTRICT,
        roles: vec![Role::Archivist],
        disabled: false,
    };
    hire(tx.as_mut(), &staff).await;
    tx.commit().await.unwrap();
    server.sign_in("archivist").await
}

async fn waiting(browser: &Browser) -> Vec<Value> {
    let list = browser.get("/hearings/unarchived").await.expect(200);
    list["rows"].as_array().unwrap().iter().map(|row| row["id"].clone()).collect()
}

/// A file that waits was left out of the list when the database did not answer.
#[tokio::test]
async fn the_list_of_what_waits_passes_over_what_is_damaged_and_fails_with_the_database() {
    let server = TestServer::start().await;
    let scheduled = Scheduled::on(&server, &server.sign_in("head").await).await;
    held(&server, &scheduled).await;
    let archivist = archivist(&server).await;
    let url = sqlite_url(&server.folder.path().join("lianjie.db"));
    let test = TestStore { engine: Engine::Sqlite, url, store: server.store.clone() };
    test.tamper("alter table petitions rename to petitions_away").await;
    archivist.get("/hearings/unarchived").await.expect(500);
    test.tamper("alter table petitions_away rename to petitions").await;
    test.tamper("update petitions set category = 'damaged'").await;
    assert_eq!(waiting(&archivist).await, [] as [Value; 0]);
}

#[tokio::test]
async fn two_downloads_are_the_file_that_the_log_names() {
    let server = TestServer::start().await;
    let scheduled = Scheduled::on(&server, &server.sign_in("head").await).await;
    held(&server, &scheduled).await;
    let archivist = archivist(&server).await;
    assert_eq!(waiting(&archivist).await, [json!(scheduled.hearing)]);
    for other in ["clerk", "neighbour", "city"] {
        assert_eq!(waiting(&server.sign_in(other).await).await, [] as [Value; 0], "{other}");
    }
    server
        .sign_in("clerk")
        .await
        .post(&scheduled.path("/archive"), json!({}))
        .await
        .refused(422, "not_yours");
    let open = package(&archivist, &scheduled).await;
    server.advance(1);
    assert_ne!(package(&archivist, &scheduled).await, open, "packed anew while it is open");

    let closed = archivist.post(&scheduled.path("/archive"), json!({})).await.expect(200);
    let told = &closed["archived"];
    server.advance(60_000);
    let head = server.sign_in("head").await;
    let (one, two) = (package(&archivist, &scheduled).await, package(&head, &scheduled).await);
    assert!(one == two, "the same bytes for whoever asks");
    assert_eq!(told["sha256"], hex::encode(Sha256::digest(&one)));
    assert_eq!(told["bytes"], one.len());
    let timeline = head.oldest_first(&scheduled.petition.path("/timeline")).await;
    let logged =
        timeline.as_array().unwrap().iter().find(|event| event["kind"] == "hearing.archived").unwrap();
    assert_eq!(
        (&logged["details"]["sha256"], &logged["actor"]["name"]),
        (&told["sha256"], &json!("archivist 同志"))
    );
    let report = evidence::verify(&one);
    assert!(report.is_sound(), "{:#?}", report.findings);
    assert!(lianjie::storage::verify(&*server.store).await.unwrap().is_sound());

    assert_eq!(waiting(&archivist).await, [] as [Value; 0]);
    assert!(!closed["may"].to_string().contains("\"archive\""), "{}", closed["may"]);
    archivist.post(&scheduled.path("/archive"), json!({})).await.refused(422, "archived");
    head.post(&scheduled.path("/publish"), json!({})).await.expect(200);
    assert!(package(&head, &scheduled).await == one, "publishing is no part of it");
}

#[tokio::test]
async fn a_file_that_was_changed_on_the_disk_is_not_handed_out() {
    let server = TestServer::start().await;
    let scheduled = Scheduled::on(&server, &server.sign_in("head").await).await;
    held(&server, &scheduled).await;
    let head = server.sign_in("head").await;
    head.post(&scheduled.path("/archive"), json!({})).await.expect(200);
    let mut files = std::fs::read_dir(server.folder.path().join("packages")).unwrap();
    let path = files.next().unwrap().unwrap().path();
    assert!(files.next().is_none(), "one file");
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[100] ^= 1;
    std::fs::write(&path, bytes).unwrap();
    head.get(&scheduled.path("/package")).await.refused(500, "internal");
}

#[tokio::test]
async fn without_an_outcome_a_file_is_closed_with_a_reason_and_nothing_is_added_to_it() {
    let server = TestServer::start().await;
    let scheduled = Scheduled::on(&server, &server.sign_in("head").await).await;
    let mut guests = in_session(&server, &scheduled).await;
    let head = server.sign_in("head").await;
    head.post(&scheduled.path("/archive"), json!({ "reason": REASON })).await.refused(422, "not_yours");
    guests[0].done(step(in_person())).await;
    for reason in [json!(null), json!(" "), json!("短")] {
        let answer = head.post(&scheduled.path("/archive"), json!({ "reason": reason })).await;
        answer.refused(422, "reason_needed");
    }
    let stale = Package { sha256: [7; 32], bytes: 1, seals: 9 };
    let by = Actor::Staff { staff: ARCHIVIST, agency: DISTRICT };
    let command = Command::Archive { package: stale, reason: Some(REASON.into()) };
    let refused = server.rooms.command(scheduled.id(), by, command).await.unwrap_err();
    assert_eq!(refused.code, RefusalCode::StaleRevision, "signed meanwhile: {refused}");

    head.post(&scheduled.path("/archive"), json!({ "reason": REASON })).await.expect(200);
    let file = package(&head, &scheduled).await;
    let sign = on_paper(&head, &scheduled, PETITIONER_SEAT).await;
    server.sign_in("clerk").await.upload(&sign, scan()).await.refused(422, "archived");
    let outcome = json!({ "conclusion": "物业公司同意公开全部账目", "standards": ["resolve"], "items": [] });
    head.post(&scheduled.path("/outcome"), outcome).await.refused(422, "not_yours");
    assert!(package(&head, &scheduled).await == file);
}

/// Its hash belongs to the file: who packs too early would leave it out for good.
#[tokio::test]
async fn a_file_waits_for_the_recorder() {
    let server = TestServer::start().await;
    let scheduled = Scheduled::on(&server, &server.sign_in("head").await).await;
    held(&server, &scheduled).await;
    let open = Recording {
        id: RecordingId(Uuid::from_u128(2)),
        hearing: scheduled.id(),
        seat: scheduled.seat(0),
        source: SourceKind::Microphone,
        began_at: server.now(),
        whole: None,
    };
    let mut tx = server.store.begin().await.unwrap();
    tx.put_recording(&open).await.unwrap();
    tx.commit().await.unwrap();
    let head = server.sign_in("head").await;
    head.post(&scheduled.path("/archive"), json!({})).await.refused(422, "recording_unfinished");
}

#[tokio::test]
async fn what_ended_before_ends_were_sealed_is_sealed_with_its_file() {
    let server = TestServer::start().await;
    let scheduled = Scheduled::on(&server, &server.sign_in("head").await).await;
    let mut guests = in_session(&server, &scheduled).await;
    guests.clear();
    server.rooms.stop().await;
    let mut tx = server.store.begin().await.unwrap();
    let mut hearing = held::hearing(tx.as_mut(), &scheduled).await;
    hearing.stage = Stage::MinutesReview { since: server.now() };
    let left = Unfinished { unsigned: Some("各方同意另行补签".into()), agreement: None };
    let close = Step::Close { reason: "结论另行书面作出".into(), left };
    let closed = lianjie::domain::hearing::step(&hearing, close, &Presence::default(), server.now()).unwrap();
    tx.save_hearing(&closed.hearing).await.unwrap();
    held::log(&server, tx.as_mut(), &hearing, vec![closed.change]).await;
    tx.commit().await.unwrap();
    let head = server.sign_in("head").await;
    assert!(!evidence::verify(&package(&head, &scheduled).await).is_sound(), "no seal");
    head.post(&scheduled.path("/archive"), json!({ "reason": REASON })).await.expect(200);
    let report = evidence::verify(&package(&head, &scheduled).await);
    assert!(report.is_sound(), "{:#?}", report.findings);
    let signing = head.get(&scheduled.path("/signing")).await.expect(200);
    assert_eq!(
        (signing["versions"].as_array().unwrap().len(), signing["seals"].as_array().unwrap().len()),
        (1, 1)
    );
}

/// A conclusion that names a third person is nobody's to read by query code any longer than it takes to say so.
#[tokio::test]
async fn an_outcome_is_put_right_sealed_anew_and_published_again() {
    let server = TestServer::start().await;
    let scheduled = Scheduled::on(&server, &server.sign_in("head").await).await;
    held(&server, &scheduled).await;
    let (head, handler) = (server.sign_in("head").await, server.sign_in("handler").await);
    let [correction, publish, unpublish] =
        ["/outcome/correction", "/publish", "/unpublish"].map(|rest| scheduled.path(rest));
    let ask = |version: u32, conclusion: &str, reason: &str| {
        let standards = ["resolve"];
        json!({ "version": version, "conclusion": conclusion, "standards": standards, "reason": reason })
    };
    let by_code = async || {
        let status = server.visitor().post("/query", scheduled.petition.door()).await.expect(200);
        status["hearings"][0].clone()
    };
    head.post(&publish, json!({})).await.expect(200);
    assert_eq!(by_code().await["outcome"]["conclusion"], "住建局督促物业公司维修");
    let (right, why) = ("住建局督促物业公司十日内维修", "原结论写明了第三人姓名");
    handler.post(&correction, ask(1, right, why)).await.refused(422, "not_yours");
    head.post(&correction, ask(1, right, "改")).await.refused(422, "reason_needed");
    head.post(&correction, ask(1, "住建局督促物业公司维修", why)).await.refused(422, "same_wording");
    let page = head.post(&correction, ask(1, right, why)).await.expect(200);
    let outcome = &page["outcome"];
    assert_eq!((&outcome["version"], &outcome["conclusion"]), (&json!(2), &json!(right)));
    assert_eq!(outcome["published_at"], json!(null));
    let before = &outcome["earlier"][0];
    assert_eq!(before["conclusion"], "住建局督促物业公司维修");
    assert_eq!((&before["reason"], before["published_at"].is_i64()), (&json!(why), true));
    head.post(&correction, ask(1, "住建局督促物业公司五日内维修", why)).await.refused(409, "stale");
    let card = by_code().await;
    assert_eq!((&card["outcome"], &card["outcome_withdrawn"]), (&json!(null), &json!(true)));
    let timeline = head.oldest_first(&scheduled.petition.path("/timeline")).await;
    let logged = timeline.as_array().unwrap().iter().find(|one| one["kind"] == "hearing.outcome_corrected");
    assert_eq!(logged.unwrap()["reason"], why);

    head.post(&publish, json!({})).await.expect(200);
    let card = by_code().await;
    assert_eq!((&card["outcome"]["conclusion"], &card["outcome_withdrawn"]), (&json!(right), &json!(false)));
    let report = evidence::verify(&package(&head, &scheduled).await);
    assert!(report.is_sound(), "{:#?}", report.findings);
    let said = |part: &str| report.findings.iter().any(|finding| finding.says.contains(part));
    assert!(said("All 2 versions of the outcome"), "{:#?}", report.findings);

    head.post(&scheduled.path("/archive"), json!({})).await.expect(200);
    handler.post(&unpublish, json!({ "reason": why })).await.refused(422, "not_yours");
    head.post(&unpublish, json!({ "reason": why })).await.expect(200);
    assert_eq!(by_code().await["outcome_withdrawn"], json!(true));
    assert!(lianjie::storage::verify(&*server.store).await.unwrap().is_sound());
}

/// ADR 83: a closed file is no reason to leave a third person's name in a conclusion.
#[tokio::test]
async fn putting_an_archived_outcome_right_opens_the_file_and_it_is_closed_anew() {
    let server = TestServer::start().await;
    let scheduled = Scheduled::on(&server, &server.sign_in("head").await).await;
    held(&server, &scheduled).await;
    let (head, handler) = (server.sign_in("head").await, server.sign_in("handler").await);
    let archivist = archivist(&server).await;
    let [correction, archive] = ["/outcome/correction", "/archive"].map(|rest| scheduled.path(rest));
    let closed = archivist.post(&archive, json!({})).await.expect(200);
    let before = package(&head, &scheduled).await;
    let asked = json!({
        "version": 1, "conclusion": "住建局督促物业公司十日内维修", "standards": ["resolve"],
        "reason": "原结论写明了第三人姓名",
    });
    handler.post(&correction, asked.clone()).await.refused(422, "not_yours");
    let page = head.post(&correction, asked).await.expect(200);
    assert_eq!((&page["outcome"]["version"], &page["archived"]), (&json!(2), &json!(null)));
    let timeline = head.oldest_first(&scheduled.petition.path("/timeline")).await;
    let logged = timeline.as_array().unwrap().iter().find(|one| one["kind"] == "hearing.outcome_corrected");
    assert_eq!(logged.unwrap()["details"]["reopened_sha256"], closed["archived"]["sha256"]);

    assert_eq!(waiting(&archivist).await, [json!(scheduled.hearing)], "it waits to be closed anew");
    let again = archivist.post(&archive, json!({})).await.expect(200);
    assert_ne!(again["archived"]["sha256"], closed["archived"]["sha256"]);
    let after = package(&head, &scheduled).await;
    let report = evidence::verify(&after);
    assert!(report.is_sound(), "{:#?}", report.findings);
    let said = |part: &str| report.findings.iter().any(|finding| finding.says.contains(part));
    assert!(said("All 2 versions of the outcome"), "{:#?}", report.findings);
    assert!(evidence::verify(&before).is_sound(), "who took the file along before still has one");
    let packages = server.folder.path().join("packages");
    lianjie::edge::files::sweep(&packages, server.now()).unwrap();
    let read = |file: std::io::Result<std::fs::DirEntry>| std::fs::read(file.unwrap().path()).unwrap();
    let kept: Vec<Vec<u8>> = std::fs::read_dir(packages).unwrap().map(read).collect();
    assert!(kept.contains(&before) && kept.contains(&after), "the archive keeps both, also over a start");
    assert!(lianjie::storage::verify(&*server.store).await.unwrap().is_sound());
}

/// Of two who put the same version right at once, the second was told that the server was not available.
#[tokio::test]
async fn of_two_corrections_of_one_version_the_second_is_told_that_another_stands() {
    let server = TestServer::start().await;
    let scheduled = Scheduled::on(&server, &server.sign_in("head").await).await;
    held(&server, &scheduled).await;
    let head = server.sign_in("head").await;
    let by = Actor::Staff { staff: staff_id("head"), agency: DISTRICT };
    let first = server.store.read().await.unwrap().outcome(scheduled.id()).await.unwrap().unwrap();
    let correct = |conclusion: &str| {
        let (standards, reason) = (first.standards.clone(), "原结论写明了第三人姓名".to_owned());
        let correction = OutcomeCorrection { conclusion: conclusion.to_owned(), standards, reason };
        let outcome = correction.of(first.clone(), staff_id("head"), server.now()).unwrap();
        server.rooms.command(scheduled.id(), by, Command::CorrectOutcome(Box::new(outcome)))
    };
    let (one, two) =
        tokio::join!(correct("住建局督促物业公司十日内维修"), correct("住建局督促物业公司五日内维修"));
    let told: Vec<_> = [one, two].into_iter().filter_map(Result::err).map(|refused| refused.code).collect();
    assert_eq!(told, [RefusalCode::StaleRevision]);
    let asked = json!({
        "version": 1, "conclusion": "住建局督促物业公司三日内维修", "standards": ["resolve"],
        "reason": "原结论写明了第三人姓名",
    });
    head.post(&scheduled.path("/outcome/correction"), asked).await.refused(409, "stale");
}
