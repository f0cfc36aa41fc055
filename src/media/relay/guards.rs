//! What one peer's input throws costs that peer, and what a room's peers do together that room; the others go on.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

use super::{Due, Relay};
use crate::media::outbox::Outbox;
use crate::media::peer::{Peer, PeerId};
use crate::media::plane::{MediaEvent, MediaRoom, PeerKey};
use crate::media::room::Room;
use signaling::wire::DisconnectReason;

impl Relay {
    /// Runs `work` on a peer. A panic costs the peer its place; `None` then, as for one that is not here.
    pub(super) fn guard<T>(
        &mut self,
        now: Instant,
        id: PeerId,
        out: &mut Outbox,
        work: impl FnOnce(&mut Peer, &mut Outbox) -> T,
    ) -> Option<T> {
        let peer = self.peers.get_mut(&id)?;
        // The peer is thrown away, so what it looks like inside after a panic does not matter; the outbox
        // holds whole datagrams at any moment.
        let done = catch_unwind(AssertUnwindSafe(|| work(peer, out)));
        if done.is_err() {
            self.throw_out(now, id, out);
        }
        done.ok()
    }

    /// Runs `work` on a room's peers together. A panic costs them their places, which they may take again.
    pub(super) fn guard_room(
        &mut self,
        now: Instant,
        room: MediaRoom,
        out: &mut Outbox,
        work: impl FnOnce(&mut Self, &mut Outbox),
    ) {
        // The peers are thrown away; what the room itself keeps (routes, voices, who is there) is set anew as they come.
        if catch_unwind(AssertUnwindSafe(|| work(self, out))).is_ok() {
            return;
        }
        tracing::error!(hearing.id = %room.0, "A room's media caused a panic; its peers are discarded");
        let peers: Vec<PeerId> = self.rooms.get(&room).into_iter().flat_map(Room::peers).collect();
        for id in peers {
            let Some(key) = self.peers.get(&id).map(|peer| peer.key) else { continue };
            self.lose(now, key, id, out);
        }
        self.timers.disarm(Due::Share(room.0));
    }

    /// A peer whose input caused a panic.
    pub(super) fn throw_out(&mut self, now: Instant, id: PeerId, out: &mut Outbox) {
        let Some(peer) = self.peers.get(&id) else { return };
        tracing::error!(seat.id = %peer.key.seat, "A peer's input caused a panic; the peer is discarded");
        let key = peer.key;
        self.lose(now, key, id, out);
        self.reroute(now, key.room, out);
    }

    /// It loses its place, which it may take again.
    fn lose(&mut self, now: Instant, key: PeerKey, id: PeerId, out: &mut Outbox) {
        self.discard(now, id, out);
        self.tell(now, key.room, MediaEvent::Lost(key, DisconnectReason::Unknown));
    }
}
