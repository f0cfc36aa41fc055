//! Check-in in the room: what is known of each arriving seat, and who is told.

use super::{
    Room,
    io::{Before, Conn, Output, Ruling, SeatSetup},
    seat::Seat,
};
use crate::{
    limits,
    wire::{CheckInNews, CheckInView, Language, SeatId, ServerMessage},
};
use std::collections::BTreeMap;

/// What is known of seats that check in, and what each connection was told of it.
#[derive(Debug, Default)]
pub(super) struct Arrivals {
    known: BTreeMap<SeatId, CheckInView>,
    told: BTreeMap<SeatId, (Conn, BTreeMap<SeatId, CheckInView>)>,
}

impl Arrivals {
    /// Nobody has said who sits there, and somebody must.
    pub fn lack_identity(&self, seat: SeatId) -> bool {
        self.known.get(&seat).is_some_and(|view| view.needs_identity)
    }

    /// In which language it wished on arrival to be interpreted for.
    pub fn wish_of(&self, seat: SeatId) -> Option<Language> {
        self.known.get(&seat).filter(|view| view.interpreter)?.language
    }

    /// What `viewer` may know: of itself without what is for others' eyes, of everybody if it runs the hearing.
    fn visible(&self, viewer: SeatId, runs: bool) -> BTreeMap<SeatId, CheckInView> {
        if runs {
            return self.known.clone();
        }
        let own = self.known.get(&viewer).map(|view| (viewer, view.clone()));
        own.into_iter().collect()
    }

    /// What the connection does not know yet.
    fn news(&mut self, viewer: SeatId, conn: Conn, runs: bool) -> Vec<CheckInView> {
        let visible = self.visible(viewer, runs);
        let told = self.told.entry(viewer).or_insert_with(|| (conn, BTreeMap::new()));
        if told.0 != conn {
            *told = (conn, BTreeMap::new());
        }
        let news = visible.values().filter(|view| told.1.get(&view.seat) != Some(view)).cloned().collect();
        told.1 = visible;
        news
    }
}

impl Room {
    pub(super) fn arrival(&mut self, view: CheckInView) {
        self.arrivals.known.insert(view.seat, view);
    }

    /// A seat's plate changed, or whom it is beside; there is one more seat, or one less. What happened to it since stays.
    pub(super) fn seat_is(&mut self, now: i64, setup: SeatSetup) {
        let (id, beside, withdrawn) = (setup.id, setup.beside, setup.before == Before::Withdrawn);
        let place = |id: SeatId| self.seats.iter().position(|seat| seat.setup.id == id);
        match (place(id), setup.after.and_then(place)) {
            (Some(at), _) => {
                let known = &mut self.seats[at].setup;
                (known.label, known.name) = (setup.label, setup.name);
            }
            (None, Some(before)) => self.seats.insert(before + 1, Seat::new(setup, now)),
            (None, None) => self.seats.push(Seat::new(setup, now)),
        }
        self.sits_beside(now, id, beside);
        if withdrawn {
            self.withdraw(now, id);
        }
        self.budget = super::budget_of(&self.seats);
    }

    pub(super) fn ask_to_admit_unidentified(
        &mut self,
        by: SeatId,
        re: u32,
        id: SeatId,
        reason: String,
    ) -> Ruling {
        limits::reason(&reason)?;
        self.ask_to_admit(by, re, id, Some(reason))
    }

    pub(super) fn tell_arrivals(&mut self) {
        if self.arrivals.known.is_empty() {
            return;
        }
        for at in 0..self.seats.len() {
            let seat = &self.seats[at];
            let (id, grants) = (seat.setup.id, seat.grants());
            let Some(conn) = seat.conn() else { continue };
            let seats = self.arrivals.news(id, conn, grants.preside || grants.minute);
            if !seats.is_empty() {
                self.out(Output::ToSeat {
                    seat: id,
                    message: ServerMessage::CheckIn { news: CheckInNews::Seats { seats } },
                });
            }
        }
    }
}
