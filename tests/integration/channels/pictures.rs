//! Pictures that a channel sent the address of.

use super::{Program, order, receiver::Receiver, sms};
use crate::{
    http::cases::MINUTE,
    kit::{
        server::{Browser, TestServer},
        wait::eventually,
    },
};
use axum::{Router, http::StatusCode, routing::get};
use lianjie::{
    channels::outbox::Settings,
    domain::{
        ids::{AttachmentId, PetitionId},
        petition::Attachment,
    },
    edge::EdgeConfig,
};
use reqwest::Method;
use serde_json::{Value, json};
use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};
use tokio::net::TcpListener;
use uuid::Uuid;

const JPEG: &[u8] = b"\xff\xd8\xff\xe0 a street lamp that does not burn";

/// A platform with a picture, a page, and a picture that is gone.
async fn platform() -> String {
    let asked = Arc::new(AtomicUsize::new(0));
    let second = move || {
        let first = asked.fetch_add(1, Ordering::Relaxed) == 0;
        async move { if first { Err(StatusCode::SERVICE_UNAVAILABLE) } else { Ok(JPEG) } }
    };
    let router = Router::new()
        .route("/1", get(async || JPEG))
        .route("/second", get(second))
        .route("/page", get(async || "<html>please sign in</html>"))
        .route("/gone", get(async || StatusCode::NOT_FOUND))
        .route("/slow/{n}", get(async || tokio::time::sleep(Duration::from_secs(9)).await));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://{address}")
}

/// A server that finds pictures on this machine, and sends messages there.
async fn server(gateway: &Receiver) -> TestServer {
    let notices =
        Settings { picture_networks: vec!["127.0.0.0/8".parse().unwrap()], ..sms::settings(gateway) };
    TestServer::start_with(EdgeConfig { notices, ..EdgeConfig::default() }).await
}

/// A petition that came in with these pictures; its path.
async fn came_in(server: &TestServer, head: &Browser, pictures: &[String]) -> String {
    let program = Program::hotline(server).await;
    let mut order = order("HL-9");
    order["item"]["pictures"] = json!(pictures);
    program.order(server, "n1", &order).await.expect(201);
    let id = head.get("/petitions").await.expect(200)["rows"][0]["id"].as_str().unwrap().to_owned();
    format!("/petitions/{id}")
}

async fn kinds(head: &Browser, path: &str) -> Vec<String> {
    let timeline = head.oldest_first(&format!("{path}/timeline")).await;
    let kind = |event: &Value| event["kind"].as_str().unwrap().to_owned();
    timeline.as_array().unwrap().iter().map(kind).collect()
}

#[tokio::test]
async fn a_picture_becomes_a_file_of_the_petition() {
    let platform = platform().await;
    let server = server(&Receiver::start().await).await;
    let head = server.sign_in("head").await;
    let path = came_in(&server, &head, &[format!("{platform}/1")]).await;
    let files = eventually(async || {
        let page = head.get(&path).await.expect(200);
        (page["attachments"].as_array().unwrap().len() == 1).then(|| page["attachments"].clone())
    });
    let file = files.await[0].clone();
    assert_eq!((&file["media_type"], &file["size"]), (&json!("image/jpeg"), &json!(JPEG.len())));
    let kept = head.request(Method::GET, &format!("/attachments/{}", file["id"].as_str().unwrap()));
    assert_eq!(head.raw(kept).await.bytes().await.unwrap(), JPEG);
    assert!(kinds(&head, &path).await.contains(&"petition.attachment_added".to_owned()));
    let told = head.get("/staff-notices").await.expect(200);
    let topics: Vec<_> = told["rows"].as_array().unwrap().iter().map(|row| row["topic"].clone()).collect();
    assert_eq!(topics, ["registered"], "the hotline's order is news; its picture came with it");
}

/// What is left of the disk is for records: here too files of strangers are the first that are not taken.
#[tokio::test]
async fn a_picture_is_not_fetched_while_the_disk_has_no_room_for_it() {
    let (platform, gateway) = (platform().await, Receiver::start().await);
    let picture_networks = vec!["127.0.0.0/8".parse().unwrap()];
    let notices = Settings { picture_networks, keep_free: u64::MAX, ..sms::settings(&gateway) };
    let server = TestServer::start_with(EdgeConfig { notices, ..EdgeConfig::default() }).await;
    let head = server.sign_in("head").await;
    let path = came_in(&server, &head, &[format!("{platform}/1")]).await;
    let tried = eventually(async || {
        let deliveries = head.oldest_first(&format!("{path}/deliveries")).await;
        let picture = deliveries.as_array().unwrap().iter().find(|one| one["receiver"] == "picture")?.clone();
        (!picture["attempts"].as_array()?.is_empty()).then_some(picture)
    })
    .await;
    assert_eq!(tried["attempts"][0]["failure"], "the file could not be kept", "{tried:#}");
    assert_eq!(tried["state"], "waiting", "it is tried again: there may be room by then");
    assert_eq!(head.get(&path).await.expect(200)["attachments"], json!([]));
}

/// Twenty files were all that a channel's picture found room beside; at every other door there is room for five hundred.
#[tokio::test]
async fn a_picture_finds_room_beside_as_many_files_as_at_other_doors() {
    let platform = platform().await;
    let server = server(&Receiver::start().await).await;
    let head = server.sign_in("head").await;
    let path = came_in(&server, &head, &[format!("{platform}/second")]).await;
    eventually(async || {
        let deliveries = head.oldest_first(&format!("{path}/deliveries")).await;
        let mut all = deliveries.as_array().unwrap().iter();
        let picture = all.find(|one| one["receiver"] == "picture")?;
        (!picture["attempts"].as_array()?.is_empty()).then_some(())
    })
    .await;
    let petition = PetitionId(path.rsplit('/').next().unwrap().parse().unwrap());
    let mut tx = server.store.begin().await.unwrap();
    for n in 1..=20 {
        let file = Attachment {
            id: AttachmentId(Uuid::from_u128(n)),
            petition,
            name: "合同.pdf".into(),
            media_type: "application/pdf".into(),
            size: 8,
            sha256: [0xab; 32],
            added_at: server.now(),
        };
        tx.add_attachment(&file).await.unwrap();
    }
    tx.commit().await.unwrap();
    server.advance(MINUTE);
    eventually(async || {
        let page = head.get(&path).await.expect(200);
        (page["attachments"].as_array().unwrap().len() == 21).then_some(())
    })
    .await;
}

/// What is no picture is not kept, and nothing inside is asked for.
#[tokio::test]
async fn what_cannot_be_fetched_is_said_on_the_petition() {
    let platform = platform().await;
    let server = server(&Receiver::start().await).await;
    let head = server.sign_in("head").await;
    let path = came_in(&server, &head, &[format!("{platform}/page")]).await;
    eventually(async || {
        kinds(&head, &path).await.contains(&"petition.picture_lost".to_owned()).then_some(())
    })
    .await;
    assert_eq!(head.get(&path).await.expect(200)["attachments"], json!([]));
    let deliveries = head.oldest_first(&format!("{path}/deliveries")).await;
    let picture = deliveries.as_array().unwrap().iter().find(|one| one["receiver"] == "picture").unwrap();
    assert_eq!(picture["state"], "failed");
    let told = head.get("/staff-notices?unread=true").await.expect(200);
    assert_eq!(told["rows"][0]["topic"], "picture_lost");
    let timeline = head.oldest_first(&format!("{path}/timeline")).await;
    let lost =
        timeline.as_array().unwrap().iter().find(|event| event["kind"] == "petition.picture_lost").unwrap();
    assert!(lost["reason"].as_str().unwrap().contains("不是图片"), "{lost}");
}

/// Nothing inside is asked for a picture, not even where the house's own gateways are: a stranger named the address.
#[tokio::test]
async fn an_address_inside_is_not_asked() {
    let platform = platform().await;
    let server = super::server().await;
    let head = server.sign_in("head").await;
    let pictures = [format!("{platform}/1"), "https://127.0.0.1/x".to_owned()];
    let path = came_in(&server, &head, &pictures).await;
    let failed = eventually(async || {
        let deliveries = head.oldest_first(&format!("{path}/deliveries")).await;
        let pictures: Vec<_> = deliveries
            .as_array()
            .unwrap()
            .iter()
            .filter(|one| one["receiver"] == "picture")
            .cloned()
            .collect();
        pictures
            .iter()
            .all(|one| one["attempts"].as_array().is_some_and(|tries| !tries.is_empty()))
            .then_some(pictures)
    });
    for one in failed.await {
        assert!(one.to_string().contains("network"), "{one}");
    }
    assert_eq!(head.get(&path).await.expect(200)["attachments"], json!([]));
}

#[tokio::test]
async fn what_is_typed_is_no_picture() {
    let platform = platform().await;
    let server = server(&Receiver::start().await).await;
    let head = server.sign_in("head").await;
    let program = Program::hotline(&server).await;
    let mut order = order("HL-9");
    order["item"]["text"] = format!("来电人反映路灯不亮，晚上看不见路。\n图片：{platform}/1").into();
    program.order(&server, "n1", &order).await.expect(201);
    let id = head.get("/petitions").await.expect(200)["rows"][0]["id"].as_str().unwrap().to_owned();
    let deliveries = head.oldest_first(&format!("/petitions/{id}/deliveries")).await;
    assert!(deliveries.as_array().unwrap().iter().all(|one| one["receiver"] != "picture"), "{deliveries}");
}

#[tokio::test]
async fn slow_pictures_keep_no_one_time_code_waiting() {
    let (platform, gateway) = (platform().await, Receiver::start().await);
    let server = server(&gateway).await;
    let head = server.sign_in("head").await;
    let slow: Vec<_> = (0..9).map(|n| format!("{platform}/slow/{n}")).collect();
    let path = came_in(&server, &head, &slow).await;
    tokio::time::sleep(Duration::from_millis(300)).await; // by now they are being fetched; nothing says so
    server.advance(61_000); // since the code of the registration
    server.sign_in("counter").await.post(&format!("{path}/query-code/message"), json!({})).await.expect(204);
    let told =
        eventually(async || gateway.had().iter().any(|had| had.body.contains("新查询码")).then_some(()));
    tokio::time::timeout(Duration::from_secs(5), told).await.expect("the code waited for the pictures");
}
