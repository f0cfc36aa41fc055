use super::cases::{BASIS, Filed, answered, archivist, at_unit, filing, housing_merged, moved, report};
use crate::kit::{
    server::{Browser, TestServer},
    town::staff_id,
};
use lianjie::domain::hearing::fingerprint;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::process::Command;

/// The text of a PDF, read by a program that is not ours; white and line ends dropped.
pub fn text_of(bytes: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("document.pdf");
    std::fs::write(&path, bytes).unwrap();
    let read = Command::new("pdftotext").args(["-layout".as_ref(), path.as_os_str(), "-".as_ref()]).output();
    let read = read.expect("pdftotext of poppler-utils, which scripts/install-system installs");
    assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
    String::from_utf8(read.stdout).unwrap().split_whitespace().collect()
}

pub async fn bytes_of(browser: &Browser, path: &str) -> Vec<u8> {
    let answer = browser.raw(browser.request(reqwest::Method::GET, path)).await;
    assert_eq!(answer.headers()["content-type"], "application/pdf");
    answer.bytes().await.unwrap().to_vec()
}

async fn issue(browser: &Browser, filed: &Filed, body: Value) -> Value {
    browser.post(&filed.path("/documents"), body).await.expect(201)
}

/// A petition that 七里河区住建局 has accepted.
async fn accepted(server: &TestServer) -> (Filed, Browser, Browser) {
    let filed = Filed::by(&server.visitor(), filing()).await;
    let (head, handler) = (server.sign_in("head").await, server.sign_in("handler").await);
    at_unit(&head, &filed.id).await;
    moved(&handler, &filed.id, json!({ "kind": "accept" })).await;
    (filed, head, handler)
}

#[tokio::test]
async fn a_notice_is_numbered_kept_and_says_what_the_law_demands() {
    let server = TestServer::start().await;
    let (filed, _, handler) = accepted(&server).await;
    let issued = issue(&handler, &filed, json!({ "kind": "acceptance" })).await;
    let year = server.now().local_date().year();
    assert_eq!(issued["number"], format!("七里河区住建局受字〔{year}〕第1号"));
    assert_eq!((&issued["maker_name"], &issued["for_petitioner"]), (&json!("handler 同志"), &json!(true)));

    let path = filed.path(&format!("/documents/{}", issued["id"].as_str().unwrap()));
    let bytes = bytes_of(&handler, &path).await;
    assert_eq!(issued["sha256"], hex::encode(Sha256::digest(&bytes)));
    assert_eq!(issued["size"], bytes.len());
    let text = text_of(&bytes);
    let code = issued["code"].as_str().unwrap();
    for part in [
        "七里河区住建局",
        "信访事项受理告知书",
        issued["number"].as_str().unwrap(),
        "马秀英等66人：",
        "小区物业不公开收支",
        &filed.number,
        "予以受理",
        "60日内",
        "第三十四条",
        "特此告知。",
        "—1—",
        &format!("{}-{}-{}", &code[..4], &code[4..8], &code[8..]),
    ] {
        assert!(text.contains(part), "{part} is not in:\n{text}");
    }

    let timeline = handler.oldest_first(&filed.path("/timeline")).await;
    let event = timeline.as_array().unwrap().iter().find(|event| event["kind"] == "document.issued").unwrap();
    assert_eq!(event["details"]["number"], issued["number"]);
    assert_eq!(event["details"]["sha256"], issued["sha256"]);
    assert!(!event.to_string().contains("马秀英"));
    let list = handler.get(&filed.path("/documents")).await.expect(200);
    assert_eq!(list["issued"], json!([issued]));
}

#[tokio::test]
async fn an_organ_makes_the_documents_of_its_own_acts() {
    let server = TestServer::start().await;
    let (filed, head, handler) = accepted(&server).await;
    let kinds = async |browser: &Browser| {
        let list = browser.get(&filed.path("/documents")).await.expect(200);
        let kinds = list["possible"].as_array().unwrap().iter();
        kinds.map(|one| one["kind"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(kinds(&head).await, ["registration", "transfer"]);
    assert_eq!(kinds(&handler).await, ["acceptance"]);
    assert_eq!(kinds(&server.sign_in("clerk").await).await, Vec::<String>::new());
    let path = filed.path("/documents");
    for (browser, kind, code) in [
        (&head, "acceptance", "document_other_organ"),
        (&head, "extension", "document_not_yet"),
        (&handler, "delivery", "document_needed"),
    ] {
        let refused = browser.post(&path, json!({ "kind": kind })).await.refused(422, code);
        assert!(refused["article"].is_string() && refused["detail"].is_string());
    }
    let clerk = server.sign_in("clerk").await;
    clerk.post(&path, json!({ "kind": "registration" })).await.refused(422, "not_yours");
    issue(&head, &filed, json!({ "kind": "transfer" })).await;
    assert_eq!(kinds(&head).await, ["registration", "transfer", "delivery"]);
}

/// Art. 23: who refuses tells the petitioner, though the matter has ended with that.
#[tokio::test]
async fn a_unit_that_refuses_a_petition_issues_the_notice_of_it() {
    let server = TestServer::start().await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    let (head, handler) = (server.sign_in("head").await, server.sign_in("handler").await);
    at_unit(&head, &filed.id).await;
    issue(&head, &filed, json!({ "kind": "transfer" })).await;
    let refuse =
        json!({ "kind": "refuse_acceptance", "ground": "out_of_scope", "reason": "不属于本机关职权范围" });
    let page = moved(&handler, &filed.id, refuse).await;
    assert_eq!(page["state"], "not_accepted");
    let owed = async || handler.get(&filed.path("/documents")).await.expect(200)["owed"].clone();
    assert_eq!(owed().await[0]["kind"], "non_acceptance");
    head.post(&filed.path("/documents"), json!({ "kind": "non_acceptance" }))
        .await
        .refused(422, "document_other_organ");
    let archive = json!({ "kind": "archive", "retention": "ten_years" });
    moved(&archivist(&server).await, &filed.id, archive).await;
    assert_eq!(owed().await[0]["kind"], "non_acceptance", "what is filed away still owes it");
    let issued = issue(&handler, &filed, json!({ "kind": "non_acceptance" })).await;
    assert_eq!(issued["agency_name"], "七里河区住建局");
    assert_eq!(owed().await, json!([]));
}

/// Art. 32: delivering a reply makes no paper. Who replied makes it, though the petitioner has accepted and closed the matter.
#[tokio::test]
async fn a_reply_owes_its_paper_until_that_is_issued() {
    let server = TestServer::start().await;
    let (filed, head, handler) = accepted(&server).await;
    issue(&head, &filed, json!({ "kind": "transfer" })).await;
    issue(&handler, &filed, json!({ "kind": "acceptance" })).await;
    moved(&handler, &filed.id, json!({ "kind": "assign_handler", "handler": staff_id("handler").0 })).await;
    let owed = async || handler.get(&filed.path("/documents")).await.expect(200)["owed"].clone();
    assert_eq!(owed().await, json!([]));
    answered(&handler, &filed.id).await;
    let after = owed().await;
    assert_eq!(
        (&after[0]["kind"], &after[0]["agency_name"], &after[0]["overdue"]),
        (&json!("opinion"), &json!("七里河区住建局"), &json!(false))
    );
    let status = server.visitor().post("/query/accept", filed.door()).await.expect(200);
    assert_eq!(status["state"], "closed");
    assert_eq!(owed().await, after, "whatever closes it");
    head.post(&filed.path("/documents"), json!({ "kind": "opinion" }))
        .await
        .refused(422, "document_other_organ");
    issue(&handler, &filed, json!({ "kind": "opinion" })).await;
    assert_eq!(owed().await, json!([]));
}

#[tokio::test]
async fn a_preview_shows_all_and_keeps_nothing() {
    let server = TestServer::start().await;
    let (filed, _, handler) = accepted(&server).await;
    let asked = json!({ "kind": "acceptance", "text": "联系电话：0931-0000000。" });
    let preview = handler.post(&filed.path("/documents/preview"), asked.clone()).await.expect(200);
    assert_eq!(preview["title"], "信访事项受理告知书");
    assert_eq!((&preview["addressee"], &preview["missing"]), (&json!("马秀英等66人"), &json!("")));
    assert!(preview["blocks"].to_string().contains("联系电话"));
    let list = handler.get(&filed.path("/documents")).await.expect(200);
    assert_eq!(list["issued"], json!([]));
    let issued = issue(&handler, &filed, asked).await;
    assert_eq!(issued["number"], preview["number"], "the number was the next one");
}

#[tokio::test]
async fn a_name_no_font_has_is_told_before_and_at_issue() {
    let server = TestServer::start().await;
    let mut rare = filing();
    rare["petitioner"]["name"] = "马𬸦".into();
    let filed = Filed::by(&server.visitor(), rare).await;
    let counter = server.sign_in("counter").await;
    let asked = json!({ "kind": "registration" });
    let preview = counter.post(&filed.path("/documents/preview"), asked.clone()).await.expect(200);
    assert_eq!(preview["missing"], "𬸦");
    let refused = counter.post(&filed.path("/documents"), asked).await.refused(422, "missing_glyphs");
    assert!(refused["detail"].as_str().unwrap().contains('𬸦'));
    let list = counter.get(&filed.path("/documents")).await.expect(200);
    assert_eq!(list["issued"], json!([]), "no number was used up");
    assert!(!server.folder.path().join("files").exists(), "and nothing was kept");
}

#[tokio::test]
async fn many_at_once_are_numbered_without_gap_or_repeat() {
    let server = TestServer::start().await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    let counter = server.sign_in("counter").await;
    let path = filed.path("/documents");
    let asked = || counter.post(&path, json!({ "kind": "registration" }));
    let answers = tokio::join!(asked(), asked(), asked(), asked());
    let answers = [answers.0, answers.1, answers.2, answers.3];
    let mut numbers: Vec<_> =
        answers.into_iter().map(|answer| answer.expect(201)["number"].as_str().unwrap().to_owned()).collect();
    numbers.sort();
    let year = server.now().local_date().year();
    let expected: Vec<_> = (1..=4).map(|n| format!("七里河区信访局登字〔{year}〕第{n}号")).collect();
    assert_eq!(numbers, expected);
}

#[tokio::test]
async fn a_correction_is_a_new_number_that_names_the_old() {
    let server = TestServer::start().await;
    let (filed, _, handler) = accepted(&server).await;
    let first = issue(&handler, &filed, json!({ "kind": "acceptance" })).await;
    let asked = json!({ "kind": "acceptance", "corrects": first["id"] });
    let second = issue(&handler, &filed, asked).await;
    assert_eq!(second["corrects"], first["id"]);
    let path = filed.path(&format!("/documents/{}", second["id"].as_str().unwrap()));
    let text = text_of(&bytes_of(&handler, &path).await);
    assert!(text.contains("更正并替代") && text.contains(first["number"].as_str().unwrap()), "{text}");
    let told = server.visitor().post("/documents/verify", json!({ "code": first["code"] })).await.expect(200);
    assert_eq!(told["corrected_by"], second["number"]);
}

#[tokio::test]
async fn a_receipt_names_the_document_it_is_for() {
    let server = TestServer::start().await;
    let (filed, _, handler) = accepted(&server).await;
    let notice = issue(&handler, &filed, json!({ "kind": "acceptance" })).await;
    let receipt = issue(&handler, &filed, json!({ "kind": "delivery", "delivers": notice["id"] })).await;
    let path = filed.path(&format!("/documents/{}", receipt["id"].as_str().unwrap()));
    let text = text_of(&bytes_of(&handler, &path).await);
    assert!(
        text.contains("送达回证") && text.contains("信访事项受理告知书（") && !text.contains("—2—"),
        "{text}"
    );
}

#[tokio::test]
async fn the_petitioner_fetches_what_is_addressed_to_them() {
    let server = TestServer::start().await;
    let (filed, head, handler) = accepted(&server).await;
    let letter = issue(&head, &filed, json!({ "kind": "transfer" })).await;
    let notice = issue(&handler, &filed, json!({ "kind": "acceptance" })).await;
    let visitor = server.visitor();
    let status = visitor.post("/query", filed.door()).await.expect(200);
    let shown = status["documents"].as_array().unwrap();
    assert_eq!(shown.len(), 1);
    assert_eq!((&shown[0]["id"], &shown[0]["number"]), (&notice["id"], &notice["number"]));
    let path = |document: &Value| format!("/query/documents/{}", document["id"].as_str().unwrap());
    let request = visitor.request(reqwest::Method::POST, &path(&notice)).json(&filed.door());
    let bytes = visitor.raw(request).await.bytes().await.unwrap();
    assert_eq!(notice["sha256"], hex::encode(Sha256::digest(&bytes)));
    visitor.post(&path(&letter), filed.door()).await.refused(404, "not_found");
    let wrong = json!({ "number": filed.number, "code": "WRONGWRONG" });
    visitor.post(&path(&notice), wrong).await.refused(404, "no_match");
    let other = Filed::by(&visitor, filing()).await;
    visitor.post(&path(&notice), other.door()).await.refused(404, "not_found");
}

#[tokio::test]
async fn a_paper_is_told_from_an_invention() {
    let server = TestServer::start().await;
    let (filed, _, handler) = accepted(&server).await;
    let issued = issue(&handler, &filed, json!({ "kind": "acceptance" })).await;
    let visitor = server.visitor();
    let code = issued["code"].as_str().unwrap().to_lowercase();
    let typed = format!("{} {}-{}", &code[..4], &code[4..8], &code[8..]);
    for asked in [json!({ "code": typed }), json!({ "sha256": issued["sha256"] })] {
        let told = visitor.post("/documents/verify", asked).await.expect(200);
        assert_eq!((&told["number"], &told["agency_name"]), (&issued["number"], &json!("七里河区住建局")));
        assert!(!told.to_string().contains("马秀英"));
    }
    visitor.post("/documents/verify", json!({ "code": "ABCDABCDABCD" })).await.refused(404, "not_found");
    for wrong in [json!({}), json!({ "sha256": "12" }), json!({ "code": "A", "sha256": "B" })] {
        visitor.post("/documents/verify", wrong).await.refused(422, "unprocessable");
    }
}

/// Who holds a package compares the key that signed it with this one.
#[tokio::test]
async fn a_stranger_is_told_by_which_key_this_node_seals() {
    let told = TestServer::start().await.visitor().get("/key").await.expect(200);
    let key = hex::decode(told["public_key"].as_str().unwrap()).unwrap();
    assert_eq!((&told["algorithm"], key.len()), (&json!("ed25519"), 32));
    assert_eq!(told["fingerprint"], fingerprint(&key));
}

/// Art. 24: what the unit owes when it is merged, its successor issues, corrects and delivers.
#[tokio::test]
async fn a_successor_issues_the_papers_of_what_the_closed_unit_did() {
    let server = TestServer::start().await;
    let (filed, _, handler) = accepted(&server).await;
    let notice = issue(&handler, &filed, json!({ "kind": "acceptance" })).await;
    housing_merged(&server, "七里河区城市更新局").await;

    let handler = server.sign_in("handler").await;
    let list = handler.get(&filed.path("/documents")).await.expect(200);
    let kinds: Vec<_> = list["possible"].as_array().unwrap().iter().map(|one| &one["kind"]).collect();
    assert_eq!(kinds, ["acceptance", "delivery"]);
    for asked in [
        json!({ "kind": "acceptance", "corrects": notice["id"] }),
        json!({ "kind": "delivery", "delivers": notice["id"] }),
    ] {
        let issued = issue(&handler, &filed, asked).await;
        assert_eq!(issued["agency_name"], "七里河区城市更新局", "it signs by its own name");
    }
}

/// The unit was merged into another after the letter went out: the letter is still to whom it went.
#[tokio::test]
async fn a_letter_names_the_organ_it_went_to_though_that_was_closed_since() {
    let server = TestServer::start().await;
    let (filed, head, _) = accepted(&server).await;
    let letter = issue(&head, &filed, json!({ "kind": "transfer" })).await;
    housing_merged(&server, "七里河区城市更新局").await;

    let head = server.sign_in("head").await;
    let corrected = json!({ "kind": "transfer", "corrects": letter["id"] });
    let preview = head.post(&filed.path("/documents/preview"), corrected.clone()).await.expect(200);
    assert_eq!(preview["addressee"], "七里河区住建局");
    issue(&head, &filed, corrected).await;
    let receipt = issue(&head, &filed, json!({ "kind": "delivery", "delivers": letter["id"] })).await;
    let path = filed.path(&format!("/documents/{}", receipt["id"].as_str().unwrap()));
    let text = text_of(&bytes_of(&head, &path).await);
    assert!(text.contains("受送达人七里河区住建局"), "{text}");
}

#[tokio::test]
async fn a_sealed_report_hides_its_documents_too() {
    let server = TestServer::start().await;
    let filed = Filed::by(&server.visitor(), report()).await;
    for username in ["head", "counter", "city", "handler"] {
        let browser = server.sign_in(username).await;
        browser.get(&filed.path("/documents")).await.refused(404, "not_found");
    }
}

#[tokio::test]
async fn the_head_of_an_organ_changes_how_its_documents_look() {
    let server = TestServer::start().await;
    let (filed, head, handler) = accepted(&server).await;
    let mut templates = head.get("/document-templates").await.expect(200);
    assert_eq!((&templates["prefix"], &templates["version"]), (&json!("七里河区信访局"), &json!(0)));
    templates["prefix"] = "七信访".into();
    templates["kinds"][0]["closing"] = "请予保存。".into();
    let asked = json!({ "kind": "registration", "templates": templates });
    let preview = head.post("/document-templates/preview", asked).await.expect(200);
    assert_eq!(preview["closing"], "请予保存。");
    let put = async |browser: &Browser, body: &Value| {
        browser.send(browser.request(reqwest::Method::PUT, "/document-templates").json(body)).await
    };
    put(&server.sign_in("counter").await, &templates).await.refused(422, "not_yours");
    assert_eq!(put(&head, &templates).await.expect(200)["version"], 1);
    put(&head, &templates).await.refused(409, "stale");
    templates["version"] = 1.into();
    templates["kinds"][0]["pattern"] = "{prefix}第{n}号".into();
    let refused = put(&head, &templates).await.refused(422, "unprocessable");
    assert_eq!(refused["field"], "registration.pattern");

    let year = server.now().local_date().year();
    let issued = issue(&head, &filed, json!({ "kind": "registration" })).await;
    assert_eq!(issued["number"], format!("七信访登字〔{year}〕第1号"));
    let own = handler.get("/document-templates").await.expect(200);
    assert_eq!(own["heading"], "七里河区住建局", "another organ's are its own");
}

#[tokio::test]
async fn an_opinion_carries_its_whole_text() {
    let server = TestServer::start().await;
    let (filed, _, handler) = accepted(&server).await;
    let assigned = json!({ "kind": "assign_handler", "handler": staff_id("handler").0 });
    moved(&handler, &filed.id, assigned).await;
    let text = "经调查，物业公司应公开收支账目。".repeat(60);
    let mut draft = json!({ "kind": "draft_reply", "result": "support", "text": text });
    let version = handler.get(&filed.path("")).await.expect(200)["version"].clone();
    let asked = json!({ "version": version, "transition": draft });
    handler.post(&filed.path("/transitions"), asked).await.refused(422, "no_basis");
    draft["basis"] = BASIS.into();
    moved(&handler, &filed.id, draft).await;
    let timeline = handler.oldest_first(&filed.path("/timeline")).await;
    assert_eq!(timeline.as_array().unwrap().last().unwrap()["details"]["basis"], BASIS);
    moved(&handler, &filed.id, json!({ "kind": "deliver_reply" })).await;
    let issued = issue(&handler, &filed, json!({ "kind": "opinion" })).await;
    let path = filed.path(&format!("/documents/{}", issued["id"].as_str().unwrap()));
    let read = text_of(&bytes_of(&handler, &path).await);
    assert_eq!(read.matches('账').count(), 60, "{read}");
    assert!(read.contains("物业管理条例"), "{read}");
    assert!(read.contains("—2—") && read.contains("上一级机关、单位复查"), "{read}");
}
