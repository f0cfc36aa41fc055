//! Raised hands and the floor.

use super::{
    Room,
    io::{Ruling, Verdict},
    seat::Seat,
};
use crate::{
    refusal::Refusal,
    wire::{RefusalCode, SeatId, SourceKind},
};

impl Room {
    pub(super) fn raise_hand(&mut self, now: i64, id: SeatId, up: bool) -> Ruling {
        let seat = self.known(id)?;
        if !seat.at_table() {
            return Err(RefusalCode::InLobby.into());
        }
        seat.hand = if up { seat.hand.or(Some(now)) } else { None };
        Ok(Verdict::Done)
    }

    /// Giving the floor answers the hand.
    pub(super) fn give_floor(&mut self, by: SeatId, to: Option<SeatId>) -> Ruling {
        self.must_preside(by)?;
        if let Some(id) = to {
            let seat = self.known(id)?;
            if !seat.at_table() {
                return Err(Refusal::new(RefusalCode::InLobby, "the seat is not at the table"));
            }
            seat.hand = None;
        }
        self.floor = to;
        Ok(Verdict::Done)
    }

    /// Who has the floor is there, or is heard while their connection is lost, and speaks to the table: neither they nor whose
    /// microphone carries their voice talk apart.
    #[must_use]
    pub fn floor_speaks(&self) -> bool {
        let voices = self.floor_and_carrier();
        let any = |holds: fn(&Seat) -> bool| {
            voices.into_iter().flatten().any(|id| self.seat(id).is_some_and(holds))
        };
        let there = self.floor_holder().is_some_and(|id| self.is_there(id));
        (there || any(|seat| seat.sends(SourceKind::Microphone))) && !any(|seat| seat.talk.is_some())
    }

    /// A dropped seat keeps the floor, one that is not at the table any more does not.
    pub(super) fn floor_holder(&self) -> Option<SeatId> {
        self.floor.filter(|id| self.seat(*id).is_some_and(|seat| seat.at_table()))
    }
}
