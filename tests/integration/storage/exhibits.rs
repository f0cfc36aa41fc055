use super::fixtures::*;
use crate::{contract, kit::database::TestStore};
use lianjie::{
    domain::{
        hearing::{ChatAuthor, ChatChannel, ChatMessage, Exhibit, ExhibitState},
        ids::{AttachmentId, ExhibitId, OpId},
        petition::Attachment,
    },
    storage::{StoreError, Tx},
};
use uuid::Uuid;

contract!(
    exhibits_come_back_with_their_files_and_viewers,
    a_number_is_given_once_in_a_hearing,
    a_message_is_kept_once_and_comes_back_to_its_audience,
    a_closed_chat_stays_closed
);

async fn filed(test: &TestStore) -> Box<dyn Tx> {
    let mut tx = scheduled(test, 2).await;
    tx.add_attachment(&file()).await.unwrap();
    tx
}

fn file() -> Attachment {
    Attachment {
        id: AttachmentId(Uuid::from_u128(70)),
        petition: petition_id(1),
        name: "合同.pdf".into(),
        media_type: "application/pdf".into(),
        size: 1234,
        sha256: [0xab; 32],
        added_at: MORNING,
    }
}

fn exhibit(n: u128, state: ExhibitState) -> Exhibit {
    Exhibit {
        id: ExhibitId(Uuid::from_u128(n)),
        hearing: hearing_id(1),
        title: format!("证据 {n}"),
        brought_by: (n > 1).then(|| seat_id(1, 1)),
        file: file(),
        added_at: MORNING.plus_millis(i64::try_from(n).unwrap()),
        state,
    }
}

async fn exhibits_come_back_with_their_files_and_viewers(test: TestStore) {
    let mut tx = filed(&test).await;
    let states = [
        ExhibitState::Accepted { number: 1, on_record: Some(MORNING) },
        ExhibitState::Offered,
        ExhibitState::Refused { reason: "与本案无关".into() },
    ];
    let mut all: Vec<_> = states.into_iter().zip(1..).map(|(state, n)| exhibit(n, state)).collect();
    for exhibit in &all {
        tx.add_exhibit(exhibit).await.unwrap();
    }
    all[1].state = ExhibitState::Accepted { number: 2, on_record: None };
    tx.save_exhibit(&all[1]).await.unwrap();
    for _ in 0..2 {
        tx.add_exhibit_viewer(all[1].id, seat_id(1, 1), MORNING).await.unwrap();
    }
    tx.commit().await.unwrap();
    let mut records = test.store.read().await.unwrap();
    assert_eq!(records.hearing_exhibits(hearing_id(1)).await.unwrap(), all);
    assert_eq!(records.exhibit(all[2].id).await.unwrap().as_ref(), Some(&all[2]));
    assert_eq!(records.exhibit_viewers(hearing_id(1)).await.unwrap(), [(all[1].id, seat_id(1, 1))]);
    assert_eq!(records.hearing_exhibits(hearing_id(2)).await.unwrap(), []);
    assert_eq!(records.exhibit_viewers(hearing_id(2)).await.unwrap(), []);
}

async fn a_number_is_given_once_in_a_hearing(test: TestStore) {
    let mut tx = filed(&test).await;
    let taken = ExhibitState::Accepted { number: 1, on_record: None };
    tx.add_exhibit(&exhibit(1, taken.clone())).await.unwrap();
    let again = tx.add_exhibit(&exhibit(2, taken)).await;
    assert!(matches!(again, Err(StoreError::Exists { .. })), "{again:?}");
    drop(tx);
    let mut tx = test.store.begin().await.unwrap();
    let gone = tx.save_exhibit(&exhibit(9, ExhibitState::Offered)).await;
    assert!(matches!(gone, Err(StoreError::Stale { .. })), "{gone:?}");
}

fn message(n: u128, channel: ChatChannel) -> ChatMessage {
    ChatMessage {
        id: OpId(Uuid::from_u128(n)),
        hearing: hearing_id(1),
        channel,
        from: ChatAuthor::Seat(seat_id(1, 1)),
        text: format!("第{n}句"),
        at: MORNING.plus_millis(i64::try_from(n).unwrap()),
        audience: vec![seat_id(1, 1)],
    }
}

async fn a_message_is_kept_once_and_comes_back_to_its_audience(test: TestStore) {
    let mut tx = filed(&test).await;
    let desk = ChatChannel::Desk { seat: seat_id(1, 1) };
    let answer = ChatMessage { from: ChatAuthor::Officer(CLERK), ..message(4, desk) };
    let all = [message(1, ChatChannel::Table), message(2, ChatChannel::Staff), message(3, desk), answer];
    for message in &all {
        assert!(tx.add_chat_message(message).await.unwrap());
    }
    let again = ChatMessage { text: "另一句".into(), ..all[0].clone() };
    assert!(!tx.add_chat_message(&again).await.unwrap(), "sent twice, kept once");
    tx.commit().await.unwrap();
    let mut records = test.store.read().await.unwrap();
    assert_eq!(records.chat_messages(hearing_id(1)).await.unwrap(), all);
    assert_eq!(records.chat_messages(hearing_id(2)).await.unwrap(), []);
}

async fn a_closed_chat_stays_closed(test: TestStore) {
    let mut tx = filed(&test).await;
    for (closed, times) in [(true, 2), (false, 2), (true, 1)] {
        for _ in 0..times {
            tx.close_chat(hearing_id(1), closed).await.unwrap();
        }
        assert_eq!(tx.is_chat_closed(hearing_id(1)).await.unwrap(), closed);
    }
    tx.commit().await.unwrap();
    assert!(!test.store.read().await.unwrap().is_chat_closed(hearing_id(2)).await.unwrap());
}
