//! The WebSocket as a stranger sees it: what is let in, what is refused and how, and that one broken
//! client disturbs no other.

pub mod page;

use crate::rooms::table::{PETITIONER, PRESIDER, UNIT};
use lianjie::rooms::SeatOffer;
use page::{End, House, hello};
use signaling::wire::{
    ByeReason, ClientMessage, DisconnectReason, MAX_FRAME_BYTES, OfferedReceiver, OfferedSource, PROTOCOL,
    Presence, RefusalCode, ServerMessage, SourceKind,
};
use tokio_tungstenite::tungstenite::{self, Message};

fn camera(on: bool) -> ClientMessage {
    ClientMessage::SetSource { kind: SourceKind::Camera, on }
}

#[tokio::test]
async fn a_page_with_a_ticket_is_welcomed_and_answered() {
    let house = House::open().await;
    let mut page = house.connect().await;
    page.say(hello(&house.ticket(PETITIONER))).await;
    let welcome = page.until(|_| true).await;
    let ServerMessage::Welcome { you, seats, peer_alive, slots, .. } = welcome else {
        panic!("welcome comes first, not {welcome:?}");
    };
    assert_eq!(you.0, house.table.seats[PETITIONER].0);
    assert_eq!((seats.len(), peer_alive, slots.audio, slots.video), (4, false, 3, 4));
    assert!(matches!(page.ask(camera(true)).await, ServerMessage::Done { re: 2 }));
    let hand = page.ask(ClientMessage::RaiseHand { up: true }).await;
    assert!(matches!(hand, ServerMessage::Refused { code: RefusalCode::InLobby, .. }), "{hand:?}");
}

/// What a page that comes in over a long line does: its media need not wait for its socket.
#[tokio::test]
async fn an_offer_ahead_of_the_socket_is_answered_and_held_by_it() {
    let house = House::open().await;
    let (hearing, seat) = (house.table.hearing, house.table.seats[UNIT]);
    let ahead = |peer, sdp: &str| {
        let sources = vec![OfferedSource { mid: "0".into(), kind: SourceKind::Camera }];
        let receivers = vec![OfferedReceiver { mid: "1".into(), video: true }];
        SeatOffer { from: None, peer, sdp: sdp.into(), sources, receivers }
    };
    assert_eq!(house.state.rooms.offer_ahead(hearing, seat, ahead(6, "")).await, None, "no offer");
    for time in ["once", "again, by who has not heard the answer", "and again"] {
        assert!(house.state.rooms.offer_ahead(hearing, seat, ahead(7, "v=0")).await.is_some(), "{time}");
    }
    assert_eq!(house.state.rooms.offer_ahead(hearing, seat, ahead(6, "v=0")).await, None, "another offer");
    for (held, expected) in [(7, true), (8, false)] {
        let mut page = house.connect().await;
        let ticket = house.ticket(UNIT);
        page.say(ClientMessage::Hello { protocol: PROTOCOL, ticket, peer: Some(held) }).await;
        let welcome = page.until(|message| matches!(message, ServerMessage::Welcome { .. })).await;
        let ServerMessage::Welcome { peer_alive, .. } = welcome else { unreachable!() };
        assert_eq!(peer_alive, expected, "holding {held}");
        let late = house.state.rooms.offer_ahead(hearing, seat, ahead(held, "v=0")).await;
        assert_eq!(late, None, "what was offered ahead of the socket that is open comes too late");
    }
    assert_eq!(
        house.state.rooms.offer_ahead(hearing, seat, ahead(9, "v=0")).await,
        None,
        "somebody sits there: its media are not taken away by who is only on the way",
    );
}

#[tokio::test]
async fn what_breaks_the_protocol_is_hung_up_with_its_code_and_others_are_not_disturbed() {
    let house = House::open().await;
    let mut other = house.sit(PRESIDER).await;
    let used = house.ticket(UNIT);
    let first = {
        let mut page = house.connect().await;
        page.say(hello(&used)).await;
        page.until(|message| matches!(message, ServerMessage::Welcome { .. })).await;
        page
    };
    let frame = |message| serde_json::to_string(&serde_json::json!({ "id": 1, "do": message })).unwrap();
    let greeting = |protocol: u32, ticket: &str| {
        frame(serde_json::json!({ "type": "hello", "protocol": protocol, "ticket": ticket, "peer": null }))
    };
    let good = house.ticket(PETITIONER);
    for (sent, reason, code) in [
        (Message::text("hello"), ByeReason::Violation, 1002),
        (Message::text("[".repeat(17)), ByeReason::Violation, 1002),
        (Message::binary(greeting(PROTOCOL, &good)), ByeReason::Violation, 1002),
        (Message::text(frame(serde_json::json!({ "type": "fly" }))), ByeReason::Violation, 1002),
        (Message::text(frame(serde_json::json!({ "type": "leave" }))), ByeReason::Violation, 1002),
        (Message::text(greeting(PROTOCOL + 1, &good)), ByeReason::WrongProtocol, 4002),
        (Message::text(greeting(PROTOCOL, "")), ByeReason::BadTicket, 4001),
        (Message::text(greeting(PROTOCOL, &"0".repeat(32))), ByeReason::BadTicket, 4001),
        (Message::text(greeting(PROTOCOL, &used)), ByeReason::BadTicket, 4001),
        (Message::text(" ".repeat(MAX_FRAME_BYTES + 1)), ByeReason::TooLarge, 1009),
    ] {
        let mut page = house.connect().await;
        let shown: String = sent.to_string().chars().take(80).collect();
        page.send(sent).await;
        assert_eq!(page.end().await, End { said: Some(reason), code: Some(code) }, "{shown}");
    }
    assert!(matches!(other.ask(camera(true)).await, ServerMessage::Done { .. }));
    drop(first);
}

/// The goodbye may be lost: the server does not read what it refuses, and the kernel then resets.
#[tokio::test]
async fn a_huge_frame_is_not_even_read() {
    let house = House::open().await;
    let mut page = house.sit(UNIT).await;
    page.send(Message::text(" ".repeat(8 * MAX_FRAME_BYTES))).await;
    let End { said, code } = page.end().await;
    assert!(said.is_none_or(|said| said == ByeReason::TooLarge), "{said:?}");
    assert!(code.is_none_or(|code| code == 1009), "{code:?}");
    house.sit(UNIT).await;
}

#[tokio::test]
async fn bytes_that_are_no_websocket_end_the_connection() {
    let house = House::open().await;
    let mut page = house.sit(UNIT).await;
    page.send_raw(&[0xff; 64]).await;
    assert_eq!(page.end().await.code, Some(1002));
}

#[tokio::test]
async fn a_flood_is_refused_then_hung_up_and_others_are_answered_meanwhile() {
    let house = House::open().await;
    let mut other = house.sit(PRESIDER).await;
    let mut flood = house.sit(PETITIONER).await;
    for n in 0..100 {
        flood.say(camera(n % 2 == 0)).await;
    }
    assert!(matches!(other.ask(camera(true)).await, ServerMessage::Done { .. }));
    assert_eq!(flood.end().await, End { said: Some(ByeReason::Flooding), code: Some(1008) });
    assert!(matches!(other.ask(camera(false)).await, ServerMessage::Done { .. }));
}

#[tokio::test]
async fn a_connection_that_says_nothing_is_hung_up() {
    let house = House::open().await;
    let page = house.connect().await;
    assert_eq!(page.end().await, End { said: Some(ByeReason::BadTicket), code: Some(4001) });
}

#[tokio::test]
async fn a_socket_that_vanishes_is_shown_as_dropped_and_may_come_back() {
    let house = House::open().await;
    let mut other = house.sit(PRESIDER).await;
    house.sit(UNIT).await.vanish();
    let unit = house.table.seats[UNIT];
    other
        .until(|message| match message {
            ServerMessage::Seat { seat } if seat.id.0 == unit.0 => {
                matches!(seat.presence, Presence::Dropped { reason: DisconnectReason::Network, .. })
            }
            _ => false,
        })
        .await;
    house.sit(UNIT).await;
}

#[tokio::test]
async fn a_second_device_says_why_the_first_was_hung_up() {
    let house = House::open().await;
    let first = house.sit(UNIT).await;
    let _second = house.sit(UNIT).await;
    assert_eq!(first.end().await, End { said: Some(ByeReason::Replaced), code: Some(4004) });
}

#[tokio::test]
async fn a_server_that_stops_asks_everybody_to_come_back() {
    let house = House::open().await;
    let silent = house.connect().await;
    let seated = house.sit(PRESIDER).await;
    let restarting = || End { said: Some(ByeReason::Restarting), code: Some(1012) };
    let sockets = house.state.sockets.clone();
    let (_, silent, seated) = tokio::join!(sockets.stop(), silent.end(), seated.end());
    assert_eq!((silent, seated), (restarting(), restarting()));
    assert_eq!(house.state.sockets.count(), 0);
}

#[tokio::test]
async fn other_sites_pages_cannot_connect() {
    let house = House::open().await;
    for origin in [None, Some("null"), Some("https://evil.example"), Some("http://127.0.0.1")] {
        let refused = house.connect_from(origin).await.map(|_| ()).unwrap_err();
        assert!(
            matches!(&refused, tungstenite::Error::Http(response) if response.status() == 403),
            "{origin:?}: {refused}"
        );
    }
}
