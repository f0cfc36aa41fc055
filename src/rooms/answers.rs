//! Who asks, and what they are answered.

use super::{Refused, live::Live};
use crate::{domain::hearing, storage::BookingClash};
use signaling::{
    room::Conn,
    wire::{RefusalCode, SeatId, ServerMessage},
};
use std::collections::BTreeSet;
use tokio::sync::oneshot;

/// Who asked, and is to be answered.
#[derive(Debug)]
pub enum Asker {
    /// A clock.
    Nobody,
    Seat {
        seat: SeatId,
        conn: Conn,
        re: u32,
    },
    Caller(oneshot::Sender<Result<(), Refused>>),
}

impl Live {
    pub fn answer(&mut self, asker: Asker, result: Result<(), Refused>) {
        match (asker, result) {
            (Asker::Nobody, Ok(())) => {}
            (Asker::Nobody, Err(refusal)) => {
                tracing::warn!(hearing.id = %self.hearing.id, "An automatic step was not taken: {refusal}");
            }
            // The caller may have given up waiting.
            (Asker::Caller(reply), result) => drop(reply.send(result)),
            (Asker::Seat { seat, conn, re }, result) if self.connections.is_current(seat, conn) => {
                match result {
                    Ok(()) => self.connections.send(seat, ServerMessage::Done { re }),
                    Err(Refused { code, detail }) => self.refuse(seat, re, code, Some(detail)),
                }
            }
            (Asker::Seat { .. }, _) => {}
        }
    }

    pub fn refuse(&mut self, seat: SeatId, re: u32, code: RefusalCode, detail: Option<String>) {
        self.connections.send(seat, ServerMessage::Refused { re, code, detail });
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
        Domain::NotASigner => RefusalCode::NotAllowed,
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
