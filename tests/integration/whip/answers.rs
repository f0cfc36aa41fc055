//! RFC 9725's required answers.

use super::hall::{Hall, PETITIONER, RESTART, TRICKLE, UNIT, code, header, offer, receiver, sender};
use reqwest::Method;

#[tokio::test(flavor = "multi_thread")]
async fn an_offer_is_answered_with_everything_a_client_needs() {
    let hall = Hall::open().await;
    for (door, sdp, way) in [("/whip", sender(), "a=recvonly"), ("/whep", receiver(), "a=sendonly")] {
        let device = hall.device(&hall.token(PETITIONER).await);
        let response = device.offer(door, &sdp).header("accept", "application/sdp").send().await.unwrap();
        assert_eq!(response.status(), 201);
        for (name, expected) in [
            ("content-type", "application/sdp"),
            ("etag", "\"ice-1\""),
            ("accept-patch", "application/trickle-ice-sdpfrag"),
            ("access-control-allow-origin", "*"),
        ] {
            assert_eq!(header(&response, name), expected, "{name}");
        }
        let exposed = header(&response, "access-control-expose-headers");
        assert!(exposed.contains("location") && exposed.contains("link"), "{exposed}");
        let link = header(&response, "link");
        let server = "<turns:turn.test:443?transport=tcp>; rel=\"ice-server\"; username=\"";
        assert!(link.starts_with(server) && link.contains("; credential=\""), "{link}");
        let session = header(&response, "location").strip_prefix("/api").unwrap().to_owned();
        let answer = response.text().await.unwrap();
        assert_eq!(answer.matches(way).count(), 2, "{answer}");
        for line in ["a=ice-lite", "a=ice-options:trickle", "a=group:BUNDLE 0 1", "a=setup:passive"] {
            assert!(answer.contains(&format!("\r\n{line}\r\n")), "{line} in {answer}");
        }
        assert_eq!(answer.matches("a=rtcp-mux-only").count(), 2);
        let candidates =
            [answer.matches("\r\na=candidate:").count(), answer.matches("\r\na=end-of-candidates").count()];
        assert_eq!(candidates, [2; 2], "in both sections");
        assert_eq!(device.status(Method::DELETE, &session).await, 200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_post_is_refused_before_anything_happens() {
    let hall = Hall::open().await;
    let device = hall.device(&hall.token(PETITIONER).await);
    let (two_voices, h265) =
        (offer(&[("audio", "sendonly"), ("audio", "sendonly")]), sender().replace("VP8/90000", "H265/90000"));
    let unbundled = sender().replace("a=group:BUNDLE 0 1\r\n", "");
    let long = format!("v=0\r\n{}", "a=x\r\n".repeat(10_000));
    let post = |path: &str, body: &str| device.offer(path, body);
    let untyped = device.request(Method::POST, "/whip").body(sender());
    for (request, status, expected) in [
        (device.without_token(Method::POST, "/whip").body(sender()), 401, "unauthenticated"),
        (device.without_token(Method::POST, "/whip").basic_auth("a", Some("b")), 401, "unauthenticated"),
        (device.without_token(Method::POST, "/whip").bearer_auth("wrong"), 401, "unauthenticated"),
        (untyped, 415, "unsupported_media_type"),
        (post("/whip", "").header("accept", "text/html"), 406, "not_acceptable"),
        (post("/whip", "hello"), 400, "bad_request"),
        (post("/whip", ""), 400, "bad_request"),
        (post("/whip", &long), 413, "too_large"),
        (post("/whip", &receiver()), 422, "bad_offer"),
        (post("/whip", &two_voices), 422, "bad_offer"),
        (post("/whip", &h265), 422, "bad_offer"),
        (post("/whep", &sender()), 422, "bad_offer"),
        (post("/whep", &receiver().replace("VP8/90000", "H264/90000")), 422, "bad_offer"),
        (post("/whip", &unbundled), 422, "bad_offer"),
    ] {
        let response = request.send().await.unwrap();
        let challenge = header(&response, "www-authenticate").to_owned();
        assert_eq!(response.status(), status, "{expected}");
        assert_eq!(challenge == "Bearer", status == 401);
        assert_eq!(code(response).await, expected);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_patch_trickles_or_restarts_or_is_refused() {
    let hall = Hall::open().await;
    let device = hall.device(&hall.token(PETITIONER).await);
    let other = hall.device(&hall.token(UNIT).await);
    let session = device.start("/whip", &sender()).await;
    let patch = |tag: &str, body: &str| device.patch(&session, tag, body);
    let unconditional =
        device.request(Method::PATCH, &session).header("content-type", FRAGMENT).body(TRICKLE);
    let untyped = device.request(Method::PATCH, &session).header("if-match", "*").body(TRICKLE);
    let nowhere = format!("/device-sessions/{}", "0".repeat(32));
    for (request, status, etag) in [
        (patch("\"ice-1\"", TRICKLE), 204, ""),
        (patch("*", TRICKLE), 204, ""),
        (patch("\"x\", \"ice-1\"", "a=end-of-candidates"), 204, ""),
        (unconditional, 428, ""),
        (patch("\"ice-2\"", TRICKLE), 412, ""),
        (patch("W/\"ice-1\"", TRICKLE), 412, ""),
        (untyped, 415, ""),
        (patch("*", "hello"), 400, ""),
        (patch("*", ""), 400, ""),
        (patch("*", "a=ice-ufrag:news"), 400, ""),
        (patch("*", &"a=x\r\n".repeat(10_000)), 413, ""),
        (other.patch(&session, "*", TRICKLE), 401, ""),
        (device.patch(&nowhere, "*", TRICKLE), 404, ""),
        (device.patch("/device-sessions/x", "*", TRICKLE), 404, ""),
        (patch("*", RESTART), 200, "\"ice-2\""),
        (patch("\"ice-1\"", TRICKLE), 412, ""),
        (patch("\"*\"", RESTART), 204, ""), // again: these are the credentials it has
        (patch("\"ice-2\"", TRICKLE), 200, "\"ice-3\""), // back: new credentials are a restart, by whatever tag
    ] {
        let response = request.send().await.unwrap();
        let found = (response.status().as_u16(), header(&response, "etag").to_owned());
        assert_eq!(found, (status, etag.to_owned()), "{:?}", response.text().await);
    }
}

const FRAGMENT: &str = "application/trickle-ice-sdpfrag";

#[tokio::test(flavor = "multi_thread")]
async fn a_restart_gives_new_credentials_and_the_same_candidates() {
    let hall = Hall::open().await;
    let device = hall.device(&hall.token(PETITIONER).await);
    let response = device.offer("/whip", &sender()).send().await.unwrap();
    let session = header(&response, "location").strip_prefix("/api").unwrap().to_owned();
    let before = response.text().await.unwrap();
    let response = device.patch(&session, "*", RESTART).send().await.unwrap();
    assert_eq!(header(&response, "content-type"), FRAGMENT);
    let fragment = response.text().await.unwrap();
    let of = |text: &str, name: &str| text.lines().find(|line| line.starts_with(name)).unwrap().to_owned();
    for (name, stays) in [
        ("a=ice-lite", true),
        ("a=ice-options:", true),
        ("a=group:BUNDLE", true),
        ("m=audio", true),
        ("a=candidate:", true),
        ("a=ice-ufrag:", false),
        ("a=ice-pwd:", false),
    ] {
        assert_eq!(of(&before, name) == of(&fragment, name), stays, "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn resources_say_what_they_take_and_have_nothing_to_show() {
    let hall = Hall::open().await;
    let device = hall.device(&hall.token(PETITIONER).await);
    let session = device.start("/whip", &sender()).await;
    for path in ["/whip", "/whep", &session] {
        let preflight = device
            .without_token(Method::OPTIONS, path)
            .header("origin", "https://elsewhere.example")
            .header("access-control-request-method", "POST");
        let response = preflight.send().await.unwrap();
        assert_eq!(response.status(), 200);
        assert_eq!(header(&response, "access-control-allow-origin"), "*");
        assert!(header(&response, "access-control-allow-headers").contains("authorization"));
        assert_eq!(header(&response, "accept-post"), "application/sdp");
        for (method, status) in [(Method::GET, 204), (Method::HEAD, 204), (Method::PUT, 405)] {
            let response = device.request(method.clone(), path).send().await.unwrap();
            assert_eq!(response.status(), status, "{method} {path}");
            assert_eq!(header(&response, "allow").is_empty(), status != 405, "{method} {path}");
            assert_eq!(response.text().await.unwrap().is_empty(), status != 405, "{method} {path}");
        }
    }
    for (method, path) in [(Method::DELETE, "/whip"), (Method::PATCH, "/whep"), (Method::POST, &*session)] {
        assert_eq!(device.status(method, path).await, 405, "{path}");
    }
}
