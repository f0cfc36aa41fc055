//! The load test against the real server: what it says is true, and it leaves nothing open.

use crate::kit::{server::TestServer, town};
use loadtest::house::{
    load::{Faults, Media},
    net::Server,
    outcome::{Limits, Outcome},
    run::{Wish, run},
    staff::Account,
};
use std::{future::pending, path::Path, time::Duration};

fn wish(rooms: usize, seats: usize) -> Wish {
    let account = |name: &str| Account { username: name.to_owned(), password: town::PASSWORD.to_owned() };
    Wish {
        accounts: ["counter", "head"].map(account).into(),
        rooms,
        seats,
        storm: None,
        time: Duration::from_secs(3),
        churn: 0.0,
        media: Media {
            cameras: seats,
            layers: 1,
            temporal: 2,
            kbps: 150.0,
            fps: 10.0,
            packet_bytes: 1100,
            talks: 0.5,
        },
        faults: Faults::default(),
        limits: Limits::default(),
        threads: 1,
    }
}

#[expect(clippy::print_stdout, reason = "what the load test says, where a failed test shows it")]
async fn play(server: &TestServer, wish: &Wish) -> Outcome {
    let at = Server::new(&server.url, Path::new("/nowhere")).unwrap();
    run(at, wish, |line| println!("{line}"), pending()).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn in_two_hearings_every_seat_receives_from_every_other_and_nothing_is_left_open() {
    let server = TestServer::start().await;
    let outcome = play(&server, &wish(2, 3)).await;
    assert_eq!((outcome.joined, outcome.failed), (6, 0), "{outcome:?}");
    let flows = outcome.flows;
    assert_eq!((flows.pairs, flows.heard, flows.seen), (12, 12, 12), "{outcome:?}");
    assert!(outcome.frames > 60 && outcome.latency_p99_ms > 0.0, "{outcome:?}");

    let desk = server.sign_in("head").await;
    let list = desk.get("/petitions?search=压力测试").await.expect(200);
    let petition =
        desk.get(&format!("/petitions/{}", list["rows"][0]["id"].as_str().unwrap())).await.expect(200);
    assert_eq!(petition["state"], "withdrawn");
    for hearing in petition["hearings"].as_array().unwrap() {
        assert_eq!(hearing["stage"], "closed");
    }
    server.media.shutdown();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_who_leaves_comes_back_and_losses_on_the_line_are_filled() {
    let server = TestServer::start().await;
    let faults = Faults { loss: 0.05, seed: 7, ..Faults::default() };
    let churned = Wish { churn: 30.0, faults, time: Duration::from_secs(6), ..wish(1, 5) };
    let outcome = play(&server, &churned).await;
    assert_eq!(outcome.failed, 0, "{outcome:?}");
    assert!(outcome.recovered > 0, "{outcome:?}");
    server.media.shutdown();
}
