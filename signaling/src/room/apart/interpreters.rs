//! An interpreter's sound: into the ear of who asked for it or wished for it on arrival, or to the whole table.

use super::super::{
    Room,
    io::{Ruling, Verdict},
    seat::Seat,
};
use crate::{
    refusal::Refusal,
    wire::{Language, RefusalCode, SeatId},
};

impl Room {
    /// Kept over reconnects, and changed by the listener alone.
    pub(super) fn listen(&mut self, by: SeatId, interpreter: Option<SeatId>) -> Ruling {
        if let Some(id) = interpreter {
            let whispers = self.known(id)?.setup.apart.whispers();
            if !whispers || id == by {
                return Err(Refusal::new(RefusalCode::NotAllowed, "there is no such channel to listen to"));
            }
        }
        self.apart.listening.insert(by, interpreter);
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
        let seats = self.seats.iter().map(|seat| seat.setup.id);
        seats.filter(|id| *id != interpreter && self.heard_by(*id).contains(&interpreter)).collect()
    }

    /// Whom it hears besides the floor: by its own choice; a seat that never chose, or chose somebody who is not at the table
    /// (relieved, sent out, not come yet), by what it wished on arrival. Interpreters of the same languages relieve each
    /// other: whichever of them speaks is heard.
    fn heard_by(&self, listener: SeatId) -> Vec<SeatId> {
        match self.apart.listening.get(&listener) {
            Some(None) => return Vec::new(),
            Some(Some(chosen)) => {
                let heard = self.relieving(*chosen);
                if !heard.is_empty() {
                    return heard;
                }
            }
            None => {}
        }
        self.interpreters_for(listener).into_iter().flatten().collect()
    }

    /// Those at the table who interpret the same as this one, itself among them.
    fn relieving(&self, interpreter: SeatId) -> Vec<SeatId> {
        let Some(languages) = self.seat(interpreter).map(|seat| &seat.setup.apart.interprets) else {
            return Vec::new();
        };
        let there = |seat: &&Seat| seat.at_table() && seat.setup.apart.interprets == *languages;
        self.seats.iter().filter(there).map(|seat| seat.setup.id).collect()
    }

    /// Who at the table interprets what a seat at the table wished to have interpreted; none where it wished nothing.
    /// A language of signs is seen, so no ear is given to it.
    fn interpreters_for(&self, seat: SeatId) -> Option<impl Iterator<Item = SeatId> + '_> {
        let language = self.wish_of(seat).filter(|language| *language != Language::Sign)?;
        Some(self.interpreters_in(language))
    }

    fn wish_of(&self, seat: SeatId) -> Option<Language> {
        self.seat(seat).filter(|seat| seat.at_table())?;
        self.arrivals.wish_of(seat)
    }

    fn interpreters_in(&self, language: Language) -> impl Iterator<Item = SeatId> + '_ {
        let there = move |seat: &&Seat| seat.at_table() && seat.setup.apart.interprets.contains(&language);
        self.seats.iter().filter(there).map(|seat| seat.setup.id)
    }

    /// Those at the table who wished an interpreter, while nobody there speaks or signs their language.
    #[must_use]
    pub fn without_interpreter(&self) -> Vec<SeatId> {
        let lacks = |id: &SeatId| {
            self.wish_of(*id).is_some_and(|language| self.interpreters_in(language).all(|one| one == *id))
        };
        self.seats.iter().map(|seat| seat.setup.id).filter(lacks).collect()
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
