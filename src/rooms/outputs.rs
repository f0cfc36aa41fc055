//! Carries out the outputs of `signaling::room`: sends frames, computes grants, sets routes, writes records.

use super::{
    answers::Asker,
    apart,
    journal::{Record, Write},
    live::Live,
    pending::Pending,
    words,
};
use crate::{
    domain::{
        Timestamp,
        event::{Actor, Change, Event, EventKind},
        hearing::{Seat, SeatChange, StageName, presiding::Measure},
        ids,
        quality::DropReason,
        rights,
    },
    media::plane::{ReceiverPlan, RoutePlan, Source},
};
use signaling::{
    grant::Grants,
    room::{Conn, Fact, Input, Output, Question, Routes, Snapshot},
    wire::{BEAT_EVERY_MS, PROTOCOL, SeatId, ServerMessage},
};

const _: () = assert!(BEAT_EVERY_MS < 10_000, "pages take silence for a broken line");

impl Live {
    /// Drains the room.
    pub fn perform(&mut self) {
        while let Some(output) = self.room.poll_output() {
            match output {
                Output::Welcome { seat, conn, snapshot } => self.welcome(seat, conn, snapshot),
                Output::ToSeat { seat, message } => self.connections.send(seat, message),
                Output::ToAll(message) => self.connections.send_all(&message),
                Output::Bye { seat, conn, reason } => self.connections.close(seat, conn, reason),
                Output::Route(routes) => {
                    self.follow_recording();
                    self.media.route(self.media_room(), plan(routes));
                }
                Output::HangUp { seat, peer } => self.hang_up(seat, peer),
                Output::AskGrants { at_table, floor } => self.grant(&at_table, floor),
                Output::Record { question, fact } => self.record_fact(question, fact),
                // Whoever goes when it is over was not lost.
                Output::Note(Fact::Dropped { .. }) if self.table.is_vacant() => {}
                Output::Note(fact) => self.note(&fact),
            }
        }
    }

    fn welcome(&mut self, seat: SeatId, conn: Conn, snapshot: Snapshot) {
        if !self.connections.is_current(seat, conn) {
            return;
        }
        let Snapshot { grants, seats, floor, peer_alive, slots } = snapshot;
        let reads = self.table.reads_minutes(seat);
        let message = ServerMessage::Welcome {
            protocol: PROTOCOL,
            hearing: words::hearing_view(&self.table.hearing, &self.table.petition.number),
            you: seat,
            grants,
            seats,
            stage: self.stage_view(),
            floor,
            minutes: if reads { self.table.minutes.iter().map(Into::into).collect() } else { Vec::new() },
            read_back: if reads { self.read_back(true) } else { None },
            peer_alive,
            slots,
            ice: self.media.ice_servers(self.media_room(), seat, self.connections.comes_from(seat)),
            now: self.now().0,
        };
        self.connections.send(seat, message);
        let presiding = self.presiding_view();
        self.connections.send(seat, ServerMessage::Presiding { presiding });
        self.tell_exhibits(seat);
        self.tell_chat(seat);
        self.welcome_papers(seat);
    }

    /// Works out everybody's rights again, by the one table.
    pub fn grant(&mut self, at_table: &[SeatId], floor: Option<SeatId>) {
        let grants = self
            .table
            .hearing
            .seats
            .iter()
            .map(|seat| (seat.id.into(), self.grants_of(seat, at_table, floor)))
            .collect();
        self.room.handle(self.now().0, Input::Granted(grants));
    }

    /// The stage changed, or the room has just opened.
    pub fn regrant(&mut self) {
        let (at_table, floor) = (self.room.at_table(), self.room.floor());
        self.grant(&at_table, floor);
        self.perform();
    }

    fn grants_of(&self, seat: &Seat, at_table: &[SeatId], floor: Option<SeatId>) -> Grants {
        let id: SeatId = seat.id.into();
        let sitting = rights::Sitting {
            stage: &self.table.hearing.stage,
            seat,
            admitted: at_table.contains(&id),
            has_floor: self.table.hearing.speaks_with_floor(seat.id, floor.map(Into::into)),
            carries: self.table.hearing.carries(seat.id),
            talk: self.room.talk_of(id).map(Into::into),
            beyond_cap: rights::beyond_cap(&self.table.hearing.seats, seat.id, self.table.speakers_allowed),
            recused: rights::is_recused(seat, &self.table.petition.course),
            presiding: &self.chair.kept,
        };
        grants_of(&sitting, self.chat.closed)
    }

    fn record_fact(&mut self, question: Question, fact: Fact) {
        if let Fact::Talk { .. } = fact {
            return self.record_talk(question, &fact);
        }
        let Some(seat) = self.table.seat(fact.seat()) else {
            // The room knows the seats it was given and no others.
            return;
        };
        let (seat, change) = (seat.id, change_of(&fact, seat, self.table.stage(), self.now()));
        // Who presides or writes comes in by their own right, and nobody would ask for them again.
        let of_that_day = match &fact {
            Fact::Admitted { seat: who, by, .. } => who != by,
            Fact::Dismissed { .. } => true,
            _ => false,
        };
        if of_that_day && self.writing.puts_off() {
            return self.room.handle(self.now().0, Input::NotRecorded(question)); // it would outlive the day
        }
        let mut events = vec![self.event_of(&fact)];
        let measure = self.chair.removal_of(seat);
        events.extend(measure.iter().map(|measure| self.event(measure.change(), Actor::Seat(measure.by))));
        let hearing = self.table.hearing.id;
        let record = Record::of(events)
            .with_all(change.clone().map(|change| Write::SeatChange(hearing, seat, change)))
            .with_all(measure.clone());
        let measure = measure.map(Box::new);
        self.writing.put(record, Pending::Question { question, seat, change, measure });
    }

    /// The room hears whether the record has it.
    pub fn fact_stored(
        &mut self,
        question: Question,
        (seat, change): (ids::SeatId, Option<SeatChange>),
        measure: Option<Measure>,
        stored: bool,
    ) {
        if !stored {
            return self.feed(Input::NotRecorded(question));
        }
        if matches!(change, Some(SeatChange::Removed { .. })) {
            self.quality.dropped(seat.into(), DropReason::Removed, self.now());
        }
        // Who left since is out, as the record has it too; who was only being let in never sat there.
        let moves = |change: &SeatChange| matches!(change, SeatChange::Admitted(_) | SeatChange::Out { .. });
        let left = self.room.left_since(question);
        let readers = self.table.readers();
        let known = self.table.seat_mut(seat.into()).filter(|known| known.stands());
        if let (Some(known), Some(change)) = (known, change.filter(|change| !(left && moves(change)))) {
            change.apply(known);
        }
        self.feed(Input::Recorded(question));
        if let Some(measure) = measure {
            self.measure_stored(measure, Asker::Nobody, true);
        }
        self.catch_up(&readers);
        self.announce_read_back(false); // the minutes tell who sat there
    }

    fn note(&mut self, fact: &Fact) {
        self.count_fact(fact);
        let events = vec![self.event_of(fact)];
        match fact {
            Fact::Left { seat } => self.note_left(*seat, events),
            _ => self.writing.note(events),
        }
    }

    /// Who went by the button is out on record too: a witness is not inside any more, and after a restart coming back
    /// leads through the lobby as before. Nothing else of the seat is written: what is on its way to the record stays.
    fn note_left(&mut self, id: SeatId, events: Vec<Event>) {
        let (stage, now) = (self.table.stage(), self.now());
        let hearing = self.table.hearing.id;
        let out = self.table.seat_mut(id).map(|seat| {
            if seat.admitted.is_some() {
                seat.send_out(stage, now);
            }
            Write::SeatChange(hearing, seat.id, SeatChange::Out { heard: seat.heard })
        });
        self.writing.put(Record::of(events).with_all(out), Pending::Note);
    }

    pub fn event_of(&self, fact: &Fact) -> Event {
        let (by, change) = match fact {
            Fact::Admitted { by, reason, .. } => {
                let admitted = Change::new(EventKind::HearingSeatAdmitted);
                let change = match reason {
                    Some(reason) => admitted.with("identity", "unconfirmed").because(reason),
                    None => admitted,
                };
                (Some(by), change)
            }
            Fact::Dismissed { by, .. } => (Some(by), Change::new(EventKind::HearingSeatDismissed)),
            Fact::Removed { by, reason, .. } => {
                (Some(by), Change::new(EventKind::HearingSeatRemoved).because(reason))
            }
            Fact::Dropped { reason, .. } => {
                (None, Change::new(EventKind::HearingSeatDropped).with("class", DropReason::from(*reason)))
            }
            Fact::Back { seat } => (Some(seat), Change::new(EventKind::HearingSeatBack)),
            Fact::Left { seat } => (Some(seat), Change::new(EventKind::HearingSeatLeft)),
            Fact::Talk { talk, of, seat, deed } => {
                let (by, change) = apart::talk_change(*talk, *of, *seat, *deed);
                return self.event(change, by.map_or(Actor::System, Actor::Seat));
            }
        };
        let actor = by.map_or(Actor::System, |seat| Actor::Seat((*seat).into()));
        self.event(change.with("seat", fact.seat()), actor)
    }
}

/// What a fact is for the record of its seat.
fn change_of(fact: &Fact, seat: &Seat, stage: StageName, now: Timestamp) -> Option<SeatChange> {
    match fact {
        Fact::Admitted { .. } => Some(SeatChange::Admitted(now)),
        Fact::Dismissed { .. } => Some(seat.goes_out(stage, now)),
        Fact::Removed { reason, .. } => Some(SeatChange::Removed { reason: reason.clone() }),
        Fact::Dropped { .. } | Fact::Back { .. } | Fact::Left { .. } | Fact::Talk { .. } => None,
    }
}

/// What the room is given of one seat's rights.
pub fn grants_of(sitting: &rights::Sitting<'_>, chat_closed: bool) -> Grants {
    let rights::SeatGrants { speak, show, share, attend, preside, minute, present, chat } =
        rights::seat_grants(sitting);
    let chat = words::chat_grants(if chat_closed { chat.with_table_closed() } else { chat });
    Grants { speak, show, share, attend, preside, minute, present, chat }
}

fn plan(routes: Vec<Routes>) -> RoutePlan {
    let source = |s: signaling::room::Source| Source { seat: s.seat, kind: s.kind };
    let receivers = routes
        .into_iter()
        .map(|Routes { receiver, slots }| ReceiverPlan {
            seat: receiver,
            slots: slots.into_iter().map(|(mid, s)| (mid, source(s))).collect(),
        })
        .collect();
    RoutePlan { receivers }
}
