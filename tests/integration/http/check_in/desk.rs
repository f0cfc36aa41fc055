//! What a seat writes to the officer on duty, and the answer from the board.

use super::Door;
use crate::http::cases::PETITIONER_SEAT;
use serde_json::{Value, json};
use signaling::wire::{ChatAsk, ChatChannel, ChatNews, ClientMessage, OpId, ServerMessage};
use uuid::Uuid;

fn say(door: &Door, op: u128, text: &str) -> ClientMessage {
    let to = ChatChannel::Desk { seat: door.scheduled.seat(PETITIONER_SEAT).into() };
    ClientMessage::Chat { chat: ChatAsk::Say { op: OpId(Uuid::from_u128(op)), to, text: text.into() } }
}

fn unanswered(board: &Value) -> &Value {
    let alarms = board["alarms"].as_array().unwrap();
    alarms.iter().find(|alarm| alarm["kind"] == "unanswered").unwrap()
}

#[tokio::test]
async fn the_officer_answers_from_the_board_what_a_seat_wrote_to_the_desk() {
    let door = Door::open().await;
    let head = door.server.sign_in("head").await;
    let mut petitioner = door.sit(PETITIONER_SEAT).await;
    petitioner.done(say(&door, 1, "听不清楚")).await;
    petitioner.done(say(&door, 2, "什么时候开始？")).await;
    let board = head.get("/board").await.expect(200);
    let session = &board["sessions"][0];
    assert_eq!(session["seats"][PETITIONER_SEAT]["unanswered"], 2);
    assert_eq!(session["urgency"], "yellow");
    assert_eq!(unanswered(&board)["seat"], door.scheduled.seats[PETITIONER_SEAT]);

    let thread = door.scheduled.path("/desk-chat");
    let read = head.get(&thread).await.expect(200);
    assert_eq!((&read[0]["text"], &read[1]["text"]), (&json!("听不清楚"), &json!("什么时候开始？")));
    assert_eq!(read[0]["seat"], door.scheduled.seats[PETITIONER_SEAT]);
    door.server.sign_in("handler").await.get(&thread).await.refused(422, "not_yours");
    door.server.sign_in("neighbour").await.get(&thread).await.refused(404, "not_found");

    let answer =
        |text: &str| json!({ "deed": "answer", "seat": door.scheduled.seats[PETITIONER_SEAT], "text": text });
    let duty = door.scheduled.path("/duty");
    head.post(&duty, answer(" ")).await.refused(422, "unprocessable");
    head.post(&duty, answer(&"长".repeat(501))).await.refused(422, "unprocessable");
    let nobody = json!({ "deed": "answer", "seat": Uuid::from_u128(9), "text": "您好" });
    head.post(&duty, nobody).await.refused(422, "no_such_seat");
    let mut tried = answer("五分钟后请您入席。");
    tried["op"] = json!(Uuid::from_u128(0xd0));
    for _ in 0..2 {
        head.post(&duty, tried.clone()).await.expect(204); // the first answer was lost on its way
    }
    let told = petitioner.until(|message| match message {
        ServerMessage::Chat { news: ChatNews::Said { message } } => message.from.is_none(),
        _ => false,
    });
    assert!(format!("{:?}", told.await).contains("五分钟后请您入席。"));

    let board = head.get("/board").await.expect(200);
    assert_eq!(board["sessions"][0]["seats"][PETITIONER_SEAT]["unanswered"], 0);
    assert_ne!(unanswered(&board)["over_at"], json!(null));
    let read = head.get(&thread).await.expect(200);
    assert_eq!((&read[2]["text"], &read[2]["from"]), (&json!("五分钟后请您入席。"), &json!(null)));
    assert_eq!(read.as_array().unwrap().len(), 3, "said once, however often it was sent");

    // Who lost the line reads it on coming back.
    let mut back = door.sit(PETITIONER_SEAT).await;
    let all =
        back.until(|message| matches!(message, ServerMessage::Chat { news: ChatNews::All { .. } })).await;
    assert!(format!("{all:?}").contains("五分钟后请您入席。"));
}
