//! Interpreters, hidden names and helpers of the model hearing.

use super::{
    deeds::REASON,
    story::Story,
    table::{HELPER, INTERPRETER, JOINING, PETITIONERS, SEATS, another, id, parties, reseated},
};
use crate::{
    domain::{
        hearing::{
            CheckInNote, NewSeat, Occupant, OnRecord, ParticipantRole as Role, Reseat, Seat,
            place_among_petitioners,
        },
        ids::SeatId,
    },
    rooms::{check_in::Arrived, live},
};
use signaling::{
    grant::Grants,
    room::{Ask, Input, Source},
    wire::{self, ApartAsk, SourceKind},
};
use std::{collections::BTreeSet, fmt::Debug};

impl Story {
    pub fn listens(&mut self, by: usize, on: bool) {
        let interpreter = on.then(|| id(INTERPRETER).into());
        self.asks(by, Ask::Apart(ApartAsk::Listen { interpreter }));
        if self.conns.contains_key(&id(by)) && by != INTERPRETER {
            if on {
                self.listening.insert(id(by))
            } else {
                self.listening.remove(&id(by))
            };
        }
    }

    pub fn speaks_aloud(&mut self, aloud: bool) {
        self.asks(INTERPRETER, Ask::Apart(ApartAsk::SpeakAloud { aloud }));
        if self.conns.contains_key(&id(INTERPRETER)) {
            self.aloud = aloud;
        }
    }

    /// As the room does once the record has it.
    pub fn masks(&mut self, n: usize, hidden: bool) {
        let place = place_among_petitioners(&self.hearing.seats, id(n));
        let Some(seat) = self.hearing.seats.iter_mut().find(|seat| seat.id == id(n)) else { return };
        if hidden {
            seat.mask(place);
        } else {
            seat.unmask(parties()[n - PETITIONERS.start()].name.clone());
        }
        let setup = live::setup(seat);
        self.feed(Input::SeatIs(setup));
        self.tells_arrival(n);
        self.regrant();
    }

    /// Seated with the clerk's leave, and there at once: whoever helps sits beside whom it helps.
    pub fn seats_helper(&mut self, of: usize) {
        if self.hearing.seat(id(HELPER)).is_some() || self.hearing.stage.name().is_vacant() {
            return;
        }
        let helper =
            Occupant::External {
                organisation: "网格员".to_owned(), name: "王某".to_owned(), phone: None
            };
        let seat = Seat::new(id(HELPER), Role::GridWorker, helper);
        self.feed(Input::SeatIs(live::setup(&seat)));
        self.hearing.seats.push(seat);
        self.arrivals.learn(id(HELPER), Arrived::Noted(CheckInNote::Helps { of: id(of) }));
        self.tells_arrival(HELPER);
        self.regrant();
        self.comes(id(HELPER));
    }

    /// Decided by the one table, then done as the room does it once the record has it.
    pub fn reseats(&mut self, how: u8, n: usize) {
        let Some(joining) = JOINING.map(id).find(|seat| self.hearing.seat(*seat).is_none()) else { return };
        let Some(seat) = self.hearing.seat(id(n)).cloned() else { return };
        let (of, reason) = (seat.id, REASON.to_owned());
        let joins = if how.is_multiple_of(2) { Role::Officer } else { Role::Expert };
        let asked = match how % 3 {
            0 => Reseat::Add(NewSeat {
                role: joins,
                occupant: another(joins, n),
                mandatory: false,
                languages: Vec::new(),
            }),
            1 => Reseat::Replace { seat: of, occupant: another(seat.role, n), languages: Vec::new(), reason },
            _ => Reseat::Withdraw { seat: of, reason },
        };
        let on_record = self.on_record(of);
        let Some(reseating) = reseated(&self.hearing, &self.petition, &asked, on_record, joining) else {
            return;
        };
        let Ok(rows) = reseating.rows(&self.hearing, self.presiding.acting(), self.now) else { return };
        for row in rows {
            let setup = live::setup(&row);
            self.hearing.put_seat(row);
            self.feed(Input::SeatIs(setup));
        }
        (0..SEATS).for_each(|n| self.tells_arrival(n));
        self.regrant();
    }

    fn on_record(&self, seat: SeatId) -> Option<OnRecord> {
        let signed = self.papers.iter().flat_map(|record| &record.signatures).any(|mark| mark.seat == seat);
        let spoke = self.minutes.iter().any(|entry| entry.speaker == Some(seat));
        if signed { Some(OnRecord::Signed) } else { spoke.then_some(OnRecord::Spoke) }
    }

    /// Whoever gave up a seat has nothing of it: no rights, no connection, nothing that flows.
    pub fn given_up_seats_hold(&self) {
        for seat in self.hearing.seats.iter().filter(|seat| !seat.stands()) {
            let at = wire::SeatId::from(seat.id);
            assert_eq!(self.room.grants(at), Grants::default(), "{} is no seat any more", seat.plate());
            assert!(!self.conns.contains_key(&seat.id), "{} is still connected", seat.plate());
            assert!(self.flows.iter().all(|routes| routes.receiver != at || routes.slots.is_empty()));
            assert!(self.room.sending().iter().all(|source| source.seat != at));
        }
    }

    /// (seat, name) of plates that may not tell it now.
    pub fn hidden(&self) -> Vec<(SeatId, String)> {
        let masked = PETITIONERS.filter(|n| self.hearing.seat(id(*n)).is_some_and(Seat::is_masked));
        masked.map(|n| (id(n), parties()[n - PETITIONERS.start()].name.clone())).collect()
    }

    /// What is sent tells a hidden name only to who runs the hearing, and to whose it is.
    pub fn names_nobody_hidden(&self, to: Option<SeatId>, told: &impl Debug) {
        for (whose, name) in self.hidden() {
            let may = to.is_some_and(|to| {
                let grants = self.room.grants(to.into());
                grants.preside || grants.minute || to == whose
            });
            assert!(may || !format!("{told:?}").contains(&name), "{to:?} is told who {name} is: {told:?}");
        }
    }

    pub fn hidden_names_hold(&self) {
        let roster = format!("{:?}", self.room.seats());
        let told = self.hidden().into_iter().find(|(_, name)| roster.contains(name.as_str()));
        assert_eq!(told, None, "the roster tells a hidden name");
    }

    /// An interpreter that whispers is heard at the table by exactly those who asked for it.
    pub fn ears_hold(&self, attends: impl Fn(SeatId) -> bool) {
        let at = wire::SeatId::from(id(INTERPRETER));
        let whispers = self.room.talk_of(at).is_none();
        let source = Source { seat: at, kind: SourceKind::Microphone };
        if !whispers || !self.room.sending().contains(&source) {
            return;
        }
        let carried = |receiver: &SeatId| {
            let routes = self.flows.iter().find(|routes| SeatId::from(routes.receiver) == *receiver);
            routes.is_some_and(|routes| routes.slots.iter().any(|(_, flows)| *flows == source))
        };
        let there = |seat: &SeatId| {
            let alone = self.room.talk_of((*seat).into()).is_none();
            *seat != id(INTERPRETER) && alone && attends(*seat) && self.has_media(*seat)
        };
        let heard: BTreeSet<SeatId> = self.seat_ids().filter(carried).collect();
        let wanted = self.seat_ids().filter(|seat| self.aloud || self.listening.contains(seat));
        assert_eq!(heard, wanted.filter(there).collect(), "who hears the interpreter");
    }

    fn seat_ids(&self) -> impl Iterator<Item = SeatId> {
        self.hearing.seats.iter().map(|seat| seat.id)
    }

    fn has_media(&self, seat: SeatId) -> bool {
        self.flows.iter().any(|routes| SeatId::from(routes.receiver) == seat)
    }

    /// Somebody who helps is heard with the floor, or apart, and decides nothing.
    pub fn helper_holds(&self) {
        let Some(seat) = self.hearing.seat(id(HELPER)) else { return };
        let (grants, at) = (self.grants(seat), wire::SeatId::from(seat.id));
        let called = self.room.floor() == Some(at) || self.room.talk_of(at).is_some();
        assert!(!grants.speak || called, "a helper speaks unasked");
        assert!(!(grants.preside || grants.minute || grants.present), "a helper runs the hearing");
    }
}
