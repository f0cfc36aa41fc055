//! What must be true of a hearing after every deed (docs/rules.md 3.5, invariants 1 to 10).

use super::{story::Story, table::ALLOWED};
use crate::domain::{
    event::Change,
    hearing::{AgendaPhase, ItemAnswer, ParticipantRole as Role, RecordingStage, Side, Stage, TalkKind},
    ids::{AgencyId, SeatId},
    petition::StateName,
};
use sha2::{Digest, Sha256};
use signaling::{
    grant::Grants,
    room::Routes,
    wire::{self, Presence},
};
use std::collections::{BTreeMap, BTreeSet};

/// What the law gives every seat now, and where the roster shows people: at the table or in a talk.
struct Now {
    grants: BTreeMap<SeatId, Grants>,
    shown: BTreeSet<SeatId>,
}

impl Story {
    pub fn holds(&self) {
        let now = self.now_at_the_table();
        self.table_holds(&now);
        self.matter_holds();
        self.papers_hold();
        self.orders_hold();
        self.rights_hold(&now);
        self.flows_hold(&now);
        self.talks_hold();
        self.places_hold(&now.grants);
        self.chair_holds(&now.grants);
        self.mutes_hold();
        self.ears_hold(|seat| now.grants[&seat].attend && now.shown.contains(&seat));
        self.hidden_names_hold();
        self.helper_holds();
        self.given_up_seats_hold();
        self.clocks_hold();
        self.file_holds();
    }

    fn now_at_the_table(&self) -> Now {
        let at_table = |presence: &Presence| {
            matches!(presence, Presence::Seated { .. } | Presence::Dropped { admitted: true, .. })
        };
        let views = self.room.seats().into_iter().filter(|view| at_table(&view.presence));
        Now {
            grants: self.hearing.seats.iter().map(|seat| (seat.id, self.grants(seat))).collect(),
            shown: views.map(|view| view.id.into()).chain(self.talks.keys().copied()).collect(),
        }
    }

    /// Invariants 1 to 3; and who is let in was known, or there is a reason.
    fn table_holds(&self, now: &Now) {
        let speakers = self.hearing.seats.iter().filter(|seat| {
            let theirs = matches!(seat.role, Role::Petitioner | Role::Representative);
            let at_table = !self.talks.contains_key(&seat.id) && self.room.floor() != Some(seat.id.into());
            theirs && at_table && now.grants[&seat.id].speak
        });
        assert!(speakers.count() <= ALLOWED as usize, "more speak for the petitioners than may");
        self.record_is_the_room();
        assert!(self.hearing.testifying().count() <= 1, "witnesses hear each other");
        let goes_on = self.hearing.is_coming() || self.hearing.stage.name().is_live();
        for seat in &self.hearing.seats {
            let grants = self.room.grants(seat.id.into());
            let accused = seat.agency.is_some_and(|agency| self.petition.accuses(agency));
            assert!(!(accused && seat.stands() && goes_on), "{} is accused", seat.plate());
            if self.is_recused(seat.id) {
                assert!(!grants.preside, "{} was recused", seat.plate());
                assert!(!(seat.role.decides() && grants.speak), "{} was recused", seat.plate());
            }
            let waits = self.arrivals.view(seat).needs_identity;
            let reason = self.unidentified.contains(&seat.id);
            assert!(seat.admitted.is_none() || !waits || reason, "{} came in unknown", seat.plate());
        }
    }

    /// Whoever sits there by the record sits there: a room that opens again seats nobody else.
    fn record_is_the_room(&self) {
        if self.hearing.stage.name().is_vacant() {
            return;
        }
        let room: BTreeSet<_> = self.room.at_table().into_iter().map(SeatId::from).collect();
        let sits = self.hearing.standing().filter(|seat| seat.admitted.is_some());
        assert_eq!(room, sits.map(|seat| seat.id).collect(), "who sits there");
    }

    /// Invariants 4 to 6, whatever was tried meanwhile.
    fn matter_holds(&self) {
        let extended = self.petition.clocks.iter().map(|clock| clock.extended_by).max();
        assert!(extended <= Some(30), "{extended:?} days");
        assert!(self.accepted <= 1, "accepted twice");
        assert!(!self.petition.is_final(), "nothing here ends it for good");
        assert_ne!(self.petition.state.name(), StateName::NoLongerAccepted, "no earlier one was final");
        let handler = self.petition.state.handler();
        assert!(handler.is_none_or(|handler| !self.petition.course.is_recused(handler)));
    }

    /// Invariant 7: a version and its hash are there before a signature, which names exactly one and never moves.
    fn papers_hold(&self) {
        for record in &self.papers {
            for (version, n) in record.versions.iter().zip(1..) {
                assert_eq!(version.version, n, "versions have gaps");
                let sha256 = <[u8; 32]>::from(Sha256::digest(&version.text));
                assert_eq!(sha256, version.sha256, "a version changed");
            }
            for correction in &record.corrections {
                let read = record.versions.iter().any(|version| version.version == correction.version);
                assert!(read, "corrected before it was read");
            }
            for signature in &record.signatures {
                let named =
                    record.versions.iter().filter(|v| v.version == signature.version).collect::<Vec<_>>();
                assert_eq!(named.len(), 1);
                assert_eq!(named[0].sha256, signature.paper_sha256);
                assert!(named[0].frozen_at <= signature.at, "signed before it was frozen");
            }
        }
        assert_eq!(self.in_force, self.papers[1].is_agreed(), "in force with its last signature");
    }

    /// Invariants 8 and 10.
    fn orders_hold(&self) {
        let stage = &self.hearing.stage;
        for (change, next) in self.log.iter().zip(self.log.iter().skip(1)) {
            assert_eq!(detail(change, "to"), detail(next, "from"), "the log has a gap");
        }
        if let Some(last) = self.log.last() {
            assert_eq!(detail(last, "to"), Some(stage.name().to_string()));
            assert_eq!(detail(last, "phase"), stage.phase().map(|phase| phase.to_string()));
            let ended = stage.name().is_over() && self.outcome.is_none();
            assert!(!ended || last.reason.is_some(), "over with neither outcome nor reason");
        }
        for item in self.outcome.iter().flat_map(|outcome| &outcome.items) {
            assert!(self.minutes.iter().any(|entry| entry.id == item.entry), "an order out of nowhere");
            assert!(item.deadline >= self.outcome.as_ref().unwrap().issued_at.local_date());
            assert!(item.accepted.is_none_or(|said| self.speaks_for(said.seat, item.agency)));
        }
        for item in &self.items {
            if let ItemAnswer::Accepted(said) = item.answer {
                assert!(self.speaks_for(said.seat, item.agency), "accepted by somebody else");
            }
        }
    }

    fn speaks_for(&self, seat: SeatId, agency: AgencyId) -> bool {
        let seat = self.hearing.seat(seat).unwrap();
        seat.role == Role::AgencyRep && seat.agency == Some(agency)
    }

    fn rights_hold(&self, now: &Now) {
        let stage = &self.hearing.stage;
        for seat in &self.hearing.seats {
            let grants = now.grants[&seat.id];
            assert_eq!(
                self.room.grants(seat.id.into()).attend,
                grants.attend && now.shown.contains(&seat.id),
                "{} has grants that are not the law's",
                seat.plate()
            );
            let decides = matches!(seat.role, Role::Presider | Role::Clerk | Role::HearingMember);
            let deliberated = matches!(stage, Stage::InSession { phase: AgendaPhase::Deliberation, .. });
            if deliberated && !decides && !self.talks.contains_key(&seat.id) {
                assert!(!grants.attend && !grants.speak, "{} hears the deliberation", seat.plate());
            }
            if grants.minute {
                let keeps = matches!(seat.role, Role::Presider | Role::Clerk) || grants.preside;
                assert!(keeps && stage.name().takes_minutes());
            }
            if self.conns.contains_key(&seat.id) && self.shown.contains_key(&seat.id) {
                assert!(grants.attend, "{} is shown an exhibit and does not attend", seat.plate());
                let sits = self.room.at_table().contains(&seat.id.into());
                let apart = self.talks.contains_key(&seat.id);
                assert!(sits && !apart, "{} is shown an exhibit and is not at the table", seat.plate());
            }
        }
    }

    /// What flows is granted by the law as it is now, and who receives is in the roster; the recorder gets what flows
    /// to the table, and nothing else (invariant 9).
    fn flows_hold(&self, now: &Now) {
        let place = |seat: &wire::SeatId| self.talks.get(&SeatId::from(*seat));
        for Routes { receiver, slots } in self.flows.iter().filter(|routes| !routes.slots.is_empty()) {
            let to = self.hearing.seat((*receiver).into()).unwrap();
            assert!(now.grants[&to.id].attend, "{} may not attend", to.plate());
            assert!(now.shown.contains(&to.id), "{} receives unseen", to.plate());
            for (_, source) in slots {
                let from = self.hearing.seat(source.seat.into()).unwrap();
                assert!(now.grants[&from.id].may_send(source.kind), "{} may not send", from.plate());
                assert!(now.shown.contains(&from.id), "{} sends unseen", from.plate());
                assert_eq!(place(receiver), place(&source.seat), "{} comes to {}", from.plate(), to.plate());
            }
        }
        if RecordingStage::of(&self.hearing.stage) == RecordingStage::On {
            for source in self.room.sending() {
                let from = self.hearing.seat(source.seat.into()).unwrap();
                assert!(place(&source.seat).is_none(), "{} is recorded in private", from.plate());
                assert!(now.grants[&from.id].may_send(source.kind), "{} is recorded", from.plate());
            }
        }
    }

    /// Whoever is in a private talk is listed, and belongs there.
    fn talks_hold(&self) {
        let views = self.room.apart().talks;
        let listed: BTreeMap<SeatId, wire::TalkId> = views
            .iter()
            .flat_map(|talk| talk.members.iter().map(|seat| (SeatId::from(*seat), talk.id)))
            .collect();
        assert_eq!(listed, self.talks, "in a talk and not in the log, or the other way round");
        for talk in &views {
            let role = |seat: &wire::SeatId| self.hearing.seat((*seat).into()).unwrap().role;
            let roles = talk.members.iter().map(role);
            match TalkKind::from(talk.of) {
                TalkKind::Deliberation => {
                    let decides = |role| matches!(role, Role::Presider | Role::Clerk | Role::HearingMember);
                    assert!(roles.into_iter().all(decides), "{talk:?}");
                }
                TalkKind::Consultation => {
                    let party = |side: &Side| matches!(side, Side::Petitioner | Side::Unit | Side::Company);
                    let sides = roles.map(Role::side).filter(party);
                    let sides: BTreeSet<_> = sides.map(|side| format!("{side:?}")).collect();
                    assert!(sides.len() <= 1, "two sides consult together: {sides:?}");
                }
                TalkKind::Mediation => assert!(roles.into_iter().all(|role| role != Role::Witness)),
            }
        }
    }
}

fn detail(change: &Change, name: &str) -> Option<String> {
    change.details.iter().find(|(key, _)| *key == name).map(|(_, value)| value.clone())
}
