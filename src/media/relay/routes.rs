//! Applies a room's route plan to the peers that are there.

use std::time::Instant;

use super::{Due, Relay};
use crate::media::forward::leg::StreamId;
use crate::media::outbox::Outbox;
use crate::media::plane::{MediaRoom, RoutePlan, Source};
use crate::media::room::SlotOf;
use signaling::wire::SourceKind;

impl Relay {
    pub(super) fn route(&mut self, now: Instant, room: MediaRoom, plan: RoutePlan, out: &mut Outbox) {
        if let Some(found) = self.rooms.get_mut(&room) {
            found.plan(plan);
            self.reroute(now, room, out);
        }
    }

    /// Puts the room's plan into force with the peers that are there now.
    pub(super) fn reroute(&mut self, now: Instant, room: MediaRoom, out: &mut Outbox) {
        self.guard_room(now, room, out, |relay, out| relay.resolve(now, room, out));
    }

    fn resolve(&mut self, now: Instant, room: MediaRoom, out: &mut Outbox) {
        let Some(found) = self.rooms.get_mut(&room) else { return };
        let peers = &mut self.peers;
        found.resolve(|id, mid, source, publisher| {
            let publications = publisher.and_then(|id| peers.get(&id)).map(|peer| &peer.publications);
            let codec =
                publications.and_then(|all| all.source(source.kind)).map(|one| one.section.format.codec);
            let peer = peers.get(&id)?;
            let slot = peer.slot_of(mid)?;
            peer.slots.get(slot)?.plays(source.kind, codec).then_some(slot)
        });
        let carried = found.carried();
        let mut waiting = Vec::new();
        for id in found.peers() {
            let Some(peer) = peers.get_mut(&id) else { continue };
            for slot in 0..peer.slots.len() {
                let source = carried.get(&(id, slot)).copied();
                if peer.carry(slot, source) {
                    waiting.extend(source.map(|source| ((id, slot), source)));
                }
            }
        }
        for (slot, source) in waiting {
            self.begin(now, room, slot, source, out);
        }
        self.timers.arm(Due::Share(room.0), now);
        self.look(now, room); // who lost the word is not speaking any more
    }

    /// Has a slot's picture begin as soon as can be.
    fn begin(&mut self, now: Instant, room: MediaRoom, slot: SlotOf, source: Source, out: &mut Outbox) {
        let Some(stream) = self.smallest(room, source) else { return };
        if !self.catch_up(now, slot, source, stream, out) {
            self.want_key_frame(now, room, source, Some(stream), out);
        }
    }

    /// The source's smallest layer that ever came.
    pub(super) fn smallest(&self, room: MediaRoom, source: Source) -> Option<StreamId> {
        let publisher = self.rooms.get(&room)?.peer_of(source.seat)?;
        let publication = self.peers.get(&publisher)?.publications.source(source.kind)?;
        publication.layers.iter().find_map(|layer| layer.stream(publisher))
    }

    pub(super) fn want_key_frame(
        &mut self,
        now: Instant,
        room: MediaRoom,
        source: Source,
        stream: Option<StreamId>,
        out: &mut Outbox,
    ) {
        let publisher = self.rooms.get(&room).and_then(|room| room.peer_of(source.seat));
        if let (Some(id), Some(stream), false) = (publisher, stream, source.kind == SourceKind::Microphone) {
            self.guard(now, id, out, |peer, out| peer.request_key_frame(now, stream, out));
        }
    }
}
