//! Pictures that a channel sent the address of.

use super::{Program, eventually, order, server};
use crate::kit::server::{Browser, TestServer};
use axum::{Router, http::StatusCode, routing::get};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::net::TcpListener;

const JPEG: &[u8] = b"\xff\xd8\xff\xe0 a street lamp that does not burn";

/// A platform with a picture, a page, and a picture that is gone.
async fn platform() -> String {
    let router = Router::new()
        .route("/1", get(async || JPEG))
        .route("/page", get(async || "<html>please sign in</html>"))
        .route("/gone", get(async || StatusCode::NOT_FOUND));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://{address}")
}

/// A petition that came in with these lines; its path.
async fn came_in(server: &TestServer, head: &Browser, lines: &str) -> String {
    let program = Program::hotline(server).await;
    let mut order = order("HL-9");
    order["item"]["text"] = format!("来电人反映路灯不亮，晚上看不见路。\n{lines}").into();
    program.order(server, "n1", &order).await.expect(201);
    let id = head.get("/petitions").await.expect(200)["rows"][0]["id"].as_str().unwrap().to_owned();
    format!("/petitions/{id}")
}

async fn kinds(head: &Browser, path: &str) -> Vec<String> {
    let timeline = head.get(&format!("{path}/timeline")).await.expect(200);
    let kind = |event: &Value| event["kind"].as_str().unwrap().to_owned();
    timeline.as_array().unwrap().iter().map(kind).collect()
}

#[tokio::test]
async fn a_picture_becomes_a_file_of_the_petition() {
    let (server, platform) = (server().await, platform().await);
    let head = server.sign_in("head").await;
    let path = came_in(&server, &head, &format!("图片：{platform}/1")).await;
    let files = eventually(async || {
        let page = head.get(&path).await.expect(200);
        (page["attachments"].as_array().unwrap().len() == 1).then(|| page["attachments"].clone())
    });
    let file = files.await[0].clone();
    assert_eq!((&file["media_type"], &file["size"]), (&json!("image/jpeg"), &json!(JPEG.len())));
    let kept = head.request(Method::GET, &format!("/attachments/{}", file["id"].as_str().unwrap()));
    assert_eq!(head.raw(kept).await.bytes().await.unwrap(), JPEG);
    assert!(kinds(&head, &path).await.contains(&"petition.attachment_added".to_owned()));
}

/// What is no picture is not kept, and nothing inside is asked for.
#[tokio::test]
async fn what_cannot_be_fetched_is_said_on_the_petition() {
    let platform = platform().await;
    let server = server().await;
    let head = server.sign_in("head").await;
    let path = came_in(&server, &head, &format!("图片：{platform}/page")).await;
    eventually(async || {
        kinds(&head, &path).await.contains(&"petition.picture_lost".to_owned()).then_some(())
    })
    .await;
    assert_eq!(head.get(&path).await.expect(200)["attachments"], json!([]));
    let deliveries = head.get(&format!("{path}/deliveries")).await.expect(200);
    let picture = deliveries.as_array().unwrap().iter().find(|one| one["receiver"] == "picture").unwrap();
    assert_eq!(picture["state"], "failed");
    let told = head.get("/staff-notices?unread=true").await.expect(200);
    assert_eq!(told["rows"][0]["topic"], "picture_lost");
}

/// A server that may send nowhere but to public addresses asks for nothing on this machine.
#[tokio::test]
async fn an_address_inside_is_not_asked() {
    let platform = platform().await;
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let path = came_in(&server, &head, &format!("图片：{platform}/1\n图片：https://127.0.0.1/x")).await;
    let failed = eventually(async || {
        let deliveries = head.get(&format!("{path}/deliveries")).await.expect(200);
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
        assert!(one.to_string().contains("network") || one.to_string().contains("https"), "{one}");
    }
    assert_eq!(head.get(&path).await.expect(200)["attachments"], json!([]));
}
