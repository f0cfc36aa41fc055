//! Questions the server may ask a room between two inputs.

use super::{
    Room,
    io::{Question, Source},
    seat::{Link, Seat},
};
use crate::{
    grant::Grants,
    wire::{DisconnectReason, SeatId, SeatView, SourceKind},
};

impl Room {
    /// Connected and at the table, or at the table beside a seat that is.
    #[must_use]
    pub fn is_there(&self, seat: SeatId) -> bool {
        self.seat(seat).is_some_and(|seat| seat.at_table() && matches!(self.link(seat), Link::Here { .. }))
    }

    /// Has come, be it that it waits to be let in: by its own connection, or by that of the seat it is beside.
    #[must_use]
    pub fn has_come(&self, seat: SeatId) -> bool {
        self.seat(seat).is_some_and(|seat| matches!(self.link(seat), Link::Here { .. }))
    }

    /// Since when nobody is connected to a seat at the table, and why; none while somebody is, or none was.
    #[must_use]
    pub fn gone(&self, seat: SeatId) -> Option<(i64, DisconnectReason)> {
        match self.link(self.seat(seat)?) {
            Link::Lost { since, reason } => Some((since, reason)),
            Link::Left { since } => Some((since, DisconnectReason::UserLeft)),
            Link::Here { .. } | Link::Never => None,
        }
    }

    /// Whether the seat that this is asked about went of its own accord since it was asked, be it back by now or not.
    #[must_use]
    pub fn left_since(&self, question: Question) -> bool {
        self.decisions.left_since(question)
    }

    /// At the table, connected or not.
    #[must_use]
    pub fn at_table(&self) -> Vec<SeatId> {
        self.seats.iter().filter(|seat| seat.at_table()).map(|seat| seat.setup.id).collect()
    }

    /// Everything that flows to those at the table, whoever of them receives it; nothing of a private talk.
    #[must_use]
    pub fn sending(&self) -> Vec<Source> {
        let of_seat = |seat: &Seat| {
            let id = seat.setup.id;
            let kinds = seat.sources.keys().copied().filter(|kind| seat.sends(*kind));
            kinds.map(|kind| Source { seat: id, kind }).collect::<Vec<_>>()
        };
        self.seats.iter().filter(|seat| seat.at_table() && seat.talk.is_none()).flat_map(of_seat).collect()
    }

    /// Whose voice flows to the table now, the loudest first; nothing of a private talk. A microphone that is shared is
    /// heard as that of who was given the floor before it.
    #[must_use]
    pub fn speaking(&self) -> Vec<SeatId> {
        let table = self.sending();
        let heard = |id: &SeatId| table.contains(&Source { seat: *id, kind: SourceKind::Microphone });
        let voices = self.speaking.iter().copied().filter(heard);
        match self.floor_and_carrier() {
            [Some(holder), Some(carrier)] if !heard(&holder) => {
                voices.map(|id| if id == carrier { holder } else { id }).collect()
            }
            _ => voices.collect(),
        }
    }

    /// Who has the floor, if anybody.
    #[must_use]
    pub const fn floor(&self) -> Option<SeatId> {
        self.floor
    }

    /// What the seat may do now.
    #[must_use]
    pub fn grants(&self, seat: SeatId) -> Grants {
        self.seat(seat).map(super::seat::Seat::grants).unwrap_or_default()
    }

    /// What the presider muted of the seat, whether it sends that now or not.
    #[must_use]
    pub fn muted(&self, seat: SeatId) -> Vec<SourceKind> {
        let states = self.seat(seat).into_iter().flat_map(|seat| &seat.sources);
        states.filter(|(_, state)| state.muted).map(|(kind, _)| *kind).collect()
    }

    /// All seats as the roster shows them.
    #[must_use]
    pub fn seats(&self) -> Vec<SeatView> {
        self.seats.iter().map(|seat| seat.view(self.carrier(seat))).collect()
    }
}
