//! Who is recused while they sit there presides no more (art. 28; docs/rules.md 3.5, invariant 3).

use super::cases::{HOUR, MINUTE, Scheduled, at_unit, moved};
use crate::kit::{server::TestServer, town::staff_id};
use lianjie::rooms::{Line, OUTBOX};
use serde_json::json;
use signaling::wire::ServerMessage;
use tokio::sync::mpsc;

#[tokio::test]
async fn who_is_recused_in_an_open_room_presides_no_more() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let scheduled = Scheduled::on(&server, &head).await;
    at_unit(&head, &scheduled.petition.id).await;
    server.advance(HOUR - 15 * MINUTE);
    let head = server.sign_in("head").await;
    let hearing = scheduled.id();
    let presider = scheduled.seat(0);
    let (outbox, mut inbox) = mpsc::channel(OUTBOX);
    let line = Line::Page { from: None, holds: None };
    let _connection = server.rooms.connect(hearing, presider, line, outbox).await.unwrap();
    presides(&mut inbox, true).await;
    let recuse = json!({ "kind": "recuse", "staff": staff_id("head").0, "reason": "与信访人有亲属关系" });
    moved(&head, &scheduled.petition.id, recuse).await;
    presides(&mut inbox, false).await;
}

async fn presides(inbox: &mut mpsc::Receiver<ServerMessage>, wanted: bool) {
    loop {
        let message = tokio::time::timeout(std::time::Duration::from_secs(10), inbox.recv()).await;
        match message.expect("in time").expect("connected") {
            ServerMessage::Grants { grants } if grants.preside == wanted => return,
            _ => {}
        }
    }
}
