//! The wall of art. 30, by every door: of a sealed report nobody but its discipline desk reads a word, the organ it
//! accuses and the bureau that registered it included.

use super::{
    fields::{PEOPLE, hearing, is_words, readable, recorded, staffed},
    scene::Scene,
};
use crate::{
    http::{
        cases::{Filed, PETITIONER_SEAT, Scheduled, report},
        papers::held::{CLERK, hearing as kept, held, later_hearing, scene as table},
    },
    kit::{
        server::TestServer,
        town::{DISTRICT, hire},
    },
};
use lianjie::domain::{
    DAY_MS,
    hearing::{Exhibit, ExhibitState, HandedOver, Hearing, Mark, PaperKind, Signature, Stage},
    ids::{AttachmentId, ExhibitId, HearingId, OpId, StaffId},
    people::{Role, Staff},
    petition::{Attachment, DeliveryWay},
};
use serde_json::{Value, json};
use uuid::Uuid;

/// Nothing else in the scene says any of it.
fn secret() -> Value {
    let mut report = report();
    report["title"] = "反映某单位负责人收受好处".into();
    report["text"] = "去年九月在某茶楼当面收下现金，有收条为证，请依法查处。".into();
    report["petitioner"] = json!({
        "name": "钱某某", "phone": "13900000077", "id_number": "620103197001017777", "address": "某路77号",
    });
    report["co_petitioners"] = json!([{ "name": "周某某" }]);
    report["representatives"] = json!([]);
    report
}

const TOLD_TO_THE_DESK: [&str; 6] =
    ["反映某单位负责人收受好处", "去年九月在某茶楼", "钱某某", "周某某", "13900000077", "某路77号"];

#[tokio::test]
async fn of_a_sealed_report_nobody_but_its_desk_reads_a_word() {
    let scene = Scene::set().await;
    staffed(&scene).await;
    let filed = Filed::by(&scene.server.visitor(), secret()).await;
    let number = filed.number.clone();
    let scene = scene.about(filed).await;
    let readable = readable();
    let words = || TOLD_TO_THE_DESK.into_iter().chain([number.as_str(), "620103197001017777"]);
    let mut faults = Vec::new();
    for (username, ..) in PEOPLE {
        let browser = scene.server.sign_in(username).await;
        for (operation, _) in &readable {
            let answer = scene.call(&browser, operation).await;
            assert!(!answer.status.is_server_error(), "{username} {}", operation.id);
            let bytes = operation.id == "attachment_download";
            if *username == "desk" {
                let whole = |word| answer.body.to_string().contains(word);
                if operation.id == "petition_show" {
                    assert!(TOLD_TO_THE_DESK.into_iter().all(whole), "{:#}", answer.body);
                }
                assert!(!bytes || answer.status == 200, "{}: {}", operation.id, answer.status);
                continue;
            }
            faults.extend(
                (bytes && answer.status != 404).then(|| format!("{username} opens {}", operation.id)),
            );
            let told = if is_words(&answer) { answer.body.to_string() } else { String::new() };
            let leaks = words().filter(|word| told.contains(word));
            faults.extend(leaks.map(|word| format!("{username} reads {word} by {}", operation.id)));
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

/// What is said, shown and decided in the scene's hearing, and its title.
const HEARD: [&str; 4] =
    ["住建局十五日内督促维修", "住建局督促物业公司维修", "购房合同", "物业收支问题联合接访"];
const SEATED: [&str; 4] = ["head", "clerk", "handler", "seated"];

/// The report was none, and was opened when its hearing was over: written, not lived through.
async fn opened_after(server: &TestServer, hearing: HearingId) {
    let at = server.now();
    let mut tx = server.store.begin().await.unwrap();
    let held = tx.hearing(hearing).await.unwrap().unwrap();
    let mut petition = tx.petition(held.petition).await.unwrap().unwrap();
    petition.course.opened_at = Some(held.starts_at);
    tx.save_petition(&petition).await.unwrap();
    tx.save_hearing(&Hearing { stage: Stage::OutcomeIssued { at }, ..held }).await.unwrap();
    let (id, username, name) =
        (StaffId(Uuid::from_u128(0xd9)), "keeper".to_owned(), "keeper 同志".to_owned());
    let roles = vec![Role::DisciplineDesk];
    hire(tx.as_mut(), &Staff { id, username, name, agency: DISTRICT, roles, disabled: false }).await;
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn of_a_hearing_held_behind_the_wall_only_those_read_who_were_there() {
    let scene = Scene::set().await;
    staffed(&scene).await;
    recorded(&scene).await;
    opened_after(&scene.server, hearing(&scene)).await;
    let (readable, mut faults) = (readable(), Vec::new());
    for (username, ..) in PEOPLE.iter().filter(|(username, ..)| !SEATED.contains(username)) {
        let browser = scene.server.sign_in(username).await;
        for (operation, _) in &readable {
            let answer = scene.call(&browser, operation).await;
            assert!(!answer.status.is_server_error(), "{username} {}", operation.id);
            let of_it = operation.path.starts_with("/hearings/{id}");
            faults.extend(
                (of_it && answer.status == 200).then(|| format!("{username} opens {}", operation.id)),
            );
            let told = if is_words(&answer) { answer.body.to_string() } else { String::new() };
            let leaks = HEARD.iter().filter(|word| told.contains(**word));
            faults.extend(leaks.map(|word| format!("{username} reads {word} by {}", operation.id)));
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
    for username in SEATED.into_iter().chain(["keeper"]) {
        let browser = scene.server.sign_in(username).await;
        for (rest, word) in [("", HEARD[1]), ("/minutes", HEARD[0]), ("/exhibits", HEARD[2])] {
            let told = browser.get(&scene.scheduled.path(rest)).await.expect(200);
            assert!(told.to_string().contains(word), "{username}{rest}");
        }
    }
    let keeper = scene.server.sign_in("keeper").await;
    keeper.get(&scene.scheduled.petition.path("")).await.refused(404, "not_found");
    for rest in ["/recordings", "/quality"] {
        keeper.get(&scene.scheduled.path(rest)).await.expect(200);
    }
}

#[tokio::test]
async fn whoever_reads_the_petition_is_told_that_a_hearing_is_kept_behind_the_wall() {
    let (server, scheduled, head) = table().await;
    held(&server, &scheduled).await;
    let (documents, supervision) =
        (scheduled.petition.path("/documents"), scheduled.petition.path("/supervision"));
    let asked = json!({ "kind": "minutes", "hearing": scheduled.hearing });
    let issued = head.post(&documents, asked.clone()).await.expect(201);
    let paper = format!("{documents}/{}", issued["id"].as_str().unwrap());
    let city = server.sign_in("city").await;
    city.get(&scheduled.path("")).await.expect(200);
    assert_eq!(city.get(&paper).await.status, 200);
    opened_after(&server, scheduled.hearing.parse().map(HearingId).unwrap()).await;

    city.get(&scheduled.path("")).await.refused(403, "kept_behind_the_wall");
    let neighbour = server.sign_in("neighbour").await;
    neighbour.get(&scheduled.path("")).await.refused(404, "not_found");
    let page = city.get(&scheduled.petition.path("")).await.expect(200);
    assert_eq!(page["hearings"], json!([]));
    let kept = &page["kept_hearings"][0];
    assert_eq!(
        (&kept["host_name"], &kept["starts_at"]),
        (&json!("七里河区信访局"), &json!(scheduled.starts_at))
    );
    assert_eq!(page["action_items"][0]["content"], Value::Null, "{page}");
    city.get(&paper).await.refused(404, "not_found");
    assert_eq!(city.get(&documents).await.expect(200)["issued"], json!([]));
    let items = city.get(&supervision).await.expect(200)["items"].clone();
    assert_eq!((&items[0]["content"], &items[0]["agency_name"]), (&Value::Null, &json!("七里河区住建局")));
    let listed = city.get("/action-items").await.expect(200);
    assert_eq!(listed["rows"][0]["content"], Value::Null, "{listed}");

    let director = server.sign_in("director").await;
    let items = director.get(&supervision).await.expect(200)["items"].clone();
    assert_eq!(items[0]["content"], "督促维修屋面", "its own organ must know what to do");
    let page = head.get(&scheduled.petition.path("")).await.expect(200);
    assert_eq!((&page["kept_hearings"], &page["hearings"][0]["id"]), (&json!([]), &json!(scheduled.hearing)));
    assert_eq!(head.get(&paper).await.status, 200, "whoever was there");
    let keeper = server.sign_in("keeper").await;
    assert_eq!(keeper.get(&scheduled.path("/package")).await.status, 200, "the desk of the host");
    city.get(&scheduled.path("/package")).await.refused(404, "not_found");
    head.post(&documents, asked).await.refused(422, "document_behind_the_wall");
    let status = server.visitor().post("/query", scheduled.petition.door()).await.expect(200);
    assert_eq!(status["hearings"][0]["starts_at"], json!(scheduled.starts_at), "it was the petitioner's own");
}

/// What came with the hearing that was held: an exhibit, a scan of what was signed, the slip of its conclusion.
/// The last is an exhibit too, which the clerk uploaded the day before.
const CAME_WITH_IT: [&str; 4] = ["现场记录.pdf", "笔录签字页.pdf", "送达回证.pdf", "会前备好的照片.pdf"];

/// Their ids, and that of a file which lay with the petition before.
async fn filed_with(server: &TestServer, scheduled: &Scheduled) -> ([AttachmentId; 4], AttachmentId) {
    let mut tx = server.store.begin().await.unwrap();
    let held = kept(tx.as_mut(), scheduled).await;
    let file = |n: u128, name: &str, added_at| Attachment {
        id: AttachmentId(Uuid::from_u128(n)),
        petition: held.petition,
        name: name.to_owned(),
        media_type: "application/pdf".to_owned(),
        size: 8,
        sha256: [7; 32],
        added_at,
    };
    let own = file(0xe0, "购房合同.pdf", held.check_in_opens_at().plus_millis(-1));
    let mut ids = 0xe1..;
    let day_before = held.starts_at.plus_millis(-DAY_MS);
    let mut times = [held.starts_at, held.starts_at, held.starts_at, day_before].into_iter();
    let came = CAME_WITH_IT.map(|name| file(ids.next().unwrap(), name, times.next().unwrap()));
    for file in came.iter().chain([&own]) {
        tx.add_attachment(file).await.unwrap();
    }
    for (n, file, laid_in) in
        [(0xf1, &came[0], held.starts_at), (0xf2, &own, held.starts_at), (0xf4, &came[3], day_before)]
    {
        let exhibit = Exhibit {
            id: ExhibitId(Uuid::from_u128(n)),
            hearing: held.id,
            title: "材料".to_owned(),
            brought_by: None,
            file: file.clone(),
            added_at: laid_in,
            state: ExhibitState::Offered,
        };
        tx.add_exhibit(&exhibit).await.unwrap();
    }
    let minutes = tx.signing_record(held.id, PaperKind::Minutes).await.unwrap();
    let (seat, clerk) = (held.seats[PETITIONER_SEAT].id, held.seats[CLERK].id);
    let signature = Signature {
        id: OpId(Uuid::from_u128(0xf3)),
        hearing: held.id,
        paper: PaperKind::Minutes,
        version: 1,
        paper_sha256: minutes.versions[0].sha256,
        seat,
        by: clerk,
        at: server.now(),
        mark: Mark::PaperScan { attachment: came[1].id, sha256: [7; 32] },
    };
    tx.add_signature(&signature).await.unwrap();
    let (day, way) = (server.now().local_date(), DeliveryWay::InPerson);
    tx.hand_over_conclusion(&HandedOver { hearing: held.id, day, way, slip: came[2].id }).await.unwrap();
    tx.commit().await.unwrap();
    (came.map(|file| file.id), own.id)
}

#[tokio::test]
async fn files_that_came_with_a_kept_hearing_are_no_files_of_the_open_petition() {
    let (server, scheduled, head) = table().await;
    let later = later_hearing(&server, &scheduled, |later| later).await;
    held(&server, &scheduled).await;
    let (came, own) = filed_with(&server, &scheduled).await;
    opened_after(&server, scheduled.hearing.parse().map(HearingId).unwrap()).await;
    let named = |page: &Value| -> Vec<String> {
        let files = page["attachments"].as_array().unwrap().iter();
        files.map(|file| file["name"].as_str().unwrap().to_owned()).collect()
    };
    let city = server.sign_in("city").await;
    let page = city.get(&scheduled.petition.path("")).await.expect(200);
    assert_eq!(named(&page), ["购房合同.pdf"], "what lay with the petition before is the petition's");
    for file in came {
        city.get(&format!("/attachments/{}", file.0)).await.refused(404, "not_found");
    }
    assert_ne!(city.get(&format!("/attachments/{}", own.0)).await.status, 404);
    let page = head.get(&scheduled.petition.path("")).await.expect(200);
    assert_eq!(named(&page).len(), 1 + came.len(), "whoever was there");

    // Nor are they laid before others, by who was there either.
    let clerk = server.sign_in("clerk").await;
    for file in came {
        let laid = json!({ "attachment": file.0, "title": "材料" });
        let refused = clerk.post(&format!("/hearings/{}/exhibits/filed", later.0), laid).await;
        refused.refused(422, "file_behind_the_wall");
    }

    // And nobody who was not there has an agent act by one of them.
    let counter = server.sign_in("counter").await;
    let version = counter.get(&scheduled.petition.path("")).await.expect(200)["version"].clone();
    let parties = scheduled.petition.path("/parties");
    let agent = |file: AttachmentId| json!({ "kind": "agent", "name": "赵律师", "authority": file.0, "version": version });
    for file in came {
        let refused = counter.post(&parties, agent(file)).await.refused(422, "unprocessable");
        assert_eq!(refused["field"], "authority");
    }
    counter.post(&parties, agent(own)).await.expect(200);
}
