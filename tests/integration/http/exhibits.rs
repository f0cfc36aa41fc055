//! Exhibits over HTTP: brought from a seat or from the file, listed at the desk, fetched by who may.

use super::{
    cases::{HOUR, MINUTE, PETITIONER_SEAT, Scheduled, exchange},
    uploads::{comes_to, kept},
};
use crate::kit::server::{Browser, TestServer};
use lianjie::domain::{
    hearing::{Exhibit, ExhibitState, MAX_EXHIBIT_BYTES},
    ids::{AttachmentId, ExhibitId, PetitionId},
    petition::Attachment,
};
use reqwest::{
    Method,
    multipart::{Form, Part},
};
use serde_json::{Value, json};
use tokio::{io::AsyncWriteExt, net::TcpStream};

const PDF: &[u8] = b"%PDF-1.7 evidence";

fn form(title: &str, name: &str, bytes: &[u8]) -> Form {
    Form::new()
        .text("title", title.to_owned())
        .part("file", Part::bytes(bytes.to_vec()).file_name(name.to_owned()))
}

struct Scene {
    server: TestServer,
    scheduled: Scheduled,
    phone: Browser,
    clerk: Browser,
}

impl Scene {
    /// A quarter of an hour before; the petitioner's phone holds its seat.
    async fn set() -> Self {
        let server = TestServer::start().await;
        let head = server.sign_in("head").await;
        let scheduled = Scheduled::on(&server, &head).await;
        let secret = scheduled.link(&head, PETITIONER_SEAT).await;
        server.advance(HOUR - 15 * MINUTE);
        let (phone, clerk) = (server.visitor(), server.sign_in("clerk").await);
        exchange(&phone, &secret).await.expect(200);
        Self { server, scheduled, phone, clerk }
    }

    fn path(&self, rest: &str) -> String {
        self.scheduled.path(&format!("/exhibits{rest}"))
    }

    async fn listed(&self) -> Vec<Value> {
        self.clerk.get(&self.path("")).await.expect(200).as_array().unwrap().clone()
    }
}

fn id(answer: &Value) -> String {
    format!("/{}", answer["id"].as_str().unwrap())
}

#[tokio::test]
async fn a_partys_exhibit_waits_for_the_clerk_and_the_clerks_own_does_not() {
    let scene = Scene::set().await;
    let offered = scene.phone.upload(&scene.path(""), form("收据", "a.pdf", PDF)).await.expect(201);
    scene.clerk.upload(&scene.path(""), form("章程", "b.pdf", PDF)).await.expect(201);
    let listed = scene.listed().await;
    assert_eq!((&listed[0]["state"], &listed[0]["number"]), (&json!("offered"), &Value::Null));
    assert_eq!((&listed[0]["title"], &listed[0]["brought_by"]), (&json!("收据"), &json!("信访人 马秀英")));
    assert_eq!((&listed[1]["state"], &listed[1]["number"]), (&json!("accepted"), &json!(1)));
    assert_eq!((&listed[1]["brought_by"], &listed[1]["size"]), (&Value::Null, &json!(PDF.len())));
    assert_eq!(listed[1]["sha256"].as_str().unwrap().len(), 64);

    let own = scene.phone.get(&scene.path(&id(&offered))).await;
    assert!(own.headers["content-disposition"].to_str().unwrap().starts_with("attachment"));
    assert_eq!(own.expect(200), String::from_utf8_lossy(PDF).into_owned());
}

/// As a phone films it; a player of it asks for ranges.
#[tokio::test]
async fn a_film_of_a_phone_is_laid_before_the_hearing() {
    let scene = Scene::set().await;
    let mut film = b"\x00\x00\x00\x14ftypqt  ".to_vec();
    film.resize(12 * 1024 * 1024, 7);
    scene
        .phone
        .upload(&scene.path(""), form("合同", "a.pdf", &[PDF, &film].concat()))
        .await
        .refused(413, "too_large");
    let brought = scene.phone.upload(&scene.path(""), form("现场", "IMG_1.MOV", &film)).await.expect(201);
    let ask = scene.phone.request(Method::GET, &scene.path(&id(&brought))).header("range", "bytes=4-11");
    let part = scene.phone.raw(ask).await;
    assert_eq!(
        (part.status().as_u16(), &part.headers()["content-type"]),
        (206, &"video/mp4".parse().unwrap())
    );
    assert_eq!(part.headers()["content-range"], format!("bytes 4-11/{}", film.len()));
    assert_eq!(part.bytes().await.unwrap().as_ref(), b"ftypqt  ");
}

#[tokio::test]
async fn who_was_not_shown_it_is_told_that_there_is_none() {
    let scene = Scene::set().await;
    let kept = scene.clerk.upload(&scene.path(""), form("章程", "b.pdf", PDF)).await.expect(201);
    let path = scene.path(&id(&kept));
    scene.phone.get(&path).await.refused(404, "not_found");
    scene.server.visitor().get(&path).await.refused(401, "unauthenticated");
    scene.server.sign_in("neighbour").await.get(&path).await.refused(404, "not_found");
    scene.phone.get(&scene.path("")).await.refused(401, "unauthenticated");
    scene.clerk.get(&path).await.expect(200);
}

/// A party reads what lies on the table; who reads it for the house is on record.
#[tokio::test]
async fn who_opens_an_exhibit_by_their_sign_in_is_on_record() {
    let scene = Scene::set().await;
    let offered = scene.phone.upload(&scene.path(""), form("收据", "a.pdf", PDF)).await.expect(201);
    for browser in [&scene.phone, &scene.clerk, &scene.clerk] {
        browser.get(&scene.path(&id(&offered))).await.expect(200);
    }
    let timeline = scene.clerk.oldest_first(&scene.scheduled.petition.path("/timeline")).await;
    let opened: Vec<_> =
        timeline.as_array().unwrap().iter().filter(|event| event["kind"] == "paper.opened").collect();
    assert_eq!(opened.len(), 1, "{opened:?}");
    assert_eq!(
        (&opened[0]["details"]["paper"], &opened[0]["actor"]["name"]),
        (&json!("exhibit"), &json!("clerk 同志"))
    );
}

#[tokio::test]
async fn the_clerk_takes_a_file_of_the_petition() {
    let scene = Scene::set().await;
    let part = Part::bytes(PDF.to_vec()).file_name("合同.pdf");
    let counter = scene.server.sign_in("counter").await;
    let attach = scene.scheduled.petition.path("/attachments");
    let attached = counter.upload(&attach, Form::new().part("file", part)).await.expect(201);
    let seat = &scene.scheduled.seats[PETITIONER_SEAT];
    let ask = json!({ "attachment": attached["id"], "title": "购房合同", "brought_by": seat });
    scene.clerk.post(&scene.path("/filed"), ask.clone()).await.expect(201);
    let listed = scene.listed().await;
    assert_eq!((&listed[0]["number"], &listed[0]["file_name"]), (&json!(1), &json!("合同.pdf")));

    let strange = json!({ "attachment": seat, "title": "购房合同" });
    assert_eq!(
        scene.clerk.post(&scene.path("/filed"), strange).await.refused(422, "unprocessable")["field"],
        "attachment"
    );
    scene.server.sign_in("handler").await.post(&scene.path("/filed"), ask).await.refused(422, "not_yours");
}

#[tokio::test]
async fn bad_input_is_named_and_nothing_is_laid() {
    let scene = Scene::set().await;
    for (title, name, bytes, status, code) in [
        ("", "a.pdf", PDF, 422, "unprocessable"),
        (&*"长".repeat(61), "a.pdf", PDF, 422, "unprocessable"),
        ("表", "a.docx", &b"PK\x03\x04"[..], 422, "bad_file_type"),
        ("程序", "a.pdf", b"MZ", 422, "bad_file_type"),
    ] {
        scene.phone.upload(&scene.path(""), form(title, name, bytes)).await.refused(status, code);
    }
    let empty = Form::new().text("title", "空");
    scene.phone.upload(&scene.path(""), empty).await.refused(422, "unprocessable");
    scene
        .server
        .visitor()
        .upload(&scene.path(""), form("收据", "a.pdf", PDF))
        .await
        .refused(401, "unauthenticated");
    assert_eq!(scene.listed().await, Vec::<Value>::new());
}

#[tokio::test]
async fn sound_and_video_are_fetched_in_parts() {
    let scene = Scene::set().await;
    let clip = b"\x00\x00\x00\x18ftypmp42 moving";
    let kept = scene.clerk.upload(&scene.path(""), form("录像", "a.mp4", clip)).await.expect(201);
    let path = scene.path(&id(&kept));
    let asked = scene.clerk.request(Method::GET, &path).header("range", "bytes=4-7");
    let part = scene.clerk.raw(asked).await;
    assert_eq!(part.status(), 206);
    assert_eq!(part.headers()["content-range"], format!("bytes 4-7/{}", clip.len()));
    assert_eq!(part.bytes().await.unwrap().as_ref(), b"ftyp");
}

/// Who reads "refused" must not find later that the bureau has the file.
#[tokio::test]
async fn what_the_room_refuses_is_not_among_the_files_of_the_petition() {
    let scene = Scene::set().await;
    let nobodys = Form::new()
        .text("title", "收据")
        .text("brought_by", uuid::Uuid::from_u128(9).to_string())
        .part("file", Part::bytes(PDF.to_vec()).file_name("a.pdf"));
    scene.clerk.upload(&scene.path(""), nobodys).await.refused(422, "not_yours");
    let page = scene.clerk.get(&scene.scheduled.petition.path("")).await.expect(200);
    assert_eq!(page["attachments"], json!([]));
    assert_eq!(kept(&scene.server), 0);

    scene.phone.upload(&scene.path(""), form("收据", "a.pdf", PDF)).await.expect(201);
    let page = scene.clerk.get(&scene.scheduled.petition.path("")).await.expect(200);
    assert_eq!((page["attachments"].as_array().unwrap().len(), kept(&scene.server)), (1, 1));
    let timeline = scene.clerk.oldest_first(&scene.scheduled.petition.path("/timeline")).await;
    let kinds: Vec<_> =
        timeline.as_array().unwrap().iter().map(|event| event["kind"].as_str().unwrap()).collect();
    let at = |kind: &str| kinds.iter().position(|one| *one == kind).expect("it is in the log");
    assert!(at("petition.attachment_added") < at("hearing.exhibit_offered"), "{kinds:?}");
}

#[tokio::test]
async fn where_there_are_sixty_exhibits_no_other_file_is_taken_in() {
    let scene = Scene::set().await;
    for _ in 0..60 {
        scene.clerk.upload(&scene.path(""), form("章程", "b.pdf", PDF)).await.expect(201);
    }
    let refused = scene.phone.upload(&scene.path(""), form("收据", "a.pdf", PDF)).await;
    assert_eq!(refused.refused(422, "too_many_files")["allowed"], 60);
    assert_eq!(kept(&scene.server), 60);
}

/// Of a file that goes beyond them when it is there, and of any other once there is no byte left: it is not their number.
#[tokio::test]
async fn where_the_exhibits_have_all_their_bytes_that_is_what_is_told() {
    let scene = Scene::set().await;
    let seat = &scene.scheduled.seats[PETITIONER_SEAT];
    let ours = PDF.len() as u64;
    for (n, size) in [(1, MAX_EXHIBIT_BYTES - ours + 1), (2, ours - 1)] {
        let added_at = scene.server.now();
        let file = Attachment {
            id: AttachmentId(uuid::Uuid::from_u128(n)),
            petition: PetitionId(scene.scheduled.petition.id.parse().unwrap()),
            name: "现场.mp4".into(),
            media_type: "video/mp4".into(),
            size,
            sha256: [7; 32],
            added_at,
        };
        let exhibit = Exhibit {
            id: ExhibitId(uuid::Uuid::from_u128(n)),
            hearing: scene.scheduled.id(),
            title: "现场视频".into(),
            brought_by: None,
            file,
            added_at,
            state: ExhibitState::Offered,
        };
        let mut tx = scene.server.store.begin().await.unwrap();
        tx.add_attachment(&exhibit.file).await.unwrap();
        tx.add_exhibit(&exhibit).await.unwrap();
        tx.commit().await.unwrap();
        let refused = scene.phone.upload(&scene.path(""), form("收据", "a.pdf", PDF)).await;
        assert_eq!(refused.refused(413, "too_large")["limit"], MAX_EXHIBIT_BYTES);
        let filed =
            json!({ "attachment": exhibit.file.id.to_string(), "title": "现场视频", "brought_by": seat });
        scene.clerk.post(&scene.path("/filed"), filed).await.refused(413, "too_large");
        assert_eq!(kept(&scene.server), 0);
    }
}

#[tokio::test]
async fn a_seat_sends_one_file_at_a_time() {
    let scene = Scene::set().await;
    let head = scene.server.sign_in("head").await;
    let secret = scene.scheduled.link(&head, PETITIONER_SEAT).await;
    let seated = exchange(&scene.phone, &secret).await;
    let cookie = seated.headers["set-cookie"].to_str().unwrap().split(';').next().unwrap();
    let (url, host) = (&scene.server.url, scene.server.url.strip_prefix("http://").unwrap());
    let field = |named: &str, value: &str| {
        format!("--x\r\ncontent-disposition: form-data; name={named}\r\n\r\n{value}\r\n")
    };
    let request = [
        format!(
            "POST /api{} HTTP/1.1\r\nhost: {host}\r\norigin: {url}\r\ncookie: {cookie}\r\n",
            scene.path("")
        ),
        "content-type: multipart/form-data; boundary=x\r\ncontent-length: 1000000\r\n\r\n".to_owned(),
        field("\"title\"", "收据"),
        field("\"file\"; filename=\"a.pdf\"", &format!("%PDF-1.7 {}", "evidence ".repeat(1000))),
    ];
    let mut line = TcpStream::connect(host).await.unwrap();
    line.write_all(request.concat().as_bytes()).await.unwrap();
    comes_to(&scene.server, 1).await;
    let second = scene.phone.upload(&scene.path(""), form("合同", "b.pdf", PDF)).await;
    second.refused(422, "upload_under_way");
    scene.clerk.upload(&scene.path(""), form("章程", "b.pdf", PDF)).await.expect(201);
    drop(line);
    comes_to(&scene.server, 1).await; // the clerk's
    scene.phone.upload(&scene.path(""), form("合同", "b.pdf", PDF)).await.expect(201);
}

/// Days before: an organ that has a seat cannot enter the room yet.
#[tokio::test]
async fn who_has_a_seat_brings_an_exhibit_from_the_schedule_on_and_finds_it_there() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let scheduled = Scheduled::on(&server, &head).await;
    let path = scheduled.path("/exhibits");
    let (handler, clerk) = (server.sign_in("handler").await, server.sign_in("clerk").await);
    handler.get(&path).await.expect(200);
    handler.upload(&path, form("维修方案", "a.pdf", PDF)).await.expect(201);
    clerk.upload(&path, form("章程", "b.pdf", PDF)).await.expect(201);
    let titles = |listed: &Value| -> Vec<String> {
        listed.as_array().unwrap().iter().map(|one| one["title"].as_str().unwrap().to_owned()).collect()
    };
    let own = handler.get(&path).await.expect(200);
    assert_eq!((titles(&own), &own[0]["state"]), (vec!["维修方案".to_owned()], &json!("offered")));
    assert_eq!(titles(&clerk.get(&path).await.expect(200)), ["维修方案", "章程"]);
    let colleague = server.sign_in("director").await; // of the organ, without a seat
    colleague.get(&path).await.refused(422, "not_yours");
}
