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

    /// A dropped seat keeps the floor, one that is not at the table any more does not.
    pub(super) fn floor_holder(&self) -> Option<SeatId> {
        self.floor.filter(|id| self.seat(*id).is_some_and(|seat| seat.at_table()))
    }
}
