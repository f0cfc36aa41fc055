//! What begins anew: everybody comes, the hearing is put off, the server starts again; and whom the report accuses after all.

use super::{
    deeds::{Deed, REASON},
    story::Story,
    table::{ORGANS, ROLES, SEATS, meets_accused, organ},
};
use crate::{
    domain::{
        hearing::{Presence, Seat, Step},
        petition::{By, Calendar, Petition, PetitionState, Transition, apply},
        rights::admitted_on_arrival,
    },
    rooms::live,
};
use signaling::room::{Input, Room};

impl Story {
    /// Everybody comes, is known and let in.
    pub fn gathers(&mut self) {
        for n in 0..ROLES.len() {
            for deed in [Deed::Come(n), Deed::Identify(n), Deed::Admit(0, n, false)] {
                self.does(deed);
            }
        }
    }

    /// By so little that check-in is open again and all come back, or by more.
    pub fn is_put_off(&mut self, minutes: Option<i64>) {
        let starts_at = minutes.map(|minutes| self.now.plus_millis(minutes * 60_000));
        let to = starts_at.map(|starts_at| (starts_at, starts_at.plus_millis(3_600_000)));
        let before = self.log.len();
        self.takes(Step::Postpone { reason: REASON.to_owned(), to });
        if self.log.len() > before {
            let sat = |seat: &Seat| seat.admitted.is_some() && !admitted_on_arrival(seat.role);
            assert!(!self.hearing.seats.iter().any(sat), "who sat there the day before sits there still");
            if minutes == Some(1) {
                self.gathers();
            }
        }
    }

    /// Named while it is with the desk: before it is routed, or when it has come back.
    pub fn accuses(&mut self, whom: usize) {
        let with_desk = Petition { state: PetitionState::Screening, ..self.petition.clone() };
        let named = Transition::NameAccused {
            agencies: vec![organ(ORGANS[whom])],
            staff: Vec::new(),
            reason: REASON.to_owned(),
        };
        let named = apply(&with_desk, named, By::Staff, self.now, &Calendar::shipped());
        let Ok(named) = named.map(|applied| applied.petition.accused) else { return };
        let petition = Petition { accused: named, ..self.petition.clone() };
        if !meets_accused(&self.hearing, &petition) {
            self.petition = petition;
            self.regrant();
        }
    }

    /// A room of the record alone. What went on apart is over; whoever was connected comes again.
    pub fn reopens(&mut self) {
        if self.hearing.stage.name().is_vacant() {
            return;
        }
        let here: Vec<_> = std::mem::take(&mut self.conns).into_keys().collect();
        self.record.forget();
        self.talks.clear();
        self.shown.clear();
        self.listening.clear();
        self.flows.clear();
        self.aloud = false;
        self.presence = Presence::default();
        self.missed_since = None;
        self.room = Room::new(self.now.0, live::setups(&self.hearing));
        (0..SEATS).for_each(|n| self.tells_arrival(n));
        self.regrant();
        here.into_iter().for_each(|seat| self.comes(seat));
    }

    /// Held another day: whoever is here waits as on arrival, and is known by nobody.
    pub fn comes_anew(&mut self) {
        self.hearing.come_anew();
        self.arrivals.come_anew();
        self.unidentified.clear();
        self.sat.clear();
        if !self.hearing.stage.name().is_vacant() {
            self.feed(Input::Anew);
            (0..SEATS).for_each(|n| self.tells_arrival(n));
        }
    }
}
