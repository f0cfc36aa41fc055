//! Chat in a live hearing: the room checks who may write to whom, the message is recorded, then sent to exactly its audience.

use super::{
    Refused,
    answers::{Asker, Asking, not_stored},
    journal::{Job, Record, Write},
    live::Live,
    pending::Pending,
};
use crate::domain::{
    event::Actor,
    hearing::{ChatAuthor, ChatChannel, ChatMessage, switched},
    ids::{self, OpId, StaffId},
};
use signaling::wire::{self, ChatAsk, ChatNews, ChatView, RefusalCode, SeatId, ServerMessage};

/// Messages a page is told of when it comes (back): the latest.
const TOLD: usize = 200;

/// The chat of a live hearing, as it is in the store.
#[derive(Debug, Default)]
pub struct Chat {
    messages: Vec<ChatMessage>,
    /// Who presides has closed the table's.
    pub closed: bool,
}

/// What the officer on duty answers a seat from the board, where they have none.
#[derive(Debug, Clone)]
pub struct DeskAnswer {
    pub op: OpId,
    pub officer: StaffId,
    pub seat: ids::SeatId,
    pub text: String,
}

/// A job about the chat that has not come back.
#[derive(Debug)]
pub enum Underway {
    Said { message: ChatMessage, by: Asker },
    Closed { closed: bool, by: Asking },
}

impl From<Underway> for Pending {
    fn from(underway: Underway) -> Self {
        Self::Chat(Box::new(underway))
    }
}

impl Chat {
    pub const fn of(messages: Vec<ChatMessage>, closed: bool) -> Self {
        Self { messages, closed }
    }

    fn knows(&self, op: OpId) -> bool {
        self.messages.iter().any(|message| message.id == op)
    }
}

impl Live {
    pub fn chat_asked(&mut self, by: Asking, ask: ChatAsk) {
        match ask {
            ChatAsk::Say { op, to, text } => self.say(by, op, to, &text),
            ChatAsk::Close { closed } => self.close_chat(by, closed),
        }
    }

    fn say(&mut self, by: Asking, op: wire::OpId, to: wire::ChatChannel, text: &str) {
        if self.chat.knows(op.into()) {
            return self.answer(by, Ok(())); // its writer missed the answer
        }
        if self.table.is_vacant() {
            return self.refuse(by, RefusalCode::WrongStage, None);
        }
        let audience = match self.room.chat_audience(by.seat, to) {
            Ok(audience) => audience,
            Err(code) => return self.refuse(by, code, None),
        };
        let from = ChatAuthor::Seat(by.seat.into());
        let message = self.message((op.into(), to.into()), from, text, audience);
        self.put_said(message, by.actor(), by.into());
    }

    /// The officer on duty answers a seat; who is away reads it on coming back.
    pub fn desk_answered(&mut self, by: Actor, answer: &DeskAnswer, asker: Asker) {
        let DeskAnswer { op, officer, seat, text } = answer;
        if self.chat.knows(*op) {
            return self.answer(asker, Ok(())); // whoever asked missed the answer
        }
        let audience = if self.table.is_vacant() {
            Err(Refused::new(RefusalCode::WrongStage, "the hearing is over"))
        } else {
            let audience = self.room.desk_audience((*seat).into());
            audience.map_err(|code| Refused::new(code, "no such seat"))
        };
        match audience {
            Err(refusal) => self.answer(asker, Err(refusal)),
            Ok(audience) => {
                let to = ChatChannel::Desk { seat: *seat };
                let message = self.message((*op, to), ChatAuthor::Officer(*officer), text, audience);
                self.put_said(message, by, asker);
            }
        }
    }

    fn message(
        &self,
        (id, channel): (OpId, ChatChannel),
        from: ChatAuthor,
        text: &str,
        audience: Vec<SeatId>,
    ) -> ChatMessage {
        let audience = audience.into_iter().map(Into::into).collect();
        let (hearing, text) = (self.table.hearing.id, text.trim().to_owned());
        ChatMessage { id, hearing, channel, from, text, at: self.now(), audience }
    }

    fn put_said(&mut self, message: ChatMessage, by: Actor, asker: Asker) {
        let event = self.event(message.change(), by);
        let said = Underway::Said { message: message.clone(), by: asker };
        self.writing.put(Job::Chat(Box::new(message), event), said);
    }

    fn close_chat(&mut self, by: Asking, closed: bool) {
        if !self.room.grants(by.seat).preside {
            return self.refuse(by, RefusalCode::NotAllowed, None);
        }
        if self.chat.closed == closed {
            return self.answer(by, Ok(()));
        }
        let event = self.event(switched(closed), by.actor());
        let record = Record::of(vec![event]).with(Write::Chat { hearing: self.table.hearing.id, closed });
        self.writing.put(record, Underway::Closed { closed, by });
    }

    pub fn chat_stored(&mut self, underway: Underway, stored: bool) {
        let answer = if stored { Ok(()) } else { Err(not_stored()) };
        match underway {
            Underway::Said { message, by } => {
                if stored && !self.chat.knows(message.id) {
                    self.tell_said(&message);
                    self.chat.messages.push(message);
                }
                self.answer(by, answer);
            }
            Underway::Closed { closed, by } => {
                if stored {
                    self.chat.closed = closed;
                    self.connections.send_all(&ServerMessage::Chat { news: ChatNews::Closed { closed } });
                }
                self.answer(by, answer);
                self.regrant();
            }
        }
    }

    fn tell_said(&mut self, message: &ChatMessage) {
        let view = view(message);
        for seat in &message.audience {
            let news = ChatNews::Said { message: view.clone() };
            self.connections.send((*seat).into(), ServerMessage::Chat { news });
        }
    }

    /// After `welcome`: what was written to this seat, and whether the table's chat is closed.
    pub fn tell_chat(&mut self, seat: SeatId) {
        let mine = self.chat.messages.iter().filter(|message| message.audience.contains(&seat.into()));
        let mut messages: Vec<_> = mine.rev().take(TOLD).map(view).collect();
        messages.reverse();
        if self.chat.closed || !messages.is_empty() {
            let news = ChatNews::All { closed: self.chat.closed, messages };
            self.connections.send(seat, ServerMessage::Chat { news });
        }
    }
}

/// A message as its audience is told of it.
fn view(message: &ChatMessage) -> ChatView {
    ChatView {
        id: message.id.into(),
        to: message.channel.into(),
        from: match message.from {
            ChatAuthor::Seat(seat) => Some(seat.into()),
            ChatAuthor::Officer(_) => None,
        },
        text: message.text.clone(),
        at: message.at.0,
    }
}

impl From<ChatChannel> for wire::ChatChannel {
    fn from(channel: ChatChannel) -> Self {
        match channel {
            ChatChannel::Table => Self::Table {},
            ChatChannel::Staff => Self::Staff {},
            ChatChannel::Desk { seat } => Self::Desk { seat: seat.into() },
        }
    }
}

impl From<wire::ChatChannel> for ChatChannel {
    fn from(channel: wire::ChatChannel) -> Self {
        match channel {
            wire::ChatChannel::Table {} => Self::Table,
            wire::ChatChannel::Staff {} => Self::Staff,
            wire::ChatChannel::Desk { seat } => Self::Desk { seat: seat.into() },
        }
    }
}
