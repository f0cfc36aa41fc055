//! Check-in: who sits there, what was promised, whether the device serves; the officer's board over it all.

mod beside;
mod board;
mod desk;
mod identity;
mod trial;

use super::cases::{HOUR, MINUTE, PETITIONER_SEAT, Scheduled, exchange};
use crate::{
    kit::server::{Browser, TestServer},
    rooms::table::Guest,
};
use lianjie::rooms::{Line, OUTBOX};
use reqwest::{
    Method,
    multipart::{Form, Part},
};
use serde_json::{Value, json};
use signaling::wire::ServerMessage;
use tokio::sync::mpsc;

/// A hearing in a quarter of an hour, its clerk and the petitioner's phone.
struct Door {
    server: TestServer,
    scheduled: Scheduled,
    clerk: Browser,
    phone: Browser,
}

impl Door {
    async fn open() -> Self {
        Self::at(TestServer::start().await).await
    }

    async fn at(server: TestServer) -> Self {
        let head = server.sign_in("head").await;
        let scheduled = Scheduled::on(&server, &head).await;
        let secret = scheduled.link(&head, PETITIONER_SEAT).await;
        server.advance(HOUR - 15 * MINUTE);
        let (clerk, phone) = (server.sign_in("clerk").await, server.visitor());
        exchange(&phone, &secret).await.expect(200);
        Self { server, scheduled, clerk, phone }
    }

    fn seat(&self, rest: &str) -> String {
        self.scheduled.path(&format!("/seats/{}{rest}", self.scheduled.seats[PETITIONER_SEAT]))
    }

    /// The petitioner's row as its clerk sees it.
    async fn row(&self) -> Value {
        let rows = self.clerk.get(&self.scheduled.path("/check-in")).await.expect(200);
        rows[PETITIONER_SEAT].clone()
    }

    async fn put_mask(&self, masked: bool) -> Value {
        let request = self.clerk.request(Method::PUT, &self.seat("/mask")).json(&json!({ "masked": masked }));
        self.clerk.send(request).await.expect(200)[PETITIONER_SEAT].clone()
    }

    async fn sit(&self, seat: usize) -> Guest {
        self.scheduled.sit(&self.server, seat).await
    }

    /// The same, where what is told is looked at in the raw.
    async fn connect(&self, seat: usize) -> mpsc::Receiver<ServerMessage> {
        let (outbox, inbox) = mpsc::channel(OUTBOX);
        let line = Line::Page { from: None, holds: None };
        let connection = self
            .server
            .rooms
            .connect(self.scheduled.id(), self.scheduled.seat(seat), line, outbox)
            .await
            .unwrap();
        std::mem::forget(connection); // as long as the test
        inbox
    }
}

async fn until<T>(
    inbox: &mut mpsc::Receiver<ServerMessage>,
    found: impl Fn(&ServerMessage) -> Option<T>,
) -> T {
    loop {
        let message = tokio::time::timeout(std::time::Duration::from_secs(10), inbox.recv()).await;
        if let Some(found) = found(&message.expect("in time").expect("connected")) {
            return found;
        }
    }
}

fn picture() -> Form {
    Form::new().part("file", Part::bytes(b"\xff\xd8\xff\xe0 a card".to_vec()).file_name("card.jpg"))
}

const GOOD: &str = r#"{"microphone":true,"camera":true,"carrier":"udp","round_trip_ms":30,"lost":0}"#;

#[tokio::test]
async fn a_seat_checks_in_step_by_step_and_the_photo_is_gone_afterwards() {
    let door = Door::open().await;
    let arrival = json!({ "no_recording": true, "language": "tibetan", "interpreter": true });
    let own = door.phone.post("/seat/check-in", arrival).await.expect(200);
    assert_eq!(
        (&own["state"], &own["declared"], &own["phone"]),
        (&json!("checking_in"), &json!(true), &json!(null))
    );
    let test = door.phone.post("/seat/self-test", serde_json::from_str(GOOD).unwrap()).await.expect(200);
    assert_eq!((&test["result"], &test["advice"]), (&json!("ok"), &json!([])));
    let own = door.phone.upload("/seat/photo", picture()).await.expect(200);
    assert_eq!((&own["photo"], &own["needs_identity"]), (&json!(true), &json!(true)));

    let row = door.row().await;
    assert_eq!(
        (&row["language"], &row["interpreter"], &row["photo"]),
        (&json!("tibetan"), &json!(true), &json!(true))
    );
    let photo = door.clerk.raw(door.clerk.request(Method::GET, &door.seat("/photo"))).await;
    assert_eq!(photo.headers()["content-type"], "image/jpeg");
    assert_eq!(photo.headers()["cache-control"], "no-store");
    let confirmed = door.clerk.post(&door.seat("/identity"), json!({ "way": "photo" })).await.expect(200);
    let row = &confirmed[PETITIONER_SEAT];
    assert_eq!(
        (&row["state"], &row["identity"]["way"], &row["photo"]),
        (&json!("waiting"), &json!("photo"), &json!(false))
    );
    door.clerk.get(&door.seat("/photo")).await.refused(422, "no_photo");
    let own = door.phone.get("/seat/check-in").await.expect(200);
    assert_eq!((&own["state"], &own["needs_identity"]), (&json!("waiting"), &json!(false)));

    let timeline =
        door.server.sign_in("head").await.oldest_first(&door.scheduled.petition.path("/timeline")).await;
    let kinds: Vec<_> =
        timeline.as_array().unwrap().iter().map(|event| event["kind"].as_str().unwrap()).collect();
    for kind in ["hearing.no_recording_declared", "hearing.self_tested", "hearing.identity_confirmed"] {
        assert!(kinds.contains(&kind), "{kind} in {kinds:?}");
    }
    assert!(!timeline.to_string().contains("tibetan"), "a language tells where somebody comes from");
}

#[tokio::test]
async fn a_helper_gets_a_seat_that_everybody_sees() {
    let door = Door::open().await;
    let mut phone = door.connect(PETITIONER_SEAT).await;
    let asked = json!({ "relation": "grid_worker", "name": "王某" });
    let rows = door.clerk.post(&door.seat("/helper"), asked).await.expect(200);
    let helper = &rows.as_array().unwrap()[5];
    assert_eq!((&helper["role"], &helper["name"]), (&json!("grid_worker"), &json!("王某")));
    assert_eq!(helper["helps"], door.scheduled.seats[PETITIONER_SEAT]);
    let seen = until(&mut phone, |message| match message {
        ServerMessage::Seat { seat } if seat.name == "王某" => Some(seat.label.clone()),
        _ => None,
    });
    assert_eq!(seen.await, "网格员");
    let path = door.scheduled.path(&format!("/seats/{}/link", helper["seat"].as_str().unwrap()));
    let head = door.server.sign_in("head").await;
    head.post(&path, json!({})).await.expect(200);
}
