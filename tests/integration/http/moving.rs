//! The officer sends a leg to the session it belongs to: by a fresh link or by signing in, and nowhere else.

use super::cases::{HOUR, MINUTE, PETITIONER_SEAT, Scheduled, exchange, wish};
use crate::kit::server::{Browser, TestServer};
use lianjie::rooms::{Line, OUTBOX};
use serde_json::{Value, json};
use signaling::wire::{CheckInNews, ServerMessage};
use tokio::sync::mpsc;

const COMPANY_SEAT: usize = 4;

/// Two sessions of one petition, an hour after each other; the company is asked to the first alone.
struct Morning {
    server: TestServer,
    first: Scheduled,
    second: String,
}

impl Morning {
    async fn begins() -> Self {
        let server = TestServer::start().await;
        let head = server.sign_in("head").await;
        let first = Scheduled::on(&server, &head).await;
        let page = head.get(&first.petition.path("")).await.expect(200);
        let mut wish = wish(first.starts_at + HOUR, &page["parties"][0]["id"]);
        wish["seats"].as_array_mut().unwrap().remove(COMPANY_SEAT);
        let second = head.post(&first.petition.path("/hearings"), wish).await.expect(201);
        let second = second["id"].as_str().unwrap().to_owned();
        server.advance(HOUR - 10 * MINUTE);
        Self { server, first, second }
    }

    /// Signs in anew: sessions at the desk end while the clock is moved.
    async fn head(&self) -> Browser {
        self.server.sign_in("head").await
    }

    async fn connects(&self, seat: usize) -> mpsc::Receiver<ServerMessage> {
        let hearing = self.first.id();
        let seat = self.first.seat(seat);
        let (outbox, inbox) = mpsc::channel(OUTBOX);
        let line = Line::Page { from: None, holds: None };
        let connection = self.server.rooms.connect(hearing, seat, line, outbox).await.unwrap();
        std::mem::forget(connection); // as long as the test
        inbox
    }

    async fn moves(&self, seat: usize) -> crate::kit::server::Answer {
        let deed = json!({ "deed": "move", "seat": self.first.seats[seat], "to": self.second });
        self.head().await.post(&self.first.path("/duty"), deed).await
    }

    /// Where the board would let a seat of the first session go.
    async fn ways(&self, seat: usize) -> Value {
        let board = self.head().await.get("/board").await.expect(200);
        let sessions = board["sessions"].as_array().unwrap();
        let first = sessions.iter().find(|session| session["id"] == self.first.hearing).unwrap();
        first["seats"][seat]["may_move_to"].clone()
    }
}

/// Told to go elsewhere: the hearing, and the secret of its link.
async fn told(inbox: &mut mpsc::Receiver<ServerMessage>) -> (String, Option<String>) {
    loop {
        let message = tokio::time::timeout(std::time::Duration::from_secs(10), inbox.recv()).await;
        if let ServerMessage::CheckIn { news: CheckInNews::Moved { hearing, secret } } =
            message.expect("in time").expect("connected")
        {
            return (hearing.to_string(), secret);
        }
    }
}

#[tokio::test]
async fn a_leg_goes_by_a_fresh_link_or_by_signing_in_once_the_other_door_is_open() {
    let morning = Morning::begins().await;
    let mut phone = morning.connects(PETITIONER_SEAT).await;
    let mut clerk = morning.connects(1).await;
    assert_eq!(morning.ways(PETITIONER_SEAT).await, json!([]), "the other door is shut");
    morning.moves(PETITIONER_SEAT).await.refused(425, "too_early");

    morning.server.advance(45 * MINUTE);
    assert_eq!(morning.ways(PETITIONER_SEAT).await, json!([morning.second]));
    morning.moves(PETITIONER_SEAT).await.expect(204);
    let (hearing, secret) = told(&mut phone).await;
    assert_eq!(hearing, morning.second);
    let pass = exchange(&morning.server.visitor(), &secret.unwrap()).await.expect(200);
    assert_eq!(pass["hearing"], morning.second);
    morning.moves(1).await.expect(204);
    assert_eq!(told(&mut clerk).await, (morning.second.clone(), None), "who signs in needs no link");
    let log = morning.head().await.oldest_first(&morning.first.petition.path("/timeline")).await;
    assert_eq!(log.to_string().matches("hearing.seat_moved").count(), 2);
}

#[tokio::test]
async fn who_is_not_here_or_has_no_seat_there_stays_and_no_link_is_used_up() {
    let morning = Morning::begins().await;
    morning.server.advance(45 * MINUTE);
    morning.moves(PETITIONER_SEAT).await.refused(422, "not_here");
    let _company = morning.connects(COMPANY_SEAT).await;
    assert_eq!(morning.ways(COMPANY_SEAT).await, json!([]));
    morning.moves(COMPANY_SEAT).await.refused(422, "no_seat_there");
    let nowhere = json!({
        "deed": "move", "seat": morning.first.seats[COMPANY_SEAT], "to": morning.first.petition.id,
    });
    morning.head().await.post(&morning.first.path("/duty"), nowhere).await.refused(404, "not_found");
    let log = morning.head().await.oldest_first(&morning.first.petition.path("/timeline")).await;
    assert!(!log.to_string().contains("hearing.link_issued"));
}
