//! Papers of a hearing over HTTP: set as PDF, scanned, packed as evidence; phrases; when a conclusion is due.

pub mod held;

use super::{
    cases::{HOUR, MINUTE, PETITIONER_SEAT, Scheduled},
    documents::{bytes_of, text_of},
    ended::package,
};
use crate::kit::{
    server::{Browser, TestServer},
    town::HOUSING,
};
use held::*;
use lianjie::{
    domain::{
        event::{Actor, Change, EventKind},
        hearing::{
            Acceptance, AgendaPhase, AgreementDraft, Hearing, HearingKind, ItemAnswer, ItemProposal,
            SigningRecord, Stage,
        },
        ids::{ActionItemId, EntryId, EventId},
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
    let admin = server.sign_in("admin").await;
    let organ = json!({ "name": "七里河区城乡建设局", "kind": "responsible_unit", "division": "620103" });
    let made = admin.post("/admin/agencies", organ).await.expect(201);
    let body = json!({ "successor": made["id"], "reason": "区机构改革方案：职责划转" });
    admin.post(&format!("/admin/agencies/{}/close", HOUSING.0), body).await.expect(200);
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
    let unread = clerk.get("/minutes-phrases").await.expect(200);
    let all = &unread;
    assert_eq!(all.as_array().unwrap().len(), HearingKind::ALL.len());
    assert_eq!(of(all, "mediation")["own"], false);
    assert!(of(all, "mediation")["phrases"].to_string().contains("各方自愿达成如下协议"));

    let put = async |browser: &Browser, kind: &str, phrases: Value| {
        let path = format!("/minutes-phrases/{kind}");
        let all = browser.get("/minutes-phrases").await.expect(200);
        browser.replace(Method::PUT, &path, &of(&all, kind)["tag"], json!({ "phrases": phrases })).await
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
    let late = json!({ "phrases": ["散会。"] });
    let read = &of(&unread, "mediation")["tag"];
    head.replace(Method::PUT, "/minutes-phrases/mediation", read, late).await.refused(412, "outdated");
    let back = put(&head, "mediation", json!([])).await.expect(200);
    assert_eq!(back["own"], false, "none of one's own: those that are shipped");
    let neighbour = server.sign_in("neighbour").await.get("/minutes-phrases").await.expect(200);
    assert_eq!(of(&neighbour, "mediation")["own"], false);
}

#[tokio::test]
async fn a_template_is_written_in_versions_and_a_hearing_keeps_to_the_one_its_check_in_opened_with() {
    let (server, scheduled, head) = scene().await;
    let kind = head.get(&scheduled.path("")).await.expect(200)["kind"].as_str().unwrap().to_owned();
    let of = async |browser: &Browser| {
        let all = browser.get("/minutes-templates").await.expect(200);
        all.as_array().unwrap().iter().find(|one| one["kind"] == kind.as_str()).unwrap().clone()
    };
    let put = async |browser: &Browser, tag: &Value, line: &str| {
        let phases = json!([{ "phase": "opening", "lines": [line, ""] }]);
        let path = format!("/minutes-templates/{kind}");
        browser.replace(Method::PUT, &path, tag, json!({ "phases": phases })).await
    };
    let shipped = of(&head).await;
    assert_eq!(shipped["version"], json!(null));
    assert!(shipped["phases"][0]["lines"].to_string().contains("【待补】"));
    let clerk = server.sign_in("clerk").await;
    put(&clerk, &of(&clerk).await["tag"], "开场：【待补】").await.refused(422, "not_yours");
    let long = "长".repeat(301);
    assert_eq!(put(&head, &shipped["tag"], &long).await.refused(422, "unprocessable")["field"], "phases");
    let first = put(&head, &shipped["tag"], " 第一版：【待补】 ").await.expect(200);
    assert_eq!((&first["version"], &first["phases"][0]["lines"]), (&json!(1), &json!(["第一版：【待补】"])));
    put(&head, &shipped["tag"], "晚到").await.refused(412, "outdated");

    // Check-in opens; what is saved afterwards is for later hearings.
    server.advance(MINUTE);
    let mut tx = server.store.begin().await.unwrap();
    let mut held = hearing(tx.as_mut(), &scheduled).await;
    held.stage = Stage::CheckIn { since: server.now() };
    let petition = tx.petition(held.petition).await.unwrap().unwrap();
    let opened = Change::new(EventKind::HearingStage).with("from", "scheduled").with("to", "check_in");
    let event =
        opened.hearing_event(EventId(Uuid::from_u128(77)), server.now(), Actor::System, &petition, held.id);
    tx.save_hearing(&held).await.unwrap();
    tx.append(&event).await.unwrap();
    tx.commit().await.unwrap();
    server.advance(MINUTE);
    put(&head, &first["tag"], "第二版：【待补】").await.expect(200);
    let keeps = head.get(&scheduled.path("/minutes-template")).await.expect(200);
    assert_eq!(
        (&keeps["version"], &keeps["phases"][0]["lines"][0]["line"]),
        (&json!(1), &json!("第一版：【待补】"))
    );
    assert_eq!(keeps["phases"][0]["phase"], "opening");
    let again = head.get(&scheduled.path("/minutes-template")).await.expect(200);
    assert_eq!(keeps["phases"][0]["lines"][0]["entry"], again["phases"][0]["lines"][0]["entry"]);
    let second = of(&head).await;
    assert_eq!(second["version"], json!(2));
    let none = json!({ "phases": [] });
    let back = head.replace(Method::PUT, &format!("/minutes-templates/{kind}"), &second["tag"], none).await;
    assert_eq!(back.expect(200)["version"], json!(null), "none of one's own: the shipped one");
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
    head.post(&scheduled.path("/outcome"), conclusion()).await.expect(200);
    head.post(&scheduled.path("/publish"), json!({})).await.expect(200);
    assert_eq!(listed(&head).await, json!([]));
    assert!(head.get(&scheduled.path("")).await.expect(200)["delivery"]["delivered_at"].is_i64());
}

fn conclusion() -> Value {
    json!({ "conclusion": "物业公司公开全部收支账目", "standards": ["resolve"], "items": [] })
}

#[tokio::test]
async fn a_conclusion_handed_over_on_paper_is_delivered() {
    let (server, scheduled, head) = scene().await;
    let (kind, stage) = (HearingKind::FormalHearing, Stage::Closed { at: server.now() });
    let new = later_hearing(&server, &scheduled, |hearing| Hearing { kind, stage, ..hearing }).await;
    let scheduled = Scheduled { hearing: new.to_string(), ..scheduled };
    let path = scheduled.path("/delivered");
    let form = |day: &str, way: &str, file: &str| {
        let slip = Part::bytes(b"%PDF-1.7 slip".to_vec()).file_name(file.to_owned());
        Form::new().text("day", day.to_owned()).text("way", way.to_owned()).part("file", slip)
    };
    let today = server.now().local_date();
    let day = |offset: i64| (today + time::Duration::days(offset)).to_string();
    head.upload(&path, form(&day(0), "in_person", "回证.pdf")).await.refused(422, "not_yours");
    head.post(&scheduled.path("/outcome"), conclusion()).await.expect(200);
    for (day, way, field) in [
        (day(1), "in_person", "day"),
        (day(-1), "post", "day"),
        ("today".to_owned(), "post", "day"),
        (day(0), "online", "way"),
        (day(0), "by_pigeon", "way"),
    ] {
        let refused = head.upload(&path, form(&day, way, "回证.pdf")).await.refused(422, "unprocessable");
        assert_eq!(refused["field"], field, "{day} {way}");
    }
    head.upload(&path, form(&day(0), "post", "slip.exe")).await.refused(422, "bad_file_type");
    let page = head.upload(&path, form(&day(0), "post", "回证.pdf")).await.expect(200);
    assert_eq!((&page["delivery"]["way"], &page["delivery"]["overdue"]), (&json!("post"), &json!(false)));
    head.upload(&path, form(&day(0), "post", "回证.pdf")).await.refused(409, "conflict");
    assert_eq!(head.get("/hearings/undelivered").await.expect(200), json!([]));
    let timeline = head.get(&scheduled.petition.path("/timeline")).await.expect(200);
    let of_delivery = |event: &&Value| event["kind"] == "hearing.conclusion_delivered";
    let delivered: Vec<_> = timeline.as_array().unwrap().iter().filter(of_delivery).collect();
    assert_eq!((delivered.len(), &delivered[0]["details"]["way"]), (1, &json!("post")));
}
