//! Who asked the room for something, and how the answer gets back to them.

use super::live::Live;
use crate::{
    domain::{event::Actor, hearing},
    storage::BookingClash,
};
use signaling::{
    room::Conn,
    wire::{RefusalCode, SeatId, ServerMessage},
};
use std::collections::BTreeSet;
use tokio::sync::oneshot;

/// Why a command was not done: a code and a sentence's worth of detail.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code:?}: {detail}")]
pub struct Refused {
    pub code: RefusalCode,
    pub detail: String,
}

/// A seat that asks: on which connection, and under which number it is answered there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asking {
    pub seat: SeatId,
    pub conn: Conn,
    pub re: u32,
}

impl Asking {
    /// As the log names it.
    pub fn actor(self) -> Actor {
        Actor::Seat(self.seat.into())
    }
}

/// Who asked, and is to be answered.
#[derive(Debug)]
pub enum Asker {
    /// A clock.
    Nobody,
    Seat(Asking),
    Caller(oneshot::Sender<Result<(), Refused>>),
}

impl From<Asking> for Asker {
    fn from(by: Asking) -> Self {
        Self::Seat(by)
    }
}

impl Live {
    /// Says what became of what was asked for: to a seat only where it asked, for whoever came back asks again.
    pub fn answer(&mut self, asker: impl Into<Asker>, result: Result<(), Refused>) {
        match (asker.into(), result) {
            (Asker::Nobody, Ok(())) => {}
            (Asker::Nobody, Err(refusal)) => {
                tracing::warn!(hearing.id = %self.table.hearing.id, "An automatic step was not taken: {refusal}");
            }
            // The caller may have given up waiting.
            (Asker::Caller(reply), result) => drop(reply.send(result)),
            (Asker::Seat(by), Ok(())) => self.reply(by, ServerMessage::Done { re: by.re }),
            (Asker::Seat(by), Err(Refused { code, detail })) => self.refuse(by, code, Some(detail)),
        }
    }

    /// Turns down what a seat asks for, or asked for before its turn came.
    pub fn refuse(&mut self, by: Asking, code: RefusalCode, detail: Option<String>) {
        self.reply(by, ServerMessage::Refused { re: by.re, code, detail });
    }

    /// Another connection of the seat counts its own requests.
    fn reply(&mut self, by: Asking, message: ServerMessage) {
        if self.connections.is_current(by.seat, by.conn) {
            self.connections.send(by.seat, message);
        }
    }
}

/// The wire's code for a refusal of the domain.
pub fn refused(refusal: &hearing::Refusal) -> Refused {
    use hearing::RefusalCode as Domain;
    let code = match refusal.code {
        Domain::NoQuorum => RefusalCode::NoQuorum,
        Domain::ReasonNeeded => RefusalCode::ReasonNeeded,
        Domain::Unsigned => RefusalCode::Unsigned,
        Domain::OpenAgreement => RefusalCode::OpenAgreement,
        Domain::NotFrozen | Domain::StaleVersion => RefusalCode::StaleRevision,
        Domain::NotASigner | Domain::CannotSitBeside => RefusalCode::NotAllowed,
        Domain::SomebodyBeside => RefusalCode::SomebodyBeside,
        Domain::NoSuchSeat => RefusalCode::NoSuchSeat,
        Domain::CannotStandIn => RefusalCode::CannotStandIn,
        Domain::BadDuration => RefusalCode::BadDuration,
        Domain::BadMark | Domain::BadAgenda => RefusalCode::BadText,
        Domain::SignedAlready
        | Domain::Archived
        | Domain::WrongStage
        | Domain::TooEarly
        | Domain::NoSuchPhase
        | Domain::PetitionerPresent
        | Domain::BadTimes => RefusalCode::WrongStage,
    };
    Refused { code, detail: refusal.sentence.clone() }
}

/// A room or a person belongs to other hearings at that time.
pub fn taken_by(clashes: &[BookingClash]) -> Refused {
    let numbers: BTreeSet<_> = clashes.iter().map(|clash| clash.number.as_str()).collect();
    let numbers = numbers.into_iter().collect::<Vec<_>>().join("、");
    let detail = format!("a room or a person is taken then by {numbers}");
    Refused { code: RefusalCode::WrongStage, detail }
}

pub fn not_stored() -> Refused {
    Refused {
        code: RefusalCode::NotStored,
        detail: "the record could not be written; nothing changed".into(),
    }
}
