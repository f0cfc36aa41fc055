//! Raised hands and the floor.

use super::{
    Room,
    io::{Ruling, Verdict},
};
use crate::{
    refusal::Refusal,
    wire::{RefusalCode, SeatId},
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

    /// Who has the floor is there and speaks to the table: neither they nor whose microphone carries their voice talk apart.
    #[must_use]
    pub fn floor_speaks(&self) -> bool {
        let apart = |id: SeatId| self.talk_of(id).is_some();
        self.floor_holder().is_some_and(|id| self.is_there(id))
            && !self.floor_and_carrier().into_iter().flatten().any(apart)
    }

    /// A dropped seat keeps the floor, one that is not at the table any more does not.
    pub(super) fn floor_holder(&self) -> Option<SeatId> {
        self.floor.filter(|id| self.seat(*id).is_some_and(|seat| seat.at_table()))
    }
}
