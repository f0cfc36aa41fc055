//! Papers of a hearing over HTTP: set as PDF, scanned, packed as evidence; phrases; when a conclusion is due.

use super::{
    cases::{HOUR, MINUTE, PETITIONER_SEAT, Scheduled},
    documents::{bytes_of, text_of},
};
use crate::kit::{
    server::{Browser, TestServer},
    town::HOUSING,
};
use lianjie::{
    domain::{
        event::{Actor, Change},
        hearing::{
            Acceptance, ActionItem, ActionItemState, AgendaPhase, AgreementDraft, EntryWrite, FrozenPaper,
            Hearing, HearingKind, ItemAnswer, ItemProposal, Mark, MarkAsked, Outcome, OutcomeStandard, Seal,
            Signed, SigningRecord, Stage,
        },
        hex,
        ids::{ActionItemId, EntryId, EventId, HearingId, OpId, SeatId},
    },
    evidence,
    sealing::NodeSeal,
    storage::Tx,
};
use reqwest::{
    Method,
    multipart::{Form, Part},
};
use serde_json::{Value, json};
use uuid::Uuid;

const CLERK: usize = 1;
const UNIT: usize = 2;
const TERMS: &str = "物业公司于十二月三十一日前公开三年账目。";
const DAY: i64 = 24 * 3_600_000;

fn id(scheduled: &Scheduled) -> HearingId {
    HearingId(scheduled.hearing.parse().unwrap())
}

async fn hearing(tx: &mut dyn Tx, scheduled: &Scheduled) -> Hearing {
    tx.hearing(id(scheduled)).await.unwrap().unwrap()
}

/// Another hearing of the same petition, a day later, as `made` makes it.
async fn later_hearing(
    server: &TestServer,
    scheduled: &Scheduled,
    made: impl FnOnce(Hearing) -> Hearing,
) -> HearingId {
    let mut tx = server.store.begin().await.unwrap();
    let mut later = hearing(tx.as_mut(), scheduled).await;
    later.seats.iter_mut().for_each(|seat| seat.id = SeatId(server.world().new_id()));
    let (id, number) = (HearingId(server.world().new_id()), format!("{}-2", later.number));
    let (starts_at, ends_at) = (later.starts_at.plus_millis(DAY), later.ends_at.plus_millis(DAY));
    tx.add_hearing(&made(Hearing { id, number, starts_at, ends_at, ..later })).await.unwrap();
    tx.commit().await.unwrap();
    id
}

async fn log(server: &TestServer, tx: &mut dyn Tx, hearing: &Hearing, changes: Vec<Change>) {
    let petition = tx.petition(hearing.petition).await.unwrap().unwrap();
    for change in changes {
        let id = EventId(server.world().new_id());
        let event = change.hearing_event(id, server.now(), Actor::System, &petition, hearing.id);
        tx.append(&event).await.unwrap();
    }
}

/// What `signers` put to the version that stands, kept.
async fn signed(
    server: &TestServer,
    tx: &mut dyn Tx,
    hearing: &Hearing,
    version: FrozenPaper,
    signers: &[usize],
) -> SigningRecord {
    let mut record = SigningRecord { versions: vec![version.clone()], ..SigningRecord::default() };
    let mut changes = vec![version.change()];
    tx.add_version(&version).await.unwrap();
    for signer in signers {
        let seat = hearing.seats[*signer].id;
        let (op, sha256) = (OpId(server.world().new_id()), hex(&version.sha256));
        let mark = Mark::Drawn { strokes: "M1 1L20 30".into() };
        let asked = MarkAsked { op, paper: version.kind(), seat, version: 1, sha256, mark };
        let signature = record.sign(hearing, seat, asked, server.now()).unwrap();
        tx.add_signature(&signature).await.unwrap();
        changes.push(signature.change());
        changes.extend(record.agreed_by(&signature));
        record.signatures.push(signature);
    }
    log(server, tx, hearing, changes).await;
    record
}

/// Read back, agreed, signed, decided and sealed. The room is driven over the WebSocket elsewhere.
async fn held(server: &TestServer, scheduled: &Scheduled) {
    let mut tx = server.store.begin().await.unwrap();
    let mut hearing = hearing(tx.as_mut(), scheduled).await;
    hearing.stage = Stage::Signing { since: server.now() };
    let petition = tx.petition(hearing.petition).await.unwrap().unwrap();
    let write = EntryWrite {
        op: OpId(Uuid::from_u128(8)),
        entry: EntryId(Uuid::from_u128(7)),
        hearing: hearing.id,
        revision: 1,
        phase: AgendaPhase::Statement,
        speaker: None,
        text: "住建局十五日内督促维修屋面。".into(),
        at: server.now(),
        author: hearing.seats[CLERK].id,
    };
    tx.write_entry(&write).await.unwrap();
    let entries = tx.minutes(hearing.id).await.unwrap();
    let version = FrozenPaper::of(&hearing, &petition.number, &entries, 1, server.now(), None);
    let minutes = signed(server, tx.as_mut(), &hearing, version, &[CLERK, UNIT]).await;
    let parties = [UNIT, PETITIONER_SEAT].map(|seat| hearing.seats[seat].id).to_vec();
    let draft = AgreementDraft { terms: TERMS.into(), parties };
    let (none, by) = (SigningRecord::default(), hearing.seats[CLERK].id);
    let version = draft.freeze(&hearing, &petition.number, &none, by, server.now()).unwrap().unwrap();
    let agreement = signed(server, tx.as_mut(), &hearing, version, &[UNIT, PETITIONER_SEAT]).await;
    let outcome = outcome(server, &hearing);
    tx.add_outcome(&outcome).await.unwrap();
    let (papers, sealer) =
        (Signed { minutes: &minutes, agreement: &agreement }, NodeSeal::of(&[7; 32]).unwrap());
    let place = (1, server.now());
    let seal = Seal::of(&hearing, &petition.number, &papers, Some(&outcome), place, &sealer);
    tx.add_seal(&seal).await.unwrap();
    log(server, tx.as_mut(), &hearing, vec![seal.change()]).await;
    hearing.stage = Stage::OutcomeIssued { at: server.now() };
    tx.save_hearing(&hearing).await.unwrap();
    tx.commit().await.unwrap();
}

fn outcome(server: &TestServer, hearing: &Hearing) -> Outcome {
    outcome_of(server, hearing, 9)
}

fn outcome_of(server: &TestServer, hearing: &Hearing, item: u128) -> Outcome {
    let item = ActionItem {
        id: ActionItemId(Uuid::from_u128(item)),
        agency: HOUSING,
        content: "督促维修屋面".into(),
        deadline: server.now().local_date(),
        entry: EntryId(Uuid::from_u128(7)),
        state: ActionItemState::Ordered,
        accepted: Some(Acceptance { seat: hearing.seats[UNIT].id, at: server.now() }),
    };
    Outcome {
        hearing: hearing.id,
        petition: hearing.petition,
        conclusion: "住建局督促物业公司维修".into(),
        standards: vec![OutcomeStandard::Resolve],
        items: vec![item],
        issued_at: server.now(),
        closed_at: server.now(),
        next: None,
        published_at: None,
    }
}

async fn scene() -> (TestServer, Scheduled, Browser) {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let scheduled = Scheduled::on(&server, &head).await;
    (server, scheduled, head)
}

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
        ("agreement", &["公开三年账目", "手写签名", "自该日起生效"]),
        ("outcome", &["住建局督促物业公司维修", "诉求合理的解决问题到位", "该单位已当场认领"]),
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
async fn a_hearing_that_was_broken_off_and_the_one_that_goes_on_with_it_name_each_other() {
    let (server, scheduled, head) = scene().await;
    let other = later_hearing(&server, &scheduled, |hearing| hearing).await;
    let links = async |hearing: &str| {
        let detail = head.get(&format!("/hearings/{hearing}")).await.expect(200);
        (detail["before"]["id"].clone(), detail["next"]["id"].clone())
    };
    let (first, second) = (json!(scheduled.hearing), json!(other.to_string()));
    assert_eq!(links(&scheduled.hearing).await, (Value::Null, Value::Null), "not broken off");
    let mut tx = server.store.begin().await.unwrap();
    let mut hearing = hearing(tx.as_mut(), &scheduled).await;
    let (at, reason) = (server.now(), "信访人身体不适".to_owned());
    hearing.stage = Stage::Adjourned { at, phase: AgendaPhase::Statement, reason };
    tx.save_hearing(&hearing).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(links(&scheduled.hearing).await, (Value::Null, second));
    assert_eq!(links(&other.to_string()).await, (first, Value::Null));
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

#[tokio::test]
async fn the_agreement_is_shown_and_taken_on_paper_by_its_clerk() {
    let (server, scheduled, head) = scene().await;
    let clerk = server.sign_in("clerk").await;
    let path = |seat: usize| {
        scheduled.path(&format!("/seats/{}/paper-signature?paper=agreement", scheduled.seats[seat]))
    };
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

#[tokio::test]
async fn phrases_are_read_by_clerks_and_written_by_the_head() {
    let server = TestServer::start().await;
    let (head, clerk) = (server.sign_in("head").await, server.sign_in("clerk").await);
    let of = |all: &Value, kind: &str| {
        all.as_array().unwrap().iter().find(|one| one["kind"] == kind).unwrap().clone()
    };
    let all = clerk.get("/minutes-phrases").await.expect(200);
    assert_eq!(all.as_array().unwrap().len(), HearingKind::ALL.len());
    assert_eq!(of(&all, "mediation")["own"], false);
    assert!(of(&all, "mediation")["phrases"].to_string().contains("各方自愿达成如下协议"));

    let put = async |browser: &Browser, kind: &str, phrases: Value| {
        let path = format!("/minutes-phrases/{kind}");
        browser.send(browser.request(Method::PUT, &path).json(&json!({ "phrases": phrases }))).await
    };
    put(&clerk, "mediation", json!(["休会。"])).await.refused(422, "not_yours");
    let long = "长".repeat(301);
    for phrases in [json!([long]), json!(vec!["句"; 61])] {
        assert_eq!(put(&head, "mediation", phrases).await.refused(422, "unprocessable")["field"], "phrases");
    }
    put(&head, "mediation", json!([" 休会。 ", "", "双方同意调解。"])).await.expect(200);
    let all = clerk.get("/minutes-phrases").await.expect(200);
    assert_eq!(of(&all, "mediation")["phrases"], json!(["休会。", "双方同意调解。"]));
    assert_eq!(of(&all, "formal_hearing")["own"], false);
    let back = put(&head, "mediation", json!([])).await.expect(200);
    assert_eq!(back["own"], false, "none of one's own: those that are shipped");
    let neighbour = server.sign_in("neighbour").await.get("/minutes-phrases").await.expect(200);
    assert_eq!(of(&neighbour, "mediation")["own"], false);
}

#[tokio::test]
async fn a_formal_hearings_conclusion_is_due_until_it_is_published() {
    let (server, scheduled, head) = scene().await;
    let listed = async |browser: &Browser| browser.get("/hearings/undelivered").await.expect(200);
    assert_eq!(listed(&head).await, json!([]));
    let mut tx = server.store.begin().await.unwrap();
    let reception = hearing(tx.as_mut(), &scheduled).await;
    let stage = Stage::Closed { at: server.now() };
    tx.save_hearing(&Hearing { stage: stage.clone(), ..reception }).await.unwrap();
    tx.commit().await.unwrap();
    let kind = HearingKind::FormalHearing;
    let new = later_hearing(&server, &scheduled, |hearing| Hearing { kind, stage, ..hearing }).await;
    assert_eq!(head.get(&scheduled.path("")).await.expect(200)["delivery"], json!(null), "no formal hearing");
    let scheduled = Scheduled { hearing: new.to_string(), ..scheduled };

    let detail = head.get(&scheduled.path("")).await.expect(200)["delivery"].clone();
    assert_eq!((&detail["announced"], &detail["overdue"]), (&json!(false), &json!(false)));
    let due = detail["due"].as_i64().unwrap() - server.now().0;
    assert!((20 * DAY..21 * DAY).contains(&due), "20 days to their end: {due}");
    server.advance(21 * DAY);
    let head = server.sign_in("head").await;
    let rows = listed(&head).await;
    assert_eq!(
        (&rows[0]["hearing"]["id"], &rows[0]["delivery"]["overdue"]),
        (&json!(scheduled.hearing), &json!(true))
    );
    assert_eq!(listed(&server.sign_in("neighbour").await).await, json!([]));
    let outcome = json!({ "conclusion": "物业公司公开全部收支账目", "standards": ["resolve"], "items": [] });
    head.post(&scheduled.path("/outcome"), outcome).await.expect(200);
    head.post(&scheduled.path("/publish"), json!({})).await.expect(200);
    assert_eq!(listed(&head).await, json!([]));
    assert!(head.get(&scheduled.path("")).await.expect(200)["delivery"]["delivered_at"].is_i64());
}
