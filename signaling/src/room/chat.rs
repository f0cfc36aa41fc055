//! Chat: who may write to whom, and who gets a message.

use super::{Room, seat::Seat};
use crate::wire::{ChatChannel, RefusalCode, SeatId};

impl Room {
    /// Who has a right to what `from` writes there, itself among them.
    ///
    /// # Errors
    /// `from` may not write there.
    pub fn chat_audience(&self, from: SeatId, to: ChatChannel) -> Result<Vec<SeatId>, RefusalCode> {
        let writer = self.seat(from).ok_or(RefusalCode::NoSuchSeat)?;
        let grants = writer.grants().chat;
        let own = matches!(to, ChatChannel::Desk { seat } if seat == from);
        let may = match to {
            ChatChannel::Table {} => grants.table,
            ChatChannel::Staff {} => grants.staff,
            ChatChannel::Desk { .. } => grants.desk || (own && !writer.place.is_closed()),
        };
        if !may {
            return Err(RefusalCode::NotAllowed);
        }
        match to {
            ChatChannel::Table {} => {
                Ok(self.readers(|seat| seat.grants().chat.read || seat.setup.id == from))
            }
            ChatChannel::Staff {} => Ok(self.readers(|seat| seat.grants().chat.staff)),
            ChatChannel::Desk { seat } => self.desk_audience(seat),
        }
    }

    /// Who reads the thread of `whose` with the desk, whoever writes there.
    ///
    /// # Errors
    /// There is no such seat.
    pub fn desk_audience(&self, whose: SeatId) -> Result<Vec<SeatId>, RefusalCode> {
        self.seat(whose).ok_or(RefusalCode::NoSuchSeat)?;
        // Who keeps the desk and has not come yet reads it when they come.
        Ok(self.readers(|seat| seat.given.chat.desk || seat.setup.id == whose))
    }

    fn readers(&self, reads: impl Fn(&Seat) -> bool) -> Vec<SeatId> {
        self.seats.iter().filter(|seat| reads(seat)).map(|seat| seat.setup.id).collect()
    }
}
