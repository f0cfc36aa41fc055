//! Papers of a hearing over HTTP: set as PDF, scanned, packed as evidence.

mod delivery;
pub mod held;
mod phrases;

use super::{
    cases::{HOUR, MINUTE, PETITIONER_SEAT, housing_merged},
    documents::{bytes_of, text_of},
    ended::package,
};
use crate::kit::server::Browser;
use held::*;
use lianjie::{
    domain::{
        hearing::{Acceptance, AgendaPhase, AgreementDraft, ItemAnswer, ItemProposal, SigningRecord, Stage},
        hex,
        ids::{ActionItemId, EntryId},
    },
    evidence,
};
use reqwest::{
    Method,
    multipart::{Form, Part},
};
use serde_json::{Value, json};
use uuid::Uuid;

#[tokio::test]
async fn minutes_outcome_and_agreement_are_issued_as_pdf() {
    let (server, scheduled, head) = scene().await;
    let path = scheduled.petition.path("/documents");
    let asked = |kind: &str| json!({ "kind": kind, "hearing": scheduled.hearing });
    for kind in ["minutes", "agreement", "outcome"] {
        head.post(&path, asked(kind)).await.refused(422, "document_not_yet");
        head.post(&path, json!({ "kind": kind })).await.refused(422, "document_hearing_needed");
    }
    let lacks = async |browser: &Browser| -> Vec<Value> {
        let list = browser.get(&path).await.expect(200);
        assert!(!list["possible"].to_string().contains("minutes"), "of a hearing, not of the petition");
        let papers = list["of_hearings"].as_array().unwrap();
        assert!(papers.iter().all(|paper| paper["hearing"] == scheduled.hearing));
        papers.iter().map(|paper| json!([paper["kind"], paper["lacks"]["code"]])).collect()
    };
    let not_yet = "document_not_yet";
    assert_eq!(
        lacks(&head).await,
        [json!(["minutes", not_yet]), json!(["outcome", not_yet]), json!(["agreement", not_yet])]
    );
    assert_eq!(lacks(&server.sign_in("clerk").await).await, Vec::<Value>::new(), "may not issue");
    held(&server, &scheduled).await;
    assert_eq!(
        lacks(&head).await,
        [json!(["minutes", null]), json!(["outcome", null]), json!(["agreement", null])]
    );
    for (kind, says) in [
        ("minutes", ["督促维修屋面", "手写签名", "节点印章", "未签名"].as_slice()),
        ("agreement", &["公开三年账目", "手写签名", "自该日起生效", "节点印章"]),
        (
            "outcome",
            &[
                "住建局督促物业公司维修",
                "诉求合理的解决问题到位",
                "该单位已当场认领",
                "结果文本校验值",
                "节点印章",
            ],
        ),
    ] {
        let issued = head.post(&path, asked(kind)).await.expect(201);
        let file = scheduled.petition.path(&format!("/documents/{}", issued["id"].as_str().unwrap()));
        let text = text_of(&bytes_of(&head, &file).await);
        let code = issued["code"].as_str().unwrap();
        for part in says.iter().copied().chain([&code[..4], &*scheduled.petition.number]) {
            assert!(text.contains(part), "{part} is not in {kind}:\n{text}");
        }
    }
}

#[tokio::test]
async fn a_paper_is_corrected_by_one_of_the_same_hearing() {
    let (server, scheduled, head) = scene().await;
    held(&server, &scheduled).await;
    let path = scheduled.petition.path("/documents");
    let issued =
        head.post(&path, json!({ "kind": "outcome", "hearing": scheduled.hearing })).await.expect(201);
    let other = later_hearing(&server, &scheduled, |hearing| hearing).await;
    let mut tx = server.store.begin().await.unwrap();
    let later = tx.hearing(other).await.unwrap().unwrap();
    tx.add_outcome(&outcome_of(&server, &later, 10)).await.unwrap();
    tx.commit().await.unwrap();
    let asked = |hearing: String| json!({ "kind": "outcome", "hearing": hearing, "corrects": issued["id"] });
    head.post(&path, asked(other.to_string())).await.refused(422, "document_needed");
    head.post(&path, asked(scheduled.hearing.clone())).await.expect(201);
}

#[tokio::test]
async fn papers_of_a_hearing_are_read_by_query_code_only_by_who_was_heard() {
    let (server, scheduled, head) = scene().await;
    held(&server, &scheduled).await;
    let mut issued = Vec::new();
    for kind in ["minutes", "agreement", "outcome"] {
        let asked = json!({ "kind": kind, "hearing": scheduled.hearing });
        let document = head.post(&scheduled.petition.path("/documents"), asked).await.expect(201);
        issued.push(format!("/query/documents/{}", document["id"].as_str().unwrap()));
    }
    let visitor = server.visitor();
    let listed = async || -> Vec<String> {
        let status = visitor.post("/query", scheduled.petition.door()).await.expect(200);
        let documents = status["documents"].as_array().unwrap().iter();
        documents.map(|one| one["kind"].as_str().unwrap().to_owned()).collect()
    };
    let statuses = async || -> Vec<u16> {
        let mut statuses = Vec::new();
        for path in &issued {
            let request = visitor.request(Method::POST, path).json(&scheduled.petition.door());
            statuses.push(visitor.raw(request).await.status().as_u16());
        }
        statuses
    };
    assert_eq!(statuses().await, [404, 404, 404], "nobody heard, nothing published");
    assert_eq!(listed().await, Vec::<String>::new());
    head.post(&scheduled.path("/publish"), json!({})).await.expect(200);
    assert_eq!(statuses().await, [404, 404, 200]);
    assert_eq!(listed().await, ["outcome"]);
    let mut tx = server.store.begin().await.unwrap();
    let mut hearing = hearing(tx.as_mut(), &scheduled).await;
    hearing.seats[PETITIONER_SEAT].admitted = Some(server.now());
    tx.save_seat(hearing.id, &hearing.seats[PETITIONER_SEAT]).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(statuses().await, [200, 200, 200]);
    assert_eq!(listed().await, ["minutes", "agreement", "outcome"]);
}

#[tokio::test]
async fn the_package_holds_agreement_and_exhibits_and_verifies() {
    let (server, scheduled, _) = scene().await;
    let form = Form::new()
        .text("title", "物业合同")
        .part("file", Part::bytes(b"%PDF-1.7 evidence".to_vec()).file_name("合同.pdf"));
    server.advance(HOUR - 15 * MINUTE);
    let (clerk, head) = (server.sign_in("clerk").await, server.sign_in("head").await);
    clerk.upload(&scheduled.path("/exhibits"), form).await.expect(201);
    held(&server, &scheduled).await;
    let answer = head.raw(head.request(Method::GET, &scheduled.path("/package"))).await;
    let package = answer.bytes().await.unwrap().to_vec();
    let report = evidence::verify(&package);
    assert!(report.is_sound(), "{:#?}", report.findings);
    let said = |part: &str| report.findings.iter().any(|finding| finding.says.contains(part));
    assert!(said("The agreement is in force") && said("All 1 exhibits"), "{:#?}", report.findings);
}

/// Art. 24: what was ordered goes over to the successor, what was sealed stays.
#[tokio::test]
async fn the_package_verifies_when_an_organ_that_was_ordered_something_is_merged() {
    let (server, scheduled, head) = scene().await;
    held(&server, &scheduled).await;
    let mut tx = server.store.begin().await.unwrap();
    let hearing = hearing(tx.as_mut(), &scheduled).await;
    let order = tx.outcome(hearing.id).await.unwrap().unwrap().items[0].change();
    log(&server, tx.as_mut(), &hearing, vec![order]).await;
    tx.commit().await.unwrap();
    housing_merged(&server, "七里河区城乡建设局").await;
    let items = server.sign_in("handler").await.get("/action-items").await.expect(200);
    assert_eq!(items["rows"][0]["agency_name"], "七里河区城乡建设局");
    let report = evidence::verify(&package(&head, &scheduled).await);
    assert!(report.is_sound(), "{:#?}", report.findings);
    let documents = scheduled.petition.path("/documents");
    let asked = json!({ "kind": "outcome", "hearing": scheduled.hearing });
    let issued = head.post(&documents, asked).await.expect(201);
    let paper = bytes_of(&head, &format!("{documents}/{}", issued["id"].as_str().unwrap())).await;
    let text = text_of(&paper);
    assert!(text.contains("由七里河区住建局于"), "{text}");
}

#[tokio::test]
async fn the_agreement_is_shown_and_taken_on_paper_by_its_clerk() {
    let (server, scheduled, head) = scene().await;
    let clerk = server.sign_in("clerk").await;
    let scan = || Form::new().part("file", Part::bytes(b"%PDF-1.7".to_vec()).file_name("签名.pdf"));
    let mut tx = server.store.begin().await.unwrap();
    let mut hearing = hearing(tx.as_mut(), &scheduled).await;
    let now = server.now();
    hearing.stage = Stage::InSession { since: now, phase: AgendaPhase::Mediation, phase_since: now };
    let parties = [UNIT, PETITIONER_SEAT].map(|seat| hearing.seats[seat].id).to_vec();
    let draft = AgreementDraft { terms: TERMS.into(), parties };
    let (none, by) = (SigningRecord::default(), hearing.seats[CLERK].id);
    let version = draft.freeze(&hearing, &scheduled.petition.number, &none, by, now).unwrap().unwrap();
    tx.add_version(&version).await.unwrap();
    tx.save_hearing(&hearing).await.unwrap();
    tx.commit().await.unwrap();
    let path = |seat: usize| {
        let on = format!("paper=agreement&version=1&sha256={}", hex(&version.sha256));
        scheduled.path(&format!("/seats/{}/paper-signature?{on}", scheduled.seats[seat]))
    };
    for (browser, seat, taken) in
        [(&head, UNIT, true), (&clerk, UNIT, false), (&clerk, PETITIONER_SEAT, true)]
    {
        let answer = browser.upload(&path(seat), scan()).await;
        assert_eq!(answer.status.is_success(), taken, "{seat}: {}", answer.body);
    }
    clerk.upload(&path(CLERK), scan()).await.refused(422, "not_yours");
    let shown = clerk.get(&scheduled.path("/signing?paper=agreement")).await.expect(200);
    assert_eq!(shown["signers"].as_array().unwrap().len(), 2);
    let kinds: Vec<_> = shown["signatures"].as_array().unwrap().iter().map(|one| &one["kind"]).collect();
    assert_eq!(kinds, ["paper_scan", "paper_scan"]);
    assert_eq!(clerk.get(&scheduled.path("/signing")).await.expect(200)["versions"], json!([]));
    clerk.get(&scheduled.path("/signing?paper=verdict")).await.refused(400, "bad_request");
}

#[tokio::test]
async fn items_put_to_agencies_are_read_by_who_reads_the_minutes() {
    let (server, scheduled, _) = scene().await;
    held(&server, &scheduled).await;
    let mut tx = server.store.begin().await.unwrap();
    let hearing = hearing(tx.as_mut(), &scheduled).await;
    let (seat, at) = (hearing.seats[UNIT].id, server.now());
    let item = ItemProposal {
        id: ActionItemId(Uuid::from_u128(31)),
        hearing: hearing.id,
        agency: hearing.seats[UNIT].agency.unwrap(),
        content: "三日内公开账目".into(),
        deadline: at.local_date(),
        entry: EntryId(Uuid::from_u128(7)),
        by: hearing.seats[CLERK].id,
        at,
        answer: ItemAnswer::Open,
    };
    let (id, answer) = (ActionItemId(Uuid::from_u128(32)), ItemAnswer::Accepted(Acceptance { seat, at }));
    let accepted = ItemProposal { id, answer, ..item.clone() };
    tx.put_item_proposal(&item).await.unwrap();
    tx.put_item_proposal(&accepted).await.unwrap();
    tx.commit().await.unwrap();
    let clerk = server.sign_in("clerk").await;
    let rows = clerk.get(&scheduled.path("/item-proposals")).await.expect(200);
    assert_eq!(rows[0]["content"], "三日内公开账目");
    assert_eq!(rows[0]["answer"], json!({ "is": "open" }));
    assert_eq!(rows[1]["answer"], json!({ "is": "accepted", "seat": seat.0, "at": at.0 }));
    let strangers = server.visitor().get(&scheduled.path("/item-proposals")).await;
    strangers.refused(401, "unauthenticated");
}
