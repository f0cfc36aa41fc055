//! To whom an exhibit is shown, and who is told of it.

use super::{
    super::{journal::Record, live::Live},
    Laid, Underway,
};
use crate::domain::{
    event::{Actor, Change},
    hearing::{self, Exhibit, ExhibitKind, ExhibitState},
    ids::{ExhibitId, SeatId},
};
use signaling::{
    room::Input,
    wire::{self, ExhibitNews, ServerMessage},
};

impl Live {
    /// Puts on record who is to be shown what is shown now; they are told once it is.
    pub fn clear_viewers(&mut self) {
        if self.exhibits.clearing || self.exhibits.look_at(self.now()).is_some() {
            return;
        }
        let Some((exhibit, due)) = self.room.viewers_to_clear() else { return };
        let due: Vec<SeatId> = due.into_iter().map(Into::into).collect();
        let id: ExhibitId = exhibit.into();
        let (known, new): (Vec<_>, Vec<_>) =
            due.into_iter().partition(|seat| self.exhibits.viewers.contains(&(id, *seat)));
        if !known.is_empty() {
            self.viewers_cleared(id, known);
        }
        if let (false, Some(change)) = (new.is_empty(), self.shown_change(id, &new)) {
            let event = self.event(change, Actor::System);
            let laid = Laid::Viewed { exhibit: id, seats: new.clone(), at: self.now() };
            let record = Record::of(vec![event]).with(laid);
            self.exhibits.clearing = true;
            self.writing.put(record, Underway::Viewers { exhibit: id, seats: new });
        }
    }

    fn shown_change(&self, exhibit: ExhibitId, seats: &[SeatId]) -> Option<Change> {
        self.exhibits.one(exhibit).map(|exhibit| hearing::shown(exhibit, seats))
    }

    /// They may fetch it from now on, and are told of it.
    pub(super) fn viewers_cleared(&mut self, id: ExhibitId, seats: Vec<SeatId>) {
        self.exhibits.viewers.extend(seats.iter().map(|seat| (id, *seat)));
        if let Some(view) = self.exhibits.one(id).map(view) {
            for seat in &seats {
                let news = ExhibitNews::One { exhibit: view.clone() };
                self.connections.send((*seat).into(), ServerMessage::Exhibit { news });
            }
        }
        let seats = seats.into_iter().map(Into::into).collect();
        self.feed(Input::ViewersCleared { exhibit: id.into(), seats });
    }

    /// To who may know of it: how it is now.
    pub(super) fn tell_exhibit(&mut self, exhibit: &Exhibit) {
        let view = view(exhibit);
        for seat in self.table.hearing.seats.iter().filter(|seat| self.exhibits.may_know(seat, exhibit)) {
            let news = ExhibitNews::One { exhibit: view.clone() };
            self.connections.send(seat.id.into(), ServerMessage::Exhibit { news });
        }
    }

    /// After `welcome`: all this seat may know of.
    pub fn tell_exhibits(&mut self, id: wire::SeatId) {
        let Some(seat) = self.table.seat(id) else { return };
        let known = self.exhibits.all.iter().filter(|exhibit| self.exhibits.may_know(seat, exhibit));
        let exhibits: Vec<_> = known.map(view).collect();
        if !exhibits.is_empty() {
            self.connections.send(id, ServerMessage::Exhibit { news: ExhibitNews::All { exhibits } });
        }
    }
}

/// An exhibit as seats are told of it.
fn view(exhibit: &Exhibit) -> wire::ExhibitView {
    wire::ExhibitView {
        id: exhibit.id.into(),
        title: exhibit.title.clone(),
        shows: ExhibitKind::of(&exhibit.file.media_type).unwrap_or(ExhibitKind::Document).into(),
        size: exhibit.file.size,
        sha256: crate::domain::hex(&exhibit.file.sha256),
        brought_by: exhibit.brought_by.map(Into::into),
        state: match &exhibit.state {
            ExhibitState::Offered => wire::ExhibitState::Offered {},
            ExhibitState::Refused { reason } => wire::ExhibitState::Refused { reason: reason.clone() },
            ExhibitState::Accepted { number, on_record } => {
                wire::ExhibitState::Accepted { number: *number, on_record: on_record.map(|at| at.0) }
            }
        },
    }
}
