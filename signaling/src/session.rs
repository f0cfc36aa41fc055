//! One connection: hello → verified → live → gone. It verifies who connects, limits how fast they may send, and decides
//! when the connection counts as lost. The room decides everything else.
//!
//! Times are milliseconds of any steady clock, the same throughout one session. Drain
//! [`Session::poll_output`] after each [`Session::handle`].

use crate::{
    limits,
    rate::Bucket,
    refusal::Refusal,
    wire::{
        BEAT_EVERY_MS, ByeReason, ChatAsk, ClientFrame, ClientMessage, DisconnectReason, ExhibitAsk,
        PROTOCOL, RefusalCode, ServerMessage,
    },
};
use std::collections::VecDeque;

/// A connection that has not said hello after so long is not a page of ours: those open it while they ask for their
/// ticket, and give up after ten seconds.
pub const HELLO_WITHIN_MS: u64 = 12_000;

/// Three pings unanswered: the network is gone, though nobody said so.
pub const LOST_AFTER_MS: u64 = 3 * BEAT_EVERY_MS;

/// WebSocket close code of a connection that fell behind: come back (RFC 6455 registry, 1013).
const TRY_AGAIN: u16 = 1013;
/// ... and of one that is given up (1001, going away).
const GOING_AWAY: u16 = 1001;

/// A clerk who types sends an entry a second at most, everybody else a few requests a minute.
const MESSAGES: (u32, u32) = (60, 100);
/// Five in ten seconds: a page that renegotiates more often is broken.
const OFFERS: (u32, u32) = (5, 30);
/// A pointer that follows the hand ten times a second.
const POINTS: (u32, u32) = (40, 900);
/// Somebody who types fast and says much.
const SAYINGS: (u32, u32) = (8, 20);
/// So many requests are refused as too fast before the connection ends.
const PATIENCE: (u32, u32) = (30, 30);

/// What can happen to a connection: said by its other side, by whoever lets it in, by its room or by the clock.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "moved once, one at a time")]
pub enum Input {
    /// The other side says this.
    Frame(ClientFrame),
    /// What came was not a frame, or too large for one.
    NotAFrame(ByeReason),
    /// A pong, a ping: the other side lives.
    Heard,
    /// Answers [`Output::Verify`].
    LetIn,
    /// Answers [`Output::Verify`].
    TurnedAway(ByeReason),
    /// The room says this.
    Say(ServerMessage),
    /// The room has closed the connection's outbox: it fell behind.
    FellBehind,
    /// The other side closed, with this code if it named one.
    Closed(Option<u16>),
    /// The server stops.
    Stop,
    /// [`Session::next_deadline`] has come.
    Tick,
}

/// What a session has done for it by whoever holds the socket, in this order.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "moved once, one at a time")]
pub enum Output {
    /// Is this ticket good, and may its seat come in? Answer with [`Input::LetIn`] or [`Input::TurnedAway`].
    Verify { ticket: String, peer: Option<u32> },
    /// For the room, at a pace it can bear.
    ToRoom(ClientFrame),
    /// To the other side.
    Send(ServerMessage),
    /// Nothing was heard for a while: is anybody there?
    Ping,
    /// Close the socket with this code; nothing follows.
    Close(u16),
    /// Tell the room why the connection is gone. Follows no [`Output::Close`], precedes it.
    Lost(DisconnectReason),
}

/// One connection of a page, from its first word to its last.
///
/// It begins by waiting for `hello`; has the ticket verified; then carries what page and room say to each other until
/// one of them, the network or the server ends it. After that it takes nothing more.
#[derive(Debug)]
pub struct Session {
    state: State,
    heard_at: u64,
    sent_at: u64,
    pinged_at: u64,
    outputs: VecDeque<Output>,
}

#[derive(Debug)]
enum State {
    AwaitingHello {
        until: u64,
    },
    /// Hello was said; the ticket is looked at.
    Verifying,
    Live {
        pace: Pace,
    },
    Gone,
}

#[derive(Debug)]
struct Pace {
    messages: Bucket,
    offers: Bucket,
    points: Bucket,
    sayings: Bucket,
    patience: Bucket,
}

impl Session {
    /// `now`, here and below, is milliseconds of a steady clock that begins with the connection or before it. It is not
    /// the UTC time that a [`Room`](crate::room::Room) is given: a session only measures how long something takes.
    #[must_use]
    pub fn new(now: u64) -> Self {
        Self {
            state: State::AwaitingHello { until: now + HELLO_WITHIN_MS },
            heard_at: now,
            sent_at: now,
            pinged_at: now,
            outputs: VecDeque::new(),
        }
    }

    /// Takes what happened. What is to be done about it is in [`Session::poll_output`] then.
    pub fn handle(&mut self, now: u64, input: Input) {
        if self.is_gone() {
            return;
        }
        match input {
            Input::Frame(frame) => self.frame(now, frame),
            Input::NotAFrame(reason) => self.bye(reason, None),
            Input::Heard => self.heard_at = now,
            Input::LetIn => self.let_in(now),
            Input::TurnedAway(reason) => self.bye(reason, None),
            Input::Say(message) => self.say(now, message),
            Input::FellBehind => self.end(TRY_AGAIN, DisconnectReason::Network),
            Input::Closed(code) => self.closed(code),
            Input::Stop => self.bye(ByeReason::Restarting, None),
            Input::Tick => {}
        }
        self.keep_time(now);
    }

    /// What is to be done next, until there is nothing more.
    pub fn poll_output(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// When to call back with [`Input::Tick`] if nothing else happens first.
    #[must_use]
    pub fn next_deadline(&self) -> Option<u64> {
        match self.state {
            State::AwaitingHello { until } => Some(until),
            State::Verifying => Some(self.lost_at()),
            State::Live { .. } => Some(self.beat_at().min(self.ping_at()).min(self.lost_at())),
            State::Gone => None,
        }
    }

    #[must_use]
    pub const fn is_gone(&self) -> bool {
        matches!(self.state, State::Gone)
    }

    fn frame(&mut self, now: u64, frame: ClientFrame) {
        self.heard_at = now;
        match (&mut self.state, frame) {
            (
                State::AwaitingHello { .. },
                ClientFrame { id: _, message: ClientMessage::Hello { protocol, ticket, peer } },
            ) => {
                if protocol != PROTOCOL {
                    let detail = format!("this server speaks protocol {PROTOCOL}, not {protocol}");
                    return self.bye(ByeReason::WrongProtocol, Some(detail));
                }
                self.state = State::Verifying;
                self.outputs.push_back(Output::Verify { ticket, peer });
            }
            (State::Live { pace }, frame) if !matches!(frame.message, ClientMessage::Hello { .. }) => {
                match pace.check(now, &frame.message) {
                    Ok(()) => self.pass_on(now, frame),
                    Err(Hurry::Refused) => {
                        self.say(now, Refusal::from(RefusalCode::TooFast).answers(frame.id));
                    }
                    Err(Hurry::Flood) => self.bye(ByeReason::Flooding, None),
                }
            }
            // Something else than hello first, hello twice, or a request before `welcome`.
            _ => self.bye(ByeReason::Violation, Some("`hello` comes first, once, and is answered".into())),
        }
    }

    fn pass_on(&mut self, now: u64, frame: ClientFrame) {
        match limits::check(&frame.message) {
            Ok(()) => self.outputs.push_back(Output::ToRoom(frame)),
            Err(refusal) => self.say(now, refusal.answers(frame.id)),
        }
    }

    fn let_in(&mut self, now: u64) {
        if let State::Verifying = self.state {
            self.state = State::Live { pace: Pace::new(now) };
            self.pinged_at = now;
        }
    }

    fn say(&mut self, now: u64, message: ServerMessage) {
        self.sent_at = now;
        match message {
            ServerMessage::Bye { reason, detail } => self.bye(reason, detail),
            other => self.outputs.push_back(Output::Send(other)),
        }
    }

    fn bye(&mut self, reason: ByeReason, detail: Option<String>) {
        self.outputs.push_back(Output::Send(ServerMessage::Bye { reason, detail }));
        let class = match reason {
            ByeReason::Left => DisconnectReason::UserLeft,
            ByeReason::Removed | ByeReason::Withdrawn => DisconnectReason::Removed,
            ByeReason::Restarting => DisconnectReason::ServerMove,
            ByeReason::HearingOver
            | ByeReason::BadTicket
            | ByeReason::WrongProtocol
            | ByeReason::Replaced
            | ByeReason::SessionEnded
            | ByeReason::Violation
            | ByeReason::Flooding
            | ByeReason::TooLarge => DisconnectReason::Unknown,
        };
        self.end(reason.close_code(), class);
    }

    /// A page that is closed says 1001, one that closes its socket 1000; all else is the network's fault.
    fn closed(&mut self, code: Option<u16>) {
        let class = match code {
            Some(1000 | 1001) => DisconnectReason::UserLeft,
            _ => DisconnectReason::Network,
        };
        self.end(code.unwrap_or(GOING_AWAY), class);
    }

    fn end(&mut self, code: u16, class: DisconnectReason) {
        if let State::Live { .. } = std::mem::replace(&mut self.state, State::Gone) {
            self.outputs.push_back(Output::Lost(class));
        }
        self.outputs.push_back(Output::Close(code));
    }

    /// Does what is due.
    fn keep_time(&mut self, now: u64) {
        match self.state {
            State::AwaitingHello { until } if now >= until => {
                // Its ticket is held up on the line: it is to come back, however long that takes.
                self.bye(ByeReason::BadTicket, Some("no `hello`".into()));
            }
            State::Verifying | State::Live { .. } if now >= self.lost_at() => {
                self.end(GOING_AWAY, DisconnectReason::Network);
            }
            State::Live { .. } => {
                if now >= self.ping_at() {
                    self.pinged_at = now;
                    self.outputs.push_back(Output::Ping);
                }
                if now >= self.beat_at() {
                    self.say(now, ServerMessage::Beat {});
                }
            }
            State::AwaitingHello { .. } | State::Verifying | State::Gone => {}
        }
    }

    const fn lost_at(&self) -> u64 {
        self.heard_at + LOST_AFTER_MS
    }

    const fn ping_at(&self) -> u64 {
        self.pinged_at + BEAT_EVERY_MS
    }

    const fn beat_at(&self) -> u64 {
        self.sent_at + BEAT_EVERY_MS
    }
}

/// How a request is too fast.
enum Hurry {
    Refused,
    Flood,
}

impl Pace {
    fn new(now: u64) -> Self {
        let bucket = |(burst, per_minute)| Bucket::new(now, burst, per_minute);
        Self {
            messages: bucket(MESSAGES),
            offers: bucket(OFFERS),
            points: bucket(POINTS),
            sayings: bucket(SAYINGS),
            patience: bucket(PATIENCE),
        }
    }

    fn check(&mut self, now: u64, message: &ClientMessage) -> Result<(), Hurry> {
        let in_time = match message {
            ClientMessage::Exhibit { exhibit: ExhibitAsk::Point { .. } } => self.points.take(now),
            ClientMessage::Offer { .. } => self.messages.take(now) && self.offers.take(now),
            ClientMessage::Chat { chat: ChatAsk::Say { .. } } => {
                self.messages.take(now) && self.sayings.take(now)
            }
            _ => self.messages.take(now),
        };
        match in_time {
            true => Ok(()),
            false if self.patience.take(now) => Err(Hurry::Refused),
            false => Err(Hurry::Flood),
        }
    }
}

#[cfg(test)]
mod tests;
