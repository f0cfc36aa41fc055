//! The load test against the real server: what it says is true, and it leaves nothing open.

use crate::kit::{server::TestServer, town};
use lianjie::{
    domain::{event::EventKind, ids::PetitionId},
    media::plane::{MediaPlane, MediaRoom, UpStatistics},
};
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

/// The matter that the load test held its hearings about.
async fn matter(server: &TestServer) -> PetitionId {
    let desk = server.sign_in("head").await;
    let list = desk.get("/petitions?search=压力测试").await.expect(200);
    PetitionId(list["rows"][0]["id"].as_str().unwrap().parse().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_who_leaves_comes_back_and_losses_on_the_line_are_filled() {
    let server = TestServer::start().await;
    let faults = Faults { loss: 0.05, seed: 7, ..Faults::default() };
    let churned = Wish { churn: 30.0, faults, time: Duration::from_secs(6), ..wish(1, 5) };
    let outcome = play(&server, &churned).await;
    assert_eq!(outcome.failed, 0, "{outcome:?}");
    assert!(outcome.recovered > 0, "{outcome:?}");
    let events = server.store.read().await.unwrap().timeline(matter(&server).await).await.unwrap();
    let count = |kind| events.iter().filter(|event| event.event.kind == kind).count();
    let [left, admitted] = [EventKind::HearingSeatLeft, EventKind::HearingSeatAdmitted].map(count);
    assert!(left >= 1 && admitted > 5, "{left} left, {admitted} were let in");
    server.media.shutdown();
}

/// Layers a camera of anybody's is seen to send, until there are three.
async fn layers_sent(server: &TestServer) -> Vec<String> {
    let desk = server.sign_in("head").await;
    loop {
        tokio::time::sleep(Duration::from_millis(300)).await; // no event tells of layers
        let list = desk.get("/petitions?search=压力测试").await.expect(200);
        let Some(id) = list["rows"][0]["id"].as_str() else { continue };
        let petition = desk.get(&format!("/petitions/{id}")).await.expect(200);
        let Some(hearing) = petition["hearings"][0]["id"].as_str() else { continue };
        let peers = server.media.statistics(MediaRoom(hearing.parse().unwrap())).await;
        let sent = |up: &UpStatistics| up.rid.clone().filter(|_| up.bits > 0);
        let layers = peers.iter().map(|peer| peer.sends.iter().filter_map(sent).collect::<Vec<_>>());
        if let Some(all) = layers.into_iter().find(|layers| layers.len() == 3) {
            return all;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn cameras_send_layers_guests_storm_in_and_lines_tremble() {
    let server = TestServer::start().await;
    let faults = Faults { jitter: Duration::from_millis(60), seed: 7, ..Faults::default() };
    let media = Media { layers: 3, kbps: 320.0, ..wish(1, 6).media };
    let storm = Some((2, Duration::from_millis(500)));
    let wished = Wish { media, faults, storm, time: Duration::from_secs(2), ..wish(1, 6) };
    let seen = tokio::time::timeout(Duration::from_secs(30), layers_sent(&server));
    let (outcome, layers) = tokio::join!(play(&server, &wished), seen);
    assert_eq!(layers.unwrap(), ["q", "h", "f"]);
    assert_eq!((outcome.joined, outcome.failed), (2, 0), "who stormed in is counted: {outcome:?}");
    // Up and down: twice half of it as a rule, and twice all of it at the worst.
    let (usual, worst) = (outcome.latency_p50_ms, outcome.latency_p99_ms);
    assert!(usual > 30.0 && worst > 70.0, "{outcome:?}");
    server.media.shutdown();
}
