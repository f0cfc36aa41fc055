//! Seats beside another (同席): who shares its camera and microphone is there while it is.

use super::{
    Room,
    io::{Fact, Output},
    seat::{Link, Seat},
};
use crate::wire::{DisconnectReason, SeatId};

impl Room {
    /// The seat whose camera `seat` shares, as long as somebody may sit there.
    pub(super) fn carrier(&self, seat: &Seat) -> Option<&Seat> {
        self.seat(seat.setup.beside?).filter(|carrier| !carrier.place.is_closed())
    }

    /// How `seat` is reached: by its own connection, else by that of the seat it is beside.
    pub(super) fn link(&self, seat: &Seat) -> Link {
        seat.link_beside(self.carrier(seat))
    }

    /// At the table beside a seat that is there, whether or not it has a connection of its own.
    pub(super) fn is_carried(&self, seat: &Seat) -> bool {
        let there = |carrier: &Seat| carrier.at_table() && carrier.conn().is_some();
        seat.at_table() && self.carrier(seat).is_some_and(there)
    }

    /// Who has the floor, and whose microphone carries their voice where they sit beside another.
    pub(super) fn floor_and_carrier(&self) -> [Option<SeatId>; 2] {
        let holder = self.floor_holder();
        let carrier = holder.and_then(|id| self.seat(id)).and_then(|seat| self.carrier(seat));
        [holder, carrier.map(|carrier| carrier.setup.id)]
    }

    /// The record has it. Who sits at the table keeps the place, beside whomever or alone.
    pub(super) fn sits_beside(&mut self, now: i64, id: SeatId, beside: Option<SeatId>) {
        let there = self.is_there(id);
        let Some(seat) = self.seat_mut(id).filter(|seat| seat.setup.beside != beside) else { return };
        let alone = std::mem::replace(&mut seat.setup.beside, beside).is_none();
        if seat.at_table() && seat.conn().is_none() && seat.peer.is_none() {
            seat.link = Link::Lost { since: now, reason: DisconnectReason::Unknown };
        }
        if alone && !there && self.is_there(id) {
            self.out(Output::Note(Fact::Back { seat: id }));
        }
    }

    /// A seat gives up its place at the table: who has no other way to be there than beside it goes along.
    pub(super) fn take_along(&mut self, now: i64, carrier: SeatId) {
        let beside = |seat: &&Seat| {
            seat.setup.beside == Some(carrier) && seat.conn().is_none() && !seat.place.is_closed()
        };
        let company: Vec<SeatId> = self.seats.iter().filter(beside).map(|seat| seat.setup.id).collect();
        for id in company {
            let comes = self.decisions.is_open_for(id);
            if !(comes || self.seat(id).is_some_and(Seat::at_table)) {
                continue;
            }
            self.leave_talk(id, None);
            self.give_up(now, id);
            self.forget_peer_unless(id, None);
        }
    }

    /// Those at the table who are beside another, and whether they are there.
    pub(super) fn company(&self) -> Vec<(SeatId, bool)> {
        let beside = self.seats.iter().filter(|seat| seat.setup.beside.is_some() && seat.at_table());
        beside.map(|seat| (seat.setup.id, self.is_there(seat.setup.id))).collect()
    }

    /// Whoever went with the seat beside them, or came back with it, is noted like everybody else: `before` is
    /// [`Self::company`] before that happened.
    pub(super) fn note_company(&mut self, before: Vec<(SeatId, bool)>) {
        for (id, was_there) in before {
            if !self.seat(id).is_some_and(Seat::at_table) {
                continue;
            }
            match (was_there, self.is_there(id)) {
                (true, false) => {
                    let reason = self.gone(id).map_or(DisconnectReason::Unknown, |(_, reason)| reason);
                    self.out(Output::Note(Fact::Dropped { seat: id, reason }));
                }
                (false, true) => self.out(Output::Note(Fact::Back { seat: id })),
                (true, true) | (false, false) => {}
            }
        }
    }
}

impl Seat {
    /// Its own connection; without one that of `carrier`. Who sits at the table is not there while the carrier waits
    /// outside.
    pub fn link_beside(&self, carrier: Option<&Self>) -> Link {
        let Some(carrier) = carrier.filter(|_| self.conn().is_none()) else { return self.link.clone() };
        match carrier.link {
            Link::Here { .. } | Link::Lost { .. } if carrier.at_table() || !self.at_table() => {
                carrier.link.clone()
            }
            _ => self.link.clone(),
        }
    }

    /// Whether its coming and going is noted with that of the seat beside it, by [`Room::note_company`].
    pub const fn is_noted_beside(&self) -> bool {
        self.setup.beside.is_some() && self.at_table()
    }
}
