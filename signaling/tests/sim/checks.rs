//! What must be true after every step.

use crate::world::Sim;
use signaling::{
    room::{Input, Routes, Source},
    wire::{Presence, SeatId, SourceKind},
};
use std::collections::BTreeSet;

impl Sim {
    pub fn check(&self) {
        for routes in &self.flows {
            self.check_routes(routes);
        }
        self.check_one_screen();
        self.check_everybody_is_shown_the_same();
        self.check_sections_keep_their_sources();
        self.check_mutes_hold();
        self.check_apart();
        self.check_beside();
    }

    fn check_routes(&self, Routes { receiver, slots }: &Routes) {
        if slots.is_empty() {
            return;
        }
        assert!(self.is_shown_somewhere(*receiver), "{receiver} receives unseen");
        assert!(self.granted[receiver].attend, "{receiver} may not attend");
        assert!(self.peers.contains_key(receiver) || self.may_be_losing_media(*receiver));
        let mut seen = BTreeSet::new();
        for (_, Source { seat, kind }) in slots {
            assert_ne!(seat, receiver, "nobody receives their own");
            assert!(seen.insert((*seat, *kind)), "a source comes once");
            assert!(self.is_shown_somewhere(*seat), "{seat} sends unseen");
            assert!(self.granted[seat].may_send(*kind), "{seat} may not send {kind:?}");
            let shown = self.witness.seats[seat].sources.iter().find(|s| s.kind == *kind).unwrap();
            assert!(shown.on && !shown.muted, "{seat} is shown silent and sends {kind:?}");
        }
    }

    /// In one place.
    fn check_one_screen(&self) {
        let flowing = self.flows.iter().flat_map(|routes| &routes.slots).map(|(_, source)| source);
        let screens: BTreeSet<SeatId> =
            flowing.filter(|source| source.kind == SourceKind::Screen).map(|source| source.seat).collect();
        let places: BTreeSet<_> = screens.iter().map(|seat| self.model.talks.get(seat)).collect();
        assert_eq!(screens.len(), places.len(), "screens at once: {screens:?}");
    }

    /// A dropped seat keeps its place, and is shown so.
    pub fn is_shown_at_table(&self, seat: SeatId) -> bool {
        matches!(
            self.witness.seats[&seat].presence,
            Presence::Seated { .. } | Presence::Dropped { admitted: true, .. }
        )
    }

    fn is_shown_somewhere(&self, seat: SeatId) -> bool {
        self.is_shown_at_table(seat)
            || self.witness.apart.talks.iter().any(|talk| talk.members.contains(&seat))
    }

    /// The room has yet to hear what became of the seat's peer connection.
    fn may_be_losing_media(&self, id: SeatId) -> bool {
        self.under_way.iter().any(|input| match input {
            Input::PeerLost { seat, .. } | Input::Offered { seat, .. } => *seat == id,
            _ => false,
        })
    }

    fn check_everybody_is_shown_the_same(&self) {
        for (id, client) in &self.clients {
            assert_eq!(client.shown, self.witness, "{id} is shown something else");
            let flows = self.flows.iter().find(|routes| routes.receiver == *id);
            let told: Vec<_> = client
                .slots
                .iter()
                .map(|slot| (slot.mid.clone(), Source { seat: slot.seat, kind: slot.kind }))
                .collect();
            assert_eq!(told, flows.map(|routes| routes.slots.clone()).unwrap_or_default());
            for speaker in &client.speaking {
                assert!(client.grants.attend);
                let muted = self.muted.contains(&(*speaker, SourceKind::Microphone));
                assert!(!muted, "{speaker} is muted and shown speaking");
            }
        }
        let at_table = self.witness.seats.keys().filter(|id| self.at_table.contains(id));
        for id in at_table {
            let waits = matches!(
                self.witness.seats[id].presence,
                Presence::Waiting { .. } | Presence::Removed { .. } | Presence::Withdrawn { .. }
            );
            assert!(!waits, "{id} is at the table and not shown there");
        }
    }

    /// What flowed before and after flows by the same section, unless sections are short.
    fn check_sections_keep_their_sources(&self) {
        for before in &self.flowed {
            let Some(after) = self.flows.iter().find(|r| r.receiver == before.receiver) else { continue };
            if after.slots.len() <= 4 {
                continue; // perhaps an offer with few sections; `slots` tests that case
            }
            for (mid, source) in &before.slots {
                let stays = after.slots.iter().find(|(_, other)| other == source);
                assert!(stays.is_none_or(|(other, _)| other == mid), "{source:?} jumped");
            }
        }
    }

    /// Who sits beside another is there as long as that one is, and by nothing else than that or their own device; and
    /// is counted as they are shown.
    fn check_beside(&self) {
        let seated = |id: &SeatId| matches!(self.witness.seats[id].presence, Presence::Seated { .. });
        for (id, seat) in &self.witness.seats {
            assert_eq!(self.room.is_there(*id), seated(id), "{id} is counted as it is not shown");
            let Some(carrier) = seat.beside else { continue };
            let (let_in, carried) = (self.at_table.contains(id), seated(&carrier));
            assert!(!(let_in && carried) || seated(id), "{id} sits beside {carrier} and is not there");
            let closing = |input: &Input| matches!(input, Input::Disconnected { seat, .. } if seat == id);
            let own = self.clients.contains_key(id) || self.under_way.iter().any(closing);
            assert!(!seated(id) || (let_in && (carried || own)), "{id} is there without {carrier}");
        }
    }

    fn check_mutes_hold(&self) {
        for (id, seat) in &self.witness.seats {
            for source in &seat.sources {
                assert_eq!(source.muted, self.muted.contains(&(*id, source.kind)), "{id} {source:?}");
            }
        }
    }

    /// Once nothing is under way: whoever the media plane hears is routed, and whoever it does not is not.
    pub fn check_who_is_heard_has_media(&self) {
        for id in &self.ids {
            let heard = self.peers.get(id).is_some_and(|peer| !self.silent.contains(peer));
            assert_eq!(self.room.has_media(*id), heard, "{id}");
            assert_eq!(self.flows.iter().any(|routes| routes.receiver == *id), heard, "{id}");
        }
    }

    pub fn check_all_answered(&self) {
        for (id, client) in &self.clients {
            assert!(client.waits_for.is_empty(), "{id} still waits for {:?}", client.waits_for);
        }
    }
}
