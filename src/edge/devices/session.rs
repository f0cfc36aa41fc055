//! One device's session: asks its room what a page would ask, and ends when the room says goodbye.

use super::{
    fragment::{self, Fragment},
    offer::DeviceOffer,
};
use crate::{edge::tickets::Pass, rooms::SeatConnection};
use signaling::wire::{
    ClientFrame, ClientMessage, DisconnectReason, Presence, RefusalCode, SeatId, SeatView, ServerMessage,
};
use std::ops::ControlFlow;
use tokio::sync::{mpsc, oneshot};
use tokio_util::sync::CancellationToken;

/// Why a session did not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// It has ended.
    Gone,
    /// The entity tag is of an earlier ICE session.
    Outdated,
    /// The media plane does not answer such an offer.
    BadOffer(String),
    /// It answers none now: the same offer may be answered later.
    Unavailable,
}

/// What an answer to an offer or a restart carries.
#[derive(Debug)]
pub struct Patched {
    /// Of the ICE session from now on.
    pub etag: String,
    /// The whole answer, or for a restart its ICE part.
    pub body: String,
}

/// `If-Match` (RFC 9110 §13.1.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    Any,
    OneOf(Vec<String>),
}

/// What a device asks for by HTTP while it is connected.
#[derive(Debug)]
pub enum Ask {
    /// Answered by `None` where nothing had to be done.
    Patch {
        fragment: Fragment,
        condition: Condition,
        reply: oneshot::Sender<Result<Option<Patched>, Fault>>,
    },
    Leave(oneshot::Sender<()>),
}

/// Who waits for the media plane's answer.
#[derive(Debug)]
enum Waiting {
    Start(oneshot::Sender<Result<Patched, Fault>>),
    Restart { offer: String, reply: oneshot::Sender<Result<Option<Patched>, Fault>> },
}

pub struct Driver {
    pass: Pass,
    peer: u32,
    offer: DeviceOffer,
    connection: SeatConnection,
    messages: mpsc::Receiver<ServerMessage>,
    asks: mpsc::Receiver<Ask>,
    /// Of the last frame.
    re: u32,
    /// ICE sessions so far.
    generation: u32,
    waiting: Option<(u32, Waiting)>,
    leaving: Vec<oneshot::Sender<()>>,
    at_table: bool,
}

impl Driver {
    pub fn new(
        pass: Pass,
        peer: u32,
        offer: DeviceOffer,
        connection: SeatConnection,
        messages: mpsc::Receiver<ServerMessage>,
        asks: mpsc::Receiver<Ask>,
    ) -> Self {
        let (waiting, leaving) = (None, Vec::new());
        let (re, generation, at_table) = (0, 0, false);
        Self { pass, peer, offer, connection, messages, asks, re, generation, waiting, leaving, at_table }
    }

    /// Runs the session to its end; `reply` is told the answer to its offer. Gives whom to tell of the end, by
    /// dropping them.
    pub async fn drive(
        mut self,
        reply: oneshot::Sender<Result<Patched, Fault>>,
        stopping: CancellationToken,
    ) -> Vec<oneshot::Sender<()>> {
        let (hearing, seat) = (self.pass.hearing, self.pass.seat);
        tracing::info!(hearing.id = %hearing, seat.id = %seat, "A device took seat {seat}");
        // A device has no buttons: what it offers is on, whatever a page before it had switched off.
        for kind in self.offer.sources.iter().map(|source| source.kind).collect::<Vec<_>>() {
            self.say(ClientMessage::SetSource { kind, on: true }).await;
        }
        let re = self.say(self.offer.message(self.peer)).await;
        self.waiting = Some((re, Waiting::Start(reply)));
        let reason = loop {
            let step = tokio::select! {
                said = self.messages.recv() => self.heard(said).await,
                Some(ask) = self.asks.recv(), if self.waiting.is_none() => self.asked(ask).await,
                () = stopping.cancelled() => ControlFlow::Break(DisconnectReason::ServerMove),
            };
            if let ControlFlow::Break(reason) = step {
                break reason;
            }
        };
        tracing::info!(hearing.id = %hearing, seat.id = %seat, ?reason, "The device on seat {seat} is gone");
        // Where the room said goodbye it has counted the connection as gone already.
        self.connection.lost(reason);
        self.leaving
    }

    async fn heard(&mut self, said: Option<ServerMessage>) -> ControlFlow<DisconnectReason> {
        match said {
            None | Some(ServerMessage::Bye { .. }) => return ControlFlow::Break(DisconnectReason::Unknown),
            Some(ServerMessage::Answer { re, sdp, .. }) => self.answered(re, Ok(fragment::polished(&sdp))),
            Some(ServerMessage::Refused { re, code, detail }) => {
                let why = detail.unwrap_or_else(|| format!("{code:?}"));
                let first = matches!(self.waiting, Some((_, Waiting::Start(_))));
                let unavailable = code == RefusalCode::NotStored;
                self.answered(re, Err(if unavailable { Fault::Unavailable } else { Fault::BadOffer(why) }));
                if first && (unavailable || code == RefusalCode::BadOffer) {
                    self.say(ClientMessage::Leave {}).await; // there never was a session
                }
            }
            Some(ServerMessage::Welcome { seats, .. }) => {
                self.at_table = seats.iter().any(|seat| self.is_mine(seat) && is_seated(seat));
            }
            Some(ServerMessage::Seat { seat }) if self.is_mine(&seat) => {
                let dismissed = self.at_table && matches!(seat.presence, Presence::Waiting { .. });
                self.at_table = is_seated(&seat);
                if dismissed {
                    // Nothing else would tell a device that it is not on any more.
                    self.say(ClientMessage::Leave {}).await;
                }
            }
            Some(_) => {} // words for people
        }
        ControlFlow::Continue(())
    }

    async fn asked(&mut self, ask: Ask) -> ControlFlow<DisconnectReason> {
        match ask {
            Ask::Leave(reply) => {
                self.leaving.push(reply);
                self.say(ClientMessage::Leave {}).await;
            }
            Ask::Patch { condition, reply, .. } if !self.holds(&condition) => {
                let _ = reply.send(Err(Fault::Outdated));
            }
            Ask::Patch { fragment, reply, .. } => match fragment.restarted(&self.offer.sdp) {
                None => drop(reply.send(Ok(None))),
                Some(offer) => {
                    let message = DeviceOffer { sdp: offer.clone(), ..self.offer.clone() }.message(self.peer);
                    let re = self.say(message).await;
                    self.waiting = Some((re, Waiting::Restart { offer, reply }));
                }
            },
        }
        ControlFlow::Continue(())
    }

    fn answered(&mut self, re: u32, answer: Result<String, Fault>) {
        let Some((_, waiting)) = self.waiting.take_if(|(number, _)| *number == re) else { return };
        self.generation += u32::from(answer.is_ok());
        let etag = self.etag();
        // Whoever asked may have gone meanwhile.
        match waiting {
            Waiting::Start(reply) => drop(reply.send(answer.map(|body| Patched { etag, body }))),
            Waiting::Restart { offer, reply } => {
                let patched = answer.map(|body| {
                    self.offer.sdp = offer;
                    Some(Patched { etag, body: fragment::of_answer(&body) })
                });
                drop(reply.send(patched));
            }
        }
    }

    /// A strong entity tag (RFC 9110 §8.8.3) of the ICE session. Unique within the session's URL.
    fn etag(&self) -> String {
        format!("\"ice-{}\"", self.generation)
    }

    fn holds(&self, condition: &Condition) -> bool {
        match condition {
            Condition::Any => true,
            Condition::OneOf(tags) => tags.contains(&self.etag()),
        }
    }

    fn is_mine(&self, seat: &SeatView) -> bool {
        seat.id == SeatId::from(self.pass.seat)
    }

    async fn say(&mut self, message: ClientMessage) -> u32 {
        self.re += 1;
        self.connection.send(ClientFrame { id: self.re, message }).await;
        self.re
    }
}

const fn is_seated(seat: &SeatView) -> bool {
    matches!(seat.presence, Presence::Seated { .. })
}
