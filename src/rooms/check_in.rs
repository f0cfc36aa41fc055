//! Check-in as a live room sees it, and what the officer on duty does to its seats.

use super::{
    Refused,
    answers::{Asker, Asking, refused},
    chat::DeskAnswer,
    journal::{Record, Write},
    live::Live,
    pending::Pending,
    quality::LineNow,
};
use crate::domain::{
    event::{Actor, Change, EventKind},
    hearing::{self, CheckIn, CheckInNote, CheckInState, IdentityRule, Seat},
    ids, rights,
};
use signaling::{
    room::Input,
    wire::{self, CheckInNews, CheckInView, Presence, RefusalCode, SeatId, SeatView, ServerMessage},
};
use std::collections::HashMap;

/// What a live room knows of who checks in.
#[derive(Debug)]
pub struct Arrivals {
    pub rule: IdentityRule,
    known: HashMap<ids::SeatId, CheckIn>,
    photographed: Vec<ids::SeatId>,
    /// At the table, and nobody there interprets what they wished: the log has it.
    pub uninterpreted: Vec<SeatId>,
    /// Names of the petition's people, for who may know a masked plate's.
    names: HashMap<ids::PersonId, String>,
}

/// One thing that happened to a seat while it checks in; it is in the record already.
#[derive(Debug, Clone, Copy)]
pub enum Arrived {
    Noted(CheckInNote),
    /// A photo waits to be looked at or is kept by an order; or there is none any more.
    Photo(bool),
}

/// What the officer on duty does to a session.
#[derive(Debug, Clone)]
pub enum OfficerAct {
    Ring(ids::SeatId),
    /// The page begins its sound and picture afresh.
    Restart(ids::SeatId),
    /// A recording that has stopped is begun anew.
    RestartRecording,
    /// Told to everybody, the lobby too.
    Announce(String),
    /// To a seat that wrote to the desk.
    Answer(DeskAnswer),
    /// To its seat in another session, by a fresh link where it came by one.
    Move {
        seat: ids::SeatId,
        to: ids::HearingId,
        secret: Option<String>,
    },
}

/// A session as its officer sees it.
#[derive(Debug)]
pub struct Overview {
    pub seats: Vec<SeatView>,
    pub lines: Vec<LineNow>,
    pub recording: wire::Recording,
    /// Pictures that come and cannot be recorded.
    pub unkept: Vec<wire::UnkeptPicture>,
}

impl Arrivals {
    pub fn new(
        rule: IdentityRule,
        known: Vec<CheckIn>,
        photographed: Vec<ids::SeatId>,
        names: HashMap<ids::PersonId, String>,
    ) -> Self {
        let known = known.into_iter().map(|one| (one.seat, one)).collect();
        Self { rule, known, photographed, uninterpreted: Vec::new(), names }
    }

    /// The record has one more thing of a seat.
    pub fn learn(&mut self, seat: ids::SeatId, arrived: Arrived) {
        match arrived {
            Arrived::Noted(note) => self.known.entry(seat).or_insert_with(|| CheckIn::new(seat)).note(note),
            Arrived::Photo(there) => {
                self.photographed.retain(|one| *one != seat);
                self.photographed.extend(there.then_some(seat));
            }
        }
    }

    pub(super) fn come_anew(&mut self) {
        self.known.values_mut().for_each(CheckIn::come_anew);
        self.photographed.clear();
    }

    pub fn view(&self, seat: &Seat) -> CheckInView {
        let unknown = CheckIn::new(seat.id);
        let known = self.known.get(&seat.id);
        let CheckIn { arrival, phone_at, test, helps, .. } = known.unwrap_or(&unknown);
        let state = name_of(known.unwrap_or(&unknown).state());
        let name = match seat.occupant {
            hearing::Occupant::Party { person } if seat.is_masked() => self.names.get(&person).cloned(),
            _ => None,
        };
        CheckInView {
            seat: seat.id.into(),
            state,
            needs_identity: rights::lacks_identity(seat, known, self.rule),
            test: test.map(|test| test.result().into()),
            declared: arrival.is_some(),
            phone: phone_at.is_some(),
            photo: self.photographed.contains(&seat.id),
            language: arrival.and_then(|arrival| arrival.language).map(Into::into),
            interpreter: arrival.is_some_and(|arrival| arrival.interpreter),
            helps: helps.map(Into::into),
            name,
        }
    }
}

const fn name_of(state: CheckInState) -> wire::CheckInState {
    match state {
        CheckInState::CheckingIn => wire::CheckInState::CheckingIn,
        CheckInState::IdentityOk => wire::CheckInState::IdentityOk,
        CheckInState::Tested(_) => wire::CheckInState::Tested,
        CheckInState::Waiting(_) => wire::CheckInState::Waiting,
    }
}

impl Live {
    /// The room has just opened.
    pub fn tell_arrivals(&mut self) {
        let shown =
            |seat: &&Seat| seat.is_identified_at_check_in() || self.arrivals.known.contains_key(&seat.id);
        let views: Vec<_> =
            self.table.hearing.seats.iter().filter(shown).map(|seat| self.arrivals.view(seat)).collect();
        for view in views {
            self.feed(Input::Arrival(view));
        }
    }

    /// It is held another day, and the record has it: whoever is here waits as on arrival.
    pub fn come_anew(&mut self) {
        self.table.hearing.come_anew();
        self.arrivals.come_anew();
        // Rows that were queued behind the step have the seats as they were the day before.
        if !self.writing.is_idle() {
            let record = Record::default().with(Write::Anew(self.table.hearing.id));
            self.writing.put(record, Pending::Note);
        }
        self.preside_anew();
        if !self.table.is_vacant() {
            self.feed(Input::Anew);
            self.tell_arrivals();
        }
    }

    pub fn arrived(&mut self, seat: ids::SeatId, arrived: Arrived) {
        self.arrivals.learn(seat, arrived);
        self.tell_arrival(seat);
    }

    pub(super) fn tell_arrival(&mut self, id: ids::SeatId) {
        if let Some(seat) = self.table.hearing.seat(id) {
            let view = self.arrivals.view(seat);
            self.feed(Input::Arrival(view));
        }
    }

    /// Masks a plate, or shows the name again.
    pub fn mask_asked(&mut self, by: Actor, id: ids::SeatId, shown: Option<String>, asker: Asker) {
        let Some(mut seat) = self.table.hearing.seat(id).cloned() else {
            let detail = "no such seat".to_owned();
            return self.answer(asker, Err(Refused::new(RefusalCode::NoSuchSeat, detail)));
        };
        let kind = match shown {
            None => {
                seat.mask(hearing::place_among_petitioners(&self.table.hearing.seats, id));
                EventKind::HearingSeatMasked
            }
            Some(name) => {
                seat.unmask(name);
                EventKind::HearingSeatUnmasked
            }
        };
        let events = vec![self.event(Change::new(kind).with("seat", id), by)];
        self.change_seats((vec![seat], None), events, None, asker);
    }

    /// Who sits beside whom. Into a private talk that goes on nobody is let by a chair.
    pub fn beside_asked(&mut self, by: Actor, id: ids::SeatId, carrier: Option<ids::SeatId>, asker: Asker) {
        let put = self.table.hearing.put_beside(id, carrier);
        match put {
            Err(refusal) => self.answer(asker, Err(refused(&refusal))),
            Ok(_) if carrier.is_some_and(|carrier| self.room.talk_of(carrier.into()).is_some()) => {
                let detail = "the seat is in a private talk".to_owned();
                self.answer(asker, Err(Refused::new(RefusalCode::SomebodyBeside, detail)));
            }
            Ok((seat, _)) if self.table.hearing.seat(id) == Some(&seat) => self.answer(asker, Ok(())),
            Ok((seat, change)) => {
                let events = vec![self.event(change, by)];
                self.change_seats((vec![seat], None), events, None, asker);
            }
        }
    }

    /// Who presides or writes the minutes rings as the officer does.
    pub fn ring_asked(&mut self, by: Asking, whom: SeatId) {
        let grants = self.room.grants(by.seat);
        if !(grants.preside || grants.minute) {
            return self.refuse(by, RefusalCode::NotAllowed, None);
        }
        self.officer_acts(by.actor(), OfficerAct::Ring(whom.into()), by.into());
    }

    /// What the officer does, noted with who did it.
    pub fn officer_acts(&mut self, by: Actor, act: OfficerAct, asker: Asker) {
        let (whom, news, change) = match act {
            OfficerAct::Ring(seat) => {
                (Some(seat), CheckInNews::Rung {}, Change::new(EventKind::HearingSeatRung).with("seat", seat))
            }
            OfficerAct::Restart(seat) => {
                let change = Change::new(EventKind::HearingMediaRestarted).with("seat", seat);
                (Some(seat), CheckInNews::RestartMedia {}, change)
            }
            OfficerAct::Move { seat, to, secret } => {
                let news = CheckInNews::Moved { hearing: wire::HearingId(to.0), secret };
                let change = Change::new(EventKind::HearingSeatMoved).with("seat", seat).with("to", to);
                (Some(seat), news, change)
            }
            OfficerAct::RestartRecording => return self.recording_anew_asked(by, asker),
            OfficerAct::Answer(answer) => return self.desk_answered(by, &answer, asker),
            OfficerAct::Announce(text) => {
                let news = CheckInNews::Announced { text, at: self.now().0 };
                (None, news, Change::new(EventKind::HearingAnnounced))
            }
        };
        let message = ServerMessage::CheckIn { news };
        match whom.map(SeatId::from) {
            Some(seat) if self.table.seat(seat).is_none() => {
                let detail = "no such seat".to_owned();
                return self.answer(asker, Err(Refused::new(RefusalCode::NoSuchSeat, detail)));
            }
            Some(seat) if self.connections.current(seat).is_none() => {
                let detail = "nobody is connected on this seat".to_owned();
                return self.answer(asker, Err(Refused::new(RefusalCode::NotAllowed, detail)));
            }
            Some(seat) => self.connections.send(seat, message),
            None => self.connections.send_all(&message),
        }
        self.writing.note(vec![self.event(change, by)]);
        self.answer(asker, Ok(()));
    }

    pub fn overview(&self) -> Overview {
        Overview {
            seats: self.room.seats(),
            lines: self.lines_now(),
            recording: self.recording_view(),
            unkept: self.recording.unkept.clone(),
        }
    }
}

/// Whether somebody is connected, and at the table.
#[must_use]
pub const fn is_here(presence: &Presence) -> bool {
    matches!(presence, Presence::Waiting { .. } | Presence::Seated { .. })
}
