use super::cases::{HOUR, MINUTE, PETITIONER_SEAT, Scheduled, exchange, stopped};
use crate::kit::server::TestServer;
use flate2::{Compression, bufread::GzDecoder, write::GzEncoder};
use lianjie::{channels::outbox::Settings, edge::EdgeConfig};
use reqwest::Method;
use serde_json::{Value, json};
use std::io::{Read as _, Write as _};

/// A hearing in a quarter of an hour, and the petitioner's link.
async fn invited(server: &TestServer) -> (Scheduled, String) {
    let head = server.sign_in("head").await;
    let scheduled = Scheduled::on(server, &head).await;
    let secret = scheduled.link(&head, PETITIONER_SEAT).await;
    server.advance(HOUR - 15 * MINUTE);
    (scheduled, secret)
}

#[tokio::test]
async fn a_link_seats_the_device_that_opens_it() {
    let server = TestServer::start().await;
    let (scheduled, secret) = invited(&server).await;
    let phone = server.visitor();
    let pass = exchange(&phone, &secret).await.expect(200);
    assert_eq!(pass["seat"], *scheduled.seats[PETITIONER_SEAT]);
    assert_eq!((&pass["role"], &pass["label"]), (&json!("petitioner"), &json!("信访人")));
    assert_eq!(phone.get("/seat").await.expect(200), pass);
    let ticket = phone.post("/tickets", json!({ "hearing": scheduled.hearing })).await.expect(200);
    assert_eq!(ticket["expires_in_s"], 30);
}

/// Who comes is told so before anything of theirs is sent (PIPL 17).
#[tokio::test]
async fn a_seat_learns_at_the_door_whether_it_is_recorded_and_for_how_long_that_is_kept() {
    for (recorded, years) in [(true, json!(3)), (false, json!(null))] {
        let notices = Settings { recorded, ..Settings::default() };
        let server = TestServer::start_with(EdgeConfig { notices, ..EdgeConfig::default() }).await;
        let (_, secret) = invited(&server).await;
        let phone = server.visitor();
        assert_eq!(exchange(&phone, &secret).await.expect(200)["recording_years"], years);
        assert_eq!(phone.get("/seat").await.expect(200)["recording_years"], years);
    }
}

/// The answer was lost on the way, and with it the cookie.
#[tokio::test]
async fn an_exchange_is_answered_again_to_whoever_knows_link_and_nonce() {
    const NONCE: &str = "3141592653,589793238";
    let server = TestServer::start().await;
    let (_, secret) = invited(&server).await;
    let ask = |nonce: &str| {
        let asked = json!({ "secret": secret, "nonce": nonce });
        let browser = server.visitor();
        async move { (browser.post("/seat/exchange", asked).await, browser) }
    };
    ask("short").await.0.refused(422, "unprocessable");
    let (first, lost) = ask(NONCE).await;
    let pass = first.expect(200);
    let (second, phone) = ask(NONCE).await;
    assert_eq!(second.expect(200), pass);
    for browser in [&phone, &lost] {
        assert_eq!(
            browser.get("/seat").await.expect(200),
            pass,
            "one session, however often it was answered"
        );
    }
    ask("2718281828,459045235").await.0.refused(410, "link_used");
    exchange(&server.visitor(), &secret).await.refused(410, "link_used");
}

/// Whoever loses the seat does not get it back by asking again.
#[tokio::test]
async fn a_nonce_opens_nothing_once_the_seat_has_another_link() {
    let server = TestServer::start().await;
    let (scheduled, secret) = invited(&server).await;
    let asked = json!({ "secret": secret, "nonce": "3141592653,589793238" });
    server.visitor().post("/seat/exchange", asked.clone()).await.expect(200);
    scheduled.link(&server.sign_in("head").await, PETITIONER_SEAT).await;
    server.visitor().post("/seat/exchange", asked).await.refused(404, "no_such_link");
}

#[tokio::test]
async fn a_neighbour_who_tries_links_keeps_nobody_out_whose_link_is_right() {
    let server = TestServer::start().await;
    let (_, secret) = invited(&server).await;
    for _ in 0..10 {
        exchange(&server.visitor(), "none").await.refused(404, "no_such_link");
    }
    exchange(&server.visitor(), "none").await.refused(429, "too_many");
    exchange(&server.visitor(), &secret).await.expect(200);
}

/// They come by signing in: a link would let a shut account in.
#[tokio::test]
async fn an_officials_seat_has_no_link() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let scheduled = Scheduled::on(&server, &head).await;
    for seat in 0..PETITIONER_SEAT {
        let path = scheduled.path(&format!("/seats/{}/link", scheduled.seats[seat]));
        head.post(&path, json!({})).await.refused(404, "not_found");
    }
}

/// Presider and clerk may enter before check-in; the unit's page has nothing to offer yet.
#[tokio::test]
async fn an_officials_page_learns_at_the_door_what_its_media_need() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let scheduled = Scheduled::on(&server, &head).await;
    let needs = json!({ "audio": scheduled.seats.len() - 1, "video": scheduled.seats.len() });
    for (username, slots) in [("clerk", needs), ("handler", json!(null))] {
        let browser = server.sign_in(username).await;
        let page = browser.get(&scheduled.path("?door=true")).await.expect(200);
        assert_eq!(page["media"]["slots"], slots, "{username}");
        // What opens ways round a firewall for half a day is told at the door alone.
        for elsewhere in ["", "?door=false"] {
            assert_eq!(browser.get(&scheduled.path(elsewhere)).await.expect(200)["media"], json!(null));
        }
    }
    head.get(&scheduled.path("?door=ajar")).await.refused(400, "bad_request");
}

/// What an offer ahead of the socket comes to is held by `media::workers` and the browsers; here, that it harms no ticket.
#[tokio::test]
async fn an_offer_that_cannot_be_answered_costs_no_ticket() {
    let server = TestServer::start().await;
    let (scheduled, secret) = invited(&server).await;
    let phone = server.visitor();
    let pass = exchange(&phone, &secret).await.expect(200);
    assert_eq!(pass["slots"], json!({ "audio": scheduled.seats.len() - 1, "video": scheduled.seats.len() }));
    let offer = json!({ "peer": 1, "sdp": "v=0", "sources": [], "receivers": [] });
    for _ in 0..12 {
        let asked = json!({ "hearing": scheduled.hearing, "offer": offer });
        let ticket = phone.post("/tickets", asked).await.expect(200);
        assert_eq!((ticket["ticket"].is_string(), &ticket["answer"]), (true, &json!(null)));
    }
}

fn gzip(plain: &[u8]) -> Vec<u8> {
    let mut stream = GzEncoder::new(Vec::new(), Compression::default());
    stream.write_all(plain).unwrap();
    stream.finish().unwrap()
}

/// Most of what a join sends is its offer, and says everything eight times.
#[tokio::test]
async fn a_ticket_may_be_asked_for_compressed_and_no_more_is_unpacked_than_a_body_may_hold() {
    let server = TestServer::start().await;
    let (scheduled, secret) = invited(&server).await;
    let phone = server.visitor();
    exchange(&phone, &secret).await.expect(200);
    let offer = json!({ "peer": 1, "sdp": "v=0", "sources": [], "receivers": [] });
    let asked = json!({ "hearing": scheduled.hearing, "offer": offer }).to_string();
    let post = async |coding: &str, body: Vec<u8>| {
        let request = phone.request(Method::POST, "/tickets").header("content-type", "application/json");
        phone.send(request.header("content-encoding", coding).body(body)).await
    };
    for coding in ["gzip", "GZIP"] {
        let ticket = post(coding, gzip(asked.as_bytes())).await.expect(200);
        assert!(ticket["ticket"].is_string(), "{coding}: {ticket}");
    }
    let padded = |length: usize| gzip((asked.clone() + &" ".repeat(length - asked.len())).as_bytes());
    post("gzip", padded(256 * 1024)).await.expect(200);
    post("gzip", padded(256 * 1024 + 1)).await.refused(413, "too_large");
    post("gzip", padded(16 << 20)).await.refused(413, "too_large");
    post("gzip", asked.clone().into()).await.refused(400, "bad_request");
    post("gzip", gzip(b"{")).await.refused(400, "bad_request");
    post("gzip", Vec::new()).await.refused(400, "bad_request");
    for coding in ["br", "deflate", "gzip, gzip", "identity"] {
        post(coding, gzip(asked.as_bytes())).await.refused(415, "unsupported_media_type");
    }
}

#[tokio::test]
async fn a_ticket_is_answered_compressed_to_who_takes_that() {
    let server = TestServer::start().await;
    let (scheduled, secret) = invited(&server).await;
    let phone = server.visitor();
    exchange(&phone, &secret).await.expect(200);
    for (takes, compressed) in [("gzip, deflate, br", true), ("identity", false), ("gzip;q=0", false)] {
        let request = phone.request(Method::POST, "/tickets").header("accept-encoding", takes);
        let answer = phone.raw(request.json(&json!({ "hearing": scheduled.hearing }))).await;
        assert_eq!(answer.headers()["content-type"], "application/json");
        assert_eq!(answer.headers().contains_key("content-encoding"), compressed, "{takes}");
        let mut text = answer.bytes().await.unwrap().to_vec();
        if compressed {
            let packed = std::mem::take(&mut text);
            GzDecoder::new(&packed[..]).read_to_end(&mut text).unwrap();
        }
        let ticket: Value = serde_json::from_slice(&text).unwrap();
        assert!(ticket["ticket"].is_string(), "{takes}: {ticket}");
    }
}

#[tokio::test]
async fn a_link_opens_half_an_hour_before() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let scheduled = Scheduled::on(&server, &head).await;
    let secret = scheduled.link(&head, PETITIONER_SEAT).await;
    let refused = exchange(&server.visitor(), &secret).await.refused(425, "too_early");
    assert_eq!(refused["opens_at"], scheduled.starts_at - 30 * MINUTE);
    assert_eq!(refused["starts_at"], scheduled.starts_at);
    server.advance(30 * MINUTE + 1000);
    exchange(&server.visitor(), &secret).await.expect(200);
}

/// Its old time would be counted down to, and then be there.
#[tokio::test]
async fn a_link_of_a_hearing_that_was_put_off_names_no_time_until_there_is_one() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let scheduled = Scheduled::on(&server, &head).await;
    let secret = scheduled.link(&head, PETITIONER_SEAT).await;
    let reason = "主持人临时有紧急公务";
    stopped(&head, &scheduled.hearing, "postpone", json!({ "reason": reason })).await.expect(200);
    server.advance(HOUR + MINUTE);
    let refused = exchange(&server.visitor(), &secret).await.refused(425, "too_early");
    assert_eq!((refused.get("opens_at"), refused.get("starts_at")), (None, None));
    let (head, later) = (server.sign_in("head").await, server.now().0 + 24 * HOUR);
    let timed = json!({ "reason": reason, "starts_at": later, "ends_at": later + HOUR });
    stopped(&head, &scheduled.hearing, "postpone", timed).await.expect(200);
    let refused = exchange(&server.visitor(), &secret).await.refused(425, "too_early");
    assert_eq!(refused["starts_at"], later);
}

/// Outsiders have no other way in, and what the first opening made ends with the old day.
#[tokio::test]
async fn a_link_used_before_the_hearing_was_put_off_opens_on_the_new_day() {
    let server = TestServer::start().await;
    let (scheduled, secret) = invited(&server).await;
    exchange(&server.visitor(), &secret).await.expect(200);
    let (head, later) = (server.sign_in("head").await, server.now().0 + 24 * HOUR);
    let timed = json!({ "reason": "主持人临时有紧急公务", "starts_at": later, "ends_at": later + HOUR });
    stopped(&head, &scheduled.hearing, "postpone", timed).await.expect(200);
    server.advance(24 * HOUR - 10 * MINUTE);
    exchange(&server.visitor(), &secret).await.expect(200);
    exchange(&server.visitor(), &secret).await.refused(410, "link_used");
}

/// Whoever got hold of it would be let in beside the person, whose device is in still.
#[tokio::test]
async fn a_used_link_stays_used_where_the_device_is_still_in_at_the_new_time() {
    let server = TestServer::start().await;
    let (scheduled, secret) = invited(&server).await;
    let phone = server.visitor();
    exchange(&phone, &secret).await.expect(200);
    let (head, later) = (server.sign_in("head").await, server.now().0 + 20 * MINUTE);
    let timed = json!({ "reason": "主持人临时有紧急公务", "starts_at": later, "ends_at": later + HOUR });
    stopped(&head, &scheduled.hearing, "postpone", timed).await.expect(200);
    exchange(&server.visitor(), &secret).await.refused(410, "link_used");
    phone.get("/seat").await.expect(200);
}

#[tokio::test]
async fn a_link_that_was_stolen_opens_nothing_on_a_second_device() {
    let server = TestServer::start().await;
    let (_, secret) = invited(&server).await;
    let phone = server.visitor();
    exchange(&phone, &secret).await.expect(200);
    let thief = server.visitor();
    exchange(&thief, &secret).await.refused(410, "link_used");
    thief.get("/seat").await.refused(401, "unauthenticated");
    phone.get("/seat").await.expect(200);
}

#[tokio::test]
async fn looking_at_a_link_does_not_use_it_up() {
    let server = TestServer::start().await;
    let (_, secret) = invited(&server).await;
    let robot = server.visitor();
    for method in [Method::GET, Method::HEAD] {
        let page = reqwest::Client::new().request(method.clone(), format!("{}/join", server.url));
        assert_eq!(page.send().await.unwrap().status(), 200);
        robot.send(robot.request(method, "/seat/exchange")).await.expect(405);
    }
    exchange(&server.visitor(), &secret).await.expect(200);
}

#[tokio::test]
async fn a_fresh_link_ends_the_old_one_and_its_device() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let scheduled = Scheduled::on(&server, &head).await;
    let (old, unused) = (scheduled.link(&head, PETITIONER_SEAT).await, server.visitor());
    server.advance(HOUR - 15 * MINUTE);
    let head = server.sign_in("head").await;
    let lost = server.visitor();
    exchange(&lost, &old).await.expect(200);
    let fresh = scheduled.link(&head, PETITIONER_SEAT).await;
    lost.get("/seat").await.refused(401, "unauthenticated");
    exchange(&unused, &old).await.refused(404, "no_such_link");
    exchange(&unused, &fresh).await.expect(200);
    let seats = head.get(&scheduled.path("")).await.expect(200)["seats"].clone();
    assert_eq!((&seats[PETITIONER_SEAT]["link"], &seats[0]["link"]), (&json!("used"), &json!("none")));
}

#[tokio::test]
async fn a_made_up_link_opens_nothing() {
    let server = TestServer::start().await;
    exchange(&server.visitor(), &"0".repeat(64)).await.refused(404, "no_such_link");
}

#[tokio::test]
async fn a_cancelled_hearing_is_over_for_its_links_and_devices() {
    let server = TestServer::start().await;
    let (scheduled, secret) = invited(&server).await;
    let head = server.sign_in("head").await;
    let company = scheduled.link(&head, 4).await;
    let phone = server.visitor();
    exchange(&phone, &secret).await.expect(200);
    let reason = json!({ "reason": "当事人申请改期后撤回" });
    let page = stopped(&head, &scheduled.hearing, "cancel", reason).await.expect(200);
    assert_eq!(page["stage"]["stage"], "cancelled");
    exchange(&server.visitor(), &company).await.refused(410, "hearing_over");
    phone.get("/seat").await.refused(401, "unauthenticated");
}

#[tokio::test]
async fn a_seat_gets_no_ticket_for_another_hearing_or_seat() {
    let server = TestServer::start().await;
    let (scheduled, secret) = invited(&server).await;
    let phone = server.visitor();
    exchange(&phone, &secret).await.expect(200);
    let other_seat = json!({ "hearing": scheduled.hearing, "seat": scheduled.seats[0] });
    phone.post("/tickets", other_seat).await.refused(401, "unauthenticated");
    let other_hearing = json!({ "hearing": scheduled.petition.id });
    phone.post("/tickets", other_hearing).await.refused(401, "unauthenticated");
}

#[tokio::test]
async fn staff_get_tickets_for_their_own_seats_by_signing_in() {
    let server = TestServer::start().await;
    let (scheduled, _) = invited(&server).await;
    let asked = json!({ "hearing": scheduled.hearing });
    for username in ["head", "clerk"] {
        server.sign_in(username).await.post("/tickets", asked.clone()).await.expect(200);
    }
    server.sign_in("neighbour").await.post("/tickets", asked.clone()).await.refused(404, "not_found");
    let presider = json!({ "hearing": scheduled.hearing, "seat": scheduled.seats[0] });
    server.sign_in("clerk").await.post("/tickets", presider).await.refused(404, "not_found");
}
