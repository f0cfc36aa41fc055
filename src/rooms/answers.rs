//! Who asked the room for something, and how the answer gets back to them.

use super::live::Live;
use crate::{
    domain::{
        event::Actor,
        hearing::{self, OutcomeFault},
    },
    storage::BookingClash,
};
use signaling::{
    room::Conn,
    wire::{RefusalCode, SeatId, ServerMessage},
};
use std::collections::BTreeSet;
use tokio::sync::oneshot;

/// Why a command was not done: a code, a sentence's worth of detail, and what else whoever asked over HTTP is told.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code:?}: {detail}")]
pub struct Refused {
    pub code: RefusalCode,
    pub detail: String,
    pub besides: Besides,
}

/// What a code and a sentence do not hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Besides {
    #[default]
    Nothing,
    /// What is in the way.
    Clashes(Vec<BookingClash>),
    /// Which field of an outcome's draft, and what of it.
    Outcome(OutcomeFault),
}

impl Refused {
    pub fn new(code: RefusalCode, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into(), besides: Besides::Nothing }
    }
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
            (Asker::Seat(by), Err(Refused { code, detail, .. })) => self.refuse(by, code, Some(detail)),
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
        Domain::WrongStage => RefusalCode::WrongStage,
        Domain::NoQuorum => RefusalCode::NoQuorum,
        Domain::ReasonNeeded => RefusalCode::ReasonNeeded,
        Domain::TooEarly => RefusalCode::TooEarly,
        Domain::TooFast => RefusalCode::TooFast,
        Domain::BadAgenda => RefusalCode::BadAgenda,
        Domain::NoSuchPhase => RefusalCode::NoSuchPhase,
        Domain::PetitionerPresent => RefusalCode::PetitionerPresent,
        Domain::BadTimes => RefusalCode::BadTimes,
        Domain::NotFrozen => RefusalCode::NotFrozen,
        Domain::Unsigned => RefusalCode::Unsigned,
        Domain::OpenAgreement => RefusalCode::OpenAgreement,
        Domain::NotAllowed => RefusalCode::NotAllowed,
        Domain::StaleRevision => RefusalCode::StaleRevision,
        Domain::SignedAlready => RefusalCode::SignedAlready,
        Domain::BadText => RefusalCode::BadText,
        Domain::WrongCode => RefusalCode::WrongCode,
        Domain::Unchanged => RefusalCode::Unchanged,
        Domain::TooManyFiles => RefusalCode::TooManyFiles,
        Domain::TooLarge => RefusalCode::TooLarge,
        Domain::CannotSitBeside => RefusalCode::CannotSitBeside,
        Domain::SomebodyBeside => RefusalCode::SomebodyBeside,
        Domain::NoSuchSeat => RefusalCode::NoSuchSeat,
        Domain::BadDuration => RefusalCode::BadDuration,
        Domain::CannotStandIn => RefusalCode::CannotStandIn,
        Domain::Archived => RefusalCode::Archived,
    };
    Refused::new(code, refusal.sentence.clone())
}

impl From<hearing::Refusal> for Refused {
    fn from(refusal: hearing::Refusal) -> Self {
        refused(&refusal)
    }
}

/// A room or a person belongs to other hearings at that time.
pub fn taken_by(clashes: Vec<BookingClash>) -> Refused {
    let numbers: BTreeSet<_> = clashes.iter().map(|clash| clash.number.as_str()).collect();
    let numbers = numbers.into_iter().collect::<Vec<_>>().join("、");
    let detail = format!("a room or a person is taken then by {numbers}");
    Refused { besides: Besides::Clashes(clashes), ..Refused::new(RefusalCode::Taken, detail) }
}

/// Told by its field: outcomes are issued over HTTP alone.
pub fn unissued(fault: OutcomeFault) -> Refused {
    let refused = Refused::new(RefusalCode::BadText, fault.to_string());
    Refused { besides: Besides::Outcome(fault), ..refused }
}

pub fn not_a_keeper() -> Refused {
    Refused::new(RefusalCode::NotAllowed, "not a keeper of these minutes")
}

pub fn not_stored() -> Refused {
    Refused::new(RefusalCode::NotStored, "the record could not be written; nothing changed")
}
