//! What is written reaches exactly who has a right to it, once, and comes back after a loss.

use super::table::{CLERK, Guest, PETITIONER, PRESIDER, Table, UNIT, step};
use lianjie::{
    domain::{event::EventKind, hearing::ParticipantRole as R, ids::OpId},
    storage,
};
use signaling::wire::{ChatAsk, ChatChannel, ChatNews, ClientMessage, RefusalCode, ServerMessage, StageStep};
use uuid::Uuid;

fn say(op: u128, to: ChatChannel, text: &str) -> ClientMessage {
    let op = OpId(Uuid::from_u128(op)).into();
    ClientMessage::Chat { chat: ChatAsk::Say { op, to, text: text.into() } }
}

fn close(closed: bool) -> ClientMessage {
    ClientMessage::Chat { chat: ChatAsk::Close { closed } }
}

fn desk(table: &Table, seat: usize) -> ChatChannel {
    ChatChannel::Desk { seat: table.seats[seat].into() }
}

/// An answer comes after all that was to be told before it.
async fn listen(guest: &mut Guest) {
    guest.done(ClientMessage::Tiles { tiles: Vec::new() }).await;
}

/// Everything this guest was told, in order, each once.
fn read(guest: &Guest) -> Vec<String> {
    let mut texts = Vec::new();
    for message in &guest.heard {
        match message {
            ServerMessage::Chat { news: ChatNews::Said { message } } => texts.push(message.text.clone()),
            ServerMessage::Chat { news: ChatNews::All { messages, .. } } => {
                texts = messages.iter().map(|message| message.text.clone()).collect();
            }
            _ => {}
        }
    }
    texts
}

#[tokio::test]
async fn who_waits_writes_to_the_desk_and_is_answered_and_nobody_else_reads_it() {
    let table = Table::laid().await;
    let rooms = table.rooms();
    let mut petitioner = table.sit(&rooms, PETITIONER).await;
    let thread = desk(&table, PETITIONER);
    petitioner.done(say(1, thread, "听不清楚，什么时候开始？")).await;
    petitioner.refused(say(2, ChatChannel::Table {}, "大家好"), RefusalCode::NotAllowed).await;
    petitioner.refused(say(3, desk(&table, UNIT), "你好"), RefusalCode::NotAllowed).await;
    petitioner.refused(say(4, ChatChannel::Staff {}, "你好"), RefusalCode::NotAllowed).await;

    let mut unit = table.sit(&rooms, UNIT).await;
    let mut clerk = table.sit(&rooms, CLERK).await;
    clerk.until_granted(|grants| grants.chat.desk).await;
    clerk.done(say(5, thread, "五分钟后请您入席。")).await;
    petitioner.until(|message| matches!(message, ServerMessage::Chat { .. })).await;
    listen(&mut unit).await;
    let both = ["听不清楚，什么时候开始？", "五分钟后请您入席。"];
    assert_eq!(read(&clerk), both, "who comes later is told too");
    assert_eq!(read(&unit), Vec::<String>::new());
}

#[tokio::test]
async fn the_tables_chat_reaches_the_table_once_and_comes_back_after_a_restart() {
    let table = Table::laid().await;
    let rooms = table.rooms();
    let mut guests = table.in_session(&rooms).await;
    let line = || say(1, ChatChannel::Table {}, "请看第三页。");
    guests[PETITIONER].done(line()).await;
    guests[PETITIONER].done(line()).await;
    guests[CLERK].done(say(2, ChatChannel::Staff {}, "先核对身份。")).await;
    for guest in &mut guests {
        listen(guest).await;
    }
    assert_eq!(read(&guests[UNIT]), ["请看第三页。"]);
    assert_eq!(read(&guests[PRESIDER]), ["请看第三页。", "先核对身份。"]);
    drop(guests);

    let rooms = table.rooms();
    let mut back = table.sit(&rooms, PETITIONER).await;
    back.until(|message| matches!(message, ServerMessage::Chat { .. })).await;
    assert_eq!(read(&back), ["请看第三页。"], "and nothing of the panel's");
    back.done(line()).await;
    let mut records = table.store.read().await.unwrap();
    assert_eq!(records.chat_messages(table.hearing).await.unwrap().len(), 2);
    let log = records.timeline(table.petition).await.unwrap();
    let written = log.iter().filter(|chained| chained.event.kind == EventKind::HearingChatWritten);
    assert_eq!(written.count(), 2);
    assert!(!format!("{log:?}").contains("第三页"), "no text in the log");
    assert!(storage::verify(&*table.store).await.unwrap().is_sound());
}

#[tokio::test]
async fn who_presides_closes_the_tables_chat_and_the_way_to_the_desk_stays_open() {
    let table = Table::laid().await;
    let rooms = table.rooms();
    let mut guests = table.in_session(&rooms).await;
    guests[CLERK].refused(close(true), RefusalCode::NotAllowed).await;
    guests[PRESIDER].done(close(true)).await;
    guests[PETITIONER].until_granted(|grants| !grants.chat.table && grants.chat.read).await;
    guests[PETITIONER].refused(say(1, ChatChannel::Table {}, "？"), RefusalCode::NotAllowed).await;
    guests[PETITIONER].done(say(2, desk(&table, PETITIONER), "我要求休息")).await;
    guests[PRESIDER].done(close(false)).await;
    guests[PETITIONER]
        .until(|message| matches!(message, ServerMessage::Grants { grants } if grants.chat.table))
        .await;
    guests[PETITIONER].done(say(3, ChatChannel::Table {}, "好")).await;

    for _ in 0..2 {
        guests[PRESIDER].done(step(StageStep::NextPhase {})).await;
    }
    let deliberation = say(4, ChatChannel::Staff {}, "我意见支持。");
    guests[PRESIDER].done(deliberation).await;
    guests[PETITIONER].refused(say(5, ChatChannel::Table {}, "？"), RefusalCode::NotAllowed).await;
    assert!(!read(&guests[PETITIONER]).iter().any(|text| text.contains("意见")));
}

/// 合议: of the staff those who decide and who writes for them.
#[tokio::test]
async fn what_the_panel_writes_in_deliberation_no_technician_reads_then_or_later() {
    const TECH: usize = 4;
    let table = Table::laid_with(&[(R::Tech, &[])]).await;
    let rooms = table.rooms();
    let mut guests = table.in_session(&rooms).await;
    guests[PRESIDER].done(ClientMessage::Admit { seat: table.seats[TECH].into() }).await;
    guests[TECH].until_granted(|grants| grants.chat.staff).await;
    guests[TECH].done(say(1, ChatChannel::Staff {}, "话筒已调好。")).await;
    for _ in 0..2 {
        guests[PRESIDER].done(step(StageStep::NextPhase {})).await;
    }
    guests[PRESIDER].done(say(2, ChatChannel::Staff {}, "我意见支持。")).await;
    guests[TECH].refused(say(3, ChatChannel::Staff {}, "？"), RefusalCode::NotAllowed).await;
    listen(&mut guests[CLERK]).await;
    assert_eq!(read(&guests[CLERK]), ["话筒已调好。", "我意见支持。"]);
    guests[PRESIDER].done(step(StageStep::PreviousPhase { reason: "补充一次陈述".into() })).await;
    guests[TECH].done(say(4, ChatChannel::Staff {}, "继续。")).await;
    let mut back = table.sit(&rooms, TECH).await;
    listen(&mut back).await;
    assert_eq!(read(&back), ["话筒已调好。", "继续。"]);
}
