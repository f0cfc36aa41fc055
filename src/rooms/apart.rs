//! Private talks, witnesses, interpreters: ruled by `domain::rights`, done by the room, put on record here.

use super::{answers::Asking, journal::Record, live::Live, pending::Pending};
use crate::domain::{
    event::{Actor, Change, EventKind},
    hearing::{ParticipantRole, Seat, SeatChange, Stage, TalkEvent, TalkRecord, TalkWindow},
    ids,
    rights::{Comer, Door, TalkFault, may_be_in_talk, may_call_witness, may_enter_talk, may_open_talk},
};
use signaling::{
    room::{Ask, Fact, Input, Question, TalkDeed},
    wire::{ApartAsk, RefusalCode, SeatId, TalkId, TalkKind},
};

impl Live {
    pub fn apart_asked(&mut self, by: Asking, ask: ApartAsk) {
        match self.rule_apart(by.seat, &ask) {
            Ok(()) => self.ask_room(by, Ask::Apart(ask)),
            Err(fault) => self.refuse(by, code_of(fault), Some(fault.to_string())),
        }
    }

    /// Whether `by` may. Seats and talks that are not there are the room's to refuse.
    fn rule_apart(&self, by: SeatId, ask: &ApartAsk) -> Result<(), TalkFault> {
        let Some(who) = self.comer(by) else { return Ok(()) };
        let goes_in = matches!(ask, ApartAsk::OpenTalk { enter: true, .. } | ApartAsk::EnterTalk { .. });
        if goes_in && self.table.hearing.carries(by.into()) {
            return Err(TalkFault::Beside);
        }
        let stage = &self.table.hearing.stage;
        match ask {
            ApartAsk::OpenTalk { of, invite, enter, .. } => {
                let mut people: Vec<_> = enter.then_some(who.role).into_iter().collect();
                may_open_talk(who, *enter, &Door { of: (*of).into(), people: &[], stage })?;
                for guest in invite.iter().filter_map(|seat| self.comer(*seat)) {
                    may_be_in_talk(guest, &Door { of: (*of).into(), people: &people, stage })?;
                    people.push(guest.role);
                }
                Ok(())
            }
            ApartAsk::Invite { talk, seat } => match (self.comer(*seat), self.people_of(*talk)) {
                (Some(guest), Some((of, people, _))) => {
                    may_be_in_talk(guest, &Door { of: of.into(), people: &people, stage })
                }
                _ => Ok(()),
            },
            ApartAsk::EnterTalk { talk } => {
                let Some((of, people, invited)) = self.people_of(*talk) else { return Ok(()) };
                let who = Comer { invited: invited.contains(&by), ..who };
                may_enter_talk(who, &Door { of: of.into(), people: &people, stage })
            }
            ApartAsk::CallWitness { seat } => {
                self.table.must_call(who, *seat)?;
                may_call_witness(stage, self.witnesses_inside(*seat))
            }
            ApartAsk::ReleaseWitness { seat } => self.table.must_call(who, *seat),
            ApartAsk::DeclineTalk { .. }
            | ApartAsk::LeaveTalk {}
            | ApartAsk::LockTalk { .. }
            | ApartAsk::CloseTalk { .. }
            | ApartAsk::CloseTalks {}
            | ApartAsk::Listen { .. }
            | ApartAsk::SpeakAloud { .. } => Ok(()),
        }
    }

    /// Other witnesses that are in, or about to come in.
    fn witnesses_inside(&self, but: SeatId) -> usize {
        let witness = |seat: ids::SeatId| self.table.hearing.seat(seat).is_some_and(Seat::is_witness);
        let coming = |pending: &Pending| match pending {
            Pending::Question { seat, change: Some(SeatChange::Admitted(_)), .. } if witness(*seat) => {
                Some(*seat)
            }
            _ => None,
        };
        let coming = self.writing.pending().filter_map(coming);
        self.table.hearing.testifying().chain(coming).filter(|seat| SeatId::from(*seat) != but).count()
    }

    /// Uninvited.
    fn comer(&self, seat: SeatId) -> Option<Comer> {
        let role = self.table.role(seat)?;
        let (presides, admitted) = (self.room.grants(seat).preside, self.room.at_table().contains(&seat));
        Some(Comer { role, presides, admitted, invited: false })
    }

    /// Roles of those in a talk, invited or on their way in, and who was invited.
    fn people_of(&self, talk: TalkId) -> Option<(TalkKind, Vec<ParticipantRole>, Vec<SeatId>)> {
        let view = self.room.apart().talks.into_iter().find(|view| view.id == talk)?;
        let going = self.room.going_into(talk);
        let people = view.members.iter().chain(&view.invited).chain(&going);
        let people = people.filter_map(|seat| self.table.role(*seat)).collect();
        Some((view.of, people, view.invited))
    }

    pub fn record_talk(&mut self, question: Question, fact: &Fact) {
        let mut events = vec![self.event_of(fact)];
        if let Fact::Talk { talk, of, seat, deed: TalkDeed::Opened { enters: true } } = fact {
            let entered = Fact::Talk { talk: *talk, of: *of, seat: *seat, deed: TalkDeed::Entered };
            events.push(self.event_of(&entered));
        }
        self.writing.put(Record::of(events), Pending::Talk(question));
    }

    pub fn talk_stored(&mut self, question: Question, stored: bool) {
        self.feed(if stored { Input::Recorded(question) } else { Input::NotRecorded(question) });
    }

    /// Who wished an interpreter and sits there without one calls the officer, until one comes.
    pub fn watch_interpreters(&mut self) {
        let now = self.room.without_interpreter();
        if self.table.is_vacant() || now == self.arrivals.uninterpreted {
            return;
        }
        let before = std::mem::replace(&mut self.arrivals.uninterpreted, now.clone());
        let told = |kind, seats: &[SeatId], but: &[SeatId]| -> Vec<Change> {
            let seats = seats.iter().filter(|seat| !but.contains(seat));
            seats.map(|seat| Change::new(kind).with("seat", seat)).collect()
        };
        let changes = [
            told(EventKind::HearingInterpreterMissing, &now, &before),
            told(EventKind::HearingInterpreterFound, &before, &now),
        ];
        let events = changes.into_iter().flatten().map(|change| self.event(change, Actor::System)).collect();
        self.writing.note(events);
    }

    /// The hearing goes on from `before`: everybody is at the table before anybody is told so.
    pub fn pull_in(&mut self, before: &Stage) {
        if TalkWindow::pulls_in(before, &self.table.hearing.stage) {
            self.feed(Input::EndTalks);
        }
    }

    /// What the log says goes on in a room that has just opened: it ended with the process before.
    pub fn end_talks_of_before(&mut self, talks: &[TalkRecord]) {
        let told = |talk: &TalkRecord| {
            let of = (talk.id, talk.of);
            talk.inside().map(|seat| TalkEvent { talk: of.0, of: of.1, seat }).collect::<Vec<_>>()
        };
        let left = |event: TalkEvent| event.change(EventKind::HearingTalkLeft).with("after", "restart");
        let changes: Vec<Change> = talks.iter().flat_map(told).map(left).collect();
        if changes.is_empty() {
            return;
        }
        let events = changes.into_iter().map(|change| self.event(change, Actor::System)).collect();
        self.writing.note(events);
    }
}

/// The log's line of a fact of a talk, and who did it.
pub fn talk_change(
    talk: TalkId,
    of: TalkKind,
    seat: SeatId,
    deed: TalkDeed,
) -> (Option<ids::SeatId>, Change) {
    let (by, kind) = match deed {
        TalkDeed::Opened { .. } => (Some(seat), EventKind::HearingTalkOpened),
        TalkDeed::Entered => (Some(seat), EventKind::HearingTalkEntered),
        TalkDeed::Left { by } => (by, EventKind::HearingTalkLeft),
    };
    let told = TalkEvent { talk: talk.into(), of: of.into(), seat: seat.into() };
    (by.map(Into::into), told.change(kind))
}

const fn code_of(fault: TalkFault) -> RefusalCode {
    match fault {
        TalkFault::Stage => RefusalCode::WrongStage,
        TalkFault::Lobby => RefusalCode::InLobby,
        TalkFault::WitnessInside => RefusalCode::WitnessInside,
        TalkFault::Beside => RefusalCode::SomebodyBeside,
        TalkFault::Role | TalkFault::Side | TalkFault::Uninvited => RefusalCode::NotAllowed,
    }
}
