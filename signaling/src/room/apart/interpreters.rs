//! An interpreter's sound: into the ear of who asked for it, or to the whole table.

use super::super::{
    Room,
    io::{Ruling, Verdict},
    seat::Seat,
};
use crate::{
    refusal::Refusal,
    wire::{RefusalCode, SeatId},
};

impl Room {
    /// Kept over reconnects, and changed by the listener alone.
    pub(super) fn listen(&mut self, by: SeatId, interpreter: Option<SeatId>) -> Ruling {
        let Some(id) = interpreter else {
            self.apart.listening.remove(&by);
            return Ok(Verdict::Done);
        };
        let whispers = self.known(id)?.setup.apart.whispers();
        if !whispers || id == by {
            return Err(Refusal::new(RefusalCode::NotAllowed, "there is no such channel to listen to"));
        }
        self.apart.listening.insert(by, id);
        Ok(Verdict::Done)
    }

    pub(super) fn speak_aloud(&mut self, by: SeatId, aloud: bool) -> Ruling {
        if !self.known(by)?.setup.apart.whispers() {
            return Err(Refusal::new(RefusalCode::NotAllowed, "this seat has no channel of its own"));
        }
        if aloud {
            self.apart.aloud.insert(by);
        } else {
            self.apart.aloud.remove(&by);
        }
        Ok(Verdict::Done)
    }

    pub(super) fn listeners(&self, interpreter: SeatId) -> Vec<SeatId> {
        self.apart.listening.iter().filter(|(_, of)| **of == interpreter).map(|(by, _)| *by).collect()
    }

    /// Whether the whole table hears it, as it hears everybody who is no interpreter.
    pub(super) fn is_aloud(&self, seat: &Seat) -> bool {
        !seat.setup.apart.whispers() || self.apart.aloud.contains(&seat.setup.id)
    }

    /// Whether what the seat says is said to the table, so that it may be shown large there.
    pub(in crate::room) fn at_table_aloud(&self, id: SeatId) -> bool {
        self.seat(id).is_some_and(|seat| seat.at_table() && seat.talk.is_none() && self.is_aloud(seat))
    }
}
