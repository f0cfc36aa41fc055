//! Chat: who may write to whom, and who gets a message.

use super::Room;
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
            ChatChannel::Desk { seat } => {
                self.seat(seat).ok_or(RefusalCode::NoSuchSeat)?;
                grants.desk || (own && !writer.place.is_closed())
            }
        };
        if !may {
            return Err(RefusalCode::NotAllowed);
        }
        let reads = |seat: &&super::seat::Seat| match to {
            ChatChannel::Table {} => seat.grants().chat.read || seat.setup.id == from,
            ChatChannel::Staff {} => seat.grants().chat.staff,
            // Who keeps the desk and has not come yet reads it when they come.
            ChatChannel::Desk { seat: whose } => seat.given.chat.desk || seat.setup.id == whose,
        };
        Ok(self.seats.iter().filter(reads).map(|seat| seat.setup.id).collect())
    }
}
