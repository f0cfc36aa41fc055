//! What goes on apart from the table, as a model that knows the record alone, and what must be true of it.

use crate::world::Sim;
use signaling::{
    room::{Fact, Routes, Source, TalkDeed},
    wire::{ApartAsk, Presence, SeatId, SourceKind, TalkId, WitnessIs},
};
use std::collections::{BTreeMap, BTreeSet};

/// Where everybody is by the record, and what interpreters and listeners were told is done.
#[derive(Debug, Default)]
pub struct Model {
    pub talks: BTreeMap<SeatId, TalkId>,
    listening: BTreeMap<SeatId, Option<SeatId>>,
    /// Who wished the interpreter on arrival.
    pub wishes: BTreeSet<SeatId>,
    aloud: BTreeSet<SeatId>,
    asked: BTreeMap<u32, (SeatId, ApartAsk)>,
}

impl Model {
    pub fn asks(&mut self, re: u32, seat: SeatId, ask: ApartAsk) {
        self.asked.insert(re, (seat, ask));
    }

    pub fn done(&mut self, re: u32) {
        match self.asked.remove(&re) {
            Some((by, ApartAsk::Listen { interpreter })) => {
                self.listening.insert(by, interpreter);
            }
            Some((by, ApartAsk::SpeakAloud { aloud: true })) => {
                self.aloud.insert(by);
            }
            Some((by, ApartAsk::SpeakAloud { aloud: false })) => {
                self.aloud.remove(&by);
            }
            _ => {}
        }
    }

    pub fn learn(&mut self, fact: &Fact) {
        let Fact::Talk { talk, seat, deed, .. } = fact else { return };
        match deed {
            TalkDeed::Opened { enters: false } => {}
            TalkDeed::Opened { enters: true } | TalkDeed::Entered => {
                let before = self.talks.insert(*seat, *talk);
                assert_eq!(before, None, "{seat} is in two talks");
            }
            TalkDeed::Left { .. } => {
                assert_eq!(self.talks.remove(seat), Some(*talk), "{seat} left what it was not in");
            }
        }
    }
}

impl Sim {
    pub fn check_apart(&self) {
        let shown = self.witness.apart.talks.iter();
        let members: BTreeMap<SeatId, TalkId> =
            shown.flat_map(|talk| talk.members.iter().map(|seat| (*seat, talk.id))).collect();
        assert_eq!(members, self.model.talks, "who is in a talk is shown there, and nobody else");
        for seat in self.model.talks.keys() {
            let gone = matches!(
                self.witness.seats[seat].presence,
                Presence::Invited {}
                    | Presence::Left { .. }
                    | Presence::Removed { .. }
                    | Presence::Withdrawn { .. }
            );
            assert!(!gone, "{seat} is gone and in a talk");
        }
        for Routes { receiver, slots } in &self.flows {
            for (_, source) in slots {
                assert!(self.may_come(*source, *receiver), "{source:?} comes out to {receiver}");
            }
        }
        for Source { seat, kind } in self.room.sending() {
            assert!(self.is_shown_at_table(seat), "{seat} is recorded and not at the table");
            assert!(!self.model.talks.contains_key(&seat), "{seat} is recorded in a private talk");
            assert!(self.granted[&seat].may_send(kind), "{seat} is recorded and may not send {kind:?}");
        }
        for (id, client) in &self.clients {
            for speaker in &client.speaking {
                let voice = Source { seat: *speaker, kind: SourceKind::Microphone };
                assert!(speaker == id || self.may_come(voice, *id), "{id} sees {speaker} speak elsewhere");
            }
        }
        for witness in &self.witness.apart.witnesses {
            let inside = witness.is == WitnessIs::Testifying;
            assert_eq!(inside, self.is_shown_at_table(witness.seat));
        }
    }

    /// Same place, and an interpreter's sound only to who chose it, wished it and never chose, or when it is said aloud.
    fn may_come(&self, source: Source, receiver: SeatId) -> bool {
        let place = |seat: &SeatId| self.model.talks.get(seat);
        let whispered = source.kind == SourceKind::Microphone
            && source.seat == self.interpreter()
            && place(&source.seat).is_none()
            && !self.model.aloud.contains(&source.seat);
        let seated = |seat| self.is_shown_at_table(seat);
        let wished = || self.model.wishes.contains(&receiver) && seated(receiver) && seated(source.seat);
        let chosen = match self.model.listening.get(&receiver) {
            Some(choice) => *choice == Some(source.seat),
            None => wished(),
        };
        place(&source.seat) == place(&receiver) && (!whispered || chosen)
    }

    /// Once nothing is under way: whoever is shown to receive does.
    pub fn check_all_that_may_flow_does(&self) {
        let has_peer = |seat: &SeatId| self.flows.iter().any(|routes| routes.receiver == *seat);
        let present = |seat: &SeatId| self.is_shown_at_table(*seat) || self.model.talks.contains_key(seat);
        for Routes { receiver, slots } in self.flows.iter().filter(|r| !self.narrow.contains(&r.receiver)) {
            let hears = present(receiver) && self.granted.get(receiver).is_some_and(|grants| grants.attend);
            let mut expected = BTreeSet::new();
            for (id, seat) in &self.witness.seats {
                let kinds = seat.sources.iter().filter(|s| s.on && !s.muted).map(|s| s.kind);
                for kind in
                    kinds.filter(|kind| self.granted.get(id).is_some_and(|grants| grants.may_send(*kind)))
                {
                    let source = Source { seat: *id, kind };
                    let flows = hears && id != receiver && present(id) && has_peer(id);
                    if flows && self.may_come(source, *receiver) {
                        expected.insert(source);
                    }
                }
            }
            let real: BTreeSet<_> = slots.iter().map(|(_, source)| *source).collect();
            assert_eq!(real, expected, "what comes to {receiver}");
        }
    }
}
