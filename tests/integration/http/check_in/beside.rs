//! Who comes to a reception room and takes part by its camera (同席).

use super::Door;
use crate::{http::cases::PETITIONER_SEAT, kit::server::Answer};
use reqwest::Method;
use serde_json::{Value, json};
use signaling::wire::{ClientMessage, Presence, ServerMessage};
use uuid::Uuid;

const PRESIDER: usize = 0;
const OFFICIAL: usize = 2;
const COMPANY: usize = 4;

impl Door {
    async fn put_beside(&self, who: usize, carrier: Value) -> Answer {
        let path = self.scheduled.path(&format!("/seats/{}/beside", self.scheduled.seats[who]));
        let request = self.clerk.request(Method::PUT, &path).json(&json!({ "carrier": carrier }));
        self.clerk.send(request).await
    }
}

#[tokio::test]
async fn a_petitioner_before_an_officials_camera_is_known_by_paper_and_let_in() {
    let door = Door::open().await;
    let seats = &door.scheduled.seats;
    door.put_beside(PETITIONER_SEAT, json!(seats[COMPANY])).await.refused(422, "cannot_sit_beside");
    door.put_beside(PETITIONER_SEAT, json!(Uuid::nil())).await.refused(422, "no_such_seat");
    door.put_beside(COMPANY, json!(seats[OFFICIAL])).await.refused(404, "not_found");
    assert_eq!(door.row().await["beside"], json!(null), "nothing changed");

    let rows = door.put_beside(PETITIONER_SEAT, json!(seats[OFFICIAL])).await.expect(200);
    assert_eq!(rows[PETITIONER_SEAT]["beside"], json!(seats[OFFICIAL]));
    assert_eq!([OFFICIAL, COMPANY].map(|n| rows[n]["may_carry"].clone()), [json!(true), json!(false)]);

    let mut presider = door.sit(PRESIDER).await;
    let _official = door.sit(OFFICIAL).await;
    presider.until_granted(|grants| grants.preside).await;
    let seat = |n: usize| signaling::wire::SeatId::from(door.scheduled.seat(n));
    let admit = |n: usize| ClientMessage::Admit { seat: seat(n) };
    presider.done(admit(OFFICIAL)).await;
    door.clerk.post(&door.seat("/identity"), json!({ "way": "paper" })).await.expect(200);
    assert_eq!(door.row().await["state"], "identity_ok", "no device of theirs is to be tested");
    presider.done(admit(PETITIONER_SEAT)).await;
    let petitioner = seat(PETITIONER_SEAT);
    let is = |wanted: fn(&Presence) -> bool| {
        move |message: &ServerMessage| match message {
            ServerMessage::Seat { seat } => seat.id == petitioner && wanted(&seat.presence),
            _ => false,
        }
    };
    presider.until(is(|is| matches!(is, Presence::Seated { .. }))).await;

    door.put_beside(PETITIONER_SEAT, json!(null)).await.expect(200);
    presider.until(is(|is| matches!(is, Presence::Dropped { admitted: true, .. }))).await;
    let head = door.server.sign_in("head").await;
    let log = head.oldest_first(&door.scheduled.petition.path("/timeline")).await;
    let told = log.as_array().unwrap().iter().filter(|event| event["kind"] == "hearing.seat_beside");
    let beside: Vec<_> = told.map(|event| event["details"]["beside"].clone()).collect();
    assert_eq!(beside, [json!(seats[OFFICIAL]), json!(null)]);
}
