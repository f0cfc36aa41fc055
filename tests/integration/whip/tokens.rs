//! Who gets a token, what it opens, and how it ends.

use super::hall::{Device, Hall, PETITIONER, SCREEN, UNIT, code, location, receiver, sender};
use crate::{
    http::cases::{HOUR, MINUTE, Scheduled, stopped},
    kit::server::TestServer,
};
use reqwest::Method;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn a_new_token_ends_the_old_one_and_its_session() {
    let hall = Hall::open().await;
    let old = hall.device(&hall.token(PETITIONER).await);
    let session = old.start("/whip", &sender()).await;
    let new = hall.device(&hall.token(PETITIONER).await);
    ends(&old, &session).await;
    assert_eq!(old.offer("/whip", &sender()).send().await.unwrap().status(), 401);
    new.start("/whip", &sender()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_token_opens_nothing_and_its_session_is_over() {
    let hall = Hall::open().await;
    let device = hall.device(&hall.token(PETITIONER).await);
    let session = device.start("/whip", &sender()).await;
    assert!(shows_token(&hall, PETITIONER).await && !shows_token(&hall, UNIT).await);
    hall.revoke(PETITIONER).await.expect(204);
    hall.revoke(PETITIONER).await.expect(204);
    assert!(!shows_token(&hall, PETITIONER).await);
    ends(&device, &session).await;
    assert_eq!(device.offer("/whip", &sender()).send().await.unwrap().status(), 401);
}

async fn shows_token(hall: &Hall, seat: usize) -> bool {
    let head = hall.server.sign_in("head").await;
    head.get(&hall.scheduled.path("")).await.expect(200)["seats"][seat]["device_token"] == json!(true)
}

/// Over, and nothing more to be asked of it.
async fn ends(device: &Device, session: &str) {
    device.is_over(session).await;
    let patch = device.patch(session, "*", "a=end-of-candidates").send().await.unwrap();
    assert_eq!((patch.status().as_u16(), device.status(Method::DELETE, session).await), (404, 404));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_opens_from_half_an_hour_before_until_the_hearing_is_over() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let scheduled = Scheduled::on(&server, &head).await;
    let path = scheduled.path(&format!("/seats/{}/device-token", scheduled.seats[SCREEN]));
    let token = head.post(&path, json!({})).await.expect(200)["token"].as_str().unwrap().to_owned();
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let post = || {
        let request = client.post(format!("{}/api/whep", server.url)).bearer_auth(&token);
        request.header("content-type", "application/sdp").body(receiver()).send()
    };
    let early = post().await.unwrap();
    assert_eq!((early.status().as_u16(), code(early).await.as_str()), (425, "too_early"));
    server.advance(HOUR - 29 * MINUTE);
    let response = post().await.unwrap();
    assert_eq!(response.status(), 201);
    let session = location(&response);
    let head = server.sign_in("head").await;
    stopped(&head, &scheduled.hearing, "cancel", json!({ "reason": "当事人撤回了申请" })).await.expect(200);
    let device = Device::new(&server, &token);
    ends(&device, &session).await;
    assert_eq!(post().await.unwrap().status(), 401, "the token went with the hearing");
    head.post(&path, json!({})).await.refused(422, "not_yours");
}

#[tokio::test(flavor = "multi_thread")]
async fn guessing_tokens_is_slowed_down() {
    let hall = Hall::open().await;
    let device = hall.device(&hall.token(PETITIONER).await);
    for _ in 0..20 {
        device.start("/whip", &sender()).await; // right ones cost nothing
    }
    let guess = |n: usize| hall.device(&format!("{n:064x}")).offer("/whip", &sender()).send();
    for n in 0..10 {
        assert_eq!(guess(n).await.unwrap().status(), 401);
    }
    let response = guess(10).await.unwrap();
    assert_eq!(response.status(), 429);
    assert!(response.headers().contains_key("retry-after"));
    device.start("/whip", &sender()).await; // beside who guesses, on the same network
}
