//! Which sources come first where there are few slots: those the presider shows, and the shared screen.

use super::Room;
use crate::wire::SeatId;

/// Whose sources matter most wherever sections are short.
#[derive(Debug, Default)]
pub(super) struct Shown {
    pub spotlight: Option<SeatId>,
    /// Whose screens flow: one at the table, one in each private talk.
    pub screens: Vec<SeatId>,
}

impl Room {
    /// Opens a room again where the record says who had the floor and who was shown.
    pub fn reopen(&mut self, floor: Option<SeatId>, spotlight: Option<SeatId>) {
        self.floor = floor;
        self.shown.spotlight = spotlight;
    }
}
